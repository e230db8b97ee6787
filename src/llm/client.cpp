// One answer, whole or an error. Each attempt is one exchange over HTTP: its bytes go to the tape
// and through a Reader. What fails is judged by wire/failure.cpp; here is only the loop around it:
//   - a refused *optional* member of the request is left out from then on, and said so;
//   - what may pass is tried again, after the wait that the server asked for or with full jitter;
//   - what was streamed before a failure is void (Retrying says so): items exist only once a
//     stream has ended in order.
// A server that has said all and keeps the connection open is not waited for longer than k_linger.

#include "client.h"

#include <algorithm>
#include <random>
#include <set>

#include "base/try.h"
#include "retry.h"
#include "url.h"
#include "wire/failure.h"
#include "wire/reader.h"

namespace llm {
namespace {

using base::Code;
using wire::Failure;
using wire::Outcome;

constexpr int k_few = 2;                     // retries of what will hardly get better
constexpr int k_members_dropped_max = 4;     // per answer
constexpr io::Millis k_linger{500};
constexpr io::Millis k_forever{24 * 3600 * 1000};
constexpr std::size_t k_refusal_max = 64 << 10;

// The state of one exchange, shared by the fetch, its sinks and the watch over them.
struct Live {
  wire::Reader reader;
  Tape* tape;
  int status = 0;
  io::Headers headers;
  std::string refusal;          // body of an answer that is no 2xx
  io::CancelSource hang_up, settled, over;
  bool is_over = false, hung_up = false;

  [[nodiscard]] bool is_answer() const { return status >= 200 && status < 300; }
};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool is_empty(const Response& response) {
  if (response.stop != Stop::end && response.stop != Stop::tool_calls && response.stop != Stop::other) return false;
  return std::none_of(response.items.begin(), response.items.end(), [](const Item& item) {
    const auto* message = std::get_if<AssistantMessage>(&item);
    return std::holds_alternative<ToolCall>(item) || (message != nullptr && !is_blank(message->text));
  });
}

// Some models number their calls anew in each answer, and some servers give all the same id.
void make_ids_unique(Response& response, const Request& request) {
  std::set<std::string> used;
  for (const auto& item : request.items)
    if (const auto* call = std::get_if<ToolCall>(&item)) used.insert(call->id);
  for (auto& item : response.items) {
    auto* call = std::get_if<ToolCall>(&item);
    if (call == nullptr) continue;
    const std::string id = call->id;
    for (int n = 2; !used.insert(call->id).second; ++n) call->id = id + "_" + std::to_string(n);
  }
}

std::int64_t text_bytes(const Request& request) {
  std::size_t bytes = request.instructions.size();
  for (const auto& item : request.items) {
    if (const auto* user = std::get_if<UserMessage>(&item)) bytes += user->text.size();
    else if (const auto* said = std::get_if<AssistantMessage>(&item)) bytes += said->text.size();
    else if (const auto* call = std::get_if<ToolCall>(&item)) bytes += call->arguments.size();
    else if (const auto* result = std::get_if<ToolResult>(&item)) bytes += result->output.size();
  }
  return static_cast<std::int64_t>(bytes);
}

class WireModel final : public Model {
 public:
  WireModel(io::HttpClient& http, const wire::Wire& wire, const Provider& provider, ModelInfo info,
            WireOptions options)
      : http_(http), wire_(wire), provider_(provider), options_(std::move(options)) {
    target_.info = std::move(info);
    target_.compat = provider.compat;
    url_ = endpoint(provider.base_url, wire.path);
  }

  [[nodiscard]] const ModelInfo& info() const override { return target_.info; }
  io::Task<base::Result<Response>> respond(Request request, EventSink sink) override;

 private:
  io::Task<Outcome<Response>> attempt(const Request& request, const std::string& body, const EventSink& sink);
  io::Task<base::Result<io::HttpResponse>> fetch(Live& live, io::HttpRequest request);
  io::Task<base::Result<io::HttpResponse>> watch(Live& live);
  [[nodiscard]] io::HttpRequest http_request(const std::string& body) const;
  Outcome<Response> judge(Live& live, const base::Result<io::HttpResponse>& fetched);
  Outcome<Response> checked(Response response, const Request& request) const;
  [[nodiscard]] std::string who() const { return target_.info.provider + "/" + target_.info.id; }
  [[nodiscard]] std::string safe(std::string text) const { return scrubbed(std::move(text), options_.key); }

