#include "tamper/recipes.h"

#include <algorithm>
#include <map>
#include <set>

#include "tamper/config_signs.h"
#include "tamper/words.h"
#include "text/lines.h"

namespace verify::tamper {
namespace {

using enum Tampering;

struct Rule {
  std::size_t line = 0;
  std::string needs;                ///< the prerequisites
  std::vector<std::string> recipe;  ///< one command a line, trimmed
  std::vector<std::size_t> lines;   ///< of each command
};
using Rules = std::map<std::string, Rule>;

constexpr std::size_t k_rules_max = 5000;

/// Reads what make reads, without variables: "target: needs" and the lines with a tab below it.
Rules rules_of(std::string_view text) {
  Rules rules;
  std::vector<std::string> open;
  std::size_t number = 0;
  for (const std::string_view raw : text::split_lines(text)) {
    ++number;
    const std::string_view line = text::without_ending(raw);
    const std::string_view bare = trim(line);
    if (bare.empty() || bare.starts_with("#")) continue;
    if (line.starts_with("\t") || line.starts_with("    ")) {
      for (const std::string& target : open) {
        rules[target].recipe.emplace_back(bare);
        rules[target].lines.push_back(number);
      }
      continue;
    }
    const std::size_t colon = line.find(':');
    const bool assigns = colon != std::string_view::npos && colon + 1 < line.size() &&
                         (line[colon + 1] == '=' || line.substr(colon, 3) == "::=");
    open.clear();
    if (colon == std::string_view::npos || assigns ||
        line.substr(0, colon).find('=') != std::string_view::npos)
      continue;
    for (const std::string_view target : split_words(line.substr(0, colon))) {
      if (rules.size() > k_rules_max || open.size() > 50) break;
      Rule& rule = rules[std::string(target)];
      if (rule.line == 0) rule.line = number;
      rule.needs += " " + one_line(line.substr(colon + 1));
      open.emplace_back(target);
    }
  }
  return rules;
}

bool is_test_target(std::string_view target) {
  return target == "test" || target == "tests" || target == "check" || target == "unittest" ||
         target == "verify" || target.starts_with("test-") || target.starts_with("check-") ||
         target.ends_with("-test") || target.ends_with("-tests") || target.ends_with("-check");
}

/// The targets that the check runs, and what they need, as far as this file says.
std::set<std::string> targets_of(const Rules& rules, const std::string& check_command) {
  std::vector<std::string> queue;
  const auto words = split_words(check_command);
  const bool runs_make = std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return word == "make" || word == "gmake" || word == "just";
  });
  for (const auto& [target, rule] : rules) {
    const bool named = runs_make && std::find(words.begin(), words.end(), target) != words.end();
    if (named || is_test_target(target)) queue.push_back(target);
  }
  std::set<std::string> out;
  while (!queue.empty() && out.size() < 200) {
    const std::string target = queue.back();
    queue.pop_back();
    const auto found = rules.find(target);
    if (found == rules.end() || !out.insert(target).second) continue;
    // Of what it needs, only what tests: not the build of the program.
    for (const std::string_view need : split_words(found->second.needs))
      if (is_about_tests(need)) queue.emplace_back(need);
  }
  return out;
}

/// What make is told in front of a command: '-' ignores its failure.
std::string_view without_prefix(std::string_view command, bool& ignores) {
  while (!command.empty() &&
         (command.front() == '-' || command.front() == '@' || command.front() == '+')) {
    ignores = ignores || command.front() == '-';
    command.remove_prefix(1);
  }
  return trim(command);
}

void compare(const std::string& target, const Rule& before, const Rule& after,
             const Subject& subject, Report& report) {
  std::set<std::string> old_ignored, now_there;
  for (const std::string& command : before.recipe) {
    bool ignores = false;
    const std::string bare = one_line(without_prefix(command, ignores));
    if (ignores) old_ignored.insert(bare);
  }
  for (std::size_t i = 0; i < after.recipe.size(); ++i) {
    bool ignores = false;
    const std::string bare = one_line(without_prefix(after.recipe[i], ignores));
    now_there.insert(bare);
    if (ignores && !old_ignored.contains(bare) && !bare.starts_with("rm "))
      report.add(exit_code_swallowed, subject, Side::after, after.lines[i],
                 "make ignores a failure of `" + shown(bare) + "` (`-` in front of it)");
    const std::string_view way = swallowing(bare);
    const bool was_there =
        std::any_of(before.recipe.begin(), before.recipe.end(), [&](const std::string& old) {
          bool unused = false;
          return one_line(without_prefix(old, unused)) == bare;
        });
    if (!way.empty() && !was_there)
      report.add(exit_code_swallowed, subject, Side::after, after.lines[i],
                 "`" + shown(bare) + "` hides a failure (`" + std::string(way) + "`)");
  }
  for (std::size_t i = 0; i < before.recipe.size(); ++i) {
    bool unused = false;
    const std::string bare = one_line(without_prefix(before.recipe[i], unused));
    if (now_there.contains(bare) || bare.starts_with("echo ") || bare.starts_with("rm ")) continue;
    report.add(check_command_changed, subject, Side::before, before.lines[i],
               "the recipe of `" + shown(target) + "` no longer runs `" + shown(bare) + "`");
  }
  for (const std::string_view need : split_words(before.needs)) {
    const auto now = split_words(after.needs);
    if (is_about_tests(need) && std::find(now.begin(), now.end(), need) == now.end())
      report.add(check_command_changed, subject, Side::after, after.line,
                 "`" + shown(target) + "` no longer needs `" + shown(need) + "`");
  }
}

}  // namespace

void find_in_recipes(const Subject& subject, const std::string& check_command, Report& report) {
  if (!subject.file.before) return;
  const Rules before = rules_of(subject.before());
  const Rules after = rules_of(subject.after());
  for (const std::string& target : targets_of(before, check_command)) {
    const Rule& old = before.at(target);
    const auto now = after.find(target);
    if (now == after.end()) {
      report.add(check_command_changed, subject, Side::before, old.line,
                 "the target `" + shown(target) + "` is gone");
    } else {
      compare(target, old, now->second, subject, report);
    }
  }
}

}  // namespace verify::tamper
