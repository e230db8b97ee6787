// One thread accepts, one thread serves each connection. What they share (the place in the script,
// what was issued, the log) lies behind one mutex; an answer is put together under it and sent
// without it.

#include "model_server/server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <list>
#include <map>
#include <mutex>
#include <thread>

#include "answer.h"
#include "base/ids.h"
#include "base/try.h"
#include "expect.h"
#include "local.h"

namespace model_server {
namespace {

/// What is to be sent, decided under the mutex.
struct Plan {
  std::string head;    ///< status line and headers; for a whole answer also the body
  Body body;           ///< of a stream
  bool stream = false;
  bool silent = false, close = false, reset = false;
};

/// The turns of one model, or of all that have none of their own.
class Queue {
 public:
  void add(const Turn& turn) {
    turns_.push_back(&turn);
    if (turns_.size() == 1) repeats_ = turn.repeat;
  }
  /// The turn for the next request; nullptr = the script is used up.
  const Turn* next() {
    if (at_ >= turns_.size()) return nullptr;
    const Turn& turn = *turns_[at_];
    if (repeats_ < 0) {
      forever_begun_ = true;
      return &turn;
    }
    if (--repeats_ <= 0) {
      ++at_;
      repeats_ = at_ < turns_.size() ? turns_[at_]->repeat : 0;
    }
    return &turn;
  }
  /// Turns that nobody has asked for.
  [[nodiscard]] std::size_t left() const {
    const bool begun = at_ < turns_.size() && repeats_ != turns_[at_]->repeat;
    return turns_.size() - at_ - (begun || forever_begun_ ? 1 : 0);
  }
  std::vector<std::string> before;   ///< the parts of its last request

 private:
  std::vector<const Turn*> turns_;
  std::size_t at_ = 0;
  std::int64_t repeats_ = 0;         ///< of the current turn that are left; negative = for ever
  bool forever_begun_ = false;
};

class ServerImpl final : public Server {
 public:
  explicit ServerImpl(Options options) : options_(std::move(options)) {
    wires_.push_back(make_responses());
    wires_.push_back(make_chat());
    wires_.push_back(make_messages());
    for (const auto& turn : options_.script.turns) queues_[turn.model].add(turn);
  }

  ~ServerImpl() override {
    const std::uint64_t one = 1;
    if (stop_) (void)!::write(stop_.get(), &one, sizeof one);
    if (acceptor_.joinable()) acceptor_.join();
    for (auto& thread : threads_) thread.join();
  }

