#include "wire/chat_calls.h"

#include <boost/json.hpp>

namespace llm::wire {
namespace {

constexpr std::size_t k_calls_max = 1024;   // in one answer; a stream that opens more is garbage

bool is_complete(const ChatCalls::Call& call) {
  return !call.name.empty() && !call.arguments.empty() && json::parse(call.arguments).has_value();
}

}  // namespace

ChatCalls::Call& ChatCalls::target(const std::string& id, std::int64_t index, bool has_name) {
  const auto open = [&]() -> Call& {
    if (calls_.size() < k_calls_max) calls_.push_back({id, {}, {}, index, false, {}});
    return calls_.back();
  };
  if (calls_.empty()) return open();
  const auto goes_on = [&](Call& call) -> Call& { return has_name && is_complete(call) ? open() : call; };
  if (!id.empty()) {
    for (auto call = calls_.rbegin(); call != calls_.rend(); ++call) {
      if (call->id == id) return goes_on(*call);
      if (call->id.empty() && call->index == index && index >= 0 && !is_complete(*call)) {
        call->id = id;   // it came late
        return *call;
      }
    }
    return open();
  }
  if (index >= 0) {
    for (auto call = calls_.rbegin(); call != calls_.rend(); ++call)
      if (call->index == index) return goes_on(*call);
    return has_name ? open() : calls_.back();
  }
  return goes_on(calls_.back());
}

const ChatCalls::Call* ChatCalls::take(const json::Value& delta) {
  if (!delta.is_object()) return nullptr;
  const auto* function = json::find(delta, "function");
  const json::Value none;
  if (function == nullptr) function = &none;
  const auto id = std::string(json::string_or(json::find(delta, "id")));
  const auto name = json::string_or(json::find(*function, "name"));
  auto& call = target(id, json::int_or(json::find(delta, "index"), -1), !name.empty());
  // The name comes whole, perhaps in every piece; pieces of a name come only before the arguments.
  if (call.name != name && call.arguments.empty()) call.name += name;
  if (const auto* arguments = json::find(*function, "arguments"); arguments != nullptr) {
    if (arguments->is_string()) call.arguments += json::string_or(arguments);
    else if (arguments->is_object()) call.arguments = json::dump(*arguments);
  }
  if (const auto* extra = json::find(delta, "extra_content"); extra != nullptr && extra->is_object())
    call.extra = json::dump(*extra);
  if (call.announced || call.name.empty()) return nullptr;
  call.announced = true;
  return &call;
}

}  // namespace llm::wire
