// Renaming folders in an overlay, against what the kernel does to the same tree outside.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>

#include <cerrno>

#include "box_world.h"

namespace sandbox {
namespace {

class RenameTest : public BoxTest {
 protected:
  void SetUp() override {
    START_BOX();
    if (const auto& all = probed().abilities; std::any_of(all.begin(), all.end(), [](const Ability& each) {
          return each.what == "private /proc" && !each.works;
        }))
      GTEST_SKIP() << "no private /proc: renames are not watched";
    const std::string& p = world.project;
    World::write(p + "/dir/a", "a\n");
    World::write(p + "/dir/sub/b", "b\n");
    World::write(p + "/dir/sub/deep/c", "c\n");
    World::write(p + "/full/x", "x\n");
    World::make(p + "/empty");
    ASSERT_EQ(::symlink("a", (p + "/dir/link").c_str()), 0);
  }
  static constexpr const char* k_list = "find . -printf '%p %y %m %s %T@ %l\\n' | grep -v '^[.] ' | sort";
};

constexpr const char* k_rename = "perl -e 'exit(rename($ARGV[0], $ARGV[1]) ? 0 : $!+0)' ";

struct Case {
  const char* from;
  const char* to;
};

TEST_F(RenameTest, DoesWhatTheKernelDoesOutside) {
  constexpr Case k_cases[] = {
      {"dir", "new"},         {"dir", "empty"},     {"dir", "full"},      {"dir", "file"},       {"dir", "dir/sub/inside"},
      {"dir", "none/new"},    {"dir", "."},         {"dir/sub", "moved"}, {"dir/sub/", "moved/"}, {"none", "new"},
      {"dir", "dir"},         {"dir/sub", "dir"},   {"file", "dir"},      {"file", "renamed"},   {"./dir/../dir", "full/../new"},
      {"dir/link", "link"},   {"empty", "dir"},     {"dir/sub", "empty"}, {"dir/.", "new"},      {"file/", "new"},
  };
  for (const auto& each : k_cases) {
    const std::string rename = k_rename + std::string(each.from) + " " + each.to + "; echo $?; " + k_list;
    const Done inside = world.sh(rename, world.overlay());
    // The same on a plain copy, with the times that renaming itself sets left out of the comparison.
    const Done outside = world.bare("cp -a . $OUT/copy && cd $OUT/copy && " + rename + "; rm -r $OUT/copy");
    const auto without_times = [](const std::string& text) {
      std::string out;
      for (std::size_t at = 0; at < text.size();) {
        auto end = text.find('\n', at);
        if (end == std::string::npos) end = text.size();
        const std::string line = text.substr(at, end - at);
        // "./dir d 755 4096 1763.5 ": of folders neither time nor size, which are the file system's.
        const auto kind = line.find(" d ");
        out += kind == std::string::npos ? line : line.substr(0, kind + 6);
        out += "\n";
        at = end + 1;
      }
      return out;
    };
    EXPECT_EQ(without_times(inside.out), without_times(outside.out)) << each.from << " -> " << each.to;
  }
}

TEST_F(RenameTest, NoReplaceAndExchangeKeepTheirMeaning) {
  const std::string call = "perl -e 'require \"syscall.ph\" if 0; exit(syscall($ARGV[0], -100, $ARGV[1], -100, $ARGV[2], $ARGV[3]+0) == 0 "
                           "? 0 : $!+0)' " + std::to_string(SYS_renameat2) + " ";
  constexpr int k_no_replace = 1, k_eexist = EEXIST;
  EXPECT_EQ(world.sh(call + "dir empty " + std::to_string(k_no_replace), world.overlay()).code, k_eexist);
  EXPECT_EQ(world.sh(call + "dir file " + std::to_string(k_no_replace), world.overlay()).code, k_eexist);
  EXPECT_EQ(world.sh(call + "dir new " + std::to_string(k_no_replace) + " && cat new/sub/deep/c", world.overlay()).out, "c\n");
  EXPECT_EQ(world.sh(call + "dir empty 0 && cat empty/a", world.overlay()).out, "a\n");
}

TEST_F(RenameTest, KeepsModesTimesAndAttributes) {
  const std::string sub = world.project + "/dir/sub";
  ::chmod(sub.c_str(), 0750);
  const bool has_xattr = ::setxattr(sub.c_str(), "user.plumb", "value", 5, 0) == 0;
  const timespec times[2] = {{1000000000, 5}, {1100000000, 7}};
  ASSERT_EQ(::utimensat(AT_FDCWD, sub.c_str(), times, 0), 0);
  const View view = world.overlay();
  const Done done = world.sh(std::string(k_rename) + "dir new && stat -c '%a %Y' new/sub && readlink new/link", view);
  EXPECT_EQ(done.out, "750 1100000000\na\n");
  if (has_xattr) {
    char value[16] = {};
    EXPECT_EQ(::getxattr((view.upper + "/new/sub").c_str(), "user.plumb", value, sizeof value), 5);
  }
}

TEST_F(RenameTest, WorksFromEveryKindOfPath) {
  const std::string absolute = world.project;
  EXPECT_EQ(world.sh(k_rename + absolute + "/dir " + absolute + "/new && cat new/a", world.overlay()).out, "a\n");
  EXPECT_EQ(world.sh(std::string("cd dir/sub && ") + k_rename + "../sub/deep ../../new && cat ../../new/c", world.overlay()).out, "c\n");
  // By descriptors, with another working folder.
  const std::string by_fd = "perl -e 'use Fcntl; sysopen(D, \"dir\", O_RDONLY|O_DIRECTORY) or die; chdir \"/\"; "
                            "exit(syscall(" + std::to_string(SYS_renameat2) + ", fileno(D), my $a = \"sub\", fileno(D), my $b = \"moved\", 0) == 0 ? 0 : 1)' "
                            "&& cat dir/moved/b";
  EXPECT_EQ(world.sh(by_fd, world.overlay()).out, "b\n");
}

TEST_F(RenameTest, MvAndGitMvWork) {
  ASSERT_EQ(world.bare("git init -q . && git add . && git -c user.name=n -c user.email=e commit -qm one").code, 0);
  const View view = world.overlay();
  const Done done = world.sh("git mv dir moved && git status --short && mv moved again && cat again/sub/deep/c && "
                             "strace -V > /dev/null 2>&1; git mv -k none other; echo $?", view);
  EXPECT_NE(done.out.find("R  dir/a -> moved/a\n"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("c\n"), std::string::npos) << done.out;
  EXPECT_TRUE(base::exists(world.project + "/dir/a"));
}

TEST_F(RenameTest, AFailureHalfWayMovesEverythingBack) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may do what is to fail here";
  // What is in a folder that cannot be written cannot be moved out of it.
  ::chmod((world.project + "/dir/sub").c_str(), 0555);
  const Done done = world.sh(std::string(k_rename) + "dir new; echo $?; find dir -type f | sort; ls -d new", world.overlay());
  EXPECT_EQ(done.out.find(std::to_string(EACCES) + "\ndir/a\ndir/sub/b\ndir/sub/deep/c\n"), 0u) << done.out;
  ::chmod((world.project + "/dir/sub").c_str(), 0755);
}

TEST_F(RenameTest, HasTheRightsOfTheOneThatAsks) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs two users";
  ::chmod((world.project + "/dir").c_str(), 0755);
  const Done done = world.sh("setpriv --reuid 1000 --clear-groups perl -e 'exit(rename(\"dir\", \"new\") ? 0 : $!+0)'; echo $?; ls", world.overlay());
  EXPECT_EQ(done.out.find(std::to_string(EACCES) + "\n"), 0u) << done.out;
  EXPECT_NE(done.out.find("dir\n"), std::string::npos);
}

TEST_F(RenameTest, OutOfTheProjectIsStillAnotherFileSystem) {
  EXPECT_EQ(world.sh(std::string(k_rename) + "dir /tmp/dir", world.overlay()).code, EXDEV);
  EXPECT_EQ(world.sh("mv dir /tmp/dir && cat /tmp/dir/sub/b && mv /tmp/dir back && cat back/a", world.overlay()).out, "b\na\n");
}

TEST_F(RenameTest, ManyAtOnceAndUnderSignals) {
  const std::string script =
      "use POSIX; use Time::HiRes qw(ualarm); my $bad = 0; "
      "for my $n (1..8) { system(\"cp -r dir d$n.0\"); next if fork; "
      "my $a = POSIX::SigAction->new(sub {}, POSIX::SigSet->new, SA_RESTART); $a->safe(1); sigaction(SIGALRM, $a); "
      "for my $i (1..20) { ualarm(300); rename(\"d$n.\" . ($i-1), \"d$n.$i\") or (print(\"$i $!\\n\"), exit 1) } ualarm(0); exit 0 } "
      "while (wait > 0) { $bad++ if $? } exit $bad";
  const Done done = world.run(world.spec({"perl", "-e", script}), world.overlay());
  EXPECT_EQ(done.code, 0) << done.out;
}

TEST_F(RenameTest, ALargeFolderMoves) {
  ASSERT_EQ(world.bare("mkdir -p big && cd big && seq 500 | xargs -I{} sh -c 'mkdir -p d$(({} % 20)); echo {} > d$(({} % 20))/{}'").code, 0);
  EXPECT_EQ(world.sh(std::string(k_rename) + "big moved && find moved -type f | wc -l && test ! -e big && cat moved/*/* | sort -n | tail -1",
                     world.overlay()).out, "500\n500\n");
}

}  // namespace
}  // namespace sandbox
