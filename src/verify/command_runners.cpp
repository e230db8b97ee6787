// The words by which runners are known. A wrong "this runs tests" would let a claim through, so a
// program is known by its whole name; a wrong "only a part" costs no more than one word "unproven".

#include "command_runners.h"

#include <algorithm>

namespace verify {

bool is_one_of(std::string_view word, const Names& names) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

std::string_view without_slash(std::string_view path) {
  while (path.size() > 2 && path.starts_with("./")) path.remove_prefix(2);
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return path;
}

static std::string joined(const std::string& dir, std::string_view to) {
  to = without_slash(to);
  if (to.empty() || to.front() == '/' || to.front() == '~' || to.front() == '$')
    return std::string(to);
  if (to == ".") return dir;
  return dir.empty() ? std::string(to) : dir + "/" + std::string(to);
}

void select(Action& action, std::string what) {
  action.selection.push_back(std::move(what));
  action.part = true;
}

Words take_options(Action& action, const Words& words, std::size_t from, const Rules& rules) {
  Words rest;
  for (std::size_t i = from; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word.size() < 2 || word[0] != '-' || word == "--") {
      if (word != "--") rest.push_back(word);
      continue;
    }
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (equals == std::string::npos && is_one_of(name, rules.takes) && i + 1 < words.size())
      value = words[++i];
    if (is_one_of(name, rules.selects)) select(action, value.empty() ? name : name + "=" + value);
    if (is_one_of(name, rules.dry) || is_one_of(name, {"--help", "--version", "-version"}))
      action.dry = true;
    if (is_one_of(name, rules.swallows)) action.swallows = true;
  }
  return rest;
}

/// Words that name all there is.
bool names_all(std::string_view word) {
  word = without_slash(word);
  return is_one_of(word, {".", "..", "tests", "test", "spec", "specs", "./...", "...", "//...",
                          "src", "lib", "all"});
}

void select_rest(Action& action, const Words& rest) {
  for (const auto& word : rest)
    if (!names_all(word)) select(action, std::string(without_slash(word)));
}

// ---- Python ----

void pytest(Action& action, const Words& argv) {
  action.does = does_tests;
  action.id = "pytest";
  const Rules rules{{"-k",
                     "-m",
                     "-p",
                     "-c",
                     "-o",
                     "-n",
                     "-W",
                     "-r",
                     "--tb",
                     "--maxfail",
                     "--durations",
                     "--rootdir",
                     "--cov",
                     "--cov-report",
                     "--cov-config",
                     "--ignore",
                     "--ignore-glob",
                     "--deselect",
                     "--junitxml",
                     "--junit-xml",
                     "--timeout",
                     "--color",
                     "--dist",
                     "--numprocesses",
                     "--override-ini",
                     "--basetemp",
                     "--log-level",
                     "--confcutdir",
                     "--import-mode",
                     "--reruns",
                     "--html"},
                    {"-c", "-o", "--override-ini", "-k", "-m", "--ignore", "--ignore-glob",
                     "--deselect", "--lf", "--last-failed", "--sw", "--stepwise"},
                    {"--co", "--collect-only", "--fixtures", "--markers", "--setup-plan",
                     "--setup-only", "-h", "-V"},
                    {}};
  select_rest(action, take_options(action, argv, 1, rules));
}

void unittest(Action& action, const Words& argv) {
  action.does = does_tests;
  action.id = "unittest";
  const Rules rules{
      {"-k", "-s", "--start-directory", "-p", "--pattern", "-t", "--top-level-directory"},
      {"-k"},
      {"-h"},
      {}};
  for (const auto& word : take_options(action, argv, 1, rules))
    if (word != "discover" && !names_all(word)) select(action, word);
  for (std::size_t i = 1; i + 1 < argv.size(); ++i) {
    const bool narrows = (argv[i] == "-p" || argv[i] == "--pattern") &&
                         !is_one_of(argv[i + 1], {"test*.py", "test_*.py", "*_test.py"});
    const bool elsewhere =
        (argv[i] == "-s" || argv[i] == "--start-directory") && !names_all(argv[i + 1]);
    if (narrows || elsewhere) select(action, argv[i] + "=" + argv[i + 1]);
  }
}

void tox(Action& action, const Words& argv) {
  action.id = std::string(base_name(argv[0]));
  action.does = does_tests;
  const Rules rules{{"-e", "-s", "--session", "-k", "-f", "-c"},
                    {"-e", "-s", "--session", "-k", "-f"},
                    {"-l", "--listenvs", "--list", "--notest"},
                    {}};
  (void)take_options(action, argv, 1, rules);
  for (const auto& chosen : action.selection)
    for (const std::string_view word : {"lint", "mypy", "style", "flake8", "ruff", "type"})
      if (chosen.find(word) != std::string::npos) action.does = does_lint;
}

