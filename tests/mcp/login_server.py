"""An MCP server at an address that wants a login (OAuth), with its authorization server, for login.py. What it was asked is in
`seen`; `lifetime` is that of a token in seconds, `tokens` are those that it takes."""

import base64
import hashlib
import http.server
import json
import threading
import urllib.parse


class LoginServer(http.server.ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.lifetime, self.tokens, self.refreshes, self.codes, self.seen, self.made = 3600, set(), set(), {}, [], 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self):
        self.shutdown()
        self.server_close()

    def new_tokens(self):
        self.made += 1
        access, refresh = f"access-{self.made}-secret", f"refresh-{self.made}-secret"
        self.tokens.add(access)
        self.refreshes.add(refresh)
        return {"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": self.lifetime}


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def say(self, status, body, headers=()):
        data = json.dumps(body).encode()
        self.send_response(status)
        for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(data))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        base, url = self.server.base, urllib.parse.urlparse(self.path)
        if url.path == "/.well-known/oauth-protected-resource/mcp":
            return self.say(200, {"resource": base + "/mcp", "authorization_servers": [base], "scopes_supported": ["notes"]})
        if url.path == "/.well-known/oauth-authorization-server":
            return self.say(200, {"issuer": base, "authorization_endpoint": base + "/authorize", "token_endpoint": base + "/token",
                                  "registration_endpoint": base + "/register",
                                  "revocation_endpoint": base + "/revoke", "code_challenge_methods_supported": ["S256"],
                                  "token_endpoint_auth_methods_supported": ["none"], "authorization_response_iss_parameter_supported": True})
        if url.path != "/authorize":
            return self.say(404, {})
        asked = dict(urllib.parse.parse_qsl(url.query))
        self.server.codes["code-1"] = asked
        back = {"code": "code-1", "state": asked["state"], "iss": base}
        self.send_response(302)
        self.send_header("Location", asked["redirect_uri"] + "?" + urllib.parse.urlencode(back))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/register":
            return self.say(201, {"client_id": "client-1", **json.loads(body)})
        if self.path == "/revoke":
            self.server.refreshes.discard(dict(urllib.parse.parse_qsl(body))["token"])
            return self.say(200, {})
        if self.path == "/token":
            return self.give(dict(urllib.parse.parse_qsl(body)))
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if token not in self.server.tokens:
            where = f'Bearer resource_metadata="{self.server.base}/.well-known/oauth-protected-resource/mcp"'
            return self.say(401, {"error": "invalid_token"}, [("WWW-Authenticate", where)])
        message = json.loads(body)
        self.server.seen.append((message["method"], token))
        results = {"server/discover": {"resultType": "complete", "supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}},
                                       "ttlMs": 0, "cacheScope": "private"},
                   "tools/list": {"resultType": "complete", "ttlMs": 0, "cacheScope": "private",
                                  "tools": [{"name": "tell", "description": "tells its caller's token", "inputSchema": {"type": "object"}}]},
                   "tools/call": {"resultType": "complete", "content": [{"type": "text", "text": "the token is " + token}]}}
        return self.say(200, {"jsonrpc": "2.0", "id": message["id"], "result": results[message["method"]]})

    def give(self, asked):
        server = self.server
        if asked["grant_type"] == "authorization_code":
            began = server.codes.pop(asked["code"], None)
            digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            good = (began and began["code_challenge"] == challenge and began["redirect_uri"] == asked["redirect_uri"]
                    and asked["resource"] == began["resource"] == server.base + "/mcp" and began["scope"] == "notes")
        else:
            good = asked["refresh_token"] in server.refreshes
            server.refreshes.discard(asked["refresh_token"])   # good for once
        return self.say(200, server.new_tokens()) if good else self.say(400, {"error": "invalid_grant", "error_description": "not good"})
