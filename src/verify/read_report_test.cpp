#include <gtest/gtest.h>

#include "report_readers.h"
#include "report_script.h"
#include "reports.h"

namespace verify {
namespace {

std::string dump(const base::Result<std::vector<TestResult>>& read) {
  if (!read) return "error: " + read.error().what;
  std::string out;
  for (const auto& test : *read) {
    const char* const words[] = {"passed", "failed", "skipped", "error"};
    out += test.name + " " + words[static_cast<int>(test.outcome)] + " " + std::to_string(test.duration_ms) + "\n";
  }
  return out;
}

TEST(ReadJunit, OfPytestGivesNodeIds) {
  const char* const xml = R"(<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" tests="9">
<testcase classname="tests.test_a.A" name="test_doc" file="tests/test_a.py" line="2" time="0.0014"><failure message="AssertionError: 2 != 3">def test_doc(self):
&gt;   assert
E   AssertionError: 2 != 3</failure></testcase>
<testcase classname="tests.test_a" name="test_p[a - &lt;b&gt;]" file="tests/test_a.py" time="0.5" />
<testcase classname="tests.test_a.B.C" name="test_deep" file="tests/test_a.py" time="0" />
<testcase classname="tests.test_b.D" name="test_inherited" file="tests/base.py" time="0" />
<testcase classname="tests.test_a.E" name="test_inherited" file="tests/base.py" time="0" />
<testcase classname="tests.test_a.A" name="test_skip" file="tests/test_a.py" time="0"><skipped type="pytest.skip" message="later">x</skipped></testcase>
<testcase classname="tests.test_a.A" name="test_xf" file="tests/test_a.py" time="0"><skipped type="pytest.xfail" message="" /></testcase>
<testcase classname="tests.test_a.A" name="test_err" file="tests/test_a.py" time="0"><error message="failed on setup with &quot;x&quot;">trace</error></testcase>
<testcase classname="" name="sub.test_c" file="sub/test_c.py" time="0.000"><error message="collection failure">ImportError</error></testcase>
</testsuite></testsuites>)";
  const auto read = read_junit(xml, Dialect::pytest);
  EXPECT_EQ(dump(read),
            "tests/test_a.py::A::test_doc failed 1\n"
            "tests/test_a.py::test_p[a - <b>] passed 500\n"
            "tests/test_a.py::B::C::test_deep passed 0\n"
            "tests/test_b.py::D::test_inherited passed 0\n"
            "tests/test_a.py::E::test_inherited passed 0\n"
            "tests/test_a.py::A::test_skip skipped 0\n"
            "tests/test_a.py::A::test_xf passed 0\n"
            "tests/test_a.py::A::test_err error 0\n"
            "sub/test_c.py error 0\n");
  EXPECT_EQ((*read)[0].message, "def test_doc(self):\n>   assert\nE   AssertionError: 2 != 3");
  EXPECT_EQ((*read)[7].message, "failed on setup with \"x\"\ntrace");
}

TEST(ReadJunit, OfCtestTellsWhatCouldNotRun) {
  const char* const xml = R"x(<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="(empty)" tests="6">
	<testcase name="adds" classname="adds" time="0.008" status="run"><system-out>fine</system-out></testcase>
	<testcase name="odd &lt;name&gt; (1)" classname="odd" time="0.001" status="fail"><failure message=""/><system-out>expected 3
</system-out></testcase>
	<testcase name="skipped" classname="skipped" time="0.001" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/><system-out/></testcase>
	<testcase name="missing" classname="missing" time="0" status="notrun"><skipped message="Unable to find executable"/></testcase>
	<testcase name="off" classname="off" time="0" status="disabled"><system-out>Disabled</system-out></testcase>
</testsuite>)x";
  const auto read = read_junit(xml, Dialect::ctest);
  EXPECT_EQ(dump(read),
            "adds passed 8\nodd <name> (1) failed 1\nskipped skipped 1\nmissing error 0\noff skipped 0\n");
  EXPECT_EQ((*read)[1].message, "expected 3");
}

TEST(ReadJunit, OfNodeNestsSuites) {
  const char* const xml = R"(<testsuites>
<testcase name="adds" time="0.009" classname="test"/>
<testsuite name="outer"><testsuite name="inner"><testcase name="ok" time="0"/></testsuite>
<testcase name="bad" time="0"><failure message="x">Error: x</failure></testcase></testsuite>
<testcase name="todo" time="0"><skipped type="todo" message="true"/><failure message="y">z</failure></testcase>
<!-- tests 4 --></testsuites>)";
  EXPECT_EQ(dump(read_junit(xml, Dialect::node)),
            "adds passed 9\nouter > inner > ok passed 0\nouter > bad failed 0\ntodo skipped 0\n");
}

