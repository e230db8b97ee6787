// The lines of a "=== turn" section: what the model says, what must hold for the request, what goes
// wrong. Each is "key: value"; a value that ends in <<WORD goes on until a line WORD (scenario.cpp
// has joined it with a newline by then).

#include "turn_lines.h"

#include <charconv>
#include <functional>
#include <map>

namespace e2e {
namespace {

using model_server::Place;
using model_server::Turn;

/// Takes `prefix` and a blank off the front.
bool take(std::string_view& text, std::string_view prefix) {
  if (text == prefix) {
    text = {};
    return true;
  }
  if (text.size() <= prefix.size() || !text.starts_with(prefix) ||
      (text[prefix.size()] != ' ' && text[prefix.size()] != '\n'))
    return false;
  text.remove_prefix(prefix.size() + 1);
  return true;
}

std::string_view word(std::string_view& text) {
  const auto end = text.find_first_of(" \n");
  const auto out = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return out;
}

template <class T>
bool number(std::string_view text, T& out) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

std::string expect(Turn& turn, std::string_view text) {
  auto& e = turn.expect;
  if (take(text, "contains")) e.contains.emplace_back(text);
  else if (take(text, "lacks")) e.lacks.emplace_back(text);
  else if (take(text, "system contains")) e.system_contains.emplace_back(text);
  else if (take(text, "result contains")) e.result_contains.emplace_back(text);
  else if (take(text, "result lacks")) e.result_lacks.emplace_back(text);
  else if (take(text, "result is error")) e.result_is_error = true;
  else if (take(text, "result is no error")) e.result_is_error = false;
  else if (take(text, "results")) return number(text, e.results.emplace()) ? "" : "expected a number of results";
  else if (take(text, "tool")) e.tools.emplace_back(text);
  else if (take(text, "no tool")) e.no_tools.emplace_back(text);
  else if (take(text, "extends")) e.extends = true;
  else if (take(text, "body at most")) return number(text, e.body_max.emplace()) ? "" : "expected a number of bytes";
  else return "no such expectation";
  return "";
}

bool place(std::string_view text, std::optional<Place>& out) {
  static const std::map<std::string_view, Place::At> k_names{
      {"start", Place::At::start}, {"head", Place::At::head}, {"reasoning", Place::At::reasoning},
      {"text", Place::At::text},   {"call", Place::At::call}, {"end", Place::At::end}};
  const auto found = k_names.find(text);
  if (found != k_names.end()) {
    out = Place{found->second, 0};
    return true;
  }
  return number(text, out.emplace().bytes);
}

std::string fault(Turn& turn, std::string_view text) {
  auto& f = turn.fault;
  if (take(text, "status")) {
    if (!number(word(text), f.status.emplace())) return "expected a status";
  } else if (take(text, "retry after")) f.retry_after = text;
  else if (take(text, "retry after ms")) f.retry_after_ms = text;
  else if (take(text, "message")) f.message = text;
  else if (take(text, "code")) f.code = text;
  else if (take(text, "body")) f.body = std::string(text);
  else if (take(text, "refuse key")) f.refuse_key = true;
  else if (take(text, "overflow")) f.overflow = true;
  else if (take(text, "stream error")) f.stream_error = std::string(text);
  else if (take(text, "close at")) return place(text, f.close_at) ? "" : "expected a place";
  else if (take(text, "reset at")) {
    f.reset = true;
    return place(text, f.close_at) ? "" : "expected a place";
  } else if (take(text, "stall at")) return place(text, f.stall_at) ? "" : "expected a place";
  else if (take(text, "silent")) f.silent = true;
  else if (take(text, "garbage")) f.garbage = text;
  else if (take(text, "no end")) f.no_end = true;
  else if (take(text, "header bytes")) return number(text, f.header_bytes) ? "" : "expected a number";
  else if (take(text, "content type")) f.content_type = std::string(text);
  else if (take(text, "split")) return number(text, f.split) ? "" : "expected a number";
  else return "no such fault";
  return "";
}

std::string usage(Turn& turn, std::string_view text) {
  while (!text.empty()) {
    const auto pair = word(text);
    const auto equal = pair.find('=');
    const auto name = pair.substr(0, equal);
    auto& u = turn.usage;
    std::optional<std::int64_t>* field = name == "input"         ? &u.input
                                         : name == "cached"      ? &u.cached
                                         : name == "cache_write" ? &u.cache_write
                                         : name == "output"      ? &u.output
                                         : name == "reasoning"   ? &u.reasoning
                                                                 : nullptr;
    if (field == nullptr || equal == std::string_view::npos || !number(pair.substr(equal + 1), field->emplace()))
      return "expected input=, cached=, cache_write=, output= or reasoning= and a number";
  }
  return "";
}

std::string call(Turn& turn, std::string_view text, bool freeform) {
  const auto name = word(text);
  if (name.empty()) return "expected the tool's name";
  turn.calls.push_back({std::string(name), std::string(text), freeform});
  return "";
}

}  // namespace

std::string add_turn_line(Turn& turn, const std::string& key, const std::string& value) {
  using Add = std::function<std::string(Turn&, const std::string&)>;
  static const std::map<std::string, Add> k_keys{
      {"text", [](Turn& t, const std::string& v) { t.text = v; return std::string(); }},
      {"text times", [](Turn& t, const std::string& v) {
         std::size_t times = 0;
         if (!number(v, times)) return std::string("expected a number");
         const auto one = t.text;
         t.text.clear();
         for (std::size_t i = 0; i < times; ++i) t.text += one;
         return std::string();
       }},
      {"reasoning", [](Turn& t, const std::string& v) { t.reasoning = v; return std::string(); }},
      {"for", [](Turn& t, const std::string& v) { t.model = v; return std::string(); }},
      {"stop", [](Turn& t, const std::string& v) { t.stop = v; return std::string(); }},
      {"quirk", [](Turn& t, const std::string& v) { t.quirks.insert(v); return std::string(); }},
      {"any tool", [](Turn& t, const std::string&) { t.any_tool = true; return std::string(); }},
      {"numbered", [](Turn& t, const std::string&) { t.numbered = true; return std::string(); }},
      {"call", [](Turn& t, const std::string& v) { return call(t, v, false); }},
      {"input", [](Turn& t, const std::string& v) { return call(t, v, true); }},
      {"expect", [](Turn& t, const std::string& v) { return expect(t, v); }},
      {"fault", [](Turn& t, const std::string& v) { return fault(t, v); }},
      {"usage", [](Turn& t, const std::string& v) { return usage(t, v); }},
      {"repeat", [](Turn& t, const std::string& v) {
         if (v == "forever") t.repeat = -1;
         else if (!number(v, t.repeat)) return std::string("expected a number or forever");
         return std::string();
       }},
  };
  const auto found = k_keys.find(key);
  return found == k_keys.end() ? "no such line in a turn" : found->second(turn, value);
}

}  // namespace e2e
