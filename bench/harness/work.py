"""The same work for plumb and, with --peers, for the others: in turns, one run of each a round, so that
what else the machine does meets all of them. A ratio is that of one round: the peer's over plumb's."""

import json
import os
import pathlib
import statistics
import subprocess
import threading
import time

import answering
import startup

from harness import agents, build, machine, processes

CALLS = 20
LIMIT = 180   # seconds for one run


class Failed(Exception):
    """An agent did not do its work: what it said."""


class Place:
    """Where the work is done: one project, one model server, a home for each agent."""

    def __init__(self, folder, rounds, installed, missing):
        self.folder, self.rounds, self.missing = folder, rounds, missing
        self.server = answering.Server()
        self.server.is_work = lambda request: bool(agents.tools_of(request))
        self.project = make_project(folder / "project")
        self.agents = [agents.Plumb("plumb", [str(build.PLUMB)], folder)]
        self.folders = {"plumb": build.PLUMB}
        for peer in installed:
            self.agents.append(peer.agent(folder))
            self.folders[peer.name] = peer.folder

    def env(self, agent):
        return agent.env(self.server.url)

    def spawn(self, agent, command, count=1):
        """Runs it by spawn.cpp; its costs, one dictionary a run."""
        out = self.folder / "out"
        out.write_text("")
        try:
            done = subprocess.run([build.spawn(), str(count), "--out", str(out), *command], env=self.env(agent),
                                  cwd=self.project, text=True, capture_output=True, timeout=LIMIT * count)
        except subprocess.TimeoutExpired:
            raise Failed(f"not done after {LIMIT} s: {out.read_text(errors='replace')[-300:]}")
        runs = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode or any(run["code"] for run in runs):
            said = " ".join(out.read_text(errors="replace").split())[-300:]
            raise Failed(f"ended with {[run['code'] for run in runs]} {done.stderr.strip()}: {said}")
        return runs

    def in_turns(self, table, one, rounds=None, who=None, what="", warm_up=1):
        """{agent: its results, round by round}. The first `warm_up` rounds find cold caches and are not
        counted. Who fails is told as missing, and left out from then on."""
        self.tell_missing(table)
        found = {agent: [] for agent in who or self.agents}
        for number in range((rounds or self.rounds) + warm_up):
            for agent in list(found):
                try:
                    value = one(agent)
                except Failed as failed:
                    table.missing.append((f"{agent.name}, {what}" if what else agent.name, str(failed)))
                    del found[agent]
                    continue
                if number >= warm_up:
                    found[agent].append(value)
        return found

    def tell_missing(self, table):
        table.missing += [each for each in self.missing if each not in table.missing]

    def add(self, table, found, what, unit, value, command=""):
        """A figure an agent: `value` of each of its results, beside plumb's of the same round."""
        rows = {agent.name: [value(result) for result in results] for agent, results in found.items()}
        own = rows.get("plumb")
        for name, values in rows.items():
            ratios = [theirs / ours for theirs, ours in zip(values, own or []) if ours] if name != "plumb" else []
            table.add(f"{name}: {what}", unit, values, command, ratios, "plumb")


def make_project(folder):
    startup.make_project(folder, 0)
    for n in range(CALLS):
        path = folder / f"file{n}.txt"
        path.write_text(f"this is content-{n}-here\n" + path.read_text())
    # A script, since some agents refuse commands with $(...). It proves that it ran, and where.
    (folder / "say").write_text('echo "ran-$1-$((6*7)) in $(readlink /proc/self/ns/mnt)"\n')
    return folder


def milliseconds(run):
    return run["wall_ns"] / 1e6


def cpu(run):
    return (run["user_us"] + run["sys_us"]) / 1e3


def version(place, table):
    found = place.in_turns(table, lambda agent: place.spawn(agent, agent.version())[0], place.rounds * 2)
    place.add(table, found, "--version, start to end", "ms", milliseconds)
    place.add(table, found, "CPU", "ms", cpu)


