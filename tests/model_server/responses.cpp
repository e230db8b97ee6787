// How the Responses endpoint streams an answer: named events with a running sequence number; each
// output item is added, grown by deltas and done; the whole response stands in created, in_progress
// and completed, with instructions and tools echoed (so these three lines are the longest).

#include "responses.h"

namespace model_server {
namespace {

using json::Array;
using json::Object;
using json::Value;
using Sv = boost::json::string_view;

class Stream {
 public:
  Stream(const Answer& answer, const Seen& seen, Memory& memory)
      : answer_(answer), seen_(seen), memory_(memory), id_(memory.new_id("resp_", 48)) {}

  std::vector<Event> events() {
    whole(Place::At::head, "response.created", "in_progress");
    whole(Place::At::head, "response.in_progress", "in_progress");
    const Turn& turn = *answer_.turn;
    if (!turn.reasoning.empty()) reasoning(turn.reasoning);
    if (!turn.text.empty()) message(turn.text);
    for (const auto& call : turn.calls) tool_call(call);
    const bool cut = answer_.stop == "max_tokens" || answer_.stop == "overflow";
    whole(Place::At::end, cut ? "response.incomplete" : "response.completed", cut ? "incomplete" : "completed");
    return std::move(events_);
  }
  [[nodiscard]] Object last() const { return last_; }

 private:
  void add(Place::At part, Sv type, Object members) {
    Object event{{"type", type}, {"sequence_number", sequence_++}};
    for (auto& [key, value] : members) event[key] = std::move(value);
    events_.push_back({std::string(type), json::dump(event), part});
  }

  void whole(Place::At part, Sv type, Sv status) {
    const Object& body = seen_.body;
    const auto echo = [&](Sv key, Value fallback) {
      const auto* value = body.if_contains(key);
      return value == nullptr ? std::move(fallback) : *value;
    };
    Object response{{"id", id_}, {"object", "response"}, {"created_at", created_at()}, {"status", status},
                    {"background", false}, {"error", nullptr}, {"incomplete_details", nullptr}};
    response["instructions"] = echo("instructions", nullptr);
    response["max_output_tokens"] = echo("max_output_tokens", nullptr);
    response["max_tool_calls"] = nullptr;
    response["model"] = to_json(seen_.model);
    response["output"] = output_;
    response["parallel_tool_calls"] = echo("parallel_tool_calls", true);
    response["previous_response_id"] = nullptr;
    response["prompt_cache_key"] = echo("prompt_cache_key", nullptr);
    response["reasoning"] = echo("reasoning", Object{{"effort", nullptr}, {"summary", nullptr}});
    response["service_tier"] = "default";
    response["store"] = echo("store", true);
    response["temperature"] = 1.0;
    response["text"] = echo("text", Object{{"format", Object{{"type", "text"}}}});
    response["tool_choice"] = echo("tool_choice", "auto");
    response["tools"] = echo("tools", Array());
    response["top_p"] = 1.0;
    response["truncation"] = "disabled";
    response["usage"] = nullptr;
    if (part == Place::At::end) {
      if (!has(*answer_.turn, "no_usage")) response["usage"] = usage();
      if (answer_.stop == "max_tokens") response["incomplete_details"] = Object{{"reason", "max_output_tokens"}};
      if (answer_.stop == "overflow") response["incomplete_details"] = Object{{"reason", "max_output_tokens"}};
      last_ = response;
    }
    response["user"] = nullptr;
    response["metadata"] = echo("metadata", Object());
    Object members;
    members["response"] = std::move(response);
    add(part, type, std::move(members));
  }

  Object usage() const {
    return {{"input_tokens", answer_.input},
            {"input_tokens_details", Object{{"cached_tokens", answer_.cached}}},
            {"output_tokens", answer_.output},
            {"output_tokens_details", Object{{"reasoning_tokens", answer_.reasoning}}},
            {"total_tokens", answer_.input + answer_.output}};
  }

  void item_event(Place::At part, Sv type, const Object& item) {
    Object members;
    members["output_index"] = output_.size();
    members["item"] = item;
    add(part, type, std::move(members));
  }
  void done(Place::At part, Object item) {
    item_event(part, "response.output_item.done", item);
    output_.push_back(std::move(item));
  }
  /// An event about a place in the current item.
  void inner(Place::At part, Sv type, const std::string& item_id, Object more) {
    Object members{{"item_id", item_id}, {"output_index", output_.size()}};
    for (auto& [key, value] : more) members[key] = std::move(value);
    add(part, type, std::move(members));
  }

