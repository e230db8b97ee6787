// Where an overlay without privileges differs from a plain tree, and what must be right all the same: a
// row of the list after the other, by real commands in a real box, from the command to its undo. (Renames
// of folders: sandbox/rename_test.cpp. What changes below a mount: sandbox/box_test.cpp. Conflicts:
// txn/clash_test.cpp. Databases, npm, builds, git: tests/scenarios.)

#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/xattr.h>

#include <algorithm>

#include "transactions_for_test.h"

using namespace workspace;

namespace {

struct Semantics : TransactionWorkspaceTest {
  static std::string by_python(const std::string& script) { return "python3 -B - 2>&1 <<'END'" + script + "END\n"; }
  /// `script` by Python, in a command of its own; what it printed.
  std::string python(const std::string& id, const std::string& script) {
    const auto command = open_command(id);
    std::string out = sh(by_python(script), command.view);
    close_command(command);
    return out;
  }
  static bool is_noted(const Step& step, const std::string& path, std::string_view note) {
    return std::any_of(step.effects.begin(), step.effects.end(), [&](const Effect& effect) {
      return effect.path == path && std::any_of(effect.notes.begin(), effect.notes.end(), [&](const std::string& each) {
               return each.find(note) != std::string::npos;
             });
    });
  }
  struct stat stat_of(const std::string& path) {
    struct stat st {};
    EXPECT_EQ(::lstat(at(path).c_str(), &st), 0) << path;
    return st;
  }
  /// Nothing of overlayfs' own may reach the tree.
  void expect_no_marks() {
    for (const auto& [path, what] : picture()) {
      char names[4096];
      const ssize_t size = ::llistxattr(at(path).c_str(), names, sizeof names);
      EXPECT_EQ(std::string(names, size > 0 ? static_cast<std::size_t>(size) : 0).find("overlay"), std::string::npos) << path;
    }
  }
};

TEST_F(Semantics, AFolderIsRenamedWholeAndComesBack) {
  put("d/sub/x", "x\n");
  put("d/y", "y\n");
  const auto before = picture();
  run("1", "mv d e");
  EXPECT_FALSE(base::exists(at("d")));
  EXPECT_EQ(get("e/y"), "y\n");
  ASSERT_TRUE(workspace->undo("1"));
  EXPECT_EQ(picture(), before);
}

TEST_F(Semantics, WritingToOneNameOfAFileLeavesTheOthers) {
  put("one", "old\n");
  ASSERT_EQ(::link(at("one").c_str(), at("two").c_str()), 0);
  const auto inode = stat_of("one").st_ino;
  const Step done = run("1", "echo new > one");
  EXPECT_EQ(get("one"), "new\n");
  EXPECT_EQ(get("two"), "old\n");
  EXPECT_TRUE(is_noted(done, "one", "hard link broken (2 names)"));
  ASSERT_TRUE(workspace->undo("1"));
  EXPECT_EQ(stat_of("one").st_ino, inode);   // they are one file again
  EXPECT_EQ(stat_of("two").st_ino, inode);
}

TEST_F(Semantics, WhatIsOpenOrMappedWhileAFileIsCopiedUpChangesNothingOfTheEffect) {
  put("file", "old\n");
  const std::string out = python("1", R"py(
import mmap
early = open("file", "rb", buffering=0)
mapped = mmap.mmap(early.fileno(), 4, prot=mmap.PROT_READ)
with open("file", "r+b", buffering=0) as late: late.write(b"new\n")
early.seek(0); early.read(); bytes(mapped)      # either version, by the kernel's age
print(open("file").read(), end="")
)py");
  EXPECT_EQ(out, "new\n");
  EXPECT_EQ(get("file"), "new\n");
  ASSERT_TRUE(workspace->undo("1"));
  EXPECT_EQ(get("file"), "old\n");
}

TEST_F(Semantics, LocksHoldInsideAlsoAcrossTheCopyUpAndAreNotSharedWithTheHost) {
  put("file", "old\n");
  const base::Fd hosts(::open(at("file").c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::flock(hosts.get(), LOCK_EX | LOCK_NB), 0);
  const std::string out = python("1", R"py(
import fcntl, os, subprocess, sys
TRY = "import fcntl,sys; f = open('file', 'r+'); fcntl.%s(f, fcntl.LOCK_EX | fcntl.LOCK_NB)"
def other(call): return subprocess.run([sys.executable, "-c", TRY % call], stderr=subprocess.DEVNULL).returncode == 0
for call in ("flock", "lockf"):
    with open("file", "r+") as f:
        getattr(fcntl, call)(f, fcntl.LOCK_EX | fcntl.LOCK_NB)     # the host's is not seen
        print(call, "held:", not other(call))
        f.write("new\n"); f.flush()
        print(call, "held after the copy:", not other(call))
    print(call, "free:", other(call))
)py");
  EXPECT_EQ(out, "flock held: True\nflock held after the copy: True\nflock free: True\n"
                 "lockf held: True\nlockf held after the copy: True\nlockf free: True\n");
  EXPECT_EQ(get("file"), "new\n");
}

TEST_F(Semantics, WatchersInsideSeeTheCommandAndThoseOutsideOnlyWhatIsApplied) {
  put("file", "old\n");
  const base::Fd watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  ASSERT_TRUE(watch);
  ASSERT_GE(::inotify_add_watch(watch.get(), root.c_str(), IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVE | IN_CLOSE_WRITE), 0);
  const auto seen = [&] {
    char events[4096];
    return ::read(watch.get(), events, sizeof events) > 0;
  };
  const auto command = open_command("1");
  const std::string out = sh(by_python(R"py(
import ctypes, os, struct
libc = ctypes.CDLL(None)
fd = libc.inotify_init1(os.O_NONBLOCK)
libc.inotify_add_watch(fd, b".", 0x2 | 0x100)                       # IN_MODIFY, IN_CREATE
for n in range(20):
    with open("file", "w") as f: f.write(str(n))
open("made", "w").close()
events = os.read(fd, 65536); names = set()
while events:
    size = struct.unpack_from("iIII", events)[3]
    names.add(events[16:16 + size].rstrip(b"\0").decode()); events = events[16 + size:]
print(sorted(names))
)py"), command.view);
  EXPECT_EQ(out, "['file', 'made']\n");
  EXPECT_FALSE(seen());
  close_command(command);
  EXPECT_TRUE(seen());
  EXPECT_EQ(get("file"), "19");
}

TEST_F(Semantics, OfALargeFileACopyIsMadeWhichIsSaidAndStaysSparse) {
  constexpr off_t k_size = off_t{300} << 20;
  put("big", "begin");
  ASSERT_EQ(::truncate(at("big").c_str(), k_size), 0);
  const Step done = run("1", "printf X | dd of=big bs=1 seek=1 conv=notrunc 2> /dev/null");
  EXPECT_TRUE(is_noted(done, "big", "300.0 MiB copied up"));
  EXPECT_EQ(stat_of("big").st_size, k_size);
  EXPECT_LT(stat_of("big").st_blocks * 512, k_size / 10);
  const auto starts_with = [&](std::string_view want) {
    char got[5] = {};
    const base::Fd fd(::open(at("big").c_str(), O_RDONLY | O_CLOEXEC));
    return ::read(fd.get(), got, sizeof got) == 5 && std::string_view(got, 5) == want;
  };
  EXPECT_TRUE(starts_with("bXgin"));
  ASSERT_TRUE(workspace->undo("1"));
  EXPECT_TRUE(starts_with("begin"));
}

TEST_F(Semantics, EveryWayToMakeAndChangeFilesIsAnEffectAndComesBack) {
  put("mode", "m\n", 0644);
  put("touched", "t\n");
  put("marked", "m\n");
  put("file-to-folder", "f\n");
  put("folder-to-file/x", "x\n");
  put("a", "a\n");
  put("b", "b\n");
  ASSERT_EQ(::setxattr(at("marked").c_str(), "user.kept", "1", 1, 0), 0);
  user_rule({"*"}, Verdict::apply);
  const auto before = picture();
  const std::string out = python("1", R"py(
import ctypes, os, mmap, shutil, socket, stat
os.chmod("mode", 0o755)
os.utime("touched", (1, 1000000000))
os.setxattr("marked", "user.more", b"2")
with open("sparse", "wb") as f: f.seek(1 << 24); f.write(b"end")
fd = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o640); os.write(fd, b"from nowhere\n")
ctypes.CDLL(None).linkat(-100, b"/proc/self/fd/%d" % fd, -100, b"tmpfile", 0x400)   # AT_SYMLINK_FOLLOW
try:
    fd = os.open("direct", os.O_CREAT | os.O_WRONLY | os.O_DIRECT)
    block = mmap.mmap(-1, 4096); block.write(b"d" * 4096); os.write(fd, block)
except OSError: open("direct", "w").write("d" * 4096)        # not on every file system
os.symlink("mode", "link")
os.mkfifo("fifo"); socket.socket(socket.AF_UNIX).bind("socket")
os.unlink("file-to-folder"); os.mkdir("file-to-folder"); open("file-to-folder/in", "w").close()
shutil.rmtree("folder-to-file"); open("folder-to-file", "w").close()
ctypes.CDLL(None).renameat2(-100, b"a", -100, b"b", 2)        # RENAME_EXCHANGE
open(b"two\nlines \xff\xfe", "w").write("odd\n")
open("append", "a").write("1"); os.truncate("append", 0)
)py");
  EXPECT_EQ(out, "");
  EXPECT_EQ(stat_of("mode").st_mode & 07777, 0755u);
  EXPECT_EQ(stat_of("touched").st_mtim.tv_sec, 1000000000);
  char value[8] = {};
  EXPECT_EQ(::getxattr(at("marked").c_str(), "user.more", value, sizeof value), 1);
  EXPECT_EQ(::getxattr(at("marked").c_str(), "user.kept", value, sizeof value), 1);
  EXPECT_EQ(stat_of("sparse").st_size, (1 << 24) + 3);
  EXPECT_LT(stat_of("sparse").st_blocks * 512, 1 << 20);
  EXPECT_EQ(get("tmpfile"), "from nowhere\n");
  EXPECT_TRUE(get("direct") == std::string(4096, 'd'));
  EXPECT_TRUE(S_ISLNK(stat_of("link").st_mode));
  EXPECT_FALSE(base::exists(at("fifo")));
  EXPECT_FALSE(base::exists(at("socket")));
  EXPECT_TRUE(is_noted(step("1"), "fifo", "a fifo is not put in the tree"));
  EXPECT_TRUE(is_noted(step("1"), "socket", "a socket is not put in the tree"));
  EXPECT_TRUE(base::exists(at("file-to-folder/in")));
  EXPECT_TRUE(S_ISREG(stat_of("folder-to-file").st_mode));
  EXPECT_EQ(get("a"), "b\n");
  EXPECT_EQ(get("b"), "a\n");
  EXPECT_EQ(get("two\nlines \xff\xfe"), "odd\n");
  EXPECT_EQ(get("append"), "");
  expect_no_marks();
  ASSERT_TRUE(workspace->undo("1"));
  EXPECT_EQ(picture(), before);
  EXPECT_EQ(::getxattr(at("marked").c_str(), "user.more", value, sizeof value), -1);
}

TEST_F(Semantics, TheMarksOfAnOverlayCannotBeForged) {
  put("d/kept", "kept\n");
  put("file", "file\n");
  const std::string out = python("1", R"py(
import os, stat
def tries(name, work):
    try: work(); print(name, "done")
    except OSError as error: print(name, error.strerror)
tries("whiteout", lambda: os.mknod("d/white", stat.S_IFCHR | 0o600, os.makedev(0, 0)))
tries("opaque", lambda: os.setxattr("d", "user.overlay.opaque", b"y"))
tries("whiteout by name", lambda: (open("d/kept2", "w").close(), os.setxattr("d/kept2", "user.overlay.whiteout", b"y")))
tries("redirect", lambda: os.setxattr("d", "user.overlay.redirect", b"/etc"))
print(sorted(os.listdir("d")))
)py");
  EXPECT_NE(out.find("whiteout Operation not permitted"), std::string::npos) << out;
  EXPECT_NE(out.find("['kept', 'kept2']"), std::string::npos) << out;
  EXPECT_EQ(get("d/kept"), "kept\n");
  EXPECT_TRUE(base::exists(at("d/kept2")));
  EXPECT_EQ(get("file"), "file\n");
  expect_no_marks();
  // And the next command sees the tree as it is.
  const auto command = open_command("2");
  EXPECT_EQ(sh("ls d", command.view), "kept\nkept2\n");
  close_command(command);
}

TEST_F(Semantics, AFolderThatIsRemovedAndMadeAgainIsNoDeletionOfWhatCameBack) {
  put("d/same", "same\n");
  put("d/other", "other\n");
  user_rule({"*"}, Verdict::apply);
  const auto before = picture();
  const Step done = run("1", "cp -a d /tmp/d && rm -r d && mkdir d && cp -a /tmp/d/same d/ && echo new > d/new");
  EXPECT_EQ(states(done), "applied:d/new applied:d/other");
  ASSERT_TRUE(workspace->undo("1"));
  EXPECT_EQ(picture(), before);
}

TEST_F(Semantics, GitReadsNothingAnewThatACommandDidNotTouch) {
  put("a", "a\n");
  put("b", "b\n");
  const std::string git = "git -c user.name=t -c user.email=t@t -c core.trustctime=true ";
  run("1", "git init -q . && git add -A && " + git + "commit -qm first 2>&1");
  // An index whose entries fit by time, inode and size is not refreshed: it stays as it is, byte by byte.
  run("2", "touch -d '2 hours ago' a b; git update-index --refresh");
  const auto command = open_command("3");
  EXPECT_EQ(sh("sha1sum .git/index > /tmp/1; git update-index --refresh; git diff-files; sha1sum .git/index | cmp - /tmp/1 && echo same",
               command.view),
            "same\n");
  close_command(command);
}

}  // namespace