// ---- scripts and tasks with names that somebody chose ----

bool has_head(std::string_view word, std::string_view head) {
  return word == head ||
         (word.starts_with(head) && word.size() > head.size() &&
          std::string_view("-_:.").find(word[head.size()]) != std::string_view::npos);
}
bool has_tail(std::string_view word, std::string_view tail) {
  return word.ends_with(tail) && word.size() > tail.size() &&
         std::string_view("-_:./").find(word[word.size() - tail.size() - 1]) !=
             std::string_view::npos;
}

struct Task {
  unsigned does = 0;
  bool part = false;
};

/// What a target, a script of package.json or a task of this name does, as far as names go.
static Task task_named(std::string_view word) {
  if (is_one_of(word, {"test", "tests", "check", "test-all", "test_all", "test:all", "all-tests",
                       "testall", "unittest", "unittests", "runtest", "runtests", "run-tests",
                       "distcheck", "spec", "verify"}))
    return {does_tests, false};
  for (const std::string_view head :
       {"lint",         "style",        "typecheck",    "type-check",  "types",       "fmt-check",
        "format-check", "format:check", "check-format", "check-types", "check-style", "mypy",
        "ruff",         "eslint",       "clippy",       "flake8",      "prettier",    "tsc",
        "vet",          "checkstyle",   "detekt"})
    if (has_head(word, head) || has_tail(word, head)) return {does_lint, false};
  for (const std::string_view head : {"test", "tests", "check", "spec"})
    if (has_head(word, head) || has_tail(word, head)) return {does_tests, true};
  for (const std::string_view head :
       {"build", "all", "compile", "dist", "release", "debug", "bundle"})
    if (has_head(word, head)) return {does_build, false};
  return {};
}

static void add_task(Action& action, const std::string& word) {
  const Task task = task_named(word);
  action.does |= task.does;
  action.part = action.part || task.part;
  action.selection.push_back(word);
}

void make(Action& action, const Words& argv, bool builds_by_default) {
  action.id = std::string(base_name(argv[0]));
  if (action.id == "gmake") action.id = "make";
  const Rules rules{{"-C", "--directory", "-f", "--file", "-I", "-o", "-W", "-l"},
                    {},
                    {"-n", "--dry-run", "--just-print", "--recon", "-q", "--question", "-t",
                     "--touch", "--list", "-h"},
                    {"-i", "--ignore-errors"}};
  bool has_target = false;
  for (const auto& word : take_options(action, argv, 1, rules)) {
    if (word.find_first_not_of("0123456789") == std::string::npos) continue;  // of -j 4
    if (word.find('=') != std::string::npos) {
      action.selection.push_back(word);
      for (const std::string_view name : {"TEST", "FILTER", "ONLY", "K=", "ARGS"})
        if (word.substr(0, word.find('=') + 1).find(name) != std::string::npos) action.part = true;
      continue;
    }
    add_task(action, word);
    has_target = true;
  }
  for (std::size_t i = 1; i < argv.size(); ++i) {
    const std::string& word = argv[i];
    if ((word == "-C" || word == "--directory") && i + 1 < argv.size())
      action.dir = joined(action.dir, argv[i + 1]);
    if ((word == "-f" || word == "--file") && i + 1 < argv.size())
      action.selection.push_back("-f=" + argv[i + 1]);
    const bool is_cluster = word.size() > 2 && word[0] == '-' &&
                            word.find_first_not_of("bBdeikLmnpqrRsStvw", 1) == std::string::npos;
    if (!is_cluster) continue;
    if (word.find('i') != std::string::npos) action.swallows = true;
    if (word.find_first_of("nqt") != std::string::npos) action.dry = true;
  }
  if (!has_target && builds_by_default) action.does |= does_build;
}

// ---- JavaScript ----

const Rules& js_rules() {
  static const Rules rules{
      {"-t",
       "--testNamePattern",
       "-g",
       "--grep",
       "--testPathPattern",
       "--filter",
       "--shard",
       "--project",
       "--reporter",
       "--config",
       "-c",
       "--maxWorkers",
       "-w",
       "--workspace",
       "--timeout",
       "--prefix",
       "-C",
       "--cwd",
       "--test-name-pattern",
       "--test-reporter",
       "--changedSince",
       "--coverageReporters"},
      {"-t", "--testNamePattern", "-g", "--grep", "--testPathPattern", "--filter", "--shard",
       "--project", "--onlyChanged", "-o", "--onlyFailures", "--changedSince", "--findRelatedTests",
       "--test-name-pattern", "-w", "--workspace", "--test-only"},
      {"--listTests", "--list", "--showConfig", "-h"},
      {"--if-present"}};
  return rules;
}

void js_runner(Action& action, const Words& argv) {
  action.does = does_tests;
  action.id = std::string(base_name(argv[0]));
  for (const auto& word : take_options(action, argv, 1, js_rules()))
    if (!is_one_of(word, {"run", "test", "--test"}) && !names_all(word)) select(action, word);
}

