// The protocol over a transport: which era the server is of, its tools, calls.
//
// The era is found out by asking for server/discover as the newer one has it. Who knows that answers, or complains about the
// version; whoever does not is asked to shake hands as before. Some older servers end at a request that comes before the
// handshake: those are started once more.

#include "mcp/client.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/ids.h"
#include "base/try.h"
#include "connected.h"
#include "elicitation.h"
#include "listed_tool.h"
#include "text/cut.h"
#include "transport.h"

namespace mcp {

namespace {

using base::Code;

constexpr std::array<std::string_view, 4> k_legacy_versions = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
constexpr int k_bad_version = -32022, k_unknown_method = -32601, k_invalid_params = -32602;
constexpr std::size_t k_info_max = 100, k_message_shown = 500, k_cursor_max = 4096;
constexpr std::int64_t k_fresh_max = 3'600'000, k_fresh_usual = 300'000;   // ms
constexpr int k_again_max = 10;                  // "ask again with this"
constexpr std::size_t k_questions_max = 10;      // of one answer

std::string short_text(const json::Value* value) { return plain(text::clip(json::string_or(value), k_info_max)); }

std::int64_t error_code(const json::Value& answer) { return json::int_or(json::find(answer, "error", "code")); }

bool lists_modern(const json::Value* versions) {
  const auto* list = versions == nullptr ? nullptr : json::array_or_null(versions);
  const auto is_ours = [](const json::Value& version) { return json::string_or(&version) == k_modern; };
  return list != nullptr && std::any_of(list->begin(), list->end(), is_ours);
}

/// An answer with an error as one of ours.
base::Error error_of(const json::Value& answer) {
  const auto code = error_code(answer);
  const auto text = plain(text::clip(json::string_or(json::find(answer, "error", "message"), "no reason given"), k_message_shown));
  const bool is_ours = code == -32602 || code == -32600;
  return {is_ours ? Code::invalid : Code::protocol, "the server refused (" + std::to_string(code) + "): " + text};
}

class Connected final : public Client {
 public:
  Connected(io::Loop& loop, std::unique_ptr<Transport> transport, Options options)
      : transport_(std::move(transport)), options_(std::move(options)), scope_(loop) {
    transport_->on_message([this](const json::Value& message) { take(message); });
  }

  /// Ends with a protocol agreed on.
  io::Task<base::Result<>> shake_hands(Era era) {
    if (era == Era::find_out) {
      CO_TRY(const bool is_modern, co_await discover());
      if (is_modern) co_return base::Result<>();
    }
    co_return co_await initialize();
  }

  io::Task<base::Result<ToolList>> tools() override {
    CO_TRY_DO(co_await refresh());
    ToolList out{{}, left_out_};
    for (const auto& one : listed_) out.tools.push_back(one.tool);
    co_return out;
  }

  io::Task<base::Result<CallResult>> call(std::string tool, std::string arguments, OnProgress on_progress) override {
    CO_TRY(auto parsed, json::parse(arguments.empty() ? "{}" : arguments));
    if (!parsed.is_object()) co_return base::fail(Code::invalid, "arguments: expected an object");
    CO_TRY_DO(co_await refresh());
    const auto found = std::find_if(listed_.begin(), listed_.end(), [&](const auto& one) { return one.tool.name == tool; });
    if (found == listed_.end()) co_return base::fail(Code::not_found, "the server has no tool \"" + tool + "\"");
    auto headers = param_headers(*found, parsed);
    json::Object params = {{"name", tool}, {"arguments", std::move(parsed)}};
    auto work = call_now(std::move(params), std::move(headers), std::move(on_progress));
    co_return co_await io::within(options_.call_timeout, "the call of " + tool, std::move(work));
  }

  io::Task<> close() override {
    scope_.cancel();
    co_await scope_.wait();
    co_await transport_->close();
  }
  [[nodiscard]] bool is_open() const override { return transport_->is_open(); }
  [[nodiscard]] const ServerInfo& info() const override { return info_; }
  [[nodiscard]] std::string log() const override { return plain(transport_->log()); }

 private:
  [[nodiscard]] bool is_modern() const { return info_.protocol == k_modern; }

  [[nodiscard]] json::Object client_info() const { return {{"name", "plumb"}, {"version", options_.version}}; }

  [[nodiscard]] json::Object capabilities() const {
    if (!options_.on_question) return {};
    return {{"elicitation", json::Object{{"form", json::Object{}}}}};
  }

