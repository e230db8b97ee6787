// The two eras side by side. A message of the newer one carries its version, and what the client can, in each request; one of the
// older comes after a handshake. Where the transport does not know the era, the message's version tells it.

#include "mcp_server/protocol.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "text/utf8.h"

namespace mcp_server {

namespace {

constexpr std::array<std::string_view, 8> k_levels = {"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};
constexpr std::string_view k_version_key = "io.modelcontextprotocol/protocolVersion";
constexpr std::string_view k_capabilities_key = "io.modelcontextprotocol/clientCapabilities";
constexpr std::string_view k_level_key = "io.modelcontextprotocol/logLevel";
constexpr std::size_t k_calls_max = 16;              // at work at a time
constexpr std::size_t k_asked_max = 64;              // of the client, without an answer yet
constexpr std::int64_t k_list_ttl_ms = 3'600'000;    // the lists are the program's

json::Array versions() {
  json::Array out;
  out.emplace_back(k_modern_version);
  for (const auto version : k_legacy_versions) out.emplace_back(version);
  return out;
}

bool is_id(const json::Value& id) { return id.is_string() || id.is_int64() || id.is_uint64(); }

/// -1 = no such level.
int level_of(std::string_view name) {
  const auto found = std::find(k_levels.begin(), k_levels.end(), name);
  return found == k_levels.end() ? -1 : static_cast<int>(found - k_levels.begin());
}

/// Whole numbers as such.
json::Value number(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? json::Value(whole) : json::Value(value);
}

void add_cache_hints(json::Object& result, Era era) {
  if (era != Era::modern) return;
  if (!result.contains("ttlMs")) result["ttlMs"] = k_list_ttl_ms;
  if (!result.contains("cacheScope")) result["cacheScope"] = "public";
}

}  // namespace

std::string key_of(const json::Value& id) { return json::dump(id); }

struct Protocol::Impl : std::enable_shared_from_this<Protocol::Impl> {
  class Work;

  Impl(Offering& o, Outlet& l, std::optional<Era> e) : offering(o), outlet(l), era(e) {}

  void send(const std::string& about, json::Object message) {
    if (is_closed) return;
    message["jsonrpc"] = "2.0";
    outlet.send(about, std::move(message));
  }
  void fail(const json::Value& id, int code, std::string what, json::Value data = nullptr) {
    json::Object error = {{"code", code}, {"message", std::move(what)}};
    if (!data.is_null()) error["data"] = std::move(data);
    send(id.is_null() ? "" : key_of(id), {{"id", id}, {"error", std::move(error)}});
  }
  void answer(const json::Value& id, Era of, json::Object result) {
    if (of == Era::modern && !result.contains("resultType")) result["resultType"] = "complete";
    send(key_of(id), {{"id", id}, {"result", std::move(result)}});
  }

  void take(const json::Value& message) {
    if (is_closed) return;
    if (!message.is_object() || json::string_or(json::find(message, "jsonrpc")) != "2.0")
      return fail(nullptr, k_invalid_request, "a message is one JSON object with \"jsonrpc\": \"2.0\"");
    const auto* method = json::find(message, "method");
    if (method == nullptr) return take_answer(message);
    const auto* id = json::find(message, "id");
    static const json::Value k_none = json::Object{};
    const auto* params = json::find(message, "params");
    if (params == nullptr || params->is_null()) params = &k_none;
    if (id == nullptr) return notice(json::string_or(method), *params);
    if (!is_id(*id)) return fail(nullptr, k_invalid_request, "/id: expected a string or an integer");
    if (!method->is_string() || !params->is_object()) return fail(*id, k_invalid_request, "/method must be a string, /params an object");
    request(*id, json::string_or(method), *params);
  }

  void take_answer(const json::Value& message) {
    const auto* id = json::find(message, "id");
    const auto found = id == nullptr ? asked.end() : asked.find(key_of(*id));
    if (found == asked.end()) return;   // nothing was asked
    const auto on_answer = std::move(found->second.on_answer);
    asked.erase(found);
    on_answer(message);
  }

  void notice(std::string_view method, const json::Value& params) {
    if (method != "notifications/cancelled") return;
    if (const auto* id = json::find(params, "requestId")) cancel(key_of(*id));
  }

  void cancel(const std::string& key);
  void serve(const json::Value& id, Era of, std::string_view method, const json::Value& params);

