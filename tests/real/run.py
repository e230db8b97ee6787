#!/usr/bin/env python3
"""run.py CASE... HOW [--plumb P] [--model-server S] [--cache DIR] [--keep DIR] [--right]

Shows that plumb mends a bug of a real project, which the project's own tests show. CASE: of cases.json, or
all. HOW: responses, chat, messages (the scripted model behind that wire), builtin (the model-free
solver; told, never failed on), or tests (no plumb: the tests fail without the fix, pass with it).
Exit code 0 = as it should be, 1 = not, 77 = cannot be tried here (standard error says why)."""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import project as projects
import script

TOP = projects.HERE.parent.parent
WIRES = {
    # wire: model, edit tool of its family, configuration (URL is filled in)
    "responses": ("openai/gpt-5.1-codex", "apply_patch", '[providers.openai]\nbase_url = "URL"\n'),
    "chat": ("scripted/scripted-1", "edit",
             '[providers.scripted]\nwire = "chat"\nbase_url = "URL"\nkey_env = ["SCRIPTED_API_KEY"]\n'
             'models = [{ id = "scripted-1", window = 200000 }]\n'),
    "messages": ("anthropic/claude-sonnet-4-5", "edit", '[providers.anthropic]\nbase_url = "URL"\n'),
}
KEYS = {"OPENAI_API_KEY": "sk-scripted", "ANTHROPIC_API_KEY": "sk-scripted", "SCRIPTED_API_KEY": "sk-scripted"}


class Findings:
    def __init__(self):
        self.bad = 0
        self.rows = []   # of builtin: what it did to each case

    def claim(self, text, holds, detail=""):
        print(f"  {'ok ' if holds else 'NOT'}  {text}", flush=True)
        if not holds:
            self.bad += 1
            if detail:
                print("       " + str(detail).strip().replace("\n", "\n       "), flush=True)