  /// What every request of the newer era carries.
  void add_meta(json::Object& params) const {
    json::Object meta;
    if (const auto* given = params.if_contains("_meta"); given != nullptr && given->is_object()) meta = given->get_object();
    meta["io.modelcontextprotocol/protocolVersion"] = k_modern;
    meta["io.modelcontextprotocol/clientInfo"] = client_info();
    meta["io.modelcontextprotocol/clientCapabilities"] = capabilities();
    params["_meta"] = std::move(meta);
  }

  io::Task<base::Result<json::Value>> ask(std::string method, json::Object params, io::Headers headers) {
    Request request;
    if (is_modern()) {
      add_meta(params);
      headers.emplace_back("Mcp-Method", method);
      if (const auto* name = params.if_contains("name"); name != nullptr && name->is_string())
        headers.emplace_back("Mcp-Name", header_value(json::string_or(name)));
    }
    request.headers = std::move(headers);
    request.message = json::Object{{"jsonrpc", "2.0"}, {"id", ++last_id_}, {"method", method}, {"params", std::move(params)}};
    co_return co_await transport_->request(std::move(request));
  }

  /// The "result" of the answer.
  io::Task<base::Result<json::Value>> ask_result(std::string method, json::Object params, io::Headers headers) {
    CO_TRY(const auto answer, co_await ask(std::move(method), std::move(params), std::move(headers)));
    const auto* result = json::find(answer, "result");
    if (result == nullptr) co_return base::fail(error_of(answer));
    if (!result->is_object()) co_return base::fail(Code::protocol, "the server's result is no object");
    co_return *result;
  }

  // ---- which era

  /// True: the newer one, and all is said. False: not the newer one.
  io::Task<base::Result<bool>> discover() {
    info_.protocol = k_modern;
    transport_->set_version(std::string(k_modern));
    const auto half = options_.start_timeout / 2;   // a program that ignores what it does not know must not take all of it
    json::Object none;
    auto work = ask("server/discover", std::move(none), {});
    auto answer = co_await io::within(half, "server/discover", std::move(work));
    if (!answer) {
      const auto code = answer.error().code;
      const bool is_legacy = code == Code::timeout || code == Code::protocol || code == Code::changed;
      if (!is_legacy || !transport_->is_open()) co_return base::fail(answer.error());
      co_return false;
    }
    if (error_code(*answer) == k_bad_version && lists_modern(json::find(*answer, "error", "data", "supported"))) {
      json::Object again;   // it can, and did not at once
      auto second = ask("server/discover", std::move(again), {});
      answer = co_await io::within(half, "server/discover", std::move(second));
      if (!answer) co_return base::fail(answer.error());
    }
    if (!lists_modern(json::find(*answer, "result", "supportedVersions"))) co_return false;
    const auto* told = json::find(*answer, "result", "serverInfo");
    if (told == nullptr) told = json::find(*answer, "result", "_meta", "io.modelcontextprotocol/serverInfo");
    if (told != nullptr) remember(*told);
    co_return true;
  }

  io::Task<base::Result<>> initialize() {
    info_.protocol.clear();
    transport_->set_version("");
    json::Object params = {{"protocolVersion", k_legacy}, {"capabilities", capabilities()}, {"clientInfo", client_info()}};
    auto work = ask_result("initialize", std::move(params), {});
    CO_TRY(const auto result, co_await io::within(options_.start_timeout, "the handshake", std::move(work)));
    const auto version = json::string_or(json::find(result, "protocolVersion"));
    if (std::find(k_legacy_versions.begin(), k_legacy_versions.end(), version) == k_legacy_versions.end())
      co_return base::fail(Code::unsupported, "the server speaks MCP " + plain(text::clip(version, k_info_max))
          + ", which this client does not");
    info_.protocol = version;
    transport_->set_version(info_.protocol);
    if (const auto* told = json::find(result, "serverInfo")) remember(*told);
    transport_->tell(json::Object{{"jsonrpc", "2.0"}, {"method", "notifications/initialized"}});
    if (options_.on_question) transport_->listen();
    co_return base::Result<>();
  }

  void remember(const json::Value& told) {
    info_.name = short_text(json::find(told, "name"));
    info_.version = short_text(json::find(told, "version"));
  }

  // ---- what the server says by itself

