// The page of a program that was built without web/dist: the list of sessions, and nothing else.
const state = document.getElementById("state");
const list = document.getElementById("sessions");
const rows = new Map();

async function login() {
  const link = /^#([\w-]{43})(?:&s=(\w+))?$/.exec(location.hash);
  if (!link) return sessionStorage.getItem("key") ?? localStorage.getItem("key");
  history.replaceState(null, "", location.pathname);
  const answer = await fetch("login", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: link[1], session: link[2] ?? "" }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const { key } = await answer.json();
  sessionStorage.setItem("key", key);
  localStorage.setItem("key", key);
  return key;
}

function show(row) {
  const item = rows.get(row.id) ?? list.appendChild(document.createElement("li"));
  rows.set(row.id, item);
  item.textContent = `${row.state} ${row.status} ${row.title || row.id} (${row.cwd})`;
}

function connect(key) {
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/acp`, ["plumb", key]);
  const call = (id, method, params) => socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
  socket.onopen = () => {
    state.textContent = "Connected.";
    call(1, "initialize", { protocolVersion: 1, clientCapabilities: {} });
    call(2, "_plumb/sessions/list", {});
    call(3, "_plumb/sessions/watch", {});
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id === 2) message.result?.sessions?.reverse().forEach(show);
    if (message.method === "_plumb/session") show(message.params.session);
  };
  socket.onclose = () => {
    state.textContent = "Not connected.";
    setTimeout(() => connect(key), 2000);
  };
}

try {
  const key = await login();
  if (key) connect(key);
  else state.textContent = "Open the link that plumb serve prints.";
} catch (error) {
  state.textContent = String(error.message);
}