def one_turn(place, agent):
    place.server.begin(lambda n, request: {"text": "Done."})
    [run] = place.spawn(agent, agent.run(place.project))
    if not place.server.came:
        raise Failed(f"sent no request with tools; it asked for {place.server.strange[:3]}")
    run["first_ms"] = (place.server.came[0] - run["start_ns"]) / 1e6
    run["aside"] = place.server.aside
    return run


def turn(place, table):
    found = place.in_turns(table, lambda agent: one_turn(place, agent))
    place.add(table, found, "start to first request", "ms", lambda run: run["first_ms"])
    place.add(table, found, "one turn, start to end", "ms", milliseconds)
    place.add(table, found, "CPU of it", "ms", cpu)
    for agent, runs in found.items():
        if runs and runs[-1]["aside"]:
            table.notes.append(f"{agent.name} also sent {runs[-1]['aside']} request without tools, answered at once")


def prompt(place, table):
    place.tell_missing(table)
    ours = None
    for agent in place.agents:
        try:
            one_turn(place, agent)
        except Failed as failed:
            table.missing.append((agent.name, str(failed)))
            continue
        body = place.server.bodies[0]
        ratios = [len(body) / ours] if ours else []
        ours = ours or len(body)   # plumb is the first
        table.add(f"{agent.name}: first request ({agent.wire})", "bytes", [len(body)], "", ratios, "plumb")
        table.add("    tokens (bytes/4)", "", [len(body) // 4])
        table.add("    tools offered", "", [len(agents.tools_of(json.loads(body)))])


def twenty_calls(place, agent, kind, options):
    """20 tool calls, one a turn: each gap from an answer's last byte to the next request's first."""
    def script(n, request):
        if n >= CALLS:
            return {"text": "Done."}
        if kind == "read":
            return {"calls": [agent.read(request, place.project / f"file{n}.txt")]}
        return {"calls": [agent.shell(request, f"sh say {n}")]}

    place.server.begin(script)
    [run] = place.spawn(agent, [*agent.run(place.project), *options])
    server = place.server
    if len(server.came) != CALLS + 1:
        raise Failed(f"{kind}: {len(server.came)} requests instead of {CALLS + 1}")
    last = server.bodies[-1].decode(errors="replace")
    told = [n for n in range(CALLS) if (f"content-{n}-here" if kind == "read" else f"ran-{n}-42") in last]
    if len(told) != CALLS:
        raise Failed(f"{kind}: the results of {CALLS - len(told)} of {CALLS} calls did not come back: {last[-300:]}")
    own = os.readlink("/proc/self/ns/mnt")
    gaps = [(came - went) / 1e6 for went, came in zip(server.went, server.came[1:])]
    return {"gap": statistics.median(gaps), "cpu": cpu(run), "boxed": kind == "shell" and own not in last}


def calls(place, table):
    def added(kind, what, options_of):
        who = [agent for agent in place.agents if options_of(agent) is not None]
        # No round to warm up: the first calls of a run do that, and the median leaves them out.
        found = place.in_turns(table, lambda agent: twenty_calls(place, agent, kind, options_of(agent)),
                               max(2, place.rounds // 2), who, what, warm_up=0)
        place.add(table, found, what, "ms", lambda result: result["gap"])
        place.add(table, found, f"{what}, CPU of the whole run", "ms", lambda result: result["cpu"])
        return found

    added("read", "a read", lambda agent: agent.unboxed())
    for agent, results in added("shell", "a command, no sandbox", lambda agent: agent.unboxed()).items():
        if any(result["boxed"] for result in results):
            table.notes.append(f"{agent.name}: its commands ran in a mount namespace of their own all the same")
    for agent, results in added("shell", "a command in its sandbox", lambda agent: agent.boxed()).items():
        if not all(result["boxed"] for result in results):
            table.notes.append(f"{agent.name}: asked for a sandbox, and the command was in none: this is no figure of one")
    for agent in place.agents:
        if agent.boxed() is None:
            table.missing.append((f"{agent.name} in its sandbox", "it has none that works here without a container"))
    table.notes.append(f"{CALLS} calls in {CALLS} turns; n counts runs, each giving the median gap of its {CALLS}")


class Waiting:
    """Sessions that all wait for the model's answer: what they cost meanwhile."""

    def __init__(self, place, agent, count):
        self.place, self.agent, self.count = place, agent, count
        self.answer = threading.Event()

    def measure(self):
        place, started = self.place, []
        place.server.begin(self.script)
        env = place.env(self.agent)
        begin = time.monotonic()
        try:
            for n in range(self.count):
                folder = place.folder / f"session{n}"
                if not folder.exists():
                    startup.make_project(folder, 0)
                started.append(subprocess.Popen(self.agent.run(folder), env=env, cwd=folder, stdin=subprocess.DEVNULL,
                                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                                start_new_session=True))
            self.wait_for_all(started, begin)
            took = time.monotonic() - begin
            time.sleep(1)   # what they still do after sending is part of waiting
            costs = [processes.cost(process.pid) for process in started]
            return {"pss": sum(cost.pss for cost in costs) / self.count / 2**20,
                    "cpu": sum(cost.cpu_ms for cost in costs) / self.count,
                    "processes": sum(cost.processes for cost in costs) / self.count, "all_waiting": took}
        finally:
            self.answer.set()
            for process in started:
                processes.end(process)

    def script(self, n, request):
        self.answer.wait(LIMIT)
        return {"text": "Done."}

    def wait_for_all(self, started, begin):
        while len(self.place.server.came) < self.count:
            if time.monotonic() - begin > LIMIT:
                raise Failed(f"{len(self.place.server.came)} of {self.count} sessions sent a request in {LIMIT} s")
            if any(process.poll() is not None for process in started):
                raise Failed(f"a session of {self.count} ended before its answer came")
            time.sleep(0.01)


def memory(place, table):
    found = place.in_turns(table, lambda agent: Waiting(place, agent, 1).measure(), min(3, place.rounds))
    place.add(table, found, "memory (PSS) of a session that waits", "MiB", lambda cost: cost["pss"])
    place.add(table, found, "its processes", "", lambda cost: cost["processes"])


def many(place, table):
    place.tell_missing(table)
    single = {}
    for agent in place.agents:
        for count in (1, 10, 100):
            try:
                if count > 1 and single[agent] * count > 0.5 * machine.memory("MemAvailable") / 2**20:
                    raise Failed(f"{count} of {single[agent]:.0f} MiB each would take more than half of the free memory")
                if count == 100 and agent.name != "plumb":
                    raise Failed("100 at once: ten times the time and memory of 10; not tried")
                cost = Waiting(place, agent, count).measure()
            except Failed as failed:
                table.missing.append((f"{agent.name}, {count} at once", str(failed)))
                break
            single.setdefault(agent, cost["pss"])
            if count > 1:
                table.add(f"{agent.name}, {count} at once: memory (PSS) each", "MiB", [cost["pss"]])
                table.add("    CPU each until they wait", "ms", [cost["cpu"]])
                table.add("    until all of them wait", "s", [cost["all_waiting"]])
    table.notes.append("processes of their own: plumb has no server for many sessions yet")


def size(place, table):
    place.tell_missing(table)
    ours = None
    for agent in place.agents:
        taken, files = processes.on_disk(pathlib.Path(place.folders[agent.name]))
        ours = ours or taken
        table.add(f"{agent.name}: on disk", "MiB", [taken / 2**20], "", [taken / ours] if agent.name != "plumb" else [],
                  "plumb")
        table.add("    files", "", [files])
    if len(place.agents) > 1:
        table.notes.append("peers: node_modules as npm leaves it; the node that some need is not counted")


BENCHMARKS = {
    "version": ("a program that only says its version", version),
    "turn": ("start to the first request, and a run of one turn", turn),
    "prompt": ("bytes and tokens of the first request", prompt),
    "calls": (f"{CALLS} tool calls: the harness's own time for each", calls),
    "memory": ("memory of a session that waits for the model", memory),
    "many": ("10 and 100 sessions at once, all waiting", many),
    "size": ("size on disk", size),
}
