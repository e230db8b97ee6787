#!/usr/bin/env python3
"""plumb mcp login and logout, from outside: a server that wants a login, a person played by a fetch of the page.

usage: login.py PLUMB MODEL_SERVER
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from login_server import LoginServer   # noqa: E402

PLUMB = MODEL_SERVER = ""


class Login(unittest.TestCase):
    def setUp(self):
        self.server = LoginServer()
        self.addCleanup(self.server.end)
        root = tempfile.TemporaryDirectory(prefix="plumb-login-")
        self.addCleanup(root.cleanup)
        self.project, self.home = pathlib.Path(root.name) / "project", pathlib.Path(root.name) / "home"
        self.project.mkdir()
        (self.home / "config").mkdir(parents=True)
        self.env = {"PATH": os.environ["PATH"], "HOME": root.name, "PLUMB_HOME": str(self.home)}
        self.config = self.home / "config/config.toml"
        self.config.write_text(f'[mcp.notes]\nurl = "{self.server.base}/mcp"\n')

    def plumb(self, *words):
        done = subprocess.run([PLUMB, "mcp", *words], cwd=self.project, env=self.env, text=True, capture_output=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def log_in(self):
        """Follows the printed link, as a browser does."""
        command = [PLUMB, "mcp", "login", "notes"]
        with subprocess.Popen(command, cwd=self.project, env=self.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            page = ""
            for line in running.stderr:
                page = line.strip()
                if page.startswith("http"):
                    break
            here = re.search(r"redirect_uri=([^&]*)", page)[1].replace("%3A", ":").replace("%2F", "/")
            with self.assertRaises(urllib.error.HTTPError):   # somebody else's answer changes nothing
                urllib.request.urlopen(here + "?code=evil&state=guessed", timeout=20)
            with urllib.request.urlopen(page, timeout=20) as answer:
                self.assertIn(b"can be closed", answer.read())
            out, err = running.communicate(timeout=60)
            return running.returncode, out, err

    def kept(self):
        return [path for path in self.home.rglob("mcp-logins/*.json")]

    def test_a_login_is_kept_used_renewed_and_forgotten(self):
        code, _, err = self.plumb("tools", "notes")
        self.assertEqual(code, 1)
        self.assertIn("plumb mcp login notes", err)
        code, out, err = self.log_in()
        self.assertEqual(code, 0, err)
        self.assertIn("logged in", out)
        self.assertNotIn("access-", out + err)
        [file] = self.kept()
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(file.parent.stat().st_mode), 0o700)
        code, out, err = self.plumb("tools", "notes")
        self.assertIn("tell", out, err)
        self.assertIn("logged in", self.plumb("list")[1])
        # What it is renewed by is good for once, and the next one is kept.
        for round_ in (2, 3):
            self.server.tokens.clear()
            code, out, err = self.plumb("tools", "notes")
            self.assertEqual((code, self.server.made), (0, round_), err)
        file.chmod(0o644)
        code, _, err = self.plumb("tools", "notes")
        self.assertIn("chmod 600", err)
        file.chmod(0o600)
        code, out, err = self.plumb("logout", "notes")
        self.assertEqual((code, len(self.server.refreshes)), (0, 0), err)   # the server has been told
        self.assertIn("ended at the authorization server", out)
        self.assertEqual(self.kept(), [])
        self.assertIn("plumb mcp login notes", self.plumb("tools", "notes")[2])
        self.assertNotEqual(self.plumb("logout", "notes")[0], 0)

    def test_a_login_is_forgotten_also_where_nobody_can_be_told(self):
        self.assertEqual(self.log_in()[0], 0)
        self.server.end()
        code, out, err = self.plumb("logout", "notes")
        self.assertEqual(code, 0, err)
        self.assertIn("could not be told", err)
        self.assertEqual(self.kept(), [])

    def test_one_that_is_about_to_run_out_is_renewed_before(self):
        self.server.lifetime = 1
        self.assertEqual(self.log_in()[0], 0)
        self.server.lifetime = 3600
        made = self.server.made
        self.assertEqual(self.plumb("tools", "notes")[0], 0)
        self.assertEqual(self.server.made, made + 1)

    def test_a_login_is_for_its_address_alone(self):
        self.assertEqual(self.log_in()[0], 0)
        other = LoginServer()
        self.addCleanup(other.end)
        self.config.write_text(f'[mcp.notes]\nurl = "{other.base}/mcp"\n')
        self.assertIn("plumb mcp login notes", self.plumb("tools", "notes")[2])
        self.assertEqual(other.seen, [])

    def test_what_has_no_login_is_told(self):
        self.config.write_text('[mcp.a]\ncommand = "cat"\n[mcp.b]\nurl = "https://example.org/mcp"\nheaders = { authorization = "Bearer x" }\n')
        for name, part in (("a", "is a program"), ("b", "Authorization header"), ("c", "no MCP server")):
            code, _, err = self.plumb("login", name)
            self.assertNotEqual(code, 0)
            self.assertIn(part, err)

    def test_a_wrong_setup_is_told_with_its_line(self):
        for text, part in (('client_secret = "x"', "issuer"), ('grant = "password"', "authorization_code"), ('what = "x"', "no setting 'what'"),
                           ('client_metadata_url = "http://x"', "https"), ('grant = "client_credentials"', "client_secret"),
                           ('grant = "client_credentials"\nclient_id = "x"\nissuer = "https://x"\nprivate_key = "k.pem"', "whole path")):
            self.config.write_text(f'[mcp.notes]\nurl = "{self.server.base}/mcp"\n[mcp.notes.oauth]\n{text}\n')
            code, _, err = self.plumb("list")
            self.assertNotEqual(code, 0, text)
            self.assertIn(part, err)

    def test_a_run_uses_the_login_and_shows_its_token_to_nobody(self):
        turns = [{"tool_calls": [{"name": "mcp_call", "arguments": {"server": "notes", "tool": "tell"}}]},
                 {"tool_calls": [{"name": "shell", "arguments": {"command": f"env; cat {self.home}/config/mcp-logins/*"}}]}, {"text": "Done."}]
        script, port = self.home / "script.json", self.home / "port"
        script.write_text(json.dumps({"models": ["m"], "key": "k", "window": 100000, "turns": turns + turns}))
        with subprocess.Popen([MODEL_SERVER, "--script", str(script), "--port-file", str(port)], stdout=subprocess.DEVNULL) as model:
            self.addCleanup(model.kill)
            while not port.exists() or not port.read_text().strip():
                self.assertIsNone(model.poll())
                time.sleep(0.02)
            self.config.write_text(
                f'model = "scripted/m"\n[providers.scripted]\nwire = "chat"\nbase_url = "http://127.0.0.1:{port.read_text().strip()}/v1"\n'
                'key_env = ["SCRIPTED_KEY"]\n[[providers.scripted.models]]\nid = "m"\nwindow = 100000\noutput_max = 32000\n'
                'price_in = 1.0\nprice_out = 10.0\n' + self.config.read_text())
            self.env["SCRIPTED_KEY"] = "k"
            results = []
            for logged_in in (False, True):
                if logged_in:
                    self.assertEqual(self.log_in()[0], 0)
                done = subprocess.run([PLUMB, "run", "use it", "--no-verify"], cwd=self.project, env=self.env, text=True, capture_output=True, timeout=120)
                self.assertEqual(done.returncode, 0, done.stderr)
                log = subprocess.run([PLUMB, "log", "last", "--json"], cwd=self.project, env=self.env, text=True, capture_output=True, timeout=60)
                results.append(log.stdout)
            model.kill()
        self.assertIn("plumb mcp login notes", results[0])   # and no page was waited for
        self.assertIn("the token is ***", results[1])
        self.assertNotIn("-secret", results[1])
        for path in (self.home / "state").rglob("*"):
            if path.is_file():
                self.assertNotIn(b"access-1-secret", path.read_bytes(), path)


if __name__ == "__main__":
    PLUMB, MODEL_SERVER = (os.path.abspath(word) for word in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
