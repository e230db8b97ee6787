"""A state folder, a project and a scripted model, for the tests of the terminal."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import emulator


class World:
    def __init__(self, plumb, model_server, turns=(), lib=None):
        self.plumb, self.lib = plumb, lib
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="plumb-tui-"))
        self.home, self.project = self.root / "home", self.root / "project"
        (self.home / "config").mkdir(parents=True)
        self.project.mkdir()
        (self.root / "user").mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.root / "user"), "PLUMB_HOME": str(self.home), "LANG": "C.UTF-8",
                    "TERM": "xterm-256color", "SHELL": "/bin/sh", "SCRIPTED_KEY": "sk-scripted", "GIT_CONFIG_GLOBAL": str(self.root / "gitconfig"),
                    "GIT_CONFIG_SYSTEM": "/dev/null"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]
        self.programs, self.server = [], None
        if model_server:
            self.start_model(model_server, turns)

    def start_model(self, program, turns):
        script, port_file = self.root / "script.json", self.root / "model-port"
        script.write_text(json.dumps({"models": ["scripted-1"], "key": "sk-scripted", "window": 200000, "turns": list(turns)}))
        self.model_log = self.root / "model.jsonl"
        with open(self.root / "model.out", "w") as out:
            self.server = subprocess.Popen([program, "--script", script, "--port-file", port_file, "--log", self.model_log],
                                           stdout=out, stderr=subprocess.STDOUT)
        end = time.monotonic() + emulator.WAIT
        while not (port_file.exists() and port_file.read_text().strip()):
            assert time.monotonic() < end, "the model server does not start"
            time.sleep(0.01)
        (self.home / "config/config.toml").write_text(f"""
model = "scripted/scripted-1"
[providers.scripted]
base_url = "http://127.0.0.1:{port_file.read_text().strip()}/v1"
wire = "chat"
key_env = "SCRIPTED_KEY"
""")

    def requests(self):
        """The bodies that the model was sent, as text."""
        lines = [json.loads(line) for line in self.model_log.read_text().splitlines()]
        return [json.dumps(line["body"]) for line in lines if line["kind"] == "request"]

    def start(self, *words, columns=80, rows=24, **env):
        program = emulator.Program([self.plumb, *words], {**self.env, **env}, self.project, columns, rows, self.lib)
        self.programs.append(program)
        return program

    def close(self):
        for program in self.programs:
            program.close()
        if self.server:
            self.server.terminate()
            self.server.wait()
        shutil.rmtree(self.root, ignore_errors=True)
