#include "python_setup.h"

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace repair {
namespace {

/// Words of a simple command; nothing if it is more than that.
std::optional<std::vector<std::string>> words_of(const std::string& command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (const char c : command) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t') {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else if (std::string_view("|&;<>()$`\\\n*").find(c) != std::string_view::npos) {
      return std::nullopt;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote != 0) return std::nullopt;
  if (in_word) words.push_back(std::move(word));
  return words;
}

bool is_assignment(const std::string& word) {
  const auto equals = word.find('=');
  return equals != std::string::npos && equals > 0 && word.find('/') > equals && word[0] != '-';
}

bool is_python(std::string_view program) {
  const auto name = base::file_name(program);
  return name.starts_with("python") || name.starts_with("pypy");
}

/// The interpreter in the "#!" line of a script of PATH.
std::string interpreter_of(const std::string& script, const base::Env& env) {
  const std::string path = env.get("PATH").value_or("");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const auto text = base::read_file(base::join(path.substr(at, end - at), script), 64 << 10);
    at = end + 1;
    if (!text) continue;
    if (!text->starts_with("#!")) break;
    std::string line = text->substr(2, text->find('\n') - 2);
    if (line.starts_with("/usr/bin/env ")) line = line.substr(13);
    if (is_python(line) && line.find(' ') == std::string::npos) return line;
    break;
  }
  return "python3";
}

void read_unittest(const std::vector<std::string>& words, std::size_t at, PythonSetup& setup) {
  setup.pattern = "test*.py";
  bool discovers = at >= words.size() || words[at] == "discover" || words[at].starts_with("-");
  if (at < words.size() && words[at] == "discover") ++at;
  std::vector<std::string> plain;
  for (; at < words.size(); ++at) {
    const std::string& word = words[at];
    const auto value = [&] { return at + 1 < words.size() ? words[++at] : std::string(); };
    if (word == "-s" || word == "--start-directory") {
      setup.start = value();
    } else if (word == "-p" || word == "--pattern") {
      setup.pattern = value();
    } else if (word == "-t" || word == "--top-level-directory") {
      setup.top = value();
    } else if (!word.starts_with("-")) {
      plain.push_back(word);
    }
  }
  if (discovers && plain.size() == 1 && setup.start.empty() &&
      base::file_name(plain[0]).find(".py") == std::string::npos) {
    setup.start = plain[0];  // discover tests
    plain.clear();
  }
  if (!plain.empty()) {
    for (auto& name : plain) {
      // "tests/test_a.py" is taken as the module that it is
      if (name.ends_with(".py")) name.resize(name.size() - 3);
      std::replace(name.begin(), name.end(), '/', '.');
    }
    setup.names = std::move(plain);
  } else if (setup.start.empty()) {
    setup.start = ".";
  }
}

/// Options of pytest that only change what is printed, or would end the run early.
bool is_about_output(const std::string& word) {
  static const std::vector<std::string> known = {"-q",  "-qq",     "-v",        "-vv",
                                                 "-rA", "-ra",     "-rf",       "-x",
                                                 "-s",  "--quiet", "--verbose", "--no-header"};
  return std::find(known.begin(), known.end(), word) != known.end() || word.starts_with("--tb=") ||
         word.starts_with("--cov") || word.starts_with("--junit") ||
         word.starts_with("--durations") || word.starts_with("--maxfail") ||
         word.starts_with("--color");
}

void read_pytest(const std::vector<std::string>& words, std::size_t at, PythonSetup& setup) {
  for (; at < words.size(); ++at) {
    if (words[at] == "-p" && at + 1 < words.size() && words[at + 1] == "no:cacheprovider") {
      ++at;
    } else if (words[at] == "-n" && at + 1 < words.size()) {
      ++at;  // xdist would run the tests elsewhere
    } else if (!is_about_output(words[at])) {
      setup.arguments.push_back(words[at]);
    }
  }
}

std::optional<PythonSetup> read_command(const std::string& command, const std::string& root,
                                        const base::Env& env) {
  const auto words = words_of(command);
  if (!words) return std::nullopt;
  PythonSetup setup;
  std::size_t at = 0;
  for (; at < words->size() && is_assignment((*words)[at]); ++at) {
    const std::string& word = (*words)[at];
    if (!word.starts_with("PYTHONPATH=")) return std::nullopt;  // a variable that we would not set
    std::string value = word.substr(11);
    for (std::size_t from = 0; from <= value.size();) {
      const std::size_t end = std::min(value.find(':', from), value.size());
      if (end > from) setup.path.push_back(value.substr(from, end - from));
      from = end + 1;
    }
  }
  if (at >= words->size()) return std::nullopt;
  const std::string program = (*words)[at++];
  if (is_python(program)) {
    // A program of the project lies in the user's tree: copies may lack it.
    setup.python = program.find('/') == std::string::npos ? program : base::join(root, program);
    if (at + 1 >= words->size() || (*words)[at] != "-m") return std::nullopt;
    setup.runner = (*words)[at + 1];
    at += 2;
  } else if (base::file_name(program) == "pytest" || base::file_name(program) == "py.test") {
    setup.runner = "pytest";
    setup.python = program.find('/') == std::string::npos
                       ? interpreter_of(program, env)
                       : base::join(base::parent(base::join(root, program)), "python");
  }
  if (setup.runner == "unittest") {
    read_unittest(*words, at, setup);
  } else if (setup.runner == "pytest") {
    read_pytest(*words, at, setup);
  } else {
    return std::nullopt;
  }
  return setup;
}

}  // namespace

std::optional<PythonSetup> python_setup(const verify::Check& check, const std::string& root,
                                        const base::Env& env) {
  if (auto setup = read_command(check.command, root, env)) return setup;
  const auto by_files = verify::discover_by_files(root, env);
  if (!by_files || (by_files->name != "pytest" && by_files->name != "unittest"))
    return std::nullopt;
  return read_command(by_files->command, root, env);
}

}  // namespace repair
