#include "recall.h"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>

#include "base/try.h"
#include "embedded.h"
#include "journal/journal.h"
#include "json/json.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace engine {

namespace {

constexpr std::string_view k_text =
#include "embed/recall.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"call":{"type":"string","description":"id of the call"},)"
    R"("offset":{"type":"integer","description":"first byte of its output"},"query":{"type":"string"}}})";

constexpr std::size_t k_shown_max = 16000;      // bytes of an output at a time
constexpr std::size_t k_found_max = 30;         // places that are listed
constexpr std::size_t k_place_max = 200;        // bytes of one

struct Asked {
  std::string call, query;
  std::size_t offset = 0;
};

std::string member(const json::Value& p, std::string_view key) { return std::string(json::string_or(json::find(p, key))); }

base::Result<std::string> recorded_call(const std::string& dir, const Asked& asked) {
  std::string head, output, blob;
  bool found = false;
  journal::Damage damage;
  TRY_DO(journal::for_each_event(dir, damage, [&](journal::Event& event) {
    if (event.type != "tool.call" && event.type != "tool.result") return true;
    const auto p = json::parse(event.payload);
    if (!p || member(*p, "id") != asked.call) return true;
    if (event.type == "tool.call") {
      head = member(*p, "name") + " " + std::string(text::clip(member(*p, "arguments"), k_place_max));
    } else {
      output = member(*p, "output");
      blob = member(*p, "blob");
      found = true;
    }
    return true;
  }));
  if (!found) return base::fail(base::Code::not_found, "no call " + asked.call + " is on record; find it with query");
  if (!blob.empty()) {
    TRY(output, journal::read_blob(dir, blob));
  }
  if (asked.offset >= output.size() && asked.offset > 0)
    return base::fail(base::Code::invalid, "its output has " + std::to_string(output.size()) + " bytes");
  const auto rest = std::string_view(output).substr(asked.offset);
  const auto shown = text::clip(rest, k_shown_max);
  std::string out = head + "\n" + text::to_valid_utf8(shown);
  if (shown.size() < rest.size())
    out += "\n[" + std::to_string(rest.size() - shown.size()) + " bytes more, from offset " +
           std::to_string(asked.offset + shown.size()) + "]";
  return out;
}

/// The line of `text` with the first occurrence.
std::string line_around(std::string_view text, std::size_t at) {
  const auto begin = text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at) + 1;
  const auto end = std::min(text.find('\n', at), text.size());
  const auto from = std::max(begin, at > k_place_max / 2 ? at - k_place_max / 2 : 0);
  return text::to_valid_utf8(text::clip(text.substr(from, end - from), k_place_max));
}

base::Result<std::string> places(const std::string& dir, const Asked& asked) {
  std::vector<std::string> found;
  journal::Damage damage;
  TRY_DO(journal::for_each_event(dir, damage, [&](journal::Event& event) {
    const bool is_call = event.type == "tool.call" || event.type == "tool.result";
    if (!is_call && event.type != "user.message" && event.type != "model.answer") return true;
    const auto p = json::parse(event.payload);
    if (!p) return true;
    std::string text = event.type == "tool.call" ? member(*p, "arguments") : is_call ? member(*p, "output") : member(*p, "text");
    if (event.type == "model.answer")
      if (const auto* items = json::array_or_null(json::find(*p, "items")))
        for (const auto& item : *items) text += member(item, "text") + "\n";
    const auto at = text.find(asked.query);
    if (at == std::string::npos) return true;
    const std::string who = is_call ? "call " + member(*p, "id") + " (" + member(*p, "name") + ")"
                            : event.type == "user.message" ? "the user" : "you";
    found.push_back(who + ": " + line_around(text, at));
    return true;
  }));
  if (found.empty()) return std::string("nothing on record has this text");
  std::string out;
  const std::size_t first = found.size() > k_found_max ? found.size() - k_found_max : 0;
  if (first > 0) out = "[" + std::to_string(first) + " older places left out]\n";
  for (std::size_t i = first; i < found.size(); ++i) out += found[i] + "\n";
  return out;
}

base::Result<Asked> read_asked(const std::string& arguments) {
  TRY(const auto value, json::parse(arguments));
  Asked asked{member(value, "call"), member(value, "query"), 0};
  asked.offset = static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(value, "offset"))));
  if (asked.call.empty() == asked.query.empty())
    return base::fail(base::Code::invalid, "give either call (the id of an earlier call) or query (a text)");
  return asked;
}

}  // namespace

Recall::Recall(std::string dir) : dir_(std::move(dir)) {
  spec_.name = "recall";
  spec_.description = text_of(k_text);
  spec_.schema = k_schema;
}

io::Task<tools::Output> Recall::run(std::string arguments, tools::Run) {
  const auto asked = read_asked(arguments);
  if (!asked) co_return tools::failed(asked.error());
  std::function<base::Result<std::string>(std::stop_token)> work = [this, asked](std::stop_token) {
    return asked->call.empty() ? places(dir_, *asked) : recorded_call(dir_, *asked);
  };
  auto text = co_await io::offload(std::move(work));
  if (!text) co_return tools::failed(text.error());
  tools::Output out;
  out.title = asked->call.empty() ? "recall " + std::string(text::clip(asked->query, 60)) : "recall " + asked->call;
  out.text = *std::move(text);
  co_return out;
}

}  // namespace engine
