#!/usr/bin/env python3
"""The interactive terminal, measured on a pseudo terminal: start to prompt, key to echo, what it does when idle, a command's
output, a long session opened again. Figures of one run each line; medians where there are several.

usage: tui.py --plumb PLUMB --model-server PROGRAM [--megabytes N] [--messages N]
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests/tui"))

import world   # noqa: E402


def row(figure, value, how):
    print(f"{figure:<44} {value:>24}   {how}", flush=True)


def spread(values, unit="ms"):
    return f"{statistics.median(values):.2f} {unit} ({min(values):.2f} to {max(values):.2f})"


def cpu_ms(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def switches(pid):
    """Of all threads: each waking of one is one."""
    count = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        count += sum(int(n) for n in re.findall(r"^(?:non)?voluntary_ctxt_switches:\s+(\d+)", status.read_text(), re.M))
    return count


def memory_mib(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024


def until(program, what):
    """Without an emulator's time in it."""
    begun = max(0, len(program.raw) - len(what))
    while what not in program.raw[begun:]:
        program.read()
    return time.perf_counter()


def started(place, *words):
    begun = time.perf_counter()
    program = place.start(*words)
    return program, (until(program, b"what is to be done?") - begun) * 1000


def end(program):
    program.type("\x04")
    program.wait()


def main():
    parser = argparse.ArgumentParser(prog="tui.py")
    parser.add_argument("--plumb", default=TOP / "build/release/plumb", type=pathlib.Path)
    parser.add_argument("--model-server", default=TOP / "build/release/model_server", type=pathlib.Path)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--files", type=int, default=100000)
    parser.add_argument("--messages", type=int, default=10000)
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; median (least to most)")
    place = world.World(str(args.plumb.resolve()), str(args.model_server.resolve()), [{"text": "Answer **{n}** to it.", "numbered": True, "repeat": "forever"}])
    try:
        times = []
        for _ in range(20):
            program, took = started(place)
            times.append(took)
            end(program)
        row("start to prompt", spread(times), "fork to the prompt's bytes, 20 runs")

        program, _ = started(place)
        program.pump(0.5)
        times = []
        for i in range(200):
            letter = chr(ord("a") + i % 26)
            before = len(program.raw)
            begun = time.perf_counter()
            os.write(program.fd, letter.encode())
            while letter.encode() not in program.raw[before:]:
                program.read()
            times.append((time.perf_counter() - begun) * 1000)
        row("key to echo", spread(times), "write to the first bytes with it, 200 keys")
        program.type("\x15")
        program.pump(1)
        before, cpu = switches(program.pid), cpu_ms(program.pid)
        time.sleep(10)
        row("idle for 10 s: wake-ups, CPU", f"{switches(program.pid) - before}, {cpu_ms(program.pid) - cpu:.0f} ms", "context switches of all threads, /proc")
        row("memory at the prompt", f"{memory_mib(program.pid):.1f} MiB", "VmRSS")

        if args.files:
            many_files(place, program, args.files)
        if args.megabytes:
            big = place.root / "big.txt"
            line = b"a line of output as a build may print it, with some words and 12345 numbers in it\n"
            big.write_bytes(line * (args.megabytes * 2**20 // len(line)))
            begun, cpu = time.perf_counter(), cpu_ms(program.pid)
            program.raw = b""
            program.type(f"!!cat {big}\r")
            while "✓".encode() not in program.raw:
                program.raw = program.raw[-8:]
                program.read()
            row(f"{args.megabytes} MB of output", f"{time.perf_counter() - begun:.1f} s, {cpu_ms(program.pid) - cpu:.0f} ms CPU", "!!cat FILE, all of it printed")
            row("memory after it", f"{memory_mib(program.pid):.1f} MiB", "VmRSS")
        end(program)

        if args.messages:
            long_session(args)
    finally:
        place.close()
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def many_files(place, program, count):
    for i in range(count):
        folder = place.project / f"part{i // 500}"
        if i % 500 == 0:
            folder.mkdir()
        os.close(os.open(folder / f"module_{i}.txt", os.O_CREAT | os.O_WRONLY))
    program.raw = b""
    begun = time.perf_counter()
    program.type("@")
    until(program, b"module_0.txt")
    row(f"@ in a project of {count} files", f"{(time.perf_counter() - begun) * 1000:.0f} ms", "from the first @ to the list: the walk is in it")
    program.pump(0.5)
    times = []
    for end in range(1, 7):
        program.raw = b""
        begun = time.perf_counter()
        program.type("m77123"[end - 1])
        program.read()
        times.append((time.perf_counter() - begun) * 1000)
        program.pump(0.2)
    row("each next key there, to the new list", spread(times), "m77123, all names looked through")
    program.type("\x15")
    program.pump(0.3)


def long_session(args):
    """A recorded session with so many messages (the model's, and results of its calls), opened again."""
    turns = [{"text": f"Line {i} says **this**.", "tool_calls": [{"name": "read", "arguments": {"path": f"file{i}.txt"}}]}
             for i in range(args.messages // 2)]
    place = world.World(str(args.plumb.resolve()), str(args.model_server.resolve()), [*turns, {"text": "Done."}])
    try:
        for i in range(len(turns)):
            (place.project / f"file{i}.txt").write_text(f"line of {i}\n")
        done = subprocess.run([place.plumb, "run", "go on", "--max-turns", str(args.messages), "-q"], env=place.env, cwd=place.project, text=True, capture_output=True, timeout=1800)
        assert "Done." in done.stdout, done.stdout + done.stderr
        begun = time.perf_counter()
        program = place.start("--continue")
        until(program, b"Done.")
        took = (time.perf_counter() - begun) * 1000
        program.pump(1)
        row(f"a session of {args.messages} messages, opened", f"{took:.0f} ms", "plumb --continue to its last line")
        row("memory then", f"{memory_mib(program.pid):.1f} MiB", "VmRSS")
        end(program)
    finally:
        place.close()


if __name__ == "__main__":
    main()
