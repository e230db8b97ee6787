// What passes the tests by what the language does not define.

#include <gtest/gtest.h>

#include "base/env.h"
#include "fake_project.h"
#include "instruments.h"
#include "io/loop.h"
#include "native_lab.h"
#include "operators.h"

namespace repair {
namespace {

Candidate edit_of(const Source& source, const std::string& before, const std::string& after) {
  const std::size_t at = source.text().find(before);
  Candidate candidate;
  for (std::size_t u = 0; u < source.units().size(); ++u)
    if (source.units()[u].begin <= at && at < source.units()[u].end) candidate.unit = u;
  candidate.splices.push_back({at, at + before.size(), after});
  candidate.line = 1;
  return candidate;
}

std::vector<Examined> examined(io::Loop& loop, FakeProject& project, std::vector<std::pair<std::string, std::string>> edits) {
  const auto check = verify::discover(project.root(), project.env);
  if (!check) return {};
  const auto temp = base::TempDir::make();
  const std::string tree = temp->path() + "/tree", scratch = temp->path() + "/scratch";
  EXPECT_TRUE(loop.run(copy_tree(loop, project.root(), tree)));
  EXPECT_TRUE(base::make_dirs(scratch));
  auto source = Source::load(tree, "text.cpp");
  if (!source) return {};
  std::vector<Candidate> versions;
  for (const auto& [before, after] : edits) versions.push_back(edit_of(*source, before, after));
  std::vector<Source> sources;
  sources.push_back(*std::move(source));
  LabPlace place;
  place.trees = {tree};
  place.scratch = scratch;
  place.env = verify::check_env(project.env);
  auto lab = make_native_lab(loop, *check, place, sources, project.check());
  if (!lab || !loop.run((*lab)->baseline())) return {};
  const auto tried = loop.run((*lab)->attempt(0, versions, {"text"}, k_limit_factors[1]));
  EXPECT_TRUE(tried);
  for (const auto& attempt : *tried) EXPECT_EQ(attempt.outcome, Tried::passed);
  const auto seen = loop.run((*lab)->examine(versions, {"text"}));
  EXPECT_TRUE(seen);
  return seen ? *seen : std::vector<Examined>{};
}

TEST(Examine, WhatReadsPastTheEndOrOverflowsIsFaulty) {
  if (::system("cmake --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "cmake is not installed";
  io::Loop loop;
  FakeProject project(loop);
  project.put("CMakeLists.txt",
              "cmake_minimum_required(VERSION 3.10)\nproject(text CXX)\nenable_testing()\nadd_executable(text_test text.cpp test.cpp)\n"
              "add_test(NAME text COMMAND text_test)\n");
  project.put("text.cpp",
              "#include <vector>\nint first_of(const std::vector<int>& v, int i) {\n  int at = 0;\n  while (at < i) ++at;\n  return v.empty() ? 1 : v[at];\n}\n"
              "int twice(int n) {\n  return n + n + 1;\n}\n");
  project.put("test.cpp",
              "#include <vector>\nint first_of(const std::vector<int>&, int);\nint twice(int);\n"
              "int main() { std::vector<int> v{5, 6, 7}; v.pop_back(); return first_of(v, 1) + twice(3) == 0; }\n");
  const auto seen = examined(loop, project,
                             {{"at < i", "at < i && at + 1 < static_cast<int>(v.size())"},
                              {"at < i", "at <= i"},               // v[2] of two
                              {"n + n + 1", "n + 0x7fffffff"}});  // more than an int holds
  EXPECT_EQ(seen, (std::vector<Examined>{Examined::clean, Examined::faulty, Examined::faulty}));
}

TEST(Examine, OnlyAReportOfAnInstrumentIsOne) {
  EXPECT_TRUE(reports_fault("==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x1"));
  EXPECT_TRUE(reports_fault("a.c:3:5: runtime error: signed integer overflow"));
  EXPECT_TRUE(reports_fault("stl_vector.h:1123: reference: Assertion '__n < this->size()' failed."));
  EXPECT_FALSE(reports_fault("test.c:9: main: Assertion `f(1) == 2' failed."));
  EXPECT_FALSE(reports_fault("==7==AddressSanitizer failed to allocate 0x1 bytes"));
}

TEST(Examine, FlagsOfTheUserStay) {
  base::Env env;
  env.set("CFLAGS", "-O1");
  const auto out = instrumented(env, Iterators::plain);
  EXPECT_EQ(out.get("CFLAGS")->find("-O1 -fsanitize=address,undefined"), 0U) << *out.get("CFLAGS");
  EXPECT_EQ(*out.get("LDFLAGS"), "-fsanitize=address,undefined");
}

}  // namespace
}  // namespace repair
