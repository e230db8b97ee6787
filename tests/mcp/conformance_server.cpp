// The server's side of the protocol (mcp_server::Protocol, server::McpHttp) with what the official conformance suite wants a server to
// offer, at a port of this machine: prints the address and serves until it is ended. Without a token: the suite has none.

#include <boost/json.hpp>

#include <cstdio>
#include <string>

#include "base/ids.h"
#include "io/loop.h"
#include "io/signals.h"
#include "json/json.h"
#include "mcp_server/offering.h"
#include "server/mcp_http.h"
#include "text/sha256.h"

namespace {

using json::Array;
using json::Object;
using json::Value;
using mcp_server::Era;
using mcp_server::Exchange;
using Open = std::shared_ptr<Exchange>;

constexpr const char* k_png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
constexpr const char* k_wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

Object text(std::string_view words) { return {{"type", "text"}, {"text", words}}; }
Object image() { return {{"type", "image"}, {"data", k_png}, {"mimeType", "image/png"}}; }
Object embedded(std::string_view uri, std::string_view mime, std::string_view words) {
  return {{"type", "resource"}, {"resource", Object{{"uri", uri}, {"mimeType", mime}, {"text", words}}}};
}
Object content(Array blocks) { return {{"content", std::move(blocks)}}; }
Object said(std::string_view words) { return content({text(words)}); }
Object from_user(Value block) { return {{"role", "user"}, {"content", std::move(block)}}; }

std::string argument(const Exchange& exchange, std::string_view name) {
  return std::string(json::string_or(json::find(exchange.params(), "arguments", name)));
}

Object parsed(std::string_view words) { return json::parse(words).value().as_object(); }

/// A form with one needed field.
Object form(std::string_view message, std::string_view field, std::string_view type) {
  return {{"message", message},
          {"requestedSchema", Object{{"type", "object"},
                                     {"properties", Object{{field, Object{{"type", type}}}}},
                                     {"required", Array{field}}}}};
}
Object asks(std::string_view method, Object params) { return {{"method", method}, {"params", std::move(params)}}; }
Object name_form() { return asks("elicitation/create", form("What is your name?", "name", "string")); }
Object sampled(std::string_view words, int most) {
  return {{"messages", Array{from_user(text(words))}}, {"maxTokens", most}};
}
Object wanted(Object requests, const std::string& state = "") {
  Object out = {{"resultType", "input_required"}, {"inputRequests", std::move(requests)}};
  if (!state.empty()) out["requestState"] = state;
  return out;
}

/// The client's answer to what was asked under `key`; nullptr if it is none.
const Value* response(const Exchange& exchange, std::string_view key) {
  const auto* found = json::find(exchange.params(), "inputResponses", key);
  return found != nullptr && found->is_object() ? found : nullptr;
}

// ---- lists

Object tool(std::string_view name, std::string_view about, std::string_view properties = "{}", Array needed = {}) {
  Object schema = {{"type", "object"}, {"properties", parsed(properties)}};
  if (!needed.empty()) schema["required"] = std::move(needed);
  return {{"name", name}, {"description", about}, {"inputSchema", std::move(schema)}};
}

Array tools() {
  constexpr const char* k_2020 =
      R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","$defs":{"address":{"$anchor":"addressDef","type":"object",)"
      R"("properties":{"street":{"type":"string"},"city":{"type":"string"}}}},"properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},)"
      R"("contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},"email":{"type":"string"}},)"
      R"("allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],"if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},)"
      R"("then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false})";
  Array out;
  for (const auto& [name, about] : std::initializer_list<std::pair<const char*, const char*>>{
           {"test_simple_text", "text"}, {"test_image_content", "a picture"}, {"test_audio_content", "a sound"},
           {"test_embedded_resource", "a resource"}, {"test_multiple_content_types", "some of each"},
           {"test_tool_with_logging", "tells three things while it works"}, {"test_error_handling", "fails"},
           {"test_tool_with_progress", "tells how far it is"}, {"test_elicitation_sep1034_defaults", "a form with defaults"},
           {"test_elicitation_sep1330_enums", "a form with choices"}, {"test_missing_capability", "needs sampling"},
           {"test_streaming_elicitation", "asks, with progress"}, {"test_logging_tool", "logs if it may"},
           {"test_input_required_result_elicitation", "asks for a name"}, {"test_input_required_result_sampling", "asks the model"},
           {"test_input_required_result_list_roots", "asks for roots"}, {"test_input_required_result_request_state", "asks, with a state"},
           {"test_input_required_result_multiple_inputs", "asks three things at once"}, {"test_input_required_result_multi_round", "asks twice"},
           {"test_input_required_result_tampered_state", "knows its own state"}, {"test_input_required_result_capabilities", "asks what it may"}})
    out.emplace_back(tool(name, about));
  out.emplace_back(tool("test_sampling", "asks the model", R"({"prompt":{"type":"string"}})", {"prompt"}));
  out.emplace_back(tool("test_elicitation", "asks the user", R"({"message":{"type":"string"}})", {"message"}));
  out.emplace_back(Object{{"name", "json_schema_2020_12_tool"}, {"description", "a schema with much in it"}, {"inputSchema", parsed(k_2020)}});
  return out;
}

