#include "runner.h"

#include <algorithm>
#include <cctype>

#include "base/paths.h"

namespace verify {
namespace {

using Words = std::vector<ShellWord>;

bool is_assignment(std::string_view word) {
  const auto equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  for (const unsigned char c : word.substr(0, equals))
    if (std::isalnum(c) == 0 && c != '_') return false;
  return std::isdigit(static_cast<unsigned char>(word[0])) == 0;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

bool is_python(std::string_view program) {
  if (program == "py" || program == "pypy3") return true;
  if (!program.starts_with("python")) return false;
  return program.substr(6).find_first_not_of("0123456789.") == std::string_view::npos;
}

/// A program that is a runner by its name alone.
Runner by_name(std::string_view program) {
  if (program == "pytest" || program == "py.test" || program == "pytest-3") return Runner::pytest;
  if (program == "ctest") return Runner::ctest;
  if (program == "jest" || program == "jest.js") return Runner::jest;
  if (program == "vitest" || program == "vitest.mjs") return Runner::vitest;
  if (program == "mocha" || program == "mocha.js" || program == "_mocha") return Runner::mocha;
  if (program == "mvn" || program == "mvnw") return Runner::maven;
  if (program == "gradle" || program == "gradlew") return Runner::gradle;
  if (program == "make" || program == "gmake" || program == "ninja") return Runner::make;
  return Runner::none;
}

class Reader {
 public:
  explicit Reader(const Words& words) : words_(words) {}

  RunnerAt read() {
    // Each round takes one program that starts another off; there are never many.
    for (int rounds = 0; rounds < 8 && at_ < words_.size(); ++rounds) {
      skip_assignments();
      if (at_ >= words_.size()) break;
      if (rounds == 0 || !found_first_) first_ = at_;
      found_first_ = true;
      if (const Runner runner = program(); runner != Runner::none)
        return {runner, at_, first_};
      if (!goes_on_) break;
    }
    return {};
  }

 private:
  [[nodiscard]] std::string_view word(std::size_t i) const {
    return i < words_.size() ? std::string_view(words_[i].text) : std::string_view();
  }
  void skip_assignments() {
    while (at_ < words_.size() && is_assignment(word(at_))) ++at_;
  }
  void skip_options() {
    while (at_ < words_.size() && word(at_).starts_with('-')) ++at_;
  }

  /// The runner at at_, or none: then at_ is where the program that it starts begins, if goes_on_.
  Runner program() {
    goes_on_ = false;
    const std::string_view name = base::file_name(word(at_));
    if (const Runner runner = by_name(name); runner != Runner::none) return runner;
    if (is_python(name)) return python();
    if (name == "node" || name == "nodejs") return node();
    const std::string_view next = word(at_ + 1);
    if (name == "meson" && next == "test") return found(at_ + 1, Runner::meson);
    if (name == "go" && next == "test") return found(at_ + 1, Runner::go);
    if (name == "cargo") {
      const std::size_t verb = next.starts_with('+') ? at_ + 2 : at_ + 1;
      if (word(verb) == "test" || word(verb) == "t") return found(verb, Runner::cargo);
      return Runner::none;
    }
    if (name == "npm" || name == "yarn" || name == "pnpm") return package_manager(name);
    starter(name);
    return Runner::none;
  }

  Runner found(std::size_t at, Runner runner) {
    at_ = at;
    return runner;
  }

  Runner python() {
    for (std::size_t i = at_ + 1; i < words_.size(); ++i) {
      if (word(i) == "-m") return module(i + 1);
      if (word(i) == "-W" || word(i) == "-X") ++i;
      else if (!word(i).starts_with('-')) {
        if (by_name(base::file_name(word(i))) != Runner::pytest) return Runner::none;
        return found(i, Runner::pytest);  // python3 venv/bin/pytest
      }
    }
    return Runner::none;
  }

  Runner module(std::size_t i) {
    if (word(i) == "pytest") return found(i, Runner::pytest);
    if (word(i) == "unittest") return found(i, Runner::unittest);
    if (word(i) == "coverage") return coverage(i);
    return Runner::none;
  }

  /// `coverage run [options] -m pytest`, at "coverage".
  Runner coverage(std::size_t i) {
    if (word(i + 1) != "run") return Runner::none;
    for (i += 2; i < words_.size(); ++i) {
      if (word(i) != "-m") continue;
      // Only pytest takes a path of ours in any place; a runner of unittest must be a file of its own.
      return word(i + 1) == "pytest" ? found(i + 1, Runner::pytest) : Runner::none;
    }
    return Runner::none;
  }

  Runner node() {
    for (std::size_t i = at_ + 1; i < words_.size(); ++i) {
      if (word(i) == "--test") return found(i, Runner::node);
      if (word(i) == "-r" || word(i) == "--require" || word(i) == "--import" ||
          word(i) == "--loader")
        ++i;
      else if (!word(i).starts_with('-'))
        return found(i, by_name(base::file_name(word(i))));
    }
    return Runner::none;
  }

  Runner package_manager(std::string_view name) {
    std::size_t i = at_ + 1;
    while (word(i).starts_with('-') && word(i) != "--") {
      // Another folder's package: its script is not looked for.
      if (word(i).starts_with("--prefix") || word(i).starts_with("-C") || word(i) == "--cwd" ||
          word(i).starts_with("-w") || word(i).starts_with("--filter") || word(i) == "-r")
        return Runner::none;
      ++i;
    }
    if (word(i) == "exec" || word(i) == "dlx") {
      at_ = i + 1;
      skip_options();
      goes_on_ = true;
      return Runner::none;
    }
    if (word(i) == "test" || word(i) == "t") return found(i, Runner::npm);
    if (word(i) == "run" || word(i) == "run-script") return found(i + 1, Runner::npm);
    if (name == "yarn" && by_name(word(i)) != Runner::none) return found(i, by_name(word(i)));
    return Runner::none;
  }

  /// Programs that start the rest of the line.
  void starter(std::string_view name) {
    static constexpr std::string_view k_plain[] = {"time",   "nice",     "nohup",     "command",
                                                   "exec",   "env",      "cross-env", "npx",
                                                   "bunx",   "xvfb-run", "c8",        "nyc",
                                                   "stdbuf", "dotenv",   "setarch"};
    static constexpr std::string_view k_run[] = {"uv",  "poetry", "pipenv",
                                                 "pdm", "hatch",  "rye"};
    if (is_one_of(name, k_plain)) {
      ++at_;
      skip_options();
      goes_on_ = true;
    } else if (name == "timeout") {
      ++at_;
      while (word(at_).starts_with('-')) at_ += word(at_) == "-k" || word(at_) == "-s" ? 2 : 1;
      ++at_;
      goes_on_ = true;
    } else if (is_one_of(name, k_run) && word(at_ + 1) == "run") {
      at_ += 2;
      skip_options();
      goes_on_ = true;
    } else if (name == "coverage") {
      const std::size_t start = at_;
      if (coverage(at_) == Runner::none) return;
      // program() is asked again, at "pytest".
      goes_on_ = at_ != start;
    }
  }

  const Words& words_;
  std::size_t at_ = 0, first_ = 0;
  bool found_first_ = false, goes_on_ = false;
};

}  // namespace

std::string_view name(Runner runner) {
  switch (runner) {
    case Runner::none: return "none";
    case Runner::pytest: return "pytest";
    case Runner::unittest: return "unittest";
    case Runner::ctest: return "ctest";
    case Runner::meson: return "meson";
    case Runner::go: return "go test";
    case Runner::cargo: return "cargo test";
    case Runner::npm: return "npm test";
    case Runner::node: return "node";
    case Runner::jest: return "jest";
    case Runner::vitest: return "vitest";
    case Runner::mocha: return "mocha";
    case Runner::maven: return "maven";
    case Runner::gradle: return "gradle";
    case Runner::make: return "make";
  }
  return "none";
}

RunnerAt runner_of(const SimpleCommand& command) {
  return Reader(command.words).read();
}

std::string script_of(const SimpleCommand& command, const RunnerAt& at) {
  if (at.runner != Runner::npm || at.word >= command.words.size()) return {};
  const std::string& word = command.words[at.word].text;
  return word == "t" ? "test" : word;
}

}  // namespace verify
