// Who this page is. A link's fragment holds a token (and a session, if the link is for one): it is changed for a key
// and taken out of the address bar at once. The key lies in this page's storage and is worth nothing without the
// browser's cookie, which no script can read.

export interface Grant {
  key: string;
  rights: "steer" | "watch";
  session: string; // "" = all of them
}

export class NotLoggedIn extends Error {}
export class Unreachable extends Error {}

const k_name = "plumb-key";
const k_link = /^#([\w-]{43})(?:&s=(\w{1,64}))?$/;

function remember(key: string): void {
  try {
    sessionStorage.setItem(k_name, key);
    localStorage.setItem(k_name, key);
  } catch {
    // Storage is off: the key lives as long as this page.
  }
}
function remembered(): string {
  try {
    return sessionStorage.getItem(k_name) ?? localStorage.getItem(k_name) ?? "";
  } catch {
    return "";
  }
}

async function ask(init: RequestInit, path = "login"): Promise<Record<string, unknown>> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, cache: "no-store" });
  } catch {
    throw new Unreachable("The server does not answer.");
  }
  if (answer.ok) return (await answer.json()) as Record<string, unknown>;
  const why = (await answer.text()).trim().slice(0, 300);
  if (answer.status === 401 || answer.status === 403) throw new NotLoggedIn(why || "This link is not valid.");
  throw new Unreachable(why || `The server answered ${answer.status}.`);
}

function grant(key: string, answer: Record<string, unknown>): Grant {
  return {
    key,
    rights: answer.rights === "steer" ? "steer" : "watch",
    session: typeof answer.session === "string" ? answer.session : "",
  };
}

/// By the link in the address bar, else by what this browser remembers.
/// Fails with NotLoggedIn (no link, a wrong one, one of before), Unreachable.
export async function login(): Promise<Grant> {
  const link = k_link.exec(location.hash);
  if (link !== null) {
    history.replaceState(null, "", location.pathname + location.search);
    const answer = await ask({
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: link[1], session: link[2] ?? "" }),
    });
    const key = typeof answer.key === "string" ? answer.key : "";
    remember(key);
    return grant(key, answer);
  }
  const key = remembered();
  if (key === "") throw new NotLoggedIn("");
  return again(key);
}

/// Whether a key still opens the server.
export async function again(key: string): Promise<Grant> {
  return grant(key, await ask({ headers: { "plumb-key": key } }));
}

/// A link to give away. Fails with NotLoggedIn (it would allow more than this page's own), Unreachable.
export async function linkTo(key: string, rights: "steer" | "watch", session: string): Promise<string> {
  const answer = await ask({ method: "POST", headers: { "content-type": "application/json", "plumb-key": key }, body: JSON.stringify({ rights, session }) }, "link");
  return `${location.origin}${location.pathname}#${String(answer.fragment ?? "")}`;
}
