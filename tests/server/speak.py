"""What the tests of `plumb serve` have in common: the program, raw HTTP, WebSockets and JSON-RPC, by the standard
library alone."""

import base64
import http.client
import json
import os
import pathlib
import select
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from urllib.parse import urlsplit

WAIT = 60   # seconds: the machine may be busy; nothing here waits as long when all is well


class World:
    """A state folder, a project, and optionally a scripted model."""

    def __init__(self, plumb, model_server=None, turns=()):
        self.plumb = plumb
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="plumb-serve-"))
        self.home, self.project = self.root / "home", self.root / "project"
        (self.home / "config").mkdir(parents=True)
        self.project.mkdir()
        (self.root / "user").mkdir()
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.root / "user"), "PLUMB_HOME": str(self.home), "LANG": "C.UTF-8",
                    "TERM": "dumb", "SCRIPTED_KEY": "sk-scripted", "GIT_CONFIG_GLOBAL": str(self.root / "gitconfig"),
                    "GIT_CONFIG_SYSTEM": "/dev/null"}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]
        self.children = []
        if model_server:
            self.start_model(model_server, turns)

    def start_model(self, program, turns):
        script, port_file = self.root / "script.json", self.root / "model-port"
        script.write_text(json.dumps({"models": ["scripted-1"], "key": "sk-scripted", "window": 200000, "turns": list(turns)}))
        log = open(self.root / "model.log", "w")
        self.children.append(subprocess.Popen([program, "--script", script, "--port-file", port_file, "--log", self.root / "model.jsonl"],
                                              stdout=log, stderr=log))
        until(lambda: port_file.exists() and port_file.read_text().strip(), "the model server's port")
        (self.home / "config/config.toml").write_text(f"""
model = "scripted/scripted-1"
[providers.scripted]
base_url = "http://127.0.0.1:{port_file.read_text().strip()}/v1"
wire = "chat"
key_env = "SCRIPTED_KEY"
""")

    def serve(self, *options, **more):
        server = Server(self, options, **more)
        self.children.append(server.process)
        return server

    def run(self, *words, **more):
        return subprocess.run([self.plumb, *words], env=self.env, cwd=self.project, text=True, capture_output=True, timeout=WAIT, **more)

    def close(self):
        for child in self.children:
            if child.poll() is None:
                child.send_signal(signal.SIGCONT)
                child.terminate()
        for child in self.children:
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        shutil.rmtree(self.root, ignore_errors=True)


