#include "tamper/gallery.h"

namespace verify {
namespace {

using enum Tampering;

const std::string k_go = R"(package calc

import "testing"

func TestAdd(t *testing.T) {
	if got := Add(1, 2); got != 3 {
		t.Errorf("Add(1, 2) = %d", got)
	}
	tests := []struct {
		a, b, want int
	}{
		{1, 1, 2},
		{2, 3, 5},
	}
	for _, tc := range tests {
		if got := Add(tc.a, tc.b); got != tc.want {
			t.Errorf("got %d", got)
		}
	}
}

func TestDiv(t *testing.T) {
	_, err := Div(1, 0)
	if err == nil {
		t.Fatal("no error")
	}
	assert.Equal(t, 2, Half(4))
	require.NoError(t, Check())
}
)";

const std::string k_rust = R"(pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds() {
        assert_eq!(add(1, 2), 3, "small");
        assert!(add(1, 2) == 3 && add(0, 0) == 0);
    }

    #[test]
    #[should_panic(expected = "overflow")]
    fn overflows() {
        add(i32::MAX, 1);
    }

    #[test]
    fn table() {
        for (a, b, c) in [(1, 1, 2), (2, 3, 5)] {
            assert_eq!(add(a, b), c);
        }
    }
}
)";

const std::string k_java = R"(package calc;

import static org.junit.jupiter.api.Assertions.*;
import org.junit.jupiter.api.Test;

class CalcTest {
    @Test
    void adds() {
        assertEquals(3, Calc.add(1, 2));
        assertEquals(0, Calc.add(-1, 1), "zero");
    }

    @Test
    void throwsOnZero() {
        assertThrows(ArithmeticException.class, () -> Calc.div(1, 0));
        assertThat(Calc.name()).isEqualTo("calc");
        assertEquals(0.333, Calc.div(1.0, 3.0), 0.001);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 3, 5"})
    void table(int a, int b, int total) {
        assertEquals(total, Calc.add(a, b));
    }

    @Test
    @Timeout(5)
    void fast() {
        assertTrue(Calc.fast());
    }
}
)";

const std::string k_gtest = R"(#include <gtest/gtest.h>
#include "calc.h"

TEST(Calc, Adds) {
  EXPECT_EQ(add(1, 2), 3) << "small";
  ASSERT_EQ(add(-1, 1), 0);
}

TEST_F(CalcFixture, Throws) {
  EXPECT_THROW(div(1, 0), std::domain_error);
  EXPECT_NEAR(div(1.0, 3.0), 0.333, 0.001);
  EXPECT_STREQ(name(), "calc");
}

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
)";

const std::string k_catch = R"(#include <catch2/catch_test_macros.hpp>

TEST_CASE("adds", "[calc]") {
  REQUIRE(add(1, 2) == 3);
  SECTION("zero") {
    CHECK(add(0, 0) == 0);
  }
  REQUIRE_THROWS_AS(div(1, 0), std::domain_error);
}
)";

const std::string k_plain = R"(#include <assert.h>
#include "calc.h"

static void test_add(void) {
  assert(add(1, 2) == 3);
}

static int test_sub(void) {
  if (sub(3, 2) != 1) {
    printf("sub\n");
    return 1;
  }
  return 0;
}

int main(void) {
  int failed = 0;
  test_add();
  failed += test_sub();
  return failed;
}
)";

ChangedFile go(std::string_view from, std::string_view to) {
  return edited("calc/calc_test.go", k_go, from, to);
}
ChangedFile rust(std::string_view from, std::string_view to) {
  return edited("src/lib.rs", k_rust, from, to);
}
ChangedFile java(std::string_view from, std::string_view to) {
  return edited("src/test/java/calc/CalcTest.java", k_java, from, to);
}
ChangedFile gtest(std::string_view from, std::string_view to) {
  return edited("tests/calc_test.cpp", k_gtest, from, to);
}
ChangedFile catch2(std::string_view from, std::string_view to) {
  return edited("tests/catch.cpp", k_catch, from, to);
}
ChangedFile plain(std::string_view from, std::string_view to) {
  return edited("tests/test_calc.c", k_plain, from, to);
}