  void take(const json::Value& message) {
    const auto method = json::string_or(json::find(message, "method"));
    if (const auto* id = json::find(message, "id"); id != nullptr) {
      json::Object answer = {{"jsonrpc", "2.0"}, {"id", *id}};
      if (method == "elicitation/create" && options_.on_question) return scope_.spawn(answer_question(*id, message));
      if (method == "ping") answer["result"] = json::Object{};
      else answer["error"] = json::Object{{"code", k_unknown_method}, {"message", "this client has no such method"}};
      return transport_->tell(std::move(answer));
    }
    if (method == "notifications/tools/list_changed") fresh_until_ = 0;
    if (method == "notifications/progress") progress(message);
  }

  /// The older era's way: a request of the server.
  io::Task<> answer_question(json::Value id, json::Value message) {
    json::Object answer = {{"jsonrpc", "2.0"}, {"id", std::move(id)}};
    const auto* params = json::find(message, "params");
    const auto question = read_question(params == nullptr ? json::Value() : *params);
    if (question) {
      answer["result"] = co_await ask_user(*question);
    } else {
      answer["error"] = json::Object{{"code", k_invalid_params}, {"message", question.error().what}};
    }
    transport_->tell(std::move(answer));
  }

  io::Task<json::Value> ask_user(Question question) {
    auto work = options_.on_question(question);
    const auto answer = co_await std::move(work);
    if (answer.action != Answer::Action::accept && unanswered_.size() < k_questions_max) unanswered_.push_back(question.message);
    co_return answer_json(answer);
  }

  /// The newer era's way: the call is to be made again with these answers.
  io::Task<base::Result<json::Object>> answer_all(json::Object questions) {
    if (questions.size() > k_questions_max) co_return base::fail(Code::too_big, "the server asks too many questions at once");
    json::Object out;
    for (const auto& [key, asked] : questions) {
      const bool is_question = json::string_or(json::find(asked, "method")) == "elicitation/create";
      if (!is_question || !options_.on_question)
        co_return base::fail(Code::unsupported,
            is_question ? "the server wants to ask the user something in the middle of the call, and nobody can be asked"
                        : "the server wants something of this client that plumb does not do (sampling, roots)");
      const auto* params = json::find(asked, "params");
      CO_TRY(auto question, read_question(params == nullptr ? json::Value() : *params));
      out[key] = co_await ask_user(std::move(question));
    }
    co_return out;
  }

  void progress(const json::Value& message) {
    const auto* params = json::find(message, "params");
    if (params == nullptr) return;
    const auto listener = listeners_.find(json::int_or(json::find(*params, "progressToken"), -1));
    if (listener == listeners_.end()) return;
    std::string line = plain(text::clip(json::string_or(json::find(*params, "message")), k_message_shown));
    const auto done = json::double_or(json::find(*params, "progress")), all = json::double_or(json::find(*params, "total"));
    if (all > 0 && done >= 0 && done <= all) line = std::to_string(static_cast<int>(100 * done / all)) + " % " + line;
    listener->second(line);
  }

  // ---- tools

  io::Task<base::Result<>> refresh() {
    if (base::steady_ms() < fresh_until_) co_return base::Result<>();
    auto done = co_await io::within(options_.list_timeout, "the list of tools", list());
    if (!done && done.error().code == Code::changed) {   // an HTTP server that has forgotten us
      CO_TRY_DO(co_await initialize());
      done = co_await io::within(options_.list_timeout, "the list of tools", list());
    }
    co_return done;
  }

  io::Task<base::Result<>> list() {
    std::vector<ListedTool> listed;
    std::vector<std::string> left_out;
    std::string cursor;
    std::int64_t ttl = -1;
    for (std::size_t page = 0;; ++page) {
      if (page == k_pages_max) co_return base::fail(Code::too_big, "the server's list of tools has no end");
      json::Object params;
      if (!cursor.empty()) params["cursor"] = cursor;
      CO_TRY(const auto result, co_await ask_result("tools/list", std::move(params), {}));
      const auto* tools = json::array_or_null(json::find(result, "tools"));
      if (tools == nullptr) co_return base::fail(Code::protocol, "the server's list of tools has no tools");
      for (const auto& tool : *tools) add(tool, listed, left_out);
      ttl = json::int_or(json::find(result, "ttlMs"), -1);
      const std::string next(json::string_or(json::find(result, "nextCursor")));
      if (next.empty() || next == cursor || listed.size() >= k_tools_max) break;
      if (next.size() > k_cursor_max) co_return base::fail(Code::too_big, "the server's cursor is too long");
      cursor = next;
    }
    listed_ = std::move(listed);
    left_out_ = std::move(left_out);
    fresh_until_ = base::steady_ms() + (ttl < 0 ? k_fresh_usual : std::min(ttl, k_fresh_max));
    co_return base::Result<>();
  }

