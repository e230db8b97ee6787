// Which reader for which program, and what stands in front of it: sudo, poetry run, python -m.

#include "command_kind.h"

#include <algorithm>

#include "command_runners.h"

namespace verify {
namespace {

// ---- linters ----

bool checks_only(const std::string& id, const Words& argv) {
  const auto has = [&](const Names& names) {
    return std::any_of(argv.begin() + 1, argv.end(),
                       [&](const auto& word) { return is_one_of(word, names); });
  };
  if (is_one_of(id, {"black", "isort", "prettier", "nixfmt", "rustfmt"}))
    return has({"--check", "--check-only", "-c", "--diff", "-l", "--list-different"});
  if (is_one_of(id, {"clang-format", "shfmt", "gofmt", "gofumpt", "yapf", "autopep8"}))
    return has({"--dry-run", "-n", "-d", "-l", "--diff", "--check"});
  if (id == "ruff" && has({"format"})) return has({"--check", "--diff"});
  return true;
}

bool is_linter(std::string_view name) {
  return is_one_of(
      name, {"ruff",         "flake8",       "pylint",        "mypy",        "dmypy",
             "pyright",      "basedpyright", "black",         "isort",       "eslint",
             "prettier",     "stylelint",    "standard",      "xo",          "biome",
             "oxlint",       "tslint",       "golangci-lint", "staticcheck", "gofmt",
             "gofumpt",      "golint",       "revive",        "clang-tidy",  "run-clang-tidy",
             "clang-format", "cppcheck",     "cpplint",       "shellcheck",  "shfmt",
             "yamllint",     "markdownlint", "hadolint",      "rubocop",     "standardrb",
             "phpstan",      "psalm",        "phpcs",         "ktlint",      "swiftlint",
             "pre-commit",   "codespell",    "bandit",        "vulture",     "pycodestyle",
             "pydocstyle",   "pyflakes",     "pytype",        "ty",          "tflint",
             "actionlint",   "sqlfluff",     "luacheck",      "hlint",       "typos",
             "rustfmt",      "yapf",         "autopep8",      "nixfmt",      "checkstyle",
             "detekt",       "vue-tsc"});
}

void linter(Action& action, const Words& argv) {
  action.id = std::string(base_name(argv[0]));
  if (!checks_only(action.id, argv)) return;  // it writes: what it wrote is no evidence
  action.does = does_lint;
  const Rules rules{{"--config",         "-c",       "--select", "--ignore",
                     "--line-length",    "-l",       "--ext",    "--max-warnings",
                     "--format",         "-f",       "-o",       "--rcfile",
                     "--disable",        "--enable", "-p",       "--python-version",
                     "--target-version", "-j",       "--jobs",   "-n"},
                    {"--select", "--disable", "--rule"},
                    {"-h"},
                    {"--exit-zero", "--exit-zero-even-if-changed", "--ignore-errors", "-e"}};
  Words rest = take_options(action, argv, 1, rules);
  if (!rest.empty() && is_one_of(rest[0], {"check", "run", "lint", "ci", "format", "rules"}))
    rest.erase(rest.begin());
  for (const auto& word : rest) {
    const auto file = base_name(word);
    const bool is_file = file.find('.') != std::string_view::npos && file.front() != '.' &&
                         file.find('*') == std::string_view::npos;
    if (is_file) select(action, std::string(without_slash(word)));
    if (!is_file && !names_all(word)) action.selection.emplace_back(without_slash(word));
  }
  // What these find, they only print.
  if (is_one_of(action.id, {"gofmt", "gofumpt"})) action.swallows = true;
  const auto has = [&](std::string_view word) {
    return std::any_of(argv.begin(), argv.end(),
                       [&](const auto& each) { return each.starts_with(word); });
  };
  if (action.id == "clang-format" && !has("-Werror") && !has("--Werror")) action.swallows = true;
  if (action.id == "cppcheck" && !has("--error-exitcode")) action.swallows = true;
}

// ---- everything else ----

struct Verb {
  std::string_view program, verb;
  unsigned does;
};
constexpr Verb k_verbs[] = {
    {"dotnet", "test", does_tests | does_build},
    {"dotnet", "build", does_build},
    {"swift", "test", does_tests | does_build},
    {"swift", "build", does_build},
    {"mix", "test", does_tests | does_build},
    {"mix", "compile", does_build},
    {"mix", "credo", does_lint},
    {"sbt", "test", does_tests | does_build},
    {"sbt", "compile", does_build},
    {"lein", "test", does_tests},
    {"stack", "test", does_tests | does_build},
    {"stack", "build", does_build},
    {"cabal", "test", does_tests | does_build},
    {"cabal", "build", does_build},
    {"dart", "test", does_tests},
    {"dart", "analyze", does_lint},
    {"flutter", "test", does_tests},
    {"flutter", "analyze", does_lint},
    {"flutter", "build", does_build},
    {"composer", "test", does_tests},
    {"rails", "test", does_tests},
    {"dune", "test", does_tests | does_build},
    {"dune", "runtest", does_tests | does_build},
    {"dune", "build", does_build},
    {"crystal", "spec", does_tests},
    {"gleam", "test", does_tests | does_build},
    {"bazel", "test", does_tests | does_build},
    {"bazelisk", "test", does_tests | does_build},
    {"bazel", "build", does_build},
    {"bazelisk", "build", does_build},
    {"deno", "test", does_tests},
    {"deno", "lint", does_lint},
    {"deno", "check", does_lint},
    {"hatch", "test", does_tests},
    {"vite", "build", does_build},
    {"next", "build", does_build},
    {"ng", "test", does_tests},
    {"ng", "build", does_build},
    {"ng", "lint", does_lint},
    {"docker", "build", does_build},
    {"mkdocs", "build", does_build},
    {"zig", "test", does_tests | does_build},
    {"php", "-l", does_lint},
    {"ansible-lint", "", does_lint},
    {"msbuild", "", does_build},
    {"webpack", "", does_build},
    {"rollup", "", does_build},
    {"esbuild", "", does_build},
    {"sphinx-build", "", does_build},
    {"compileall", "", does_build},
    {"py_compile", "", does_build},
    {"build", "", does_build},
    {"gcc", "", does_build},
    {"g++", "", does_build},
    {"cc", "", does_build},
    {"c++", "", does_build},
    {"clang", "", does_build},
    {"clang++", "", does_build},
    {"javac", "", does_build},
    {"rustc", "", does_build},
    {"ghc", "", does_build},
    {"kotlinc", "", does_build},
    {"tsc", "", does_build | does_lint},
    {"rspec", "", does_tests},
    {"phpunit", "", does_tests},
    {"pest", "", does_tests},
    {"prove", "", does_tests},
    {"bats", "", does_tests},
    {"busted", "", does_tests},
    {"nose2", "", does_tests},
    {"nosetests", "", does_tests},
    {"trial", "", does_tests},
    {"stestr", "", does_tests},
    {"doctest", "", does_tests},
    {"elm-test", "", does_tests},
};

bool known_verb(Action& action, const Words& argv) {
  const auto program = base_name(argv[0]);
  for (const auto& known : k_verbs) {
    if (known.program != program) continue;
    if (!known.verb.empty() && (argv.size() < 2 || argv[1] != known.verb)) continue;
    action.does = known.does;
    action.id = std::string(program) + (known.verb.empty() ? "" : " " + std::string(known.verb));
    const Rules rules{{"--filter", "--name", "-e", "--example", "-t", "--tag", "--plain-name", "-o",
                       "-c", "--testsuite", "--group"},
                      {"--filter", "--name", "-e", "--example", "-t", "--tag", "--plain-name",
                       "--testsuite", "--group", "--only"},
                      {"--list-tests", "--list", "-h", "-fsyntax-only-help"},
                      {}};
    Action options;
    const Words rest = take_options(options, argv, known.verb.empty() ? 1 : 2, rules);
    action.dry = options.dry;
    const bool has_tests = (known.does & does_tests) != 0;
    if (has_tests) {
      action.selection = std::move(options.selection);
      action.part = options.part;
      select_rest(action, rest);
    } else {
      action.selection = rest;
    }
    return true;
  }
  return false;
}

/// ./run_tests.sh, build/foo_test: known by its name only.
bool test_script(Action& action, const Words& argv, const std::string& path) {
  std::string_view name = base_name(path);
  for (const std::string_view ending : {".sh", ".py", ".js", ".mjs", ".ts", ".rb", ".pl", ".bash"})
    if (name.ends_with(ending)) name.remove_suffix(ending.size());
  const bool is_all = is_one_of(name, {"run_tests", "runtests", "run-tests", "run_test", "test",
                                       "tests", "check", "run_all_tests", "test_all", "test-all"});
  const bool is_one = has_head(name, "test") || has_head(name, "tests") || has_tail(name, "test") ||
                      has_tail(name, "tests") || name.ends_with("Test") || name.ends_with("Tests");
  if (!is_all && !is_one) return false;
  action.does = does_tests;
  const Rules rules{{},
                    {"--gtest_filter", "-k", "--filter", "--test-case", "-tc"},
                    {"--gtest_list_tests", "--list-tests", "-h"},
                    {}};
  const Words rest = take_options(action, argv, 1, rules);
  if (!is_all) action.part = true;
  select_rest(action, rest);
  return true;
}

bool prints_only(std::string_view name, const Words& argv) {
  if (is_one_of(name, {"echo", "printf",  "cat",   "head", "tail", "less",     "more",
                       "bat",  "true",    ":",     "ls",   "tac",  "nl",       "stat",
                       "wc",   "file",    "sleep", "date", "pwd",  "which",    "whoami",
                       "tree", "strings", "yes",   "type", "du",   "basename", "dirname"}))
    return true;
  if (name == "sed" || name == "awk" || name == "jq" || name == "sort" || name == "cut" ||
      name == "uniq" || name == "column")
    return std::none_of(argv.begin(), argv.end(), [](const auto& word) {
      return word.starts_with("-i") || word == "--in-place";
    });
  if (name == "git")
    return argv.size() > 1 && is_one_of(argv[1], {"status", "log", "diff", "show", "branch",
                                                  "rev-parse", "ls-files", "blame", "remote"});
  return false;
}

bool changes_nothing(std::string_view name, const Words& argv) {
  if (is_one_of(name, {"cd",      "pushd", "popd",  "export", "set",   "unset", "source", ".",
                       "test",    "[",     "exit",  "wait",   "tee",   "grep",  "rg",     "egrep",
                       "fgrep",   "ag",    "diff",  "cmp",    "mkdir", "find",  "ulimit", "umask",
                       "command", "shopt", "local", "read",   "kill"}))
    return true;
  if (name == "git")
    return argv.size() > 1 &&
           is_one_of(argv[1], {"add", "commit", "push", "fetch", "tag", "config", "init"});
  // They fill folders that are nobody's work.
  if (is_one_of(name,
                {"pip", "pip3", "uv", "poetry", "pipenv", "pdm", "bundle", "composer", "conda"}))
    return argv.size() > 1 && is_one_of(argv[1], {"install", "sync", "pip", "venv", "lock"});
  if (name == "venv" || name == "virtualenv") return true;
  return false;
}

/// sudo, timeout, poetry run, npx and the like in front. Returns true if something was cut off.
bool unwrap(Words& argv) {
  const auto cut = [&](std::size_t n) {
    argv.erase(argv.begin(), argv.begin() + static_cast<std::ptrdiff_t>(std::min(n, argv.size())));
  };
  const auto flags = [&](std::size_t from) {
    while (from < argv.size() && argv[from].starts_with('-')) ++from;
    return from;
  };
  if (argv.size() < 2) return false;
  const std::string name(base_name(argv[0]));
  if (name == "env") {
    std::size_t at = flags(1);
    while (at < argv.size() && argv[at].find('=') != std::string::npos) ++at;
    cut(at);
    return true;
  }
  if (is_one_of(name, {"sudo", "time", "nohup", "stdbuf", "unbuffer", "xvfb-run", "exec", "builtin",
                       "npx", "bunx", "ccache", "catchsegv", "strace", "valgrind"})) {
    cut(flags(1));
    return true;
  }
  if (name == "command" && argv[1] != "-v" && argv[1] != "-V") {
    cut(1);
    return true;
  }
  if (name == "nice" || name == "ionice") {
    std::size_t at = 1;
    while (at < argv.size() && argv[at].starts_with('-')) at += argv[at].size() == 2 ? 2 : 1;
    cut(at);
    return true;
  }
  if (name == "timeout") {
    std::size_t at = 1;
    while (at < argv.size() && argv[at].starts_with('-'))
      at += argv[at] == "-s" || argv[at] == "-k" ? 2 : 1;
    cut(at + 1);
    return true;
  }
  const bool runs = is_one_of(argv[1], {"run", "exec", "dlx"});
  if (runs && is_one_of(name, {"poetry", "uv", "pipenv", "pdm", "rye", "hatch"})) {
    std::size_t at = 2;
    while (at < argv.size() && argv[at].starts_with('-'))
      at += is_one_of(argv[at], {"--with", "--python", "-p", "--extra", "--group", "-m"}) ? 2 : 1;
    cut(at);
    return true;
  }
  if (name == "bundle" && argv[1] == "exec") {
    cut(2);
    return true;
  }
  if (runs && argv[1] != "run" && is_one_of(name, {"pnpm", "yarn", "npm"})) {
    cut(flags(2));
    if (!argv.empty() && argv[0] == "--") cut(1);
    return true;
  }
  if (name == "conda" && argv[1] == "run") {
    std::size_t at = 2;
    while (at < argv.size() && argv[at].starts_with('-'))
      at += argv[at] == "-n" || argv[at] == "-p" ? 2 : 1;
    cut(at);
    return true;
  }
  if (name == "coverage" && argv[1] == "run") {
    std::size_t at = 2;
    bool is_module = false;
    for (; at < argv.size() && argv[at].starts_with('-'); ++at) {
      is_module = argv[at] == "-m";
      if (is_module) {
        ++at;
        break;
      }
    }
    cut(at);
    if (!is_module) argv.insert(argv.begin(), "python");
    return true;
  }
  return false;
}

bool is_python(std::string_view name) {
  if (!name.starts_with("python") && !name.starts_with("pypy")) return false;
  return name.find_first_not_of("0123456789.", name.starts_with("python") ? 6 : 4) ==
         std::string_view::npos;
}

/// python -m MODULE: the module is the program. A script: it is. Returns false for `python -c`.
bool read_interpreter(Action& action, Words& argv) {
  std::size_t at = 1;
  while (at < argv.size() && argv[at].starts_with('-') && argv[at] != "-m" && argv[at] != "-c" &&
         argv[at] != "-")
    at += is_one_of(argv[at], {"-W", "-X"}) ? 2 : 1;
  if (at >= argv.size() || argv[at] == "-c" || argv[at] == "-") {
    action.id = "inline code";
    if (at + 1 < argv.size()) action.selection.push_back(argv[at + 1]);
    return false;
  }
  const bool is_module = argv[at] == "-m";
  if (is_module) ++at;
  argv.erase(argv.begin(), argv.begin() + static_cast<std::ptrdiff_t>(std::min(at, argv.size())));
  if (argv.empty()) return false;
  if (!is_module) action.script = std::string(without_slash(argv[0]));
  return true;
}

void by_program(Action& action, Words argv);

void script(Action& action, const Words& argv, const std::string& path) {
  const auto name = base_name(path);
  action.script = std::string(without_slash(path));
  action.id = action.script;
  if ((name == "manage.py" || name == "setup.py") && argv.size() > 1 && argv[1] == "test") {
    action.id = std::string(name) + " test";
    action.does = does_tests;
    const Rules rules{{"-k", "--tag", "--settings", "-p", "--pattern"},
                      {"-k", "--tag", "-p", "--pattern"},
                      {"-h"},
                      {}};
    select_rest(action, take_options(action, argv, 2, rules));
    return;
  }
  if (!test_script(action, argv, path)) action.selection.assign(argv.begin() + 1, argv.end());
}

void node(Action& action, const Words& argv) {
  action.id = "node";
  if (std::find(argv.begin(), argv.end(), "--test") != argv.end()) {
    js_runner(action, argv);
    action.id = "node --test";
    return;
  }
  if (argv.size() > 2 && is_one_of(argv[1], {"-e", "--eval", "-p", "--print"})) {
    action.id = "inline code";
    action.selection.push_back(argv[2]);
    return;
  }
  if (argv.size() > 2 && is_one_of(argv[1], {"-c", "--check"})) {
    action.does = does_lint;
    action.selection.assign(argv.begin() + 2, argv.end());
    action.part = true;
    return;
  }
  Words rest =
      take_options(action, argv, 1, {{"-r", "--require", "--import", "--loader"}, {}, {}, {}});
  if (!rest.empty()) script(action, rest, rest[0]);
}

bool is_interpreter(std::string_view name) {
  return is_one_of(name,
                   {"bash", "sh", "dash", "zsh", "ruby", "perl", "ts-node", "tsx", "php", "lua"});
}

void interpreted(Action& action, const Words& argv) {
  const auto name = base_name(argv[0]);
  if (argv.size() > 2 && argv[1] == "-n" && is_one_of(name, {"bash", "sh", "dash", "zsh"})) {
    action.id = "sh -n";
    action.does = does_lint;
    select_rest(action, {argv.begin() + 2, argv.end()});
    return;
  }
  if (name == "php" && argv.size() > 1 && argv[1] == "-l") {
    (void)known_verb(action, argv);
    return;
  }
  const bool is_inline = argv.size() > 1 && is_one_of(argv[1], {"-c", "-e", "-r", "-lc"});
  action.id = is_inline ? "inline code" : std::string(name);
  action.selection.assign(argv.begin() + 1, argv.end());
  if (is_inline) return;
  Words rest = argv;
  rest.erase(rest.begin());
  while (!rest.empty() && rest[0].starts_with('-')) rest.erase(rest.begin());
  action.selection.clear();
  if (!rest.empty()) script(action, rest, rest[0]);
}

void by_program(Action& action, Words argv) {
  const std::string path = argv[0];
  std::string name(base_name(path));
  action.prints = prints_only(name, argv);
  action.harmless = action.prints || changes_nothing(name, argv);
  if (name == "pytest" || name == "py.test" || name == "pytest-3") return pytest(action, argv);
  if (name == "unittest") return unittest(action, argv);
  if (name == "tox" || name == "nox") return tox(action, argv);
  if (name == "make" || name == "gmake" || name == "ninja") return make(action, argv, true);
  if (is_one_of(name, {"just", "task", "rake", "invoke", "inv", "mage"}))
    return make(action, argv, false);
  if (is_one_of(name, {"npm", "yarn", "pnpm", "bun"})) {
    npm(action, argv);
    if (name == "bun" && action.id == "script test") action.id = "bun test";
    return;
  }
  if (is_one_of(name, {"jest", "vitest", "mocha", "ava", "tap", "playwright", "cypress", "karma",
                       "jasmine"}))
    return js_runner(action, argv);
  if (name == "node" || name == "nodejs") return node(action, argv);
  if (name == "cargo") return cargo(action, std::move(argv));
  if (name == "go") return go(action, std::move(argv));
  if (name == "ctest") return ctest(action, argv);
  if (name == "cmake") return cmake(action, argv);
  if (name == "meson") return meson(action, argv);
  if (name == "mvn" || name == "mvnw") return maven(action, argv);
  if (name == "gradle" || name == "gradlew") return gradle(action, argv);
  if (is_linter(name)) return linter(action, argv);
  if (is_interpreter(name)) return interpreted(action, argv);
  if (known_verb(action, argv)) return;
  const bool is_path = path.find('/') != std::string::npos;
  if (is_path || !action.script.empty()) return script(action, argv, path);
  action.id = name;
  action.selection.assign(argv.begin() + 1, argv.end());
}

}  // namespace

/// What a variable adds to the words of every pytest.
static void add_words(std::vector<std::string>& argv, std::string_view words) {
  if (argv.empty()) return;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) argv.emplace_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

Action understand(const Part& part) {
  Action action;
  action.dir = part.dir;
  Words argv = part.argv;
  for (int i = 0; i < 8 && unwrap(argv); ++i) {
  }
  for (const auto& assignment : part.assignments)
    if (assignment.starts_with("PYTEST_ADDOPTS=")) add_words(argv, assignment.substr(15));
  if (argv.empty()) {
    action.harmless = true;
    return action;
  }
  bool is_inline = false;
  for (int i = 0; i < 3 && !argv.empty() && is_python(base_name(argv[0])) && !is_inline; ++i)
    is_inline = !read_interpreter(action, argv);
  for (int i = 0; i < 8 && !argv.empty() && !is_inline && unwrap(argv); ++i) {
  }  // python -m coverage run -m pytest
  if (!is_inline && !argv.empty()) by_program(action, std::move(argv));
  for (const auto& assignment : part.assignments)
    for (const std::string_view name :
         {"PYTEST_ADDOPTS=", "GTEST_FILTER=", "TESTS=", "TEST=", "TESTFLAGS=", "MAKEFLAGS="})
      if (assignment.starts_with(name)) select(action, assignment);
  if (!part.files.empty()) action.harmless = false;
  std::sort(action.selection.begin(), action.selection.end());
  return action;
}

}  // namespace verify