TEST(TamperGallery, FindsTricksInGo) {
  expect_found({
      {"skip",
       test_skipped,
       {go("func TestAdd(t *testing.T) {\n", "func TestAdd(t *testing.T) {\n\tt.Skip(\"x\")\n")}},
      {"skip if short",
       test_skipped,
       {go("func TestAdd(t *testing.T) {\n",
           "func TestAdd(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skip(\"x\")\n\t}\n")}},
      {"build tag", test_skipped, {go("package calc\n", "//go:build ignore\n\npackage calc\n")}},
      {"renamed", test_renamed_away, {go("func TestAdd(", "func testAdd(")}},
      {"lower-case after Test", test_renamed_away, {go("func TestAdd(", "func Testadd(")}},
      {"deleted", test_file_deleted, {deleted("calc/calc_test.go", k_go)}},
      {"another file name",
       test_renamed_away,
       {deleted("calc/calc_test.go", k_go), added("calc/calc_checks.go", k_go)}},
      {"a condition gone",
       assertion_removed,
       {go("\tif err == nil {\n\t\tt.Fatal(\"no error\")\n\t}\n", "\t_ = err\n")}},
      {"log in place of error",
       assertion_removed,
       {go("t.Errorf(\"Add(1, 2) = %d\", got)", "t.Logf(\"Add(1, 2) = %d\", got)")}},
      {"other value", expectation_changed, {go("got != 3 {", "got != -1 {")}},
      {"weaker condition", assertion_weakened, {go("got != 3 {", "got < 3 {")}},
      {"other case", expectation_changed, {go("{2, 3, 5}", "{2, 3, 6}")}},
      {"case gone", test_deleted, {go("\t\t{2, 3, 5},\n", "")}},
      {"NotNil for Equal",
       assertion_weakened,
       {go("assert.Equal(t, 2, Half(4))", "assert.NotNil(t, Half(4))")}},
      {"TestMain",
       hook_added,
       {changed("calc/calc_test.go", k_go,
                k_go + "\nfunc TestMain(m *testing.M) {\n\tm.Run()\n\tos.Exit(0)\n}\n")}},
      {"TestMain that passes",
       exit_code_swallowed,
       {changed("calc/calc_test.go", k_go,
                k_go + "\nfunc TestMain(m *testing.M) {\n\tm.Run()\n\tos.Exit(0)\n}\n")}},
      {"early return",
       assertion_weakened,
       {go("\tif got := Add(1, 2)", "\treturn\n\tif got := Add(1, 2)")}},
      {"testing.Testing",
       test_detected,
       {changed("calc/calc.go", "package calc\nfunc Add(a, b int) int { return a - b }\n",
                "package calc\nfunc Add(a, b int) int {\n\tif testing.Testing() {\n\t\treturn "
                "3\n\t}\n\treturn a - b\n}\n")}},
      {"os.Exit in init",
       test_detected,
       {changed("calc/calc.go", "package calc\n",
                "package calc\nfunc init() {\n\tos.Exit(0)\n}\n")}},
      {"golden file", test_data_changed, {changed("calc/testdata/out.golden", "3\n", "-1\n")}},
  });
  expect_nothing({
      {"a new test",
       {changed(
           "calc/calc_test.go", k_go,
           k_go +
               "\nfunc TestNew(t *testing.T) {\n\tif Add(2, 2) != 4 {\n\t\tt.Fatal()\n\t}\n}\n")}},
      {"a new case", {go("\t\t{2, 3, 5},\n", "\t\t{2, 3, 5},\n\t\t{4, 4, 8},\n")}},
      {"other message",
       {go("t.Errorf(\"Add(1, 2) = %d\", got)", "t.Errorf(\"Add(1, 2): got %d, want 3\", got)")}},
      {"Fatalf for Errorf",
       {go("t.Errorf(\"Add(1, 2) = %d\", got)", "t.Fatalf(\"Add(1, 2) = %d\", got)")}},
      {"subtests",
       {go("\t\tif got := Add(tc.a, tc.b); got != tc.want {\n\t\t\tt.Errorf(\"got %d\", "
           "got)\n\t\t}\n",
           "\t\tt.Run(\"x\", func(t *testing.T) {\n\t\t\tif got := Add(tc.a, tc.b); got != tc.want "
           "{\n\t\t\t\tt.Errorf(\"got %d\", got)\n\t\t\t}\n\t\t})\n")}},
      {"a variable",
       {go("\tif got := Add(1, 2); got != 3 {", "\tgot := Add(1, 2)\n\tif got != 3 {")}},
      {"renamed", {go("func TestAdd(", "func TestAddition(")}},
      {"an exit in main",
       {changed("main.go", "package main\n", "package main\nfunc main() {\n\tos.Exit(0)\n}\n")}},
  });
}