Array resources() {
  return {Object{{"uri", "test://static-text"}, {"name", "text"}, {"description", "a text"}, {"mimeType", "text/plain"}},
          Object{{"uri", "test://static-binary"}, {"name", "binary"}, {"description", "a picture"}, {"mimeType", "image/png"}},
          Object{{"uri", "test://watched-resource"}, {"name", "watched"}, {"description", "can be watched"}, {"mimeType", "text/plain"}}};
}

Array prompts() {
  const auto needed = [](std::string_view name) { return Object{{"name", name}, {"description", "needed"}, {"required", true}}; };
  return {Object{{"name", "test_simple_prompt"}, {"description", "simple"}},
          Object{{"name", "test_prompt_with_arguments"}, {"description", "with arguments"}, {"arguments", Array{needed("arg1"), needed("arg2")}}},
          Object{{"name", "test_prompt_with_embedded_resource"}, {"description", "with a resource"}, {"arguments", Array{needed("resourceUri")}}},
          Object{{"name", "test_prompt_with_image"}, {"description", "with a picture"}},
          Object{{"name", "test_input_required_result_prompt"}, {"description", "asks first"}}};
}

constexpr const char* k_defaults =
    R"({"type":"object","properties":{"name":{"type":"string","default":"John Doe"},"age":{"type":"integer","default":30},)"
    R"("score":{"type":"number","default":95.5},"status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},)"
    R"("verified":{"type":"boolean","default":true}},"required":[]})";
constexpr const char* k_enums =
    R"({"type":"object","properties":{"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},)"
    R"("titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},)"
    R"("legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],"enumNames":["Option One","Option Two","Option Three"]},)"
    R"("untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},)"
    R"("titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}},"required":[]})";
constexpr const char* k_person = R"({"type":"object","properties":{"username":{"type":"string","description":"User's response"},)"
                                 R"("email":{"type":"string","description":"User's email address"}},"required":["username","email"]})";

// ---- what is done

class Fixture final : public mcp_server::Offering {
 public:
  explicit Fixture(io::Scope& scope) : scope_(scope) {}

  [[nodiscard]] Object about() const override { return {{"name", "plumb-conformance"}, {"version", "1"}}; }
  [[nodiscard]] std::string instructions() const override { return ""; }
  [[nodiscard]] Object capabilities(Era era) const override {
    Object out = {{"tools", Object{}}, {"prompts", Object{}}, {"completions", Object{}}, {"logging", Object{}}};
    out["resources"] = era == Era::legacy ? Object{{"subscribe", true}} : Object{};
    return out;
  }

  [[nodiscard]] std::optional<Object> list(std::string_view method) const override {
    if (method == "tools/list") return Object{{"tools", tools()}};
    if (method == "resources/list") return Object{{"resources", resources()}};
    if (method == "prompts/list") return Object{{"prompts", prompts()}};
    if (method != "resources/templates/list") return std::nullopt;
    return Object{{"resourceTemplates", Array{Object{{"uriTemplate", "test://template/{id}/data"}, {"name", "template"},
                                                     {"description", "by id"}, {"mimeType", "application/json"}}}}};
  }

  bool serve(const Open& open) override {
    const auto& method = open->method();
    const bool watches = method == "resources/subscribe" || method == "resources/unsubscribe";
    if (method == "tools/call") call(open);
    else if (method == "prompts/get") prompt(open);
    else if (method == "resources/read") read(open);
    else if (method == "completion/complete")
      open->finish({{"completion", Object{{"values", Array{}}, {"total", 0}, {"hasMore", false}}}});
    else if (watches && open->era() == Era::legacy) open->finish({});
    else return false;
    return true;
  }

