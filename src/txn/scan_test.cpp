// From an upper to effects: every kind above every kind below, built by hand as overlayfs leaves it, so
// that it is tested where nothing can be mounted.

#include <sys/socket.h>
#include <sys/un.h>

#include "test_tree.h"

namespace txn {
namespace {

class Scan : public TreeTest {
 protected:
  // One entry of an upper.
  bool make_above(const std::string& full, const std::string& kind, const std::string& below) {
    if (kind == "file") return base::write_file(full, "new bytes").has_value();
    if (kind == "symlink") return ::symlink("new-target", full.c_str()) == 0;
    if (kind == "fifo") return ::mkfifo(full.c_str(), 0644) == 0;
    if (kind == "whiteout") return ::mknod(full.c_str(), S_IFCHR, makedev(0, 0)) == 0;
    if (kind == "socket") {
      const base::Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      if (full.size() >= sizeof address.sun_path) return false;
      std::memcpy(address.sun_path, full.c_str(), full.size());
      return ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    if (::mkdir(full.c_str(), 0755) != 0 || !base::write_file(full + "/added", "a")) return false;
    if (kind == "opaque dir") return ::setxattr(full.c_str(), "user.overlay.opaque", "y", 1, 0) == 0;
    return below != "dir" || ::setxattr(full.c_str(), "user.overlay.origin", "", 0, 0) == 0;
  }
  void make_below(const std::string& kind) {
    if (kind == "file") write("x", "old bytes!");
    if (kind == "symlink") {
      ASSERT_EQ(::symlink("old-target", at("x").c_str()), 0);
    }
    if (kind == "dir") {
      write("x/kept", "k");
      write("x/sub/deep", "d");
    }
  }
};

TEST_F(Scan, EveryKindAboveEveryKindBelow) {
  struct Case {
    const char *above, *below, *effects, *after;
  };
  const Case cases[] = {
      {"dir", "nothing", "created x", "x/added"},
      {"dir", "file", "type x", "x/added"},
      {"dir", "dir", "created x/added", "x/added x/kept x/sub/deep"},
      {"dir", "symlink", "type x", "x/added"},
      {"file", "nothing", "created x", "x"},
      {"file", "file", "modified x", "x"},
      {"file", "dir", "type x", "x"},
      {"file", "symlink", "type x", "x"},
      {"symlink", "nothing", "created x", "x->new-target"},
      {"symlink", "file", "type x", "x->new-target"},
      {"symlink", "dir", "type x", "x->new-target"},
      {"symlink", "symlink", "modified x", "x->new-target"},
      {"whiteout", "nothing", "", ""},
      {"whiteout", "file", "deleted x", ""},
      {"whiteout", "dir", "deleted x", ""},
      {"whiteout", "symlink", "deleted x", ""},
      {"opaque dir", "nothing", "created x", "x/added"},
      {"opaque dir", "file", "type x", "x/added"},
      {"opaque dir", "dir", "created x/added, deleted x/kept, deleted x/sub", "x/added"},
      {"opaque dir", "symlink", "type x", "x/added"},
      {"fifo", "nothing", "created x", ""},
      {"fifo", "file", "type x", "x"},
      {"fifo", "dir", "type x", "x/kept x/sub/deep"},
      {"fifo", "symlink", "type x", "x->old-target"},
      {"socket", "nothing", "created x", ""},
      {"socket", "file", "type x", "x"},
      {"socket", "dir", "type x", "x/kept x/sub/deep"},
      {"socket", "symlink", "type x", "x->old-target"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(std::string(c.above) + " above " + c.below);
    store_.reset();
    ASSERT_TRUE(base::remove_all(root_).has_value());
    ASSERT_TRUE(base::remove_all(store_dir_).has_value());
    ASSERT_EQ(::mkdir(root_.c_str(), 0755), 0);
    make_below(c.below);
    open();
    const Picture before = picture(root_, {.folder_times = true, .link_times = true});
    const auto n = begin();
    const std::string above = store_->upper(n) + "/x";
    if (!make_above(above, c.above, c.below)) GTEST_SKIP() << "cannot make a " << c.above << " here";
    plan(n);
    EXPECT_EQ(told(n), c.effects);
    const bool is_special = std::string(c.above) == "fifo" || std::string(c.above) == "socket";
    const Outcome outcome = apply(n);
    EXPECT_EQ(outcome.left.size(), is_special ? 1U : 0U) << left(outcome);
    if (is_special) {
      EXPECT_EQ(effect(n, "x").state, State::planned);
      EXPECT_NE(effect(n, "x").why, "");
    }
    std::string after;
    for (const auto& [path, line] : picture(root_)) {
      if (line.starts_with("folder")) continue;
      if (!after.empty()) after += " ";
      after += path;
      if (line.starts_with("link ")) after += "->" + line.substr(5);
      EXPECT_EQ(line.find("overlay"), std::string::npos) << line;
    }
    EXPECT_EQ(after, c.after);
    if (outcome.done.empty()) continue;
    const Picture applied = picture(root_);
    EXPECT_EQ(left(undo(n)), "");
    EXPECT_SAME_TREE(before, picture(root_, {.folder_times = true, .link_times = true}));
    EXPECT_EQ(left(redo(n)), "");
    EXPECT_SAME_TREE(applied, picture(root_));
    EXPECT_EQ(left(undo(n)), "");
    EXPECT_SAME_TREE(before, picture(root_, {.folder_times = true, .link_times = true}));
  }
}

TEST_F(Scan, WhatIsEqualIsNoEffect) {
  write("d/same", "bytes");
  write("d/touched", "bytes");
  write("d/mode", "bytes");
  open();
  const auto n = begin();
  const std::string up = store_->upper(n);
  ASSERT_TRUE(base::make_dirs(up + "/d").has_value());
  for (const char* name : {"same", "touched", "mode"}) {
    const std::string file = up + "/d/" + name;
    ASSERT_TRUE(base::write_file(file, "bytes").has_value());
    const timespec times[2] = {{0, UTIME_OMIT}, stat_of(std::string("d/") + name).st_mtim};
    if (std::string(name) != "touched") ::utimensat(AT_FDCWD, file.c_str(), times, 0);
  }
  ::chmod((up + "/d/mode").c_str(), 0755);
  const struct stat inode = stat_of("d/mode");
  plan(n);
  EXPECT_EQ(told(n), "attributes d/mode, attributes d/touched");
  EXPECT_TRUE(effect(n, "d/touched").quiet);
  EXPECT_FALSE(effect(n, "d/mode").quiet);
  const struct stat old = stat_of("d/touched");
  apply(n);
  EXPECT_EQ(stat_of("d/mode").st_mode & 07777U, 0755U);
  EXPECT_EQ(stat_of("d/mode").st_ino, inode.st_ino) << "attributes change in place";
  EXPECT_NE(stat_of("d/touched").st_mtim.tv_nsec, old.st_mtim.tv_nsec);
  undo(n);
  EXPECT_EQ(stat_of("d/mode").st_mode & 07777U, 0644U);
  EXPECT_EQ(stat_of("d/touched").st_mtim.tv_nsec, old.st_mtim.tv_nsec);
}

TEST_F(Scan, DeletionsInTheFormOfFiles) {
  write("d/f", "1");
  write("d/g", "2");
  open();
  const auto n = begin();
  const std::string up = store_->upper(n);
  ASSERT_TRUE(base::make_dirs(up + "/d").has_value());
  ASSERT_TRUE(base::write_file(up + "/d/f", "").has_value());
  // As Linux 6.7 does on file systems without device nodes: the folder says "x", the file is marked.
  ASSERT_EQ(::setxattr((up + "/d").c_str(), "user.overlay.opaque", "x", 1, 0), 0);
  ASSERT_EQ(::setxattr((up + "/d").c_str(), "user.overlay.origin", "", 0, 0), 0);
  ASSERT_EQ(::setxattr((up + "/d/f").c_str(), "user.overlay.whiteout", "", 0, 0), 0);
  plan(n);
  EXPECT_EQ(told(n), "deleted d/f");
  apply(n);
  EXPECT_FALSE(has("d/f"));
  EXPECT_TRUE(has("d/g"));
}

TEST_F(Scan, AnUpperWithRedirectsIsRefused) {
  write("d/f", "1");
  open();
  const auto n = begin();
  ASSERT_TRUE(base::make_dirs(store_->upper(n) + "/e").has_value());
  ASSERT_EQ(::setxattr((store_->upper(n) + "/e").c_str(), "user.overlay.redirect", "d", 1, 0), 0);
  const auto planned = store_->plan(n);
  ASSERT_FALSE(planned.has_value());
  EXPECT_EQ(planned.error().code, base::Code::unsupported);
}

TEST_F(Scan, ExcludedPathsAreNeverTouched) {
  write("keep/own/state", "s");
  write("keep/other", "o");
  write(".plumb/x", "x");
  StoreOptions o = options();
  o.excluded = {".plumb", "keep/own"};
  open(o);
  const auto n = begin();
  const std::string up = store_->upper(n);
  if (::mknod((up + "/keep").c_str(), S_IFCHR, makedev(0, 0)) != 0) GTEST_SKIP() << "no whiteouts here";
  ASSERT_EQ(::mknod((up + "/.plumb").c_str(), S_IFCHR, makedev(0, 0)), 0);
  plan(n);
  EXPECT_EQ(told(n), "deleted keep/other");
  apply(n);
  EXPECT_TRUE(has("keep/own/state"));
  EXPECT_TRUE(has(".plumb/x"));
  EXPECT_FALSE(has("keep/other"));
}

TEST_F(Scan, RenamesOfFilesAndFoldersAreSeen) {
  write("a.txt", "some content");
  write("dir/one", "1");
  write("dir/sub/two", "22");
  write("empty", "");
  write("different", "aaaa");
  open();
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "mv a.txt b.txt; cp -a dir moved; rm -rf dir; mv empty empty2; rm different; echo -n bbbb > similar"));
  plan(n);
  EXPECT_EQ(effect(n, "b.txt").renamed_from, "a.txt");
  EXPECT_EQ(effect(n, "a.txt").renamed_to, "b.txt");
  EXPECT_EQ(effect(n, "moved").renamed_from, "dir");
  EXPECT_EQ(effect(n, "dir").renamed_to, "moved");
  EXPECT_EQ(effect(n, "empty2").renamed_from, "") << "empty files all look alike";
  EXPECT_EQ(effect(n, "similar").renamed_from, "");
}

TEST_F(Scan, AWholeFolderIsOneEffectAndOneRename) {
  for (int i = 0; i < 40; ++i) write("big/d" + std::to_string(i % 4) + "/f" + std::to_string(i), "x");
  open();
  const auto n = begin();
  if (::mknod((store_->upper(n) + "/big").c_str(), S_IFCHR, makedev(0, 0)) != 0) GTEST_SKIP() << "no whiteouts here";
  plan(n);
  ASSERT_EQ(told(n), "deleted big");
  EXPECT_EQ(effect(n, "big").entries, 45U);
  EXPECT_EQ(effect(n, "big").bytes, 40U);
  const auto in = store_->inside(n, effect(n, "big"), 100);
  ASSERT_TRUE(in.has_value());
  EXPECT_EQ(in->size(), 44U);
  EXPECT_EQ((*in)[0], "big/d0");
  EXPECT_EQ(store_->inside(n, effect(n, "big"), 3)->size(), 3U);
  apply(n);
  EXPECT_EQ(store_->inside(n, effect(n, "big"), 100)->size(), 44U) << "from where it is kept";
}

TEST_F(Scan, AFolderTellsWhetherARepositoryMayLieInIt) {
  write("plain/x", "x");
  write("lib/sub/.git/HEAD", "x");
  open();
  const auto n = begin();
  const auto whiteout = [&](const std::string& path) { return ::mknod((store_->upper(n) + path).c_str(), S_IFCHR, makedev(0, 0)) == 0; };
  if (!whiteout("/plain") || !whiteout("/lib")) GTEST_SKIP() << "no whiteouts here";
  ASSERT_TRUE(base::make_dirs(store_->upper(n) + "/made/of"));
  ASSERT_TRUE(base::make_dirs(store_->upper(n) + "/worktree"));
  ASSERT_TRUE(base::write_file(store_->upper(n) + "/worktree/.git", "gitdir: /elsewhere"));
  plan(n);
  for (int round = 0; round < 2; ++round, open()) {   // and after a restart
    EXPECT_FALSE(effect(n, "plain").may_hold_git);
    EXPECT_TRUE(effect(n, "lib").may_hold_git);
    EXPECT_FALSE(effect(n, "made").may_hold_git);
    EXPECT_TRUE(effect(n, "worktree").may_hold_git);
  }
}

TEST_F(Scan, ALargeReplacedFolderChangesPlacesAsAWhole) {
  for (int i = 0; i < 4200; ++i) write("m/f" + std::to_string(i), "x");
  open();
  const Picture before = picture(root_, {.folder_times = true});
  const auto n = begin();
  const std::string m = store_->upper(n) + "/m";
  ASSERT_EQ(::mkdir(m.c_str(), 0755), 0);
  ASSERT_EQ(::setxattr(m.c_str(), "user.overlay.opaque", "y", 1, 0), 0);
  ASSERT_TRUE(base::write_file(m + "/new", "n").has_value());
  plan(n);
  ASSERT_EQ(told(n), "modified m");
  apply(n);
  EXPECT_TRUE(has("m/new"));
  EXPECT_FALSE(has("m/f1"));
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_SAME_TREE(before, picture(root_, {.folder_times = true}));
}

TEST_F(Scan, SetuidBitsAreTakenOffAndNoted) {
  write("plain", "p");
  open();
  const auto n = begin();
  const std::string up = store_->upper(n);
  ASSERT_TRUE(base::write_file(up + "/root-shell", "x", 04755).has_value());
  ::chmod((up + "/root-shell").c_str(), 04755);
  ASSERT_TRUE(base::write_file(up + "/plain", "p").has_value());
  ::chmod((up + "/plain").c_str(), 02755);
  ASSERT_TRUE(base::make_dirs(up + "/dir").has_value());
  ASSERT_TRUE(base::write_file(up + "/dir/inner", "x").has_value());
  ::chmod((up + "/dir/inner").c_str(), 06711);
  plan(n);
  EXPECT_EQ(effect(n, "root-shell").notes, std::vector<std::string>{"setuid bit removed"});
  EXPECT_EQ(effect(n, "plain").notes, std::vector<std::string>{"setgid bit removed"});
  EXPECT_EQ(effect(n, "dir").notes, std::vector<std::string>{"setuid or setgid bit removed in 1 file"});
  EXPECT_EQ(left(apply(n)), "");
  EXPECT_EQ(stat_of("root-shell").st_mode & 07777U, 0755U);
  EXPECT_EQ(stat_of("plain").st_mode & 07777U, 0755U);
  EXPECT_EQ(stat_of("dir/inner").st_mode & 07777U, 0711U);
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_EQ(left(redo(n)), "");
  EXPECT_EQ(stat_of("root-shell").st_mode & 07777U, 0755U);
}

TEST_F(Scan, FifosInsideANewFolderAreLeftOut) {
  open();
  const auto n = begin();
  const std::string d = store_->upper(n) + "/d";
  ASSERT_TRUE(base::make_dirs(d + "/sub").has_value());
  ASSERT_TRUE(base::write_file(d + "/f", "f").has_value());
  ASSERT_EQ(::mkfifo((d + "/sub/pipe").c_str(), 0644), 0);
  plan(n);
  EXPECT_EQ(effect(n, "d").notes, std::vector<std::string>{"1 fifo, socket or device in it left out"});
  apply(n);
  EXPECT_TRUE(has("d/f"));
  EXPECT_FALSE(has("d/sub/pipe"));
}

TEST_F(Scan, AModifiedHardLinkIsNotedAndTheOtherNameKeepsItsBytes) {
  write("one", "old");
  ASSERT_EQ(::link(at("one").c_str(), at("two").c_str()), 0);
  open();
  auto n = put({{"one", "new", {}}});
  EXPECT_EQ(effect(n, "one").notes, std::vector<std::string>{"hard link broken (2 names)"});
  apply(n);
  EXPECT_EQ(read("one"), "new");
  EXPECT_EQ(read("two"), "old");
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_EQ(stat_of("one").st_ino, stat_of("two").st_ino) << "undo joins them again";
  // A mode alone must not reach the other name either: it may lie outside of the tree.
  n = put({{"one", "old", 0600}});
  apply(n);
  EXPECT_EQ(stat_of("one").st_mode & 07777U, 0600U);
  EXPECT_EQ(stat_of("two").st_mode & 07777U, 0644U);
}

TEST_F(Scan, NamesThatAreNotUtf8SurviveARestart) {
  const std::string odd = "caf\xe9 \n%\x01";
  write(odd, "old");
  open();
  const auto n = put({{odd, "new", {}}, {"d\xff/" + odd, "x", {}}});
  apply(n);
  open();
  EXPECT_EQ(effect(n, odd).state, State::applied);
  EXPECT_EQ(left(undo(n)), "");
  EXPECT_EQ(read(odd), "old");
  EXPECT_FALSE(has("d\xff"));
}

}  // namespace
}  // namespace txn
