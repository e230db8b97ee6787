#!/usr/bin/env python3
"""Speaks with `plumb mcp` over its pipes, in both eras of the protocol.

usage: as_server.py PLUMB MODEL_SERVER
"""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

MODERN = "2026-07-28"
META = {"io.modelcontextprotocol/protocolVersion": MODERN, "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"}}
SCRIPT = {"models": ["m"], "key": "k", "window": 100000, "turns": [
    {"tool_calls": [{"name": "read", "arguments": {"path": "calc.py"}}]},
    {"tool_calls": [{"name": "edit", "arguments": {"path": "calc.py", "old": "a - b", "new": "a + b"}}]},
    {"text": "Fixed."},
    {"tool_calls": [{"name": "shell", "arguments": {"command": "sleep 300"}}]}]}


class Client:
    def __init__(self, plumb, folder, env):
        self.process = subprocess.Popen([plumb, "mcp", "-C", str(folder)], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, bufsize=1)
        self.last, self.notices, self.answers = 0, [], {}
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            with self.changed:
                assert message["jsonrpc"] == "2.0", message
                if "method" in message:
                    self.notices.append(message)
                else:
                    self.answers[message["id"]] = message
                self.changed.notify_all()

    def send(self, **message):
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.process.stdin.flush()

    def begin(self, method, params=None, modern=False, meta=None):
        self.last += 1
        params = dict(params or {})
        if modern or meta:
            params["_meta"] = {**(META if modern else {}), **(meta or {})}
        self.send(id=self.last, method=method, params=params)
        return self.last

    def wait(self, id, seconds=120):
        with self.changed:
            assert self.changed.wait_for(lambda: id in self.answers, seconds), f"no answer to {id}"
            return self.answers[id]

    def ask(self, method, params=None, **more):
        return self.wait(self.begin(method, params, **more))

    def call(self, tool, arguments, **more):
        return self.ask("tools/call", {"name": tool, "arguments": arguments}, **more)["result"]

    def end(self):
        self.process.stdin.close()
        code = self.process.wait(60)
        self.reader.join(10)
        return code


