#!/usr/bin/env python3
"""Runs the live page's tests: its units, the page in Chromium over recorded logs, and against plumb serve. Skipped (77)
where node, npm, Chromium or the packages of web/package-lock.json are missing.

usage: run.py units|browser|serve ROOT [--plumb PROGRAM --model-server PROGRAM]
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

SKIP = 77


def skip(why):
    print(f"skipped: {why}")
    return SKIP


def packages_are_there(web):
    """Those of the lock file, installed now if they are not."""
    installed = web / "node_modules/.package-lock.json"
    lock = json.loads((web / "package-lock.json").read_text())["packages"]
    if installed.exists():
        have = json.loads(installed.read_text())["packages"]
        if all(have.get(name, {}).get("version") == about.get("version") for name, about in lock.items() if name and not about.get("optional")):
            return True
    try:
        return subprocess.run(["npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=web, timeout=900).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main():
    kind, root, rest = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    web, here = root / "web", root / "tests/page"
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return skip("node and npm are not installed")
    major = int(subprocess.run([node, "--version"], text=True, capture_output=True).stdout.lstrip("v").split(".")[0] or 0)
    if major < 20:
        return skip(f"node {major} is too old: 20 is needed")
    if kind != "units" and not os.path.exists(os.environ.get("CHROMIUM", "/usr/bin/chromium")):
        return skip("chromium is not installed")
    if not packages_are_there(web):
        return skip("npm cannot install what web/package-lock.json names")
    if kind == "units":
        return subprocess.run([node, "node_modules/vitest/vitest.mjs", "run"], cwd=web).returncode
    env = dict(os.environ)
    if kind == "serve":
        options = dict(zip(rest[::2], rest[1::2]))
        env.update(PLUMB=options["--plumb"], MODEL_SERVER=options["--model-server"])
    script = "real_test.mjs" if kind == "serve" else "page_test.mjs"
    return subprocess.run([node, "--test-reporter=spec", script], cwd=here, env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
