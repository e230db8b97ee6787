#!/usr/bin/env python3
"""What plumb serve costs: sessions that wait, pages that are open, and the way of an event to a page.

usage: bench/serve.py [--plumb build/release/plumb] [--model-server build/release/model_server] [--sessions 1000] [--pages 100]
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests/server"))
from speak import World, WebSocket   # noqa: E402


def figures(pid):
    """(Pss in KiB, CPU in ms, voluntary context switches of all threads)"""
    pss = next(int(line.split()[1]) for line in open(f"/proc/{pid}/smaps_rollup") if line.startswith("Pss:"))
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    switches = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        for line in open(f"/proc/{pid}/task/{task}/status"):
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    return pss, (int(fields[11]) + int(fields[12])) * 1000 // os.sysconf("SC_CLK_TCK"), switches


def say(name, value, unit, note=""):
    print(f"  {name:52} {value:>10} {unit:8} {note}")


def idle(server, seconds=10):
    time.sleep(3)
    before = figures(server.process.pid)
    time.sleep(seconds)
    after = figures(server.process.pid)
    return after[1] - before[1], after[2] - before[2]


def sessions(world, server, count):
    """`count` sessions, each of which has done a task and waits for the next."""
    ids = work(world, server, 16)   # what the first ones load and keep is not theirs
    start = figures(server.process.pid)
    began = time.monotonic()
    ids += work(world, server, count)
    took = time.monotonic() - began
    time.sleep(2)
    end = figures(server.process.pid)
    say("a session that waits", f"{(end[0] - start[0]) / count:.1f}", "KiB", f"Pss {start[0]} -> {end[0]} KiB with {count}")
    cpu, switches = idle(server)
    say(f"{count} sessions that wait, for 10 s", cpu, "ms CPU", f"{switches} wake-ups")
    say("a task of one turn, made here", f"{1000 * took / count:.1f}", "ms", f"{AT_ONCE} at once")
    return ids


AT_ONCE = 4


def work(world, server, count):
    """The ids of so many sessions, each with a task done."""
    ids = []
    page = server.page()
    for first in range(0, count, AT_ONCE):
        if first % 100 == 0:   # a connection may not have any number of sessions open
            page.close()
            page = server.page()
        batch = []
        for _ in range(min(AT_ONCE, count - first)):
            session = page.call("session/new", cwd=str(world.project), mcpServers=[], _meta={"plumb": {"verify": False}})["sessionId"]
            batch.append((session, page.post("session/prompt", sessionId=session, prompt=[{"type": "text", "text": "say done"}])))
        for session, number in batch:
            page.answer(number)
            ids.append(session)
        page.heard.clear()
    page.close()
    return ids


def pages(server, session, count):
    sockets = []
    before = figures(server.process.pid)
    for _ in range(count):
        page = server.page()
        page.call("_plumb/events/subscribe", sessionId=session, **{"from": 1})
        page.until(lambda message: message.get("method") == "_plumb/events" and message["params"].get("caughtUp"))
        page.heard.clear()
        sockets.append(page)
    after = figures(server.process.pid)
    say("a page that follows a session", f"{(after[0] - before[0]) / count:.1f}", "KiB", f"{count} pages")
    cpu, switches = idle(server)
    say(f"{count} pages that follow it, for 10 s", cpu, "ms CPU", f"{switches} wake-ups")
    return sockets


def one_event(page, session, title):
    page.until(lambda message: message.get("method") == "_plumb/events" and message["params"]["sessionId"] == session
               and any(event["p"].get("title") == title for event in message["params"]["events"]))
    page.heard.clear()


def events(server, session, followers, rounds):
    """A title is an event of the log: from the request that causes it to the frames on all pages."""
    writer = server.page()
    first_at, last_at = [], []
    before = figures(server.process.pid)
    for n in range(rounds):
        title = f"title {n} of {len(followers)}"
        began = time.perf_counter()
        writer.post("_plumb/rename", sessionId=session, title=title)
        one_event(followers[0], session, title)
        first_at.append(1000 * (time.perf_counter() - began))
        for page in followers[1:]:
            one_event(page, session, title)
        last_at.append(1000 * (time.perf_counter() - began))
        writer.heard.clear()
    after = figures(server.process.pid)
    writer.close()
    n = len(followers)
    say(f"request to the event's frame on a page, {n} open", f"{statistics.median(first_at):.2f}", "ms", f"least {min(first_at):.2f}; log written in between")
    if n > 1:
        say("    on all of them (this script reads one by one)", f"{statistics.median(last_at):.2f}", "ms", f"least {min(last_at):.2f}")
    say("    CPU of the server, an event", f"{(after[1] - before[1]) / rounds:.2f}", "ms", f"{1000 * (after[1] - before[1]) / rounds / n:.0f} us a page")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plumb", default=str(TOP / "build/release/plumb"))
    parser.add_argument("--model-server", default=str(TOP / "build/release/model_server"))
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=200)
    args = parser.parse_args()
    world = World(os.path.abspath(args.plumb), os.path.abspath(args.model_server), [{"text": "Done.", "repeat": "forever"}])
    try:
        server = world.serve()
        ids = sessions(world, server, args.sessions)
        one = pages(server, ids[0], 1)
        events(server, ids[0], one, args.rounds)
        one[0].close()
        many = pages(server, ids[0], args.pages)
        events(server, ids[0], many, args.rounds)
    finally:
        world.close()


if __name__ == "__main__":
    main()
