// A session as markdown: a fold over its events, like every other view.

#include <boost/json.hpp>

#include "base/ids.h"
#include "base/try.h"
#include "engine/records.h"

namespace engine {

namespace {

constexpr std::size_t k_output_shown = std::size_t{8} << 10;

std::string member(const json::Value& p, std::string_view key) {
  return std::string(json::string_or(json::find(p, key)));
}

/// A fence that the text itself cannot close.
std::string fenced(std::string text, std::string_view language = "") {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  if (!text.ends_with('\n')) text += '\n';
  return fence + std::string(language) + "\n" + text + fence + "\n";
}

std::string shortened(std::string text) {
  if (text.size() <= k_output_shown) return text;
  const auto left = text.size() - k_output_shown;
  text.resize(k_output_shown);
  return text + "\n[" + std::to_string(left) + " bytes more in the session's log]\n";
}

void answer(std::string& out, const json::Value& p) {
  const auto* items = json::array_or_null(json::find(p, "items"));
  if (items == nullptr) return;
  for (const auto& item : *items)
    if (member(item, "type") == "assistant" && !member(item, "text").empty())
      out += "\n" + member(item, "text") + "\n";
}

void effects(std::string& out, const json::Value& p) {
  out += "\nChanged by this step:\n";
  if (const auto* list = json::array_or_null(json::find(p, "effects")))
    for (const auto& one : *list) out += "- " + member(one, "change") + " `" + member(one, "path") + "`\n";
}

void ended(std::string& out, const json::Value& p) {
  out += "\n## Result\n\n";
  if (const auto* proof = json::find(p, "proof"))
    out += "- **" + member(*proof, "status") + "**: " + member(*proof, "reason") + "\n";
  out += "- turns: " + std::to_string(json::int_or(json::find(p, "turns"))) + "\n";
  if (const auto* error = json::find(p, "error")) out += "- " + member(*error, "message") + "\n";
  if (const auto undo = member(p, "undo"); !undo.empty()) out += "- undo: `" + undo + "`\n";
}

}  // namespace

base::Result<std::string> export_markdown(const Recorded& session) {
  std::string out;
  for (const auto& event : session.events) {
    TRY(const auto p, json::parse(event.payload));
    if (event.type == "session.started") {
      out += "# plumb session " + member(p, "id") + "\n\n- folder: `" + member(p, "cwd") + "`\n- started: " +
             base::iso_time(event.time_ms) + "\n- plumb " + member(p, "version") + "\n";
      if (const auto* model = json::find(p, "model"))
        out += "- model: " + member(*model, "provider") + "/" + member(*model, "id") + "\n";
    } else if (event.type == "user.message") {
      out += "\n## Task\n\n" + fenced(member(p, "text"));
    } else if (event.type == "model.answer") {
      answer(out, p);
    } else if (event.type == "tool.call") {
      out += "\n### " + member(p, "name") + "\n\n" + fenced(shortened(member(p, "arguments")));
    } else if (event.type == "tool.result") {
      out += "\n" + std::string(json::bool_or(json::find(p, "is_error")) ? "Failed" : "Result") + " after " +
             std::to_string(json::int_or(json::find(p, "duration_ms"))) + " ms:\n\n" +
             fenced(shortened(member(p, "output")));
    } else if (event.type == "effects") {
      effects(out, p);
    } else if (event.type == "check.finished") {
      out += "\nCheck `" + member(p, "command") + "` in the " + member(p, "where") + ": exit " +
             std::to_string(json::int_or(json::find(p, "exit"))) + "\n";
    } else if (event.type == "notice") {
      out += "\n> " + member(p, "text") + "\n";
    } else if (event.type == "session.ended") {
      ended(out, p);
    }
  }
  if (!session.damage.empty()) out += "\n> The log is damaged: " + session.damage + "\n";
  return out;
}

}  // namespace engine
