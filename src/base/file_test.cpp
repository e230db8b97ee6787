#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/ids.h"
#include "base/paths.h"

using namespace base;

TEST(File, WritesWholeFilesAndKeepsTheMode) {
  const auto dir = TempDir::make();
  ASSERT_TRUE(dir);
  const auto path = join(dir->path(), "x");
  ASSERT_TRUE(write_file(path, "one", 0755, Durable::yes));
  ASSERT_TRUE(write_file(path, "two"));
  EXPECT_EQ(read_file(path).value(), "two");
  struct stat st {};
  ASSERT_EQ(::stat(path.c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0755 & ~022);
  EXPECT_EQ(list_dir(dir->path()).value(), std::vector<std::string>{"x"});
}

TEST(File, FollowsALinkWhenWriting) {
  const auto dir = TempDir::make();
  ASSERT_EQ(::symlink("target", join(dir->path(), "link").c_str()), 0);
  ASSERT_TRUE(write_file(join(dir->path(), "link"), "x"));
  EXPECT_EQ(read_file(join(dir->path(), "target")).value(), "x");
}

TEST(File, ErrorsSayWhatAndWhere) {
  const auto dir = TempDir::make();
  const auto missing = read_file(join(dir->path(), "none"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Code::not_found);
  EXPECT_NE(missing.error().what.find("none"), std::string::npos);
  EXPECT_EQ(read_file(dir->path()).error().code, Code::invalid);
  ASSERT_TRUE(write_file(join(dir->path(), "big"), "12345"));
  EXPECT_EQ(read_file(join(dir->path(), "big"), 4).error().code, Code::too_big);
  EXPECT_EQ(read_file(join(dir->path(), "big"), 5).value(), "12345");
}

TEST(File, RemovesTreesWithoutFollowingLinks) {
  const auto dir = TempDir::make();
  const auto outside = join(dir->path(), "outside");
  ASSERT_TRUE(make_dirs(join(dir->path(), "a/b/c")));
  ASSERT_TRUE(write_file(outside, "kept"));
  ASSERT_EQ(::symlink(outside.c_str(), join(dir->path(), "a/b/link").c_str()), 0);
  ASSERT_TRUE(remove_all(join(dir->path(), "a")));
  EXPECT_FALSE(exists(join(dir->path(), "a")));
  EXPECT_TRUE(exists(outside));
  EXPECT_TRUE(remove_all(join(dir->path(), "a")));
}

// Root may remove anything, so the test becomes somebody else first.
TEST(File, RemovesFoldersThatAreReadOnlyOrClosed) {
  const auto dir = TempDir::make();
  ASSERT_EQ(::chmod(dir->path().c_str(), 0777), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) ::_exit(1);
    const std::string top = join(dir->path(), "t");
    if (!make_dirs(top + "/work/work/full") || !make_dirs(top + "/ro")) ::_exit(2);
    if (!write_file(top + "/ro/f", "x")) ::_exit(3);
    ::chmod((top + "/work/work").c_str(), 0);
    ::chmod((top + "/ro").c_str(), 0555);
    ::_exit(remove_all(top) && !exists(top) ? 0 : 4);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(Ids, SortByTimeAndDiffer) {
  EXPECT_EQ(new_id().size(), 26u);
  EXPECT_NE(new_id(), new_id());
  EXPECT_EQ(iso_time(0), "1970-01-01T00:00:00.000Z");
}
