// An address spoken to by POST, a request each. The answer is the body, or an event of a stream in which notifications may
// come first. A stream that breaks off before the answer is taken up again where the server gave its events ids (the older
// era only: the newer one has no such thing).

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/try.h"
#include "io/event.h"
#include "io/sse.h"
#include "mcp/login.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "transport.h"

namespace mcp {

namespace {

using base::Code;

constexpr int k_resumes_max = 5;
constexpr io::Millis k_retry_usual{1000}, k_retry_max{30000};
constexpr io::Millis k_goodbye{2000};
constexpr std::size_t k_told_max = 64;             // notifications and answers of ours on their way
constexpr std::size_t k_id_max = 1024;             // of a session, of an event
constexpr std::size_t k_body_shown = 300;
constexpr std::int64_t k_no_id = 0;                // no request has it
constexpr int k_listen_max = 1000;                 // times that the server's own stream is asked for
constexpr io::Millis k_listen_idle{600000};
constexpr int k_renewals_max = 3;                  // of the login, for one request

bool is_event_stream(const io::Headers& headers) {
  return io::header(headers, "content-type").starts_with("text/event-stream");
}

/// One response while it comes in.
struct Incoming : std::enable_shared_from_this<Incoming> {   // a posted end may come after it
  explicit Incoming(std::int64_t wanted) : id(wanted) {}
  std::int64_t id;
  int status = 0;
  bool is_stream = false, is_too_big = false, is_flood = false;
  std::string body, last_event;
  io::Headers refusal;           ///< the headers of a 401 or 403
  std::int64_t retry_ms = -1;
  std::size_t bytes = 0, unasked = 0;
  std::optional<json::Value> answer;
  io::CancelSource enough;       ///< of the fetch: what was wanted is here, or nothing good will come
};

class HttpTransport final : public Transport {
 public:
  HttpTransport(io::Loop& loop, io::HttpClient& http, Address address)
      : loop_(loop), http_(http), address_(std::move(address)), told_(io::executor_of(loop)), scope_(loop) {}

  void on_message(OnMessage on_message) override { on_message_ = std::move(on_message); }
  void set_version(std::string version) override {
    version_ = std::move(version);
    if (version_.empty()) session_.clear();   // a handshake begins: the session that there was is not to be named in it
  }

  void listen() override {
    if (!is_modern() && !closed_) scope_.spawn(hear(session_));
  }

  io::Task<base::Result<json::Value>> request(Request request) override {
    while (on_their_way_ > 0) {   // what was told before should be known there
      co_await told_.wait();
      const bool cancelled = co_await io::is_cancelled();
      if (cancelled) co_return base::fail(io::cancelled_error());
    }
    for (int renewals = 0;; ++renewals) {
      if (address_.login != nullptr) {
        CO_TRY(token_, co_await address_.login->token());
      }
      const std::string used = token_;
      const auto in = std::make_shared<Incoming>(id_of(request.message));
      const auto done = co_await exchange(in, request);
      const bool is_refused = done && !in->refusal.empty() && address_.login != nullptr;
      if (is_refused && renewals < k_renewals_max) {
        auto work = address_.login->renew(used, in->status, in->refusal);
        CO_TRY_DO(co_await std::move(work));
        continue;
      }
      if (in->answer && in->status != 401) co_return *std::move(in->answer);
      if (!done && done.error().code == Code::cancelled && !is_modern())
        tell(cancelled_notice(in->id));   // the newer era understands a closed connection
      if (!done) co_return base::fail(done.error());
      co_return base::fail(failure(*in));
    }
  }

  void tell(json::Value message) override {
    if (closed_ || on_their_way_ >= k_told_max) return;
    ++on_their_way_;
    scope_.spawn(tell_now(post_of(message, {})));
  }

  io::Task<> close() override {
    if (!closed_) co_await io::shielded(close_now());
  }
  [[nodiscard]] bool is_open() const override { return !closed_; }
  [[nodiscard]] std::string log() const override { return {}; }

 private:
  [[nodiscard]] bool is_modern() const { return version_ == k_modern; }

