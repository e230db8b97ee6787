// A rule is written in a file somewhere between the repository's root and a folder below the one that is worked in. What
// its paths mean depends on that place: here they become patterns from the folder that is worked in.

#include "rules.h"

#include <boost/json.hpp>

#include <stdlib.h>

#include <array>
#include <memory>

#include "agent/rules.h"
#include "base/file.h"
#include "base/paths.h"
#include "text/ignore.h"
#include "text/utf8.h"

namespace engine {

namespace {

constexpr std::array<std::string_view, 5> k_against = {"anything", "changes", "deletes", "creates", "hand"};

std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    if (end > at) parts.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool part_fits(const std::string& pattern, const std::string& name) {
  const auto parsed = text::IgnorePattern::parse("/" + pattern);
  return parsed && parsed->matches(name, text::Entry::folder);
}

/// A pattern of a folder above, for those who stand `down` it; nothing = it means nothing in there.
std::optional<std::string> seen_from_below(const std::string& pattern, const std::string& down) {
  auto wanted = parts_of(pattern);
  std::size_t used = 0;
  for (const auto& folder : parts_of(down)) {
    if (used == wanted.size()) break;
    if (wanted[used] == "**") return pattern;   // at any depth, from here too
    if (!part_fits(wanted[used], folder)) return std::nullopt;
    ++used;
  }
  if (used == wanted.size()) return "*";   // all that is worked on lies in it
  std::string out;
  for (std::size_t i = used; i < wanted.size(); ++i) out += "/" + wanted[i];
  return pattern.ends_with('/') ? out + "/" : out;
}

/// The place of an instruction file, seen from the folder that is worked in.
struct Scope {
  std::string folder;    ///< absolute
  std::string inside;    ///< the folder below the one worked in; "" = it is that one, above, or the user's
  std::string down;      ///< from the file's folder to the one worked in; "" = not above
  bool is_users = false;
};

Scope scope_of(const std::string& file, const std::string& root, const std::string& below) {
  Scope scope;
  scope.folder = base::parent(file);
  scope.is_users = !base::is_within(scope.folder, root) && !base::is_within(scope.folder, below);
  if (scope.is_users) return scope;
  if (base::is_within(scope.folder, below)) {
    if (scope.folder != below) scope.inside = base::relative(scope.folder, below);
  } else {
    scope.down = base::relative(below, scope.folder);
  }
  return scope;
}

std::optional<std::string> pattern_for(std::string path, const Scope& scope) {
  while (path.starts_with("./")) path.erase(0, 2);
  std::string bare = path;
  while (bare.ends_with('/')) bare.pop_back();
  if (bare.empty()) return std::nullopt;
  const bool is_anchored = bare.find('/') != std::string::npos || (!scope.is_users && base::exists(base::join(scope.folder, bare)));
  if (!is_anchored) {
    if (scope.inside.empty()) return path;
    return "/" + scope.inside + "/**/" + path;
  }
  if (!scope.down.empty()) return seen_from_below(path, scope.down);
  return "/" + (scope.inside.empty() ? path : scope.inside + "/" + path);
}

std::optional<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
  return real ? std::optional<std::string>(real.get()) : std::nullopt;
}

/// The place to which a path leads over links in the project, as a pattern; nothing = it is where it says, or elsewhere.
std::optional<std::string> behind_links(const std::string& path, const Scope& scope, const std::string& below) {
  if (scope.is_users) return std::nullopt;
  const auto real_root = real_path(below), real = real_path(base::join(scope.folder, path));
  if (!real_root || !real || !base::is_within(*real, *real_root) || *real == *real_root) return std::nullopt;
  std::string pattern = "/" + base::relative(*real, *real_root);
  if (pattern.find_first_of("*?[\\") != std::string::npos) return std::nullopt;
  return pattern;
}

/// "/vendor/" and "/vendor"; "a.lock" is not there alone.
bool is_same_place(const std::string& pattern, const std::string& place) { return parts_of(pattern) == parts_of(place); }

bool is_pattern(const std::string& pattern) {
  for (const auto& part : parts_of(pattern))
    if (part == "." || part == "..") return false;
  return text::IgnorePattern::parse(pattern).has_value();
}

Rule to_rule(const agent::Rule& read, const std::string& shown, const Scope& scope, const std::string& below) {
  Rule rule;
  rule.file = shown;
  rule.line = read.line;
  rule.text = text::to_valid_utf8(read.text);
  rule.kind = agent::name(read.kind);
  rule.folder = scope.inside;
  if (read.kind == agent::RuleKind::never_touch) {
    rule.against = k_against[static_cast<std::size_t>(read.against)];
    const auto add = [&rule](const std::optional<std::string>& pattern) {
      if (pattern && is_pattern(*pattern)) rule.paths.push_back(*pattern);
    };
    for (const auto& path : read.paths) {
      const auto pattern = pattern_for(path, scope);
      add(pattern);
      const auto behind = behind_links(path, scope, below);
      if (behind && (!pattern || !is_same_place(*pattern, *behind))) add(behind);
    }
    if (rule.paths.empty()) {
      rule.kind = "advice";
      rule.note = "what it names lies outside of this folder";
    }
  }
  if (read.kind == agent::RuleKind::run_first) {
    rule.commands = read.commands;
    if (!scope.down.empty()) {
      rule.kind = "advice";
      rule.note = "its commands are meant for a folder above this one";
    }
  }
  return rule;
}

std::vector<std::string> strings_in(const json::Value& one, std::string_view key) {
  std::vector<std::string> out;
  if (const auto* list = json::array_or_null(json::find(one, key)))
    for (const auto& each : *list) out.emplace_back(json::string_or(&each));
  return out;
}

json::Array to_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text::to_valid_utf8(text));
  return out;
}

}  // namespace

