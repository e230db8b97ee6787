// Each runner has its own way to be asked for a report without a change to the project:
//
//   pytest      --junitxml=FILE, with the older of its two forms, which names the file of each test
//   unittest    has none: plumb_unittest.py runs it and notes each result
//   ctest       --output-junit FILE
//   node        --test-reporter=junit beside the usual one
//   jest        --json --outputFile=FILE       vitest  --reporter=json --outputFile.json=FILE
//   mocha       --reporter json --reporter-option output=FILE
//   go          -json: the report is what it prints
//   surefire, gradle, meson, automake  write files in the project whatever one says: those count that
//               the run has written (report_script.cpp)
//   cargo       has none in its stable form: its printed lines are read, strictly
//
// A command that starts a script or a makefile may have any of them inside. pytest and GoogleTest can
// be asked through variables; the others are read from what they print.

#include "report_plan.h"

#include <algorithm>

#include <boost/json/value.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"
#include "runner.h"
#include "shell_line.h"

namespace verify {
namespace {

constexpr std::size_t k_package_max = std::size_t{256} << 10;

constexpr const char* k_surefire[] = {"*/surefire-reports/TEST-*.xml", "*/failsafe-reports/TEST-*.xml"};
constexpr const char* k_gradle = "*/build/test-results/*.xml";
constexpr const char* k_gradle_results = "*/build/test-results";
constexpr const char* k_meson = "*/meson-logs/testlog.json";
constexpr const char* k_automake = "*.trs";

/// Has a word that is `option` or begins with `option=`.
bool has_option(const SimpleCommand& command, std::string_view option) {
  return std::any_of(command.words.begin(), command.words.end(), [&](const ShellWord& word) {
    return word.text == option || word.text.starts_with(std::string(option) + "=");
  });
}
template <class... Options>
bool has_any(const SimpleCommand& command, Options... options) {
  return (has_option(command, options) || ...);
}

class Planner {
 public:
  Planner(const Check& check, std::string dir)
      : check_(check), line_(check.command), folder_(std::move(dir)) {}

  ReportPlan plan() {
    plan_.run = line_;
    if (!check_.reports.empty()) {
      plan_.asked.emplace_back("the command");
      for (const auto& path : check_.reports) plan_.tree.push_back("./" + path);
      return std::move(plan_);
    }
    const auto commands = simple_commands(line_);
    if (commands)
      for (const auto& command : *commands) look_at(command);
    const bool known = any_;
    if (!known) guess();
    apply();
    return std::move(plan_);
  }

 private:
  struct Edit {
    std::size_t at, removed;
    std::string text;
  };

  void look_at(const SimpleCommand& command) {
    const auto& words = command.words;
    if (words[0].text == "cd" && words.size() == 2 && words[1].is_literal) {
      folder_ = base::join(folder_, words[1].text);
      return;
    }
    const RunnerAt at = runner_of(command);
    switch (at.runner) {
      case Runner::none:
      case Runner::make:
        return;
      case Runner::pytest: return pytest(command, at);
      case Runner::unittest: return unittest(command, at);
      case Runner::ctest: return ctest(command, at);
      case Runner::go: return go(command, at);
      case Runner::node: return node(command, at);
      case Runner::npm: return npm(command, at);
      case Runner::jest:
      case Runner::vitest:
      case Runner::mocha:
        return javascript(command, at);
      case Runner::maven:
        plan_.tree.insert(plan_.tree.end(), std::begin(k_surefire), std::end(k_surefire));
        if (!has_any(command, "-fae", "-ff", "-fn", "--fail-at-end", "--fail-never", "--fail-fast"))
          insert(words[at.word].end, " -fae");
        break;
      case Runner::gradle:
        plan_.tree.emplace_back(k_gradle);
        gradle(command, at);
        break;
      case Runner::meson:
        plan_.tree.emplace_back(k_meson);
        break;
      case Runner::cargo:
        break;
    }
    any_ = true;
  }

  void pytest(const SimpleCommand& command, const RunnerAt& at) {
    any_ = true;
    if (has_any(command, "--junitxml", "--junit-xml", "no:junitxml", "--version", "--collect-only", "--co"))
      return;
    const std::string file = next_file("pytest", ".xml");
    insert(command.words[at.word].end, " --junitxml=\"" + file + "\" -o junit_family=xunit1");
    ask("pytest");
    plan_.unknown_options.push_back(4);
  }

  /// "-m unittest" gives way to the file that runs it.
  void unittest(const SimpleCommand& command, const RunnerAt& at) {
    any_ = true;
    const auto& words = command.words;
    edits_.push_back({words[at.word - 1].begin, words[at.word].end - words[at.word - 1].begin,
                      "\"$PLUMB_REPORTS/plumb_unittest.py\""});
    ask("unittest");
  }

  void ctest(const SimpleCommand& command, const RunnerAt& at) {
    any_ = true;
    if (has_any(command, "--output-junit", "-N", "--show-only")) return;
    insert(command.words[at.word].end, " --output-junit \"" + next_file("ctest", ".xml") + "\"");
    // An older ctest passes over an option that it does not know: its tests are programs of their
    // own, so what it prints is its own too.
  }

  void go(const SimpleCommand& command, const RunnerAt& at) {
    any_ = true;
    if (has_any(command, "-c", "-list", "--list")) return;
    plan_.go_json = true;
    if (!has_any(command, "-json", "--json")) insert(command.words[at.word].end, " -json");
  }

  std::string node_options() {
    return "--test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit "
           "--test-reporter-destination=";
  }

  void node(const SimpleCommand& command, const RunnerAt& at) {
    any_ = true;
    if (has_any(command, "--test-reporter", "--watch")) return;
    insert(command.words[at.word].end,
           " " + node_options() + "\"" + next_file("node", ".xml") + "\"");
    ask_node();
  }

