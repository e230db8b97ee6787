"""The benchmarks that are programs of their own, as they are: each prints its own table, which is kept
word for word, and the figures that are compared are read from it. They take their turns themselves."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import time

from harness import build, context

BIN = build.TOP / "build/release/bench"
LIMIT = 1200


def run(table, command, cwd=None):
    """The lines that the program printed; None, and why in the table, if it failed."""
    try:
        done = subprocess.run([str(word) for word in command], text=True, capture_output=True, timeout=LIMIT, cwd=cwd)
    except subprocess.TimeoutExpired:
        table.missing.append((pathlib.Path(command[0]).name, f"not done after {LIMIT} s"))
        return None
    if done.returncode:
        table.missing.append((pathlib.Path(command[0]).name,
                              f"ended with {done.returncode}: {(done.stderr or done.stdout).strip()[-400:]}"))
        return None
    table.said = done.stdout.rstrip().splitlines()
    table.notes.append("the program takes its rounds itself: each value is its median or best, whatever n says")
    return table.said


def numbers(lines, pattern):
    """(name, number...) of each line that the pattern meets."""
    found = [re.match(pattern, line) for line in lines]
    return [(match.group(1).strip(), *(float(each) for each in match.groups()[1:])) for match in found if match]


def add_cost(table, name, wall, cpu):
    table.add(name, "ms", [wall])
    if "cp -a" not in name:   # another process: its CPU time is not told
        table.add("    CPU", "ms", [cpu])


def search(place, table):
    if not shutil.which("rg"):
        table.missing.append(("search", "ripgrep is not installed: nothing to compare with"))
        return
    rounds = str(max(3, place.rounds // 2))
    lines = run(table, [BIN / "search_bench", "/usr/include", rounds]) or []
    rows = numbers(lines, r"(.{32}) +(\d+) +(\d+) +\d+ +\d+ +([\d.]+) +([\d.]+)")
    for name, wall, cpu, wall_ratio, cpu_ratio in rows:
        table.add(name + ", CPU", "ms", [cpu], "", [cpu_ratio], "ripgrep's")
        table.add("    wall", "ms", [wall], "", [wall_ratio], "ripgrep's")


def sandbox(place, table):
    lines = run(table, [BIN / "sandbox_bench", "60"]) or []
    rows = numbers(lines, r"(.{18}) median +([\d.]+) ms +best +([\d.]+) ms +([\d.]+) x posix_spawn")
    for name, median, best, ratio in rows:
        ratios = [] if name == "posix_spawn" else [ratio]
        table.add(name, "ms", [median], "", ratios, "posix_spawn's", least=best)
    medians = {name: median for name, median, _, _ in rows}
    bwrap = next((value for name, value in medians.items() if "bubblewrap" in name), None)
    for name, value in medians.items():
        if bwrap and "box" in name:
            table.add(f"{name}, beside bubblewrap", "ms", [value], "", [value / bwrap], "bubblewrap's")
    if not bwrap:
        table.missing.append(("bubblewrap", "it is not installed"))


def forks(place, table):
    part = ""
    pattern = r" +(.{34}) median +([\d.]+) ms +best +([\d.]+) ms +\(cpu +([\d.]+)\)"
    for line in run(table, [BIN / "fork_bench", "100", "20000"]) or []:
        part = line.partition(",")[0] if not line.startswith(" ") else part
        for name, median, best, _ in numbers([line], pattern):
            table.add(f"{part}: {name}", "ms", [median], least=best)


def isolation(place, table):
    run(table, ["bash", build.TOP / "bench/isolation.sh", "--plumb", build.PLUMB, "--files", "20000",
                "--rounds", max(3, place.rounds // 2)])
    for what, text in (("fork of 20,000 files, of git worktree add", r"ratios ([\d.]+), "),
                       ("fork of 20,000 files, of cp -a --reflink=auto", r"ratios [\d.]+, ([\d.]+)"),
                       ("CPU of a build in plumb try, of the build as it is", r"in plumb try: ratio ([\d.]+)")):
        match = re.search(text, "\n".join(table.said))
        if match:
            table.add(what, "x", [float(match.group(1))])


def transactions(place, table):
    part = ""
    for line in run(table, [BIN / "txn_bench"]) or []:
        part = line if not line.startswith(" ") else part
        for name, wall, cpu in numbers([line], r"  (.{26}) +([\d.]+) ms +\(cpu +([\d.]+)\)"):
            add_cost(table, f"{part}: {name}", wall, cpu)


def workspace(place, table):
    part = ""
    for line in run(table, [BIN / "workspace_bench", "5000"]) or []:
        part = line if not line.startswith(" ") else part
        for name, wall, cpu in numbers([line], r"  (.{46}) +([\d.]+) ms +cpu +([\d.]+) ms"):
            add_cost(table, f"{part}: {name}", wall, cpu)


def journal(place, table):
    lines = run(table, [BIN / "journal_bench", "20000"]) or []
    found = {name: median for name, median, _ in numbers(lines, r"(.{34}) median +([\d.]+) us +p99 +([\d.]+) us")}
    for name, bare in (("append, 300-byte argument", "bare write(2) of as many bytes"),
                       ("append, on the disk", "bare write(2) and fdatasync(2)")):
        if name in found and bare in found:
            table.add(name, "events/s", [1e6 / found[name]], "", [found[name] / found[bare]], f"the time of a {bare}")


def repair(place, table):
    """What is seen while tuning, of the languages that need no build for each edit: minutes, not an hour."""
    folders = [build.TOP / "bench/repair" / kind for kind in ("python", "javascript", "c", "cpp")]
    lines = run(table, [BIN / "repair_bench", "--json", "--seconds", "60", *folders])
    if not lines:
        return
    found = json.loads(lines[-1])
    table.said = [f"{one['set']}/{one['name']}: {'right' if one['right'] else 'plausible' if one['plausible'] else 'none'}, {one['what']}"
                  for one in found["programs"]]
    for one in found["sets"]:
        table.add(f"{one['set']}: candidates", "1/CPU s", [one["tried_per_cpu_s"]])
        table.add(f"{one['set']}: right of {one['programs']}", "programs", [one["right"]])
        if one["right_s"] is not None:
            table.add(f"{one['set']}: until the right one", "s", [one["right_s"]])


LINES, HUNKS = 10_000, 100


def patch_texts():
    """(the file, the file after, the patch as git has it, the patch as models write it)"""
    old = [f"value_{n} = compute({n * 7919 % 1009}, {n % 13})\n" for n in range(LINES)]
    new, git, ours = list(old), ["--- a/big.py\n", "+++ b/big.py\n"], ["*** Begin Patch\n", "*** Update File: big.py\n"]
    step = LINES // HUNKS
    for n in range(step // 2, LINES, step):
        new[n] = f"value_{n} = compute_again({n})\n"
        hunk = [" " + line for line in old[n - 3:n]] + ["-" + old[n], "+" + new[n]] + [" " + line for line in old[n + 1:n + 4]]
        git += [f"@@ -{n - 2},7 +{n - 2},7 @@\n", *hunk]
        ours += ["@@\n", *hunk]
    return ["".join(part) for part in (old, new, git, ours + ["*** End Patch\n"])]


def patch(place, table):
    old, new, git, ours = patch_texts()
    folder = place.folder / "patch"
    folder.mkdir()
    (folder / "git.patch").write_text(git)
    (folder / "ours.patch").write_text(ours)
    tools = {"plumb apply-patch": ([str(build.PLUMB), "apply-patch"], "ours.patch"),
             "git apply": (["git", "apply", "-"], "git.patch")}
    if shutil.which("patch"):
        tools["patch -p1"] = (["patch", "-s", "-p1"], "git.patch")
    times, cpu = {name: [] for name in tools}, {name: [] for name in tools}
    for number in range(place.rounds * 2 + 1):
        for name, (command, text) in tools.items():
            (folder / "big.py").write_text(old)
            code, wall, spent = timed(command, folder, folder / text)
            if code or (folder / "big.py").read_text() != new:
                table.missing.append((name, f"ended with {code}: {(folder / 'out').read_text()[-300:]}"))
                return
            if number > 0:
                times[name].append(wall)
                cpu[name].append(spent)
    compare(table, times, "", tools)
    compare(table, cpu, ", CPU", tools)
    table.notes.append(f"{HUNKS} hunks of 7 lines in a file of {LINES:,} lines; the whole program, start included")


def timed(command, folder, text):
    """(exit code, wall ms, CPU ms) of a command that reads the file `text`; what it says is in `out`."""
    with open(text) as given, open(folder / "out", "w") as out:
        start = time.monotonic_ns()
        process = subprocess.Popen(command, cwd=folder, stdin=given, stdout=out, stderr=out,
                                   env={"PATH": os.environ["PATH"], "HOME": str(folder)})
        _, status, cost = os.wait4(process.pid, 0)
        wall = (time.monotonic_ns() - start) / 1e6
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, wall, (cost.ru_utime + cost.ru_stime) * 1000


def compare(table, found, what, tools):
    ours = found["plumb apply-patch"]
    for name, values in found.items():
        ratios = [a / b for a, b in zip(ours, values) if b] if values is not ours else []
        table.add(name + what, "ms", values, " ".join(tools[name][0]), ratios, "its time")


def page(place, table):
    """The page in a real browser: of this repository's web/, whose packages must be there."""
    web = build.TOP / "web"
    if not shutil.which("node") or not os.path.exists(os.environ.get("CHROMIUM", "/usr/bin/chromium")):
        table.missing.append(("page latency", "node or chromium is not installed"))
        return
    if not (web / "node_modules/playwright-core").is_dir():
        table.missing.append(("page latency", "web/node_modules is not there: npm install --no-save in web/"))
        return
    lines = run(table, ["node", build.TOP / "bench/page.mjs", "--json"])
    if not lines:
        return
    found = json.loads(lines[-1])
    table.said = []
    table.notes.clear()
    for before in ("60", "10,000"):
        name = f"event to paint, {before} events before"
        times, least = found[name], found[f"{name}: least"]
        table.add(name, "ms", times, "", [a / b for a, b in zip(times, least) if b], "the least time that a paint takes")
        table.add("    an element alone, written by the debugger", "ms", least)
    for name, values in found.items():
        if "paint" in name or name.strip() == "an element alone":
            continue
        table.add(name.removesuffix(", MB"), "MB" if name.endswith("MB") else "ms", values)


BENCHMARKS = {
    "search": ("a search of /usr/include beside ripgrep", search),
    "forks": ("a fork of a tree, by size of the tree", forks),
    "isolation": ("forks beside git worktree and cp, a build and rm -rf in plumb try", isolation),
    "sandbox": ("a command in a box beside posix_spawn and bubblewrap", sandbox),
    "transactions": ("effects, apply and undo of many changed files", transactions),
    "workspace": ("snapshots of a tree", workspace),
    "journal": ("the log of a session, with durability", journal),
    "repair": ("the built-in repair's candidates", repair),
    "patch": ("a patch of a file of 10,000 lines beside git apply and patch", patch),
    "context": ("what the provider can keep in its cache, over 100 turns", context.context),
    "page": ("latency of the page", page),
}