  static void add(const json::Value& value, std::vector<ListedTool>& listed, std::vector<std::string>& left_out) {
    auto tool = read_tool(value);
    std::string why;
    if (!tool) why = tool.error().what;
    else if (listed.size() >= k_tools_max) why = tool->tool.name + ": more than " + std::to_string(k_tools_max) + " tools";
    else if (std::any_of(listed.begin(), listed.end(), [&](const auto& one) { return one.tool.name == tool->tool.name; }))
      why = tool->tool.name + ": a second tool of this name";
    if (why.empty()) listed.push_back(*std::move(tool));
    else if (left_out.size() < k_tools_max) left_out.push_back(std::move(why));
  }

  io::Task<base::Result<CallResult>> call_now(json::Object params, io::Headers headers, OnProgress on_progress) {
    unanswered_.clear();
    for (int tries = 0; tries < k_again_max; ++tries) {
      const auto token = last_id_ + 1;
      if (on_progress) {
        params["_meta"] = json::Object{{"progressToken", token}};
        listeners_[token] = on_progress;
      }
      auto answer = co_await ask_result("tools/call", params, headers);
      listeners_.erase(token);
      if (!answer && answer.error().code == Code::changed) {   // not executed: the server did not know the session
        CO_TRY_DO(co_await initialize());
        continue;
      }
      if (!answer) co_return base::fail(answer.error());
      if (json::string_or(json::find(*answer, "resultType")) != "input_required") co_return with_unanswered(read_result(*answer));
      const auto* asked = json::find(*answer, "inputRequests");
      const auto* questions = asked == nullptr ? nullptr : json::object_or_null(asked);
      params.erase("inputResponses");
      if (questions != nullptr && !questions->empty()) {
        CO_TRY(auto answers, co_await answer_all(*questions));
        params["inputResponses"] = std::move(answers);
      }
      if (const auto* state = json::find(*answer, "requestState")) params["requestState"] = *state;
      else params.erase("requestState");
    }
    co_return base::fail(Code::protocol, "the server asked again and again to be called once more");
  }

  base::Result<CallResult> with_unanswered(base::Result<CallResult> result) const {
    if (!result) return result;
    for (const auto& message : unanswered_)
      result->text += "\n[the server asked the user: " + plain(text::clip(message, k_message_shown)) + "; that was declined, since nobody could answer]";
    return result;
  }

  std::unique_ptr<Transport> transport_;
  Options options_;
  ServerInfo info_;
  std::vector<ListedTool> listed_;
  std::vector<std::string> left_out_;
  std::int64_t fresh_until_ = -1, last_id_ = 0;
  std::map<std::int64_t, OnProgress> listeners_;   ///< by progress token
  std::vector<std::string> unanswered_;            ///< questions of the call under way
  io::Scope scope_;   // last: its tasks use all of the above
};

}  // namespace

io::Task<base::Result<std::unique_ptr<Client>>> shake_hands(io::Loop& loop, std::unique_ptr<Transport> transport, Options options,
                                                           Era era) {
  auto client = std::make_unique<Connected>(loop, std::move(transport), std::move(options));
  const auto done = co_await client->shake_hands(era);
  if (done) co_return std::unique_ptr<Client>(std::move(client));
  co_await client->close();
  co_return base::fail(done.error());
}

io::Task<base::Result<std::unique_ptr<Client>>> Client::start(io::Launcher launcher, Program program, Options options) {
  CO_TRY(auto transport, co_await start_program(launcher, program));
  auto client = co_await shake_hands(launcher.loop(), std::move(transport), options, Era::find_out);
  const bool ended = !client && client.error().code == Code::unavailable;
  if (!ended) co_return client;
  // It may have ended since it was asked for what it does not know.
  const auto first = client.error();
  CO_TRY(auto second, co_await start_program(launcher, program));
  client = co_await shake_hands(launcher.loop(), std::move(second), options, Era::legacy);
  if (!client && client.error().code == Code::unavailable) co_return base::fail(first);
  co_return client;
}

io::Task<base::Result<std::unique_ptr<Client>>> Client::connect(io::Loop& loop, io::HttpClient& http, Address address,
                                                                Options options) {
  CO_TRY(auto transport, open_address(loop, http, std::move(address)));
  co_return co_await shake_hands(loop, std::move(transport), std::move(options), Era::find_out);
}

}  // namespace mcp
