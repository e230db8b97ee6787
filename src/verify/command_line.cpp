#include "command_line.h"

#include <algorithm>

#include <boost/json/value.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"

namespace verify {
namespace {

constexpr std::size_t k_package_max = std::size_t{256} << 10;

std::string script_text(const std::string& folder, const std::string& script) {
  const auto text = base::read_file(base::join(folder, "package.json"), k_package_max);
  if (!text) return {};
  const auto package = json::parse(*text);
  if (!package) return {};
  return std::string(json::string_or(json::find(*package, "scripts", script)));
}

/// Options of each runner that take the next word as their value, where it is not joined by "=".
bool takes_value(Runner runner, std::string_view word) {
  static constexpr std::string_view k_pytest[] = {"-k", "-m", "-p", "-c", "-o", "-W", "-n", "-r", "--rootdir",
                                                  "--confcutdir", "--maxfail", "--tb", "--ignore", "--deselect",
                                                  "--durations", "--junitxml", "--basetemp", "--log-level",
                                                  "--dist", "--override-ini", "--timeout", "--import-mode",
                                                  "--ignore-glob", "--cov-config", "--cov-report", "--color"};
  static constexpr std::string_view k_go[] = {"-run", "-bench", "-count", "-timeout", "-tags", "-p", "-cpu",
                                              "-coverprofile", "-covermode", "-coverpkg", "-parallel", "-ldflags",
                                              "-gcflags", "-mod", "-vet", "-skip", "-shuffle", "-C", "-exec", "-o"};
  if (runner == Runner::pytest) return std::find(std::begin(k_pytest), std::end(k_pytest), word) != std::end(k_pytest);
  if (runner == Runner::go) {
    const std::string one(word.starts_with("--") ? word.substr(1) : word);
    return std::find(std::begin(k_go), std::end(k_go), one) != std::end(k_go);
  }
  return false;
}

/// Options that stand alone. With another one nobody knows whether the next word is its value.
bool stands_alone(Runner runner, std::string_view word) {
  if (word.find('=') != std::string_view::npos) return true;
  static constexpr std::string_view k_pytest[] = {"--verbose", "--quiet", "--exitfirst", "--lf", "--ff",
                                                  "--strict-markers", "--strict-config", "--no-header",
                                                  "--no-summary", "--doctest-modules", "--showlocals",
                                                  "--disable-warnings", "--no-cov", "--cov", "--strict",
                                                  "--full-trace", "--pyargs", "--forked"};
  static constexpr std::string_view k_go[] = {"-v", "-race", "-short", "-cover", "-json", "-failfast", "-a",
                                              "-x", "-work", "-msan", "-asan", "-trimpath", "-fullpath"};
  if (runner == Runner::pytest)
    return !word.starts_with("--") || std::find(std::begin(k_pytest), std::end(k_pytest), word) != std::end(k_pytest);
  return std::find(std::begin(k_go), std::end(k_go), word) != std::end(k_go);
}

}  // namespace

std::optional<CommandLine> command_line(const Check& check, const std::string& root) {
  const auto commands = simple_commands(check.command);
  if (!commands) return std::nullopt;
  std::optional<CommandLine> found;
  std::string folder;
  for (const auto& command : *commands) {
    const auto& words = command.words;
    if (words[0].text == "cd" && words.size() == 2) {
      if (!words[1].is_literal) return std::nullopt;
      folder = base::normalize(base::join(folder, words[1].text));
      continue;
    }
    const RunnerAt at = runner_of(command);
    if (at.runner == Runner::none) continue;
    if (found) return std::nullopt;
    found = CommandLine{check.command, folder == "." ? "" : folder, command, at, false, {}};
  }
  if (!found || found->at.runner != Runner::npm) return found;
  const auto inside =
      simple_commands(script_text(base::join(root, found->folder), script_of(found->command, found->at)));
  if (!inside || inside->empty()) return std::nullopt;
  for (std::size_t i = 0; i + 1 < inside->size(); ++i)
    if (runner_of((*inside)[i]).runner != Runner::none) return std::nullopt;
  found->is_script = true;
  found->manager = base::file_name(found->command.words[found->at.first].text);
  found->at.runner = runner_of(inside->back()).runner;
  if (found->at.runner == Runner::none) return std::nullopt;
  return found;
}

std::string edited(std::string line, std::vector<TextEdit> edits) {
  std::reverse(edits.begin(), edits.end());
  std::stable_sort(edits.begin(), edits.end(), [](const TextEdit& a, const TextEdit& b) { return a.at > b.at; });
  for (const auto& edit : edits) line.replace(edit.at, edit.removed, edit.text);
  return line;
}

std::string with_operands(const CommandLine& line, const std::string& more, const std::vector<std::string>& operands) {
  const auto& words = line.command.words;
  const Runner runner = line.at.runner;
  std::vector<TextEdit> edits;
  for (std::size_t i = line.at.word + 1; i < words.size(); ++i) {
    const std::string& word = words[i].text;
    if (word == "--" || !(words[i].is_literal || word.starts_with('-') || runner == Runner::pytest)) return {};
    if (word.starts_with('-')) {
      if (takes_value(runner, word)) ++i;
      else if (!stands_alone(runner, word)) return {};
      continue;
    }
    edits.push_back({words[i - 1].end, words[i].end - words[i - 1].end, ""});
  }
  std::string text = more;
  for (const auto& operand : operands) text += " " + shell_quote(operand);
  edits.push_back({words.back().end, 0, text});
  return edited(line.line, std::move(edits));
}

namespace {

struct UnittestWords {
  std::string start, top, flags;
  bool is_known = true;
};
UnittestWords unittest_words(const CommandLine& line) {
  UnittestWords found;
  const auto& words = line.command.words;
  bool discovers = words.size() == line.at.word + 1;
  std::vector<std::string> operands;
  for (std::size_t i = line.at.word + 1; i < words.size(); ++i) {
    const std::string& word = words[i].text;
    if (word == "discover" && operands.empty()) {
      discovers = true;
    } else if (word == "-s" || word == "--start-directory" || word == "-t" || word == "--top-level-directory" ||
               word == "-p" || word == "--pattern") {
      if (i + 1 >= words.size() || !words[i + 1].is_literal) found.is_known = word == "-p" && found.is_known;
      const std::string value = i + 1 < words.size() ? words[i + 1].text : "";
      ++i;
      if (word == "-s" || word == "--start-directory") found.start = value;
      if (word == "-t" || word == "--top-level-directory") found.top = value;
    } else if (word == "-k") {
      found.is_known = false;
    } else if (word.starts_with('-')) {
      found.flags += " " + word;
    } else {
      operands.push_back(word);
    }
  }
  if (discovers && !operands.empty()) found.start = operands[0];
  if (discovers && operands.size() > 2) found.top = operands[2];
  if (found.top.empty()) found.top = found.start;
  if (found.top == ".") found.top.clear();
  while (found.top.ends_with('/')) found.top.pop_back();
  if (found.top.starts_with("./")) found.top.erase(0, 2);
  return found;
}

}  // namespace

std::string unittest_top(const CommandLine& line) { return unittest_words(line).top; }

std::string unittest_for(const CommandLine& line, const std::vector<std::string>& names) {
  const auto& words = line.command.words;
  const UnittestWords known = unittest_words(line);
  if (!known.is_known) return {};
  std::string text = known.flags;
  for (const auto& name : names) text += " " + shell_quote(name);
  const std::size_t after = words[line.at.word].end;
  std::vector<TextEdit> edits;
  // Modules are named from the top folder, which discovery puts on the path itself.
  if (!known.top.empty()) {
    bool is_set = false;
    for (std::size_t i = 0; i < line.at.first; ++i)
      if (words[i].text.starts_with("PYTHONPATH=")) {
        edits.push_back({words[i].begin + 11, 0, shell_quote(known.top) + ":"});
        is_set = true;
      }
    if (!is_set) edits.push_back({words[line.at.first].begin, 0, "PYTHONPATH=" + shell_quote(known.top) + " "});
  }
  edits.push_back({after, words.back().end - after, text});
  return edited(line.line, std::move(edits));
}

}  // namespace verify