  /// Sends it and waits for its answer, taking up streams that broke off.
  io::Task<base::Result<>> exchange(std::shared_ptr<Incoming> in, Request request) {
    auto done = co_await fetch(in, post_of(request.message, std::move(request.headers)));
    for (int tries = 0; done && !in->answer && may_resume(*in); ++tries) {
      if (tries == k_resumes_max) co_return base::fail(Code::unavailable, "the server's answer broke off, again and again");
      const io::Millis wait = in->retry_ms < 0 ? k_retry_usual : std::min(io::Millis(in->retry_ms), k_retry_max);
      CO_TRY_DO(co_await io::sleep(wait));
      done = co_await fetch(in, resume_of(*in));
    }
    if (in->answer) co_return base::Result<>();
    co_return done;
  }

  [[nodiscard]] io::HttpRequest request_of(std::string method, std::string accept) const {
    io::HttpRequest out;
    out.method = std::move(method);
    out.url = address_.url;
    out.headers = address_.headers;
    if (!accept.empty()) out.headers.emplace_back("Accept", std::move(accept));
    if (!version_.empty()) out.headers.emplace_back("MCP-Protocol-Version", version_);
    if (!session_.empty()) out.headers.emplace_back("Mcp-Session-Id", session_);
    if (!token_.empty()) out.headers.emplace_back("Authorization", "Bearer " + token_);
    return out;
  }

