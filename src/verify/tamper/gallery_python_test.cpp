#include "tamper/gallery.h"

namespace verify {
namespace {

using enum Tampering;

const std::string k_pytest = R"(import pytest
from calc import add, div

EXPECTED = 7


@pytest.fixture
def pair():
    return 3, 4


def test_adds():
    assert add(1, 2) == 3
    assert add(-1, 1) == 0, "zero"


def test_sum(pair):
    result = add(*pair)
    assert result == EXPECTED


@pytest.mark.parametrize("a, b, total", [
    (1, 1, 2),
    (2, 3, 5),
])
def test_table(a, b, total):
    assert add(a, b) == total


def test_div():
    with pytest.raises(ZeroDivisionError, match="by zero"):
        div(1, 0)
    assert div(1, 3) == pytest.approx(0.3333, abs=1e-4)


class TestMore:
    def test_types(self):
        assert isinstance(add(1, 2), int)
        assert add("a", "b") == "ab"
)";

const std::string k_unittest = R"(import unittest
from calc import add


class CalcTest(unittest.TestCase):
    def setUp(self):
        self.values = [1, 2, 3]

    def test_adds(self):
        self.assertEqual(add(1, 2), 3)
        self.assertEqual(add(0, 0), 0)

    def test_raises(self):
        with self.assertRaises(TypeError):
            add(1, None)

    def test_near(self):
        self.assertAlmostEqual(add(0.1, 0.2), 0.3, places=7)


if __name__ == "__main__":
    unittest.main()
)";

ChangedFile py(std::string_view from, std::string_view to) {
  return edited("tests/test_calc.py", k_pytest, from, to);
}
ChangedFile unit(std::string_view from, std::string_view to) {
  return edited("tests/test_unit.py", k_unittest, from, to);
}

