#include "foreign_files.h"

#include <gtest/gtest.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <vector>

#include "base/file.h"
#include "base/paths.h"

namespace sandbox {
namespace {

constexpr gid_t k_second = 65533;

/// A project of two files that its user may write, looked at by a user of two groups: in a child, for
/// which root becomes nobody.
class ForeignFilesTest : public testing::Test {
 protected:
  /// True if `holds` is, of what is found after `prepare` was run in the project's folder.
  void expect(const std::function<void(gid_t second)>& prepare, const std::function<bool(const ForeignFiles&)>& holds) {
    if (::geteuid() == 0) {
      ASSERT_EQ(::chown(temp.path().c_str(), 65534, 65534), 0);
      ASSERT_EQ(::chmod(temp.path().c_str(), 0755), 0);
    }
    const gid_t second = ::geteuid() == 0 ? k_second : supplementary();
    if (second == ::getegid()) GTEST_SKIP() << "this user has one group only";
    const pid_t child = ::fork();
    if (child == 0) {
      if (::geteuid() == 0 && (::setgroups(1, &second) != 0 || ::setresgid(65534, 65534, 65534) != 0 || ::setresuid(65534, 65534, 65534) != 0))
        ::_exit(2);
      (void)base::make_dirs(project);
      for (const char* name : {"one", "two"}) (void)base::write_file(project + "/" + name, "x");
      prepare(second);
      ::_exit(holds(find_foreign_files(project)) ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  static gid_t supplementary() {
    std::vector<gid_t> groups(64);
    const int count = ::getgroups(64, groups.data());
    for (int i = 0; i < count; ++i)
      if (groups[static_cast<std::size_t>(i)] != ::getegid()) return groups[static_cast<std::size_t>(i)];
    return ::getegid();
  }
  bool give(const std::string& path, gid_t group) const { return ::chown((project + path).c_str(), static_cast<uid_t>(-1), group) == 0; }

  base::TempDir temp = base::TempDir::make().value();
  std::string project = temp.path() + "/project";
};

TEST_F(ForeignFilesTest, NothingIsForeignWhereAllIsOnesOwn) {
  expect([](gid_t) {}, [](const ForeignFiles& found) { return !found.any && !found.most && found.why.empty(); });
}

TEST_F(ForeignFilesTest, OneFileOfAnotherGroupIsNamed) {
  expect([&](gid_t second) { (void)give("/one", second); },
         [](const ForeignFiles& found) {
           return found.any && !found.most && found.why.starts_with("one belongs to the group ") && !found.remedy.empty();
         });
}

TEST_F(ForeignFilesTest, AFolderSharedByAGroupIsMostOfIt) {
  expect([&](gid_t second) { (void)give("", second); },
         [](const ForeignFiles& found) { return found.most && found.why.starts_with("the project's folder belongs to the group "); });
  expect([&](gid_t second) { (void)(give("/one", second) && give("/two", second)); },
         [](const ForeignFiles& found) { return found.most; });
}

TEST_F(ForeignFilesTest, WhatTheUserMayNotWriteEitherIsNotMissed) {
  expect([&](gid_t second) { (void)(give("/one", second) && ::chmod((project + "/one").c_str(), 0444) == 0); },
         [](const ForeignFiles& found) { return !found.any; });
}

}  // namespace
}  // namespace sandbox
