// Coverage that is read or made by ourselves.

#include <gtest/gtest.h>

#include "base/file.h"
#include "command_coverage.h"
#include "java_project.h"
#include "localise.h"
#include "native_project.h"
#include "probes.h"

namespace repair {
namespace {

std::string dump(const CoveredLines& lines) {
  std::string out;
  for (const auto& [file, list] : lines) {
    out += file + ":";
    for (const std::size_t line : list) out += " " + std::to_string(line);
    out += "\n";
  }
  return out;
}

TEST(GoProfile, TellsLinesThatRan) {
  EXPECT_EQ(dump(read_go_profile("mode: set\nexample.com/calc/sub/a.go:5.33,7.2 2 1\nexample.com/calc/sub/a.go:9.1,9.8 1 0\n"
                                 "example.com/calc/b.go:1.1,1.9 1 3\nother.org/x.go:1.1,2.2 1 1\nbroken\n",
                                 "example.com/calc")),
            "b.go: 1\nsub/a.go: 5 6 7\n");
}

TEST(Probes, StandBeforeEachStatementOfJava) {
  const auto source = Source::parse("A.java",
                                    "class A {\n  A() {\n    super();\n    x = 1;\n  }\n  int f(int n) {\n    if (n > 0)\n      return 1;\n"
                                    "    else n++;\n    switch (n) {\n      case 1:\n        n++;\n        break;\n    }\n    return n;\n  }\n}\n");
  ASSERT_TRUE(source);
  const auto probed = with_probes(*source, 10, "hit({0});");
  EXPECT_NE(probed.text.find("    super();\n    hit(10); x = 1;"), std::string::npos) << probed.text;
  EXPECT_NE(probed.text.find("hit(11); if (n > 0)\n      { hit(12); return 1; }\n    else { hit(13); n++; }"), std::string::npos) << probed.text;
  EXPECT_NE(probed.text.find("case 1:\n        hit(15); n++;\n        hit(16); break;"), std::string::npos) << probed.text;
  EXPECT_EQ(probed.lines, (std::vector<std::size_t>{4, 7, 8, 9, 10, 12, 13, 15}));
  const auto tree = code::Tree::parse(code::Language::java, probed.text);
  ASSERT_TRUE(tree);
  EXPECT_FALSE(tree->has_error());
}

TEST(Probes, LeaveConstantFunctionsOfRustAlone) {
  const auto source = Source::parse("a.rs", "const fn c() -> i32 {\n  1\n}\nfn f(n: i32) -> i32 {\n  #[allow(unused)]\n  let x = n;\n  { n + 1 }\n}\n");
  ASSERT_TRUE(source);
  const auto probed = with_probes(*source, 0, "hit({0});");
  EXPECT_EQ(probed.text, "const fn c() -> i32 {\n  1\n}\nfn f(n: i32) -> i32 {\n  #[allow(unused)]\n  let x = n;\n  hit(0); { hit(1); n + 1 }\n}\n");
}

TEST(JavaProject, IsReadFromWhatWasCalled) {
  const auto calls = read_java_calls("=javac\n/tree\n-d\n/tmp/out\n-cp\nlib/a.jar:/b.jar\n--release\n11\nsrc/A.java\n.\n=java\n/tree\n-ea\n-cp\n/tmp/out\nA\nx y\n.\n");
  ASSERT_EQ(calls.compiles.size(), 1U);
  EXPECT_EQ(calls.compiles[0].into, "/tmp/out");
  EXPECT_EQ(calls.compiles[0].classpath, (std::vector<std::string>{"/tree/lib/a.jar", "/b.jar"}));
  EXPECT_EQ(calls.compiles[0].sources, std::vector<std::string>{"/tree/src/A.java"});
  EXPECT_EQ(calls.compiles[0].options, (std::vector<std::string>{"--release", "11"}));
  ASSERT_EQ(calls.mains.size(), 1U);
  EXPECT_EQ(calls.mains[0].name, "A");
  EXPECT_EQ(calls.mains[0].arguments, std::vector<std::string>{"x y"});
  EXPECT_TRUE(calls.asserts);
  const auto maven = read_maven_log("x\n[DEBUG] -d /p/target/classes -classpath /p/target/classes:/r/j.jar: -sourcepath /p/src/main/java: -s /p/g -g -target 1.8 -encoding UTF-8\n");
  ASSERT_EQ(maven.size(), 1U);
  EXPECT_EQ(maven[0].roots, std::vector<std::string>{"/p/src/main/java"});
  EXPECT_EQ(maven[0].options, (std::vector<std::string>{"-target", "1.8", "-encoding", "UTF-8"}));
}

TEST(Units, ValuesOutsideOfFunctionsComeBehindThem) {
  struct Case {
    const char* path;
    const char* text;
    const char* names;
  };
  const Case cases[] = {
      {"a.py", "\"\"\"Doc.\"\"\"\nimport os\nLIMIT = 3\nclass A:\n    size = 2\n    def f(self):\n        x = 1\nfor i in []:\n    pass\n", "A.f LIMIT A.size line 8 "},
      {"a.js", "const T = [1, 2];\nconst f = () => 1;\nconst os = require('os');\nclass A { n = 1; }\n", "f T A.n "},
      {"a.ts", "export const T: number[] = [1];\nclass A { private n: number = 1; m?: string; }\n", "T A.n "},
      {"A.java", "class A {\n  static final int N = 1;\n  int m;\n  static { x(); }\n  void f() { int k = 1; }\n}\n", "A.f A.N A.line 4 "},
      {"a.go", "package a\n\nconst n = 1\n\nvar t = []int{1}\n\nfunc f() { x := 1 }\n", "f n t "},
      {"a.rs", "const N: i32 = 1;\nfn f() { let x = 1; }\nimpl A { const M: i32 = 2; }\n", "f N A.M "},
      {"a.cpp", "namespace a { const int n = 1; }\nint t[] = {1, 2};\nint f() { int x = 1; return x; }\nstruct S { int m = 3; };\n", "f a::n t S::m "},
  };
  for (const auto& c : cases) {
    const auto source = Source::parse(c.path, c.text);
    ASSERT_TRUE(source);
    std::string names;
    for (const auto& unit : source->units()) names += unit.name + " ";
    EXPECT_EQ(names, c.names) << c.path;
  }
}

TEST(Localise, ValuesAreAsSuspectAsTheLinesThatNameThem) {
  std::vector<Source> sources;
  auto source = Source::parse("a.py", "LIMIT = 3\nOTHER = 4\ndef f(x):\n    return x > LIMIT\n");
  ASSERT_TRUE(source);
  sources.push_back(*std::move(source));
  Suspects suspects;
  suspects.lines["a.py"][4] = 1;
  add_tops(suspects, sources);
  EXPECT_GT(suspects.of("a.py", 1), 0.5);
  EXPECT_LT(suspects.of("a.py", 1), 1);
  EXPECT_EQ(suspects.of("a.py", 2), 0);
}

TEST(NativeProject, UsesNinjaOnlyWhereNobodyHasChosen) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  ASSERT_TRUE(base::write_file(dir->path() + "/ninja", ""));
  base::Env env;
  env.set("PATH", "/nonexistent:" + dir->path());
  const auto may = [&](const std::string& command) {
    verify::Check check;
    check.command = command;
    return may_use_ninja(check, env);
  };
  EXPECT_TRUE(may("cmake -S . -B build && cmake --build build -j 2 && ctest --test-dir build"));
  EXPECT_FALSE(may("cmake -S . -B build -G 'Unix Makefiles' && cmake --build build && ctest --test-dir build"));
  EXPECT_FALSE(may("cmake --preset dev && ctest --preset dev"));
  EXPECT_FALSE(may("make test"));
  env.set("CMAKE_GENERATOR", "Unix Makefiles");
  EXPECT_FALSE(may("cmake -S . -B build && ctest --test-dir build"));
  env.unset("CMAKE_GENERATOR");
  env.set("PATH", "/nonexistent");
  EXPECT_FALSE(may("cmake -S . -B build && ctest --test-dir build"));
}

}  // namespace
}  // namespace repair