void npm(Action& action, const Words& argv) {
  Words rest = take_options(action, argv, 1, js_rules());
  for (std::size_t i = 1; i + 1 < argv.size(); ++i)
    if (is_one_of(argv[i], {"--prefix", "-C", "--cwd"}))
      action.dir = joined(action.dir, argv[i + 1]);
  if (rest.empty()) return;
  const bool runs = is_one_of(rest[0], {"run", "run-script"});
  if (runs) rest.erase(rest.begin());
  if (rest.empty()) return;
  if (!runs && is_one_of(rest[0], {"install", "ci", "i", "add", "link", "rebuild"})) {
    action.harmless = true;
    return;
  }
  std::string script = rest[0];
  if (!runs && (script == "t" || script == "tst")) script = "test";
  const bool is_npm = base_name(argv[0]) == "npm";
  if (is_npm && !runs && script != "test") return;
  action.id = "script " + script;
  const Task task = task_named(script);
  action.does = script == "check" ? static_cast<unsigned>(does_lint) : task.does;
  action.part = action.part || task.part;
  rest.erase(rest.begin());
  select_rest(action, rest);
}

// ---- compiled languages ----

void cargo(Action& action, Words argv) {
  if (argv.size() > 1 && argv[1].starts_with('+')) argv.erase(argv.begin() + 1);
  const std::string verb = argv.size() > 1 ? argv[1] : "";
  const Rules rules{{"-p", "--package", "--test", "--bin", "--example", "--exclude", "--features",
                     "-F", "--manifest-path", "--target", "--profile", "-j", "--jobs", "--skip",
                     "--test-threads", "-E", "--color", "--target-dir"},
                    {"-p", "--package", "--test", "--lib", "--bin", "--bins", "--doc", "--example",
                     "--exclude", "--skip", "--ignored", "--exact", "-E"},
                    {"--no-run", "--list", "-h"},
                    {}};
  Words rest = take_options(action, argv, 2, rules);
  for (std::size_t i = 2; i + 1 < argv.size(); ++i)
    if (argv[i] == "--manifest-path") {
      const auto slash = argv[i + 1].rfind('/');
      if (slash != std::string::npos) action.dir = joined(action.dir, argv[i + 1].substr(0, slash));
    }
  action.id = "cargo " + verb;
  if (verb == "test" || verb == "t" || verb == "nextest") {
    action.id = "cargo test";
    action.does = does_tests | does_build;
    if (verb == "nextest" && !rest.empty()) rest.erase(rest.begin());
    select_rest(action, rest);
  } else if (is_one_of(verb, {"build", "b", "check", "c"})) {
    action.does = does_build;
  } else if (verb == "clippy") {
    action.does = does_lint | does_build;
  } else if (verb == "fmt") {
    if (std::find(argv.begin(), argv.end(), "--check") != argv.end()) action.does = does_lint;
  }
}

void go(Action& action, Words argv) {
  if (argv.size() > 2 && argv[1] == "-C") {
    action.dir = joined(action.dir, argv[2]);
    argv.erase(argv.begin() + 1, argv.begin() + 3);
  }
  const std::string verb = argv.size() > 1 ? argv[1] : "";
  const Rules rules{{"-run", "-skip", "-count", "-timeout", "-parallel", "-p", "-bench", "-tags",
                     "-coverprofile", "-cpu", "-ldflags", "-o", "-covermode", "-shuffle", "-exec"},
                    {"-run", "-skip", "-short"},
                    {"-list", "-c", "-n", "-h"},
                    {"-exec"}};
  const Words rest = take_options(action, argv, 2, rules);
  action.id = "go " + verb;
  if (verb == "test") {
    action.does = does_tests | does_build;
    if (rest.empty()) select(action, ".");
    for (const auto& word : rest)
      if (word != "./..." && word != "...") select(action, std::string(without_slash(word)));
  } else if (verb == "build" || verb == "install") {
    action.does = does_build;
  } else if (verb == "vet") {
    action.does = does_lint | does_build;
  }
}

void ctest(Action& action, const Words& argv) {
  action.does = does_tests;
  action.id = "ctest";
  const Rules rules{
      {"-R",
       "-E",
       "-L",
       "-LE",
       "-I",
       "-j",
       "-C",
       "-T",
       "-S",
       "-M",
       "-D",
       "-O",
       "--timeout",
       "--test-dir",
       "--repeat",
       "--output-log",
       "--output-junit",
       "--preset",
       "--parallel",
       "--tests-regex",
       "--exclude-regex"},
      {"-R", "-E", "-L", "-LE", "-I", "--rerun-failed", "--tests-regex", "--exclude-regex"},
      {"-N", "--show-only", "--print-labels", "-h"},
      {}};
  (void)take_options(action, argv, 1, rules);
  for (std::size_t i = 1; i < argv.size(); ++i) {
    if (argv[i] == "--test-dir" && i + 1 < argv.size())
      action.dir = joined(action.dir, argv[i + 1]);
    if (argv[i].starts_with("--test-dir=")) action.dir = joined(action.dir, argv[i].substr(11));
  }
}