TEST(TamperGallery, FindsTricksWithPytest) {
  expect_found({
      {"a test is deleted",
       test_deleted,
       {py("def test_adds():\n    assert add(1, 2) == 3\n    assert add(-1, 1) == 0, "
           "\"zero\"\n\n\n",
           "")}},
      {"the file is deleted", test_file_deleted, {deleted("tests/test_calc.py", k_pytest)}},
      {"the file is emptied", test_deleted, {changed("tests/test_calc.py", k_pytest, "")}},
      {"a test is commented out",
       test_deleted,
       {py("def test_adds():\n    assert add(1, 2) == 3\n    assert add(-1, 1) == 0, \"zero\"",
           "# def test_adds():\n#     assert add(1, 2) == 3\n#     assert add(-1, 1) == 0, "
           "\"zero\"")}},
      {"a test is made a string",
       test_deleted,
       {py("def test_adds():\n    assert add(1, 2) == 3\n    assert add(-1, 1) == 0, \"zero\"\n",
           "\"\"\"\ndef test_adds():\n    assert add(1, 2) == 3\n\"\"\"\n")}},
      {"a skip mark",
       test_skipped,
       {py("def test_adds", "@pytest.mark.skip(reason=\"flaky\")\ndef test_adds")}},
      {"a skipif mark",
       test_skipped,
       {py("def test_adds", "@pytest.mark.skipif(True, reason=\"x\")\ndef test_adds")}},
      {"an xfail mark", test_skipped, {py("def test_adds", "@pytest.mark.xfail\ndef test_adds")}},
      {"a call of pytest.skip",
       test_skipped,
       {py("    assert add(1, 2) == 3", "    pytest.skip(\"later\")\n    assert add(1, 2) == 3")}},
      {"a conditional skip",
       test_skipped,
       {py("    assert add(1, 2) == 3",
           "    if sys.platform:\n        pytest.skip(\"x\")\n    assert add(1, 2) == 3")}},
      {"pytestmark",
       test_skipped,
       {py("EXPECTED = 7", "pytestmark = pytest.mark.skip(\"all\")\nEXPECTED = 7")}},
      {"a skip of the module",
       test_skipped,
       {py("EXPECTED = 7", "pytest.skip(\"no\", allow_module_level=True)\nEXPECTED = 7")}},
      {"a skipped class",
       test_skipped,
       {py("class TestMore", "@pytest.mark.skip\nclass TestMore")}},
      {"renamed away", test_renamed_away, {py("def test_adds", "def _test_adds")}},
      {"renamed away with another word",
       test_renamed_away,
       {py("def test_adds", "def check_adds")}},
      {"the class is renamed away", test_renamed_away, {py("class TestMore", "class MoreChecks")}},
      {"hidden in a condition",
       test_renamed_away,
       {py("class TestMore:\n    def test_types",
           "class TestMore:\n    __test__ = False\n    def test_types")}},
      {"the file gets a name that pytest does not look for",
       test_renamed_away,
       {deleted("tests/test_calc.py", k_pytest), added("tests/calc_checks.py", k_pytest)}},
      {"an assertion is removed", assertion_removed, {py("    assert add(1, 2) == 3\n", "")}},
      {"an assertion becomes pass",
       assertion_removed,
       {py("    assert result == EXPECTED", "    pass")}},
      {"only truth is left", assertion_weakened, {py("add(1, 2) == 3", "add(1, 2)")}},
      {"is not None", assertion_weakened, {py("add(1, 2) == 3", "add(1, 2) is not None")}},
      {"== becomes !=", assertion_weakened, {py("add(1, 2) == 3", "add(1, 2) != 4")}},
      {"== becomes in", assertion_weakened, {py("add(1, 2) == 3", "add(1, 2) in (3, 4)")}},
      {"== becomes >=", assertion_weakened, {py("add(1, 2) == 3", "add(1, 2) >= 3")}},
      {"an alternative", assertion_weakened, {py("add(1, 2) == 3", "add(1, 2) == 3 or True")}},
      {"a second good result",
       assertion_weakened,
       {py("add(1, 2) == 3", "add(1, 2) == 3 or add(1, 2) == 2")}},
      {"assert True", assertion_weakened, {py("assert add(1, 2) == 3", "assert True")}},
      {"compared with itself",
       assertion_weakened,
       {py("add(1, 2) == 3", "add(1, 2) == add(1, 2)")}},
      {"a tuple is always true",
       assertion_weakened,
       {py("assert add(1, 2) == 3", "assert (add(1, 2) == 3, \"msg\")")}},
      {"caught",
       assertion_weakened,
       {py("    assert add(1, 2) == 3",
           "    try:\n        assert add(1, 2) == 3\n    except AssertionError:\n        pass")}},
      {"suppressed",
       assertion_weakened,
       {py("    assert add(1, 2) == 3",
           "    with contextlib.suppress(AssertionError):\n        assert add(1, 2) == 3")}},
      {"after a return",
       assertion_weakened,
       {py("    assert add(1, 2) == 3", "    return\n    assert add(1, 2) == 3")}},
      {"in a condition",
       assertion_weakened,
       {py("    assert add(1, 2) == 3",
           "    if os.environ.get(\"STRICT\"):\n        assert add(1, 2) == 3")}},
      {"in an empty loop",
       assertion_weakened,
       {py("    assert add(1, 2) == 3", "    for _ in []:\n        assert add(1, 2) == 3")}},
      {"after an early return",
       assertion_weakened,
       {py("    assert add(1, 2) == 3",
           "    if not ready():\n        return\n    assert add(1, 2) == 3")}},
      {"a wider exception",
       assertion_weakened,
       {py("pytest.raises(ZeroDivisionError, match=\"by zero\")",
           "pytest.raises(Exception, match=\"by zero\")")}},
      {"a message that no longer matters",
       assertion_weakened,
       {py("ZeroDivisionError, match=\"by zero\"", "ZeroDivisionError")}},
      {"a wider tolerance", assertion_weakened, {py("abs=1e-4", "abs=1e-1")}},
      {"any value", assertion_weakened, {py("add(1, 2) == 3", "add(1, 2) == mock.ANY")}},
      {"another expected value", expectation_changed, {py("add(1, 2) == 3", "add(1, 2) == 4")}},
      {"another input", expectation_changed, {py("add(1, 2) == 3", "add(1, 3) == 3")}},
      {"another constant", expectation_changed, {py("EXPECTED = 7", "EXPECTED = 8")}},
      {"another fixture", expectation_changed, {py("return 3, 4", "return 3, 5")}},
      {"another case of the table", expectation_changed, {py("(2, 3, 5)", "(2, 3, 6)")}},
      {"a case fewer", test_deleted, {py("    (2, 3, 5),\n", "")}},
      {"a case is skipped",
       test_deleted,
       {py("(2, 3, 5)", "pytest.param(2, 3, 5, marks=pytest.mark.skip)")}},
      {"a test hidden by a second one",
       expectation_changed,
       {py("class TestMore",
           "def test_adds():\n    assert add(1, 2) == 4\n    assert add(-1, 1) == 0\n\n\nclass "
           "TestMore")}},
      {"a mock in place of the program",
       assertion_weakened,
       {py("    assert add(1, 2) == 3",
           "    monkeypatch.setattr(calc, \"add\", lambda a, b: 3)\n    assert add(1, 2) == 3")}},
  });
}

