// plumb rules.

#include <boost/json.hpp>

#include <cstdio>

#include "commands.h"
#include "engine/rules.h"
#include "progress.h"

namespace app {

namespace {

/// What is enforced of a rule, in words.
std::string enforced_words(const engine::Rule& rule) {
  std::string list;
  for (const auto& one : rule.paths.empty() ? rule.commands : rule.paths) list += (list.empty() ? "" : ", ") + one;
  std::string what;
  if (rule.kind == "never-touch") {
    const bool hand = rule.against == "hand";
    what = rule.against == "deletes" ? "not deleted: " : rule.against == "creates" ? "nothing new: " : rule.against == "changes" ? "not changed: " : "not touched: ";
    if (hand) what = "not edited by hand (a command may make it anew): ";
  } else if (rule.kind == "run-before-commit") {
    what = "passes on the result and before a commit: ";
  } else {
    what = "no dependency that was not there before";
  }
  if (!rule.folder.empty() && rule.kind != "never-touch") list += (list.empty() ? " (" : "  (") + ("in " + rule.folder) + ")";
  return what + list;
}

void print_outcomes(const std::vector<engine::RuleOutcome>& outcomes, const std::string& session) {
  for (const auto& one : outcomes)
    std::printf("  %-9s %s  (session %s)\n", one.state.c_str(), safe(one.what).c_str(), session.c_str());
}

void print(const engine::RulesView& view) {
  std::size_t enforced = 0, broken = 0;
  for (const auto& line : view.lines) {
    const bool is_enforced = line.rule.is_enforced() && view.are_enforced;
    enforced += is_enforced ? 1 : 0;
    std::printf("%s  %s  %s\n", safe(line.rule.where()).c_str(), is_enforced ? "enforced" : "advice", safe(line.rule.text).c_str());
    if (line.rule.is_enforced()) std::printf("  %s\n", safe(enforced_words(line.rule)).c_str());
    if (!line.rule.note.empty()) std::printf("  not enforced: %s\n", safe(line.rule.note).c_str());
    print_outcomes(line.outcomes, view.session);
    for (const auto& one : line.outcomes) broken += one.state == "broken" ? 1 : 0;
  }
  for (const auto& one : view.gone) {
    std::printf("%s  gone  %s\n", safe(one.where).c_str(), safe(one.text).c_str());
    print_outcomes({one}, view.session);
    broken += one.state == "broken" ? 1 : 0;
  }
  for (const auto& problem : view.problems) std::fprintf(stderr, "plumb: %s\n", safe(problem).c_str());
  if (view.lines.empty()) {
    std::printf("No rules: there is no AGENTS.md (or CLAUDE.md, GEMINI.md) here.\n");
    return;
  }
  std::printf("%zu enforced, %zu advice", enforced, view.lines.size() - enforced);
  if (!view.session.empty()) std::printf("; %zu broken in session %s", broken, view.session.c_str());
  if (!view.are_enforced) std::printf("; the configuration says rules = \"advice\"");
  std::printf("\n");
}

}  // namespace

int rules_command(const Args& args, base::Env env) {
  const auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what);
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  if (args.words.size() > 1) return complain("one session at a time", 2);
  const auto view = engine::rules_of(*settings, cwd, args.words.empty() ? "last" : args.words.front());
  if (!view) return complain(view.error().what, exit_code_for(view.error()));
  if (args.json) {
    std::printf("%s\n", json::dump(engine::to_json(*view)).c_str());
  } else {
    print(*view);
  }
  return 0;
}

}  // namespace app
