#include "code/walk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "base/file.h"
#include "base/paths.h"
#include "path_filter.h"

using namespace code;

namespace {

class WalkTree : public ::testing::Test {
 protected:
  void put(const std::string& path, std::string_view bytes = "x") {
    ASSERT_TRUE(base::make_dirs(base::parent(base::join(root(), path))));
    ASSERT_TRUE(base::write_file(base::join(root(), path), bytes));
  }
  [[nodiscard]] const std::string& root() const { return dir_->path(); }
  [[nodiscard]] std::string list(const WalkOptions& options = {},
                                 const std::string& below = "") const {
    const auto walked = walk(base::join(root(), below), options);
    if (!walked) return walked.error().what;
    std::string out;
    for (const WalkEntry& entry : walked->entries) out += (out.empty() ? "" : " ") + entry.path;
    return out + (walked->cut ? " (cut)" : "");
  }
  base::Result<base::TempDir> dir_ = base::TempDir::make();
};

}  // namespace

TEST_F(WalkTree, ListsWhatTheProjectWantsSeenInOrder) {
  put(".git/config");
  put(".git/info/exclude", "secret\n");
  put(".gitignore", "/build/\n*.o\n");
  put("sub/.gitignore", "!keep.o\n");
  put("sub/.ignore", "*.log\n");
  for (const char* path : {"a/b", "a-b", "a.c", "build/x", "sub/x.o", "sub/keep.o", "sub/y.log",
                           "secret", ".hidden", "sub/build/z"})
    put(path);
  EXPECT_EQ(list(), "a/b a-b a.c sub/build/z sub/keep.o");
  EXPECT_EQ(list({}, "sub"), "build/z keep.o");
  WalkOptions all;
  all.hidden = Hidden::show;
  all.ignored = Ignored::skip;
  EXPECT_EQ(list(all),
            ".gitignore .hidden a/b a-b a.c sub/.gitignore sub/.ignore sub/build/z sub/keep.o");
  all.ignored = Ignored::show;
  all.hidden = Hidden::skip;
  EXPECT_EQ(list(all), "a/b a-b a.c build/x secret sub/build/z sub/keep.o sub/x.o sub/y.log");
  WalkOptions folders;
  folders.folders = true;
  folders.depth_max = 1;
  EXPECT_EQ(list(folders), "a a-b a.c sub");
}

TEST_F(WalkTree, NeverFollowsLinksNorLeavesTheRoot) {
  put("real/file");
  ASSERT_EQ(::symlink("/", base::join(root(), "slash").c_str()), 0);
  ASSERT_EQ(::symlink("real", base::join(root(), "to_real").c_str()), 0);
  ASSERT_EQ(::symlink("..", base::join(root(), "real/up").c_str()), 0);
  EXPECT_EQ(list(), "real/file real/up slash to_real");
  EXPECT_EQ(walk(root(), {})->entries[1].kind, Kind::link);
  EXPECT_EQ(list({}, "to_real"), "file up");
}

TEST_F(WalkTree, GlobsNarrow) {
  put(".gitignore", "gone.c\n");
  for (const char* path : {"a.c", "a.h", "gone.c", "src/b.c", "src/deep/c.md", "test/t.c"})
    put(path);
  struct Row {
    std::vector<std::string> globs;
    const char* expected;
  };
  for (const Row& row :
       {Row{{"*.c"}, "a.c src/b.c test/t.c"}, Row{{"!*.c"}, "a.h src/deep/c.md"},
        Row{{"*.{h,md}"}, "a.h src/deep/c.md"}, Row{{"*.c", "!test"}, "a.c src/b.c"},
        Row{{"src"}, "src/b.c src/deep/c.md"}, Row{{"./src/**"}, "src/b.c src/deep/c.md"},
        Row{{"src/*"}, "src/b.c src/deep/c.md"}, Row{{"{a.{c,h},t*}"}, "a.c a.h test/t.c"},
        Row{{"gone.c"}, ""}, Row{{"*.c", "!a*", "a.c"}, "a.c src/b.c test/t.c"}}) {
    WalkOptions options;
    options.globs = row.globs;
    EXPECT_EQ(list(options), row.expected) << row.globs[0];
  }
}

TEST_F(WalkTree, BraceBombIsBounded) {
  std::string bomb;
  for (int i = 0; i < 40; ++i) bomb += "{a,b}";
  WalkOptions options;
  options.globs = {bomb, "{{{{", "{a,{b,c},}"};
  put("a");
  EXPECT_EQ(list(options), "a");
}

TEST_F(WalkTree, ABoundKeepsTheUpperLevels) {
  for (int i = 0; i < 30; ++i) put("d" + std::to_string(i) + "/deep/file");
  put("top");
  WalkOptions options;
  options.entries_max = 40;
  options.folders = true;
  const std::string once = list(options);
  EXPECT_NE(once.find(" top (cut)"), std::string::npos) << once;
  EXPECT_EQ(std::count(once.begin(), once.end(), ' '), 40);
  EXPECT_EQ(list(options), once);
  options.entries_max = 0;
  EXPECT_EQ(list(options), " (cut)");
}

TEST_F(WalkTree, TroubleIsSaid) {
  EXPECT_EQ(walk(base::join(root(), "none"), {}).error().code, base::Code::not_found);
  put("file");
  EXPECT_FALSE(walk(base::join(root(), "file"), {}));
  std::stop_source stop;
  stop.request_stop();
  put("a/b");
  EXPECT_EQ(walk(root(), {}, stop.get_token()).error().code, base::Code::cancelled);
  if (::geteuid() == 0) return;  // root reads everything
  ASSERT_EQ(::chmod(base::join(root(), "a").c_str(), 0), 0);
  const auto walked = walk(root(), {});
  ::chmod(base::join(root(), "a").c_str(), 0700);
  ASSERT_TRUE(walked);
  EXPECT_EQ(walked->unreadable.size(), 1U);
}

TEST_F(WalkTree, AWorktreeUsesTheExcludeFileOfItsRepository) {
  put("repo/.git/info/exclude", "secret\n");
  put("repo/.git/worktrees/w/commondir", "../..\n");
  put("w/.git", "gitdir: ../repo/.git/worktrees/w\n");
  put("w/secret");
  put("w/seen");
  EXPECT_EQ(list({}, "w"), "seen");
}

TEST(Walk, PathOrderIsPartForPart) {
  std::mt19937 random(1);
  const auto parts = [](std::string path) {
    std::vector<std::string> out;
    for (std::size_t slash; (slash = path.find('/')) != std::string::npos; path.erase(0, slash + 1))
      out.push_back(path.substr(0, slash));
    out.push_back(path);
    return out;
  };
  for (int round = 0; round < 20000; ++round) {
    std::string a;
    std::string b;
    for (std::string* path : {&a, &b})
      for (auto n = random() % 6; n > 0; --n) path->push_back("ab-/\xff"[random() % 5]);
    ASSERT_EQ(path_less(a, b), parts(a) < parts(b)) << a << " " << b;
  }
}
