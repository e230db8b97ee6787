#include "call_words.h"

#include <boost/json.hpp>

#include <array>

#include "base/paths.h"
#include "markdown.h"
#include "text/utf8.h"

namespace acp {

namespace {

constexpr std::size_t k_title_max = 200;
constexpr std::size_t k_places_max = 20;

struct Kind {
  std::string_view tool, kind, verb;
};
constexpr std::array k_kinds = {
    Kind{"read", "read", "Read"},          Kind{"list", "search", "List"},       Kind{"outline", "read", "Outline of"},
    Kind{"search", "search", "Search"},    Kind{"edit", "edit", "Edit"},         Kind{"write", "edit", "Write"},
    Kind{"apply_patch", "edit", "Edit"},   Kind{"shell", "execute", ""},         Kind{"shell_wait", "execute", "Wait for"},
    Kind{"shell_input", "execute", "Type into"}, Kind{"shell_kill", "execute", "End"}, Kind{"service", "execute", "Service"},
    Kind{"plan", "think", "Plan"},         Kind{"report", "think", "Report"},
};

std::string shortened(std::string text) {
  const auto end = text.find('\n');
  const bool more = end != std::string::npos;
  if (more) text.resize(end);
  if (text.size() <= k_title_max) return more ? text + " …" : text;
  std::size_t cut = k_title_max;
  while (cut > 0 && text::is_continuation(text[cut])) --cut;
  return text.substr(0, cut) + " …";
}

/// The files that a patch names in its "*** Update File: path" lines.
std::vector<std::string> files_of_patch(std::string_view patch) {
  std::vector<std::string> out;
  for (const std::string_view head : {"*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: "})
    for (auto at = patch.find(head); at != std::string_view::npos && out.size() < k_places_max; at = patch.find(head, at + 1)) {
      const auto begin = at + head.size();
      auto path = patch.substr(begin, patch.find('\n', begin) - begin);
      if (path.ends_with('\r')) path.remove_suffix(1);
      if (!path.empty()) out.emplace_back(path);
    }
  return out;
}

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

/// The one argument that says most.
std::string about(const json::Value& input) {
  if (const auto server = member(input, "server"); !server.empty()) return server + (member(input, "tool").empty() ? "" : " " + member(input, "tool"));
  for (const char* key : {"command", "path", "file_path", "pattern", "query", "glob", "name", "id"})
    if (const auto* value = json::find(input, key); value != nullptr && value->is_string()) return member(input, key);
  return input.is_string() ? std::string(json::string_or(&input)) : std::string();
}

void add_places(CallWords& out, const std::string& name, const std::string& arguments, const std::string& cwd) {
  if (name == "apply_patch") {
    const auto* patch = json::find(out.input, "input");
    if (patch == nullptr) patch = json::find(out.input, "patch");
    const std::string text = patch != nullptr ? std::string(json::string_or(patch)) : arguments;
    for (const auto& path : files_of_patch(text)) out.places.push_back({base::normalize(base::join(cwd, path)), 0});
    return;
  }
  if (out.kind != "read" && out.kind != "edit" && name != "list") return;
  for (const char* key : {"path", "file_path", "file", "filename"}) {
    const auto path = member(out.input, key);
    if (path.empty()) continue;
    const auto line = json::int_or(json::find(out.input, "offset"));
    out.places.push_back({base::normalize(base::join(cwd, path)), line > 0 && line < 1'000'000'000 ? static_cast<std::uint32_t>(line) : 0});
    return;
  }
}

}  // namespace

CallWords describe_call(const std::string& name, const std::string& arguments, bool freeform, const std::string& cwd) {
  CallWords out;
  out.kind = "other";
  std::string verb = name;
  for (const auto& one : k_kinds)
    if (one.tool == name) {
      out.kind = one.kind;
      verb = one.verb;
    }
  const auto parsed = freeform ? json::parse("null") : json::parse(arguments);
  out.input = !freeform && parsed && parsed->is_object() ? *parsed : json::Value(json::Object{{"input", arguments}});
  out.hidden = name == "plan" || name == "report";
  add_places(out, name, arguments, cwd);
  std::string what = out.kind == "edit" && !out.places.empty() ? base::relative(out.places.front().path, cwd) : about(out.input);
  if (out.places.size() > 1) what += " and " + std::to_string(out.places.size() - 1) + " more";
  what = what.empty() ? "" : code(shortened(std::move(what)));
  out.title = verb + (verb.empty() || what.empty() ? "" : " ") + what;
  if (out.title.empty()) out.title = name.empty() ? "tool" : name;
  return out;
}

}  // namespace acp