  void request(const json::Value& id, std::string_view method, const json::Value& params) {
    const auto* version = json::find(params, "_meta", k_version_key);
    const Era of = era.value_or(version == nullptr ? Era::legacy : Era::modern);
    if (of == Era::modern) return modern_request(id, method, params, version);
    if (method == "initialize") return initialize(id, params);
    if (method == "ping") return answer(id, of, {});
    if (!is_initialized)
      return fail(id, method == "server/discover" ? k_invalid_params : k_invalid_request,
                  "either shake hands first (initialize), or send " + std::string(k_version_key) + " in _meta");
    if (method == "logging/setLevel" && offering.capabilities(of).contains("logging")) return set_level(id, params);
    serve(id, of, method, params);
  }

  void modern_request(const json::Value& id, std::string_view method, const json::Value& params, const json::Value* version) {
    if (version == nullptr || !version->is_string())
      return fail(id, k_invalid_params, "/params/_meta/" + std::string(k_version_key) + ": expected a version");
    if (json::string_or(version) != k_modern_version)
      return fail(id, k_bad_version, "this server speaks other versions of MCP",
                  json::Object{{"supported", json::Array{k_modern_version}}, {"requested", *version}});
    const auto* capabilities = json::find(params, "_meta", k_capabilities_key);
    if (capabilities == nullptr || !capabilities->is_object())
      return fail(id, k_invalid_params, "/params/_meta/" + std::string(k_capabilities_key) + ": expected an object");
    if (method == "server/discover") return discover(id);
    serve(id, Era::modern, method, params);
  }

  void discover(const json::Value& id) {
    json::Object result = {{"supportedVersions", versions()},
                           {"capabilities", offering.capabilities(Era::modern)},
                           {"_meta", json::Object{{"io.modelcontextprotocol/serverInfo", offering.about()}}},
                           {"serverInfo", offering.about()}};
    if (const auto text = offering.instructions(); !text.empty()) result["instructions"] = text;
    add_cache_hints(result, Era::modern);
    answer(id, Era::modern, std::move(result));
  }

  void initialize(const json::Value& id, const json::Value& params) {
    const auto wanted = json::string_or(json::find(params, "protocolVersion"));
    const bool is_known = std::find(k_legacy_versions.begin(), k_legacy_versions.end(), wanted) != k_legacy_versions.end();
    const auto* told = json::find(params, "capabilities");
    is_initialized = true;
    client = told != nullptr && told->is_object() ? *told : json::Value(json::Object{});
    json::Object result = {{"protocolVersion", is_known ? wanted : k_legacy_versions.front()},
                           {"capabilities", offering.capabilities(Era::legacy)},
                           {"serverInfo", offering.about()}};
    if (const auto text = offering.instructions(); !text.empty()) result["instructions"] = text;
    answer(id, Era::legacy, std::move(result));
  }

  void set_level(const json::Value& id, const json::Value& params) {
    const int wanted = level_of(json::string_or(json::find(params, "level")));
    if (wanted < 0) return fail(id, k_invalid_params, "/params/level: no such level");
    level = wanted;
    answer(id, Era::legacy, {});
  }

  struct Asked {
    std::string about;   ///< key of the request that it is for
    std::function<void(const json::Value&)> on_answer;
  };

  Offering& offering;
  Outlet& outlet;
  std::optional<Era> era;
  bool is_initialized = false, is_closed = false;
  json::Value client;                                  ///< capabilities, of the older era
  int level = 1;                                       ///< of the older era's log: info
  std::int64_t last_asked = 0;
  std::map<std::string, std::shared_ptr<Work>> works;  ///< by the request's key
  std::map<std::string, Asked> asked;                  ///< by our request's key
};

/// A request at work.
class Protocol::Impl::Work final : public Exchange {
 public:
  Work(const std::shared_ptr<Impl>& owner, json::Value id, Era of, std::string_view method, json::Value params)
      : owner_(owner), id_(std::move(id)), key_(key_of(id_)), era_(of), method_(method), params_(std::move(params)) {
    if (const auto* token = json::find(params_, "_meta", "progressToken"); token != nullptr && is_id(*token)) token_ = *token;
    const auto* told = json::find(params_, "_meta", k_capabilities_key);
    client_ = era_ == Era::modern && told != nullptr ? *told : owner->client;
  }

  [[nodiscard]] const std::string& method() const override { return method_; }
  [[nodiscard]] const json::Value& params() const override { return params_; }
  [[nodiscard]] Era era() const override { return era_; }
  [[nodiscard]] bool client_can(std::string_view capability) const override { return json::find(client_, capability) != nullptr; }
  [[nodiscard]] bool wants_progress() const override { return !token_.is_null(); }