 private:
  static void read(const Open& open) {
    const std::string uri(json::string_or(json::find(open->params(), "uri")));
    constexpr std::string_view k_begin = "test://template/", k_end = "/data";
    const auto one = [&](std::string_view mime, std::string_view key, std::string_view words) {
      open->finish({{"contents", Array{Object{{"uri", uri}, {"mimeType", mime}, {key, words}}}}});
    };
    if (uri == "test://static-text") return one("text/plain", "text", "This is the content of the static text resource.");
    if (uri == "test://static-binary") return one("image/png", "blob", k_png);
    if (uri == "test://watched-resource") return one("text/plain", "text", "watched");
    if (!uri.starts_with(k_begin) || !uri.ends_with(k_end) || uri.size() <= k_begin.size() + k_end.size())
      return open->fail(mcp_server::k_invalid_params, "Resource not found", Object{{"uri", uri}});
    const auto id = uri.substr(k_begin.size(), uri.size() - k_begin.size() - k_end.size());
    one("application/json", "text", json::dump(Object{{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}}));
  }

  static void prompt(const Open& open) {
    const auto name = json::string_or(json::find(open->params(), "name"));
    const auto messages = [&](Array all) { open->finish({{"messages", std::move(all)}}); };
    if (name == "test_simple_prompt") return messages({from_user(text("This is a simple prompt for testing."))});
    if (name == "test_prompt_with_arguments")
      return messages({from_user(text("Prompt with arguments: arg1='" + argument(*open, "arg1") + "', arg2='" + argument(*open, "arg2") + "'"))});
    if (name == "test_prompt_with_embedded_resource")
      return messages({from_user(embedded(argument(*open, "resourceUri"), "text/plain", "Embedded resource content for testing.")),
                       from_user(text("Please process the embedded resource above."))});
    if (name == "test_prompt_with_image") return messages({from_user(image()), from_user(text("Please analyze the image above."))});
    if (name != "test_input_required_result_prompt") return open->fail(mcp_server::k_invalid_params, "no such prompt");
    if (const auto* told = response(*open, "user_context")) return messages({from_user(text("In this context: " + json::dump(*told)))});
    open->finish(wanted({{"user_context", asks("elicitation/create", form("What context should the prompt use?", "context", "string"))}}));
  }

