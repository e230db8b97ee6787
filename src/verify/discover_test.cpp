#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"
#include "verify/verify.h"

namespace verify {
namespace {

class Discover : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = base::TempDir::make();
    ASSERT_TRUE(made);
    dir_.emplace(*std::move(made));
    env_.set("PATH", dir_->path() + "/bin");
  }
  std::string root() const { return dir_->path() + "/p"; }
  void put(const std::string& name, const std::string& text, mode_t mode = 0644) {
    const std::string path = base::join(root(), name);
    ASSERT_TRUE(base::make_dirs(base::parent(path)));
    ASSERT_TRUE(base::write_file(path, text, mode));
  }
  void install(const std::string& program) { put("../bin/" + program, "#!/bin/sh\n", 0755); }
  std::string command() const {
    const auto check = discover(root(), env_);
    return check ? check->command : "(none)";
  }
  /// All commands, one a line; or "error: ...".
  std::string commands() const {
    const auto checks = discover_all(root(), env_);
    if (!checks) return "error: " + checks.error().what;
    std::string out;
    for (const auto& check : *checks) out += (out.empty() ? "" : "\n") + check.command;
    return out;
  }
  std::optional<base::TempDir> dir_;
  base::Env env_;
};

TEST_F(Discover, NothingInAnEmptyFolder) {
  put("README.md", "hello");
  EXPECT_EQ(command(), "(none)");
}

TEST_F(Discover, ConfigurationWins) {
  put(".plumb/config.toml",
      "# checks\nmodel = \"x\"\n[check]\ncommand = \"make \\\"all\\\" check\"  # all\n");
  put("Makefile", "test:\n\ttrue\n");
  put("AGENTS.md", "Run `make test`.");
  EXPECT_EQ(command(), "make \"all\" check");
}

TEST_F(Discover, ConfigurationOfAnotherSectionDoesNot) {
  put(".plumb/config.toml", "[serve]\ncommand = \"x\"\n");
  EXPECT_EQ(command(), "(none)");
}

TEST_F(Discover, AgentsFileNamesTheCommand) {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"Run the tests with `tox -e py311` before you commit.\n", "tox -e py311"},
      {"- Tests: `python -m pytest tests`\n", "python -m pytest tests"},
      {"Run one test: `pytest tests/test_a.py::test_b`; all tests: `make test`\n", "make test"},
      {"## Testing\n```sh\n$ npm install\n$ npm test   # all\n```\n", "npm test"},
      {"Test files are named `test_*.py` and lie in `tests/`.\n", "(none)"},
      {"`go test ./...` runs the tests\n", "go test ./..."},
      {"Build with `make`.\n", "(none)"},
  };
  for (const auto& c : cases) {
    put("AGENTS.md", c.text);
    EXPECT_EQ(command(), c.expected) << c.text;
  }
}

TEST_F(Discover, UnittestInAFolderWithoutInit) {
  put("tests/test_a.py", "import unittest\nclass A(unittest.TestCase):\n    pass\n");
  EXPECT_EQ(command(), "python3 -m unittest discover -v -s tests");
}

TEST_F(Discover, UnittestInAPackage) {
  put("tests/__init__.py", "");
  put("tests/test_a.py", "from unittest import TestCase\n");
  EXPECT_EQ(command(), "python3 -m unittest discover -v -s tests -t .");
}

TEST_F(Discover, UnittestAtTheRoot) {
  put("test_a.py", "from unittest import TestCase\n");
  EXPECT_EQ(command(), "python3 -m unittest -v");
}

TEST_F(Discover, UnittestOfASourceFolder) {
  put("src/calc/__init__.py", "");
  put("tests/test_a.py", "from unittest import TestCase\n");
  EXPECT_EQ(command(), "PYTHONPATH=src python3 -m unittest discover -v -s tests");
}

TEST_F(Discover, PytestWhereItIsInstalledAndAskedFor) {
  put("tests/test_a.py", "def test_x():\n    pass\n");
  install("python3");
  install("pytest");
  EXPECT_EQ(command(), "python3 -m pytest -q -rA -p no:cacheprovider");
}

TEST_F(Discover, PytestOfAnotherInterpreter) {
  put("tests/test_a.py", "import pytest\n");
  install("pytest");
  EXPECT_EQ(command(), "PYTHONPATH=. pytest -q -rA -p no:cacheprovider");
}

TEST_F(Discover, PytestOfAVirtualEnvironment) {
  put("tests/test_a.py", "import pytest\n");
  put(".venv/bin/python", "", 0755);
  put(".venv/bin/pytest", "", 0755);
  EXPECT_EQ(command(), ".venv/bin/python -m pytest -q -rA -p no:cacheprovider");
}

TEST_F(Discover, UnittestWherePytestIsAskedForButNotInstalled) {
  put("pytest.ini", "[pytest]\n");
  put("test_a.py", "from unittest import TestCase\n");
  EXPECT_EQ(command(), "python3 -m unittest -v");
}

