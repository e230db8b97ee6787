"""How much of what plumb sends the provider can have in its prompt cache: over a run of 100 turns, the bytes of each
request that begin as the one before did, of all bytes. Counted, not timed: the same on any machine."""

import json
import os
import subprocess

import answering
import startup

from harness import build

TURNS = 100
LINES = 120   # of what each command prints: about 2 kB


def script(number, request):
    if number >= TURNS:
        return {"text": "Done."}
    return {"text": f"Step {number}.", "calls": [("shell", {"command": f"seq {number * 1000} {number * 1000 + LINES}"})]}


def as_cached(body):
    """As providers see a request: tools and settings first, then the conversation."""
    request = json.loads(body)
    messages = request.pop("messages")
    return json.dumps(request, sort_keys=True) + json.dumps(messages)


def common(a, b):
    """Length of the common beginning."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[:middle] == b[:middle] else (low, middle - 1)
    return low


def one(place, table, name, window):
    server = answering.Server()
    server.begin(script)
    folder, home = place.folder / f"context-{window}", place.folder / f"context-home-{window}"
    folder.mkdir()
    home.mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(home)} | startup.Plumb.configure(home, server.url)
    config = home / "config/config.toml"
    config.write_text(config.read_text().replace("window = 200000", f"window = {window}"))
    done = subprocess.run([str(build.PLUMB), "run", "Go through all steps.", "-C", str(folder), "--model", "bench/bench-1",
                           "--max-turns", str(TURNS + 10), "--no-verify", "--quiet"], env=env, text=True, capture_output=True)
    bodies = [as_cached(body) for body in server.bodies]
    if done.returncode or len(bodies) < TURNS:
        table.missing.append((name, f"ended with {done.returncode} after {len(bodies)} requests: {done.stderr.strip()[-300:]}"))
        return
    shared = [common(a, b) for a, b in zip(bodies, bodies[1:])]
    table.add(f"{name}: of all bytes sent, those sent before", "%", [100 * sum(shared) / sum(map(len, bodies))])
    table.add(f"{name}: requests that begin anew", "", [sum(part < len(a) / 2 for part, a in zip(shared, bodies))])
    table.add(f"{name}: bytes of all requests", "kB", [sum(map(len, bodies)) / 1000])


def context(place, table):
    one(place, table, "window of 1,000,000", 1_000_000)
    one(place, table, "window of 32,000", 32_000)
    table.notes.append(f"{TURNS} turns, each a command that prints {LINES + 1} lines; window in tokens")
