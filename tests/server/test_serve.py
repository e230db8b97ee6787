#!/usr/bin/env python3
"""plumb serve, from outside: who gets in, what is refused, what survives a kill.

usage: test_serve.py --plumb PLUMB [--model-server PROGRAM] [unittest's options]
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
import unittest

from urllib.parse import urlsplit

from speak import WAIT, Closed, Error, Login, Rpc, Server, WebSocket, World, parse, read_all, until

PROGRAMS = argparse.Namespace(plumb=None, model_server=None)


class Case(unittest.TestCase):
    turns = None

    def setUp(self):
        self.world = World(PROGRAMS.plumb, PROGRAMS.model_server if self.turns is not None else None, self.turns or ())
        self.addCleanup(self.world.close)


class Outside(Case):
    """What strangers get."""

    def setUp(self):
        super().setUp()
        self.server = self.world.serve()

    def test_the_page_is_served_with_its_guards(self):
        status, headers, body = self.server.get("/")
        self.assertEqual(status, 200)
        self.assertIn(b"<html", body)
        self.assertIn("script-src 'self';", headers["content-security-policy"])
        self.assertIn("frame-ancestors 'none'", headers["content-security-policy"])
        self.assertNotIn("unsafe-eval", headers["content-security-policy"])
        self.assertEqual(headers["x-content-type-options"], "nosniff")
        self.assertEqual(headers["referrer-policy"], "no-referrer")
        self.assertNotIn(self.server.token()[:20].encode(), body)

    def test_every_file_that_the_page_names_is_there(self):
        import re
        _, _, body = self.server.get("/")
        names = re.findall(r'(?:src|href)="\.?/?([\w./-]+)"', body.decode())
        self.assertTrue(names)
        for name in names:
            self.assertEqual(self.server.get("/" + name)[0], 200, name)

    def test_a_wrong_token_is_refused_and_guessing_is_slow(self):
        for token in ("", "x", "A" * 43, self.server.token()[:-1], self.server.token() + "A"):
            self.assertEqual(self.server.login(token).status, 401, token)
        codes = [self.server.login("wrong").status for _ in range(40)]
        self.assertIn(429, codes)
        self.assertEqual(self.server.login().status, 429)
        # Programs with a token are held up likewise; a page that is logged in is not.
        self.assertEqual(WebSocket(self.server, {"Authorization": "Bearer wrong"}).status, 401)

    def test_without_a_login_there_is_no_socket(self):
        login = self.server.login()
        protocol = f"plumb, {login.key}"
        origin = self.server.origin
        for headers in ({}, {"Origin": origin}, {"Origin": origin, "Cookie": login.cookie}, {"Origin": origin, "Sec-WebSocket-Protocol": protocol},
                        {"Cookie": login.cookie, "Sec-WebSocket-Protocol": protocol},
                        {"Origin": origin, "Cookie": login.cookie[:-1], "Sec-WebSocket-Protocol": protocol},
                        {"Origin": origin, "Cookie": login.cookie, "Sec-WebSocket-Protocol": protocol[:-1]}):
            self.assertEqual(WebSocket(self.server, headers).status, 401, headers)
        self.assertEqual(WebSocket(self.server, {"Origin": origin, "Cookie": login.cookie, "Sec-WebSocket-Protocol": protocol}).status, 101)
        self.assertIn("; HttpOnly", login.set_cookie)
        self.assertIn("; SameSite=Strict", login.set_cookie)

    def test_a_foreign_origin_is_refused(self):
        login = self.server.login()
        for origin in ("http://evil.example", "http://127.0.0.1:1", "null", "https://evil.example", f"http://localhost:{self.server.port}"):
            self.assertEqual(self.server.login(Origin=origin).status, 403, origin)
            self.assertEqual(self.server.get("/", Origin=origin)[0], 403, origin)
            headers = {"Origin": origin, "Cookie": login.cookie, "Sec-WebSocket-Protocol": f"plumb, {login.key}"}
            self.assertEqual(WebSocket(self.server, headers).status, 403, origin)

    def test_a_foreign_host_is_refused(self):
        login = self.server.login()
        for host in ("evil.example", f"evil.example:{self.server.port}", "127.0.0.1.evil.example", "0.0.0.0", "[::]"):
            self.assertEqual(self.server.get("/", host=host)[0], 403, host)
            headers = {"Origin": f"http://{host}", "Cookie": login.cookie, "Sec-WebSocket-Protocol": f"plumb, {login.key}"}
            self.assertEqual(WebSocket(self.server, headers, host=host).status, 403, host)
        self.assertEqual(self.server.get("/", host=f"localhost:{self.server.port}")[0], 200)
        self.assertEqual(self.server.get("/", host="localhost:9000")[0], 200)   # behind ssh -L

    def test_no_path_leads_to_a_file(self):
        secret = self.world.home / "state/server/secret"
        self.assertEqual(stat.S_IMODE(secret.stat().st_mode), 0o600)
        for path in ("/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2fetc/passwd", str(secret), "/assets/../../etc/passwd",
                     "/.git/config", "/index.html/..", "/\\..\\..\\etc\\passwd", "/%00", "/proc/self/environ"):
            status, _, body = self.server.get(path)
            self.assertEqual(status, 404, path)
            self.assertNotIn(b"root:", body)

    def test_methods_head_and_caching(self):
        status, headers, body = self.server.get("/", Accept_Encoding="gzip")
        self.assertEqual((status, headers["content-encoding"]), (200, "gzip"))
        length, etag = headers["content-length"], headers["etag"]
        self.assertEqual(len(body), int(length))
        status, headers, body = self.server.get("/", method="HEAD", Accept_Encoding="gzip")
        self.assertEqual((status, headers["content-length"], body), (200, length, b""))
        self.assertEqual(self.server.get("/", If_None_Match=etag)[0], 304)
        for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
            status, headers, _ = self.server.get("/", method=method)
            self.assertEqual((status, headers["allow"]), (405, "GET, HEAD"), method)
        self.assertEqual(self.server.get("/acp")[0], 426)

    def test_what_is_too_large_is_refused(self):
        host = f"Host: {self.server.host}\r\n"
        self.assertEqual(parse(self.server.raw(f"GET / HTTP/1.1\r\n{host}A: {'a' * 100_000}\r\n\r\n"))[0], 431)
        self.assertEqual(parse(self.server.raw(f"GET /{'a' * 100_000} HTTP/1.1\r\n{host}\r\n"))[0], 431)
        self.assertEqual(parse(self.server.raw(f"POST /login HTTP/1.1\r\n{host}Content-Length: 10000000\r\n\r\n" + "a" * 1_000_000))[0], 413)

    def test_a_slow_client_is_cut_off_and_holds_nobody_up(self):
        slow = [self.server.connect() for _ in range(50)]
        for each in slow:
            each.sendall(b"GET / HTTP/1.1\r\nHo")
        started = time.monotonic()
        self.assertEqual(self.server.get("/")[0], 200)
        self.assertLess(time.monotonic() - started, 8)
        over = threading.Event()

        def drip():
            while not over.wait(1):
                for each in slow:
                    try:
                        each.sendall(b"a")
                    except OSError:
                        pass
        thread = threading.Thread(target=drip)
        thread.start()
        try:
            self.assertIn(b"408", read_all(slow[0])[:20])
        finally:
            over.set()
            thread.join()
        self.assertGreater(time.monotonic() - started, 8)
        self.assertLess(time.monotonic() - started, 40)

    def test_a_thousand_strangers_leave_it_alive(self):
        """Random and broken requests; whatever comes, the next good one is answered."""
        chance = random.Random(6)
        pieces = [b"GET ", b"POST ", b"/", b"/acp", b"/login", b" HTTP/1.1", b"\r\n", b"Host: 127.0.0.1", b"Host: ", b"Origin: http://", b"\0",
                  b"Content-Length: ", b"5", b"99999999999999999999", b"Transfer-Encoding: chunked", b"Upgrade: websocket", b"\r\n\r\n",
                  b"Connection: Upgrade", b"Sec-WebSocket-Key: ", b"Sec-WebSocket-Version: 13", b"Cookie: ", b"\xff\xfe", b"a" * 5000, b"0\r\n\r\n",
                  b"ffffffff\r\n", b"Authorization: Bearer ", b"If-None-Match: \"", b"Accept-Encoding: gzip;q=", b":"]
        for round_ in range(300):
            request = b"".join(chance.choice(pieces) for _ in range(chance.randrange(1, 25)))
            with self.server.connect() as peer:
                try:
                    peer.sendall(request)
                    peer.shutdown(socket.SHUT_WR)
                    answer = read_all(peer)
                except OSError:
                    answer = b""
            self.assertNotIn(b"HTTP/1.1 500", answer, request)
            self.assertIsNone(self.server.process.poll(), request)
        self.assertEqual(self.server.get("/")[0], 200)

    def test_other_addresses_need_tls(self):
        self.assertEqual(self.server.end(), 0)
        ended = self.world.run("serve", "--address", "0.0.0.0", "--port", "0")
        self.assertEqual(ended.returncode, 2, ended.stderr)
        self.assertIn("--tls-cert", ended.stderr)


class Inside(Case):
    """What a link is good for."""
    turns = [{"text": "Done."}, {"text": "Done again."}]

    def setUp(self):
        super().setUp()
        self.server = self.world.serve()

    def new_session(self, page, text="say done"):
        session = page.call("session/new", cwd=str(self.world.project), mcpServers=[])["sessionId"]
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": text}])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        page.until_event(session, "session.ended")
        return session

    def test_a_task_is_done_and_seen_by_others(self):
        page = self.server.page()
        session = self.new_session(page)
        watcher = self.server.page(self.server.token("watch"))
        listed = watcher.call("_plumb/sessions/list")["sessions"]
        self.assertEqual([row["id"] for row in listed], [session])
        watcher.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        watcher.until_event(session, "session.ended")
        numbers = [event["seq"] for event in watcher.events(session)]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_who_watches_cannot_steer(self):
        session = self.new_session(self.server.page())
        watcher = self.server.page(self.server.token("watch"))
        text = [{"type": "text", "text": "x"}]
        for method, params in (("session/new", {"cwd": str(self.world.project), "mcpServers": []}), ("_plumb/prompt", {"sessionId": session, "prompt": text}),
                               ("session/prompt", {"sessionId": session, "prompt": text}), ("_plumb/steer", {"sessionId": session, "text": "x"}),
                               ("_plumb/cancel", {"sessionId": session}), ("_plumb/change", {"sessionId": session, "verb": "undo"}),
                               ("_plumb/rename", {"sessionId": session, "title": "x"}), ("_plumb/fork", {"sessionId": session}),
                               ("_plumb/unqueue", {"sessionId": session, "n": -1}),
                               ("_plumb/approvals/answer", {"sessionId": session, "step": "x", "answer": "apply"})):
            with self.assertRaises(Error, msg=method) as refused:
                watcher.call(method, **params)
            self.assertEqual(refused.exception.code, -32001, method)

    def test_a_link_to_one_session_shows_no_other(self):
        page = self.server.page()
        first, second = self.new_session(page), self.new_session(page, "say done again")
        token = json.loads(subprocess.run([sys.executable, "-c", TOKEN, str(self.world.home / "state/server/secret"), "s", first],
                                          text=True, capture_output=True, check=True).stdout)
        self.assertEqual(self.server.login(token, second).status, 401)
        self.assertEqual(self.server.login(token).status, 401)
        bound = self.server.page(token, first)
        self.assertEqual([row["id"] for row in bound.call("_plumb/sessions/list")["sessions"]], [first])
        bound.call("_plumb/events/subscribe", **{"sessionId": first, "from": 1})
        for method, params in (("_plumb/events/subscribe", {"sessionId": second, "from": 1}), ("_plumb/events/read", {"sessionId": second, "from": 1}),
                               ("_plumb/sessions/info", {"sessionId": second}), ("_plumb/prompt", {"sessionId": second, "prompt": [{"type": "text", "text": "x"}]}),
                               ("_plumb/diff", {"sessionId": second}), ("_plumb/files", {"sessionId": second}), ("_plumb/steps", {"sessionId": second}),
                               ("_plumb/fork", {"sessionId": second}), ("_plumb/cancel", {"sessionId": second}),
                               ("session/load", {"sessionId": second, "cwd": str(self.world.project), "mcpServers": []}),
                               ("session/new", {"cwd": str(self.world.project), "mcpServers": []}), ("_plumb/folders", {})):
            with self.assertRaises(Error, msg=method):
                bound.call(method, **params)

    def test_a_client_that_does_not_read_is_dropped_and_misses_nothing(self):
        page = self.server.page()
        session = self.new_session(page)
        last = page.call("_plumb/sessions/info", sessionId=session)["session"]["lastSeq"]
        deaf = self.server.page()
        deadline = time.monotonic() + WAIT
        with self.assertRaises(OSError):   # it is cut off, sooner or later
            while time.monotonic() < deadline:
                deaf.post("_plumb/events/read", sessionId=session, **{"from": 1})
        self.assertEqual(self.server.get("/")[0], 200)
        again = self.server.page()
        again.call("_plumb/events/subscribe", **{"sessionId": session, "from": last})
        again.until(lambda message: message.get("method") == "_plumb/events" and message["params"].get("caughtUp"))
        self.assertEqual([event["seq"] for event in again.events(session)], [last])

    def test_a_killed_server_comes_back_with_the_same_links(self):
        page = self.server.page()
        session = self.new_session(page)
        links = self.server.links
        self.server.end(signal.SIGKILL)
        with self.assertRaises(Closed):
            while True:
                page.socket.read()
        again = self.world.serve(port=self.server.port)
        self.assertEqual(again.links["url"], links["url"])
        self.assertEqual(again.links["watch"], links["watch"])
        after = again.page()
        self.assertEqual(after.call("_plumb/sessions/info", sessionId=session)["session"]["state"], "idle")

    def test_a_second_server_prints_the_links_of_the_first(self):
        ended = self.world.run("serve", "--json")
        self.assertEqual(ended.returncode, 0, ended.stderr)
        second = json.loads(ended.stdout)
        self.assertTrue(second.pop("already"))
        self.assertFalse(self.server.links.pop("already"))
        self.assertEqual(second, self.server.links)
        self.assertEqual(self.world.run("serve", "--new-links").returncode, 2)

    def test_a_second_server_does_not_listen_otherwise_than_the_first(self):
        for options in (("--port", "0"), ("--port", str(self.server.port))):
            ended = self.world.run("serve", *options)
            self.assertEqual(ended.returncode, 0, ended.stderr)
        for options, named in ((("--port", "1"), "--port"), (("--address", "0.0.0.0", "--port", "0"), "--address"),
                               (("--host", "box", "--insecure"), "--host, --insecure"), (("--tls-cert", "c.pem", "--tls-key", "k.pem"), "--tls-cert, --tls-key")):
            ended = self.world.run("serve", *options)
            self.assertEqual(ended.returncode, 2, options)
            self.assertIn(f"a server runs already, at {self.server.links['address']}, and {named} cannot change that", ended.stderr)
            self.assertEqual(ended.stdout, "")

    def test_new_links_make_the_old_ones_void(self):
        login = self.server.login()
        old = self.server.token()
        self.assertEqual(self.server.end(), 0)
        again = self.world.serve("--new-links", port=self.server.port)
        self.assertNotEqual(again.token(), old)
        self.assertEqual(again.login(old).status, 401)
        headers = {"Origin": again.origin, "Cookie": login.cookie, "Sec-WebSocket-Protocol": f"plumb, {login.key}"}
        self.assertEqual(WebSocket(again, headers).status, 401)

    def test_ending_it_tells_the_pages(self):
        page = self.server.page()
        self.assertEqual(self.server.end(), 0)
        with self.assertRaises(Closed) as closed:
            while True:
                page.socket.read()
        self.assertEqual(closed.exception.code, 1001)

    def test_a_secret_that_others_can_read_is_not_used(self):
        self.server.end()
        (self.world.home / "state/server/secret").chmod(0o644)
        ended = self.world.run("serve", "--port", "0")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("secret", ended.stderr)

    def test_a_program_comes_with_a_bearer_token(self):
        rpc = Rpc(WebSocket(self.server, {"Authorization": f"Bearer {self.server.token('watch')}"}))
        self.assertEqual(rpc.call("_plumb/sessions/list"), {"sessions": []})

    def test_a_thousand_pages_that_watch_cost_little(self):
        login = self.server.login()
        headers = {"Origin": self.server.origin, "Cookie": login.cookie, "Sec-WebSocket-Protocol": f"plumb, {login.key}"}
        before = memory_kib(self.server.process.pid)
        sockets = [WebSocket(self.server, headers) for _ in range(1000)]
        self.assertTrue(all(each.status == 101 for each in sockets))
        time.sleep(1)
        switches, cpu = wakeups(self.server.process.pid)
        each = (memory_kib(self.server.process.pid) - before) / 1000
        time.sleep(2)
        later, cpu_later = wakeups(self.server.process.pid)
        print(f"a page that is open and idle: {each:.1f} KiB, {later - switches} wake-ups of all 1,000 in 2 s", file=sys.stderr)
        self.assertLess(each, 64)
        self.assertLessEqual(later - switches, 10)
        self.assertLessEqual(cpu_later - cpu, 2)
        self.assertEqual(self.server.get("/")[0], 200)
        for each in sockets:
            each.close()


def ask_about_calls(world, **more):
    """A page and a session at work, in which a hook has the person asked about each command; `more` is what it answers besides."""
    answer = {"hookEventName": "PreToolUse", "permissionDecision": "ask", "permissionDecisionReason": "is it wanted?", **more}
    (world.home / "answer.json").write_text(json.dumps({"hookSpecificOutput": answer}))
    config = world.home / "config/config.toml"
    config.write_text(config.read_text() + f"\n[[hooks.PreToolUse]]\nmatcher = 'Bash'\ncommand = 'cat {world.home}/answer.json'\n")
    page = world.serve().page()
    session = page.call("session/new", cwd=str(world.project), mcpServers=[], _meta={"plumb": {"held": "ask"}})["sessionId"]
    page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "make files"}])
    page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
    return page, session


class HooksAsk(Case):
    """A hook that answers "ask" has the person decide about the call, before it is made."""
    turns = [{"tool_calls": [{"name": "shell", "arguments": {"command": "touch first"}}]},
             {"tool_calls": [{"name": "shell", "arguments": {"command": "touch second"}}]},
             {"expect": {"result_contains": "the user did not allow this call: is it wanted?"}, "text": "Done."}]

    def test_the_person_decides_about_each_call(self):
        page, session = ask_about_calls(self.world)

        def asked():
            return [event["p"] for event in page.events(session) if event["type"] == "approval.asked"]

        first = page.until_event(session, "approval.asked")["p"]
        self.assertEqual(first["effects"], [{"path": "Bash touch first", "change": "call", "why": "is it wanted?"}])
        self.assertFalse((self.world.project / "first").exists())
        page.call("_plumb/approvals/answer", sessionId=session, step=first["step"], answer="apply")
        page.until(lambda message: len(asked()) == 2)
        page.call("_plumb/approvals/answer", sessionId=session, step=asked()[1]["step"], answer="drop")
        ended = page.until_event(session, "session.ended")["p"]
        self.assertEqual(ended["end"], "done", ended)
        self.assertTrue((self.world.project / "first").exists())
        self.assertFalse((self.world.project / "second").exists())


class HooksAskAboutChanged(Case):
    """Where another hook changed the input, the person is asked about what would run, and sees that it is longer than what is shown."""
    turns = [{"tool_calls": [{"name": "shell", "arguments": {"command": "touch first"}}]},
             {"expect": {"result_contains": "the user did not allow this call"}, "text": "Done."}]

    def test_the_person_is_asked_about_the_call_that_would_run(self):
        page, session = ask_about_calls(self.world, updatedInput={"command": "touch changed;" + 400 * " " + "touch hidden"})
        asked = page.until_event(session, "approval.asked")["p"]
        path = asked["effects"][0]["path"]
        self.assertTrue(path.startswith("Bash touch changed;"), path)
        self.assertIn("more bytes, not shown]", path)
        page.call("_plumb/approvals/answer", sessionId=session, step=asked["step"], answer="drop")
        ended = page.until_event(session, "session.ended")["p"]
        self.assertEqual(ended["end"], "done", ended)


class Subagents(Case):
    """A subagent works in the process of its session, and is a row of the fleet below it."""
    turns = [{"tool_calls": [{"name": "agent", "arguments": {"tasks": [{"task": "look around", "role": "look"}]}}]},
             {"tool_calls": [{"name": "shell", "arguments": {"command": "sleep 1"}}]},
             {"text": "Nothing there."}, {"text": "Done."}]

    def test_it_is_seen_and_the_session_goes_on(self):
        page = self.world.serve().page()
        session = page.call("session/new", cwd=str(self.world.project), mcpServers=[])["sessionId"]
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "what is there"}])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        child = page.until_event(session, "agent.started")["p"]["session"]
        row = until(lambda: self.row(page, child), "the subagent's row")
        self.assertEqual((row["parent"], row["attempt"], row["cwd"]), (session, 1, str(self.world.project)))
        with self.assertRaises(Error):   # it does what its session asked for
            page.call("_plumb/steer", sessionId=child, text="hurry")
        self.assertEqual(page.until_event(session, "agent.finished")["p"]["status"], "unchanged")
        self.assertEqual(page.until_event(session, "session.ended")["p"]["end"], "done")
        until(lambda: self.row(page, child)["state"] == "idle", "the end of the subagent")

    def row(self, page, session):
        try:
            return page.call("_plumb/sessions/info", sessionId=session)["session"]
        except Error:   # its record is made a moment after its session says that it begins
            return None


class Telling(Case):
    """People who look elsewhere hear of it when a run needs them, and when it has ended."""
    turns = [{"text": "Tidying.", "tool_calls": [{"name": "shell", "arguments": {"command": "rm precious.txt"}}]}, {"text": "Done."}]

    def setUp(self):
        super().setUp()
        (self.world.project / "precious.txt").write_text("the only copy\n")
        config = self.world.home / "config/config.toml"
        config.write_text(config.read_text() + """
