#include "schemata.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "fork_server.h"
#include "io/loop.h"
#include "native_coverage.h"
#include "native_project.h"
#include "operators.h"

namespace repair {
namespace {

Candidate replace(const Source& source, std::size_t unit, const std::string& from,
                  const std::string& to) {
  Candidate candidate;
  candidate.unit = unit;
  const auto at = source.text().find(from, source.units()[unit].begin);
  EXPECT_NE(at, std::string::npos);
  candidate.splices.push_back({at, at + from.size(), to});
  return candidate;
}

TEST(Schemata, PutsEachVersionIntoItsFunction) {
  const auto source =
      Source::parse("a.cpp", "int f(int x) { return x; }\nvoid g(int& y) { y = 1; }\n");
  ASSERT_TRUE(source);
  const Candidate one = replace(*source, 0, "return x", "return -x");
  const Candidate two = replace(*source, 1, "1", "2");
  const auto made = make_schemata(*source, {{3, &one}, {5, &two}});
  const auto body = made.text.substr(made.text.find("int f("));
  EXPECT_EQ(body,
            "int f(int x) {\n"
            "{ {\nif (plumb_variant_() == 3) {\nreturn -x;\n} else \n{ return x; }} }\n}\n"
            "void g(int& y) {\n"
            "{ {\nif (plumb_variant_() == 5) {\ny = 2;\n} else \n{ y = 1; }} }\n}\n");
  ASSERT_EQ(made.variants.size(), 2U);
  // The lines of a version hold its text.
  const auto lines = text::split_lines(made.text);
  EXPECT_EQ(lines[made.variants[0].first], "return -x;\n");
  EXPECT_EQ(lines[made.variants[1].first], "y = 2;\n");
}

TEST(Schemata, CopiesNoMoreThanWhatAnEditChanges) {
  const auto source = Source::parse("a.cpp", "void g(int y) { if (y < 1) y = 2; h(y); }\n");
  ASSERT_TRUE(source);
  const Candidate condition = replace(*source, 0, "<", "<=");
  const Candidate statement = replace(*source, 0, "h(y)", "h(1)");
  const Candidate all = replace(*source, 0, "y = 2; ", "");
  const auto made = make_schemata(*source, {{3, &condition}, {4, &all}, {5, &statement}});
  EXPECT_EQ(made.text.substr(made.text.find("void g(")),
            "void g(int y) {\n"
            "if (plumb_variant_() == 4) {\n{ if (y < 1) h(y); }\n return;}\n"
            "{ if ((\n(plumb_variant_() == 3) ? !!(y <= 1) :\n!!(y < 1))) y = 2; "
            "{\nif (plumb_variant_() == 5) {\nh(1);\n} else \n{ h(y); }} }\n}\n");
  for (const char* text : {"int f() { while (1) g(); }\n", "int f() { if constexpr (1 < 1) g(); }\n"}) {
    const auto other = Source::parse("a.cpp", text);
    ASSERT_TRUE(other);
    const Candidate edit = replace(*other, 0, "1", "2");
    EXPECT_EQ(make_schemata(*other, {{1, &edit}}).text.find("!!"), std::string::npos) << text;
  }
}

TEST(Schemata, LeavesOutWhatCannotHaveManyBodies) {
  struct Case {
    const char* text;
    bool fits;
  };
  const Case cases[] = {
      {"int f(int x) { return 1; }\n", true},
      {"constexpr int f(int x) { return 1; }\n", false},
      {"int main() { return 1; }\n", false},
      {"int f(int x) { again: if (x) goto again; return 1; }\n", false},
      {"struct A { int g() { return 1; } };\n", true},
  };
  for (const auto& c : cases) {
    const auto source = Source::parse("a.cpp", c.text);
    ASSERT_TRUE(source);
    ASSERT_FALSE(source->units().empty()) << c.text;
    EXPECT_EQ(fits_schemata(*source, replace(*source, 0, "1", "2")), c.fits) << c.text;
  }
  const auto source = Source::parse("a.cpp", "int f(int x = 3) { return x; }\n");
  ASSERT_TRUE(source);
  EXPECT_FALSE(fits_schemata(*source, replace(*source, 0, "3", "2"))) << "not in the body";
}

TEST(Schemata, ReadsPlacesOfCompilersErrors) {
  const auto places = error_places(
      "In file included from /x/a.h:3,\n"
      "                 from ../a.cpp:1:\n"
      "/x/src/a.cpp: In function 'int f()':\n"
      "/x/src/a.cpp:12:5: error: 'y' was not declared\n"
      "/x/src/a.cpp:9:10: note: declared here\n"
      "make: *** [Makefile:4: all] Error 1\n"
      "12:30: text\n");
  ASSERT_EQ(places.size(), 5U);
  EXPECT_EQ(places[2].path, "/x/src/a.cpp");
  EXPECT_EQ(places[2].line, 12U);
  EXPECT_TRUE(places[2].is_error);
  EXPECT_FALSE(places[3].is_error);
}

TEST(NativeCoverage, ReadsGcovsText) {
  const auto lines = read_gcov(
      "        -:    0:Source:/tree/src/a.cpp\n"
      "        -:    0:Graph:a.gcno\n"
      "        -:    1:#include <x>\n"
      "        3:    2:int f() {\n"
      "    #####:    3:  g();\n"
      "       1*:    4:  h();\n"
      "        -:    0:Source:/usr/include/x\n"
      "        9:    7:inline\n",
      "/tree");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines.at("src/a.cpp"), (std::vector<std::size_t>{2, 4}));
}

TEST(Schemata, RunsOneOrAnotherInJava) {
  const auto source = Source::parse("A.java", "class A { final int n; A(int m) { this.n = m; if (m > 0) return; } }\n");
  ASSERT_TRUE(source);
  Candidate whole;
  const auto at = source->text().find("if (m");
  whole.splices = {{at, at, "m++; "}};
  ASSERT_TRUE(fits_schemata(*source, whole));
  const auto text = make_schemata(*source, {{7, &whole}, {8, &whole}}).text;
  EXPECT_NE(text.find("if (plumb.Switch.now == 7) {"), std::string::npos) << text;
  EXPECT_NE(text.find("else if (plumb.Switch.now == 8) {"), std::string::npos) << text;
  EXPECT_NE(text.find("}\nelse { this.n = m;"), std::string::npos) << text;
}

TEST(Schemata, SpeaksGoAndRust) {
  const auto text_of = [](const std::string& path, const std::string& text, const std::string& from) {
    auto source = Source::parse(path, text);
    EXPECT_TRUE(source);
    Candidate candidate;
    const auto at = text.find(from);
    candidate.splices = {{at, at + from.size(), "x"}};
    EXPECT_TRUE(fits_schemata(*source, candidate));
    return make_schemata(*source, {{7, &candidate}}).text;
  };
  const std::string go = text_of("a.go", "package a\n\nfunc f(x int) int { return 1 }\n", "1");
  EXPECT_NE(go.find("{\nif plumbVariant() == 7 {\nreturn x\n} else \n{ return 1 }}"), std::string::npos) << go;
  const std::string rust = text_of("a.rs", "fn f(x: i32) -> i32 { 1 }\n", "1");
  EXPECT_NE(rust.find("v == \"7\") { return {\n{ x }\n}; }\n{ 1 }"), std::string::npos) << rust;
}

TEST(Schemata, ABatchThatIsTooMuchForOneBuildIsMadeInSeveral) {
  std::vector<Source> sources;
  auto source = Source::parse("a.cpp", "int f(int x) { int y = x; return y; }\n");
  ASSERT_TRUE(source);
  sources.push_back(*std::move(source));
  std::vector<Candidate> batch;
  for (int i = 0; i < 6; ++i) batch.push_back(replace(sources[0], 0, "int y = x", "int y = x + " + std::to_string(i)));
  batch.push_back(replace(sources[0], 0, "int f", "long f"));  // no edit of the body
  for (int i = 0; i < 3; ++i) batch.push_back(replace(sources[0], 0, "return y", "return y + " + std::to_string(i)));
  const std::size_t body = sources[0].units()[0].body.end() - sources[0].units()[0].body.begin();
  const auto builds = builds_of(sources, batch, 4 * body);
  ASSERT_EQ(builds.size(), 2U) << "an edit of one statement copies no more than that";
  EXPECT_EQ(builds[0].size(), 4U);
  EXPECT_EQ(builds[1].size(), 5U);
  EXPECT_EQ(builds[1].front().id, 5U);
  EXPECT_EQ(builds[1].back().id, 10U);
}

TEST(Schemata, WhatIsUndeclaredIsDroppedAtOnceAndNotOnceAFunction) {
  const auto source = Source::parse("a.c", "int f(int *p) { if (p) return 1; return 0; }\n");
  ASSERT_TRUE(source);
  const auto names = undeclared_names("a.c:9:3: error: \u2018NULL\u2019 undeclared (first use in this function)\n"
                                      "b.cpp:1:2: error: \u2018abs\u2019 was not declared in this scope; did you mean \u2018labs\u2019?\n"
                                      "c.c:1:2: error: use of something\n");
  EXPECT_EQ(names, (std::set<std::string>{"NULL", "abs"}));
  EXPECT_TRUE(brings_in(*source, replace(*source, 0, "if (p)", "if (p == NULL)"), names));
  EXPECT_FALSE(brings_in(*source, replace(*source, 0, "if (p)", "if (NULLABLE)"), names));
  EXPECT_FALSE(brings_in(*source, replace(*source, 0, "if (p)", "if (!p)"), names));
}

TEST(Schemata, AReturnOfALambdaIsNotMadeTwice) {
  const auto source = Source::parse("a.cpp", "void f(V& v) { sort(v, [](P a, P b) { return a.x < b.x; }); g(v); }\n");
  ASSERT_TRUE(source);
  const Candidate edit = replace(*source, 0, "return a.x < b.x", "return a.x");
  EXPECT_NE(make_schemata(*source, {{1, &edit}}).text.find("if (plumb_variant_() == 1) {\n{ sort("), std::string::npos);
}

TEST(ForkServer, ServesTheProgramsThatAShellComesTo) {
  if (::system("cc --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "cc is not installed";
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const std::string folder = dir->path();
  ASSERT_TRUE(base::write_file(folder + "/marked.c", "#include <stdlib.h>\nint main(void) {\n  const char* v = getenv(\"PLUMB_VARIANT\");\n"
                                                      "  return v != NULL && atoi(v) == 2 ? 3 : 0;\n}\n"));
  ASSERT_TRUE(base::write_file(folder + "/plain.c", "int main(void) { return 7; }\n"));
  io::Loop loop;
  const base::Env env = base::Env::of_process();
  for (const char* name : {"marked", "plain"}) {
    const std::string program = folder + "/" + name;
    std::vector<std::string> argv{"cc", "-o", program, program + ".c"};
    const auto built = loop.run(shell_run(loop, std::move(argv), folder, env, io::Millis(60000)));
    ASSERT_TRUE(built && built->code == 0) << built->output;
  }
  const auto server = loop.run(ForkServer::build(loop, env, folder));
  ASSERT_TRUE(server);
  const ForkServer::Limits limits{2000, 20000, io::Millis(60000)};
  const auto codes_of = [&](const std::string& script) {
    std::vector<std::string> argv{"/bin/sh", "-c", script};
    auto done = loop.run(server->run(std::move(argv), folder, env, {0, 1, 2}, limits, ForkServer::Program::any_marked));
    return done ? *done : std::nullopt;
  };
  // The shell goes on behind a program that serves, and what holds no versions is run as it is.
  EXPECT_EQ(codes_of("./plain; ./marked && ./marked"), (std::vector<int>{0, 0, 3}));
  EXPECT_EQ(codes_of("./plain"), std::nullopt);
}

}  // namespace
}  // namespace repair
