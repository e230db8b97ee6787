// A script is data that people write: every member is checked, and one that is not known is an
// error with its path, for a misspelt `expect` would otherwise pass for ever.

#include "model_server/script.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/try.h"
#include "json/json.h"

namespace model_server {
namespace {

using base::Result;
using json::Value;

/// One object of the script while it is read: remembers which members were asked for.
class Reader {
 public:
  Reader(const Value& value, std::string path) : path_(std::move(path)) {
    object_ = value.if_object();
    if (object_ == nullptr) error_ = path_ + ": expected an object";
  }

  const Value* get(std::string_view key) {
    asked_.insert(std::string(key));
    return object_ == nullptr ? nullptr : object_->if_contains(key);
  }
  void read(std::string_view key, std::string& out) {
    if (const auto* value = get(key)) {
      if (value->is_string()) out = std::string(value->get_string());
      else wrong(key, "a string");
    }
  }
  void read(std::string_view key, std::optional<std::string>& out) {
    if (get(key) != nullptr) read(key, out.emplace());
  }
  void read(std::string_view key, bool& out) {
    if (const auto* value = get(key)) {
      if (value->is_bool()) out = value->get_bool();
      else wrong(key, "true or false");
    }
  }
  void read(std::string_view key, std::optional<bool>& out) {
    if (get(key) != nullptr) read(key, out.emplace());
  }
  template <class T>
    requires std::is_integral_v<T>
  void read(std::string_view key, T& out) {
    if (const auto* value = get(key)) {
      boost::system::error_code error;
      out = value->to_number<T>(error);
      if (error) wrong(key, "a number");
    }
  }
  template <class T>
    requires std::is_integral_v<T>
  void read(std::string_view key, std::optional<T>& out) {
    if (get(key) != nullptr) read(key, out.emplace());
  }
  /// A string, or an array of strings.
  void read(std::string_view key, std::vector<std::string>& out) {
    const auto* value = get(key);
    if (value == nullptr) return;
    if (value->is_string()) {
      out = {std::string(value->get_string())};
      return;
    }
    const auto* array = value->if_array();
    if (array == nullptr) return wrong(key, "a string or an array of strings");
    out.clear();
    for (const auto& item : *array) {
      if (!item.is_string()) return wrong(key, "an array of strings");
      out.emplace_back(item.get_string());
    }
  }
  void read(std::string_view key, std::set<std::string>& out) {
    std::vector<std::string> items;
    read(key, items);
    out.insert(items.begin(), items.end());
  }
  void wrong(std::string_view key, std::string_view what) {
    if (error_.empty()) error_ = path_ + "/" + std::string(key) + ": expected " + std::string(what);
  }
  void fail(std::string error) {
    if (error_.empty()) error_ = std::move(error);
  }
  [[nodiscard]] std::string at(std::string_view key) const { return path_ + "/" + std::string(key); }

  Result<> done() {
    if (error_.empty() && object_ != nullptr)
      for (const auto& [key, value] : *object_)
        if (!asked_.contains(std::string(key))) {
          error_ = path_ + "/" + std::string(key) + ": no such member";
          break;
        }
    if (!error_.empty()) return base::fail(base::Code::invalid, "script: " + error_);
    return {};
  }

