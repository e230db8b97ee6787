// Killed before every single system call of apply, undo and redo, and again while recovering; and every
// call failing. Afterwards the tree is completely old or completely new, and everything still goes.
//
// All of it as an ordinary user with a read-only folder in the tree, so that the moments in which a
// folder's mode is another are among those that are hit.

#include "fault_injector.h"
#include "test_tree.h"

namespace txn {
namespace {

constexpr Shows k_all{.folder_times = true, .link_times = true};

class Crash : public TreeTest {
 protected:
  void SetUp() override {
    TreeTest::SetUp();
    // Two processes that take turns are quicker on one processor.
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(::sched_getcpu(), &one);
    ::sched_getaffinity(0, sizeof before_, &before_);
    ::sched_setaffinity(0, sizeof one, &one);
    if (!can_inject()) GTEST_SKIP() << "no fault injector for this machine";
    ::chmod(folder_->path().c_str(), 0777);
    for (const std::string& path : {root_, store_dir_}) (void)base::remove_all(path);
  }

  void TearDown() override { ::sched_setaffinity(0, sizeof before_, &before_); }

  // A tree, and a planned transaction with every kind of operation. In the child.
  int build() {
    ::umask(022);
    if (!base::make_dirs(root_)) return 1;
    write("edited", "old");
    write("gone", "old");
    write("turned", "a file");
    write("mode", "m", 0644);
    write("ro/edited", "old");
    write("ro/gone", "old");
    write("dir/a", "a");
    write("dir/sub/b", "b");
    write("inner/x", "x");
    folder("ro", 0555);
    folder("inner", 0755);
    write("shut/y", "y");
    folder("shut", 0555);
    auto opened = Store::open(options());
    if (!opened) return 2;
    store_ = std::move(*opened);
    const auto number = store_->begin("id", "everything");
    if (!number || *number != 1) return 3;
    const std::vector<Store::Write> files = {
        {"edited", "new", {}}, {"gone", {}, {}}, {"dir", {}, {}}, {"made", "new", {}}, {"made-dir/x/y", "new", {}},
        {"ro/edited", "new", {}}, {"ro/gone", {}, {}}, {"ro/made", "new", {}}, {"shut", {}, {}}};
    if (!store_->put(1, files)) return 4;
    const std::string up = store_->upper(1);
    // What put() does not make: another type, a mode alone, a folder's mode.
    ::mkdir((up + "/turned").c_str(), 0755);
    if (!base::write_file(up + "/turned/in", "a folder")) return 5;
    ::setxattr((up + "/made-dir").c_str(), "user.overlay.opaque", "y", 1, 0);
    if (!base::write_file(up + "/mode", "m", 0600)) return 6;
    ::chmod((up + "/mode").c_str(), 0600);
    ::mkdir((up + "/inner").c_str(), 0700);
    if (!base::write_file(up + "/inner/new", "n")) return 7;
    ::setxattr((up + "/inner").c_str(), "user.overlay.origin", "", 0, 0);
    ::chmod((up + "/made-dir").c_str(), 0555);
    if (!store_->plan(1)) return 8;
    store_.reset();
    return 0;
  }
  void rebuild() {
    for (const std::string& path : {root_, store_dir_}) ASSERT_TRUE(base::remove_all(path).has_value());
    ASSERT_EQ(as_user([&] { return build(); }), 0);
  }