TEST(TamperGallery, FindsTricksInRust) {
  expect_found({
      {"ignore",
       test_skipped,
       {rust("    #[test]\n    fn adds", "    #[test]\n    #[ignore]\n    fn adds")}},
      {"should_panic",
       test_skipped,
       {rust("    #[test]\n    fn adds", "    #[test]\n    #[should_panic]\n    fn adds")}},
      {"cfg",
       test_skipped,
       {rust("    #[test]\n    fn adds",
             "    #[cfg(feature = \"slow\")]\n    #[test]\n    fn adds")}},
      {"no attribute",
       test_renamed_away,
       {rust("    #[test]\n    fn adds", "    #[allow(dead_code)]\n    fn adds")}},
      {"module gone",
       test_deleted,
       {changed("src/lib.rs", k_rust, k_rust.substr(0, k_rust.find("#[cfg(test)]")))}},
      {"assert gone",
       assertion_removed,
       {rust("        assert_eq!(add(1, 2), 3, \"small\");\n        assert!(add(1, 2) == 3 && "
             "add(0, 0) == 0);\n",
             "        let _ = add(1, 2);\n")}},
      {"other value",
       expectation_changed,
       {rust("assert_eq!(add(1, 2), 3, \"small\")", "assert_eq!(add(1, 2), 4, \"small\")")}},
      {"assert_ne",
       assertion_weakened,
       {rust("assert_eq!(add(1, 2), 3, \"small\")", "assert_ne!(add(1, 2), 4, \"small\")")}},
      {"assert!(true)",
       assertion_weakened,
       {rust("assert_eq!(add(1, 2), 3, \"small\")", "assert!(true)")}},
      {"any panic",
       assertion_weakened,
       {rust("#[should_panic(expected = \"overflow\")]", "#[should_panic]")}},
      {"other case", expectation_changed, {rust("(2, 3, 5)", "(2, 3, 6)")}},
      {"cfg!(test)",
       test_detected,
       {rust("    a + b\n", "    if cfg!(test) { 3 } else { a + b }\n")}},
      {"cfg(not(test))", test_detected, {rust("pub fn add", "#[cfg(not(test))]\npub fn add")}},
      {"exit", test_detected, {rust("    a + b\n", "    std::process::exit(0)\n")}},
      {"a test file",
       test_file_deleted,
       {deleted("tests/add.rs", "#[test]\nfn adds() {\n    assert_eq!(add(1, 2), 3);\n}\n")}},
      {"harness",
       config_changed,
       {edited("Cargo.toml", "[package]\nname = \"calc\"\n\n[[test]]\nname = \"add\"\n",
               "name = \"add\"\n", "name = \"add\"\nharness = false\n")}},
      {"runner",
       config_changed,
       {added(".cargo/config.toml", "[target.x86_64-unknown-linux-gnu]\nrunner = \"true\"\n")}},
  });
  expect_nothing({
      {"the code", {rust("    a + b\n", "    a.wrapping_add(b)\n")}},
      {"a new test",
       {rust("    #[test]\n    fn table",
             "    #[test]\n    fn zero() {\n        assert_eq!(add(0, 0), 0);\n    }\n\n    "
             "#[test]\n    fn table")}},
      {"a message", {rust("\"small\"", "\"small numbers\"")}},
      {"sides", {rust("assert_eq!(add(1, 2), 3,", "assert_eq!(3, add(1, 2),")}},
      {"tests move to a file",
       {changed("src/lib.rs",
                "pub fn f() -> i32 { 1 }\n#[cfg(test)]\nmod tests {\n    use super::*;\n    "
                "#[test]\n    fn one() {\n        assert_eq!(f(), 1);\n    }\n}\n",
                "pub fn f() -> i32 { 1 }\n"),
        added("tests/f.rs", "use calc::*;\n#[test]\nfn one() {\n    assert_eq!(f(), 1);\n}\n")}},
      {"a dependency",
       {edited("Cargo.toml", "[dependencies]\n", "[dependencies]\n",
               "[dependencies]\nserde = \"1\"\n")}},
  });
}