  [[nodiscard]] io::HttpRequest post_of(const json::Value& message, io::Headers more) const {
    auto out = request_of("POST", "application/json, text/event-stream");
    out.headers.emplace_back("Content-Type", "application/json");
    out.headers.insert(out.headers.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    out.body = json::dump(message);
    return out;
  }

  [[nodiscard]] io::HttpRequest resume_of(const Incoming& in) const {
    auto out = request_of("GET", "text/event-stream");
    out.headers.emplace_back("Last-Event-ID", in.last_event);
    return out;
  }

  [[nodiscard]] bool may_resume(const Incoming& in) const {
    return in.is_stream && !in.is_too_big && !in.is_flood && !is_modern() && !in.last_event.empty();
  }

  /// Fills `in`. An error is that of the connection, or of who awaits this.
  io::Task<base::Result<>> fetch(std::shared_ptr<Incoming> in, io::HttpRequest request) {
    auto parser = std::make_shared<io::SseParser>([this, raw = in.get()](io::SseEvent event) {
      if (!event.id.empty() && event.id.size() <= k_id_max) raw->last_event = event.id;
      if (!event.data.empty() && (event.event.empty() || event.event == "message")) take(*raw, event.data);
    });
    io::HttpSink sink;
    sink.on_head = [this, in](const io::HttpResponse& head) {
      in->status = head.status;
      in->is_stream = head.status == 200 && is_event_stream(head.headers);
      in->body.clear();
      if (head.status == 401 || (head.status == 403 && !io::header(head.headers, "www-authenticate").empty())) in->refusal = head.headers;
      const auto session = io::header(head.headers, "mcp-session-id");
      if (session_.empty() && !is_modern() && session.size() <= k_id_max) session_ = session;
    };
    sink.on_body = [this, in, parser](std::string_view bytes) {
      in->bytes += bytes.size();
      in->is_too_big = in->is_too_big || in->bytes > k_message_max || parser->overflow();
      if (in->is_too_big) return stop(*in);
      if (in->is_stream) parser->feed(bytes);
      else in->body += bytes;
    };
    auto work = http_.fetch(std::move(request), std::move(sink));
    const auto done = co_await io::cancellable(in->enough, std::move(work));
    if (done && in->is_stream) parser->finish();
    if (parser->retry_ms() >= 0) in->retry_ms = parser->retry_ms();
    if (!in->is_stream && !in->body.empty() && !in->is_too_big) take(*in, in->body);
    if (done || in->enough.cancelled()) co_return base::Result<>();
    co_return base::fail(done.error());
  }

  /// The older era's stream of what the server asks and tells by itself, for as long as the session lasts.
  io::Task<> hear(std::string session) {
    std::string last_event;
    for (int round = 0, failures = 0; round < k_listen_max && failures < k_resumes_max && session == session_; ++round) {
      const auto in = std::make_shared<Incoming>(k_no_id);
      in->last_event = last_event;
      auto request = request_of("GET", "text/event-stream");
      if (!last_event.empty()) request.headers.emplace_back("Last-Event-ID", last_event);
      request.idle_timeout = k_listen_idle;
      const auto done = co_await fetch(in, std::move(request));
      const bool has_none = (done && !in->is_stream) || in->is_too_big || in->is_flood;
      if (has_none || (!done && done.error().code == Code::cancelled)) co_return;
      last_event = in->last_event;
      failures = in->bytes > 0 ? 0 : failures + 1;
      const auto slept = co_await io::sleep(std::clamp(io::Millis(in->retry_ms), k_retry_usual, k_retry_max));
      if (!slept) co_return;
    }
  }

  void stop(Incoming& in) {
    // Not from within the client's own callback.
    loop_.post([keep = in.shared_from_this()] { keep->enough.cancel(); });
  }

  void take(Incoming& in, std::string_view bytes) {
    if (in.answer || in.is_flood) return;
    const auto message = json::parse(text::is_valid_utf8(bytes) ? std::string(bytes) : text::to_valid_utf8(bytes));
    if (!message || !message->is_object()) return;
    if (json::find(*message, "method") != nullptr) {
      in.is_flood = ++in.unasked > k_unasked_max;
      if (in.is_flood) return stop(in);
      if (on_message_) on_message_(*message);
      return;
    }
    // An error about a message that could not be read has no id.
    const bool is_about_us = id_of(*message) == in.id || (!in.is_stream && json::find(*message, "error") != nullptr);
    if (!is_about_us) return;
    in.answer = *message;
    if (in.is_stream) stop(in);
  }

  [[nodiscard]] base::Error failure(const Incoming& in) const {
    if (in.is_too_big) return {Code::too_big, "the server sent more than " + std::to_string(k_message_max >> 20) + " MiB in an answer"};
    if (in.is_flood) return {Code::protocol, "the server sent more than " + std::to_string(k_unasked_max)
        + " messages that nobody asked for"};
    if (in.status == 401) return {Code::unauthenticated,
        "the server wants a login (HTTP 401), or refuses the one that it was given"};
    if (in.status == 403) return {Code::denied, "the server refuses (HTTP 403)"};
    if (in.status == 404 && !session_.empty()) return {Code::changed, "the server has forgotten the session"};
    if (in.status >= 500) return {Code::unavailable, "the server failed (HTTP " + std::to_string(in.status) + ")"};
    if (in.status >= 300) return {Code::protocol, "the server answered with HTTP " + std::to_string(in.status)};
    return {Code::protocol, "the server sent no answer: " + text::to_valid_utf8(text::clip(in.body, k_body_shown))};
  }

  io::Task<> tell_now(io::HttpRequest request) {
    (void)co_await http_.fetch(std::move(request), {});   // what is lost the next request finds out
    --on_their_way_;
    told_.notify();
  }

  io::Task<> close_now() {
    closed_ = true;
    scope_.cancel();
    co_await scope_.wait();
    if (session_.empty()) co_return;
    auto goodbye = http_.fetch(request_of("DELETE", ""), {});
    (void)co_await io::within(k_goodbye, "the end of a session", std::move(goodbye));   // a courtesy
  }

  io::Loop& loop_;
  io::HttpClient& http_;
  Address address_;
  std::string version_, session_, token_;
  OnMessage on_message_;
  bool closed_ = false;
  std::size_t on_their_way_ = 0;
  io::Event told_;
  io::Scope scope_;   // last: its tasks use all of the above
};

}  // namespace

base::Result<std::unique_ptr<Transport>> open_address(io::Loop& loop, io::HttpClient& http, Address address) {
  if (!address.url.starts_with("https://") && !address.url.starts_with("http://"))
    return base::fail(Code::invalid, "url must begin with https:// or http://");
  return std::make_unique<HttpTransport>(loop, http, std::move(address));
}

}  // namespace mcp
