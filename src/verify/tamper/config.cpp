// Configuration is read by lines and words: there are too many formats for more, and the words that
// matter are few. Three files are understood better, since the check itself usually stands in them:
// make's rules (recipes.cpp), npm's scripts, and CMake's calls (cmake_calls.cpp).
#include "tamper/config.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <span>

#include "base/paths.h"
#include "json/json.h"
#include "tamper/cmake_calls.h"
#include "tamper/config_signs.h"
#include "tamper/recipes.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

using enum Tampering;

bool is_comment(std::string_view line, std::uint32_t kinds) {
  if (line.starts_with("//") || line.starts_with("/*") || line.starts_with("<!--")) return true;
  const bool hash = (kinds & (k_instructions | k_maven | k_gradle)) == 0;
  return hash && line.starts_with("#") && !line.starts_with("#!");
}

using Lines = std::span<const FileDiff::Line>;
Lines added(const Subject& subject) {
  return FileDiff::first_of(subject.diff.added());
}
Lines removed(const Subject& subject) {
  return FileDiff::first_of(subject.diff.removed());
}

std::string quoted(std::string_view line) {
  return "`" + shown(line) + "`";
}

/// The check's command names this file: ./run_tests.sh, python tools/check.py, make -f x.mk.
bool is_named_by(const std::string& command, std::string_view path) {
  const std::string_view file = base::file_name(path);
  for (std::string_view word : split_words(command)) {
    while (!word.empty() && (word.front() == '"' || word.front() == '\'')) word.remove_prefix(1);
    while (!word.empty() && (word.back() == '"' || word.back() == '\'' || word.back() == ';'))
      word.remove_suffix(1);
    if (word.starts_with("./")) word.remove_prefix(2);
    if (word == path || (word == file && base::parent(path) == ".")) return true;
    if (word.ends_with(path) && word[word.size() - path.size() - 1] == '/') return true;
  }
  return false;
}

void by_signs(const Subject& subject, std::uint32_t kinds, Report& report) {
  const auto look = [&](Lines lines, Where where, Side side) {
    for (const FileDiff::Line& line : lines) {
      if (is_comment(line.text, kinds)) continue;
      const std::string small = lower(line.text);
      for (const Sign& sign : config_signs()) {
        if ((sign.kinds & kinds) == 0) continue;
        if (sign.where != where && sign.where != Where::either) continue;
        if (!has_word(small, sign.sign)) continue;
        report.add(sign.tampering, subject, side, line.number,
                   quoted(line.text) + (where == Where::removed ? ", which is gone, " : " ") +
                       std::string(sign.what));
        break;
      }
    }
  };
  look(added(subject), Where::added, Side::after);
  // Of a line that was changed the new version has been reported.
  std::vector<FileDiff::Line> gone;
  for (const FileDiff::Line& line : removed(subject)) {
    const std::string small = lower(line.text);
    const bool speaks = std::any_of(
        config_signs().begin(), config_signs().end(),
        [&](const Sign& sign) { return (sign.kinds & kinds) != 0 && has_word(small, sign.sign); });
    if (!speaks) continue;
    const bool replaced =
        std::any_of(added(subject).begin(), added(subject).end(), [&](const FileDiff::Line& now) {
          if (now.change != line.change) return false;
          const std::string after = lower(now.text);
          return std::any_of(config_signs().begin(), config_signs().end(), [&](const Sign& sign) {
            return (sign.kinds & kinds) != 0 && has_word(small, sign.sign) &&
                   has_word(after, sign.sign);
          });
        });
    if (!replaced) gone.push_back(line);
  }
  look(gone, Where::removed, Side::before);
}

/// -k and -m narrow a pytest run down, but are two letters of many other options as well.
void by_selection(const Subject& subject, std::uint32_t kinds, Report& report) {
  if ((kinds & (k_pytest | k_node | k_shell)) == 0) return;
  for (const FileDiff::Line& line : added(subject)) {
    const std::string small = lower(line.text);
    const bool pytest = has_word(small, "addopts") || has_word(small, "pytest");
    const bool node = has_word(small, "jest") || has_word(small, "vitest") ||
                      has_word(small, "mocha") || has_word(small, "--test");
    if (is_comment(line.text, kinds)) continue;
    const auto before_had = [&](std::string_view option) {
      return std::any_of(removed(subject).begin(), removed(subject).end(),
                         [&](const FileDiff::Line& old) {
                           return old.change == line.change && has_word(lower(old.text), option);
                         });
    };
    for (const std::string_view option : {"-k", "-m", "--ignore", "--deselect", "--co"}) {
      if (!pytest || !has_word(small, option) || before_had(option)) continue;
      // python -m pytest
      if (option == "-m" && small.find("-m pytest") != std::string::npos) continue;
      report.add(config_changed, subject, Side::after, line.number,
                 quoted(line.text) + " selects among the tests");
    }
    for (const std::string_view option :
         {"-t", "--testnamepattern", "--grep", "-g", "--exclude", "--invert", "--test-name-pattern",
          "--test-skip-pattern", "--testpathignorepatterns"}) {
      if (!node || !has_word(small, option) || before_had(option)) continue;
      report.add(config_changed, subject, Side::after, line.number,
                 quoted(line.text) + " selects among the tests");
    }
  }
}

