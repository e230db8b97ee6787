#!/usr/bin/env python3
"""Speaks with `plumb mcp --http` over HTTP, in both eras of the protocol; and has plumb use plumb.

usage: http_server.py PLUMB MODEL_SERVER
"""

import http.client
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from as_server import META, MODERN, world   # noqa: E402

PLUMB = MODEL_SERVER = ""


class Http(unittest.TestCase):
    def setUp(self):
        around = world(MODEL_SERVER)
        self.folder, self.env = around.__enter__()
        self.addCleanup(around.__exit__, None, None, None)
        self.running = subprocess.Popen([PLUMB, "mcp", "--http", "0", "--json", "-C", str(self.folder)], env=self.env,
                                        stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        self.entry = json.loads(self.running.stdout.readline())
        self.port = int(self.entry["url"].split(":")[2].split("/")[0])
        self.last = 0

    def end(self):
        if self.running.poll() is None:
            self.running.terminate()
        self.assertEqual(self.running.wait(30), 0)
        self.running.stdout.close()

    def open(self, body, method="POST", path="/mcp", **headers):
        """The response, still open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **self.entry["headers"]}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        sent = {name: value for name, value in sent.items() if value is not None}
        connection.request(method, path, body if isinstance(body, str) or body is None else json.dumps(body), sent)
        return connection, connection.getresponse()

    def send(self, body, **headers):
        """Status, headers, and the messages that came."""
        _, response = self.open(body, **headers)
        text = response.read().decode()
        if "event-stream" in (response.headers["Content-Type"] or ""):
            return response.status, response.headers, [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: ")]
        return response.status, response.headers, [json.loads(text)] if text.startswith("{") else [text]

    def message(self, method, params=None, modern=False, **meta):
        self.last += 1
        params = dict(params or {})
        if modern or meta:
            params["_meta"] = {**(META if modern else {}), **meta}
        return {"jsonrpc": "2.0", "id": self.last, "method": method, "params": params}

    def modern(self, method, params=None, **meta):
        headers = {"MCP_Protocol_Version": MODERN, "Mcp_Method": method}
        if "name" in (params or {}):
            headers["Mcp_Name"] = params["name"]
        return self.message(method, params, True, **meta), headers

    def test_only_who_has_the_token_gets_in_and_no_page(self):
        body, headers = self.modern("server/discover")
        for more, status in (({}, 200), ({"Authorization": None}, 401), ({"Authorization": "Bearer wrong"}, 401),
                             ({"Origin": "http://evil.example"}, 403), ({"Host": "evil.example"}, 403),
                             ({"Sec_Fetch_Site": "cross-site"}, 403), ({"Content_Type": "text/plain"}, 415)):
            with self.subTest(more):
                self.assertEqual(self.send(body, **{**headers, **more})[0], status)
        self.assertEqual(self.send(body, method="GET", **headers)[0], 405)
        self.assertEqual(self.send(body, path="/", **headers)[0], 404)
        self.assertEqual(self.send(body, Authorization=None, **headers)[1]["WWW-Authenticate"], "Bearer")

    def test_the_newer_era_needs_headers_that_say_what_the_body_says(self):
        body, headers = self.modern("tools/call", {"name": "search_code", "arguments": {"pattern": "def"}})
        status, _, [answer] = self.send(body, **headers)
        self.assertEqual((status, answer["result"]["structuredContent"]["lines"][0]["path"]), (200, "calc.py"))
        for name in ("MCP_Protocol_Version", "Mcp_Method", "Mcp_Name"):
            for value in ("other", None):
                with self.subTest(name, value=value):
                    status, _, [answer] = self.send(body, **{**headers, name: value})
                    self.assertEqual((status, answer["error"]["code"], answer["id"]), (400, -32020, self.last))
        body, headers = self.modern("nothing/like/it")
        status, _, [answer] = self.send(body, **headers)
        self.assertEqual((status, answer["error"]["code"]), (404, -32601))
        for text, code in (("{", -32700), ("[]", -32600)):
            status, _, [answer] = self.send(text)
            self.assertEqual((status, answer["error"]["code"]), (400, code))

    def test_the_older_era_has_sessions(self):
        self.assertEqual(self.send(self.message("tools/list"))[0], 400)
        begin = self.message("initialize", {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}})
        status, headers, [answer] = self.send(begin)
        self.assertEqual((status, answer["result"]["protocolVersion"]), (200, "2025-11-25"))
        session = {"Mcp_Session_Id": headers["Mcp-Session-Id"], "MCP_Protocol_Version": "2025-11-25"}
        self.assertEqual(self.send({"jsonrpc": "2.0", "method": "notifications/initialized"}, **session)[0], 202)
        self.assertEqual(len(self.send(self.message("tools/list"), **session)[2][0]["result"]["tools"]), 4)
        self.assertEqual(self.send(self.message("tools/list"), Mcp_Session_Id="0")[0], 404)
        self.assertEqual(self.send(self.message("tools/list"), **{**session, "MCP_Protocol_Version": "1999-01-01"})[0], 400)
        self.assertEqual(self.send(None, method="DELETE", **session)[0], 204)
        self.assertEqual(self.send(self.message("tools/list"), **session)[0], 404)

    def test_a_task_tells_how_far_it_is_before_its_answer(self):
        body, headers = self.modern("tools/call", {"name": "run_task", "arguments": {"task": "fix add"}}, progressToken="p")
        status, _, messages = self.send(body, **headers)
        self.assertEqual(status, 200)
        self.assertEqual(messages[-1]["result"]["structuredContent"]["status"], "verified", messages[-1])
        lines = [message["params"]["message"] for message in messages[:-1]]
        self.assertTrue(any(line.startswith("edit") for line in lines), lines)

    def test_who_leaves_the_stream_of_the_newer_era_cancels_the_call(self):
        for _ in range(1):   # the first three turns of the script
            body, headers = self.modern("tools/call", {"name": "run_task", "arguments": {"task": "fix add"}})
            self.send(body, **headers)
        body, headers = self.modern("tools/call", {"name": "run_task", "arguments": {"task": "wait"}}, progressToken="p")
        connection, response = self.open(body, **headers)
        while b'"shell' not in response.readline():
            pass
        response.close()
        connection.close()
        until, state = time.monotonic() + 60, "running"
        while state != "idle" and time.monotonic() < until:
            body, headers = self.modern("tools/call", {"name": "read_session", "arguments": {}})
            state = self.send(body, **headers)[2][0]["result"]["structuredContent"]["sessions"][0]["state"]
        self.assertEqual(state, "idle")

    def test_plumb_uses_plumb(self):
        config = pathlib.Path(self.env["PLUMB_HOME"]) / "config/config.toml"
        config.write_text(config.read_text() + f'[mcp.other]\nurl = "{self.entry["url"]}"\nheaders = {{ Authorization = "${{TOKEN}}" }}\n')
        env = {**self.env, "TOKEN": self.entry["headers"]["Authorization"]}
        done = subprocess.run([PLUMB, "mcp", "tools", "other"], cwd=self.folder, env=env, text=True, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"MCP {MODERN}", done.stdout)
        self.assertIn("run_task", done.stdout)


if __name__ == "__main__":
    PLUMB, MODEL_SERVER = (os.path.abspath(word) for word in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
