#include "rule_keeper.h"

#include <algorithm>
#include <set>

#include "command_definition.h"
#include "text/ignore.h"
#include "verify/dependencies.h"

namespace engine {

namespace {

constexpr std::size_t k_named = 3;

/// "a, b, c and 4 more"
std::string some(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), k_named); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > k_named) out += " and " + std::to_string(names.size() - k_named) + " more";
  return out;
}

bool fits(const Rule& rule, std::string_view path) {
  for (const auto& text : rule.paths) {
    const auto pattern = text::IgnorePattern::parse(text);
    if (!pattern) continue;
    if (pattern->matches(path, text::Entry::file) || pattern->matches(path, text::Entry::folder)) return true;
    for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1))
      if (pattern->matches(path.substr(0, slash), text::Entry::folder)) return true;
  }
  return false;
}

bool is_against(const Rule& rule, workspace::Change change) {
  using workspace::Change;
  if (rule.against == "deletes") return change == Change::deleted;
  if (rule.against == "creates") return change == Change::created;
  if (rule.against == "changes") return change == Change::modified || change == Change::deleted || change == Change::type;
  return true;
}

/// The reason that the policy gave names the rule: "a rule forbids this [AGENTS.md:12]".
bool names_rule(std::string_view why, std::string_view where) {
  const auto at = why.find(where);
  if (at == std::string_view::npos) return false;
  const auto end = at + where.size();
  return end == why.size() || why[end] < '0' || why[end] > '9';
}

bool is_below(const std::string& folder, std::string_view path) {
  return folder.empty() || (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

/// What package managers and builds put there, manifests of others among it.
bool is_installed(const std::string& path) {
  static constexpr std::string_view k_folders[] = {"node_modules", "site-packages", "vendor", "target", "build", "dist", "out", "_deps", ".venv", "venv"};
  const std::string whole = "/" + path;
  return std::any_of(std::begin(k_folders), std::end(k_folders), [&](std::string_view folder) {
    return whole.find("/" + std::string(folder) + "/") != std::string::npos;
  });
}

/// Manifests whose new dependencies are not known; "x is no text", ...
std::vector<std::string> unjudged(const Rule& rule, const ChangeSet& changes) {
  std::vector<std::string> out;
  for (const auto& path : verify::unread_manifests(changes.files))
    if (is_below(rule.folder, path)) out.push_back(path + " cannot be read as what it should be");
  using What = ChangeSet::Other::What;
  for (const auto& other : changes.others) {
    if (!is_below(rule.folder, other.path) && !is_below(other.path, rule.folder)) continue;
    if (other.what == What::file && verify::is_manifest(other.path)) out.push_back(other.path + " is a link, no text, or too large to be compared");
    if (other.what == What::folder) out.push_back(other.path + " has more in it than is looked at");
  }
  // Whoever has git ignore a manifest does not have it compared.
  for (const auto& left : changes.leftovers)
    if (left.bytes && verify::is_manifest(left.path) && is_below(rule.folder, left.path) && !is_installed(left.path))
      out.push_back(left.path + " was changed, and git ignores it");
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string RuleKeeper::refusal(const std::string& path, workspace::Change change, bool policy_judges) {
  for (const auto& rule : rules_) {
    if (rule.kind != "never-touch" || (policy_judges && rule.against != "hand")) continue;
    if (!is_against(rule, change) || !fits(rule, path)) continue;
    const bool known = std::any_of(refused_.begin(), refused_.end(), [&](const auto& one) { return one.where == rule.where(); });
    if (!known) refused_.push_back({rule.where(), rule.text, "refused", "an edit of " + path + " was refused"});
    return path + " is not to be edited" + (rule.against == "hand" ? " by hand" : "") + ": " + rule.where() + " says \"" + rule.text + "\"";
  }
  return {};
}

std::vector<RuleOutcome> RuleKeeper::look(const workspace::Workspace& workspace, const ChangeSet& changes) const {
  std::vector<RuleOutcome> out = refused_;
  const bool policy_judged = workspace.is_transactional();
  const auto added = verify::new_dependencies(changes.files);
  for (const auto& rule : rules_) {
    if (rule.kind == "never-touch") {
      std::set<std::string> refused, touched;
      for (const auto& step : workspace.steps())
        for (const auto& effect : step.effects) {
          if (effect.state == workspace::State::refused && names_rule(effect.why, rule.where())) refused.insert(effect.path);
          if (!policy_judged && rule.against != "hand" && effect.state == workspace::State::applied && is_against(rule, effect.change) && fits(rule, effect.path))
            touched.insert(effect.path);
        }
      if (!refused.empty()) out.push_back({rule.where(), rule.text, "refused", "a change of " + some({refused.begin(), refused.end()}) + " was refused"});
      if (!touched.empty()) out.push_back({rule.where(), rule.text, "broken", some({touched.begin(), touched.end()}) + (touched.size() == 1 ? " was changed" : " were changed")});
    } else if (rule.kind == "no-new-dependencies") {
      std::vector<std::string> names;
      for (const auto& one : added)
        if (is_below(rule.folder, one.manifest)) names.push_back(one.name + " in " + one.manifest);
      if (!names.empty()) out.push_back({rule.where(), rule.text, "broken", std::string(names.size() == 1 ? "a new dependency: " : "new dependencies: ") + some(names)});
      const auto unknown = unjudged(rule, changes);
      if (names.empty() && !unknown.empty()) out.push_back({rule.where(), rule.text, "not-run", "new dependencies cannot be ruled out: " + some(unknown)});
    }
  }
  return out;
}

std::vector<RuleKeeper::First> RuleKeeper::commands(const ChangeSet& changes, const std::vector<verify::Check>& checks) const {
  std::vector<First> out;
  for (const auto& rule : rules_) {
    if (rule.kind != "run-before-commit") continue;
    const auto concerns = [&rule](const auto& file) { return is_below(rule.folder, file.path); };
    if (std::none_of(changes.files.begin(), changes.files.end(), concerns) && std::none_of(changes.others.begin(), changes.others.end(), concerns)) continue;
    for (const auto& command : rule.commands) {
      std::string whole = rule.folder.empty() ? command : "cd " + quoted(rule.folder) + " && " + command;
      const bool is_check = std::any_of(checks.begin(), checks.end(), [&](const auto& check) { return check.command == whole; });
      const bool known = std::any_of(out.begin(), out.end(), [&](const auto& first) { return first.command == whole; });
      if (!is_check && !known) out.push_back({&rule, std::move(whole), redefined_by(command, rule.folder, changes)});
    }
  }
  return out;
}

const RuleOutcome* broken_in(const std::vector<RuleOutcome>& outcomes) {
  for (const auto& one : outcomes)
    if (one.state == "broken") return &one;
  return nullptr;
}

}  // namespace engine