/// Lines of scripts, recipes and CI steps that hide a failure.
void by_shell(const Subject& subject, std::uint32_t kinds, bool is_the_check, Report& report) {
  if ((kinds & k_shell) == 0) return;
  const std::string path = lower(subject.file.path);
  const bool is_script = (kinds & (k_make | k_ci | k_pytest | k_node | k_instructions)) == 0;
  const bool about = is_the_check || (is_script && is_about_tests(base::file_name(path)));
  for (const FileDiff::Line& line : added(subject)) {
    if (is_comment(line.text, kinds)) continue;
    std::string_view way = swallowing(line.text);
    if (way.empty() && about && (line.text == "exit 0" || line.text == "true" || line.text == ":"))
      way = line.text;
    if (way.empty() || (!about && !is_about_tests(line.text))) continue;
    const bool pipe = way.starts_with("| ");
    // A failure behind a pipe is seen where the script says pipefail.
    if (pipe && subject.after().find("pipefail") != std::string_view::npos) continue;
    report.add(exit_code_swallowed, subject, Side::after, line.number,
               quoted(line.text) + " hides a failure (`" + std::string(way) + "`)");
  }
  if (!about) return;
  for (const FileDiff::Line& line : removed(subject)) {
    if (line.text != "set -e" && !line.text.starts_with("set -eu") &&
        line.text.find("pipefail") == std::string_view::npos)
      continue;
    const std::string_view now = subject.after();
    if (now.find("set -e") != std::string_view::npos &&
        (line.text.find("pipefail") == std::string_view::npos ||
         now.find("pipefail") != std::string_view::npos))
      continue;
    report.add(exit_code_swallowed, subject, Side::before, line.number,
               quoted(line.text) + " is gone, so a failing command no longer ends the script");
  }
}

std::map<std::string, std::string> scripts_of(std::string_view text) {
  std::map<std::string, std::string> out;
  const auto value = json::parse(text);
  if (!value) return out;
  const json::Value* scripts = json::find(*value, "scripts");
  if (scripts == nullptr || !scripts->is_object()) return out;
  for (const auto& [key, item] : scripts->get_object())
    if (item.is_string())
      out.emplace(std::string(key.data(), key.size()), std::string(item.get_string().c_str()));
  return out;
}