  io::HttpClient& http_;
  const wire::Wire& wire_;
  Provider provider_;
  WireOptions options_;
  wire::Target target_;
  std::string url_;
};

io::HttpRequest WireModel::http_request(const std::string& body) const {
  io::HttpRequest out;
  out.method = "POST";
  out.url = url_;
  out.body = body;
  out.idle_timeout = options_.idle_timeout;
  out.use_proxy = !provider_.local;
  out.headers = {{"content-type", "application/json"},
                 {"accept", "text/event-stream, application/json"},
                 {"user-agent", "plumb"}};
  const bool messages = wire_.name == "messages";
  if (messages) out.headers.emplace_back("anthropic-version", "2023-06-01");
  // Thinking between tool calls had to be asked for until models began to decide for themselves.
  if (messages && provider_.name == "anthropic" && target_.info.thinking == "budget")
    out.headers.emplace_back("anthropic-beta", "interleaved-thinking-2025-05-14");
  if (!options_.key.empty()) {
    std::string name = provider_.key_header;
    if (name.empty()) name = messages ? "x-api-key" : "authorization";
    const bool bearer = name == "authorization" || name == "Authorization";
    out.headers.emplace_back(name, (bearer ? "Bearer " : "") + options_.key);
  }
  for (const auto& header : provider_.headers) out.headers.push_back(header);
  return out;
}

io::Task<base::Result<io::HttpResponse>> WireModel::fetch(Live& live, io::HttpRequest request) {
  io::HttpSink sink;
  sink.on_head = [this, &live](const io::HttpResponse& head) {
    live.status = head.status;
    live.headers = head.headers;
    if (live.tape == nullptr) return;
    io::Headers shown;
    for (const auto& [name, value] : head.headers)
      if (name != "set-cookie" && name != "Set-Cookie") shown.emplace_back(name, safe(value));
    live.tape->head(head.status, shown);
  };
  sink.on_body = [&live](std::string_view bytes) {
    if (!live.is_answer()) {   // kept back: it may quote the key
      live.refusal += bytes.substr(0, k_refusal_max - std::min(k_refusal_max, live.refusal.size()));
      return;
    }
    if (live.tape != nullptr) live.tape->bytes(bytes);
    live.reader.feed(bytes);
    if (live.reader.settled()) live.settled.cancel();
  };
  auto task = http_.fetch(std::move(request), std::move(sink));
  auto result = co_await io::cancellable(live.hang_up, std::move(task));
  live.is_over = true;
  live.settled.cancel();
  live.over.cancel();
  co_return result;
}

io::Task<base::Result<io::HttpResponse>> WireModel::watch(Live& live) {
  auto until_settled = io::sleep(k_forever);
  const auto first = co_await io::cancellable(live.settled, std::move(until_settled));
  if (!first && !live.is_over && live.reader.settled()) {
    auto until_over = io::sleep(k_linger);
    const auto second = co_await io::cancellable(live.over, std::move(until_over));
    if (second && !live.is_over) {
      live.hung_up = true;
      live.hang_up.cancel();
    }
  }
  co_return io::HttpResponse{};
}

Outcome<Response> WireModel::judge(Live& live, const base::Result<io::HttpResponse>& fetched) {
  if (!fetched && !live.hung_up && fetched.error().code == Code::cancelled)
    return tl::unexpected(Failure{fetched.error(), wire::Retry::never, {}, {}});
  if (!fetched && live.status == 0) {
    Failure failure{fetched.error(), wire::Retry::never, {}, {}};
    failure.error.what = who() + ": " + failure.error.what;
    // A server of our own that is not there will not come by itself; a network may.
    if (failure.error.code == Code::timeout) failure.retry = wire::Retry::few;
    if (failure.error.code == Code::unavailable)
      failure.retry = provider_.local ? wire::Retry::few : wire::Retry::yes;
    return tl::unexpected(std::move(failure));
  }
  if (!live.is_answer()) return tl::unexpected(wire::refusal(target_, live.status, live.headers, live.refusal));
  auto outcome = live.reader.finish(fetched || live.hung_up ? "" : fetched.error().what);
  if (!outcome && !fetched && fetched.error().code == Code::timeout && outcome.error().retry == wire::Retry::yes) {
    outcome.error().error.code = Code::timeout;
    outcome.error().retry = wire::Retry::few;
  }
  return outcome;
}

Outcome<Response> WireModel::checked(Response response, const Request& request) const {
  const auto& info = target_.info;
  const auto& usage = response.usage;
  const bool nothing = std::none_of(response.items.begin(), response.items.end(), [](const Item& item) {
    return !std::holds_alternative<Reasoning>(item);
  });
  // Xiaomi cuts the prompt to fill the window and then has no room for an answer.
  const bool filled = response.stop == Stop::max_tokens && nothing && usage.output <= 0 && info.window > 0 &&
                      usage.input >= info.window - info.window / 100;
  // Ollama cuts it and says nothing: it then counts far fewer tokens than there are. Text has
  // rarely more than six bytes a token.
  const bool cut = info.provider == "ollama" && usage.input > 0 && info.window > 0 &&
                   usage.input >= info.window / 2 && usage.input < info.window + info.window / 8 &&
                   text_bytes(request) / 6 > usage.input && text_bytes(request) / 6 > info.window;
  if (filled || cut) {
    Failure failure;
    failure.error = {Code::context_overflow,
                     who() + " cut the prompt to its window of " + std::to_string(info.window) + " tokens without a word" +
                         (cut ? "; give it a larger one (OLLAMA_CONTEXT_LENGTH, or num_ctx in its Modelfile)" : "")};
    return tl::unexpected(std::move(failure));
  }
  if (is_empty(response)) {
    Failure failure;
    failure.error = {Code::protocol, who() + " gave an empty answer: no text and no tool call"};
    failure.retry = wire::Retry::few;
    return tl::unexpected(std::move(failure));
  }
  make_ids_unique(response, request);
  return response;
}

io::Task<Outcome<Response>> WireModel::attempt(const Request& request, const std::string& body, const EventSink& sink) {
  Tape* tape = options_.tape;
  if (tape != nullptr) {
    auto recorded = tape->request(safe(without_credentials(url_)), body);
    if (!recorded) co_return tl::unexpected(Failure{std::move(recorded).error(), wire::Retry::never, {}, {}});
  }
  Live live{.reader = wire::Reader(wire_, target_, request, sink), .tape = tape};
  std::vector<io::Task<base::Result<io::HttpResponse>>> tasks;
  tasks.push_back(fetch(live, http_request(body)));
  tasks.push_back(watch(live));
  auto results = co_await io::all(std::move(tasks));
  const auto& fetched = results.front();
  if (tape != nullptr) {
    if (!live.refusal.empty()) tape->bytes(safe(live.refusal));
    std::string end;
    if (!fetched && !live.hung_up) end = std::string(base::name(fetched.error().code)) + ": " + safe(fetched.error().what);
    tape->end(end);
  }
  auto outcome = judge(live, fetched);
  if (!outcome) co_return outcome;
  co_return checked(std::move(*outcome), request);
}

io::Task<base::Result<Response>> WireModel::respond(Request request, EventSink sink) {
  int attempts = 0, few = 0, dropped = 0;
  std::random_device random;
  std::string body = wire_.encode(target_, request);
  for (;;) {
    ++attempts;
    auto outcome = co_await attempt(request, body, sink);
    if (outcome) co_return std::move(*outcome);
    Failure failure = std::move(outcome).error();
    failure.error.what = safe(std::move(failure.error.what));

    if (!failure.refused.empty() && dropped < k_members_dropped_max) {
      ++dropped;
      target_.refused.insert(failure.refused);
      std::string without = wire_.encode(target_, request);
      if (without != body) {
        body = std::move(without);
        Retrying event{attempts, 0, failure.error.what + "; sending the request again without \"" + failure.refused + "\""};
        if (sink) sink(event);
        continue;
      }
    }
    const bool again = failure.retry != wire::Retry::never && attempts <= options_.retries_max &&
                       (failure.retry == wire::Retry::yes || few++ < k_few);
    if (failure.wait && *failure.wait > k_wait_max) {
      failure.error.what += "; it asks to wait " + std::to_string(failure.wait->count() / 1000) + " s, which is too long to wait here";
      co_return base::fail(std::move(failure.error));
    }
    if (!again) {
      if (attempts > 1) failure.error.what += " (after " + std::to_string(attempts) + " attempts)";
      if (failure.error.code == Code::unauthenticated)
        failure.error.what += "; check the " + (options_.key_from.empty() ? std::string("key") : options_.key_from);
      co_return base::fail(std::move(failure.error));
    }
    const std::uint64_t bits = std::uint64_t{random()} << 32 | random();
    io::Millis wait = backoff(attempts, options_.backoff_start, options_.backoff_max, bits);
    // What the server asks for, and a little more, so that not all who were told come back at once.
    if (failure.wait && failure.wait->count() > 0 && options_.backoff_max.count() > 0)
      wait = *failure.wait + std::min(wait, *failure.wait / 10);
    Retrying event{attempts, wait.count(), failure.error.what};
    if (sink) sink(event);
    CO_TRY_DO(co_await io::sleep(wait));
  }
}

}  // namespace

std::unique_ptr<Model> make_wire_model(io::HttpClient& http, const wire::Wire& wire, const Provider& provider,
                                       ModelInfo info, WireOptions options) {
  return std::make_unique<WireModel>(http, wire, provider, std::move(info), std::move(options));
}

base::Result<std::unique_ptr<Model>> make_model(io::HttpClient& http, const Provider& provider, ModelInfo info,
                                                WireOptions options) {
  if (info.wire.empty()) info.wire = provider.wire;
  const auto* wire = wire::find_wire(info.wire);
  if (wire == nullptr)
    return base::fail(Code::unsupported, "unknown wire \"" + info.wire + "\" of " + info.provider + "/" + info.id +
                                             "; there are responses, chat and messages");
  return make_wire_model(http, *wire, provider, std::move(info), std::move(options));
}

}  // namespace llm