  void call(const Open& open) {
    const std::string name(json::string_or(json::find(open->params(), "name")));
    if (name == "test_simple_text") return open->finish(said("This is a simple text response for testing."));
    if (name == "test_image_content") return open->finish(content({image()}));
    if (name == "test_audio_content")
      return open->finish(content({Object{{"type", "audio"}, {"data", k_wav}, {"mimeType", "audio/wav"}}}));
    if (name == "test_embedded_resource")
      return open->finish(content({embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")}));
    if (name == "test_multiple_content_types")
      return open->finish(content({text("Multiple content types test:"), image(),
                                   embedded("test://mixed-content-resource", "application/json", R"({"test":"data","value":123})")}));
    if (name == "test_error_handling") {
      auto out = said("This tool intentionally returns an error for testing");
      out["isError"] = true;
      return open->finish(std::move(out));
    }
    if (name == "json_schema_2020_12_tool") return open->finish(said("fits"));
    if (name == "test_tool_with_logging" || name == "test_logging_tool") return scope_.spawn(log_three(open));
    if (name == "test_tool_with_progress") return scope_.spawn(go_on(open));
    if (open->era() == Era::legacy) return call_legacy(open, name);
    call_modern(open, name);
  }

  static io::Task<> log_three(Open open) {
    for (const char* words : {"Tool execution started", "Tool processing data", "Tool execution completed"}) {
      open->log("info", words);
      (void)co_await io::sleep(io::Millis(20));
    }
    open->finish(said("logged"));
  }

  static io::Task<> go_on(Open open) {
    for (const int done : {0, 50, 100}) {
      open->progress(done, 100, "");
      (void)co_await io::sleep(io::Millis(20));
    }
    open->finish(said("done"));
  }

  /// The older era: the client is asked while the call goes on.
  static void call_legacy(const Open& open, const std::string& name) {
    const auto answered = [open](const std::string& what) {
      return [open, what](const Value& answer) {
        const auto* result = json::find(answer, "result");
        open->finish(said(what + (result == nullptr ? "refused" : json::dump(*result))));
      };
    };
    const auto ask_form = [&](std::string_view message, std::string_view schema) {
      if (!open->client_can("elicitation")) return open->fail(mcp_server::k_invalid_params, "the client does not support elicitation");
      open->ask("elicitation/create", {{"message", message}, {"requestedSchema", parsed(schema)}}, answered("User response: "));
    };
    if (name == "test_elicitation") return ask_form(argument(*open, "message"), k_person);
    if (name == "test_elicitation_sep1034_defaults") return ask_form("Please fill this in", k_defaults);
    if (name == "test_elicitation_sep1330_enums") return ask_form("Please choose", k_enums);
    if (name != "test_sampling") return open->fail(mcp_server::k_invalid_params, "there is no such tool");
    if (!open->client_can("sampling")) return open->fail(mcp_server::k_invalid_params, "the client does not support sampling");
    open->ask("sampling/createMessage", sampled(argument(*open, "prompt"), 100), answered("LLM response: "));
  }

  [[nodiscard]] std::string state(const std::string& step) const { return step + "." + text::sha256_hex(secret_ + step); }
  [[nodiscard]] bool is_state(const Exchange& exchange, const std::string& step) const {
    return json::string_or(json::find(exchange.params(), "requestState")) == state(step);
  }

  /// The newer era: the call is made again with what was asked for.
  void call_modern(const Open& open, const std::string& name) {
    constexpr std::string_view k_prefix = "test_input_required_result_";
    if (name == "test_missing_capability") {
      if (open->client_can("sampling")) return open->finish(said("can"));
      return open->fail(mcp_server::k_missing_capability, "this needs sampling", Object{{"requiredCapabilities", Object{{"sampling", Object{}}}}});
    }
    if (name == "test_streaming_elicitation") return scope_.spawn(ask_later(open));
    if (!name.starts_with(k_prefix)) return open->fail(mcp_server::k_invalid_params, "there is no such tool");
    const auto what = name.substr(k_prefix.size());
    const auto confirm = [] { return asks("elicitation/create", form("Please confirm", "ok", "boolean")); };
    const auto roots = [] { return asks("roots/list", {}); };
    const auto* told_state = json::find(open->params(), "requestState");
    if (what == "elicitation") return ask_once(open, "user_name", name_form());
    if (what == "sampling") return ask_once(open, "capital_question", asks("sampling/createMessage", sampled("What is the capital of France?", 100)));
    if (what == "list_roots") return ask_once(open, "client_roots", roots());
    if (what == "capabilities") {
      Object requests;
      if (open->client_can("sampling")) requests["question"] = asks("sampling/createMessage", sampled("Say something", 50));
      if (open->client_can("elicitation")) requests["user_name"] = name_form();
      return open->finish(wanted(std::move(requests)));
    }
    if (what == "multiple_inputs") {
      const bool has_all = response(*open, "user_name") != nullptr && response(*open, "greeting") != nullptr && response(*open, "client_roots") != nullptr;
      if (has_all && is_state(*open, "all")) return open->finish(said("all of it is here"));
      return open->finish(wanted({{"user_name", name_form()}, {"greeting", asks("sampling/createMessage", sampled("Generate a greeting", 50))},
                                  {"client_roots", roots()}}, state("all")));
    }
    if (what == "multi_round") {
      if (is_state(*open, "two") && response(*open, "step2") != nullptr) return open->finish(said("both are here"));
      if (is_state(*open, "one") && response(*open, "step1") != nullptr)
        return open->finish(wanted({{"step2", asks("elicitation/create", form("Step 2: What is your favorite color?", "color", "string"))}}, state("two")));
      return open->finish(wanted({{"step1", asks("elicitation/create", form("Step 1: What is your name?", "name", "string"))}}, state("one")));
    }
    // request_state, tampered_state
    if (told_state != nullptr && !is_state(*open, what)) return open->fail(mcp_server::k_invalid_params, "/params/requestState: it is not ours");
    if (told_state != nullptr && response(*open, "confirm") != nullptr) return open->finish(said("state-ok"));
    open->finish(wanted({{"confirm", confirm()}}, state(what)));
  }

  static void ask_once(const Open& open, std::string_view key, Object request) {
    if (const auto* told = response(*open, key)) return open->finish(said("Hello, " + json::dump(*told)));
    open->finish(wanted({{key, std::move(request)}}));
  }

  static io::Task<> ask_later(Open open) {
    (void)co_await io::sleep(io::Millis(20));
    ask_once(open, "user_name", name_form());
  }

  io::Scope& scope_;
  std::string secret_ = base::random_hex(32);
};

io::Task<> until_cancelled() {
  for (base::Result<> slept; slept;) slept = co_await io::sleep(std::chrono::hours(24));
}

io::Task<int> serve(io::Loop& loop, io::CancelSource& stop) {
  io::Scope scope(loop);
  Fixture fixture(scope);
  auto server = server::McpHttp::open(loop, fixture, {});
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().what.c_str());
    co_return 1;
  }
  std::puts((*server)->url().c_str());
  std::fflush(stdout);
  co_await io::cancellable(stop, until_cancelled());
  co_await (*server)->close();
  scope.cancel();
  co_await scope.wait();
  co_return 0;
}

}  // namespace

int main() {
  io::Loop loop;
  io::CancelSource stop;
  io::Signals signals(loop, {SIGINT, SIGTERM}, [&](int) { stop.cancel(); });
  return loop.run(serve(loop, stop));
}