[notify]
command = "cat >> $HOME/told; env >> $HOME/told-env"
after_s = 0
""")

    def told(self, count):
        path = self.world.root / "user/told"
        return until(lambda: path.exists() and len(lines := path.read_text().splitlines()) >= count and [json.loads(line) for line in lines], "the notification")

    def test_a_run_that_needs_somebody_says_so_and_its_end_too(self):
        server = self.world.serve()
        page = server.page()
        session = page.call("session/new", cwd=str(self.world.project), mcpServers=[], _meta={"plumb": {"held": "ask"}})["sessionId"]
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "tidy up"}])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        asked = page.until_event(session, "approval.asked")
        needs = self.told(1)[0]
        self.assertEqual((needs["kind"], needs["session"], needs["title"], needs["cwd"]), ("needs_you", session, "tidy up", str(self.world.project)))
        self.assertIn("1 effect of shell: rm precious.txt is held", needs["text"])
        page.call("_plumb/approvals/answer", sessionId=session, step=asked["p"]["step"], answer="apply")
        page.until_event(session, "session.ended")
        ended = self.told(2)[1]
        self.assertEqual((ended["kind"], ended["session"]), ("ended", session))
        self.assertNotIn("sk-scripted", (self.world.root / "user/told-env").read_text())

    def test_a_decision_on_the_command_line_is_heard_by_the_run_that_waits(self):
        page = self.world.serve().page()
        session = page.call("session/new", cwd=str(self.world.project), mcpServers=[], _meta={"plumb": {"held": "ask"}})["sessionId"]
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "tidy up"}])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        page.until_event(session, "approval.asked")
        applied = self.world.run("apply", session)
        self.assertEqual((applied.returncode, applied.stdout), (0, "applied   precious.txt\n"), applied.stderr)
        page.until_event(session, "session.ended")
        self.assertFalse((self.world.project / "precious.txt").exists())
        undone = self.world.run("undo", session)
        self.assertEqual(undone.stdout, "restored  precious.txt\n", undone.stderr)
        self.assertEqual((self.world.project / "precious.txt").read_text(), "the only copy\n")

    def test_a_run_on_the_command_line_tells_its_end_before_the_program_ends(self):
        self.world.run("run", "tidy up")
        self.assertEqual([one["kind"] for one in self.told(1)], ["ended"])

    def test_what_is_wrong_in_it_is_said_before_anything_runs(self):
        config = self.world.home / "config/config.toml"
        config.write_text(config.read_text().replace("after_s = 0", "after_s = -1"))
        ran = self.world.run("run", "tidy up")
        self.assertEqual(ran.returncode, 2)
        self.assertIn("notify.after_s must be an integer from 0", ran.stderr)


class Running(Case):
    """A run that is under way."""
    turns = [{"text": "Looking.", "tool_calls": [{"name": "shell", "arguments": {"command": "sleep 30"}}]}, {"text": "Done."}, {"text": "Done."}]

    def start(self, page):
        session = page.call("session/new", cwd=str(self.world.project), mcpServers=[])["sessionId"]
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "wait a while"}])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        page.until_event(session, "tool.call")
        return session

    def test_a_signal_ends_what_runs_in_order(self):
        server = self.world.serve()
        session = self.start(server.page())
        self.assertEqual(server.end(signal.SIGINT), 0)
        shown = self.world.run("log", session, "--json")
        events = [json.loads(line) for line in shown.stdout.splitlines()]
        self.assertEqual(events[-1]["type"], "session.ended", shown.stdout[-500:])

    def test_what_a_killed_server_ran_goes_on_after_it(self):
        server = self.world.serve()
        session = self.start(server.page())
        server.end(signal.SIGKILL)
        again = self.world.serve(port=server.port)
        page = again.page()
        row = page.call("_plumb/sessions/info", sessionId=session)["session"]
        self.assertEqual(row["state"], "interrupted")
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": row["lastSeq"] + 1})
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "go on"}])
        page.until_event(session, "session.ended")
        numbers = [event["seq"] for event in page.events(session)]
        self.assertEqual(numbers, list(range(row["lastSeq"] + 1, row["lastSeq"] + 1 + len(numbers))))


class Secrets(Case):
    """What the page shows, and what is said to a model at work, holds handles in place of the user's secrets."""
    turns = [{"tool_calls": [{"name": "shell", "arguments": {"command": "echo k={{secret:API}} > out.txt; sleep 2"}}]}, {"text": "Done."}, {"text": "Done."}]
    value = "s3cr3t-value-42"

    def test_nobody_sees_the_value(self):
        config = self.world.home / "config/config.toml"
        config.write_text(config.read_text() + '[secrets.API]\nenv = "STAGING_KEY"\n')
        self.world.env["STAGING_KEY"] = self.value
        server = self.world.serve()
        page = server.page()
        session = page.call("session/new", cwd=str(self.world.project), mcpServers=[])["sessionId"]
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "go"}])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        page.until_event(session, "tool.call")
        page.call("_plumb/steer", sessionId=session, text=f"use {self.value} there")
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": f"and {self.value} later"}])
        self.assertEqual(page.call("_plumb/queue", sessionId=session)["prompts"], ["and {{secret:API}} later"])
        page.until_event(session, "session.ended")
        self.assertIn(self.value, (self.world.project / "out.txt").read_text())
        watcher = server.page(server.token("watch"))
        self.assertIn("+k={{secret:API}}", json.dumps(watcher.call("_plumb/diff", sessionId=session)))
        self.assertIn("k={{secret:API}}", json.dumps(watcher.call("_plumb/file", sessionId=session, path="out.txt")))
        for answer in (watcher.call("_plumb/diff", sessionId=session), watcher.call("_plumb/file", sessionId=session, path="out.txt")):
            self.assertNotIn(self.value, json.dumps(answer))
        asked = (self.world.root / "model.jsonl").read_text()
        self.assertIn("use {{secret:API}} there", asked)
        self.assertNotIn(self.value, asked)


