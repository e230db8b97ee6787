#pragma once
// For tests: a stream through a Reader, whole, byte by byte and cut in two at every place; all must
// give the same.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "llm/record.h"
#include "wire/reader.h"

namespace llm::wire {

struct Read {
  Outcome<Response> outcome;
  std::vector<Event> events;

  [[nodiscard]] std::string text() const { return join<TextDelta>(); }
  [[nodiscard]] std::string thoughts() const { return join<ReasoningDelta>(); }
  template <class T>
  [[nodiscard]] std::string join() const {
    std::string out;
    for (const auto& event : events)
      if (const auto* delta = std::get_if<T>(&event)) out += delta->text;
    return out;
  }
  /// The result as text, for comparing.
  [[nodiscard]] std::string shown() const {
    std::string out;
    for (const auto& event : events)
      if (const auto* call = std::get_if<ToolCallStarted>(&event)) out += "[" + call->id + " " + call->name + "]";
    out += text() + "|" + thoughts() + "|";
    return out + (outcome ? json::dump(response_to_json(*outcome)) : "error: " + outcome.error().error.what);
  }
};

inline Target target(std::string wire) {
  Target out;
  out.info.provider = "p";
  out.info.id = "m";
  out.info.wire = std::move(wire);
  out.info.images = true;
  return out;
}

inline Read read_pieces(const Target& target, const Request& request, const std::vector<std::string_view>& pieces,
                        const std::string& broken_off = {}) {
  Read out{tl::unexpected(Failure{}), {}};
  Reader reader(*find_wire(target.info.wire), target, request, [&](const Event& event) { out.events.push_back(event); });
  for (const auto piece : pieces) reader.feed(piece);
  out.outcome = reader.finish(broken_off);
  return out;
}

inline Read read_stream(const Target& target, const std::string& bytes, const Request& request = {},
                        const std::string& broken_off = {}) {
  Read whole = read_pieces(target, request, {bytes}, broken_off);
  std::vector<std::string_view> single;
  for (std::size_t i = 0; i < bytes.size(); ++i) single.push_back(std::string_view(bytes).substr(i, 1));
  EXPECT_EQ(read_pieces(target, request, single, broken_off).shown(), whole.shown()) << "byte by byte";
  const std::size_t step = bytes.size() > 4000 ? 97 : 1;
  for (std::size_t i = 1; i < bytes.size(); i += step) {
    const std::string_view view = bytes;
    const auto cut = read_pieces(target, request, {view.substr(0, i), view.substr(i)}, broken_off).shown();
    if (cut == whole.shown()) continue;
    EXPECT_EQ(cut, whole.shown()) << "cut at " << i;
    break;
  }
  return whole;
}

/// data: lines of each JSON text.
inline std::string sse(std::initializer_list<std::string_view> events) {
  std::string out;
  for (const auto event : events) out += "data: " + std::string(event) + "\n\n";
  return out;
}

template <class T>
const T& item(const Response& response, std::size_t i) {
  static const T none{};
  EXPECT_LT(i, response.items.size());
  if (i >= response.items.size()) return none;
  const auto* found = std::get_if<T>(&response.items[i]);
  EXPECT_NE(found, nullptr) << "item " << i << " is of kind " << response.items[i].index();
  return found == nullptr ? none : *found;
}

inline json::Value parsed(const std::string& text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value) << text;
  return value ? *value : json::Value();
}

inline ToolSpec shell_tool() {
  return {"shell", "Runs a command.", R"({"type":"object","properties":{"cmd":{"type":"string"}},"required":["cmd"]})", ""};
}
inline ToolSpec patch_tool() { return {"apply_patch", "Edits files.", "", "start: \"x\""}; }

}  // namespace llm::wire