  base::Result<> listen() {
    if (!options_.log.empty()) {
      log_ = base::Fd(::open(options_.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
      if (!log_) return base::fail_errno("cannot write the log " + options_.log);
    }
    stop_ = base::Fd(::eventfd(0, EFD_CLOEXEC));
    listener_ = base::Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!stop_ || !listener_) return base::fail_errno("cannot make a socket");
    const int on = 1;
    ::setsockopt(listener_.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(options_.port));
    socklen_t size = sizeof address;
    if (::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(listener_.get(), 64) != 0 ||
        ::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
      return base::fail_errno("cannot listen on 127.0.0.1:" + std::to_string(options_.port));
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
    return {};
  }

  [[nodiscard]] int port() const override { return port_; }
  [[nodiscard]] std::vector<Request> requests() const override {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  [[nodiscard]] std::vector<std::string> failures() const override {
    const std::lock_guard lock(mutex_);
    return failures_;
  }
  [[nodiscard]] std::size_t turns_left() const override {
    const std::lock_guard lock(mutex_);
    std::size_t left = 0;
    for (const auto& [model, queue] : queues_) left += queue.left();
    return left;
  }
  [[nodiscard]] std::size_t broken_off() const override {
    const std::lock_guard lock(mutex_);
    return broken_off_;
  }
  bool wait_for_requests(std::size_t count, std::chrono::milliseconds limit) override {
    std::unique_lock lock(mutex_);
    return came_.wait_for(lock, limit, [&] { return requests_.size() >= count; });
  }

 private:
  void accept_all() {
    for (;;) {
      pollfd fds[2] = {{listener_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
      if (::poll(fds, 2, -1) < 0) continue;
      if (fds[1].revents != 0) return;
      base::Fd socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (!socket) continue;
      const int on = 1;
      ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      // A list: only this thread touches it until the destructor has joined it.
      threads_.emplace_back([this, taken = std::move(socket)]() mutable {
        Connection client(std::move(taken), stop_.get());
        while (serve(client)) {
        }
      });
    }
  }

  /// False when the connection is over.
  bool serve(Connection& client) {
    HttpRequest request;
    switch (client.read(request)) {
      case Connection::Got::closed: return false;
      case Connection::Got::bad:
        client.write(http_answer(400, {{"Content-Type", "text/plain"}, {"Connection", "close"}}, "not HTTP\n"));
        return false;
      case Connection::Got::request: break;
    }
    const Plan plan = decide(request);
    if (!send(client, plan)) return false;
    return request.header("Connection") != "close";
  }

  bool send(Connection& client, const Plan& plan) {
    if (plan.silent) {
      if (client.wait_closed()) client_left();
      return false;
    }
    if (plan.close) {
      if (plan.reset) client.reset();
      return false;
    }
    if (!client.write(plan.head)) return client_left();
    if (!plan.stream) return true;
    for (const auto& piece : plan.body.pieces)
      if (!client.write(http_chunk(piece))) return client_left();
    if (plan.body.stall_at_end) {
      if (client.wait_closed()) client_left();
      return false;
    }
    if (plan.body.close_at_end) {
      if (plan.reset) client.reset();
      return false;
    }
    return client.write(http_chunk("")) || client_left();
  }

  bool client_left() {
    const std::lock_guard lock(mutex_);
    ++broken_off_;
    log({{"kind", "client_left"}, {"n", requests_.size()}});
    return false;
  }

  const Wire* wire_of(const HttpRequest& request) const {
    static const std::map<std::string, std::string, std::less<>> k_paths{
        {"/v1/responses", "responses"}, {"/v1/chat/completions", "chat"}, {"/v1/messages", "messages"}};
    const auto found = k_paths.find(request.path);
    if (found == k_paths.end() || request.method != "POST") return nullptr;
    if (options_.wire != "any" && options_.wire != found->second) return nullptr;
    for (const auto& wire : wires_)
      if (wire->name() == found->second) return wire.get();
    return nullptr;
  }

  Plan decide(const HttpRequest& request) {
    const Wire* wire = wire_of(request);
    if (wire == nullptr) return decide_other(request);
    Request seen_request;
    {
      const std::lock_guard lock(mutex_);
      seen_request = {requests_.size() + 1, base::steady_ms(), wire->name(), request.path, request.body,
                      request.headers};
      requests_.push_back(seen_request);
      log_request(seen_request);
    }
    came_.notify_all();
    if (options_.on_request) options_.on_request(seen_request);
    const std::lock_guard lock(mutex_);
    return decide_turn(*wire, request, seen_request.n);
  }

  Plan decide_other(const HttpRequest& request) {
    const std::lock_guard lock(mutex_);
    log({{"kind", "other"}, {"method", request.method}, {"path", request.path}});
    if (auto plain = answer_about(request, options_.script))
      return whole(plain->status, {{"Content-Type", plain->content_type}}, plain->body);
    const Refusal refusal{404, "invalid_request_error",
                          "Invalid URL (" + request.method + " " + request.path + ")", "", ""};
    return whole(404, {{"Content-Type", "application/json"}}, wires_.front()->error_body(refusal));
  }

  Plan decide_turn(const Wire& wire, const HttpRequest& request, std::size_t n) {
    if (auto no = wire.authenticate(request, options_.script.key)) return refuse(wire, n, *no, {}, true);
    if (!request.header("Content-Type").starts_with("application/json"))
      return refuse(wire, n, {400, "invalid_request_error",
                              "Unsupported content type: '" + std::string(request.header("Content-Type")) +
                                  "'. This API method only accepts 'application/json' requests.", "", ""}, {}, true);
    const auto body = json::parse(request.body);
    if (!body || !body->is_object())
      return refuse(wire, n, {400, "invalid_request_error",
                              "We could not parse the JSON body of your request: " +
                                  (body ? std::string("expected an object") : body.error().what), "", ""}, {}, true);
    Seen seen;
    seen.body = body->get_object();
    if (auto no = wire.check(request, seen.body, options_.script, memory_, seen)) return refuse(wire, n, *no, {}, true);

    Queue& queue = queues_.contains(seen.model) ? queues_[seen.model] : queues_[""];
    const Turn* turn = queue.next();
    if (turn == nullptr)
      return refuse(wire, n, {400, "scripted_expectation", "the script is used up: request " + std::to_string(n) +
                              " has no turn", "", ""}, {}, true);
    auto why = unmet(turn->expect, request, seen, queue.before, wire.name());
    for (const auto& call : turn->calls)
      if (why.empty() && !turn->any_tool && !seen.tools.contains(call.name))
        why = "the request does not offer the tool " + call.name + " that the script calls (\"any_tool\": true "
              "calls it all the same)";
    if (!why.empty()) return refuse(wire, n, {400, "scripted_expectation", why, "", ""}, {}, true);
    const auto before = std::exchange(queue.before, seen.parts);
    return turn->numbered ? play(wire, numbered(*turn, n), seen, before, n) : play(wire, *turn, seen, before, n);
  }

  static Turn numbered(Turn turn, std::size_t n) {
    const auto fill = [&](std::string& text) {
      for (std::size_t at = 0; (at = text.find("{n}", at)) != std::string::npos;) text.replace(at, 3, std::to_string(n));
    };
    fill(turn.text);
    for (auto& call : turn.calls) fill(call.arguments);
    return turn;
  }

  Plan play(const Wire& wire, const Turn& turn, const Seen& seen, const std::vector<std::string>& before,
            std::size_t n) {
    const Fault& fault = turn.fault;
    Headers headers = wire.headers(memory_);
    if (fault.header_bytes > 0) headers.emplace_back("x-huge", std::string(fault.header_bytes, 'h'));
    if (!fault.retry_after.empty()) headers.emplace_back("Retry-After", fault.retry_after);
    if (!fault.retry_after_ms.empty()) headers.emplace_back("retry-after-ms", fault.retry_after_ms);
    if (fault.silent) {
      log({{"kind", "answer"}, {"n", n}, {"fault", "silent"}});
      Plan plan;
      plan.silent = true;
      return plan;
    }
    if (fault.close_at && fault.close_at->at == Place::At::start) {
      log({{"kind", "answer"}, {"n", n}, {"fault", "close at start"}});
      Plan plan;
      plan.close = true;
      plan.reset = fault.reset;
      return plan;
    }
    if (fault.status || fault.refuse_key || fault.overflow) {
      Refusal refusal = fault.overflow ? wire.overflow(options_.script.window + 1234, options_.script.window)
                                       : wire.usual(fault.refuse_key ? 401 : *fault.status);
      if (fault.status) refusal.status = *fault.status;
      if (!fault.message.empty()) refusal.message = fault.message;
      if (!fault.type.empty()) refusal.type = fault.type;
      if (!fault.code.empty()) refusal.code = fault.code;
      if (fault.body) {
        log({{"kind", "answer"}, {"n", n}, {"status", refusal.status}, {"fault", "body"}});
        headers.emplace_back("Content-Type", fault.content_type.value_or("application/json"));
        return whole(refusal.status, headers, *fault.body);
      }
      return refuse(wire, n, refusal, headers, false);
    }
    if (!fault.garbage.empty()) {
      log({{"kind", "answer"}, {"n", n}, {"status", 200}, {"fault", "garbage " + fault.garbage}});
      headers.emplace_back("Content-Type", fault.content_type.value_or(
                                               fault.garbage == "html" ? "text/html" : "text/event-stream"));
      return whole(200, headers, garbage(fault.garbage));
    }
    const Answer answer = make_answer(turn, seen, before);
    log({{"kind", "answer"}, {"n", n}, {"status", 200}, {"input", answer.input}, {"cached", answer.cached},
         {"output", answer.output}});
    if (!seen.stream) {
      headers.emplace_back("Content-Type", fault.content_type.value_or("application/json"));
      return whole(200, headers, wire.whole(answer, seen, memory_));
    }
    Plan plan;
    plan.stream = true;
    plan.reset = fault.reset;
    headers.emplace_back("Content-Type", fault.content_type.value_or("text/event-stream; charset=utf-8"));
    headers.emplace_back("Cache-Control", "no-cache");
    plan.head = http_stream_head(200, headers);
    plan.body = make_body(wire, turn, wire.stream(answer, seen, memory_));
    return plan;
  }

  static Plan whole(int status, Headers headers, std::string_view body) {
    Plan plan;
    plan.head = http_answer(status, std::move(headers), body);
    return plan;
  }

  Plan refuse(const Wire& wire, std::size_t n, const Refusal& refusal, Headers headers, bool failure) {
    if (failure) failures_.push_back("request " + std::to_string(n) + " (" + wire.name() + "): " + refusal.message);
    log({{"kind", refusal.type == "scripted_expectation" ? "expectation" : "refused"}, {"n", n},
         {"status", refusal.status}, {"why", refusal.message}});
    headers.emplace_back("Content-Type", "application/json");
    return whole(refusal.status, std::move(headers), wire.error_body(refusal));
  }

  void log_request(const Request& request) {
    if (!log_) return;
    json::Object headers;
    for (const auto& [name, value] : request.headers) headers[name] = to_json(value);
    json::Object line{{"kind", "request"}, {"n", request.n}, {"t_ms", request.time_ms}, {"wire", request.wire},
                      {"path", request.path}, {"bytes", request.body.size()}};
    line["headers"] = std::move(headers);
    if (auto body = json::parse(request.body)) line["body"] = std::move(*body);
    else line["raw"] = to_json(request.body);
    log(line);
  }

  void log(const json::Object& line) {
    if (!log_) return;
    // A log that cannot be written (full disk) must not pass for one without happenings.
    if (auto done = base::write_all(log_.get(), json::dump(line) + "\n"); !done)
      failures_.push_back("the log cannot be written: " + done.error().what);
  }

  Options options_;
  std::vector<std::unique_ptr<Wire>> wires_;
  base::Fd log_, stop_, listener_;
  int port_ = 0;
  std::thread acceptor_;
  std::list<std::thread> threads_;

  mutable std::mutex mutex_;   ///< guards all below
  std::condition_variable came_;
  std::size_t broken_off_ = 0;
  std::map<std::string, Queue> queues_;   ///< by model; they point into options_.script
  Memory memory_;
  std::vector<Request> requests_;
  std::vector<std::string> failures_;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::start(Options options) {
  auto server = std::make_unique<ServerImpl>(std::move(options));
  TRY_DO(server->listen());
  return server;
}

}  // namespace model_server
