// Work for the next frame. Whatever comes in between two frames is painted once. Hidden pages get no frames, so a timer
// stands behind.

const k_hidden_ms = 200;

export function inFrame(work: () => void): () => void {
  let asked = false;
  const run = () => {
    if (!asked) return;
    asked = false;
    work();
  };
  return () => {
    if (asked) return;
    asked = true;
    if (typeof requestAnimationFrame === "function" && !document.hidden) requestAnimationFrame(run);
    setTimeout(run, k_hidden_ms);
  };
}
