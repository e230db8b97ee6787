#include <gtest/gtest.h>

#include <map>

#include "printed_samples.h"
#include "verify/verify.h"

namespace verify {
namespace {

std::string_view word(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::skipped:
      return "skipped";
    case Outcome::error:
      return "error";
  }
  return "?";
}

/// "name passed\n..." in order.
std::string dump(const std::vector<TestResult>& tests) {
  std::string out;
  for (const auto& test : tests) out += test.name + " " + std::string(word(test.outcome)) + "\n";
  return out;
}

std::string read(std::string name, const char* printed) {
  Check check;
  check.name = std::move(name);
  return dump(read_tests(check, printed));
}

std::string message(const char* printed, const std::string& test) {
  for (const auto& result : read_tests({}, printed))
    if (result.name == test) return result.message;
  return "(no such test)";
}

TEST(ReadTests, UnittestVerbose) {
  EXPECT_EQ(read("unittest", printed::k_unittest_verbose),
            "test_a.A.test_doc failed\n"
            "test_a.A.test_err error\n"
            "test_a.A.test_noise passed\n"
            "test_a.A.test_ok passed\n"
            "test_a.A.test_skip skipped\n"
            "test_a.A.test_sub failed\n"
            "test_a.A.test_xf passed\n"
            "unittest.loader._FailedTest.test_b error\n"
            "test_a.B.setUpClass error\n");
  EXPECT_EQ(read_total(printed::k_unittest_verbose), 8);
}

TEST(ReadTests, UnittestKeepsTheTraceOfAFailure) {
  const auto text = message(printed::k_unittest_verbose, "test_a.A.test_doc");
  EXPECT_TRUE(text.starts_with("Traceback (most recent call last)")) << text;
  EXPECT_TRUE(text.ends_with("AssertionError: 2 != 3")) << text;
}

TEST(ReadTests, UnittestWithoutNamesOfPassingTests) {
  EXPECT_EQ(read("unittest", printed::k_unittest_plain),
            "test_a.A.test_err error\n"
            "test_a.B.setUpClass error\n"
            "unittest.loader._FailedTest.test_b error\n"
            "test_a.A.test_doc failed\n"
            "test_a.A.test_sub failed\n");
}

TEST(ReadTests, UnittestOfOldPythons) {
  EXPECT_EQ(
      read("",
           "test_add (test_calc.Calc) ... ok\ntest_sub (test_calc.Calc)\nSubtracts. ... FAIL\n"
           "\n----\nRan 2 tests in 0.001s\n"),
      "test_calc.Calc.test_add passed\ntest_calc.Calc.test_sub failed\n");
}

TEST(ReadTests, PytestShortSummary) {
  EXPECT_EQ(read("pytest", printed::k_pytest_all),
            "test_a.py::A::test_noise passed\n"
            "test_a.py::A::test_ok passed\n"
            "test_a.py::A::test_xf passed\n"
            "test_a.py::B::test_b error\n"
            "test_a.py::A::test_doc failed\n"
            "test_a.py::A::test_err failed\n"
            "test_a.py::A::test_sub failed\n");
  EXPECT_EQ(read_total(printed::k_pytest_all), 7);
  EXPECT_NE(
      message(printed::k_pytest_all, "test_a.py::A::test_doc").find("test_a.py:10: AssertionError"),
      std::string::npos);
}

TEST(ReadTests, PytestVerbose) {
  EXPECT_EQ(read("", printed::k_pytest_verbose),
            "test_a.py::A::test_doc failed\n"
            "test_a.py::A::test_err failed\n"
            "test_a.py::A::test_noise passed\n"
            "test_a.py::A::test_ok passed\n"
            "test_a.py::A::test_skip skipped\n"
            "test_a.py::A::test_sub failed\n"
            "test_a.py::A::test_xf passed\n"
            "test_a.py::B::test_b error\n");
}

TEST(ReadTests, PytestQuietNamesFailuresOnly) {
  EXPECT_EQ(read("", printed::k_pytest_quiet),
            "test_a.py::A::test_doc failed\n"
            "test_a.py::A::test_err failed\n"
            "test_a.py::A::test_sub failed\n"
            "test_a.py::B::test_b error\n");
  EXPECT_EQ(read_total(printed::k_pytest_quiet), 7);
}

TEST(ReadTests, PytestParametersWithBlanks) {
  EXPECT_EQ(read("",
                 "FAILED tests/test_a.py::test_x[a - b] - assert 1 == 2\nPASSED "
                 "tests/test_a.py::test_x[c d]\n"),
            "tests/test_a.py::test_x[a - b] failed\ntests/test_a.py::test_x[c d] passed\n");
}

TEST(ReadTests, Ctest) {
  EXPECT_EQ(
      read("ctest", printed::k_ctest),
      "adds passed\nwith error\ncrashes failed\nskipped skipped\nmissing error\nslow failed\n");
  EXPECT_EQ(read_total(printed::k_ctest), 6);
  EXPECT_TRUE(message(printed::k_ctest, "crashes").starts_with("***Exception: SegFault"));
}

TEST(ReadTests, CtestKeepsWhatAFailingTestPrinted) {
  const auto* printed =
      "    Start 1: money\n1/1 Test #1: money ............................***Failed    0.01 sec\n"
      "money_test.cpp:12: expected 3, got 4\n\n\n0% tests passed, 1 tests failed out of 1\n";
  EXPECT_NE(message(printed, "money").find("money_test.cpp:12: expected 3, got 4"),
            std::string::npos);
}

TEST(ReadTests, GoogleTest) {
  EXPECT_EQ(read("", printed::k_gtest),
            "Sum.Adds passed\nSum.Wrong failed\nSum.Later skipped\nAll/P.Small/0 "
            "passed\nAll/P.Small/1 failed\n");
  EXPECT_TRUE(message(printed::k_gtest, "Sum.Wrong").ends_with("because"));
}

TEST(ReadTests, Cargo) {
  EXPECT_EQ(read("cargo test", printed::k_cargo),
            "tests::slow skipped\ntests::adds passed\ntests::wrong failed\nsrc/lib.rs - add (line "
            "2) passed\n");
  EXPECT_NE(message(printed::k_cargo, "tests::wrong").find("src/lib.rs:9:26"), std::string::npos);
}

TEST(ReadTests, NodeInTap) {
  EXPECT_EQ(read("npm test", printed::k_node_tap),
            "adds passed\nfails here failed\nlater skipped\nsuite > inner ok passed\nsuite > inner "
            "bad failed\n");
  EXPECT_NE(message(printed::k_node_tap, "fails here").find("error: '2 == 3'"), std::string::npos);
}

TEST(ReadTests, NodeAsTree) {
  EXPECT_EQ(read("npm test", printed::k_node_spec),
            "adds passed\nfails here failed\nlater skipped\nsuite > inner ok passed\nsuite > inner "
            "bad failed\n");
}

TEST(ReadTests, Jest) {
  EXPECT_EQ(read("npm test", printed::k_jest),
            "math > adds passed\nmath > wrong sum failed\nmath > later skipped\nmath > deep > "
            "inner passed\n");
}

TEST(ReadTests, Mocha) {
  EXPECT_EQ(read("npm test", printed::k_mocha),
            "math > adds passed\nmath > wrong sum failed\nmath > later skipped\nmath > deep > "
            "inner passed\n");
  EXPECT_EQ(read_total(printed::k_mocha), 3);
  // Marks that cannot be read, as with Debian's mocha: the number of tests is known.
  EXPECT_EQ(read_total("  math\n    undefined adds\n    1) wrong sum\n\n  1 passing (4ms)\n  1 failing\n\n  1) math\n"), 2);
}

TEST(ReadTests, VitestInColours) {
  EXPECT_EQ(read("npm test", printed::k_vitest),
            "v/a.spec.js > math > adds passed\nv/a.spec.js > math > wrong sum failed\n"
            "v/a.spec.js > math > later skipped\nv/a.spec.js > math > deep > inner passed\n");
}

struct Case {
  const char* what;
  const char* printed;
  const char* expected;
};

TEST(ReadTests, OtherRunners) {
  const Case cases[] = {
      {"go -v",
       "=== RUN   TestAdd\n--- PASS: TestAdd (0.00s)\n=== RUN   TestDiv\n=== RUN   "
       "TestDiv/by_zero\n"
       "    calc_test.go:12: got 1\n--- FAIL: TestDiv (0.00s)\n    --- FAIL: TestDiv/by_zero "
       "(0.00s)\n"
       "=== RUN   TestLater\n    calc_test.go:20: later\n--- SKIP: TestLater (0.00s)\nFAIL\n"
       "FAIL\texample.com/calc\t0.003s\nok  \texample.com/other\t0.001s\nFAIL\n",
       "example.com/calc.TestAdd passed\nexample.com/calc.TestDiv failed\n"
       "example.com/calc.TestDiv/by_zero failed\nexample.com/calc.TestLater skipped\n"},
      {"go that does not build",
       "# example.com/calc\n./calc.go:5:2: undefined: x\nFAIL\texample.com/calc [build "
       "failed]\nFAIL\n",
       "example.com/calc error\n"},
      {"go -json",
       "{\"Action\":\"run\",\"Package\":\"p\",\"Test\":\"TestA\"}\n"
       "{\"Action\":\"output\",\"Package\":\"p\",\"Test\":\"TestA\",\"Output\":\"a_test.go:1: "
       "bad\\n\"}\n"
       "{\"Action\":\"fail\",\"Package\":\"p\",\"Test\":\"TestA\",\"Elapsed\":0}\n"
       "{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"TestB\",\"Elapsed\":0}\n"
       "{\"Action\":\"fail\",\"Package\":\"p\",\"Elapsed\":0.1}\n",
       "p.TestA failed\np.TestB passed\n"},
      {"plain TAP",
       "1..4\nok 1 - adds\nnot ok 2 - subtracts\n# got 1\nok 3 # skip no disk\nnot ok 4 - later # "
       "TODO soon\n",
       "adds passed\nsubtracts failed\ntest 1 skipped\nlater passed\n"},
      {"automake, one test after the other",
       "Parser test test03 failed on event 3\nFAIL: check_csv\nPASS: other\n======================\n1 of 2 tests failed\n"
       "Please report to ada@example.com\n======================\n",
       "check_csv failed\nother passed\n"},
      {"automake",
       "PASS: tests/a\nFAIL: tests/b\nSKIP: tests/c\nXFAIL: tests/d\n"
       "============================================================================\n"
       "Testsuite summary for x 1.0\n# TOTAL: 4\n# PASS:  1\n",
       "tests/a passed\ntests/b failed\ntests/c skipped\ntests/d passed\n"},
      {"meson",
       " 1/3 core / adds        OK              0.01s\n 2/3 core / subtracts   FAIL            "
       "0.02s   exit status 1\n"
       " 3/3 slow               TIMEOUT        30.01s   killed by signal 15 SIGTERM\n",
       "core / adds passed\ncore / subtracts failed\nslow failed\n"},
      {"surefire",
       "[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.05 s <<< "
       "FAILURE! - in org.x.CalcTest\n"
       "[ERROR] adds(org.x.CalcTest)  Time elapsed: 0.01 s  <<< FAILURE!\nexpected:<3> but "
       "was:<4>\n\n"
       "[ERROR] org.x.OtherTest.divides -- Time elapsed: 0.005 s <<< ERROR!\n",
       "org.x.CalcTest.adds failed\norg.x.OtherTest.divides error\n"},
      {"gradle",
       "> Task :test FAILED\n\nCalcTest > adds() PASSED\n\nCalcTest > subtracts() FAILED\n    "
       "java.lang.AssertionError at CalcTest.java:9\n",
       "CalcTest > adds() passed\nCalcTest > subtracts() failed\n"},
  };
  for (const auto& c : cases) EXPECT_EQ(read("", c.printed), c.expected) << c.what;
}

TEST(ReadTests, TellsHowLongEachTestTook) {
  struct Case {
    const char* name;
    const char* printed;
    const char* expected;  ///< milliseconds in order
  };
  const Case cases[] = {
      {"ctest",
       "1/3 Test #1: a ....   Passed    0.01 sec\n2/3 Test #2: b ....***Failed    1.50 sec\n"
       "3/3 Test #3: c ....***Exception: SegFault  0.12 sec\n",
       "10 1500 120 "},
      {"gtest", "[ RUN      ] A.b\n[       OK ] A.b (12 ms)\n", "12 "},
      {"meson", " 1/1 core / adds        OK              0.04s\n", "40 "},
      {"go test", "--- PASS: TestAdd (0.02s)\n", "20 "},
      {"go test",
       "{\"Action\":\"pass\",\"Package\":\"p\",\"Test\":\"T\",\"Elapsed\":0.25}\n", "250 "},
      {"tap", "1..2\nok 1 - a\n  ---\n  duration_ms: 3.6\n  ...\nok 2 - b\n", "4 -1 "},
      {"npm test", "✔ adds (1.6ms)\n✔ more (1.2s)\n✓ other 12ms\n✓ none\n", "2 1200 12 -1 "},
      {"maven", "[ERROR] a(org.x.T)  Time elapsed: 0.01 s  <<< FAILURE!\n", "10 "},
  };
  for (const auto& c : cases) {
    Check check;
    check.name = c.name;
    std::string told;
    for (const auto& test : read_tests(check, c.printed))
      told += std::to_string(test.duration_ms) + " ";
    EXPECT_EQ(told, c.expected) << c.name;
  }
}

TEST(ReadTests, NothingOfOrdinaryOutput) {
  const char* const texts[] = {
      "",
      "hello\n",
      "cc -c a.c\nld a.o\n",
      "ok\n",
      "FAIL\n",
      "all is ok - really (mostly)\n",
      "warning: x (y) is odd\n1) first\n2) second\n",
      "PASSED\n",
      "test\n",
  };
  for (const auto* text : texts) EXPECT_EQ(read("", text), "") << text;
}

TEST(ReadTests, HostileOutputStaysBounded) {
  std::string text = "FAIL: x (a.B.x)\n";
  text += std::string(1 << 20, '(');
  text += "\n======\nFAIL: x (a.B.x)\n-----\n" + std::string(1 << 20, 'x') + "\n";
  for (const auto& test : read_tests({}, text)) EXPECT_LE(test.message.size(), k_message_max);
}

}  // namespace
}  // namespace verify
