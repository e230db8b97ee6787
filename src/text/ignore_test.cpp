#include "text/ignore.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <random>

#include "base/file.h"
#include "base/paths.h"
#include "text/glob.h"
#include "text/lines.h"

using namespace text;

TEST(Glob, FollowsTheTable) {
  struct Row {
    std::string_view pattern, path;
    bool matches;
  };
  const Row rows[] = {
      {"a", "a", true},
      {"a", "ab", false},
      {"a?c", "abc", true},
      {"a?c", "a/c", false},
      {"*.cpp", "x.cpp", true},
      {"*.cpp", "d/x.cpp", false},
      {"**/x", "x", true},
      {"**/x", "a/b/x", true},
      {"**/x", "a/bx", false},
      {"a/**", "a", false},
      {"a/**", "a/b/c", true},
      {"a/**/b", "a/b", true},
      {"a/**/b", "a/x/y/b", true},
      {"a/**/b", "a/xb", false},
      {"**", "a/b", true},
      {"a/*/c", "a/b/c", true},
      {"a/*/c", "a/b/b/c", false},
      {"[a-c]x", "bx", true},
      {"[!a-c]x", "bx", false},
      {"[^a-c]x", "dx", true},
      {"[]-]", "]", true},
      {"[]-]", "-", true},
      {"[[:digit:]]", "7", true},
      {"[[:digit:]]", "x", false},
      {"[[:nope:]]", "n", false},
      {"[a", "a", false},
      {"[a", "[a", false},
      {"a\\", "a", false},
      {"\\*", "*", true},
      {"\\*", "x", false},
      {"[\\]]", "]", true},
      {"a[!x]b", "a/b", false},
      {"**/**/a", "a", true},
      {"*/**", "a", false},
      {"a*b*c", "aXbXbXc", true},
      {"a*b*c", "aXbXbX", false},
      {"**/a/**/b", "a/a/x/b", true},
      {"*a/b", "xa/b", true},
      {"", "", true},
      {"*", "", true},
      {"x**y", "xay", true},
      {"*x**y", "xa/y", false},
  };
  for (const auto& [pattern, path, matches] : rows)
    EXPECT_EQ(Glob(pattern).matches(path), matches) << pattern << " on " << path;
}

TEST(Glob, TakesNoExponentialTime) {
  std::string pattern;
  for (int i = 0; i < 60; ++i) pattern += "a*";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(Glob(pattern + "b").matches(std::string(4000, 'a')));
  std::string deep;
  std::string path;
  for (int i = 0; i < 60; ++i) deep += "**/a/";
  for (int i = 0; i < 1000; ++i) path += "a/";
  EXPECT_FALSE(Glob(deep + "b").matches(path + "c"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Ignore, LastMatchDecidesWhateverItsKind) {
  const auto file =
      IgnoreFile::parse("\xEF\xBB\xBF*.o\r\n# *.c\n\n!keep.o\nsub/\n/top\nk*\n!kept \nx\\ \n");
  struct Row {
    std::string_view path;
    Entry entry;
    Verdict verdict;
  };
  for (const auto& [path, entry, verdict] :
       {Row{"a/b.o", Entry::file, Verdict::ignored}, Row{"keep.o", Entry::file, Verdict::ignored},
        Row{"a.c", Entry::file, Verdict::silent}, Row{"sub", Entry::file, Verdict::silent},
        Row{"a/sub", Entry::folder, Verdict::ignored}, Row{"top", Entry::file, Verdict::ignored},
        Row{"a/top", Entry::file, Verdict::silent}, Row{"kept", Entry::file, Verdict::kept},
        Row{"x ", Entry::file, Verdict::ignored}})
    EXPECT_EQ(file.check(path, entry), verdict) << path;
}

TEST(Ignore, NearestFolderWinsAndIgnoreOutranksGit) {
  const IgnoreRules none;
  const auto root = none.enter("", {"*.log\n*.tmp\n", "", "secret\n", true});
  const auto sub = root.enter("sub", {"!a.log\n/only\n", "!b.tmp\n", "", false});
  EXPECT_FALSE(none.ignores("a.log", Entry::file));
  EXPECT_TRUE(root.ignores("x/a.log", Entry::file));
  EXPECT_FALSE(sub.ignores("sub/a.log", Entry::file));
  EXPECT_FALSE(sub.ignores("sub/b.tmp", Entry::file));
  EXPECT_TRUE(sub.ignores("sub/only", Entry::file));
  EXPECT_FALSE(sub.ignores("sub/x/only", Entry::file));
  EXPECT_TRUE(sub.ignores("sub/secret", Entry::file));
  EXPECT_TRUE(root.ignores_below("secret/x/y", Entry::file));
  EXPECT_FALSE(root.ignores("secret/x/y", Entry::file));
  // A repository of its own is judged by its own git files, but .ignore files reach into it.
  const auto inner = sub.enter("sub/inner", {"", "", "", true});
  EXPECT_FALSE(inner.ignores("sub/inner/a.tmp", Entry::file));
}

namespace {

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return engine_() % n; }
  std::string_view pick(const std::vector<std::string_view>& from) {
    return from[below(from.size())];
  }

  std::string pattern() {
    static const std::vector<std::string_view> k_pieces = {
        "a",   "b",      "c",   ".o",   "a",    "/",   "/",   "*",     "**",
        "**/", "/**",    "?",   "[ab]", "[!a]", "\\a", "\\*", "[^b-]", "[[:alpha:]]",
        "ab",  "[a-b]*", "\\/", "***",  " ",    "[/]", "[b",  "-]"};
    std::string out = below(5) == 0 ? "!" : "";
    for (std::size_t i = 1 + below(5); i > 0; --i) out += pick(k_pieces);
    if (below(5) == 0) out += "/";
    if (below(9) == 0) out += "  ";
    if (below(9) == 0) out += "\r";
    return out;
  }
  std::string name() {
    static const std::vector<std::string_view> k_names = {"a",   "b",   "c", "ab", "ba", "a.o",
                                                          "b.o", "abc", "-", "[b", "*",  "a b"};
    return std::string(pick(k_names));
  }

 private:
  std::mt19937 engine_;
};

std::string run(const std::string& command) {
  std::string out;
  FILE* pipe = ::popen(command.c_str(), "r");
  char buffer[65536];
  for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    out.append(buffer, n);
  ::pclose(pipe);
  return out;
}

}  // namespace