TEST(ReadJunit, OfSurefireAndGoogleTest) {
  EXPECT_EQ(dump(read_junit(R"(<testsuite name="org.x.CalcTest" time="1,234.5"><properties><property name="a"/></properties>
<testcase name="adds" classname="org.x.CalcTest" time="1,234.5"><failure type="AssertionError"><![CDATA[expected:<3> but was:<4>]]></failure></testcase>
<testcase name="later" classname="org.x.CalcTest" time="0"><skipped/></testcase></testsuite>)",
                            Dialect::plain)),
            "org.x.CalcTest.adds failed 1234500\norg.x.CalcTest.later skipped 0\n");
  const auto read = read_junit(R"(<testsuites tests="3"><testsuite name="Sum"><testcase name="Wrong" status="run" result="completed" time="0.002" classname="Sum">
<failure message="a.cpp:3&#x0A;one" type=""><![CDATA[a.cpp:3
one]]></failure><failure message="two"><![CDATA[two]]></failure></testcase>
<testcase name="Later" status="run" result="skipped" time="0" classname="Sum"/><testcase name="DISABLED_x" status="notrun" result="suppressed" classname="Sum"/></testsuite></testsuites>)",
                               Dialect::gtest);
  EXPECT_EQ(dump(read), "Sum.Wrong failed 2\nSum.Later skipped 0\nSum.DISABLED_x skipped -1\n");
  EXPECT_EQ((*read)[0].message, "a.cpp:3\none\ntwo");
}

TEST(ReadJunit, HostileXmlIsBoundedAndRefused) {
  std::string laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\">";
  for (char c = 'b'; c < 'z'; ++c)
    laughs += std::string("<!ENTITY ") + c + " \"&" + char(c - 1) + ";&" + char(c - 1) + ";\">";
  laughs += "]><testsuites><testcase name=\"&y;\"/></testsuites>";
  const auto read = read_junit(laughs, Dialect::plain);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at(0).name, "&y;");

  struct Case {
    const char* what;
    std::string xml;
    const char* expected;   ///< the beginning of the dump
  };
  std::string deep = "<testsuites>";
  for (int i = 0; i < 100000; ++i) deep += "<testsuite>";
  std::string many = "<testsuites>";
  for (std::size_t i = 0; i < 2 * k_xml_elements_max; ++i) many += "<a/>";
  const Case cases[] = {
      {"empty", "", "error: no whole XML"},
      {"no XML", "hello", "error: no whole XML"},
      {"HTML", "<html></html>", "error: no JUnit XML: it begins with <html>"},
      {"unclosed", "<testsuites><testcase name=\"a\">", "error: no whole XML"},
      {"cut in an attribute", "<testsuites><testcase name=\"a", "error: no whole XML"},
      {"deep and unclosed", deep, "error: no whole XML"},
      {"too many elements", many, "error: it has more than a million elements"},
      {"too large", std::string(k_report_max + 1, ' '), "error: it is larger"},
      {"broken UTF-8", "<testsuites><testcase name=\"a\xff\xc3\"/></testsuites>", "a\xef\xbf\xbd\xef\xbf\xbd passed"},
      {"no name", "<testsuites><testcase/></testsuites>", ""},
      {"a time that is none", "<testsuite><testcase name=\"a\" time=\"1e999\"/><testcase name=\"b\" time=\"-3\"/></testsuite>",
       "a passed -1\nb passed -1\n"},
  };
  for (const auto& c : cases) EXPECT_TRUE(dump(read_junit(c.xml, Dialect::plain)).starts_with(c.expected)) << c.what;
}

TEST(ReadJunit, DepthIsBounded) {
  std::string deep = "<testsuites>";
  for (int i = 0; i < 50000; ++i) deep += "<testsuite name=\"a\">";
  deep += "<testcase name=\"x\"/>";
  for (int i = 0; i < 50000; ++i) deep += "</testsuite>";
  EXPECT_EQ(dump(read_junit(deep + "</testsuites>", Dialect::node)), "");
}

