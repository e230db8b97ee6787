"""The guard against growth: counts what does not depend on how busy the machine is, and compares it
with bench/accepted.json. Seconds are never compared.

Counted, of the dev build (the one that ./test makes), for --version, a run of one turn, and a run that
reads, edits and runs a command:

    instructions    of plumb's own process, by valgrind (callgrind), where valgrind is installed
    allocations     calls of malloc and its kin by plumb's own process (allocations.c)
    system calls    of all its processes, by strace
    request bytes   of the first request, and of all of them

All in a network namespace with nothing but loopback and a process namespace of its own: plumb looks for
processes that a command left behind, so the machine's other processes would be counted too."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import answering
import startup

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
ACCEPTED = TOP / "bench/accepted.json"
SKIPPED = 77
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CALLS = [("read", {"path": "file1.txt"}),
         ("edit", {"path": "file1.txt", "old": "line 5\n", "new": "line five\n"}),
         ("shell", {"command": "true"})]
WORKS = {"version": None, "turn": [], "calls": CALLS}
# What may be added before it is somebody's business, in per cent. Ten runs on a busy machine differed by
# less than half a per cent.
TOLERANCE = {"instructions": 5, "allocations": 5, "system calls": 5, "request bytes": 3, "all request bytes": 3}


class Broken(Exception):
    """The count itself failed: neither good nor bad news about plumb."""


class Counter:
    """Runs one work at a time, each in a project and a home of its own."""

    def __init__(self, plumb, preload, folder):
        self.plumb, self.preload, self.folder = plumb, preload, folder
        self.server = answering.Server()
        self.runs = 0

    def run(self, work, before=(), env=()):
        """Runs `work` under the command `before`; what it said is returned."""
        self.runs += 1
        folder = self.folder / f"{self.runs:03}"
        folder.mkdir()
        agent = startup.Plumb("plumb", self.plumb, folder)
        calls = WORKS[work]
        command = agent.version() if calls is None else agent.run(startup.make_project(folder / "project", 0), "messages")
        self.server.begin(lambda n, request: {"calls": [calls[n]]} if n < len(calls) else {"text": "Done."})
        done = subprocess.run([*before, *command], env=agent.env(self.server.url) | {"PATH": PATH} | dict(env),
                              cwd=folder, text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        wanted = 0 if calls is None else len(calls) + 1
        # 5: something was changed and nothing proves it, as it must be after the edit.
        if done.returncode != (5 if work == "calls" else 0) or len(self.server.bodies) != wanted:
            raise Broken(f"{work}: exit code {done.returncode}, {len(self.server.bodies)} requests instead of {wanted}:\n"
                         f"{done.stdout[-800:]}{done.stderr[-800:]}")
        return done

    def instructions(self, work):
        done = self.run(work, ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"])
        found = re.search(r"Collected : (\d+)", done.stderr)
        if not found:
            raise Broken("valgrind did not tell the instructions:\n" + done.stderr[-800:])
        return int(found.group(1))

    def allocations(self, work):
        notes = self.folder / f"allocations-{self.runs}"
        self.run(work, env={"LD_PRELOAD": str(self.preload), "COUNT_ALLOCATIONS": str(notes)})
        lines = notes.read_text().splitlines() if notes.exists() else []
        own = [line.split() for line in lines if line.split()[1] == "plumb"]
        if not own:
            raise Broken(f"{work}: {self.preload} counted nothing")
        return max(int(words[2]) for words in own)

    def system_calls(self, work):
        notes = self.folder / f"calls-{self.runs}"
        self.run(work, ["strace", "-f", "-qq", "-o", str(notes)])
        return sum(1 for line in notes.read_text(errors="replace").splitlines() if re.match(r"\d+ +\w+\(", line))


def count(plumb, preload, valgrind):
    """{work: {what: count}}"""
    found = {}
    with tempfile.TemporaryDirectory(prefix="plumb-guard-", dir="/tmp") as name:
        folder = pathlib.Path(name)
        # A copy without debug information: valgrind cannot read clang's, and gives up.
        bare = folder / "plumb"
        subprocess.run(["strip", "-o", str(bare), str(plumb)], check=True)
        counter = Counter(bare, preload, folder)
        for work, calls in WORKS.items():
            counts = found[work] = {"system calls": counter.system_calls(work)}
            if calls is not None:
                sizes = [len(body) for body in counter.server.bodies]
                counts["request bytes"] = sizes[0]
                if len(sizes) > 1:
                    counts["all request bytes"] = sum(sizes)
            counts["allocations"] = counter.allocations(work)
            if valgrind and work != "calls":
                counts["instructions"] = counter.instructions(work)
    return found


def compare(accepted, found):
    """(lines for a person, whether anything grew too much). What is not in both is told, not judged."""
    lines, grown = [], False
    for work, counts in found.items():
        for what, value in sorted(counts.items()):
            known = accepted.get(work, {}).get(what)
            if known is None:
                lines.append(f"NEW   {work}: {what} {value:,}, and no accepted value")
                grown = True
                continue
            limit = known * (100 + TOLERANCE[what]) // 100
            change = f"{(value - known) * 100 / known:+.1f} %"
            if value > limit:
                grown = True
                lines.append(f"MORE  {work}: {what}: accepted {known:,}, at most {limit:,}, found {value:,} ({change})")
            else:
                lines.append(f"ok    {work}: {what}: accepted {known:,}, found {value:,} ({change})")
    for work, counts in accepted.items():
        for what in sorted(set(counts) - set(found.get(work, {}))):
            lines.append(f"none  {work}: {what} was not counted (valgrind is not installed?)")
    return lines, grown


def self_test():
    """The proof that the guard would notice: what grew by a tenth, what is new. The exit code."""
    accepted = {"turn": {"system calls": 1000, "request bytes": 6000}}
    cases = [({"turn": {"system calls": 1049, "request bytes": 6000}}, False),
             ({"turn": {"system calls": 500, "request bytes": 6000}}, False),
             ({"turn": {"system calls": 1100, "request bytes": 6000}}, True),
             ({"turn": {"system calls": 1000, "request bytes": 6181}}, True),
             ({"turn": {"system calls": 1000, "request bytes": 6000, "allocations": 1}}, True)]
    wrong = [found for found, grown in cases if compare(accepted, found)[1] != grown]
    print(f"guard: judged wrongly: {wrong}" if wrong else f"guard: {len(cases)} cases judged rightly")
    return 1 if wrong else 0


def sandbox(plumb):
    """What the sandbox is made of here, in plumb's own words: other powers, other system calls."""
    done = subprocess.run([plumb, "doctor"], text=True, capture_output=True, env={"PATH": PATH, "HOME": "/nonexistent"})
    return [f"{state} {part.strip()}" for state, part in re.findall(r"^(ok|less|no) {5,}(\S[^:(\n]*)", done.stdout, re.M)
            if "rename into" not in part]