TEST(TamperGallery, FindsTricksInJava) {
  expect_found({
      {"Disabled",
       test_skipped,
       {java("    @Test\n    void adds", "    @Test\n    @Disabled(\"x\")\n    void adds")}},
      {"class disabled", test_skipped, {java("class CalcTest", "@Disabled\nclass CalcTest")}},
      {"assumption",
       test_skipped,
       {java("        assertEquals(3,",
             "        assumeTrue(System.getenv(\"X\") != null);\n        assertEquals(3,")}},
      {"no annotation", test_renamed_away, {java("    @Test\n    void adds", "    void adds")}},
      {"deleted",
       test_deleted,
       {java("    @Test\n    @Timeout(5)\n    void fast() {\n        assertTrue(Calc.fast());\n    "
             "}\n",
             "")}},
      {"assertTrue",
       assertion_weakened,
       {java("assertEquals(3, Calc.add(1, 2))", "assertNotNull(Calc.add(1, 2))")}},
      {"other value", expectation_changed, {java("assertEquals(3,", "assertEquals(-1,")}},
      {"wider exception",
       assertion_weakened,
       {java("ArithmeticException.class", "Exception.class")}},
      {"isNotNull", assertion_weakened, {java(".isEqualTo(\"calc\")", ".isNotNull()")}},
      {"wider delta", assertion_weakened, {java("0.001", "0.5")}},
      {"caught",
       assertion_weakened,
       {java("        assertEquals(3, Calc.add(1, 2));",
             "        try {\n            assertEquals(3, Calc.add(1, 2));\n        } catch "
             "(Throwable e) {\n        }")}},
      {"other case", expectation_changed, {java("\"2, 3, 5\"", "\"2, 3, 6\"")}},
      {"case gone", test_deleted, {java(", \"2, 3, 5\"", "")}},
      {"timeout", timeout_raised, {java("@Timeout(5)", "@Timeout(500)")}},
      {"removed", assertion_removed, {java("        assertEquals(3, Calc.add(1, 2));\n", "")}},
      {"stack",
       test_detected,
       {changed("src/main/java/calc/Calc.java", "class Calc { int f() { return 1; } }\n",
                "class Calc { int f() {\n return Thread.currentThread().getStackTrace().length > 5 "
                "? 3 : 1; } }\n")}},
      {"equals",
       test_detected,
       {changed("src/main/java/calc/Calc.java", "class Calc { }\n",
                "class Calc {\n @Override public boolean equals(Object o) { return true; }\n}\n")}},
      {"halt",
       test_detected,
       {changed("src/main/java/calc/Calc.java", "class Calc { }\n",
                "class Calc {\n static { Runtime.getRuntime().halt(0); }\n}\n")}},
      {"maven ignores failures",
       exit_code_swallowed,
       {edited("pom.xml", "<configuration>\n</configuration>\n", "<configuration>\n",
               "<configuration>\n<testFailureIgnore>true</testFailureIgnore>\n")}},
      {"maven skips",
       config_changed,
       {edited("pom.xml", "<properties>\n</properties>\n", "<properties>\n",
               "<properties>\n<skipTests>true</skipTests>\n")}},
      {"gradle ignores failures",
       exit_code_swallowed,
       {edited("build.gradle", "test {\n}\n", "test {\n", "test {\n    ignoreFailures = true\n")}},
  });
  expect_nothing({
      {"a new test",
       {java("    @ParameterizedTest",
             "    @Test\n    void zero() {\n        assertEquals(0, Calc.add(0, 0));\n    }\n\n    "
             "@ParameterizedTest")}},
      {"a new case", {java(", \"2, 3, 5\"", ", \"2, 3, 5\", \"4, 4, 8\"")}},
      {"AssertJ",
       {java("assertEquals(3, Calc.add(1, 2))", "assertThat(Calc.add(1, 2)).isEqualTo(3)")}},
      {"a nested class",
       {changed("src/test/java/ATest.java",
                "class ATest {\n  @Test void a() { assertEquals(1, f(1)); }\n}\n",
                "class ATest {\n  @Nested class Inner {\n    @Test void a() { assertEquals(1, "
                "f(1)); }\n  }\n}\n")}},
      {"public", {java("    void adds", "    public void adds")}},
      {"an honest exit",
       {changed("src/main/java/Main.java", "class Main { }\n",
                "class Main {\n  public static void main(String[] a) {\n    System.exit(0);\n  "
                "}\n}\n")}},
  });
}