// The oracle is git. One random tree and one set of ignore files a round, all paths asked at once.
TEST(Ignore, AgreesWithGitCheckIgnore) {
  const char* wanted = std::getenv("PLUMB_TEST_ROUNDS");
  const unsigned rounds = wanted != nullptr ? static_cast<unsigned>(std::atoi(wanted)) : 60;
  std::size_t asked = 0;
  std::size_t ignored_count = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    Random random(round);
    const auto dir = base::TempDir::make();
    ASSERT_TRUE(dir);
    const std::string& root = dir->path();
    ASSERT_EQ(run("git -C '" + root + "' -c init.defaultBranch=m init -q . 2>&1"), "");
    // Folders first: a name that is a folder in one place may be a file in another.
    std::vector<std::string> folders = {""};
    std::vector<std::pair<std::string, Entry>> paths;
    for (int i = 0; i < 8; ++i) {
      const std::string path = base::join(folders[random.below(folders.size())], random.name());
      if (base::exists(base::join(root, path))) continue;
      ASSERT_TRUE(base::make_dirs(base::join(root, path)));
      folders.push_back(path);
      paths.emplace_back(path, Entry::folder);
    }
    for (int i = 0; i < 30; ++i) {
      const std::string path = base::join(folders[random.below(folders.size())], random.name());
      if (base::exists(base::join(root, path))) continue;
      ASSERT_TRUE(base::write_file(base::join(root, path), "x"));
      paths.emplace_back(path, Entry::file);
    }
    std::map<std::string, IgnoreRules> rules;
    for (const std::string& folder : folders) {  // parents come before their children
      std::string gitignore;
      std::string exclude;
      if (folder.empty() || random.below(3) == 0)
        for (std::size_t i = 1 + random.below(4); i > 0; --i) gitignore += random.pattern() + "\n";
      if (folder.empty())
        for (std::size_t i = random.below(3); i > 0; --i) exclude += random.pattern() + "\n";
      if (!gitignore.empty()) {
        ASSERT_TRUE(
            base::write_file(base::join(root, base::join(folder, ".gitignore")), gitignore));
      }
      if (!exclude.empty()) {
        ASSERT_TRUE(base::write_file(base::join(root, ".git/info/exclude"), exclude));
      }
      const IgnoreRules around =
          folder.empty() ? IgnoreRules()
                         : rules[folder.find('/') == std::string::npos ? "" : base::parent(folder)];
      rules[folder] = around.enter(folder, {gitignore, "", exclude, folder.empty()});
    }
    std::string list;
    for (const auto& [path, entry] : paths) list += path + '\0';
    ASSERT_TRUE(base::write_file(base::join(root, ".git/list"), list));
    const std::string answer = run(
        "cd '" + root +
        "' && git -c core.excludesFile=/dev/null check-ignore --no-index -z --stdin <.git/list");
    std::vector<std::string_view> ignored;
    for (std::size_t at = 0; at < answer.size();) {
      const std::size_t end = answer.find('\0', at);
      ignored.push_back(std::string_view(answer).substr(at, end - at));
      at = end + 1;
    }
    for (const auto& [path, entry] : paths) {
      const std::string folder = path.find('/') == std::string::npos ? "" : base::parent(path);
      const bool expected = std::find(ignored.begin(), ignored.end(), path) != ignored.end();
      ASSERT_EQ(rules[folder].ignores_below(path, entry), expected)
          << path << " in round " << round << "\n"
          << run("cd '" + root + "' && git check-ignore --no-index -v -n '" + path +
                 "'; tail -n 99 $(find . -name .gitignore | tr '\\n' ' ') .git/info/exclude");
      ++asked;
      ignored_count += expected;
    }
  }
  EXPECT_GT(ignored_count, asked / 10);
  RecordProperty("asked", static_cast<int>(asked));
}
