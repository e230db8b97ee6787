#pragma once
// What the tests of HTTP have in common: a loop with a client, requests, and scripts for the server.

#include <functional>
#include <memory>
#include <string>

#include "io/http.h"
#include "loopback_server.h"

namespace io {

using Connection = LoopbackServer::Connection;

inline HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  return request;
}

inline HttpRequest post(std::string url, std::string body) {
  HttpRequest request = get(std::move(url));
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

inline std::string ok(std::string_view body, std::string_view more = "") {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) + "\r\n" +
         std::string(body);
}

struct World {
  Loop loop;
  base::Env env;
  std::unique_ptr<HttpClient> client;
  base::Result<HttpResponse> fetch(HttpRequest request, HttpSink sink = {}) {
    if (!client) client = make_http_client(loop, env);
    return loop.run(client->fetch(std::move(request), std::move(sink)));
  }
};

inline base::Result<HttpResponse> fetch(HttpRequest request, HttpSink sink = {}) {
  World world;
  return world.fetch(std::move(request), std::move(sink));
}

/// Sends `answer` to each request.
inline std::function<void(Connection&)> answering(std::string answer) {
  return [answer](Connection& connection) {
    while (!connection.read_request().empty())
      if (!connection.send(answer)) return;
  };
}

/// Sends `answer` to one request and closes.
inline std::function<void(Connection&)> answering_once(std::string answer) {
  return [answer](Connection& connection) {
    (void)connection.read_request();
    (void)connection.send(answer);
  };
}

inline void never_answer(Connection& connection) { connection.wait_for_close(); }

}  // namespace io