TEST(TamperGallery, FindsTricksInCAndCpp) {
  expect_found({
      {"DISABLED_", test_skipped, {gtest("TEST(Calc, Adds)", "TEST(Calc, DISABLED_Adds)")}},
      {"GTEST_SKIP",
       test_skipped,
       {gtest("  EXPECT_EQ(add(1, 2), 3)", "  GTEST_SKIP() << \"x\";\n  EXPECT_EQ(add(1, 2), 3)")}},
      {"#if 0",
       test_renamed_away,
       {gtest("TEST(Calc, Adds) {\n  EXPECT_EQ(add(1, 2), 3) << \"small\";\n  ASSERT_EQ(add(-1, "
              "1), 0);\n}\n",
              "#if 0\nTEST(Calc, Adds) {\n  EXPECT_EQ(add(1, 2), 3) << \"small\";\n  "
              "ASSERT_EQ(add(-1, 1), 0);\n}\n#endif\n")}},
      {"#ifdef",
       test_skipped,
       {gtest("TEST(Calc, Adds) {\n  EXPECT_EQ(add(1, 2), 3) << \"small\";\n  ASSERT_EQ(add(-1, "
              "1), 0);\n}\n",
              "#ifdef SLOW\nTEST(Calc, Adds) {\n  EXPECT_EQ(add(1, 2), 3) << \"small\";\n  "
              "ASSERT_EQ(add(-1, 1), 0);\n}\n#endif\n")}},
      {"deleted",
       test_deleted,
       {gtest("TEST(Calc, Adds) {\n  EXPECT_EQ(add(1, 2), 3) << \"small\";\n  ASSERT_EQ(add(-1, "
              "1), 0);\n}\n",
              "")}},
      {"other value",
       expectation_changed,
       {gtest("EXPECT_EQ(add(1, 2), 3)", "EXPECT_EQ(add(1, 2), 4)")}},
      {"EXPECT_TRUE",
       assertion_weakened,
       {gtest("EXPECT_EQ(add(1, 2), 3)", "EXPECT_TRUE(add(1, 2))")}},
      {"EXPECT_NE",
       assertion_weakened,
       {gtest("EXPECT_EQ(add(1, 2), 3)", "EXPECT_NE(add(1, 2), 4)")}},
      {"itself",
       assertion_weakened,
       {gtest("EXPECT_EQ(add(1, 2), 3)", "EXPECT_EQ(add(1, 2), add(1, 2))")}},
      {"any throw",
       assertion_weakened,
       {gtest("EXPECT_THROW(div(1, 0), std::domain_error)", "EXPECT_ANY_THROW(div(1, 0))")}},
      {"wider", assertion_weakened, {gtest("0.333, 0.001", "0.333, 10")}},
      {"removed", assertion_removed, {gtest("  EXPECT_STREQ(name(), \"calc\");\n", "")}},
      {"main drops the result",
       exit_code_swallowed,
       {gtest("  return RUN_ALL_TESTS();", "  RUN_ALL_TESTS();\n  return 0;")}},
      {"an assertion redefined",
       hook_added,
       {gtest("#include \"calc.h\"",
              "#include \"calc.h\"\n#undef EXPECT_EQ\n#define EXPECT_EQ(a, b) ((void)0)")}},
      {"assert() gone by a header under test",
       test_detected,
       {changed("calc.h", "int add(int a, int b);\n",
                "int add(int a, int b);\n#undef assert\n#define assert(x) ((void)0)\n")}},
      {"Catch: hidden", test_skipped, {catch2("\"[calc]\"", "\"[.][calc]\"")}},
      {"Catch: weaker", assertion_weakened, {catch2("add(1, 2) == 3", "add(1, 2) > 0")}},
      {"Catch: section gone",
       assertion_removed,
       {catch2("  SECTION(\"zero\") {\n    CHECK(add(0, 0) == 0);\n  }\n", "")}},
      {"C: not called", test_renamed_away, {plain("  test_add();\n", "")}},
      {"C: returns 0",
       assertion_removed,
       {plain("  if (sub(3, 2) != 1) {\n    printf(\"sub\\n\");\n    return 1;\n  }\n", "")}},
      {"C: other value",
       expectation_changed,
       {plain("assert(add(1, 2) == 3)", "assert(add(1, 2) == -1)")}},
      {"C: main says success", exit_code_swallowed, {plain("  return failed;", "  return 0;")}},
      {"C: NDEBUG",
       hook_added,
       {plain("#include <assert.h>", "#define NDEBUG\n#include <assert.h>")}},
      {"C: exit in the library",
       test_detected,
       {changed("calc.c", "int add(int a, int b) { return a - b; }\n",
                "int add(int a, int b) {\n  _exit(0);\n}\n")}},
      {"C++: equal to everything",
       test_detected,
       {changed("calc.hpp", "struct N { int v; };\n",
                "struct N { int v; };\nbool operator==(const N&, const N&) { return true; }\n")}},
      {"C: a constructor",
       hook_added,
       {plain("static void test_add",
              "__attribute__((constructor)) static void go(void) { _exit(0); }\nstatic void "
              "test_add")}},
  });
  expect_nothing({
      {"a new test",
       {gtest("int main(", "TEST(Calc, Zero) {\n  EXPECT_EQ(add(0, 0), 0);\n}\n\nint main(")}},
      {"ASSERT for EXPECT", {gtest("EXPECT_EQ(add(1, 2), 3)", "ASSERT_EQ(add(1, 2), 3)")}},
      {"a message", {gtest("<< \"small\"", "<< \"small numbers\"")}},
      {"a suite's name", {gtest("TEST(Calc, Adds)", "TEST(Calculator, Adds)")}},
      {"reformatted",
       {gtest("  EXPECT_EQ(add(1, 2), 3) << \"small\";",
              "  EXPECT_EQ(add(1, 2),\n            3)\n      << \"small\";")}},
      {"moved",
       {changed("tests/a_test.cpp", k_gtest,
                with(k_gtest,
                     "TEST(Calc, Adds) {\n  EXPECT_EQ(add(1, 2), 3) << \"small\";\n  "
                     "ASSERT_EQ(add(-1, 1), 0);\n}\n",
                     "")),
        added("tests/b_test.cpp",
              "#include <gtest/gtest.h>\nTEST(Calc, Adds) {\n  EXPECT_EQ(add(1, 2), 3) << "
              "\"small\";\n  ASSERT_EQ(add(-1, 1), 0);\n}\n")}},
      {"a new section",
       {catch2("  SECTION(\"zero\")",
               "  SECTION(\"one\") {\n    CHECK(add(0, 1) == 1);\n  }\n  SECTION(\"zero\")")}},
      {"a test function in C",
       {plain("int main(void) {\n  int failed = 0;\n",
              "static void test_new(void) {\n  assert(add(2, 2) == 4);\n}\n\nint main(void) {\n  "
              "int failed = 0;\n  test_new();\n")}},
      {"an honest operator==",
       {changed("calc.hpp", "struct N { int v; };\n",
                "struct N { int v; };\nbool operator==(const N& a, const N& b) { return a.v == "
                "b.v; }\n")}},
  });
}

}  // namespace
}  // namespace verify
