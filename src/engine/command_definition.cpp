#include "command_definition.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <vector>

#include "base/paths.h"
#include "json/json.h"

namespace engine {

namespace {

using Words = std::vector<std::string>;

/// The words of a line for sh, one list for each simple command. Quotes go; nothing is expanded.
std::vector<Words> commands_of(std::string_view line) {
  std::vector<Words> out(1);
  std::string word;
  bool has_word = false;
  char quote = 0;
  const auto end_word = [&] {
    if (has_word) out.back().push_back(std::move(word));
    word.clear();
    has_word = false;
  };
  for (const char c : line) {
    if (quote != 0) {
      if (c == quote) quote = 0;
      else word += c;
    } else if (c == '\'' || c == '"') {
      quote = c;
      has_word = true;
    } else if (c == ' ' || c == '\t') {
      end_word();
    } else if (std::string_view(";&|()\n").find(c) != std::string_view::npos) {
      end_word();
      if (!out.back().empty()) out.emplace_back();
    } else {
      word += c;
      has_word = true;
    }
  }
  end_word();
  return out;
}

struct Runner {
  std::string_view name;                      ///< of the program
  std::vector<std::string_view> files;        ///< in which its targets stand; "*.x" = an ending, anywhere
};

const std::vector<Runner>& runners() {
  static const std::vector<Runner> k_runners = {
      {"make", {"Makefile", "makefile", "GNUmakefile", "*.mk"}}, {"gmake", {"Makefile", "makefile", "GNUmakefile", "*.mk"}},
      {"npm", {"package.json"}}, {"pnpm", {"package.json"}}, {"yarn", {"package.json"}}, {"bun", {"package.json"}},
      {"just", {"justfile", "Justfile", ".justfile", "*.just"}}, {"task", {"Taskfile.yml", "Taskfile.yaml"}},
      {"rake", {"Rakefile", "*.rake"}}, {"tox", {"tox.ini", "setup.cfg", "pyproject.toml"}}, {"nox", {"noxfile.py"}},
      {"pre-commit", {".pre-commit-config.yaml"}}, {"poe", {"pyproject.toml"}}, {"hatch", {"pyproject.toml"}}, {"pdm", {"pyproject.toml"}},
      {"invoke", {"tasks.py"}}, {"inv", {"tasks.py"}}, {"composer", {"composer.json"}}, {"deno", {"deno.json", "deno.jsonc"}},
      {"gradle", {"build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"}},
      {"gradlew", {"build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"}}, {"mvn", {"pom.xml"}}, {"ant", {"build.xml"}}};
  return k_runners;
}

bool is_interpreter(std::string_view program) {
  static constexpr std::array<std::string_view, 11> k_names = {"sh", "bash", "dash", "zsh", "node", "ruby", "perl", "php", "deno", "bun", "pwsh"};
  return program.starts_with("python") || std::find(k_names.begin(), k_names.end(), program) != k_names.end();
}

/// A command that only runs the one behind it.
bool is_wrapper(std::string_view program) {
  static constexpr std::array<std::string_view, 8> k_names = {"env", "exec", "time", "nice", "command", "sudo", "xvfb-run", "timeout"};
  return std::find(k_names.begin(), k_names.end(), program) != k_names.end();
}

bool is_assignment(std::string_view word) {
  const auto equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 && word.find('/') > equals;
}

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1); }

/// Of package.json only what npm runs counts: a new version of a dependency changes no script.
bool has_other_scripts(const verify::ChangedFile& file) {
  const auto scripts = [](const std::optional<std::string>& text) {
    const auto all = text ? json::parse(*text) : base::fail(base::Code::not_found, "");
    const auto* const found = all ? json::find(*all, "scripts") : nullptr;
    return found == nullptr ? std::string() : json::dump(*found);
  };
  return scripts(file.before) != scripts(file.after);
}

class Finder {
 public:
  Finder(std::string folder, const ChangeSet& changes) : folder_(std::move(folder)), changes_(changes) {}

  std::string in(const Words& words) {
    std::size_t at = 0;
    while (at < words.size() && (is_assignment(words[at]) || is_wrapper(words[at]) || (at > 0 && words[at].starts_with('-')))) ++at;
    if (at == words.size()) return {};
    const std::string& program = words[at];
    if (program == "cd" && at + 1 < words.size()) {
      folder_ = base::normalize(base::join(folder_, words[at + 1]));
      return {};
    }
    if (auto file = changed(program); program.find('/') != std::string::npos && !file.empty()) return file;
    if (is_interpreter(name_of(program)))
      for (std::size_t i = at + 1; i < words.size(); ++i)
        if (!words[i].starts_with('-')) {
          if (auto file = changed(words[i]); !file.empty()) return file;
          break;
        }
    return of_runner(name_of(program), words, at + 1);
  }

 private:
  /// `path` as the change has it; "" = it is not in it.
  [[nodiscard]] std::string changed(const std::string& path) const {
    const std::string full = base::normalize(base::join(folder_, path));
    for (const auto& file : changes_.files)
      if (file.path == full && (name_of(full) != "package.json" || has_other_scripts(file))) return full;
    for (const auto& other : changes_.others)
      if (other.path == full) return full;
    return {};
  }

  [[nodiscard]] std::string of_runner(std::string_view program, const Words& words, std::size_t from) const {
    const auto runner = std::find_if(runners().begin(), runners().end(), [&](const auto& one) { return one.name == program; });
    if (runner == runners().end()) return {};
    std::string where;   // make -C there, -f that
    for (std::size_t i = from; i + 1 < words.size(); ++i) {
      if (words[i] == "-C" || words[i] == "--directory" || words[i] == "--prefix" || words[i] == "--cwd") where = words[i + 1];
      if (words[i] == "-f" || words[i] == "--file" || words[i] == "--justfile" || words[i] == "-c")
        if (auto file = changed(words[i + 1]); !file.empty()) return file;
    }
    for (const auto name : runner->files) {
      if (!name.starts_with('*')) {
        if (auto file = changed(base::join(where.empty() ? "." : where, name)); !file.empty()) return file;
        continue;
      }
      for (const auto& file : changes_.files)
        if (file.path.ends_with(name.substr(1))) return file.path;
    }
    return {};
  }

  std::string folder_;
  const ChangeSet& changes_;
};

}  // namespace

std::string redefined_by(std::string_view command, const std::string& folder, const ChangeSet& changes) {
  Finder finder(folder.empty() ? "." : folder, changes);
  for (const auto& words : commands_of(command))
    if (auto file = finder.in(words); !file.empty()) return file;
  return {};
}

}  // namespace engine
