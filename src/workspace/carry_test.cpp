// A session in a copy of a project, and what of it is laid out for the project afterwards.

#include "workspace/carry.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree_for_test.h"

using namespace workspace;
using base::join;

namespace {

struct CarryTest : WorkspaceTest {
  std::string copy, project;
  CarryOptions how;

  /// Copies the project as it is; from here on `workspace`, put() and get() are the copy's.
  void fork() {
    project = root;
    copy = temp.path() + "/copy/project";
    how.since_ns = file_clock(temp.path()).value();
    ASSERT_TRUE(loop.run(workspace->fork(Workspace::Tree::now, copy, true)));
    root = copy;
    options.root = copy;
    open_other("attempt");
    how.root = project;
  }
  void put_in_project(const std::string& path, std::string_view bytes) {
    ASSERT_TRUE(base::write_file(join(project, path), bytes));
  }
  /// "new:PATH..., gone:PATH..., clash:PATH, left:PATH"
  std::string laid_out() {
    static int count = 0;
    how.into = temp.path() + "/out" + std::to_string(++count);
    const auto carried = lay_out(*workspace, how);
    EXPECT_TRUE(carried) << carried.error().what;
    if (!carried) return "?";
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : " ") + text; };
    if (!carried->fresh.empty()) {
      Picture fresh;
      picture_of(carried->fresh, "", fresh, false);
      for (const auto& [path, what] : fresh)
        if (what.find("folder") == std::string::npos) add("new:" + path);
    }
    if (!carried->gone.empty()) {
      const std::string gone = base::read_file(carried->gone).value();
      for (std::size_t at = 0; at < gone.size(); at = gone.find('\0', at) + 1) add("gone:" + std::string(gone.c_str() + at));
    }
    for (const auto& clash : carried->conflicts) add("clash:" + clash.path);
    for (const auto& left : carried->left) add("left:" + left.substr(0, left.find(' ')));
    return out;
  }
  void work(const std::function<void()>& doing) { command("c", doing); }
};

}  // namespace

TEST_F(CarryTest, LaysOutWhatIsNewAndNamesWhatIsGone) {
  put("a", "1\n");
  put("b", "1\n");
  put("d/e", "1\n");
  fork();
  work([&] {
    put("a", "2\n", 0600);
    put("n/o/p", "3\n", 0755);
    ::unlink(at("b").c_str());
    ASSERT_TRUE(base::remove_all(at("d")));
    ASSERT_EQ(::symlink("a", at("l").c_str()), 0);
  });
  EXPECT_EQ(laid_out(), "new:a new:l new:n/o/p gone:./b gone:./d gone:./d/e");
  struct stat st {};
  ASSERT_EQ(::stat(join(how.into, "new/n/o/p").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0755U);
  ASSERT_EQ(::stat(join(how.into, "new/a").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0600U);
}

TEST_F(CarryTest, NamesWhatTheUserChangedSince) {
  for (const char* path : {"edited", "edited-same-size", "removed", "touched", "same"}) put(path, "1\n");
  fork();
  work([&] {
    for (const char* path : {"edited", "edited-same-size", "removed", "touched", "same", "both-new"}) put(path, "agent\n");
  });
  put_in_project("edited", "longer\n");
  put_in_project("edited-same-size", "2\n");
  ::unlink(join(project, "removed").c_str());
  put_in_project("touched", "1\n");      // the same bytes, another time
  put_in_project("same", "agent\n");     // what the attempt did, too
  put_in_project("both-new", "user\n");
  EXPECT_EQ(laid_out(), "new:touched clash:both-new clash:edited clash:edited-same-size clash:removed");
}

TEST_F(CarryTest, AFolderWithSomethingOfTheUsersInItStays) {
  put("d/a", "1\n");
  fork();
  work([&] { ASSERT_TRUE(base::remove_all(at("d"))); });
  put_in_project("d/mine", "dear\n");
  EXPECT_EQ(laid_out(), "gone:./d/a clash:d/mine");
}

TEST_F(CarryTest, AFileInThePlaceOfAFolderIsPutAfterTheFolderIsGone) {
  put("d/a", "1\n");
  fork();
  work([&] {
    ASSERT_TRUE(base::remove_all(at("d")));
    put("d", "a file\n");
  });
  EXPECT_EQ(laid_out(), "new:d gone:./d gone:./d/a");
}

TEST_F(CarryTest, WhatGitIgnoresIsLeftUnlessItIsAskedFor) {
  put(".gitignore", "build/\n*.o\n");
  put("sub/.gitignore", "local\n");
  fork();
  work([&] {
    put("build/deep/x", "1\n");
    put("a.o", "1\n");
    put("a.c", "1\n");
    put("sub/local", "1\n");
  });
  EXPECT_EQ(laid_out(), "new:a.c left:a.o left:build left:sub/local");
  how.paths = {"build"};
  EXPECT_EQ(laid_out(), "new:build/deep/x");
  how.paths = {"a.c"};
  EXPECT_EQ(laid_out(), "new:a.c");
}

TEST_F(CarryTest, TheRepositoryThatACopyBorrowsFromIsTheProjects) {
  EXPECT_EQ(lent_repository(root), "");
  ASSERT_TRUE(base::make_dirs(at(".git/objects")));
  put(".git/HEAD", "ref: refs/heads/main\n");
  EXPECT_EQ(lent_repository(root), at(".git"));
  fork();
  EXPECT_EQ(get(".git/objects/info/alternates"), project + "/.git/objects\n");
  // What the copy says of itself does not count: its session may have written it.
  EXPECT_EQ(lent_repository(project), project + "/.git");
}