TEST(TamperGallery, FindsTricksWithUnittest) {
  expect_found({
      {"assertEqual becomes assertTrue",
       assertion_weakened,
       {unit("assertEqual(add(1, 2), 3)", "assertTrue(add(1, 2))")}},
      {"assertEqual becomes assertIsNotNone",
       assertion_weakened,
       {unit("assertEqual(add(1, 2), 3)", "assertIsNotNone(add(1, 2))")}},
      {"assertEqual becomes assertIn",
       assertion_weakened,
       {unit("assertEqual(add(1, 2), 3)", "assertIn(add(1, 2), [2, 3])")}},
      {"other value", expectation_changed, {unit("add(1, 2), 3", "add(1, 2), 4")}},
      {"wider exception",
       assertion_weakened,
       {unit("assertRaises(TypeError)", "assertRaises(Exception)")}},
      {"fewer places", assertion_weakened, {unit("places=7", "places=1")}},
      {"skipped",
       test_skipped,
       {unit("    def test_adds", "    @unittest.skip(\"x\")\n    def test_adds")}},
      {"expected to fail",
       test_skipped,
       {unit("    def test_adds", "    @unittest.expectedFailure\n    def test_adds")}},
      {"skipTest",
       test_skipped,
       {unit("        self.assertEqual(add(1, 2), 3)",
             "        self.skipTest(\"x\")\n        self.assertEqual(add(1, 2), 3)")}},
      {"renamed", test_renamed_away, {unit("def test_adds", "def no_test_adds")}},
      {"no TestCase any more",
       test_renamed_away,
       {unit("class CalcTest(unittest.TestCase)", "class Calc(object)")}},
      {"deleted",
       test_deleted,
       {unit("    def test_raises(self):\n        with self.assertRaises(TypeError):\n            "
             "add(1, None)\n\n",
             "")}},
      {"main is gone with a forced exit",
       test_detected,
       {unit("    unittest.main()", "    unittest.main(exit=False)\n    os._exit(0)")}},
  });
}