class Server:
    def __init__(self, world, options, port=0):
        self.errors = open(world.root / "serve.err", "a+")
        self.process = subprocess.Popen([world.plumb, "serve", "--json", "--port", str(port), *options], env=world.env, cwd=world.project,
                                        text=True, stdout=subprocess.PIPE, stderr=self.errors)
        line = self.process.stdout.readline()
        if not line:
            self.errors.seek(0)
            raise AssertionError(f"plumb serve printed nothing; exit {self.process.wait(WAIT)}, stderr: {self.errors.read()}")
        self.links = json.loads(line)
        self.url = urlsplit(self.links["address"])
        self.port, self.host = self.url.port, self.url.netloc
        self.origin = f"{self.url.scheme}://{self.host}"

    def token(self, what="url"):
        return urlsplit(self.links[what]).fragment

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(WAIT)

    def connect(self):
        plain = socket.create_connection((self.url.hostname, self.port), timeout=WAIT)
        if self.url.scheme == "http":
            return plain
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(plain)

    def raw(self, request, read=True):
        """Bytes in, all bytes out until the server closes."""
        with self.connect() as peer:
            try:
                peer.sendall(request if isinstance(request, bytes) else request.encode())
            except OSError:
                pass   # closed in the middle: what it said is still there
            return read_all(peer) if read else b""

    def get(self, path, method="GET", host=None, **headers):
        """(status, headers, body)"""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host or self.host}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return parse(self.raw("\r\n".join(lines) + "\r\n\r\n"))

    def login(self, token=None, session="", **headers):
        body = json.dumps({"token": self.token() if token is None else token, "session": session})
        headers = {"Origin": self.origin, "Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        lines = [f"POST /login HTTP/1.1", f"Host: {self.host}", "Connection: close", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items() if value is not None]
        status, sent, text = parse(self.raw("\r\n".join(lines) + "\r\n\r\n" + body))
        if status != 200:
            return Refused(status, text.decode())
        return Login(sent["set-cookie"].split(";")[0] if "set-cookie" in sent else headers.get("Cookie", ""), sent.get("set-cookie", ""),
                     **json.loads(text))

    def page(self, token=None, session=""):
        """A WebSocket as the page opens it, ready for calls."""
        login = self.login(token, session)
        assert isinstance(login, Login), vars(login)
        socket_ = WebSocket(self, {"Origin": self.origin, "Cookie": login.cookie, "Sec-WebSocket-Protocol": f"plumb, {login.key}"})
        assert socket_.status == 101, socket_.head
        return Rpc(socket_)


class Login:
    def __init__(self, cookie, set_cookie, key, rights, session):
        self.cookie, self.set_cookie, self.key, self.rights, self.session = cookie, set_cookie, key, rights, session


class Refused:
    def __init__(self, status, text):
        self.status, self.text = status, text


def read_all(peer):
    got = b""
    try:
        while chunk := peer.recv(65536):
            got += chunk
    except ConnectionResetError:
        pass
    return got


def parse(raw):
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        name, _, value = line.partition(": ")
        headers[name.lower()] = value
    return int(lines[0].split()[1]) if len(lines[0].split()) > 1 else 0, headers, body


class Closed(Exception):
    def __init__(self, code, why=""):
        super().__init__(f"closed with {code} {why}")
        self.code, self.why = code, why


class WebSocket:
    def __init__(self, server, headers=(), path="/acp", host=None):
        self.peer = server.connect()
        lines = [f"GET {path} HTTP/1.1", f"Host: {host or server.host}", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}"]
        lines += [f"{name}: {value}" for name, value in dict(headers).items()]
        self.peer.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.pending = b""
        while b"\r\n\r\n" not in self.pending:
            chunk = self.peer.recv(65536)
            if not chunk:
                break
            self.pending += chunk
        head, _, self.pending = self.pending.partition(b"\r\n\r\n")
        self.head = head.decode("latin-1")
        self.status = int(self.head.split()[1]) if self.head else 0
        if self.status != 101:
            self.peer.close()

    def frame(self, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        head = bytes([0x80 | opcode])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 65536:
            head += bytes([0x80 | 126]) + size.to_bytes(2, "big")
        else:
            head += bytes([0x80 | 127]) + size.to_bytes(8, "big")
        long_mask = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(long_mask, "big")).to_bytes(size, "big") if size else b""
        self.peer.sendall(head + mask + masked)

    def send(self, text):
        self.frame(1, text.encode())

    def take(self, size):
        while len(self.pending) < size:
            chunk = self.peer.recv(1 << 20)
            if not chunk:
                raise Closed(1006)
            self.pending += chunk
        out, self.pending = self.pending[:size], self.pending[size:]
        return out

    def read(self, timeout=WAIT):
        """The next text message. Closed, with its code, at the end."""
        self.peer.settimeout(timeout)
        try:
            while True:
                first, second = self.take(2)
                size = second & 127
                if size == 126:
                    size = int.from_bytes(self.take(2), "big")
                elif size == 127:
                    size = int.from_bytes(self.take(8), "big")
                payload = self.take(size)
                opcode = first & 15
                if opcode == 1:
                    return payload.decode()
                if opcode == 8:
                    raise Closed(int.from_bytes(payload[:2], "big"), payload[2:].decode())
                if opcode == 9:
                    self.frame(10, payload)
        except ConnectionResetError:
            raise Closed(1006) from None

    def close(self):
        self.peer.close()


class Error(Exception):
    def __init__(self, error):
        super().__init__(f"{error['code']} {error['message']}")
        self.code, self.message = error["code"], error["message"]


class Rpc:
    """JSON-RPC over a WebSocket. Notifications and requests of the other side are kept in `heard`."""

    def __init__(self, socket_):
        self.socket, self.number, self.heard = socket_, 0, []
        self.capabilities = self.call("initialize", protocolVersion=1, clientCapabilities={})

    def post(self, method, **params):
        self.number += 1
        self.socket.send(json.dumps({"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}))
        return self.number

    def call(self, method, **params):
        return self.answer(self.post(method, **params))

    def answer(self, number):
        message = self.until(lambda message: message.get("id") == number and "method" not in message)
        self.heard.remove(message)
        if "error" in message:
            raise Error(message["error"])
        return message["result"]

    def until(self, fits, timeout=WAIT):
        """The first message, heard or to come, that fits."""
        at, deadline = 0, time.monotonic() + timeout
        while True:
            while at < len(self.heard):
                if fits(self.heard[at]):
                    return self.heard[at]
                at += 1
            self.heard.append(json.loads(self.socket.read(max(0.1, deadline - time.monotonic()))))

    def events(self, session):
        return [event for message in self.heard if message.get("method") == "_plumb/events" and message["params"]["sessionId"] == session
                for event in message["params"]["events"]]

    def until_event(self, session, kind):
        self.until(lambda message: message.get("method") == "_plumb/events" and message["params"]["sessionId"] == session
                   and any(event["type"] == kind for event in message["params"]["events"]))
        return next(event for event in self.events(session) if event["type"] == kind)

    def close(self):
        self.socket.close()


def until(fits, what, timeout=WAIT):
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if got := fits():
            return got
        time.sleep(0.05)
    raise AssertionError(f"after {timeout} s still not: {what}")
