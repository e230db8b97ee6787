"""A real project with a bug. Historical: Debian's source at the moment when the test that shows the bug is
in, and the fix of the library is not. Injected: the source as Debian builds it, with one passage replaced.
Nothing of the project but the passage is kept in this repository."""

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


class Missing(Exception):
    """What this needs is not on this machine: the test is skipped, and says what."""


@dataclasses.dataclass
class Project:
    case: dict
    root: pathlib.Path
    broken: dict      # path -> text, of the files that the fix changes
    fixed: dict       # the same as upstream has them
    version: str = "?"
    took_s: float = 0  # of plumb's run


def names_of(words):
    """`all` is every case."""
    return list(json.loads((HERE / "cases.json").read_text())) if words == ["all"] else words


def load_case(name):
    cases = json.loads((HERE / "cases.json").read_text())
    if name not in cases:
        raise SystemExit(f"no case {name}: there are {', '.join(cases)}")
    return cases[name]


def debian_env():
    """The system's own programs: what a Debian source package is meant for."""
    env = {name: value for name, value in os.environ.items() if name in ("HOME", "LANG", "TMPDIR", "USER")}
    env["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    env["NODE_PATH"] = "/usr/share/nodejs"   # Debian's modules, also for a Node that is not Debian's
    return env


def check_needs(case):
    env = debian_env()
    for program in case["programs"] + ["patch", "tar", "git"]:
        if not shutil.which(program, path=env["PATH"]):
            raise Missing(f"{program} is not installed")
    for module in case.get("python", []):
        if subprocess.run(["python3", "-c", f"import {module}"], env=env, capture_output=True).returncode:
            raise Missing(f"Debian's python3 has no {module}: apt-get install python3-{module}")


def fetch(case, cache):
    folder = cache / case["package"]
    done = subprocess.run([HERE / "fetch", case["package"], folder], text=True, capture_output=True)
    upstream_is_enough = "inject" in case and any(folder.glob("*.orig.tar.*"))
    if done.returncode == 77 and upstream_is_enough:
        return folder
    if done.returncode == 77:
        raise Missing(done.stderr.strip())
    if done.returncode:
        raise SystemExit(f"fetch {case['package']}: {done.stderr.strip()}")
    return folder


def run(argv, **more):
    done = subprocess.run(argv, text=True, capture_output=True, **more)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, argv))}\n{done.stdout}{done.stderr}")
    return done.stdout


def unpack(folder, root):
    root.mkdir(parents=True)
    [upstream] = [path for path in folder.glob("*.orig.tar.*") if path.suffix in (".gz", ".xz", ".bz2")]
    run(["tar", "-xf", upstream, "-C", root, "--strip-components=1"])
    for packaging in folder.glob("*.debian.tar.*"):
        run(["tar", "-xf", packaging, "-C", root])


def apply(root, patch):
    run(["patch", "-p1", "-s", "--no-backup-if-mismatch", "-i", root / "debian/patches" / patch], cwd=root)


def patch_names(root):
    series = root / "debian/patches/series"
    lines = series.read_text().split("\n") if series.exists() else []
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def make_historical(case, root):
    """The patches up to the case's one are applied; of that, only what is not the fix."""
    names = patch_names(root)
    if case["patch"] not in names:
        raise Missing(f"this release's {case['package']} has no {case['patch']}")
    for name in names[: names.index(case["patch"])]:
        apply(root, name)
    broken = {path: (root / path).read_text() for path in case["fixes"]}
    apply(root, case["patch"])
    fixed = {path: (root / path).read_text() for path in case["fixes"]}
    return broken, fixed


def make_injected(case, root):
    for name in patch_names(root):
        apply(root, name)
    path = case["fixes"][0]
    right, wrong = case["inject"]
    text = (root / path).read_text()
    if text.count(right) != 1:
        raise Missing(f"this release's {path} has {right!r} {text.count(right)} times, not once")
    return {path: text.replace(right, wrong)}, {path: text}


def prepare(case, cache, root):
    """Unpacks the source below `root` (new) and brings it into the broken state. The packaging, which may
    hold the fix, is taken away; the rest is committed, so that it looks as it would on a developer's machine."""
    folder = fetch(case, cache)
    unpack(folder, root)
    broken, fixed = (make_injected if "inject" in case else make_historical)(case, root)
    for path, text in broken.items():
        (root / path).write_text(text)
    shutil.rmtree(root / "debian", ignore_errors=True)
    for path, text in case.get("files", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    with (root / ".gitignore").open("a") as ignore:
        ignore.write("/build/\n__pycache__/\n")
    git = ["git", "-c", "user.name=Demo", "-c", "user.email=demo@localhost", "-c", "commit.gpgsign=false"]
    run(["git", "init", "-q"], cwd=root)
    run(["git", "add", "-A"], cwd=root)
    run(git + ["commit", "-q", "-m", f"{case['package']} with a bug"], cwd=root)
    [description] = folder.glob("*.dsc")
    return Project(case, root, broken, fixed, description.stem.split("_")[1])


def changed_files(root):
    """As git sees it, relative to the commit."""
    return [line[3:] for line in run(["git", "status", "--porcelain"], cwd=root).splitlines()]


def run_tests(project):
    """The project's own test command, by hand."""
    return subprocess.run(project.case["test"], shell=True, cwd=project.root, env=debian_env(), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
