#!/usr/bin/env python3
"""Fails when web/dist is not what web/ builds. Skipped (77) where node is missing, or the packages of
web/package-lock.json are not there and cannot be had.

usage: page_is_built.py ROOT
"""

import filecmp
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIP = 77


def skip(why):
    print(f"skipped: {why}")
    return SKIP


def files_of(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def packages(web, copy):
    """node_modules for the copy: those of the working tree if they are the lock file's, else from npm."""
    installed, lock = web / "node_modules/.package-lock.json", json.loads((web / "package-lock.json").read_text())["packages"]
    if installed.exists():
        have = json.loads(installed.read_text())["packages"]
        if all(have.get(name, {}).get("version") == about.get("version") for name, about in lock.items() if name and not about.get("optional")):
            os.symlink(web / "node_modules", copy / "node_modules")
            return True
    # Not `ci`: it refuses a lock file that another npm wrote without every optional package of other systems.
    done = subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=copy, text=True, capture_output=True, timeout=600)
    return done.returncode == 0


def main():
    web = pathlib.Path(sys.argv[1]).resolve() / "web"
    if not (web / "dist/index.html").exists():
        return skip("there is no web/dist")
    if not shutil.which("node") or not shutil.which("npm"):
        return skip("node and npm are not installed")
    with tempfile.TemporaryDirectory(prefix="plumb-page-") as folder:
        copy = pathlib.Path(folder) / "web"
        shutil.copytree(web, copy, ignore=shutil.ignore_patterns("node_modules", "dist"))
        if not packages(web, copy):
            return skip("npm cannot install what web/package-lock.json names")
        built = subprocess.run(["npm", "run", "build"], cwd=copy, text=True, capture_output=True, timeout=600)
        if built.returncode != 0:
            print(built.stdout[-4000:], built.stderr[-4000:])
            return 1
        is_there, should = files_of(web / "dist"), files_of(copy / "dist")
        wrong = [f"web/dist/{name} is missing" for name in sorted(should - is_there)]
        wrong += [f"web/dist/{name} is not made by the build" for name in sorted(is_there - should)]
        wrong += [f"web/dist/{name} is another one" for name in sorted(is_there & should)
                  if not filecmp.cmp(web / "dist" / name, copy / "dist" / name, shallow=False)]
        for line in wrong:
            print(line)
        if wrong:
            print("run `npm install && npm run build` in web/ and commit web/dist")
        else:
            print(f"{len(should)} files as they are built")
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