TEST_F(Discover, Cmake) {
  put("CMakeLists.txt", "project(x)\nenable_testing()\n");
  EXPECT_EQ(command(),
            "cmake -S . -B build && cmake --build build -j \"$(nproc)\" && ctest --test-dir build "
            "--output-on-failure");
}

TEST_F(Discover, CmakeTakesTheConfiguredBuildFolder) {
  put("CMakeLists.txt", "project(x)\nadd_subdirectory(tests)\n");
  put("tests/CMakeLists.txt", "add_test(NAME a COMMAND a)\n");
  put("out/debug/CMakeCache.txt", "#\nCMAKE_HOME_DIRECTORY:INTERNAL=" + root() +
                                      "\nCMAKE_CACHEFILE_DIR:INTERNAL=" + root() + "/out/debug\n");
  EXPECT_NE(command().find("-B out/debug "), std::string::npos) << command();
}

TEST_F(Discover, CmakeLeavesABuildFolderOfAnotherKindAlone) {
  put("CMakeLists.txt", "enable_testing()\n");
  put("build/notes.txt", "mine");
  EXPECT_NE(command().find("-B build-check "), std::string::npos) << command();
}

TEST_F(Discover, OtherKinds) {
  struct Case {
    const char* file;
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"Makefile", "CC := cc\nall: a\n\ncheck test: a\n\t./a\n", "make check"},
      {"Makefile", "TEST := 1\ntest: a\n", "make test"},
      {"Makefile", "all: a\n", "(none)"},
      {"Cargo.toml", "[package]\n", "cargo test --no-fail-fast"},
      {"go.mod", "module x\n", "go test -v ./..."},
      {"package.json", "{\"scripts\": {\"test\": \"jest\"}}", "npm test"},
      {"package.json",
       "{\"scripts\": {\"test\": \"echo \\\"Error: no test specified\\\" && exit 1\"}}", "(none)"},
      {"package.json", "{broken", "(none)"},
      {"pom.xml", "<project/>", "mvn -B test"},
      {"build.gradle", "", "gradle test"},
      {"meson.build", "project('x')",
       "{ test -f build/build.ninja || meson setup build; } && meson test -C build "
       "--print-errorlogs"},
  };
  for (const auto& c : cases) {
    put(c.file, c.text);
    EXPECT_EQ(command(), c.expected) << c.file << ": " << c.text;
    ASSERT_TRUE(base::remove_all(base::join(root(), c.file)));
  }
}

TEST_F(Discover, SeveralConfiguredChecks) {
  put(".plumb/config.toml", R"(
[check]
command = "make check"
[[checks]]
name = "web"
command = 'cd web && npm test'
timeout_s = 90
report = ["./web/junit.xml", "out/*.xml"]
[other]
x = 1
)");
  const auto checks = discover_all(root(), env_);
  ASSERT_TRUE(checks) << checks.error().what;
  ASSERT_EQ(checks->size(), 2U);
  EXPECT_EQ((*checks)[0].command, "make check");
  EXPECT_EQ((*checks)[0].name, "configured");
  EXPECT_EQ((*checks)[1].name, "web");
  EXPECT_EQ((*checks)[1].timeout_s, 90);
  EXPECT_EQ((*checks)[1].reports, (std::vector<std::string>{"web/junit.xml", "out/*.xml"}));
}

TEST_F(Discover, AWrongConfigurationIsAnErrorWithItsLine) {
  struct Case {
    const char* toml;
    const char* error;
  };
  const Case cases[] = {
      {"[check]\ncommand = \"make", ".plumb/config.toml:2: "},
      {"[check]\n", ".plumb/config.toml:1: [check] needs command"},
      {"[check]\ncommand = 3\n", ".plumb/config.toml:2: command must be a string"},
      {"[check]\ncommand = \"  \"\n", ".plumb/config.toml:2: command must be a string that is not empty"},
      {"check = 3\n", ".plumb/config.toml:1: check must be a table"},
      {"[check]\ncommand = \"a\"\ncomand = \"b\"\n", ".plumb/config.toml:3: there is no setting 'comand' in [check]"},
      {"[checks]\ncommand = \"a\"\n", ".plumb/config.toml:1: checks must be a list of tables"},
      {"checks = [1]\n", ".plumb/config.toml:1: checks must be a list of tables"},
      {"[[checks]]\ncommand = \"a\"\ntimeout_s = 0\n", ".plumb/config.toml:3: timeout_s must be a number of seconds"},
      {"[[checks]]\ncommand = \"a\"\nreport = \"/tmp/x\"\n", ".plumb/config.toml:3: report must be a path in the project"},
      {"[[checks]]\ncommand = \"a\"\nreport = \"a/../../x\"\n", ".plumb/config.toml:3: report must be a path in the project"},
  };
  put("Makefile", "test:\n\ttrue\n");
  for (const auto& c : cases) {
    put(".plumb/config.toml", c.toml);
    EXPECT_TRUE(commands().starts_with(std::string("error: ") + c.error)) << c.toml << commands();
    EXPECT_EQ(command(), "(none)");
  }
}