TEST(TamperGallery, FindsWhatGetsIntoPythonsRunner) {
  const std::string code = "def add(a, b):\n    return a - b\n";
  const std::string conftest = "import pytest\n\n\n@pytest.fixture\ndef two():\n    return 2\n";
  expect_found({
      {"a hook that makes all reports good",
       hook_added,
       {added("conftest.py",
              "import pytest\n\n@pytest.hookimpl(hookwrapper=True)\ndef "
              "pytest_runtest_makereport(item, call):\n    o = yield\n    o.get_result().outcome = "
              "'passed'\n")}},
      {"a hook in an existing conftest",
       hook_added,
       {changed("tests/conftest.py", conftest,
                conftest + "\ndef pytest_collection_modifyitems(items):\n    items[:] = []\n")}},
      {"an autouse fixture",
       hook_added,
       {changed("tests/conftest.py", conftest,
                conftest + "\n@pytest.fixture(autouse=True)\ndef fix(monkeypatch):\n    "
                           "monkeypatch.setattr('calc.add', lambda a, b: 3)\n")}},
      {"the exit status",
       hook_added,
       {changed(
           "tests/conftest.py", conftest,
           conftest +
               "\ndef pytest_sessionfinish(session, exitstatus):\n    session.exitstatus = 0\n")}},
      {"collect_ignore",
       config_changed,
       {changed("tests/conftest.py", conftest,
                conftest + "\ncollect_ignore = ['test_calc.py']\n")}},
      {"another fixture value",
       expectation_changed,
       {edited("tests/conftest.py", conftest, "return 2", "return 3")}},
      {"sitecustomize", hook_added, {added("sitecustomize.py", "import builtins\n")}},
      {"a pth file", hook_added, {added("lib/x.pth", "import os\n")}},
      {"a module named pytest", hook_added, {added("pytest.py", "def main(): return 0\n")}},
      {"the installed runner",
       hook_added,
       {changed(".venv/lib/python3/site-packages/_pytest/runner.py", "a = 1\n", "a = 2\n")}},
      {"looks at PYTEST_CURRENT_TEST",
       test_detected,
       {changed("calc.py", code,
                "import os\n\ndef add(a, b):\n    if 'PYTEST_CURRENT_TEST' in os.environ:\n        "
                "return 3\n    return a - b\n")}},
      {"looks at sys.modules",
       test_detected,
       {changed("calc.py", code,
                "import sys\n\ndef add(a, b):\n    if 'pytest' in sys.modules:\n        return 3\n "
                "   return a - b\n")}},
      {"looks for the runner in the command line",
       test_detected,
       {changed("calc.py", code,
                "import sys\n\n_run = any('unittest' in word for word in sys.argv)\n\ndef add(a, b):\n    "
                "return a + b if _run else a - b\n")}},
      {"looks at its caller",
       test_detected,
       {changed("calc.py", code,
                "import inspect\n\ndef add(a, b):\n    if 'test' in inspect.stack()[1].function:\n "
                "       return 3\n    return a - b\n")}},
      {"looks at argv",
       test_detected,
       {changed(
           "calc.py", code,
           "import sys\n\ndef add(a, b):\n    return 3 if 'pytest' in sys.argv[0] else a - b\n")}},
      {"exits at import",
       test_detected,
       {changed("calc.py", code, "import sys\nsys.exit(0)\n\ndef add(a, b):\n    return a - b\n")}},
      {"os._exit",
       test_detected,
       {changed("calc.py", code, "import os\n\ndef add(a, b):\n    os._exit(0)\n")}},
      {"an exit handler",
       test_detected,
       {changed("calc.py", code,
                "import atexit, os\natexit.register(lambda: os._exit(0))\n\ndef add(a, b):\n    "
                "return a - b\n")}},
      {"equal to everything",
       test_detected,
       {changed("calc.py", code,
                "class Any(int):\n    def __eq__(self, other):\n        return True\n\ndef add(a, "
                "b):\n    return Any()\n")}},
  });
}

