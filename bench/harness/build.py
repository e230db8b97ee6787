"""Builds what is measured."""

import os
import pathlib
import shutil
import subprocess

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
PLUMB = TOP / "build/release/plumb"
SPAWN = TOP / "build/bench/spawn"
PROGRAMS = {"search": "search_bench", "forks": "fork_bench", "transactions": "txn_bench", "sandbox": "sandbox_bench",
            "journal": "journal_bench", "repair": "repair_bench", "workspace": "workspace_bench"}


def targets(names):
    return ["plumb"] + [PROGRAMS[name] for name in names if name in PROGRAMS]


def build(preset, wanted):
    """Ends the program with the build's last words if it fails."""
    env = os.environ | {"CCACHE_BASEDIR": str(TOP), "CCACHE_NOHASHDIR": "1"}
    for command in (["cmake", "--preset", preset], ["cmake", "--build", "--preset", preset, "--target", *wanted]):
        done = subprocess.run(command, cwd=TOP, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}")


def spawn():
    """The program that runs a command and says what it cost (spawn.cpp); compiled when it is not there."""
    source = TOP / "bench/spawn.cpp"
    if not SPAWN.exists() or SPAWN.stat().st_mtime < source.stat().st_mtime:
        compiler = next((name for name in ("clang++-16", "g++", "c++") if shutil.which(name)), None)
        if not compiler:
            raise SystemExit("bench/spawn.cpp needs a C++ compiler: clang++-16, g++ or c++")
        SPAWN.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([compiler, "-std=c++20", "-O2", "-o", SPAWN, source], check=True)
    return SPAWN