TEST(ReadReport, NotesOfUnittest) {
  EXPECT_EQ(dump(read_unittest_notes(
                "{\"test\":\"t.A.a\",\"outcome\":\"passed\",\"ms\":1.6,\"message\":\"\"}\n"
                "{\"test\":\"t.A.b\",\"outcome\":\"error\",\"message\":\"boom\"}\n{\"ran\":2}\n")),
            "t.A.a passed 2\nt.A.b error -1\n");
  EXPECT_EQ(dump(read_unittest_notes("{\"test\":\"t.A.a\",\"outcome\":\"passed\"}\n")),
            "error: the run did not come to its end");
  EXPECT_EQ(dump(read_unittest_notes("{\"test\":\"t.A.a\",\"outcome\":\"passed\"}\n{\"ran\":1,\"replaced\":[\"TestCase.assertEqual\"]}\n")),
            "error: TestCase.assertEqual was replaced while the tests were loaded or run");
}

TEST(ReadReport, JestAndVitest) {
  const auto read = read_jest(
      R"({"testResults":[{"name":"/p/src/a.test.js","assertionResults":[
{"ancestorTitles":["math","deep"],"title":"adds","status":"passed","duration":3},
{"ancestorTitles":[],"title":"wrong","status":"failed","failureMessages":["Error: no"],"duration":null},
{"ancestorTitles":[],"title":"later","status":"pending"}]},
{"name":"/p/src/b.test.js","assertionResults":[],"status":"failed","message":"SyntaxError"}]})",
      "/p");
  EXPECT_EQ(dump(read),
            "src/a.test.js > math > deep > adds passed 3\nsrc/a.test.js > wrong failed -1\n"
            "src/a.test.js > later skipped -1\nsrc/b.test.js error -1\n");
  EXPECT_EQ((*read)[1].message, "Error: no");
  EXPECT_TRUE(dump(read_jest("[]", "/p")).starts_with("error: no report of jest"));
}

TEST(ReadReport, Mocha) {
  EXPECT_EQ(dump(read_mocha(R"({"stats":{},"passes":[{"title":"adds","fullTitle":"math deep adds","file":"/p/test/a.js","duration":0}],
"failures":[{"title":"wrong","fullTitle":"wrong","file":"/p/test/a.js","err":{"message":"no"}}],"pending":[]})",
                            "/p")),
            "test/a.js > math deep > adds passed 0\ntest/a.js > wrong failed -1\n");
}

TEST(ReadReport, MesonAndAutomake) {
  EXPECT_EQ(dump(read_meson_log("{\"name\":\"core / adds\",\"result\":\"OK\",\"duration\":0.0123,\"stdout\":\"\"}\n"
                                "{\"name\":\"core / bad\",\"result\":\"TIMEOUT\",\"duration\":30.0}\n"
                                "{\"name\":\"new\",\"result\":\"A_NEW_WORD\"}\n")),
            "core / adds passed 12\ncore / bad failed 30000\nnew error -1\n");
  EXPECT_EQ(dump(read_trs("./tests/a.trs", ":test-result: PASS\n:global-test-result: PASS\n", "")),
            "tests/a passed -1\n");
  const auto read = read_trs("tests/b.trs", ":test-result: PASS 1 - x\n:test-result: FAIL 2 - y\n", "not ok 2\n");
  EXPECT_EQ(dump(read), "tests/b > 1 - x passed -1\ntests/b > 2 - y failed -1\n");
  EXPECT_EQ(read[1].message, "not ok 2");
}

TEST(ReportFiles, OnlyWhatStandsBetweenTheMarksCounts) {
  const auto found = report_files("noise\nN begin a.xml\nbody\nN end\nX begin b.xml\nfake\nX end\nN begin c d\n\nN end\n", "N");
  ASSERT_EQ(found.files.size(), 2U);
  EXPECT_EQ(found.files[0].name, "a.xml");
  EXPECT_EQ(found.files[0].bytes, "body");
  EXPECT_EQ(found.files[1].name, "c d");
  EXPECT_EQ(found.files[1].bytes, "");
  EXPECT_FALSE(found.is_cut);
  EXPECT_TRUE(report_files("N begin a.xml\nbody", "N").is_cut);
}

TEST(Reports, AFileThatNobodyAskedForIsNoReport) {
  const auto read = read_reports({{"evil.xml", "<testsuites><testcase name=\"a\"/></testsuites>"}}, "", Kind::all);
  EXPECT_EQ(read.files, 0U);
  EXPECT_TRUE(read.tests.empty());
}

}  // namespace
}  // namespace verify