TEST_F(Discover, AgentsFileMayNameSeveral) {
  put("AGENTS.md",
      "Run `make check` and `npm test`; one file: `npm test -- a.test.js`.\nInstall: `npm install test-kit`, watch with "
      "`npm run test:watch`.\n```\npip install pytest\npytest\npytest -x\n```\n");
  EXPECT_EQ(commands(), "make check\nnpm test\npytest");
}

TEST_F(Discover, AllIndependentSigns) {
  struct Case {
    const char* what;
    std::vector<std::pair<const char*, const char*>> files;
    const char* expected;
  };
  const char* const test = "from unittest import TestCase\n";
  const Case cases[] = {
      {"Python and a web part", {{"tests/test_a.py", test}, {"package.json", "{\"scripts\": {\"test\": \"jest\"}}"}},
       "python3 -m unittest discover -v -s tests\nnpm test"},
      {"Python with C beside it", {{"tests/test_a.py", test}, {"Makefile", "check: t\n\t./t\nt: t.c\n\tcc -o t t.c\n"}},
       "python3 -m unittest discover -v -s tests\nmake check"},
      {"a makefile that only calls it", {{"tests/test_a.py", test}, {"Makefile", "test: unit\nunit:\n\tpython3 -m unittest\n"}},
       "python3 -m unittest discover -v -s tests"},
      {"a makefile in front of cargo", {{"Cargo.toml", "[package]\n"}, {"Makefile", "test:\n\tcargo test\n"}}, "make test"},
      {"Rust and Python", {{"Cargo.toml", "[package]\n"}, {"test_a.py", test}},
       "python3 -m unittest -v\ncargo test --no-fail-fast"},
      {"CMake's makefile in the tree", {{"CMakeLists.txt", "enable_testing()\n"}, {"Makefile", "test:\n\t./t\n"}},
       "cmake -S . -B build && cmake --build build -j \"$(nproc)\" && ctest --test-dir build --output-on-failure"},
  };
  for (const auto& c : cases) {
    ASSERT_TRUE(base::remove_all(root()));
    for (const auto& [name, text] : c.files) put(name, text);
    EXPECT_EQ(commands(), c.expected) << c.what;
  }
}

TEST_F(Discover, FoldersOfAMonorepo) {
  put("packages/a/package.json", "{\"scripts\": {\"test\": \"jest\"}}");
  put("packages/b c/go.mod", "module b\n");
  put("packages/d/meson.build", "project('d')");
  put("packages/a/inner/package.json", "{\"scripts\": {\"test\": \"jest\"}}");
  put("node_modules/x/package.json", "{\"scripts\": {\"test\": \"jest\"}}");
  put("service/pom.xml", "<project/>");
  put("deep/er/still/go.mod", "module c\n");
  EXPECT_EQ(commands(),
            "cd packages/a && npm test\ncd 'packages/b c' && go test -v ./...\ncd packages/d && { { test -f "
            "build/build.ninja || meson setup build; } && meson test -C build --print-errorlogs; }\n"
            "cd service && mvn -B test");
}

TEST_F(Discover, PythonInOneOfSeveralFoldersIsNotTheWhole) {
  put("a/Makefile", "check:\n\ttrue\n");
  put("b/test_b.py", "from unittest import TestCase\n");
  EXPECT_EQ(commands(), "cd a && make check\ncd b && python3 -m unittest -v");
  put("setup.py", "");
  EXPECT_EQ(commands(), "python3 -m unittest discover -v -s b");
}

TEST_F(Discover, ASignAtTheRootKeepsItOutOfTheFolders) {
  put("go.mod", "module a\n");
  put("web/package.json", "{\"scripts\": {\"test\": \"jest\"}}");
  EXPECT_EQ(commands(), "go test -v ./...");
}

TEST_F(Discover, SettledCopyKeepsTheCacheForItsNewPlace) {
  put("build/CMakeCache.txt",
      "# cache\nCMAKE_HOME_DIRECTORY:INTERNAL=/old/x\nCMAKE_CACHEFILE_DIR:INTERNAL=/old/x/build\n"
      "x_SOURCE_DIR:STATIC=/old/x\nOTHER:PATH=/old/xy/lib\nDEPTH:PATH=/a/old/x\nOPTION:BOOL=ON\n");
  put("build/a.o", "stale");
  ASSERT_TRUE(settle_copy(root()));
  const auto cache = base::read_file(root() + "/build/CMakeCache.txt");
  ASSERT_TRUE(cache);
  EXPECT_EQ(*cache, "# cache\nCMAKE_HOME_DIRECTORY:INTERNAL=" + root() +
                        "\nCMAKE_CACHEFILE_DIR:INTERNAL=" + root() +
                        "/build\nx_SOURCE_DIR:STATIC=" + root() +
                        "\nOTHER:PATH=/old/xy/lib\nDEPTH:PATH=/a/old/x\nOPTION:BOOL=ON\n");
  EXPECT_FALSE(base::exists(root() + "/build/a.o"));
  EXPECT_TRUE(settle_copy(root()));  // nothing left to do
}

}  // namespace
}  // namespace verify
