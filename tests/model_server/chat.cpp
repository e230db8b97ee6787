// How the Chat Completions endpoint streams: unnamed events, each a chunk with one choice and a
// delta; a chunk with the finish reason; a chunk with usage and no choices if it was asked for; the
// word [DONE]. Quirks turn it into the many servers that speak nearly the same.

#include "chat.h"

namespace model_server {
namespace {

using json::Array;
using json::Object;
using json::Value;

std::string finish_reason(const std::string& stop) {
  if (stop == "tool_calls") return "tool_calls";
  if (stop == "max_tokens") return "length";
  if (stop == "refusal") return "content_filter";
  if (stop == "overflow") return "model_context_window_exceeded";   // z.ai and others: not a standard word
  return "stop";
}

Object usage_of(const Answer& answer) {
  return {{"prompt_tokens", answer.input},
          {"completion_tokens", answer.output},
          {"total_tokens", answer.input + answer.output},
          {"prompt_tokens_details", Object{{"cached_tokens", answer.cached}, {"audio_tokens", 0}}},
          {"completion_tokens_details", Object{{"reasoning_tokens", answer.reasoning}, {"audio_tokens", 0}}}};
}

class Stream {
 public:
  Stream(const Answer& answer, const Seen& seen, Memory& memory)
      : answer_(answer), turn_(*answer.turn), seen_(seen), memory_(memory), id_(memory.new_id("chatcmpl-", 29)) {}

  std::vector<Event> events() {
    delta(Place::At::head, {{"role", "assistant"}, {"content", ""}, {"refusal", nullptr}});
    const bool big = has(turn_, "big_delta");
    const char* field = has(turn_, "reasoning") ? "reasoning" : "reasoning_content";
    for (const auto& piece : deltas(turn_.reasoning, big)) delta(Place::At::reasoning, {{field, piece}});
    for (const auto& piece : deltas(turn_.text, big)) delta(Place::At::text, {{"content", piece}});
    for (std::size_t i = 0; i < turn_.calls.size(); ++i) tool_call(turn_.calls[i], i, big);
    delta(Place::At::end, {}, finish_reason(answer_.stop));
    if (seen_.usage && !has(turn_, "no_usage") && !has(turn_, "usage_in_choice")) {
      Object chunk = frame();
      chunk["choices"] = Array();
      chunk["usage"] = usage_of(answer_);
      add(Place::At::end, chunk);
    }
    if (!has(turn_, "no_done")) events_.push_back({"", "[DONE]", Place::At::end});
    return std::move(events_);
  }

  std::string whole() {
    Object message{{"role", "assistant"}, {"content", nullptr}, {"refusal", nullptr}};
    if (!turn_.text.empty() || turn_.calls.empty()) message["content"] = turn_.text;
    if (!turn_.reasoning.empty()) message["reasoning_content"] = turn_.reasoning;
    Array calls;
    for (const auto& call : turn_.calls) {
      Object function{{"name", call.name}, {"arguments", as_arguments(call)}};
      calls.emplace_back(Object{{"id", issue(call)}, {"type", "function"}, {"function", std::move(function)}});
    }
    if (!calls.empty()) message["tool_calls"] = std::move(calls);
    Object body = frame();
    body["object"] = "chat.completion";
    Array choices;
    choices.emplace_back(Object{{"index", 0}, {"message", std::move(message)}, {"logprobs", nullptr},
                                {"finish_reason", finish_reason(answer_.stop)}});
    body["choices"] = std::move(choices);
    body["usage"] = usage_of(answer_);
    return json::dump(body);
  }

 private:
  Object frame() const {
    return {{"id", id_}, {"object", "chat.completion.chunk"}, {"created", created_at()},
            {"model", to_json(seen_.model)}, {"service_tier", "default"}, {"system_fingerprint", "fp_scripted"}};
  }
  void add(Place::At part, const Object& chunk) { events_.push_back({"", json::dump(chunk), part}); }

  void delta(Place::At part, Object members, const std::string& finish = "") {
    Object choice{{"index", 0}, {"delta", std::move(members)}, {"logprobs", nullptr}};
    choice["finish_reason"] = nullptr;
    if (!finish.empty()) choice["finish_reason"] = finish;
    if (!finish.empty() && has(turn_, "usage_in_choice")) choice["usage"] = usage_of(answer_);
    Object chunk = frame();
    Array choices;
    choices.emplace_back(std::move(choice));
    chunk["choices"] = std::move(choices);
    if (seen_.usage) chunk["usage"] = nullptr;
    add(part, chunk);
  }

  std::string issue(const Call& call) {
    const auto id = memory_.new_id("call_", 24);
    memory_.issue(id, {call.name, as_arguments(call), false, "", ""});
    return id;
  }

  void call_delta(std::size_t index, Object call) {
    if (!has(turn_, "no_index")) call["index"] = index;
    Array calls;
    calls.emplace_back(std::move(call));
    Object members;
    members["tool_calls"] = std::move(calls);
    delta(Place::At::call, std::move(members));
  }

  void tool_call(const Call& call, std::size_t index, bool big) {
    const auto id = issue(call);
    call_delta(index, {{"id", id}, {"type", "function"},
                       {"function", Object{{"name", call.name}, {"arguments", ""}}}});
    for (const auto& piece : deltas(as_arguments(call), big)) {
      Object more{{"function", Object{{"arguments", piece}}}};
      if (has(turn_, "ids_once_empty")) {   // seen: the id and the name come again, empty
        more["id"] = "";
        more["function"].as_object()["name"] = "";
      }
      call_delta(index, std::move(more));
    }
  }

  const Answer& answer_;
  const Turn& turn_;
  const Seen& seen_;
  Memory& memory_;
  std::string id_;
  std::vector<Event> events_;
};

class Chat final : public OpenAiWire {
 public:
  [[nodiscard]] std::string name() const override { return "chat"; }
  Check check(const HttpRequest&, const Object& body, const Script& script, const Memory& memory,
              Seen& out) const override {
    return check_chat(body, script, memory, out);
  }
  std::vector<Event> stream(const Answer& answer, const Seen& seen, Memory& memory) const override {
    return Stream(answer, seen, memory).events();
  }
  std::string whole(const Answer& answer, const Seen& seen, Memory& memory) const override {
    return Stream(answer, seen, memory).whole();
  }
  std::vector<Event> stream_error(const std::string& kind, const std::string& message) const override {
    const Object body{{"error", Object{{"message", message}, {"type", kind}, {"param", nullptr}, {"code", kind}}}};
    return {{"", json::dump(body), Place::At::end}};
  }
  Refusal overflow(std::int64_t tokens, std::int64_t window) const override {
    return {400, "invalid_request_error",
            "This model's maximum context length is " + std::to_string(window) + " tokens. However, your "
            "messages resulted in " + std::to_string(tokens) + " tokens. Please reduce the length of the "
            "messages.", "context_length_exceeded", "messages"};
  }
};

}  // namespace

std::unique_ptr<Wire> make_chat() { return std::make_unique<Chat>(); }

}  // namespace model_server