std::vector<Rule> rules_in(const agent::Instructions& instructions, const std::string& root, const std::string& below) {
  std::vector<Rule> out;
  for (const auto* list : {&instructions.files, &instructions.nested})
    for (const auto& file : *list) {
      const Scope scope = scope_of(file.path, root, below);
      const std::string shown = scope.is_users ? file.path : base::relative(file.path, root);
      const auto has = [&scope](const std::string& path) { return !scope.is_users && base::exists(base::join(scope.folder, path)); };
      for (const auto& read : agent::read_rules(file, has)) out.push_back(to_rule(read, shown, scope, below));
    }
  return out;
}

std::vector<workspace::EffectRule> effect_rules(const std::vector<Rule>& rules) {
  std::vector<workspace::EffectRule> out;
  const auto add = [&out](const Rule& rule, std::vector<std::string> what) {
    auto paths = rule.paths;
    // "vendor/" would leave a link of that name alone, which is as good as the folder.
    for (auto& path : paths)
      while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    out.push_back({std::move(what), std::move(paths), workspace::Verdict::refuse, rule.where()});
  };
  for (const auto& rule : rules) {
    if (rule.kind != "never-touch" || rule.against == "hand") continue;
    if (rule.against == "deletes") add(rule, {"deleted"});
    else if (rule.against == "creates") add(rule, {"created"});
    else if (rule.against == "changes")
      for (const char* what : {"modified", "deleted", "type"}) add(rule, {what});
    else add(rule, {});
  }
  return out;
}

json::Object rules_to_json(const std::vector<Rule>& rules) {
  json::Array list;
  for (const auto& rule : rules) {
    if (!rule.is_enforced()) continue;
    json::Object one = {{"file", text::to_valid_utf8(rule.file)}, {"line", rule.line}, {"text", rule.text}, {"kind", rule.kind}};
    if (!rule.against.empty()) one["against"] = rule.against;
    if (!rule.paths.empty()) one["paths"] = to_array(rule.paths);
    if (!rule.commands.empty()) one["commands"] = to_array(rule.commands);
    if (!rule.folder.empty()) one["folder"] = text::to_valid_utf8(rule.folder);
    list.push_back(std::move(one));
  }
  return {{"rules", std::move(list)}};
}

std::optional<std::vector<Rule>> recorded_rules(const std::vector<journal::Event>& events) {
  // The last: until something is changed, each time that a session is taken up its rules are read anew.
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (event->type != "rules") continue;
    const auto payload = json::parse(event->payload);
    const auto* const list = payload ? json::array_or_null(json::find(*payload, "rules")) : nullptr;
    if (list == nullptr) continue;
    std::vector<Rule> out;
    for (const auto& one : *list) {
      Rule rule;
      rule.file = json::string_or(json::find(one, "file"));
      rule.line = static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(one, "line"))));
      rule.text = json::string_or(json::find(one, "text"));
      rule.kind = json::string_or(json::find(one, "kind"));
      rule.against = json::string_or(json::find(one, "against"));
      rule.paths = strings_in(one, "paths");
      rule.commands = strings_in(one, "commands");
      rule.folder = json::string_or(json::find(one, "folder"));
      out.push_back(std::move(rule));
    }
    return out;
  }
  return std::nullopt;
}

json::Array to_json(const std::vector<RuleOutcome>& outcomes) {
  json::Array out;
  for (const auto& one : outcomes)
    out.push_back(json::Object{{"where", text::to_valid_utf8(one.where)}, {"text", text::to_valid_utf8(one.text)}, {"state", one.state}, {"what", text::to_valid_utf8(one.what)}});
  return out;
}

std::vector<RuleOutcome> outcomes_in(const json::Value& ended) {
  std::vector<RuleOutcome> out;
  if (const auto* list = json::array_or_null(json::find(ended, "rules")))
    for (const auto& one : *list) {
      const auto member = [&one](std::string_view key) { return std::string(json::string_or(json::find(one, key))); };
      out.push_back({member("where"), member("text"), member("state"), member("what")});
    }
  return out;
}

}  // namespace engine