class Live(Case):
    """plumb run --live"""
    turns = Running.turns

    def run_live(self):
        run = subprocess.Popen([PROGRAMS.plumb, "run", "--live", "--no-verify", "wait a while"], env=self.world.env, cwd=self.world.project, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.world.children.append(run)
        line = run.stderr.readline()
        self.assertTrue(line.startswith("live: http://127.0.0.1:"), line)
        threading.Thread(target=run.stderr.read, daemon=True).start()   # so that it never blocks
        link = urlsplit(line.split()[1])
        token, _, session = link.fragment.partition("&s=")
        return run, link, token, session

    def follow(self, link, token, session):
        at = Server.__new__(Server)
        at.url, at.port, at.host, at.origin = link, link.port, link.netloc, f"http://{link.netloc}"
        page = at.page(token, session)
        # The link is printed before the run has a record, which is what another process's server finds it by.
        for _ in range(600):
            rows = [row["id"] for row in page.call("_plumb/sessions/list")["sessions"]]
            if rows:
                break
            time.sleep(0.1)
        self.assertEqual(rows, [session])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        page.until_event(session, "tool.call")
        return at, page

    def test_a_run_is_watched_and_ended_through_its_link(self):
        run, link, token, session = self.run_live()
        at, page = self.follow(link, token, session)
        self.assertEqual(at.get("/")[0], 200)
        for method, params in (("session/new", {"cwd": str(self.world.project), "mcpServers": []}), ("_plumb/folders", {})):
            with self.assertRaises(Error, msg=method):
                page.call(method, **params)
        page.call("_plumb/cancel", sessionId=session)
        page.until_event(session, "session.ended")
        out, _ = run.communicate(timeout=WAIT)
        self.assertNotEqual(run.returncode, 0, out)
        with self.assertRaises(OSError):   # with the run its page is gone
            at.get("/")

    def test_the_run_goes_on_when_nobody_looks(self):
        run, link, token, session = self.run_live()
        _, page = self.follow(link, token, session)
        page.close()
        run.send_signal(signal.SIGINT)
        run.wait(WAIT)
        self.assertEqual(run.returncode, 130)

    def test_a_server_that_runs_is_used(self):
        server = self.world.serve()
        run, link, token, session = self.run_live()
        self.assertEqual(link.port, server.port)
        _, page = self.follow(link, token, session)
        page.call("_plumb/cancel", sessionId=session)
        page.until_event(session, "session.ended")
        run.wait(WAIT)
        self.assertEqual(page.call("_plumb/sessions/info", sessionId=session)["session"]["id"], session)   # the link outlives the run


@unittest.skipUnless(shutil.which("openssl"), "no openssl here, to make a certificate with")
class Tls(Case):
    turns = [{"text": "Done."}]

    def certificate(self):
        cert, key = self.world.root / "cert.pem", self.world.root / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert,
                        "-days", "2", "-subj", "/CN=box.example"], check=True, capture_output=True)
        return str(cert), str(key)

    def test_a_page_over_tls(self):
        cert, key = self.certificate()
        server = self.world.serve("--tls-cert", cert, "--tls-key", key, "--address", "0.0.0.0", "--host", "box.example")
        self.assertEqual(server.url.scheme, "https")
        self.assertEqual(server.url.hostname, "box.example")
        server.url = server.url._replace(netloc=f"127.0.0.1:{server.port}")
        status, headers, _ = server.get("/")
        self.assertEqual(status, 200)
        self.assertIn("strict-transport-security", headers)
        login = server.login()
        self.assertIsInstance(login, Login)
        self.assertIn("; Secure", login.set_cookie)
        page = server.page()
        session = page.call("session/new", cwd=str(self.world.project), mcpServers=[])["sessionId"]
        page.call("_plumb/prompt", sessionId=session, prompt=[{"type": "text", "text": "say done " + "x" * 300_000}])
        page.call("_plumb/events/subscribe", **{"sessionId": session, "from": 1})
        page.until_event(session, "session.ended")
        self.assertEqual(server.get("/", host="evil.example")[0], 403)
        # What speaks no TLS is cut off, and holds nobody up.
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: box.example\r\n\r\n")
            self.assertNotIn(b"HTTP/1.1 200", read_all(plain))
        silent = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        self.assertEqual(server.get("/")[0], 200)
        silent.close()
        self.assertEqual(server.end(), 0)

    def test_old_tls_is_refused(self):
        cert, key = self.certificate()
        server = self.world.serve("--tls-cert", cert, "--tls-key", key)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(socket.create_connection(("127.0.0.1", server.port), timeout=20))

    def test_a_wrong_certificate_is_said(self):
        cert, key = self.certificate()
        other = self.world.root / "other"
        other.mkdir()
        (other / "key.pem").write_text("no key\n")
        for options, words in ((("--tls-cert", cert, "--tls-key", str(other / "key.pem")), "no private key"),
                               (("--tls-cert", key, "--tls-key", key), "no certificate"), (("--tls-cert", cert), "both"),
                               (("--tls-cert", cert, "--tls-key", "/nowhere"), "/nowhere")):
            ended = self.world.run("serve", "--port", "0", *options)
            self.assertEqual(ended.returncode, 2, ended.stderr)
            self.assertIn(words, ended.stderr)