  enum class What { apply, undo, redo };
  base::Result<Outcome> operate(What what) {
    if (what == What::undo) return store_->undo(1);
    return what == What::apply ? store_->apply(1) : store_->redo(1);
  }
  // Opens the store and does it, between the marks.
  int open_and(What what) {
    auto opened = Store::open(options());
    if (!opened) return 11;
    store_ = std::move(*opened);
    mark();
    const auto outcome = operate(what);
    mark();
    if (!outcome) {
      std::fprintf(stderr, "%s\n", outcome.error().what.c_str());
      return 12;
    }
    return outcome->left.empty() ? 0 : 13;
  }
  // Opening alone, between the marks: recovery.
  int open_only() {
    mark();
    auto opened = Store::open(options());
    mark();
    return opened ? 0 : 21;
  }
  // Which of the two the tree is, and whether the states say so too. In the child, with an open store.
  std::string state() {
    const Picture now = picture(root_);
    const bool is_old = difference(old_, now).empty(), is_new = difference(new_, now).empty();
    if (!is_old && !is_new)
      return "neither; against old:\n" + difference(old_, now) + "against new:\n" + difference(new_, now);
    if (is_old && difference(old_all_, picture(root_, k_all)) != "")
      return "old, but its times:\n" + difference(old_all_, picture(root_, k_all));
    for (const Effect& e : store_->all().at(0).effects)
      if ((e.state == State::applied) != is_new) return "the states do not tell the truth: " + e.path;
    return is_old ? "old" : "new";
  }
  // Opens the store (which recovers), expects one of the two, and makes it `wanted`. One child for all.
  int settle(const std::string& wanted) {
    store_.reset();
    auto opened = Store::open(options());
    if (!opened) return 41;
    store_ = std::move(*opened);
    const std::string found = state();
    if (found != "old" && found != "new") {
      std::fprintf(stderr, "%s\n", found.c_str());
      return 42;
    }
    if (found == wanted) return 0;
    const auto outcome = operate(wanted == "new" ? What::apply : What::undo);
    if (!outcome || !outcome->left.empty()) {
      std::fprintf(stderr, "%s\n", outcome ? left(*outcome).c_str() : outcome.error().what.c_str());
      return 43;
    }
    return state() == wanted ? 0 : 44;
  }
  void remember_both() {
    rebuild();
    old_ = picture(root_);
    old_all_ = picture(root_, k_all);
    ASSERT_EQ(as_user([&] { return open_and(What::apply); }), 0);
    new_ = picture(root_);
    ASSERT_NE(difference(old_, new_), "");
    ASSERT_EQ(new_.count("ro/made"), 1U);
    ASSERT_EQ(as_user([&] { return settle("old"); }), 0);
  }
  // The recovery itself is killed, too.
  void recover_killed(std::initializer_list<int> kills) {
    for (const int at : kills) run_with_fault({.at = at}, [&] { return open_only(); });
  }

