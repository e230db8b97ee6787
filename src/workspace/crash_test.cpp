// A child process does one thing and is killed in front of a random system call of it; what the next
// open() finds must be the state before or the state after, never something between.

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <random>

#include "file_workspace.h"
#include "tree_for_test.h"

using namespace workspace;
using FileWrite = Workspace::FileWrite;

namespace {

constexpr int k_done = 42;

/// Runs `work` in a child that is killed in front of its system call number `stop_at`. Returns the
/// number of calls it made if it came to its end, -1 if it was killed, -2 where ptrace is not allowed.
template <class Work>
int run_and_kill(Work work, int stop_at) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(1);
    ::raise(SIGSTOP);
    work();
    ::_exit(k_done);
  }
  int status = 0;
  if (::waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return -2;
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD);
  for (int stops = 0;; ++stops) {
    if (stops / 2 >= stop_at) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return -1;
    }
    ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    if (::waitpid(child, &status, 0) != child) return -2;
    if (WIFEXITED(status)) {
      EXPECT_EQ(WEXITSTATUS(status), k_done);
      return stops / 2;
    }
    if (!WIFSTOPPED(status)) return -2;
  }
}

}  // namespace

struct CrashTest : WorkspaceTest {
  std::mt19937 random{5};

  void make_tree() {
    workspace.reset();
    for (const char* dir : {"/project", "/state"}) ASSERT_TRUE(base::remove_all(temp.path() + dir));
    put("a", "1", 0755);
    put("d/b", std::string(5000, 'b'));
    put("d/c", "c", 0600);
    ASSERT_EQ(::symlink("a", at("l").c_str()), 0);
  }
  void change_tree() {
    put("a", "command", 0644);
    put("n/e/w", "new");
    ASSERT_TRUE(base::remove_all(at("d")));
    ASSERT_EQ(::unlink(at("l").c_str()), 0);
    put("l", "no link any more");
  }
  std::unique_ptr<FileWorkspace> opened() {
    auto made = Workspace::open(options);
    if (!made) ::_exit(3);
    return std::unique_ptr<FileWorkspace>(static_cast<FileWorkspace*>(made->release()));
  }
  static std::vector<FileWrite> edits() {
    return {{.path = "a", .bytes = "edited"}, {.path = "d/b"}, {.path = "n/e/w", .bytes = "new"},
            {.path = "d/c", .bytes = std::string(9000, 'C'), .mode = 0755}};
  }
  /// Calls `check` after a kill at each of `rounds` moments all over `work`.
  template <class Prepare, class Work, class Check>
  void kill_everywhere(int rounds, Prepare prepare, Work work, Check check) {
    int calls = 0;
    for (int trial = 0; trial < 3; ++trial) {
      prepare();
      const int made = run_and_kill(work, 1 << 30);
      if (made == -2) GTEST_SKIP() << "no ptrace here";
      calls = std::max(calls, made);
    }
    ASSERT_GT(calls, 10);
    for (int round = 0; round < rounds; ++round) {
      prepare();
      const int stop_at = static_cast<int>(random() % static_cast<unsigned>(calls));
      run_and_kill(work, stop_at);
      check(stop_at);
      if (HasFatalFailure()) return;
    }
  }
};

TEST_F(CrashTest, AnEditIsWhollyDoneOrNotAtAll) {
  Picture before;
  kill_everywhere(
      100,
      [&] {
        make_tree();
        before = picture();
      },
      [&] {
        if (!opened()->write("w", "edit", edits())) ::_exit(4);
      },
      [&](int at_call) {
        open();
        if (workspace->steps().empty()) {
          ASSERT_EQ(picture(), before) << at_call;
        } else {
          EXPECT_EQ(get("n/e/w"), "new");
          EXPECT_EQ(get("d/b"), "?missing");
          ASSERT_TRUE(workspace->undo_all().value().conflicts.empty());
          ASSERT_EQ(picture(), before) << at_call;
        }
      });
}

TEST_F(CrashTest, AnUndoIsFinishedAtTheNextStart) {
  Picture before, after;
  kill_everywhere(
      100,
      [&] {
        make_tree();
        before = picture();
        open();
        command("c", [&] { change_tree(); });
        after = picture();
        workspace.reset();
      },
      [&] {
        if (!opened()->undo("c")) ::_exit(4);
      },
      [&](int at_call) {
        open();
        ASSERT_EQ(workspace->steps().size(), 1u);
        for (const auto& said : workspace->recovered())
          ASSERT_EQ(said.find("left "), std::string::npos) << at_call << " " << said;
        if (workspace->steps()[0].undone) {
          ASSERT_EQ(picture(), before) << at_call;
        } else {
          ASSERT_EQ(picture(), after) << at_call;
          ASSERT_TRUE(workspace->undo_all().value().conflicts.empty());
          ASSERT_EQ(picture(), before) << at_call;
        }
      });
}

TEST_F(CrashTest, ACommandsEffectsAreKnownWheneverItIsKilled) {
  Picture before;
  kill_everywhere(
      80,
      [&] {
        make_tree();
        before = picture();
      },
      [&] {
        auto own = opened();
        if (!own->begin_command("c", "shell", {})) ::_exit(4);
        change_tree();
        if (!own->end_command()) ::_exit(5);
      },
      [&](int at_call) {
        const bool begun = base::exists(options.session_dir + "/txn/000001.json");
        open();
        if (!begun) {
          ASSERT_EQ(picture(), before) << at_call;
          return;
        }
        ASSERT_EQ(workspace->steps().size(), 1u);
        const auto report = workspace->undo_all().value();
        ASSERT_TRUE(report.conflicts.empty()) << at_call << " " << report.conflicts[0].path;
        ASSERT_EQ(picture(), before) << at_call;
      });
}

TEST_F(CrashTest, RecoveryMayBeKilledToo) {
  Picture before;
  kill_everywhere(
      60,
      [&] {
        make_tree();
        before = picture();
        run_and_kill([&] { (void)opened()->write("w", "edit", edits()); },
                     60 + static_cast<int>(random() % 100));
      },
      [&] { opened(); },
      [&](int at_call) {
        open();
        if (!workspace->steps().empty()) ASSERT_TRUE(workspace->undo_all().value().conflicts.empty());
        ASSERT_EQ(picture(), before) << at_call;
      });
}
