#!/usr/bin/env python3
"""runners.py [NAME...]: each supported runner on a real project that uses it. Fetches the project (Debian's
source package, or an npm package that ships its tests), runs `plumb check --json` in it and compares the
counts with what the runner itself says at its end. By hand, not in CI: it fetches and builds. README.md
here holds the results.

    --plumb FILE   (build/release/plumb)      --cache DIR  (build/real)      --keep DIR
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import project
from project import Missing

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def numbers(pattern, text):
    """The sum of each named group over all matches; None where there is no match."""
    found = list(re.finditer(pattern, text, re.M))
    if not found:
        return None
    out = {}
    for match in found:
        for name, value in match.groupdict().items():
            out[name] = out.get(name, 0) + int(value or 0)
    return out


def one(word, text):
    match = re.search(r"(\d+) " + word, text)
    return int(match.group(1)) if match else 0


def of_pytest(text):
    line = text.strip().split("\n")[-1]
    failed = one("failed", line) + one("error", line)
    return {"passed": one("passed", line) + one("xfailed", line) + one("xpassed", line), "failed": failed,
            "skipped": one("skipped", line)}   # a test that passes and fails in its teardown is in both


def of_unittest(text):
    ran = int(re.search(r"^Ran (\d+) tests? in", text, re.M).group(1))
    skipped = int((re.search(r"skipped=(\d+)", text) or [0, 0])[1])
    failed = sum(int(n) for n in re.findall(r"(?:failures|errors|unexpected successes)=(\d+)", text))
    return {"passed": ran - skipped - failed, "failed": failed, "skipped": skipped}


def of_ctest(text):
    match = re.search(r"(\d+)% tests passed, (\d+) tests failed out of (\d+)", text)
    failed, all_ = int(match.group(2)), int(match.group(3))
    return {"passed": all_ - failed, "failed": failed}


def of_gtest(text):
    passed = numbers(r"^\[  PASSED  \] (?P<passed>\d+) test", text) or {"passed": 0}
    failed = numbers(r"^\[  FAILED  \] (?P<failed>\d+) test", text) or {"failed": 0}
    return {**passed, **failed}


def of_go(text):
    return {"passed": len(re.findall(r"^\s*--- PASS", text, re.M)), "failed": len(re.findall(r"^\s*--- FAIL", text, re.M)),
            "skipped": len(re.findall(r"^\s*--- SKIP", text, re.M))}


def of_cargo(text):
    return numbers(r"^test result: \w+\. (?P<passed>\d+) passed; (?P<failed>\d+) failed; (?P<skipped>\d+) ignored", text)


def of_automake(text):
    counts = {name: int(n) for name, n in re.findall(r"^# (\w+): +(\d+)", text, re.M)}
    return {"passed": counts["PASS"] + counts["XFAIL"], "failed": counts["FAIL"] + counts["XPASS"] + counts["ERROR"],
            "skipped": counts["SKIP"]}


def of_mocha(text):
    return {"passed": one("passing", text), "failed": one("failing", text), "skipped": one("pending", text)}


def of_jest(text):
    line = re.search(r"^Tests: .*|^ +Tests .*", text, re.M).group(0)
    return {"passed": one("passed", line), "failed": one("failed", line), "skipped": one("skipped", line)}


of_vitest = of_jest


def of_node(text):
    found = dict(re.findall(r"^(?:#|ℹ) (pass|fail|skipped|todo) (\d+)", text, re.M))
    return {"passed": int(found["pass"]), "failed": int(found["fail"]), "skipped": int(found["skipped"]) + int(found["todo"])}


def of_tap(text):
    skipped = len(re.findall(r"^ok .*# SKIP", text, re.M))   # tape counts them as passed
    return {"passed": int(re.search(r"^# pass +(\d+)", text, re.M).group(1)) - skipped, "skipped": skipped,
            "failed": int((re.search(r"^# fail +(\d+)", text, re.M) or [0, 0])[1])}


def of_maven(text):
    found = re.findall(r"Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)$", text, re.M)
    ran, failures, errors, skipped = map(int, found[-1])
    return {"passed": ran - failures - errors - skipped, "failed": failures + errors, "skipped": skipped}


def of_gradle(text):
    ran, failed, skipped = map(int, re.search(r"^ALL: (\d+) tests, (\d+) failed, (\d+) skipped", text, re.M).groups())
    return {"passed": ran - failed - skipped, "failed": failed, "skipped": skipped}


def of_meson(text):
    found = {name: int(n) for name, n in re.findall(r"^(Ok|Expected Fail|Fail|Unexpected Pass|Skipped|Timeout): +(\d+)", text, re.M)}
    return {"passed": found["Ok"] + found["Expected Fail"], "failed": found["Fail"] + found["Unexpected Pass"] + found["Timeout"],
            "skipped": found["Skipped"]}


SUMMARIES = {name[3:]: function for name, function in list(globals().items()) if name.startswith("of_")}


def env_of(case):
    env = project.debian_env()
    for name in ("PATH",):
        if case.get("own_path") or not all(shutil.which(p, path=env["PATH"]) for p in case["programs"]):
            env[name] = os.environ[name]
    env["NO_COLOR"] = "1"
    return {**env, **case.get("env", {})}


def fetch_debian(case, cache, root):
    folder = cache / case["debian"]
    subprocess.run([HERE / "fetch", case["debian"], folder], capture_output=True)
    tarballs = [path for path in folder.glob("*.orig.tar.*z*") if path.suffix != ".asc"] if folder.exists() else []
    if not tarballs:   # the packaging is not needed, and may be missing
        raise Missing(f"the source of {case['debian']} cannot be had here")
    root.mkdir(parents=True)
    project.run(["tar", "-xf", tarballs[0], "-C", root, "--strip-components=1"])


def fetch_npm(case, cache, root):
    cache.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["npm", "pack", "--silent", case["npm"]], cwd=cache, text=True, capture_output=True)
    if done.returncode:
        raise Missing(f"npm has no {case['npm']}: {done.stderr.strip()[-200:]}")
    root.mkdir(parents=True)
    project.run(["tar", "-xf", cache / done.stdout.strip().split("\n")[-1], "-C", root, "--strip-components=1"])


def prepare(case, cache, root, env):
    missing = [p for p in case["programs"] if not shutil.which(p, path=env["PATH"])]
    if missing:
        raise Missing(f"{', '.join(missing)} is not installed")
    for module in case.get("python", []):
        if subprocess.run(["python3", "-c", f"import {module}"], env=env, capture_output=True).returncode:
            raise Missing(f"python3 has no {module}")
    if "debian" in case:
        fetch_debian(case, cache, root)
    elif "npm" in case:
        fetch_npm(case, cache, root)
    else:
        root.mkdir(parents=True)
    for path, text in case.get("files", {}).items():
        (root / path).write_text(text)
    for command in case.get("prepare", []):
        done = subprocess.run(["sh", "-c", command], cwd=root, env=env, text=True, capture_output=True)
        if done.returncode:
            raise Missing(f"{command}: {(done.stdout + done.stderr).strip()[-300:]}")


def compare(name, case, args):
    env = env_of(case)
    keep = pathlib.Path(args.keep).resolve() if args.keep else pathlib.Path(tempfile.mkdtemp(prefix="plumb-runners-"))
    root = keep / name
    try:
        prepare(case, pathlib.Path(args.cache).resolve(), root, env)
        found = subprocess.run([args.plumb, "check", "--json", "-q", "--check", case["command"]], cwd=root,
                               env={**env, "PLUMB_HOME": str(keep / "home")}, text=True, capture_output=True)
        if not found.stdout.startswith("{"):
            return f"plumb: {found.stderr.strip()}"
        run = json.loads(found.stdout)["checks"][0]
        own = subprocess.run(["sh", "-c", case["command"]], cwd=root, env=env, text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, errors="replace", stdin=subprocess.DEVNULL)
        if args.show:
            print(json.dumps({**run, "tests": run["tests"][:5], "output": run["output"][-3000:]}, indent=1))
            print(own.stdout[-2000:])
        try:
            said = SUMMARIES[case.get("summary", name)](own.stdout)
        except (AttributeError, TypeError, KeyError, IndexError) as error:
            return f"the runner's own summary cannot be read ({error}); exit {own.returncode}: {own.stdout.strip()[-300:]}"
        said["passed"] -= case.get("counted_twice", 0)
        seen = {key: run[key] for key in said}
        same = seen == said and run["exit"] == own.returncode
        text = ", ".join(f"{value} {key}" for key, value in said.items())
        more = f" ({run['evidence']}, exit {run['exit']}" + (f", doubt: {run['doubt']}" if run["doubt"] else "") + ")"
        return ("same: " + text if same else f"DIFFERENT: plumb {seen}, runner {said}, exit {own.returncode}") + more
    except Missing as error:
        return f"not tried: {error}"
    finally:
        if not args.keep:
            shutil.rmtree(keep, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--plumb", default=str(ROOT / "build/release/plumb"))
    parser.add_argument("--cache", default=str(ROOT / "build/real"))
    parser.add_argument("--keep", help="work here and leave it")
    parser.add_argument("--show", action="store_true", help="print what both said")
    args = parser.parse_args()
    args.plumb = str(pathlib.Path(args.plumb).resolve())
    cases = json.loads((HERE / "runners.json").read_text())
    different = False
    for name in args.names or cases:
        result = compare(name, cases[name], args)
        different = different or result.startswith(("DIFFERENT", "plumb"))
        print(f"{name:10} {result}", flush=True)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