void cmake(Action& action, const Words& argv) {
  action.id = "cmake";
  const auto build = std::find(argv.begin(), argv.end(), "--build");
  if (build == argv.end()) {
    action.harmless = true;  // writes into its build folder only
    return;
  }
  action.id = "cmake --build";
  bool cleans = false;
  if (build + 1 != argv.end()) action.selection.emplace_back(without_slash(*(build + 1)));
  for (std::size_t i = 1; i + 1 < argv.size(); ++i) {
    if (argv[i] != "--target" && argv[i] != "-t") continue;
    for (++i; i < argv.size() && !argv[i].starts_with('-'); ++i) {
      add_task(action, argv[i]);
      if (action.does == 0 && argv[i] != "clean") action.does = does_build;
      cleans = cleans || argv[i] == "clean";
    }
  }
  if (action.does == 0 && !cleans) action.does = does_build;
}

void meson(Action& action, const Words& argv) {
  const std::string verb = argv.size() > 1 ? argv[1] : "";
  action.id = "meson " + verb;
  const Rules rules{{"-C", "--suite", "--no-suite", "-t", "--num-processes", "--wrapper"},
                    {"--suite", "--no-suite"},
                    {"--list", "-h"},
                    {}};
  const Words rest = take_options(action, argv, 2, rules);
  for (std::size_t i = 2; i + 1 < argv.size(); ++i)
    if (argv[i] == "-C") action.dir = joined(action.dir, argv[i + 1]);
  if (verb == "test") {
    action.does = does_tests;
    select_rest(action, rest);
  } else if (verb == "compile") {
    action.does = does_build;
  } else {
    action.harmless = verb == "setup";
  }
}

void maven(Action& action, const Words& argv) {
  action.id = "mvn";
  bool skips = false;
  for (std::size_t i = 1; i < argv.size(); ++i) {
    const std::string& word = argv[i];
    if (word == "-DskipTests" || word == "-DskipTests=true" ||
        word.starts_with("-Dmaven.test.skip"))
      skips = true;
    if (word.starts_with("-Dtest=") || word.starts_with("-Dit.test=")) select(action, word);
    if (word.starts_with("-Dmaven.test.failure.ignore") || word == "-fn" || word == "--fail-never")
      action.swallows = true;
    if (is_one_of(word, {"-pl", "--projects", "-rf"}) && i + 1 < argv.size())
      select(action, word + "=" + argv[i + 1]);
    if (is_one_of(word,
                  {"test", "verify", "install", "package", "integration-test", "surefire:test"}))
      action.does |= does_tests | does_build;
    if (is_one_of(word, {"compile", "test-compile"})) action.does |= does_build;
    if (word.ends_with(":check")) action.does |= does_lint;
    if (is_one_of(word, {"--version", "-v", "--help"})) action.dry = true;
  }
  if (skips) action.does &= ~static_cast<unsigned>(does_tests);
}

void gradle(Action& action, const Words& argv) {
  action.id = "gradle";
  bool skips = false;
  for (std::size_t i = 1; i < argv.size(); ++i) {
    const std::string& word = argv[i];
    if (word == "-x" && i + 1 < argv.size()) {
      skips = skips || argv[i + 1].ends_with("test");
      ++i;
      continue;
    }
    if (word == "--tests" && i + 1 < argv.size()) select(action, "--tests=" + argv[++i]);
    if ((word == "-p" || word == "--project-dir") && i + 1 < argv.size())
      action.dir = joined(action.dir, argv[++i]);
    if (is_one_of(word, {"-m", "--dry-run", "tasks", "--version", "--help"})) action.dry = true;
    if (word.starts_with('-')) continue;
    const auto colon = word.rfind(':');
    const std::string_view task = colon == std::string::npos
                                      ? std::string_view(word)
                                      : std::string_view(word).substr(colon + 1);
    if (is_one_of(task, {"test", "check", "build"})) action.does |= does_tests | does_build;
    if (is_one_of(task, {"assemble", "classes", "testClasses", "jar"}) ||
        task.starts_with("compile"))
      action.does |= does_build;
    if (task.starts_with("lint") || task.ends_with("Check") || task == "detekt" ||
        task.starts_with("checkstyle"))
      action.does |= does_lint;
    if (colon != std::string::npos && colon > 0) select(action, word);
  }
  if (skips) action.does &= ~static_cast<unsigned>(does_tests);
}

}  // namespace verify