# Another implementation of how tokens are made: HMAC-SHA256 of "token", NUL, rights, session.
TOKEN = r"""
import base64, hmac, json, pathlib, sys
secret = bytes.fromhex(pathlib.Path(sys.argv[1]).read_text().strip())
mac = hmac.new(secret, b"token\0" + (sys.argv[2] + "." + sys.argv[3]).encode(), "sha256").digest()
print(json.dumps(base64.urlsafe_b64encode(mac).decode().rstrip("=")))
"""


def memory_kib(pid):
    for line in open(f"/proc/{pid}/smaps_rollup"):
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise AssertionError("no Pss")


def wakeups(pid):
    """(voluntary context switches of all threads, CPU in ticks)"""
    switches = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        for line in open(f"/proc/{pid}/task/{task}/status"):
            if line.startswith("voluntary_ctxt_switches"):
                switches += int(line.split()[1])
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return switches, int(fields[11]) + int(fields[12])


def main():
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--plumb", required=True, type=os.path.abspath)
    parser.add_argument("--model-server", type=os.path.abspath)
    known, rest = parser.parse_known_args()
    PROGRAMS.plumb, PROGRAMS.model_server = known.plumb, known.model_server
    unittest.main(argv=[sys.argv[0], *rest], warnings="ignore")


if __name__ == "__main__":
    main()
