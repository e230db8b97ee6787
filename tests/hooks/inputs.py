#!/usr/bin/env python3
"""What hooks get, for each event, held against the published shapes (events.json): nothing required is missing, nothing that is not
known is there, every member has its type.

usage: inputs.py PLUMB MODEL_SERVER
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
SHAPES = json.loads((HERE / "events.json").read_text())
EVENTS = [name for name in SHAPES if name not in ("about", "every")]
TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "number": (int, float), "null": type(None)}
BIG = "0123456789" * 400
SCRIPT = {"models": ["m"], "key": "k", "window": 100000, "turns": [
    {"tool_calls": [{"name": "shell", "arguments": {"command": "rm loose.txt"}}]},
    {"tool_calls": [{"name": "edit", "arguments": {"path": "calc.py", "old": "a - b", "new": "a + b"}}]},
    {"tool_calls": [{"name": "agent", "arguments": {"tasks": [{"task": "look around", "role": "look"}]}}]},
    {"text": "I looked around."},
    {"tool_calls": [{"name": "shell", "arguments": {"command": "echo part {n}; cat big.txt"}}], "numbered": True, "repeat": 14},
    {"text": "Done."}]}


def is_of(value, wanted):
    if isinstance(wanted, dict):
        return value in wanted["enum"]
    wanted = [wanted] if isinstance(wanted, str) else wanted
    # A flag is a number to Python, and to nobody else.
    return any(isinstance(value, TYPES[one]) and (one == "boolean" or not isinstance(value, bool)) for one in wanted)


def wrong_with(told):
    event = told.get("hook_event_name")
    if event not in EVENTS:
        return [f"an event {event!r}"]
    kinds = [SHAPES["every"], SHAPES[event]]
    required = {key: want for kind in kinds for key, want in kind.get("required", {}).items()}
    optional = {key: want for kind in kinds for part in ("optional", "own") for key, want in kind.get(part, {}).items()}
    wrong = [f"{event} lacks {key}" for key in required if key not in told]
    wrong += [f"{event} has {key}, which nobody knows" for key in told if key not in required and key not in optional]
    known = {**optional, **required}
    wrong += [f"{event}: {key} is {json.dumps(told[key])[:80]}" for key, want in known.items() if key in told and not is_of(told[key], want)]
    return wrong


def self_test():
    """The check can fail."""
    good = {"session_id": "s", "transcript_path": None, "cwd": "/", "hook_event_name": "Stop", "model": "m", "permission_mode": "default",
            "turn_id": "t", "stop_hook_active": False, "last_assistant_message": "x"}
    assert not wrong_with(good), wrong_with(good)
    assert wrong_with({**good, "more": 1}) and wrong_with({**good, "stop_hook_active": 1}) and wrong_with({**good, "permission_mode": "none"})
    assert wrong_with({key: value for key, value in good.items() if key != "cwd"}) and wrong_with({**good, "hook_event_name": "Sunrise"})


def run(plumb, model_server, root):
    project, home, told = root / "project", root / "home", root / "told.jsonl"
    (home / "config").mkdir(parents=True)
    project.mkdir()
    (project / "calc.py").write_text("def add(a, b):\n    return a - b\n")
    (project / "big.txt").write_text((BIG + "\n") * 5)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run(["git", "init", "-q", "."], cwd=project, check=True)
    subprocess.run(["git", "add", "-A"], cwd=project, check=True)
    subprocess.run([*git, "commit", "-qm", "first"], cwd=project, check=True)
    (project / "loose.txt").write_text("only here\n")
    (root / "script.json").write_text(json.dumps(SCRIPT))
    env = {"PATH": os.environ["PATH"], "HOME": str(root), "PLUMB_HOME": str(home), "K": "k", "PLUMB_RETRY_SCALE": "0"}
    server = subprocess.Popen([model_server, "--script", str(root / "script.json"), "--port-file", str(root / "port")],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not (root / "port").exists() or not (root / "port").read_text().strip():
            assert server.poll() is None, "the model server ended"
            time.sleep(0.02)
        port = (root / "port").read_text().strip()
        hooks = "".join(f"[[hooks.{event}]]\ncommand = 'cat >> {told}'\n" for event in EVENTS)
        (home / "config/config.toml").write_text(
            hooks + f'[providers.s]\nbase_url = "http://127.0.0.1:{port}/v1"\nwire = "responses"\nkey_env = ["K"]\n'
            '[[providers.s.models]]\nid = "m"\nwindow = 12000\noutput_max = 1000\nprice_in = 1.0\nprice_out = 1.0\n')
        done = subprocess.run([plumb, "run", "fix add", "--model", "s/m", "--no-verify"], cwd=project, env=env, text=True, capture_output=True,
                              timeout=300)
        return done, [json.loads(line) for line in told.read_text().splitlines()]
    finally:
        server.terminate()
        server.wait()


def main():
    plumb, model_server = map(os.path.abspath, sys.argv[1:3])
    self_test()
    with tempfile.TemporaryDirectory(prefix="plumb-hooks-") as folder:
        done, inputs = run(plumb, model_server, pathlib.Path(folder))
    wrong = sorted({one for told in inputs for one in wrong_with(told)})
    has_transactions = "held" in done.stdout
    missing = {event for event in EVENTS if has_transactions or event != "PermissionRequest"} - {told.get("hook_event_name") for told in inputs}
    wrong += [f"no {event} was told" for event in sorted(missing)]
    for one in wrong:
        print(one)
    if wrong:
        print(done.stdout, done.stderr, sep="\n")
    print(f"{len(inputs)} inputs, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