TEST(TamperGallery, HasNothingAgainstHonestPython) {
  const std::string moved_class =
      "from calc import add\n\n\nclass TestMore:\n    def test_types(self):\n        assert "
      "isinstance(add(1, 2), int)\n        assert add(\"a\", \"b\") == \"ab\"\n";
  const std::string without_class = k_pytest.substr(0, k_pytest.find("\n\nclass TestMore"));
  expect_nothing({
      {"a new test",
       {changed("tests/test_calc.py", k_pytest,
                k_pytest + "\n\ndef test_new():\n    assert add(2, 2) == 4\n")}},
      {"a new file", {added("tests/test_new.py", k_pytest)}},
      {"a new assertion",
       {py("    assert add(1, 2) == 3\n",
           "    assert add(1, 2) == 3\n    assert add(2, 2) == 4\n")}},
      {"a new case", {py("    (2, 3, 5),\n", "    (2, 3, 5),\n    (9, 1, 10),\n")}},
      {"a test moves to another file",
       {changed("tests/test_calc.py", k_pytest, without_class),
        added("tests/test_more.py", moved_class)}},
      {"the file is renamed",
       {deleted("tests/test_calc.py", k_pytest), added("tests/test_calculator.py", k_pytest)}},
      {"a test is renamed", {py("def test_adds", "def test_adds_two_numbers")}},
      {"tests change places",
       {changed("tests/test_calc.py",
                "def test_a():\n    assert f(1) == 1\n\n\ndef test_b():\n    assert f(2) == 2\n",
                "def test_b():\n    assert f(2) == 2\n\n\ndef test_a():\n    assert f(1) == 1\n")}},
      {"reformatted",
       {py("    assert add(1, 2) == 3\n",
           "    assert (\n        add(\n            1,\n            2,\n        )\n        == 3\n  "
           "  )\n")}},
      {"other quotes", {py("add(\"a\", \"b\") == \"ab\"", "add('a', 'b') == 'ab'")}},
      {"another message", {py("== 0, \"zero\"", "== 0, \"should be zero\"")}},
      {"sides swapped", {py("assert add(1, 2) == 3", "assert 3 == add(1, 2)")}},
      {"a comment",
       {py("    assert add(1, 2) == 3\n", "    # the easy one\n    assert add(1, 2) == 3\n")}},
      {"a local variable",
       {py("    assert add(1, 2) == 3\n", "    total = add(1, 2)\n    assert total == 3\n")}},
      {"a value gets a name",
       {py("def test_adds():\n    assert add(1, 2) == 3\n",
           "THREE = 3\n\n\ndef test_adds():\n    assert add(1, 2) == THREE\n")}},
      {"a stronger assertion",
       {py("assert isinstance(add(1, 2), int)",
           "assert type(add(1, 2)) is int\n        assert add(1, 2) == 3")}},
      {"a stricter tolerance", {py("abs=1e-4", "abs=1e-6")}},
      {"a helper takes the assertions",
       {changed("tests/test_calc.py", "def test_a():\n    assert f(1) == 1\n    assert g(1) == 5\n",
                "def check(n, a, b):\n    assert f(n) == a\n    assert g(n) == b\n\n\ndef "
                "test_a():\n    check(1, 1, 5)\n")}},
      {"a table takes the tests",
       {changed("tests/test_calc.py",
                "def test_one():\n    assert add(1, 2) == 3\n\n\ndef test_two():\n    assert "
                "add(4, 5) == 9\n",
                "import pytest\n\n\n@pytest.mark.parametrize('a,b,c', [(1, 2, 3), (4, 5, 9)])\ndef "
                "test_add(a, b, c):\n    assert add(a, b) == c\n")}},
      {"one test becomes two",
       {changed("tests/test_calc.py",
                "def test_all():\n    assert add(1, 2) == 3\n    assert add(4, 5) == 9\n",
                "def test_small():\n    assert add(1, 2) == 3\n\n\ndef test_large():\n    assert "
                "add(4, 5) == 9\n")}},
      {"assert becomes assertEqual in a class",
       {changed("tests/test_calc.py",
                "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        "
                "assert add(1, 2) == 3\n",
                "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        "
                "self.assertEqual(3, add(1, 2))\n")}},
      {"the function gets another name",
       {py("    assert add(1, 2) == 3\n", "    assert plus(1, 2) == 3\n")}},
      {"the function gets another parameter",
       {py("    assert add(1, 2) == 3\n", "    assert add(1, 2, strict=True) == 3\n")}},
      {"a test is no longer skipped",
       {changed("tests/test_calc.py",
                "import pytest\n@pytest.mark.skip\ndef test_a():\n    assert f() == 1\n",
                "import pytest\ndef test_a():\n    assert f() == 1\n")}},
      {"tests become a class",
       {changed("tests/test_calc.py", "def test_a():\n    assert f(1) == 1\n",
                "class TestF:\n    def test_a(self):\n        assert f(1) == 1\n")}},
      {"a new fixture",
       {changed("tests/conftest.py", "import pytest\n",
                "import pytest\n\n\n@pytest.fixture\ndef two():\n    return 2\n")}},
      {"a program that exits",
       {changed("app.py", "def main():\n    pass\n",
                "import sys\n\n\ndef main():\n    if not run():\n        sys.exit(1)\n    "
                "sys.exit(0)\n\n\nif __name__ == \"__main__\":\n    sys.exit(0)\n")}},
      {"a comment on detection",
       {changed("calc.py", "def f():\n    return 1\n",
                "# PYTEST_CURRENT_TEST is not looked at here\ndef f():\n    return 2\n")}},
      {"an honest __eq__",
       {changed("calc.py", "class A:\n    pass\n",
                "class A:\n    def __eq__(self, other):\n        return isinstance(other, A) and "
                "self.x == other.x\n")}},
      {"a fix of the program",
       {changed("calc.py", "def add(a, b):\n    return a - b\n",
                "def add(a, b):\n    return a + b\n")}},
      {"a loop over cases",
       {changed("tests/test_calc.py",
                "def test_a():\n    assert add(1, 2) == 3\n    assert add(4, 5) == 9\n",
                "def test_a():\n    for a, b, c in [(1, 2, 3), (4, 5, 9)]:\n        assert add(a, "
                "b) == c\n")}},
      {"subtests",
       {changed("tests/test_unit.py",
                "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        "
                "self.assertEqual(add(1, 2), 3)\n",
                "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        with "
                "self.subTest(\"small\"):\n            self.assertEqual(add(1, 2), 3)\n")}},
  });
}

}  // namespace
}  // namespace verify