std::size_t line_of(std::string_view text, std::string_view sign) {
  const std::size_t at = text.find(sign);
  if (at == std::string_view::npos) return 0;
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// npm runs "pretest" and "posttest" around "test", and a script may run others.
bool is_test_script(std::string_view name) {
  return name == "test" || name == "pretest" || name == "posttest" || name.starts_with("test:") ||
         name == "check" || name == "verify" || name == "unit" || name == "ci";
}

void by_scripts(const Subject& subject, Report& report) {
  if (base::file_name(subject.file.path) != "package.json" || !subject.file.before) return;
  const auto before = scripts_of(subject.before());
  const auto after = scripts_of(subject.after());
  const auto test = before.find("test");
  const std::string called = test == before.end() ? "" : test->second;
  for (const auto& [name, command] : before) {
    if (!is_test_script(name) && !has_word(called, name)) continue;
    // The placeholder of `npm init` tests nothing.
    if (command.find("no test specified") != std::string::npos) continue;
    const std::size_t old_line = line_of(subject.before(), "\"" + name + "\"");
    const auto now = after.find(name);
    if (now == after.end()) {
      report.add(check_command_changed, subject, Side::before, old_line,
                 "the script `" + shown(name) + "` is gone; it was " + quoted(command));
    } else if (one_line(now->second) != one_line(command)) {
      report.add(check_command_changed, subject, Side::after,
                 line_of(subject.after(), "\"" + name + "\""),
                 "the script `" + shown(name) + "` was " + quoted(command) + " and is now " +
                     quoted(now->second));
    }
  }
  for (const auto& [name, command] : after) {
    if ((name != "pretest" && name != "posttest") || before.contains(name) || called.empty())
      continue;
    report.add(check_command_changed, subject, Side::after,
               line_of(subject.after(), "\"" + name + "\""),
               "npm now runs " + quoted(command) + " around the tests");
  }
}

/// AGENTS.md: a line that named the test command is gone.
void by_instructions(const Subject& subject, const std::string& check_command, Report& report) {
  const auto gone = [&](std::string_view command) {
    return !command.empty() && subject.before().find(command) != std::string_view::npos &&
           subject.after().find(command) == std::string_view::npos;
  };
  if (gone(check_command)) {
    report.add(check_command_changed, subject, Side::before,
               line_of(subject.before(), check_command),
               "the check's command " + quoted(check_command) + " is no longer named here");
    return;
  }
  for (const FileDiff::Line& line : removed(subject)) {
    const std::size_t open = line.text.find('`');
    const std::size_t close = open == std::string_view::npos ? open : line.text.find('`', open + 1);
    if (close == std::string_view::npos) continue;
    const std::string_view command = line.text.substr(open + 1, close - open - 1);
    if (!is_about_tests(command) || !gone(command)) continue;
    report.add(check_command_changed, subject, Side::before, line.number,
               "the test command " + quoted(command) + " is no longer named here");
  }
}

/// A new file of these names takes the place of one that is there.
void by_precedence(const Subject& subject, Report& report) {
  if (!subject.is_added()) return;
  const std::string file = lower(base::file_name(subject.file.path));
  if (file == "pytest.ini" || file == ".pytest.ini" || file == "pytest.toml")
    report.add(config_changed, subject, Side::after, 1,
               "a new " + shown(file) + " outranks the other configuration of pytest");
  if (file == "gnumakefile")
    report.add(check_command_changed, subject, Side::after, 1,
               "a new GNUmakefile is read in place of the Makefile");
  if (file == "maven.config" || file == "jvm.config" || file == "ctestcustom.cmake")
    report.add(config_changed, subject, Side::after, 1,
               "a new " + shown(file) + " gives options to the runner");
}

/// .cargo/config.toml can name a program that runs the tests' executables.
void by_cargo_config(const Subject& subject, Report& report) {
  if (!subject.file.path.ends_with(".cargo/config.toml") &&
      !subject.file.path.ends_with(".cargo/config"))
    return;
  for (const FileDiff::Line& line : added(subject))
    if (line.text.starts_with("runner") || line.text.starts_with("test ") ||
        line.text.starts_with("test=") || line.text.starts_with("rustflags") ||
        line.text.starts_with("rustc"))
      report.add(config_changed, subject, Side::after, line.number,
                 quoted(line.text) + " changes how cargo builds or runs tests");
}

/// Every removed CI line that runs tests and is not there any more in another form.
void by_steps(const Subject& subject, std::uint32_t kinds, Report& report) {
  if ((kinds & k_ci) == 0 || !subject.file.before) return;
  for (const FileDiff::Line& line : removed(subject)) {
    const bool runs = line.text.find("run:") != std::string_view::npos ||
                      line.text.starts_with("- ") || line.text.starts_with("script:");
    if (!runs || is_comment(line.text, kinds) || !is_about_tests(line.text)) continue;
    const bool replaced =
        std::any_of(added(subject).begin(), added(subject).end(), [&](const FileDiff::Line& now) {
          return now.change == line.change && is_about_tests(now.text) &&
                 !is_comment(now.text, kinds);
        });
    if (!replaced)
      report.add(config_changed, subject, Side::before, line.number,
                 quoted(line.text) + " is no longer run");
  }
}

void by_being_the_check(const Subject& subject, Report& report) {
  if (subject.is_deleted()) {
    report.add(check_command_changed, subject, Side::before, 1,
               "the script that the check runs was deleted");
  } else if (!removed(subject).empty() || !added(subject).empty()) {
    const Lines lines = added(subject);
    report.add(check_command_changed, subject, Side::after, lines.empty() ? 1 : lines[0].number,
               "the script that the check runs was changed");
  }
}

}  // namespace

void find_in_config(const Subject& subject, const std::string& check_command, Report& report) {
  const std::string& path = subject.file.path;
  const std::uint32_t kinds =
      kind_of_config(path, subject.file.before ? subject.before() : subject.after());
  const bool is_the_check = is_named_by(check_command, path);
  const bool is_script = (kinds & k_shell) != 0;
  if (subject.role == Role::docs) return;
  if (is_the_check && subject.file.before && is_script && (kinds & k_make) == 0)
    by_being_the_check(subject, report);
  if (subject.is_deleted() && subject.role == Role::test_config)
    report.add(config_changed, subject, Side::before, 1,
               shown(base::file_name(path)) + ", which configures the tests, was deleted");
  const bool configures =
      subject.role == Role::test_config || subject.role == Role::build || is_the_check;
  if (configures && subject.diff.is_large())
    report.add(config_changed, subject, Side::after, 1, "more lines changed than are looked at");
  by_shell(subject, kinds, is_the_check, report);
  if (subject.role == Role::code || subject.role == Role::test) return;
  if (!subject.is_deleted()) by_signs(subject, kinds, report);
  by_selection(subject, kinds, report);
  by_scripts(subject, report);
  if ((kinds & k_make) != 0) find_in_recipes(subject, check_command, report);
  if ((kinds & (k_cmake | k_meson)) != 0) find_in_cmake(subject, report);
  if ((kinds & k_instructions) != 0) by_instructions(subject, check_command, report);
  by_precedence(subject, report);
  by_cargo_config(subject, report);
  by_steps(subject, kinds, report);
}

}  // namespace verify::tamper