  void reasoning(const std::string& text) {
    const auto part = Place::At::reasoning;
    const auto id = memory_.new_id("rs_", 48);
    Object item{{"id", id}, {"type", "reasoning"}, {"summary", Array()}};
    if (seen_.reasoning_sealed) item["encrypted_content"] = seal(text);
    item_event(part, "response.output_item.added", item);
    if (seen_.reasoning_text) {
      inner(part, "response.reasoning_summary_part.added", id,
            {{"summary_index", 0}, {"part", Object{{"type", "summary_text"}, {"text", ""}}}});
      for (const auto& delta : deltas(text, has(*answer_.turn, "big_delta")))
        inner(part, "response.reasoning_summary_text.delta", id, {{"summary_index", 0}, {"delta", delta}});
      inner(part, "response.reasoning_summary_text.done", id, {{"summary_index", 0}, {"text", text}});
      const Object whole_part{{"type", "summary_text"}, {"text", text}};
      inner(part, "response.reasoning_summary_part.done", id, {{"summary_index", 0}, {"part", whole_part}});
      Array summary;
      summary.emplace_back(whole_part);
      item["summary"] = std::move(summary);
    }
    sealed_ = seen_.reasoning_sealed ? seal(text) : "";
    done(part, std::move(item));
  }

  void message(const std::string& text) {
    const auto at = Place::At::text;
    const bool refusal = answer_.stop == "refusal";
    const auto id = memory_.new_id("msg_", 48);
    const auto part_with = [&](Sv value) {
      Object part;
      if (refusal) {
        part = {{"type", "refusal"}, {"refusal", value}};
      } else {
        part = {{"type", "output_text"}, {"annotations", Array()}, {"logprobs", Array()}, {"text", value}};
      }
      return part;
    };
    Object item{{"id", id}, {"type", "message"}, {"status", "in_progress"}, {"content", Array()},
                {"role", "assistant"}};
    item_event(Place::At::head, "response.output_item.added", item);
    inner(Place::At::head, "response.content_part.added", id, {{"content_index", 0}, {"part", part_with("")}});
    const Sv kind = refusal ? "response.refusal" : "response.output_text";
    for (const auto& delta : deltas(text, has(*answer_.turn, "big_delta"))) {
      Object more{{"content_index", 0}, {"delta", delta}};
      if (!refusal) more["logprobs"] = Array();
      inner(at, std::string(kind) + ".delta", id, std::move(more));
    }
    inner(at, std::string(kind) + ".done", id, {{"content_index", 0}, {refusal ? "refusal" : "text", text}});
    const Object whole_part = part_with(text);
    inner(at, "response.content_part.done", id, {{"content_index", 0}, {"part", whole_part}});
    Array content;
    content.emplace_back(whole_part);
    item["content"] = std::move(content);
    item["status"] = "completed";
    done(at, std::move(item));
  }

  void tool_call(const Call& call) {
    const auto at = Place::At::call;
    const bool custom = call.freeform && seen_.freeform.contains(call.name);
    const std::string text = custom ? call.arguments : as_arguments(call);
    const Sv key = custom ? "input" : "arguments";
    const auto id = memory_.new_id(custom ? "ctc_" : "fc_", 48);
    const auto call_id = memory_.new_id("call_", 24);
    memory_.issue(call_id, {call.name, text, custom, sealed_, id});
    Object item{{"id", id}, {"type", custom ? "custom_tool_call" : "function_call"},
                {"status", "in_progress"}, {key, ""}, {"call_id", call_id}, {"name", call.name}};
    item_event(at, "response.output_item.added", item);
    const std::string kind = custom ? "response.custom_tool_call_input" : "response.function_call_arguments";
    for (const auto& delta : deltas(text, has(*answer_.turn, "big_delta")))
      inner(at, kind + ".delta", id, {{"delta", delta}});
    inner(at, kind + ".done", id, {{key, text}});
    item[key] = text;
    item["status"] = "completed";
    done(at, std::move(item));
  }

