#include <unistd.h>

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "config.h"
#include "output_lines.h"
#include "shell_line.h"
#include "signs.h"
#include "verify/verify.h"

namespace verify {
namespace {

// ---- AGENTS.md ----

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

constexpr std::string_view k_runners[] = {
    "pytest", "python", "python3", "uv",     "poetry",  "tox",   "nox",  "make",
    "gmake",  "cmake",  "ctest",   "ninja",  "meson",   "cargo", "go",   "npm",
    "pnpm",   "yarn",   "npx",     "node",   "bun",     "deno",  "mvn",  "gradle",
    "bazel",  "rake",   "bundle",  "dotnet", "just",    "sh",    "bash", "mix",
    "swift",  "zig",    "ant",     "sbt",    "composer"};

/// Words of commands that do something else, or never end.
constexpr std::string_view k_other_words[] = {"install", "add",     "remove", "--watch", "watch",
                                              "-w",      "--watchAll", "clean",  "ci",      "lint",
                                              "--help",  "venv",    "build"};

bool has_other_word(std::string_view command) {
  while (!command.empty()) {
    const auto end = std::min(command.find(' '), command.size());
    const std::string_view word = command.substr(0, end);
    for (const auto other : k_other_words)
      if (word == other || word.ends_with(":watch")) return true;
    command.remove_prefix(std::min(end + 1, command.size()));
    // `npm install && npm test` tests in the end.
    if (command.starts_with("&& ")) return false;
  }
  return false;
}

/// A command that runs all tests, as far as its words tell.
bool is_test_command(std::string_view command) {
  if (command.size() > 300 || command.find_first_of("<>*\n") != std::string_view::npos)
    return false;
  if (command.find("::") != std::string_view::npos ||
      command.find("...") != std::string_view::npos) {
    if (command.find("./...") == std::string_view::npos) return false;  // Go's "all packages"
  }
  // An example of how to run one test.
  for (const std::string_view one :
       {" -k ", " -run ", " -R ", " -t ", "--gtest_filter", "test_file", "path/to"})
    if (command.find(one) != std::string_view::npos) return false;
  if (command.find("test") == std::string_view::npos &&
      command.find("check") == std::string_view::npos &&
      command.find("tox") == std::string_view::npos)
    return false;
  if (has_other_word(command)) return false;
  std::string_view word = command.substr(0, command.find(' '));
  if (word.starts_with("./")) return true;
  return std::find(std::begin(k_runners), std::end(k_runners), word) != std::end(k_runners);
}

/// The commands of one line, in order.
std::vector<std::string> commands_in(std::string_view line, bool in_fence) {
  std::vector<std::string> found;
  if (in_fence) {
    std::string_view command = trim(line);
    take(command, "$ ");
    command = trim(command.substr(0, command.find(" #")));
    if (is_test_command(command)) found.emplace_back(command);
    return found;
  }
  if (lower(line).find("test") == std::string::npos &&
      lower(line).find("check") == std::string::npos)
    return found;
  for (std::size_t open = 0; (open = line.find('`', open)) != std::string_view::npos;) {
    const auto close = line.find('`', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view command = trim(line.substr(open + 1, close - open - 1));
    if (is_test_command(command)) found.emplace_back(command);
    open = close + 1;
  }
  return found;
}

/// `pytest` and `pytest -x`: one is the other with more words.
bool is_variant(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (a.size() == b.size() || b[a.size()] == ' ');
}

std::vector<Check> from_instructions(const Project& project) {
  constexpr std::size_t k_commands_max = 5;
  std::vector<Check> checks;
  for (const std::string file : {"AGENTS.md", "CLAUDE.md"}) {
    const OutputLines lines(project.read(file));
    bool in_fence = false;
    for (const auto line : lines.all()) {
      if (trim(line).starts_with("```")) {
        in_fence = !in_fence;
        continue;
      }
      for (auto& command : commands_in(line, in_fence)) {
        const bool known = std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
          return is_variant(check.command, command);
        });
        if (known || checks.size() >= k_commands_max) continue;
        Check check;
        check.name = "configured";
        check.command = std::move(command);
        check.why = file + " names it";
        checks.push_back(std::move(check));
      }
    }
    if (!checks.empty()) break;
  }
  return checks;
}

// ---- by files ----

/// A makefile's target that only calls a runner which is found anyway tells nothing new.
bool calls_a_runner(const std::string& recipe) {
  for (const std::string_view word :
       {"pytest", "python", "unittest", "tox", "nox", "cargo", "go test", "npm", "yarn", "pnpm", "node", "jest",
        "mocha", "vitest", "mvn", "gradle", "cmake", "ctest", "meson", "ninja", "$(PYTHON)"})
    if (recipe.find(word) != std::string::npos) return true;
  return false;
}

std::vector<Check> by_files(const Project& project) {
  std::vector<Check> checks;
  const auto add = [&](std::optional<Check> check) {
    if (check) checks.push_back(*std::move(check));
  };
  add(find_python(project));
  // CMake, meson and make build the same thing: the first that fits.
  auto native = find_cmake(project);
  if (!native) native = find_meson(project);
  if (!native) {
    if (auto make = find_make(project)) {
      const bool is_front = calls_a_runner(make_recipe(project));
      if (checks.empty() && is_front) return {*std::move(make)};  // it runs what else is here
      if (!is_front) native = std::move(make);
    }
  }
  add(std::move(native));
  add(find_cargo(project));
  add(find_go(project));
  add(find_node(project));
  add(find_jvm(project));
  return checks;
}

// ---- monorepos ----

/// Python tests are also looked for in folders of packages: where nothing at the root speaks of Python,
/// these may be one of several projects.
bool is_only_from_below(const Project& project, const Check& check) {
  if (check.name != "unittest" && check.name != "pytest") return false;
  for (const std::string name : {"pyproject.toml", "setup.py", "setup.cfg", "tox.ini", "pytest.ini", "conftest.py",
                                 "requirements.txt", "tests", "test", "src"})
    if (project.has(name)) return false;
  const auto names = base::list_dir(project.root);
  return names && std::none_of(names->begin(), names->end(), [&](const std::string& name) {
    return name.ends_with(".py") || project.has(name + "/__init__.py");
  });
}

bool may_hold_projects(std::string_view name) {
  static constexpr std::string_view k_not[] = {
      "node_modules", "vendor", "third_party", "build",     "dist",     "target",   "out",  "docs", "doc",
      "examples",     "example", "fixtures",   "testdata",  "venv",     "env",      "deps", "external",
      "__pycache__",  "tmp",     "templates",  "bench",     "benchmarks", "samples"};
  return !name.starts_with('.') && std::find(std::begin(k_not), std::end(k_not), name) == std::end(k_not);
}

class Subfolders {
 public:
  explicit Subfolders(const Project& project) : project_(project) {}