  void ask_node() {
    ask("node");
    plan_.unknown_options.push_back(9);
  }

  void javascript(const SimpleCommand& command, const RunnerAt& at) {
    any_ = true;
    const auto options = report_options(command, at.runner);
    // Of mocha's reporters the last one counts.
    if (!options.empty())
      insert(at.runner == Runner::mocha ? command.words.back().end : command.words[at.word].end, options);
  }

  /// Of jest, vitest and mocha; "" = it cannot be asked.
  std::string report_options(const SimpleCommand& command, Runner runner) {
    if (runner == Runner::jest) {
      if (has_any(command, "--json", "--outputFile", "--watch", "--watchAll", "--listTests")) return {};
      ask("jest");
      return " --json --outputFile=\"" + next_file("jest", ".json") + "\"";
    }
    if (runner == Runner::vitest) {
      if (has_any(command, "--outputFile", "--outputFile.json", "--watch", "list", "bench")) return {};
      ask("vitest");
      const std::string usual = has_option(command, "--reporter") ? "" : " --reporter=default";
      return usual + " --reporter=json --outputFile.json=\"" + next_file("vitest", ".json") + "\"";
    }
    if (has_any(command, "--reporter-option", "--reporter-options", "-O", "--watch", "-w", "--dry-run") ||
        !mocha_writes_files())
      return {};
    ask("mocha");
    return " --reporter json --reporter-option output=\"" + next_file("mocha", ".json") + "\"";
  }

  /// Since 9.2; before, its JSON went to where everything goes.
  [[nodiscard]] bool mocha_writes_files() const {
    const auto package = package_json(base::join(folder_, "node_modules/mocha"));
    const std::string version(json::string_or(json::find(package, "version")));
    const auto dot = version.find('.');
    if (dot == std::string::npos) return false;
    const int major = std::atoi(version.c_str());
    return major > 9 || (major == 9 && std::atoi(version.c_str() + dot + 1) >= 2);
  }

  static json::Value package_json(const std::string& folder) {
    const auto text = base::read_file(base::join(folder, "package.json"), k_package_max);
    if (!text) return {};
    auto package = json::parse(*text);
    return package ? *std::move(package) : json::Value();
  }

  /// What the script runs decides; arguments reach its last command only.
  void npm(const SimpleCommand& command, const RunnerAt& at) {
    const auto package = package_json(folder_);
    const std::string name = script_of(command, at);
    const std::string script(json::string_or(json::find(package, "scripts", name)));
    const auto inside = simple_commands(script);
    if (!inside || inside->empty()) return;
    const SimpleCommand* tests = nullptr;
    Runner runner = Runner::none;
    for (const auto& one : *inside) {
      const Runner found = runner_of(one).runner;
      if (found == Runner::none || found == Runner::make) continue;
      if (tests != nullptr) return;  // two of them, and one folder for the reports of each
      tests = &one;
      runner = found;
    }
    if (tests == nullptr) return;
    if (runner == Runner::node) {
      if (has_any(*tests, "--test-reporter", "--watch")) return;
      any_ = true;
      insert(command.words[at.first].begin, "NODE_OPTIONS=\"${NODE_OPTIONS:-} " + node_options() +
                                                next_file("node", ".xml") + "\" ");
      return ask_node();
    }
    const bool is_js =
        runner == Runner::jest || runner == Runner::vitest || runner == Runner::mocha;
    if (!is_js || tests != &inside->back()) return;
    any_ = true;
    const auto options = report_options(*tests, runner);
    if (options.empty()) return;
    const std::string_view manager = base::file_name(command.words[at.first].text);
    const bool needs_dashes = manager == "npm" && !has_option(command, "--");
    insert(command.words.back().end, (needs_dashes ? " --" : "") + options);
  }

  /// Gradle runs no test whose inputs are as they were: then there would be nothing to read.
  void gradle(const SimpleCommand& command, const RunnerAt& at) {
    std::string more;
    if (!has_any(command, "--continue", "--no-continue")) more += " --continue";
    if (!has_any(command, "--build-cache", "--no-build-cache")) more += " --no-build-cache";
    insert(command.words[at.word].end, more);
    plan_.removed.emplace_back(k_gradle_results);
  }

  void guess() {
    plan_.is_guess = true;
    plan_.tree = {k_gradle, k_meson, k_automake};
    plan_.tree.insert(plan_.tree.end(), std::begin(k_surefire), std::end(k_surefire));
    insert(0,
           "export PYTEST_ADDOPTS=\"--junitxml=$PLUMB_REPORTS/pytest-guess.xml -o "
           "junit_family=xunit1\" GTEST_OUTPUT=\"xml:$PLUMB_REPORTS/gtest/\"\n");
    plan_.removed = {k_gradle_results};
  }

  void ask(const char* runner) { plan_.asked.emplace_back(runner); }

  std::string next_file(std::string_view kind, std::string_view end) {
    return "$PLUMB_REPORTS/" + std::string(kind) + "-" + std::to_string(++files_) + std::string(end);
  }

  void insert(std::size_t at, std::string text) { edits_.push_back({at, 0, std::move(text)}); }

  void apply() {
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Edit& a, const Edit& b) { return a.at > b.at; });
    for (const auto& edit : edits_) plan_.run.replace(edit.at, edit.removed, edit.text);
  }

  const Check& check_;
  const std::string& line_;
  std::string folder_;
  ReportPlan plan_;
  std::vector<Edit> edits_;
  int files_ = 0;
  bool any_ = false;
};

}  // namespace

ReportPlan plan_reports(const Check& check, const std::string& dir) {
  return Planner(check, dir).plan();
}

}  // namespace verify
