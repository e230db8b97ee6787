"""A model on loopback for measuring: it answers at once, refuses nothing, speaks Responses, Chat
Completions, Messages and Gemini's generateContent, and notes when each request came and went.
(tests/model_server is the strict one.)"""

import http.server
import json
import socketserver
import sys
import threading
import time


def responses_events(turn, n):
    items = []
    for i, (name, arguments) in enumerate(turn.get("calls", [])):
        items.append({"type": "function_call", "id": f"fc_{n}_{i}", "call_id": f"call_{n}_{i}", "name": name,
                      "arguments": json.dumps(arguments), "status": "completed"})
    if turn.get("text"):
        items.append({"type": "message", "id": f"msg_{n}", "role": "assistant", "status": "completed",
                      "content": [{"type": "output_text", "text": turn["text"], "annotations": []}]})
    head = {"id": f"resp_{n}", "object": "response", "model": "bench-1", "status": "in_progress", "output": []}
    yield "response.created", {"response": head}
    for i, item in enumerate(items):
        start = dict(item, status="in_progress")
        if item["type"] == "message":
            yield "response.output_item.added", {"output_index": i, "item": dict(start, content=[])}
            place = {"output_index": i, "item_id": item["id"], "content_index": 0}
            yield "response.output_text.delta", dict(place, delta=turn["text"])
        else:
            yield "response.output_item.added", {"output_index": i, "item": dict(start, arguments="")}
            place = {"output_index": i, "item_id": item["id"]}
            yield "response.function_call_arguments.delta", dict(place, delta=item["arguments"])
            yield "response.function_call_arguments.done", dict(place, arguments=item["arguments"])
        yield "response.output_item.done", {"output_index": i, "item": item}
    usage = {"input_tokens": 1000, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 10,
             "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 1010}
    yield "response.completed", {"response": dict(head, status="completed", output=items, usage=usage)}


def responses(turn, n):
    return "".join(f"event: {kind}\ndata: {json.dumps({'type': kind, 'sequence_number': i, **data})}\n\n"
                   for i, (kind, data) in enumerate(responses_events(turn, n)))


def chat(turn, n):
    calls = [{"index": i, "id": f"call_{n}_{i}", "type": "function",
              "function": {"name": name, "arguments": json.dumps(arguments)}}
             for i, (name, arguments) in enumerate(turn.get("calls", []))]
    delta = {"role": "assistant", "content": turn.get("text") or None}
    if calls:
        delta["tool_calls"] = calls
    chunk = {"id": f"c{n}", "object": "chat.completion.chunk", "created": 1, "model": "bench-1"}
    end = "tool_calls" if calls else "stop"
    lines = [dict(chunk, choices=[{"index": 0, "delta": delta, "finish_reason": None}]),
             dict(chunk, choices=[{"index": 0, "delta": {}, "finish_reason": end}]),
             dict(chunk, choices=[], usage={"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010})]
    return "".join(f"data: {json.dumps(line)}\n\n" for line in lines) + "data: [DONE]\n\n"


def messages(turn, n):
    events = [{"type": "message_start", "message": {
        "id": f"m{n}", "type": "message", "role": "assistant", "model": "bench-1", "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 1000, "output_tokens": 1}}}]
    blocks = [({"type": "text", "text": ""}, {"type": "text_delta", "text": turn["text"]})] if turn.get("text") else []
    for i, (name, arguments) in enumerate(turn.get("calls", [])):
        blocks.append(({"type": "tool_use", "id": f"toolu_{n}_{i}", "name": name, "input": {}},
                       {"type": "input_json_delta", "partial_json": json.dumps(arguments)}))
    for i, (block, delta) in enumerate(blocks):
        events += [{"type": "content_block_start", "index": i, "content_block": block},
                   {"type": "content_block_delta", "index": i, "delta": delta},
                   {"type": "content_block_stop", "index": i}]
    end = "tool_use" if turn.get("calls") else "end_turn"
    events += [{"type": "message_delta", "delta": {"stop_reason": end, "stop_sequence": None},
                "usage": {"output_tokens": 10}}, {"type": "message_stop"}]
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)


def gemini(turn, n):
    parts = [{"text": turn["text"]}] if turn.get("text") else []
    parts += [{"functionCall": {"id": f"call_{n}_{i}", "name": name, "args": arguments}}
              for i, (name, arguments) in enumerate(turn.get("calls", []))]
    answer = {"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}],
              "usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 10, "totalTokenCount": 1010},
              "modelVersion": "bench-1", "responseId": f"r{n}"}
    return f"data: {json.dumps(answer)}\n\n"


WIRES = {"/responses": responses, "/chat/completions": chat, "/messages": messages,
         ":streamGenerateContent": gemini}


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        # Requests for which this is false (a title for the session, say) are answered "Done." and only
        # counted, in `aside`: not what was asked of the agent.
        self.is_work = lambda request: True
        self.begin(lambda n, request: {"text": "Done."})
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 60}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request, client_address):
        """A client that is ended while it waits is no news here; all else is."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def begin(self, script):
        """From now on answers come from `script(n, request)`, and notes are taken afresh."""
        self.script = script
        self.came, self.went, self.bodies, self.strange = [], [], [], []
        self.aside = 0


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 65536

    def log_message(self, *words):
        pass

    def handle_one_request(self):
        # Before the first byte is read, so that what http.server does with it is not counted.
        self.rfile.peek(1)
        self.first_byte = time.monotonic_ns()
        super().handle_one_request()

    def do_GET(self):
        self.server.strange.append("GET " + self.path)
        self.reply(404, b"{}", "application/json")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        path = self.path.partition("?")[0]
        write = next((wire for end, wire in WIRES.items() if path.endswith(end)), None)
        if write is None:
            server.strange.append("POST " + self.path)
            return self.reply(404, b"{}", "application/json")
        if self.headers.get("Content-Encoding"):
            server.strange.append("Content-Encoding " + self.headers["Content-Encoding"])
            return self.reply(415, b"{}", "application/json")
        request = json.loads(body)
        if not server.is_work(request):
            server.aside += 1
            return self.reply(200, write({"text": "Done."}, 9000 + server.aside).encode(), "text/event-stream")
        with server.lock:
            n = len(server.came)
            server.came.append(self.first_byte)
            server.bodies.append(body)
        answer = write(server.script(n, request), n)
        self.reply(200, answer.encode(), "text/event-stream")
        server.went.append(time.monotonic_ns())

    def reply(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