  void finish(json::Object result) override {
    if (method_ == "resources/read" && era_ == Era::modern && !result.contains("ttlMs")) {   // nothing is known of it
      result["ttlMs"] = 0;
      result["cacheScope"] = "private";
    }
    if (const auto owner = end()) owner->answer(id_, era_, std::move(result));
  }
  void fail(int code, std::string what, json::Value data) override {
    if (const auto owner = end()) owner->fail(id_, code, std::move(what), std::move(data));
  }
  void progress(double done, double total, std::string text) override {
    json::Object params = {{"progressToken", token_}, {"progress", number(done)}};
    if (total >= 0) params["total"] = number(total);
    if (!text.empty()) params["message"] = std::move(text);
    if (wants_progress()) tell("notifications/progress", std::move(params));
  }
  void log(std::string_view name, json::Value data) override {
    const auto owner = owner_.lock();
    if (!owner) return;
    const auto* wanted = json::find(params_, "_meta", k_level_key);
    const int least = era_ == Era::legacy ? owner->level : wanted == nullptr ? static_cast<int>(k_levels.size()) : level_of(json::string_or(wanted));
    if (level_of(name) >= least) tell("notifications/message", {{"level", name}, {"data", std::move(data)}});
  }
  void ask(std::string method, json::Object params, std::function<void(const json::Value&)> on_answer) override {
    const auto owner = owner_.lock();
    if (!owner || is_over_) return;
    if (era_ == Era::modern || owner->asked.size() >= k_asked_max)
      return on_answer(json::Object{{"error", json::Object{{"code", k_internal_error}, {"message", "the client cannot be asked"}}}});
    const json::Value id(json::dump(json::Value(++owner->last_asked)) + "-asked");
    owner->asked[key_of(id)] = {key_, std::move(on_answer)};
    owner->send(key_, {{"id", id}, {"method", std::move(method)}, {"params", std::move(params)}});
  }

  void cancel() {
    (void)end();
    if (const auto f = std::exchange(on_cancel, nullptr)) f();
  }

 private:
  void tell(std::string_view method, json::Object params) {
    const auto owner = owner_.lock();
    if (owner && !is_over_ && !owner->outlet.is_slow()) owner->send(key_, {{"method", method}, {"params", std::move(params)}});
  }
  /// Nothing if it is over already.
  std::shared_ptr<Impl> end() {
    auto owner = owner_.lock();
    if (is_over_ || !owner) return nullptr;
    is_over_ = true;
    owner->works.erase(key_);
    std::erase_if(owner->asked, [&](const auto& one) { return one.second.about == key_; });
    return owner;
  }

  std::weak_ptr<Impl> owner_;
  json::Value id_;
  std::string key_;
  Era era_;
  std::string method_;
  json::Value params_, client_, token_;
  bool is_over_ = false;
};

void Protocol::Impl::cancel(const std::string& key) {
  const auto found = works.find(key);
  if (found == works.end()) return;
  const auto work = found->second;
  work->cancel();
}

void Protocol::Impl::serve(const json::Value& id, Era of, std::string_view method, const json::Value& params) {
  if (auto listed = offering.list(method)) {
    add_cache_hints(*listed, of);
    return answer(id, of, *std::move(listed));
  }
  const std::string key = key_of(id);
  if (works.contains(key)) return fail(id, k_invalid_request, "/id: a request with this id is at work");
  if (works.size() >= k_calls_max) return fail(id, k_invalid_request, "too many calls at a time: " + std::to_string(k_calls_max));
  const auto work = std::make_shared<Work>(shared_from_this(), id, of, method, params);
  works[key] = work;
  if (offering.serve(work)) return;
  works.erase(key);
  fail(id, k_unknown_method, "no such method: " + std::string(method.substr(0, 100)));
}

Protocol::Protocol(Offering& offering, Outlet& outlet, std::optional<Era> era)
    : impl_(std::make_shared<Impl>(offering, outlet, era)) {}

Protocol::~Protocol() { close(); }

void Protocol::receive(std::string_view text) {
  if (impl_->is_closed) return;
  const auto message = text::is_valid_utf8(text) ? json::parse(text) : base::fail(base::Code::invalid, "it is not UTF-8");
  if (!message) return impl_->fail(nullptr, k_parse_error, "the message is not JSON: " + message.error().what);
  impl_->take(*message);
}

void Protocol::take(const json::Value& message) { impl_->take(message); }
void Protocol::cancel(const std::string& key) { impl_->cancel(key); }
void Protocol::refuse(const json::Value& id, int code, std::string what) { impl_->fail(id, code, std::move(what)); }
std::size_t Protocol::at_work() const { return impl_->works.size(); }

void Protocol::close() {
  impl_->is_closed = true;
  impl_->asked.clear();
  for (const auto& [key, work] : std::exchange(impl_->works, {})) work->cancel();
}

}  // namespace mcp_server
