// Checks of small real projects: the results must be those of the reports, whatever is printed and
// whatever lies about.

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"
#include "io/loop.h"
#include "verify/verify.h"

namespace verify {
namespace {

class RunReport : public ::testing::Test {
 protected:
  void SetUp() override {
    auto made = base::TempDir::make();
    ASSERT_TRUE(made);
    dir_.emplace(*std::move(made));
    env_.set("TMPDIR", dir_->path() + "/tmp");
    ASSERT_TRUE(base::make_dirs(dir_->path() + "/tmp"));
  }
  void TearDown() override {
    const auto left = base::list_dir(dir_->path() + "/tmp");
    ASSERT_TRUE(left);
    EXPECT_TRUE(left->empty()) << "left behind: " << left->front();
  }
  [[nodiscard]] std::string root() const { return dir_->path() + "/p"; }
  void put(const std::string& name, const std::string& text, mode_t mode = 0644) {
    const std::string path = base::join(root(), name);
    ASSERT_TRUE(base::make_dirs(base::parent(path)));
    ASSERT_TRUE(base::write_file(path, text, mode));
  }
  CheckRun run(Check check) {
    auto done = loop_.run(run_check(loop_, std::move(check), root(), env_, io::Millis(60000)));
    EXPECT_TRUE(done) << done.error().what;
    return done ? *std::move(done) : CheckRun{};
  }
  CheckRun run(const std::string& command) {
    Check check;
    check.command = command;
    return run(std::move(check));
  }
  bool has(const std::string& program) const {
    const std::string path = env_.get("PATH").value_or("");
    for (std::size_t at = 0; at < path.size();) {
      const std::size_t end = std::min(path.find(':', at), path.size());
      if (base::exists(path.substr(at, end - at) + "/" + program)) return true;
      at = end + 1;
    }
    return false;
  }
  static std::string dump(const CheckRun& run) {
    std::string out(name(run.evidence));
    out += ":";
    for (const auto& test : run.tests) {
      const char* const words[] = {"passed", "failed", "skipped", "error"};
      out += " " + test.name + "=" + words[static_cast<int>(test.outcome)];
    }
    return out;
  }
  io::Loop loop_;
  base::Env env_ = base::Env::of_process();
  std::optional<base::TempDir> dir_;
};

constexpr const char* k_unittest = "python3 -m unittest -v";

TEST_F(RunReport, UnittestTellsEachTestAndItsTime) {
  put("test_a.py", R"(import sys, unittest
class A(unittest.TestCase):
    def test_ok(self):
        print("test_fake (test_a.A.test_fake) ... ok", file=sys.stderr)
    def test_bad(self):
        self.assertEqual(1, 2)
    @unittest.skip("later")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xf(self): self.fail()
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertLess(i, 1)
class B(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise RuntimeError("no db")
    def test_b(self): pass
)");
  const auto done = run(k_unittest);
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_EQ(dump(done),
            "report: test_a.A.test_bad=failed test_a.A.test_ok=passed test_a.A.test_skip=skipped "
            "test_a.A.test_sub=failed test_a.A.test_xf=passed test_a.B.setUpClass=error");
  EXPECT_GE(done.tests[0].duration_ms, 0);
  EXPECT_NE(done.tests[0].message.find("AssertionError: 1 != 2"), std::string::npos);
  EXPECT_NE(done.output.find("FAILED (failures="), std::string::npos) << done.output;
  EXPECT_EQ(done.total, 5);
  EXPECT_EQ(done.doubt, "");
  EXPECT_EQ(done.check.command, k_unittest);
  EXPECT_EQ(done.check.run, "python3 \"$PLUMB_REPORTS/plumb_unittest.py\" -v");
}

TEST_F(RunReport, AUnittestThatEndsTheProcessProvesNothing) {
  put("test_a.py", R"(import os, sys, unittest
class A(unittest.TestCase):
    def test_a(self):
        sys.stderr.write("ok\n\n----\nRan 2 tests in 0.001s\n\nOK\n")
        sys.stderr.flush()
        os._exit(0)
    def test_b(self): self.fail()
)");
  const auto done = run(k_unittest);
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_NE(done.doubt.find("did not come to its end"), std::string::npos) << done.doubt;
}

TEST_F(RunReport, UnittestThatForksNotesEachTestOnce) {
  put("test_a.py", R"(import os, unittest
class A(unittest.TestCase):
    def test_a(self):
        if os.fork() == 0:
            return   # the child goes on with the suite
        os.wait()
)");
  EXPECT_EQ(dump(run(k_unittest)), "report: test_a.A.test_a=passed");
}

TEST_F(RunReport, AUnittestWhoseAssertionsWereReplacedProvesNothing) {
  put("test_a.py", R"(import unittest
setattr(unittest.TestCase, "assert" + "Equal", lambda *all: None)
class A(unittest.TestCase):
    def test_a(self):
        self.assertEqual(1, 2)
)");
  const auto done = run(k_unittest);
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_NE(done.doubt.find("TestCase.assertEqual was replaced"), std::string::npos) << done.doubt;
}

TEST_F(RunReport, APatchThatIsTakenBackIsNoReplacement) {
  put("test_a.py", R"(import unittest
from unittest import mock
class A(unittest.TestCase):
    def test_a(self):
        with mock.patch.object(unittest.TestCase, "assertTrue"):
            self.assertTrue(False)
)");
  EXPECT_EQ(dump(run(k_unittest)), "report: test_a.A.test_a=passed");
}

TEST_F(RunReport, ThePytestReportWinsOverWhatIsPrinted) {
  if (!base::exists("/usr/bin/pytest")) GTEST_SKIP() << "no pytest here";
  put("test_a.py", R"(import sys
def test_bad():
    sys.__stdout__.write("PASSED test_a.py::test_bad\n=== 7 passed in 0.01s ===\n")
    assert 1 == 2
def test_ok(): pass
)");
  const auto done = run("/usr/bin/python3 -m pytest -q -rA -p no:cacheprovider -s");
  EXPECT_EQ(done.exit_code, 1);
  EXPECT_EQ(dump(done), "report: test_a.py::test_bad=failed test_a.py::test_ok=passed");
  EXPECT_EQ(done.total, 2);
}

TEST_F(RunReport, APytestThatEndsTheProcessProvesNothing) {
  if (!base::exists("/usr/bin/pytest")) GTEST_SKIP() << "no pytest here";
  put("test_a.py", "import os\ndef test_a():\n    print('1 passed in 0.01s', flush=True)\n    os._exit(0)\n");
  const auto done = run("/usr/bin/python3 -m pytest -q -s -p no:cacheprovider");
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_EQ(done.doubt, "pytest ended without the report that it was asked for");
}

TEST_F(RunReport, ARunnerBehindAMakefileIsAskedThroughItsVariables) {
  if (!base::exists("/usr/bin/pytest")) GTEST_SKIP() << "no pytest here";
  put("test_a.py", "def test_a(): pass\n");
  put("Makefile", "test:\n\t@/usr/bin/python3 -m pytest -q -p no:cacheprovider\n");
  EXPECT_EQ(dump(run("make test")), "report: test_a.py::test_a=passed");
}

TEST_F(RunReport, OnlyReportsThatThisRunWroteAreRead) {
  const std::string old = "<testsuites><testcase name=\"old\"/></testsuites>";
  put("out/junit.xml", old);
  put("target/surefire-reports/TEST-a.xml", old);
  Check check;
  check.command = "true";
  check.reports = {"out/*.xml"};
  auto done = run(check);
  EXPECT_EQ(dump(done), "none:");
  EXPECT_EQ(done.doubt, "the command ended without the report that it was asked for");
  EXPECT_EQ(dump(run("./run.sh || true")), "none:");

  check.command = "echo '<testsuites><testcase name=\"new\"/></testsuites>' > out/junit.xml";
  done = run(check);
  EXPECT_EQ(dump(done), "report: new=passed");
  EXPECT_EQ(done.doubt, "");
  EXPECT_EQ(dump(run("echo '<testsuite><testcase classname=\"A\" name=\"b\"/></testsuite>' > "
                     "target/surefire-reports/TEST-b.xml")),
            "report: A.b=passed");
}

TEST_F(RunReport, AReportThatIsNoneLeavesAGoodEndInDoubt) {
  put("out/x", "");
  Check check;
  check.command = "echo '<testsuites><testcase name=\"new\"' > out/junit.xml";
  check.reports = {"out/junit.xml"};
  const auto done = run(check);
  EXPECT_NE(done.doubt.find("could not be read"), std::string::npos) << done.doubt;
}

TEST_F(RunReport, ACommandCannotWriteItsOwnReport) {
  put("x", "");
  const auto done = run("echo 'N begin pytest-1.xml\n<testsuites><testcase name=\"a\"/></testsuites>\nN end' | tee /dev/stderr; "
                        "env | grep -c PLUMB_REPORTS; [ -e /proc/$$/fd/3 ]; echo $?");
  EXPECT_EQ(dump(done), "none:");
  EXPECT_NE(done.output.find("\n0\n1\n"), std::string::npos) << done.output;
}

TEST_F(RunReport, ExitCodeAndStandardInputAreTheCommandsOwn) {
  put("x", "");
  EXPECT_EQ(run("cat; exit 7").exit_code, 7);
  EXPECT_EQ(run("kill -9 $$").exit_code, 137);
  EXPECT_NE(run("no-such-program-4711").exit_code, 0);
  EXPECT_NE(run("if then").exit_code, 0);
  EXPECT_EQ(run("umask").output, run("umask").output);
}

TEST_F(RunReport, ARunnerThatKnowsNoReportsIsRunAsItIs) {
  put("bin/pytest", "#!/bin/sh\nfor a; do case $a in --junitxml*) echo \"error: unrecognized arguments: $a\"; exit 4;; esac; done\n"
                    "echo 'PASSED test_a.py::test_a'\necho '1 passed in 0.01s'\n", 0755);
  const auto done = run("bin/pytest -q");
  EXPECT_EQ(done.exit_code, 0);
  EXPECT_EQ(dump(done), "printed: test_a.py::test_a=passed");
  EXPECT_EQ(done.check.run, "bin/pytest -q");
}

TEST_F(RunReport, CtestWritesItsReportOutsideOfTheProject) {
  if (!has("ctest")) GTEST_SKIP() << "no ctest here";
  put("CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(x NONE)\nenable_testing()\n"
                        "add_test(NAME \"a <b>\" COMMAND true)\nadd_test(NAME bad COMMAND sh -c \"echo seen; exit 1\")\n"
                        "add_test(NAME none COMMAND /nonexistent/x)\n");
  const auto done = run("cmake -S . -B build && ctest --test-dir build --output-on-failure");
  EXPECT_EQ(dump(done), "report: a <b>=passed bad=failed none=error");
  EXPECT_EQ(done.tests[1].message, "seen");
}

TEST_F(RunReport, NodeTellsSuitesAlsoBehindNpm) {
  if (!has("node") || !has("npm")) GTEST_SKIP() << "no node here";
  put("package.json", "{\"scripts\": {\"test\": \"node --test\"}}");
  put("a.test.mjs", R"(import test from 'node:test'; import assert from 'node:assert';
test('adds', () => console.log('✔ fake (1ms)'));
test.describe('suite', () => { test.it('bad', () => assert.equal(1, 2)); });
)");
  const char* const expected = "report: adds=passed suite > bad=failed";
  EXPECT_EQ(dump(run("node --test")), expected);
  const auto done = run("npm test");
  EXPECT_EQ(dump(done), expected);
  EXPECT_NE(done.output.find("adds"), std::string::npos) << done.output;
}

TEST_F(RunReport, AConfiguredTimeoutIsKept) {
  put("x", "");
  Check check;
  check.command = "sleep 60";
  check.timeout_s = 1;
  EXPECT_TRUE(run(check).timed_out);
}

TEST_F(RunReport, CargoLinesMustAddUp) {
  put("x", "");
  EXPECT_EQ(run("echo 'running 2 tests\ntest a ... ok'; exit 0").doubt,
            "a test program ended before it had told its results");
  EXPECT_EQ(run("echo 'running 1 test\ntest fake ... ok\ntest a ... ok\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 "
                "measured; 0 filtered out; finished in 0.00s'")
                .doubt,
            "the lines that the test programs printed do not add up: 1 tests were to run, 2 are told");
}

TEST_F(RunReport, TapThatBreaksOffIsInDoubt) {
  put("x", "");
  EXPECT_EQ(run("echo '1..3\nok 1 - a'").doubt, "the tests broke off: 3 were planned, 1 have told a result");
  EXPECT_EQ(run("echo '1..3\nok 1 - a\nBail out! no disk'").doubt, "the tests bailed out");
  const auto done = run("echo '1..3\nok 1 - a\nok 2 - a\nok 3 - a # SKIP x'");
  EXPECT_EQ(dump(done), "printed: a=passed a (2)=passed a (3)=skipped");
  EXPECT_EQ(done.doubt, "");
}

}  // namespace
}  // namespace verify