def legacy(client):
    refused = client.ask("tools/list")
    assert refused["error"]["code"] == -32600, refused
    begun = client.ask("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}})
    assert begun["result"]["protocolVersion"] == "2025-06-18" and "tools" in begun["result"]["capabilities"], begun
    client.send(method="notifications/initialized")
    assert client.ask("ping")["result"] == {}
    tools = client.ask("tools/list")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["run_task", "read_session", "search_code", "check"], tools
    assert all(tool["inputSchema"]["type"] == "object" for tool in tools)
    assert "resultType" not in client.ask("tools/list")["result"]
    assert client.ask("resources/list")["error"]["code"] == -32601
    assert client.ask("tools/call", {"name": "none"})["error"]["code"] == -32602


def modern(client):
    found = client.ask("server/discover", modern=True)["result"]
    assert MODERN in found["supportedVersions"] and found["resultType"] == "complete" and "ttlMs" in found, found
    listed = client.ask("tools/list", modern=True)["result"]
    assert listed["cacheScope"] == "public" and len(listed["tools"]) == 4, listed
    other = client.ask("tools/list", meta={"io.modelcontextprotocol/protocolVersion": "2030-01-01"})["error"]
    assert other["code"] == -32022 and MODERN in other["data"]["supported"], other
    without = client.ask("tools/list", meta={"io.modelcontextprotocol/protocolVersion": MODERN})["error"]
    assert without["code"] == -32602, without
    assert client.ask("initialize2", modern=True)["error"]["code"] == -32601


def tools(client, folder):
    found = client.call("search_code", {"pattern": "def \\w+"}, modern=True)
    assert found["resultType"] == "complete" and found["structuredContent"]["lines"][0]["path"] == "calc.py", found
    assert client.call("search_code", {"pattern": "("})["isError"]
    assert client.call("search_code", {})["content"][0]["text"].startswith("/pattern"), "a missing argument"
    assert client.call("search_code", {"pattern": "x", "cwd": "/nowhere/at/all"})["isError"]
    failed = client.call("check", {})
    assert failed["structuredContent"]["exit_code"] == 3 and "test_add" in failed["content"][0]["text"], failed
    id = client.begin("tools/call", {"name": "run_task", "arguments": {"task": "fix add"}}, meta={"progressToken": "p"})
    done = client.wait(id)["result"]
    assert done["structuredContent"]["status"] == "verified", done
    assert done["structuredContent"]["changes"][0] == {"path": "calc.py", "change": "modified"}, done
    assert "a + b" in (folder / "calc.py").read_text()
    lines = [notice["params"]["message"] for notice in client.notices if notice["method"] == "notifications/progress"]
    assert any(line.startswith("edit") for line in lines) and any(line.startswith("check") for line in lines), lines
    steps = [notice["params"]["progress"] for notice in client.notices if notice["method"] == "notifications/progress"]
    assert steps == sorted(steps) and all(notice["params"]["progressToken"] == "p" for notice in client.notices)
    assert client.call("check", {})["structuredContent"]["exit_code"] == 0
    session = done["structuredContent"]["session"]
    listed = client.call("read_session", {})["structuredContent"]["sessions"]
    assert [row["session"] for row in listed] == [session], listed
    shown = client.call("read_session", {"session": session, "limit": 5})
    assert "session.started" in shown["content"][0]["text"] and shown["structuredContent"]["next_event"] == 6, shown
    diff = client.call("read_session", {"session": session, "diff": True})
    assert "+    return a + b" in diff["content"][0]["text"], diff
    assert client.call("read_session", {"session": "nosuch"})["isError"]


def cancelled(client):
    id = client.begin("tools/call", {"name": "run_task", "arguments": {"task": "wait"}}, meta={"progressToken": 7})
    with client.changed:
        assert client.changed.wait_for(lambda: any(n["params"]["message"].startswith("shell") for n in client.notices), 60)
    client.send(method="notifications/cancelled", params={"requestId": id})
    until = time.monotonic() + 60
    state = "running"
    while state == "running" and time.monotonic() < until:
        state = client.call("read_session", {})["structuredContent"]["sessions"][0]["state"]
    assert state == "idle", state
    assert id not in client.answers, "a cancelled request has no answer"


def strange(client):
    client.process.stdin.write("{not json\n[]\n\n")
    client.process.stdin.flush()
    assert client.ask("ping")["result"] == {}
    assert client.answers[None]["error"]["code"] in (-32700, -32600)


@contextlib.contextmanager
def world(model_server, script=None):
    """A project with a bug, and a model that follows the script: its folder, and the environment to start plumb in."""
    with tempfile.TemporaryDirectory(prefix="plumb-mcp-") as root:
        root = pathlib.Path(root)
        folder, home = root / "project", root / "home"
        folder.mkdir()
        (home / "config").mkdir(parents=True)
        (folder / "calc.py").write_text("def add(a, b):\n    return a - b\n")
        (folder / "test_calc.py").write_text(
            "import unittest\nfrom calc import add\n\n\nclass T(unittest.TestCase):\n    def test_add(self):\n"
            "        self.assertEqual(add(1, 2), 3)\n")
        (root / "script.json").write_text(json.dumps(script or SCRIPT))
        server = subprocess.Popen([model_server, "--script", str(root / "script.json"), "--port-file", str(root / "port")],
                                  stdout=subprocess.DEVNULL)
        try:
            while not (root / "port").exists() or not (root / "port").read_text().strip():
                assert server.poll() is None, "the model server did not start"
                time.sleep(0.02)
            port = (root / "port").read_text().strip()
            (home / "config/config.toml").write_text(
                f'model = "scripted/m"\n[providers.scripted]\nwire = "chat"\nbase_url = "http://127.0.0.1:{port}/v1"\n'
                'key_env = ["SCRIPTED_KEY"]\n[[providers.scripted.models]]\nid = "m"\nwindow = 100000\noutput_max = 32000\n'
                'price_in = 1.0\nprice_out = 10.0\n')
            yield folder, {**os.environ, "PLUMB_HOME": str(home), "HOME": str(root), "SCRIPTED_KEY": "k"}
        finally:
            server.terminate()
            server.wait()


def main():
    plumb, model_server = sys.argv[1:3]
    with world(model_server) as (folder, env):
        client = Client(plumb, folder, env)
        for part in (legacy, modern):
            part(client)
            print(part.__name__, "good")
        tools(client, folder)
        print("tools good")
        cancelled(client)
        strange(client)
        assert client.end() == 0
        print("cancelled, strange good")


if __name__ == "__main__":
    main()
