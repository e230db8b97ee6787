"""What tests that need node have in common: whether it is there, and packages from the npm registry by a lock file."""

import hashlib
import re
import shutil
import subprocess
import sys

NODE_LEAST = 20


def skip(why):
    """Ends the test; ctest calls 77 skipped."""
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


def install(source, folder, verb="ci"):
    """Packages of source's lock file, in folder; only where the lock file is another one than last time. `npm ci` refuses lock
    files that leave out packages for other machines, as npm writes them for some: then `verb` is "install"."""
    lock = (source / "package-lock.json").read_bytes()
    mark, wanted = folder / "installed", hashlib.sha256(lock).hexdigest()
    folder.mkdir(parents=True, exist_ok=True)
    if mark.exists() and mark.read_text() == wanted:
        return
    mark.unlink(missing_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(source / name, folder / name)
    subprocess.run(["npm", verb, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True)
    mark.write_text(wanted)