class ModelServer:
    """The scripted model, as a process of its own."""

    def __init__(self, program, folder, what, wire):
        self.log = folder / "wire.jsonl"
        (folder / "script.json").write_text(json.dumps(what, indent=1))
        port_file = folder / "port"
        self.process = subprocess.Popen(
            [program, "--script", folder / "script.json", "--wire", wire, "--port-file", port_file, "--log", self.log],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(500):
            if port_file.exists() or self.process.poll() is not None:
                break
            time.sleep(0.01)
        else:
            self.process.kill()
        if not port_file.exists():
            raise SystemExit(f"model_server did not start: {self.process.communicate()[1]}")
        self.url = f"http://127.0.0.1:{port_file.read_text().strip()}/v1"

    def end(self):
        """Exit code (1: a request was not as the script expects) and what it says about it."""
        self.process.terminate()
        return self.process.wait(), self.process.stderr.read()

    def requests(self):
        return [line for line in map(json.loads, self.log.read_text().splitlines()) if line["kind"] == "request"]


def plumb(args, home, words, **more):
    return subprocess.run([args.plumb, *map(str, words)], text=True, stdin=subprocess.DEVNULL, timeout=900,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=projects.debian_env() | KEYS | {"PLUMB_HOME": str(home)}, **more)


def run_plumb(args, project, home, model):
    """plumb run: its process and its report ({} if it printed none)."""
    words = ["run", project.case["task"], "-C", project.root, "--model", model, "--output-format", "json"]
    started = time.monotonic()
    done = plumb(args, home, words)
    project.took_s = time.monotonic() - started
    print(f"  plumb run --model {model}: exit code {done.returncode}, {project.took_s:.1f} s")
    try:
        return done, json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return done, {}


def show_tests(project, findings):
    """Without plumb: the bug is there, and upstream's change is its fix."""
    before = projects.run_tests(project)
    findings.claim("the project's own tests fail without the fix",
                   before.returncode != 0 and project.case["symptom"] in before.stdout, before.stdout[-2000:])
    for path, text in project.fixed.items():
        (project.root / path).write_text(text)
    after = projects.run_tests(project)
    findings.claim("and pass with it", after.returncode == 0 and project.case["success"] in after.stdout,
                   after.stdout[-2000:])


def is_fixed(project):
    return all((project.root / path).read_text() == text for path, text in project.fixed.items())


def is_fixed_but_blanks(project):
    return all("".join((project.root / path).read_text().split()) == "".join(text.split())
               for path, text in project.fixed.items())


def show_scripted(args, project, folder, findings):
    model, tool, config = WIRES[args.how]
    what = script.write_script(project, tool, model.split("/")[1])
    server = ModelServer(args.model_server, folder, what, args.how)
    home = folder / "home"
    (home / "config").mkdir(parents=True)
    (home / "config/config.toml").write_text(config.replace("URL", server.url))
    done, report = run_plumb(args, project, home, model)
    said = f"{done.stderr[-3000:]}\n{done.stdout[-3000:]}"
    findings.claim("plumb ends with exit code 0", done.returncode == 0, said)
    proof = report.get("proof", {})
    findings.claim("the verdict is verified", proof.get("status") == "verified", proof.get("reason", ""))
    fixed = " ".join(proof.get("fixed", []))
    findings.claim(f"the report names {project.case['failing']} as fixed", project.case["failing"] in fixed, fixed)
    findings.claim("the change is upstream's, byte for byte", is_fixed(project))
    changed = projects.changed_files(project.root)
    findings.claim("nothing else has changed", changed == project.case["fixes"], changed)
    code, complaints = server.end()
    findings.claim("every request was what the script expects", code == 0, complaints)
    requests = server.requests()
    findings.claim(f"all {len(what['turns'])} turns of the script were asked for",
                   len(requests) == len(what["turns"]), len(requests))
    undone = plumb(args, home, ["undo", "-C", project.root], cwd=project.root)
    findings.claim("plumb undo takes the change back",
                   undone.returncode == 0 and not projects.changed_files(project.root),
                   f"{undone.stdout}{undone.stderr}{projects.changed_files(project.root)}")
    if requests:
        print(f"  first request {requests[0]['bytes']} bytes, last {requests[-1]['bytes']} bytes")


def show_builtin(args, project, folder, findings):
    try:
        done, report = run_plumb(args, project, folder / "home", "builtin")
    except subprocess.TimeoutExpired as late:
        findings.claim("it ends in time", False, f"killed after {late.timeout} s")
        findings.rows.append([project.case["package"], project.version, project.case["about"], "not ended", "none",
                              f"{late.timeout} s", "-", "0"])
        return
    proof = report.get("proof", {})
    print(f"  status {proof.get('status')}: {proof.get('reason')}\n  {report.get('text')}")
    print(f"  upstream's fix: {'yes' if is_fixed(project) else 'no'}; changed: {projects.changed_files(project.root)}")
    print(run_or_nothing(["git", "diff"], project.root))
    if done.returncode not in (0, 8):
        print("  " + done.stderr[-2000:].replace("\n", "\n  "))
    # What it cannot mend it must say; to claim a proof that the tests do not give would be a bug.
    honest = projects.run_tests(project).returncode == 0 if proof.get("status") == "verified" else True
    findings.claim("what builtin claims is true", honest)
    findings.claim("it ends in an orderly way", done.returncode in (0, 3, 5, 7, 8), done.returncode)
    tried = re.search(r"Tried (\d+) edit", report.get("text", ""))
    rivals = report.get("text", "").count("```diff") - 1
    found = ("upstream's text" if is_fixed(project)
             else "upstream's but for blanks" if is_fixed_but_blanks(project)
             else "other text" if proof.get("status") == "verified" else "none")
    if args.right:
        findings.claim("its fix is upstream's", found.startswith("upstream's"), found)
    findings.rows.append([project.case["package"], project.version, project.case["about"], proof.get("status", "?"), found,
                          f"{project.took_s:.0f} s", tried.group(1) if tried else "-", str(max(rivals, 0))])


def run_or_nothing(argv, cwd):
    return subprocess.run(argv, cwd=cwd, text=True, capture_output=True).stdout[:4000]


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+", metavar="CASE")
    parser.add_argument("how", choices=[*WIRES, "builtin", "tests"])
    parser.add_argument("--plumb", default=TOP / "build/release/plumb", type=pathlib.Path)
    parser.add_argument("--model-server", default=TOP / "build/dev/model_server", type=pathlib.Path)
    parser.add_argument("--cache", default=TOP / "build/real", type=pathlib.Path)
    parser.add_argument("--right", action="store_true", help="builtin has to find upstream's fix, but for blanks")
    parser.add_argument("--keep", type=pathlib.Path, help="work in this new folder and leave it there")
    args = parser.parse_args()
    for program in (args.plumb, args.model_server) if args.how in WIRES else (args.plumb,):
        if args.how != "tests" and not program.exists():
            parser.error(f"{program} is not built")
    args.plumb, args.model_server = args.plumb.resolve(), args.model_server.resolve()
    return args


def show(args, name, folder, findings):
    case = projects.load_case(name)
    print(f"{name}: {case['about']}\n  {args.how}, package {case['package']}, {case.get('patch', 'injected')}", flush=True)
    try:
        projects.check_needs(case)
        project = projects.prepare(case, args.cache.resolve(), folder / case["package"])
    except projects.Missing as missing:
        print(f"skipped: {name}: {missing}", file=sys.stderr)
        return False
    if args.how == "tests":
        show_tests(project, findings)
    elif args.how == "builtin":
        show_builtin(args, project, folder, findings)
    else:
        show_scripted(args, project, folder, findings)
    return True


def show_in_folder(args, name, findings):
    if args.keep:
        (args.keep / name).mkdir(parents=True)
        return show(args, name, (args.keep / name).resolve(), findings)
    with tempfile.TemporaryDirectory(prefix="plumb-real-") as folder:
        return show(args, name, pathlib.Path(folder), findings)


def main():
    args = parse()
    findings = Findings()
    shown = [show_in_folder(args, name, findings) for name in projects.names_of(args.cases)]
    for row in findings.rows:
        print("| " + " | ".join(row) + " |")
    if not any(shown):
        return 77
    return 1 if findings.bad else 0


if __name__ == "__main__":
    sys.exit(main())