def skip(why):
    print("skipped: " + why)
    return SKIPPED


def inside(arguments):
    """Starts this command again in namespaces of its own; its exit code."""
    command = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0 or subprocess.run([*command, "true"], capture_output=True).returncode != 0:
        return skip("the guard wants namespaces of its own (unshare), which this user or machine does not allow")
    program = [sys.executable, str(TOP / "bench/run"), "guard", "--inside", *arguments]
    return subprocess.run([*command, "--", *program]).returncode


def main(args):
    """The exit code: 0 nothing grew, 1 something did, 2 the counting failed, 77 skipped."""
    for tool in ("strace", "strip"):
        if not shutil.which(tool):
            print(f"guard: {tool} is not installed; on Debian: apt-get install strace binutils")
            return 2
    try:
        found = count(args.plumb, args.preload, shutil.which("valgrind"))
    except Broken as broken:
        print(f"guard: could not count: {broken}")
        return 2
    powers = sandbox(args.plumb)
    if args.json:
        print(json.dumps({"found": found, "sandbox": powers}, indent=1))
    if args.accept:
        ACCEPTED.write_text(json.dumps({"build": "dev", "sandbox": powers, "counts": found}, indent=1) + "\n")
        print(f"accepted: {ACCEPTED}")
        return 0
    accepted = json.loads(ACCEPTED.read_text())
    lines, grown = compare(accepted["counts"], found)
    if not args.json:
        print("\n".join(lines))
    if not grown:
        return 0
    print("guard: plumb does more than was accepted (the lines MORE and NEW).")
    if powers != accepted["sandbox"]:
        print(f"This machine's sandbox is another than the accepted one, which changes system calls:\n"
              f"  here      {', '.join(powers)}\n  accepted  {', '.join(accepted['sandbox'])}")
    print("If that is as it should be: bench/run guard --accept, and commit bench/accepted.json with the reason.")
    return 1
