"""What a tree of processes takes, by /proc; and what a folder takes on disk."""

import collections
import os
import pathlib
import signal

Cost = collections.namedtuple("Cost", "pss cpu_ms processes")
TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def cost(root):
    """Of `root` and all below it, and of what left the tree but not its session."""
    pss = cpu = count = 0
    for pid in tree(root):
        try:
            words = stat_of(pid)
            rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue   # ended meanwhile
        count += 1
        # utime, stime, and those of children that were waited for
        cpu += sum(int(words[i]) for i in (11, 12, 13, 14)) * TICK_MS
        pss += sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))
    return Cost(pss, cpu, count)


def stat_of(pid):
    """The fields of /proc/PID/stat after the name: state, parent, group, session, ..."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def tree(root):
    parents, members = {}, {root}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                words = stat_of(name)
            except OSError:
                continue
            parents[int(name)] = int(words[1])
            if int(words[3]) == root:
                members.add(int(name))
    grown = True
    while grown:
        below = {pid for pid, parent in parents.items() if parent in members} - members
        members |= below
        grown = bool(below)
    return members


def end(process):
    """Ends a process that was started as leader of a session, and all below it."""
    members = tree(process.pid) if process.poll() is None else set()
    for pid in members:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()


def on_disk(path):
    """(bytes of blocks, number of files), links not followed."""
    if path.is_file():
        return path.stat().st_blocks * 512, 1
    taken = files = 0
    for folder, _, names in os.walk(path):
        for name in names:
            taken += os.lstat(os.path.join(folder, name)).st_blocks * 512
            files += 1
    return taken, files
