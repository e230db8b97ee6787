// Line icons of 16 px, drawn for this page. They are decoration: the words beside them say the same.

const k_paths: Record<string, string> = {
  shell: "M2.5 4l4 4-4 4M8 12.5h5.5",
  read: "M3 2.5h6l4 4v7H3zM9 2.5v4h4",
  edit: "M10.5 2.5l3 3-8 8-3.5.5.5-3.5z",
  search: "M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.5 10.5l3.5 3.5",
  list: "M3 4h10M3 8h10M3 12h6",
  plan: "M2.5 4l1 1 2-2M2.5 9l1 1 2-2M8 4h5.5M8 9h5.5M8 13.5h5.5",
  check: "M2.5 8.5l3.5 3.5 7.5-8",
  cross: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  shield: "M8 1.8l5 2v4c0 3.5-2.2 5.5-5 6.4-2.8-.9-5-2.9-5-6.4v-4z",
  hand: "M8 1.8l6.5 11.7h-13zM8 6v3.6M8 11.4v.4",
  user: "M8 8a2.8 2.8 0 100-5.6A2.8 2.8 0 008 8zM2.8 13.8c.6-2.6 2.6-3.9 5.2-3.9s4.6 1.3 5.2 3.9",
  think: "M5.5 12.5h5M6.2 14.3h3.6M8 1.8a4.6 4.6 0 00-2.6 8.4v1h5.2v-1A4.6 4.6 0 008 1.8z",
  undo: "M5.5 3L2.5 6l3 3M2.5 6h7a3.5 3.5 0 010 7h-3",
  redo: "M10.5 3l3 3-3 3M13.5 6h-7a3.5 3.5 0 000 7h3",
  fork: "M4.5 2.5v11M4.5 8.5c4 0 7-.5 7-4.5M11.5 2v2M11.5 4a1 1 0 100-2 1 1 0 000 2z",
  stop: "M4 4h8v8H4z",
  send: "M8 13.5v-11M3.5 7L8 2.5 12.5 7",
  queue: "M2.5 4h11M2.5 8h7M2.5 12h7M12.5 9v5M10 11.5h5",
  plus: "M8 3v10M3 8h10",
  clock: "M8 14A6 6 0 108 2a6 6 0 000 12zM8 4.8V8l2.2 1.6",
  files: "M2 4.5h4l1.5 1.5H14v7H2z",
  chart: "M2.5 2.5v11h11M5 10.5l2.5-3 2 1.5L13 5",
  diff: "M5 2.5v6M2 5.5h6M8.5 12.5h5",
  flag: "M3.5 14V2.5h8l-1.5 3 1.5 3h-8",
  info: "M8 14A6 6 0 108 2a6 6 0 000 12zM8 7.2v3.8M8 5v.4",
  back: "M10 3L5 8l5 5",
  down: "M8 2.5v11M3.5 9L8 13.5 12.5 9",
  sun: "M8 11a3 3 0 100-6 3 3 0 000 6zM8 1.2v1.6M8 13.2v1.6M1.2 8h1.6M13.2 8h1.6M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M3.2 12.8l1.1-1.1M11.7 4.3l1.1-1.1",
  moon: "M13.2 9.6A5.6 5.6 0 016.4 2.8a5.6 5.6 0 106.8 6.8z",
  auto: "M8 14A6 6 0 108 2a6 6 0 000 12zM8 2v12",
  key: "M10.5 8a2.8 2.8 0 10-2.6-1.8L2.5 11.6v2h2.4v-1.6h1.6V10l1.4-1.3c.7-.1 1.7-.7 2.6-.7z",
  share: "M6.5 9.5l3-3M7 4.5l1.6-1.6a2.9 2.9 0 014.1 4.1L11 8.6M9 11.5l-1.6 1.6a2.9 2.9 0 01-4.1-4.1L5 7.4",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  log: "M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3",
};

export function Icon({ name }: { name: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={k_paths[name] ?? k_paths.info!} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