  cpu_set_t before_{};
  Picture old_, old_all_, new_;
};

TEST_F(Crash, KilledBeforeEveryCallOfTheFirstApply) {
  remember_both();
  const std::size_t entries = new_.size();
  int news = 0, olds = 0;
  for (int k = 1;; ++k) {
    SCOPED_TRACE("killed before call " + std::to_string(k));
    rebuild();
    old_all_ = picture(root_, k_all);
    old_ = picture(root_);
    // The built files differ in their times from one build to the next: the new tree does, too.
    const Ran run = run_with_fault({.at = k}, [&] { return open_and(What::apply); });
    if (!run.was_hit) {
      EXPECT_EQ(run.code, 0);
      break;
    }
    ASSERT_TRUE(run.was_killed);
    if (k % 3 == 0) recover_killed({k % 40 + 10, k % 23 + 30});
    // The new tree differs in its times from one build to the next, so here it is told by its names.
    const int code = as_user([&] {
      if (open_only() != 0) return 51;
      const Picture now = picture(root_);
      if (difference(old_, now).empty()) {
        if (!difference(old_all_, picture(root_, k_all)).empty()) return 52;
        if (open_and(What::apply) != 0) return 53;
        new_ = picture(root_);
        store_.reset();
        const int settled = settle("old");
        return settled == 0 ? 1 : settled;
      }
      if (now.size() != entries) return 54;
      new_ = now;
      return settle("old");
    });
    ASSERT_TRUE(code == 0 || code == 1) << code;
    code == 1 ? ++olds : ++news;
  }
  EXPECT_GT(news, 10);
  EXPECT_GT(olds, 10);
}

TEST_F(Crash, KilledBeforeEveryCallOfUndoAndRedoAndOfTheRecovery) {
  remember_both();
  ASSERT_EQ(as_user([&] { return open_and(What::redo); }), 0);
  new_ = picture(root_);
  bool undo_ended = false, redo_ended = false;
  for (int k = 1; !undo_ended || !redo_ended; ++k) {
    SCOPED_TRACE("killed before call " + std::to_string(k));
    for (const What what : {What::undo, What::redo}) {
      bool& is_ended = what == What::undo ? undo_ended : redo_ended;
      const std::string to = what == What::undo ? "old" : "new";
      if (!is_ended) {
        is_ended = !run_with_fault({.at = k}, [&] { return open_and(what); }).was_hit;
        if (k % 4 == 0) recover_killed({k % 150 + 1, (k * 7) % 200 + 1});
      }
      ASSERT_EQ(as_user([&] { return settle(to); }), 0);
    }
  }
}

TEST_F(Crash, KilledBeforeEveryCallOfTheRecovery) {
  remember_both();
  for (const int k : {90, 140}) {
    for (int j = 1 + k % 3;; j += 3) {
      SCOPED_TRACE("killed before call " + std::to_string(k) + ", recovery before " + std::to_string(j));
      run_with_fault({.at = k}, [&] { return open_and(What::redo); });
      const Ran run = run_with_fault({.at = j}, [&] { return open_only(); });
      ASSERT_EQ(as_user([&] { return settle("old"); }), 0);
      if (!run.was_hit) break;
    }
  }
}

TEST_F(Crash, EveryFailingCallIsRolledBackAndSaid) {
  remember_both();
  const struct {
    const char* name;
    long number;
    int error;
    int step;   // of those that only look, some
  } calls[] = {
      {"renameat2", SYS_renameat2, ENOSPC, 1}, {"write", SYS_write, ENOSPC, 1},
      {"openat", SYS_openat, EIO, 1},          {"mkdir", SYS_mkdir, ENOSPC, 1},
      {"chmod", SYS_chmod, EIO, 1},            {"fchmodat", SYS_fchmodat, EPERM, 1},
      {"utimensat", SYS_utimensat, EIO, 1},    {"lseek", SYS_lseek, EIO, 1},
      {"openat2", SYS_openat2, EIO, 5},        {"newfstatat", SYS_newfstatat, EIO, 5},
      {"fstat", SYS_fstat, EIO, 5}};
  for (const auto& call : calls) {
    for (const What what : {What::redo, What::undo}) {
      for (int k = 1; k < 200; k += call.step) {
        SCOPED_TRACE(std::string(what == What::undo ? "undo" : "redo") + ": " + call.name + " number " +
                     std::to_string(k) + " fails with " + std::strerror(call.error));
        const Picture& from = what == What::undo ? new_ : old_;
        const Picture& to = what == What::undo ? old_ : new_;
        const Fault fault{.at = k, .is_kill = false, .only = call.number, .error = call.error};
        const Ran run = run_with_fault(fault, [&] {
          auto opened = Store::open(options());
          if (!opened) return 31;
          store_ = std::move(*opened);
          mark();
          const auto outcome = operate(what);
          mark();
          const Picture now = picture(root_);
          if (outcome && !difference(to, now).empty()) return 32;
          if (!outcome && !difference(from, now).empty()) return 33;
          if (!outcome && outcome.error().what.find("not all") != std::string::npos) return 34;
          // And then it goes; and back for the next one.
          store_.reset();
          const int settled = settle(what == What::undo ? "old" : "new");
          return settled != 0 ? settled : settle(what == What::undo ? "new" : "old");
        });
        ASSERT_EQ(run.code, 0);
        if (!run.was_hit) break;
      }
      ASSERT_EQ(as_user([&] { return settle(what == What::undo ? "old" : "new"); }), 0);
    }
  }
}

TEST_F(Crash, EveryFailingCallOfTheFirstApplyLeavesItToBeTriedAgain) {
  const struct {
    const char* name;
    long number;
    int error;
  } calls[] = {{"lremovexattr", SYS_lremovexattr, EIO}, {"llistxattr", SYS_llistxattr, EIO}, {"fchmodat", SYS_fchmodat, EIO},
               {"getdents64", SYS_getdents64, EIO},     {"openat", SYS_openat, EMFILE},      {"renameat2", SYS_renameat2, ENOSPC},
               {"write", SYS_write, ENOSPC},            {"unlinkat", SYS_unlinkat, EIO},     {"mkdir", SYS_mkdir, ENOSPC}};
  for (const auto& call : calls) {
    for (int k = 1; k < 100; ++k) {
      SCOPED_TRACE(std::string(call.name) + " number " + std::to_string(k) + " fails with " + std::strerror(call.error));
      rebuild();
      const Fault fault{.at = k, .is_kill = false, .only = call.number, .error = call.error};
      const Ran run = run_with_fault(fault, [&] {
        const Picture before = picture(root_, k_all);
        auto opened = Store::open(options());
        if (!opened) return 31;
        store_ = std::move(*opened);
        mark();
        const auto outcome = operate(What::apply);
        mark();
        if (!outcome) {
          if (!difference(before, picture(root_, k_all)).empty()) return 33;
          const auto again = operate(What::apply);
          if (!again || !again->left.empty()) return 34;
        }
        const auto back = operate(What::undo);
        if (!back || !back->left.empty()) return 35;
        return difference(before, picture(root_, k_all)).empty() ? 0 : 36;
      });
      ASSERT_EQ(run.code, 0);
      if (!run.was_hit) break;
    }
  }
}

}  // namespace
}  // namespace txn
