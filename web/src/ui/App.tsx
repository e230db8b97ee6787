// The whole page: the list beside what is looked at; on narrow screens one of both.

import { useEffect, useState } from "preact/hooks";
import { client, dialog, dismiss, maySteer, now, onlySession, open, place, said, stage, start, theme, toasts } from "../state/app";
import { oneLine } from "../text/safe";
import { FleetList } from "./FleetList";
import { Home } from "./Home";
import { Icon } from "./icons";
import { Help, onKey } from "./keys";
import { NewTask } from "./NewTask";
import { Chip } from "./parts";
import { SessionView } from "./SessionView";
import { Share } from "./Share";

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => setMatches(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return matches;
}

function Outside() {
  const state = stage.value;
  if (state.is === "starting") return <main class="outside"><p role="status"><span class="spin" aria-hidden="true" /> Connecting</p></main>;
  if (state.is === "unreachable") {
    return (
      <main class="outside">
        <h1>plumb does not answer</h1>
        <p role="alert">{oneLine(state.why)}</p>
        <p>Is <code>plumb serve</code> running?</p>
        <button type="button" class="primary" onClick={() => void start()}>Try again</button>
      </main>
    );
  }
  return (
    <main class="outside">
      <h1>{state.is === "out" && state.why !== "" ? "This link does not open anything" : "Open the link"}</h1>
      {state.is === "out" && state.why !== "" ? <p role="alert">{oneLine(state.why)}</p> : null}
      <p>This page shows what plumb does on this machine, so it opens only with the link that <code>plumb serve</code> prints. Copy the whole of it, with what comes after <code>#</code>.</p>
    </main>
  );
}

function LineBar() {
  const line = client.value?.line.value;
  const [shown, setShown] = useState(false);
  // What is back within a second is not worth a word.
  useEffect(() => {
    if (line?.is === "open") return setShown(false);
    const timer = setTimeout(() => setShown(true), 900);
    return () => clearTimeout(timer);
  }, [line?.is]);
  if (line === undefined || line.is === "open" || !shown) return null;
  const wait = line.is === "waiting" ? Math.max(0, Math.ceil((line.until - now.value) / 1000)) : 0;
  return (
    <div class="line-bar" role="status">
      <span class="spin" aria-hidden="true" /> {line.is === "waiting" && line.tries > 1 ? `plumb does not answer. Trying again${wait > 0 ? ` in ${wait} s` : ""}.` : "Connecting again."}
      {line.is === "waiting" ? <button type="button" class="small" onClick={() => client.value?.hurry()}>Now</button> : null}
    </div>
  );
}

const k_themes = { auto: "auto", light: "sun", dark: "moon" } as const;

function Corner() {
  return (
    <div class="corner">
      {maySteer.value ? null : <Chip tone="idle">watching</Chip>}
      <button
        type="button"
        class="quiet icon-only"
        aria-label={`Colours: ${theme.value === "auto" ? "as the system" : theme.value}`}
        title="Light, dark, as the system (t)"
        onClick={() => (theme.value = theme.value === "auto" ? "dark" : theme.value === "dark" ? "light" : "auto")}
      >
        <Icon name={k_themes[theme.value]} />
      </button>
      <button type="button" class="quiet icon-only" aria-label="Keys" title="Keys (?)" onClick={() => (dialog.value = "help")}><span aria-hidden="true">?</span></button>
    </div>
  );
}

export function App() {
  const narrow = useMedia("(max-width: 819px)");
  const wide = useMedia("(min-width: 1180px)");
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  if (stage.value.is !== "in") return <Outside />;
  const one = place.value.session !== "";
  const list = onlySession.value === "" && !(narrow && one);
  return (
    <div class={`app ${narrow ? "narrow" : ""} ${wide ? "wide" : ""} ${list ? "" : "alone"}`}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.querySelector<HTMLElement>("[tabindex='0'],button,textarea")?.focus(); }}>To the content</a>
      {list ? <div class="left"><FleetList /><Corner /></div> : null}
      {narrow && !one ? null : one ? <SessionView wide={wide} /> : <Home />}
      <LineBar />
      <div class="toasts" role="region" aria-label="Messages">
        {toasts.value.map((toast) => (
          <div key={toast.id} class={`toast is-${toast.tone}`} role={toast.tone === "bad" ? "alert" : "status"}>
            <span>{oneLine(toast.text)}</span>
            <button type="button" class="quiet icon-only" aria-label="Close" onClick={() => dismiss(toast.id)}><Icon name="cross" /></button>
          </div>
        ))}
      </div>
      <div class="vh" aria-live="polite">{said.value}</div>
      {dialog.value === "new" ? <NewTask /> : dialog.value === "help" ? <Help /> : dialog.value === "share" && open.value !== null ? <Share session={open.value} /> : null}
    </div>
  );
}