 private:
  const json::Object* object_ = nullptr;
  std::string path_, error_;
  std::set<std::string> asked_;
};

void read_place(Reader& in, std::string_view key, std::optional<Place>& out) {
  const auto* value = in.get(key);
  if (value == nullptr) return;
  if (value->is_number()) {
    in.read(key, out.emplace().bytes);
    return;
  }
  static const std::map<std::string, Place::At, std::less<>> k_names{
      {"start", Place::At::start}, {"head", Place::At::head}, {"reasoning", Place::At::reasoning},
      {"text", Place::At::text},   {"call", Place::At::call}, {"end", Place::At::end}};
  std::string name;
  in.read(key, name);
  const auto found = k_names.find(name);
  if (found == k_names.end())
    return in.wrong(key, "a number of bytes, or start, head, reasoning, text, call, end");
  out = Place{found->second, 0};
}

Result<Fault> read_fault(const Value& value, const std::string& path) {
  Reader in(value, path);
  Fault out;
  in.read("status", out.status);
  in.read("message", out.message);
  in.read("type", out.type);
  in.read("code", out.code);
  in.read("body", out.body);
  in.read("retry_after", out.retry_after);
  in.read("retry_after_ms", out.retry_after_ms);
  in.read("refuse_key", out.refuse_key);
  in.read("overflow", out.overflow);
  in.read("stream_error", out.stream_error);
  read_place(in, "close_at", out.close_at);
  in.read("reset", out.reset);
  read_place(in, "stall_at", out.stall_at);
  in.read("silent", out.silent);
  in.read("garbage", out.garbage);
  in.read("no_end", out.no_end);
  in.read("header_bytes", out.header_bytes);
  in.read("content_type", out.content_type);
  in.read("split", out.split);
  static const std::set<std::string> k_garbage{"", "html", "binary", "text", "empty"};
  if (!k_garbage.contains(out.garbage)) in.wrong("garbage", "html, binary, text or empty");
  TRY_DO(in.done());
  return out;
}

Result<Expect> read_expect(const Value& value, const std::string& path) {
  Reader in(value, path);
  Expect out;
  in.read("contains", out.contains);
  in.read("lacks", out.lacks);
  in.read("system_contains", out.system_contains);
  in.read("result_contains", out.result_contains);
  in.read("result_lacks", out.result_lacks);
  in.read("result_is_error", out.result_is_error);
  in.read("results", out.results);
  in.read("tools", out.tools);
  in.read("no_tools", out.no_tools);
  in.read("extends", out.extends);
  in.read("body_max", out.body_max);
  if (const auto* headers = in.get("headers")) {
    Reader inner(*headers, in.at("headers"));
    if (const auto* object = headers->if_object())
      for (const auto& [name, text] : *object) inner.read(name, out.headers[std::string(name)]);
    TRY_DO(inner.done());
  }
  TRY_DO(in.done());
  return out;
}

Result<Call> read_call(const Value& value, const std::string& path) {
  Reader in(value, path);
  Call out;
  in.read("name", out.name);
  const auto* arguments = in.get("arguments");
  const auto* input = in.get("input");
  if ((arguments == nullptr) == (input == nullptr))
    in.fail(path + ": expected one of arguments (an object, or a string that is sent as it is) "
                   "and input (a string)");
  if (arguments != nullptr)
    out.arguments = arguments->is_string() ? std::string(arguments->get_string())
                                           : json::dump(*arguments);
  if (input != nullptr) {
    in.read("input", out.arguments);
    out.freeform = true;
  }
  TRY_DO(in.done());
  return out;
}

Result<Turn> read_turn(const Value& value, const std::string& path) {
  Reader in(value, path);
  Turn out;
  in.read("text", out.text);
  in.read("reasoning", out.reasoning);
  in.read("stop", out.stop);
  in.read("quirks", out.quirks);
  in.read("any_tool", out.any_tool);
  in.read("numbered", out.numbered);
  in.read("model", out.model);
  if (std::size_t times = 1; in.get("text_times") != nullptr) {
    in.read("text_times", times);
    if (times * out.text.size() > k_script_max) {
      in.wrong("text_times", "less");
    } else {
      std::string text;
      text.reserve(times * out.text.size());
      for (std::size_t i = 0; i < times; ++i) text += out.text;
      out.text = std::move(text);
    }
  }
  if (const auto* repeat = in.get("repeat")) {
    if (repeat->is_string() && repeat->get_string() == "forever") out.repeat = -1;
    else in.read("repeat", out.repeat);
  }
  if (const auto* calls = in.get("tool_calls")) {
    const auto* array = calls->if_array();
    if (array == nullptr) in.wrong("tool_calls", "an array");
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
      TRY(auto call, read_call((*array)[i], in.at("tool_calls/" + std::to_string(i))));
      out.calls.push_back(std::move(call));
    }
  }
  if (const auto* usage = in.get("usage")) {
    Reader inner(*usage, in.at("usage"));
    inner.read("input", out.usage.input);
    inner.read("cached", out.usage.cached);
    inner.read("cache_write", out.usage.cache_write);
    inner.read("output", out.usage.output);
    inner.read("reasoning", out.usage.reasoning);
    TRY_DO(inner.done());
  }
  if (const auto* fault = in.get("fault")) {
    TRY(out.fault, read_fault(*fault, in.at("fault")));
  }
  if (const auto* expect = in.get("expect")) {
    TRY(out.expect, read_expect(*expect, in.at("expect")));
  }
  static const std::set<std::string> k_stops{"",           "end",     "tool_calls", "max_tokens",
                                             "refusal",    "pause",   "overflow"};
  if (!k_stops.contains(out.stop)) in.wrong("stop", "end, tool_calls, max_tokens, refusal, pause or overflow");
  static const std::set<std::string> k_quirks{
      "crlf",    "cr",       "bom",      "comments",        "no_space",       "one_newline", "no_final_blank",
      "no_done", "no_index", "no_usage", "usage_in_choice", "ids_once_empty", "reasoning",   "big_delta"};
  for (const auto& quirk : out.quirks)
    if (!k_quirks.contains(quirk)) in.fail(in.at("quirks") + ": no such quirk: " + quirk);
  TRY_DO(in.done());
  return out;
}

}  // namespace

Result<Script> parse_script(std::string_view text) {
  TRY(const Value value, json::parse(text));
  Reader in(value, "");
  Script out;
  in.read("models", out.models);
  in.read("key", out.key);
  in.read("window", out.window);
  in.read("allow", out.allow);
  in.read("emulate", out.emulate);
  if (out.emulate != "" && out.emulate != "ollama" && out.emulate != "llama-server")
    in.wrong("emulate", "ollama or llama-server");
  const auto* turns = in.get("turns");
  const auto* array = turns == nullptr ? nullptr : turns->if_array();
  if (array == nullptr) in.wrong("turns", "an array");
  for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
    TRY(auto turn, read_turn((*array)[i], "/turns/" + std::to_string(i)));
    if (!turn.model.empty() && std::find(out.models.begin(), out.models.end(), turn.model) == out.models.end())
      in.wrong("turns/" + std::to_string(i) + "/model", "one of the script's models");
    out.turns.push_back(std::move(turn));
  }
  TRY_DO(in.done());
  return out;
}

}  // namespace model_server