  const Answer& answer_;
  const Seen& seen_;
  Memory& memory_;
  std::string id_, sealed_;
  std::int64_t sequence_ = 0;
  Array output_;
  Object last_;
  std::vector<Event> events_;
};

class Responses final : public OpenAiWire {
 public:
  [[nodiscard]] std::string name() const override { return "responses"; }
  Check check(const HttpRequest&, const Object& body, const Script& script, const Memory& memory,
              Seen& out) const override {
    return check_responses(body, script, memory, out);
  }
  std::vector<Event> stream(const Answer& answer, const Seen& seen, Memory& memory) const override {
    return Stream(answer, seen, memory).events();
  }
  std::string whole(const Answer& answer, const Seen& seen, Memory& memory) const override {
    Stream stream(answer, seen, memory);
    stream.events();
    return json::dump(stream.last());
  }
  std::vector<Event> stream_error(const std::string& kind, const std::string& message) const override {
    // Both forms are seen: an error event of its own, and a response that failed.
    if (kind == "failed" || kind == "overflow") {
      const Object error{{"code", kind == "overflow" ? "context_length_exceeded" : "server_error"},
                         {"message", message}};
      const Object event{{"type", "response.failed"},
                         {"sequence_number", 99},
                         {"response", Object{{"id", "resp_failed"}, {"object", "response"}, {"status", "failed"},
                                             {"error", error}, {"output", Array()}, {"usage", nullptr}}}};
      return {{"response.failed", json::dump(event), Place::At::end}};
    }
    const Object event{{"type", "error"}, {"sequence_number", 99}, {"code", kind}, {"message", message},
                       {"param", nullptr}};
    return {{"error", json::dump(event), Place::At::end}};
  }
  Refusal overflow(std::int64_t, std::int64_t) const override {
    return {400, "invalid_request_error",
            "Your input exceeds the context window of this model. Please adjust your input and try again.",
            "context_length_exceeded", "input"};
  }
};

}  // namespace

Check OpenAiWire::authenticate(const HttpRequest& request, const std::string& key) const {
  if (key.empty()) return {};
  const auto given = bearer(request);
  if (given == key) return {};
  if (given.empty())
    return Refusal{401, "invalid_request_error",
                   "You didn't provide an API key. You need to provide your API key in an Authorization header "
                   "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).", "", ""};
  return Refusal{401, "invalid_request_error",
                 "Incorrect API key provided: " + masked(given) + ". You can find your API key at "
                 "https://platform.openai.com/account/api-keys.", "invalid_api_key", ""};
}

std::string OpenAiWire::error_body(const Refusal& refusal) const {
  Object error{{"message", refusal.message}, {"type", refusal.type}, {"param", nullptr}, {"code", nullptr}};
  if (!refusal.param.empty()) error["param"] = refusal.param;
  if (!refusal.code.empty()) error["code"] = refusal.code;
  const Object body{{"error", error}};
  return json::pretty(body);
}

Refusal OpenAiWire::usual(int status) const {
  switch (status) {
    case 401: return {401, "invalid_request_error",
                      "Incorrect API key provided: sk-***. You can find your API key at "
                      "https://platform.openai.com/account/api-keys.", "invalid_api_key", ""};
    case 403: return {403, "invalid_request_error",
                      "Country, region, or territory not supported", "unsupported_country_region_territory", ""};
    case 404: return {404, "invalid_request_error",
                      "The model does not exist or you do not have access to it.", "model_not_found", ""};
    case 429: return {429, "tokens", "Rate limit reached for scripted-1 on tokens per min (TPM): Limit 30000, "
                      "Used 30000, Requested 1. Please try again in 2ms.", "rate_limit_exceeded", ""};
    case 503: return {503, "service_unavailable_error",
                      "The server is currently overloaded with other requests. Sorry about that! You can retry "
                      "your request.", "", ""};
    default: return {status, "server_error",
                     "The server had an error while processing your request. Sorry about that!",
                     "", ""};
  }
}

Headers OpenAiWire::headers(Memory& memory) const {
  return {{"openai-processing-ms", "12"}, {"openai-version", "2020-10-01"},
          {"x-request-id", memory.new_id("req_", 32)}, {"x-ratelimit-remaining-requests", "9999"}};
}

std::unique_ptr<Wire> make_responses() { return std::make_unique<Responses>(); }

}  // namespace model_server
