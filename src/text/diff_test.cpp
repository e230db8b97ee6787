#include "text/diff.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <random>

#include "base/file.h"
#include "base/paths.h"
#include "text/lines.h"

using namespace text;

namespace {

using Lines = std::vector<std::string_view>;

/// The slow, obvious way: a table of the lengths of common subsequences.
std::size_t common(const Lines& a, const Lines& b) {
  std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      best[i + 1][j + 1] = a[i] == b[j] ? best[i][j] + 1 : std::max(best[i][j + 1], best[i + 1][j]);
  return best[a.size()][b.size()];
}

/// The new text, made from the old one and the changes; asserts what Change promises.
Lines apply(const Lines& a, const Lines& b, const std::vector<Change>& changes) {
  Lines out;
  std::size_t at = 0;
  for (const Change& change : changes) {
    EXPECT_TRUE(at < change.old_begin || (at == 0 && &change == changes.data())) << "changes touch";
    for (; at < change.old_begin; ++at) out.push_back(a[at]);
    EXPECT_EQ(out.size(), change.new_begin);
    for (std::size_t j = change.new_begin; j < change.new_end; ++j) out.push_back(b[j]);
    at = change.old_end;
  }
  for (; at < a.size(); ++at) out.push_back(a[at]);
  return out;
}

std::string random_text(std::mt19937& random, std::size_t lines, unsigned alphabet) {
  std::string out;
  for (std::size_t i = random() % (lines + 1); i > 0; --i) {
    out += static_cast<char>('a' + random() % alphabet);
    out += '\n';
  }
  if (!out.empty() && random() % 4 == 0) out.pop_back();
  return out;
}

bool runs(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST(Diff, IsShortestAndRightOnRandomTexts) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    const unsigned alphabet = 1 + random() % 6;
    const std::string old_text = random_text(random, 14, alphabet);
    const std::string new_text = random_text(random, 14, alphabet);
    const Lines a = split_lines(old_text);
    const Lines b = split_lines(new_text);
    const auto changes = diff_lines(a, b);
    ASSERT_EQ(apply(a, b, changes), b) << old_text << "---\n" << new_text;
    const DiffStats counted = stats(changes);
    ASSERT_EQ(counted.removed, a.size() - common(a, b)) << old_text << "---\n" << new_text;
    ASSERT_EQ(counted.added, b.size() - common(a, b));
  }
}

TEST(Diff, StaysRightAndQuickOnHugeUnrelatedTexts) {
  std::mt19937 random(2);
  std::string old_text;
  std::string new_text;
  for (int i = 0; i < 40000; ++i) {
    old_text += std::to_string(random() % 5000) + "\n";
    new_text += std::to_string(random() % 5000) + "\n";
  }
  const Lines a = split_lines(old_text);
  const Lines b = split_lines(new_text);
  const auto start = std::chrono::steady_clock::now();
  const auto changes = diff_lines(a, b);
  EXPECT_EQ(apply(a, b, changes), b);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(Diff, ShowsAnAddedFunctionWhole) {
  const std::string one = "f() {\n}\n\n";
  const std::string two = "g() {\n}\n\n";
  EXPECT_EQ(unified_diff("x", one, one + two),
            "--- a/x\n+++ b/x\n@@ -1,3 +1,6 @@\n f() {\n }\n \n+g() {\n+}\n+\n");
}

TEST(Diff, WritesWhatGitWrites) {
  EXPECT_EQ(unified_diff("x", "a\nb\n", "a\nb\n"), "");
  EXPECT_EQ(unified_diff("x", "a\n", "b"),
            "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n");
  EXPECT_EQ(unified_diff("x y", std::nullopt, "a\n"),
            "--- /dev/null\n+++ b/x y\t\n@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unified_diff("x", std::string_view("\0", 1), "a\n"),
            "Binary files a/x and b/x differ\n");
  EXPECT_EQ(git_header("x", false, true), "diff --git a/x b/x\nnew file mode 100644\n");
  EXPECT_EQ(quoted_name("a\t\"\x01"), "\"a\\t\\\"\\001\"");
}

TEST(Diff, PatchAndGitTakeIt) {
  const auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const std::string& root = dir->path();
  std::mt19937 random(3);
  const std::string names[] = {"x", "a file", "tab\there", "quo\"te", "back\\slash", "\xC3\xA9"};
  const bool have_patch = runs("patch --version >/dev/null 2>&1");
  ASSERT_TRUE(runs("git --version >/dev/null 2>&1")) << "git is needed by this test";
  for (std::size_t round = 0; round < 60; ++round) {
    const std::string& name = names[round % std::size(names)];
    const std::string old_text = random_text(random, 30, 4) + "end\n";
    const std::string new_text = random_text(random, 30, 4) + (round % 3 == 0 ? "end" : "End\n");
    const std::string diff = unified_diff(name, old_text, new_text, random() % 4 + 1);
    ASSERT_TRUE(base::write_file(base::join(root, "p"), diff));
    const auto path = base::join(root, name);
    const std::string in = "cd '" + root + "' && ";
    ASSERT_TRUE(base::write_file(path, old_text));
    ASSERT_TRUE(runs(in + "GIT_CEILING_DIRECTORIES=/ git apply p")) << diff;
    ASSERT_EQ(base::read_file(path).value(), new_text) << diff;
    if (!have_patch) continue;
    ASSERT_TRUE(base::write_file(path, old_text));
    ASSERT_TRUE(runs(in + "patch -s -p1 <p")) << diff;
    ASSERT_EQ(base::read_file(path).value(), new_text) << diff;
  }
}