  std::vector<Check> find() {
    look("", 2);
    return std::move(checks_);
  }

 private:
  static constexpr std::size_t k_folders_max = 300;

  void look(const std::string& folder, int levels) {
    const auto names = base::list_dir(base::join(project_.root, folder));
    if (!names) return;
    for (const auto& name : *names) {
      if (checks_.size() >= k_checks_max || looked_ >= k_folders_max) return;
      const std::string path = folder.empty() ? name : folder + "/" + name;
      if (!may_hold_projects(name) || !project_.has_folder(path)) continue;
      ++looked_;
      const Project inner{base::join(project_.root, path), project_.env};
      auto found = verify::by_files(inner);
      const bool is_weak = found.size() == 1 && is_only_from_below(inner, found.front());
      const std::size_t before = checks_.size();
      if (levels > 1 && (found.empty() || is_weak)) look(path, levels - 1);
      if (checks_.size() > before) continue;
      for (auto& check : found) take_in(path, std::move(check));
    }
  }

  void take_in(const std::string& path, Check check) {
    if (checks_.size() >= k_checks_max) return;
    const bool is_list = check.command.find("||") != std::string::npos || check.command.find(';') != std::string::npos;
    check.command = "cd " + shell_quote(path) + " && " + (is_list ? "{ " + check.command + "; }" : check.command);
    check.why = path + "/" + check.why;
    checks_.push_back(std::move(check));
  }

  const Project& project_;
  std::vector<Check> checks_;
  std::size_t looked_ = 0;
};

}  // namespace

bool Project::has(const std::string& name) const {
  return base::exists(base::join(root, name));
}
bool Project::has_folder(const std::string& name) const {
  return base::is_dir(base::join(root, name));
}

std::string Project::read(const std::string& name) const {
  auto bytes = base::read_file(base::join(root, name), k_sign_file_max);
  return bytes ? *std::move(bytes) : std::string();
}

std::string Project::installed(const std::string& program) const {
  const std::string path = env->get("PATH").value_or("");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const std::string folder = path.substr(at, end - at);
    if (!folder.empty() && ::access(base::join(folder, program).c_str(), X_OK) == 0) return folder;
    at = end + 1;
  }
  return {};
}

std::optional<Check> discover_by_files(const std::string& root, const base::Env& env) {
  auto checks = by_files({root, &env});
  if (checks.empty()) return std::nullopt;
  return std::move(checks.front());
}

base::Result<std::vector<Check>> discover_all(const std::string& root, const base::Env& env) {
  const Project project{root, &env};
  TRY(auto checks, configured_checks(project));
  if (checks.empty()) checks = from_instructions(project);
  if (checks.empty()) checks = by_files(project);
  if (checks.empty() || (checks.size() == 1 && is_only_from_below(project, checks.front()))) {
    auto inner = Subfolders(project).find();
    if (inner.size() > checks.size()) checks = std::move(inner);
  }
  if (checks.size() > k_checks_max) checks.resize(k_checks_max);
  return checks;
}

std::optional<Check> discover(const std::string& root, const base::Env& env) {
  auto checks = discover_all(root, env);
  if (!checks || checks->empty()) return std::nullopt;
  return std::move(checks->front());
}

std::string how_to_configure() {
  return "looked for: .plumb/config.toml, a test command in AGENTS.md or CLAUDE.md, tests of Python (pytest, "
         "unittest), CMakeLists.txt with tests, meson.build, a Makefile with check or test, Cargo.toml, go.mod, "
         "package.json with a test script, pom.xml, build.gradle; at the root and two levels below it. To say how, "
         "write into .plumb/config.toml:\n\n  [check]\n  command = \"make check\"\n";
}

}  // namespace verify
