#!/usr/bin/env python3
"""plumb with real MCP servers: the reference ones of the protocol's own project.

usage: real_servers.py PLUMB MODEL_SERVER NODE_MODULES
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time


def call(name, **arguments):
    return {"tool_calls": [{"name": name, "arguments": arguments}]}


def script(folder):
    def entity(name):
        return {"name": name, "entityType": "person", "observations": ["likes tea"]}

    return [
        call("mcp_find"),
        call("mcp_find", query="echo"),
        call("mcp_call", server="everything", tool="echo", arguments={"message": "hello there"}),
        call("mcp_call", server="memory", tool="create_entities", arguments={"entities": [entity("Ada")]}),
        call("mcp_call", server="memory", tool="search_nodes", arguments={"query": "tea"}),
        call("mcp_call", server="filesystem", tool="read_text_file", arguments={"path": str(folder / "a.txt")}),
        call("mcp_call", server="filesystem", tool="read_text_file", arguments={"path": "/etc/passwd"}),
        {"text": "Done."}]


def main():
    plumb, model_server, modules = sys.argv[1:4]
    packages = pathlib.Path(modules) / "@modelcontextprotocol"
    with tempfile.TemporaryDirectory(prefix="plumb-mcp-") as root:
        root = pathlib.Path(root)
        folder, home = root / "project", root / "home"
        folder.mkdir()
        (home / "config").mkdir(parents=True)
        (folder / "a.txt").write_text("text of the file\n")
        (root / "script.json").write_text(json.dumps({"models": ["m"], "key": "k", "window": 100000, "turns": script(folder)}))
        server = subprocess.Popen([model_server, "--script", str(root / "script.json"), "--port-file", str(root / "port")],
                                  stdout=subprocess.DEVNULL)
        try:
            while not (root / "port").exists() or not (root / "port").read_text().strip():
                assert server.poll() is None, "the model server did not start"
                time.sleep(0.02)
            port = (root / "port").read_text().strip()
            config = (f'model = "scripted/m"\n[providers.scripted]\nwire = "chat"\nbase_url = "http://127.0.0.1:{port}/v1"\n'
                      'key_env = ["SCRIPTED_KEY"]\n[[providers.scripted.models]]\nid = "m"\nwindow = 100000\noutput_max = 32000\n'
                      'price_in = 1.0\nprice_out = 10.0\n')
            for name, more in (("everything", ""), ("memory", f'env = {{ MEMORY_FILE_PATH = "{root}/memory.jsonl" }}\n'),
                               ("filesystem", "")):
                words = [f"{packages}/server-{name}/dist/index.js", "stdio" if name == "everything" else str(folder)]
                config += f'[mcp.{name}]\ncommand = "node"\nargs = {json.dumps(words)}\n{more}'
            (home / "config/config.toml").write_text(config)
            env = {**os.environ, "PLUMB_HOME": str(home), "HOME": str(root), "SCRIPTED_KEY": "k"}

            def ask(*words):
                done = subprocess.run([plumb, *words], cwd=folder, env=env, text=True, capture_output=True, timeout=300)
                assert done.returncode == 0, done.stderr + done.stdout
                return done.stdout

            for name, least in (("everything", 10), ("memory", 9), ("filesystem", 12)):
                look = json.loads(ask("mcp", "tools", name, "--json"))
                assert len(look["tools"]) >= least, look
                print(f"{name}: {len(look['tools'])} tools, MCP {look['protocol']}")
            ask("run", "use them", "--no-verify")
            results = [json.loads(line) for line in ask("log", "last", "--json").splitlines()]
            outputs = [event["payload"]["output"] if "payload" in event else event["p"]["output"]
                       for event in results if event["type"] == "tool.result"]
            for at, part in ((0, "everything: node"), (1, "echo:"), (2, "hello there"), (3, "Ada"), (4, "likes tea"),
                             (5, "text of the file"), (6, "denied")):
                assert part in outputs[at], (at, part, outputs[at])
            assert "which failed" in outputs[6], outputs[6]
            print("their tools are found and called")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
