// What somebody else changed is never overwritten: the failure table of the design, row by row.

#include "test_tree.h"

namespace txn {
namespace {

class Clash : public TreeTest {
 protected:
  // As an editor saves: a new file under the old name.
  void save_by_rename(const std::string& path, const std::string& bytes) {
    ASSERT_TRUE(base::write_file(at(path), bytes).has_value());
  }
  // As `echo >>` does: the same file.
  void save_in_place(const std::string& path, const std::string& bytes) {
    base::Fd fd(::open(at(path).c_str(), O_WRONLY | O_CLOEXEC));
    ASSERT_TRUE(base::write_all(fd.get(), bytes).has_value());
  }
  std::uint64_t begin_put(const std::vector<Store::Write>& files) {
    const auto n = begin();
    EXPECT_TRUE(store_->put(n, files).has_value());
    return n;
  }
};

TEST_F(Clash, TheUserEditsTheSameFileDuringTheCommand) {
  write("f", "base");
  write("other", "base");
  open();
  const auto n = begin_put({{"f", "agent", {}}, {"other", "agent", {}}});
  save_by_rename("f", "user");
  plan(n);
  const Outcome outcome = apply(n);
  EXPECT_EQ(outcome.done, std::vector<std::string>{"other"});
  ASSERT_EQ(outcome.left.size(), 1U);
  EXPECT_EQ(outcome.left[0].path, "f");
  EXPECT_EQ(bytes_of(outcome.left[0].kept_as), "agent") << "both versions are kept";
  EXPECT_EQ(read("f"), "user");
  EXPECT_EQ(effect(n, "f").state, State::conflict);
  open();
  EXPECT_EQ(effect(n, "f").state, State::conflict) << "also after a restart";
  EXPECT_EQ(effect(n, "other").state, State::applied);
  EXPECT_EQ(store_->content(n, effect(n, "f"), Store::Side::after, 100).value_or("?"), "agent");
}

TEST_F(Clash, TheUserEditsInPlaceAndSetsTheTimeBack) {
  write("f", "base");
  const struct stat old = stat_of("f");
  open();
  const auto n = begin_put({{"f", "agent", {}}});
  save_in_place("f", "user");
  const timespec times[2] = {old.st_atim, old.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, at("f").c_str(), times, 0), 0);
  plan(n);
  EXPECT_EQ(apply(n).left.size(), 1U) << "the ctime cannot be set";
  EXPECT_EQ(read("f"), "user");
}

TEST_F(Clash, TheUserEditsBetweenPlanAndApply) {
  write("f", "base");
  open();
  const auto n = put({{"f", "agent", {}}});
  save_in_place("f", "user");
  EXPECT_EQ(apply(n).left.size(), 1U);
  EXPECT_EQ(read("f"), "user");
}

TEST_F(Clash, BothCreateTheSameName) {
  open();
  auto n = begin_put({{"f", "agent", {}}});
  write("f", "user");
  plan(n);
  EXPECT_EQ(apply(n).left.size(), 1U);
  EXPECT_EQ(read("f"), "user");
  // And after the plan.
  n = put({{"g", "agent", {}}});
  write("g", "user");
  EXPECT_EQ(apply(n).left.size(), 1U);
  EXPECT_EQ(read("g"), "user");
}

TEST_F(Clash, BothCreateTheSameFolder) {
  open();
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "mkdir d; echo agent > d/a; chmod 700 d"));
  write("d/u", "user");
  plan(n);
  EXPECT_EQ(told(n), "created d/a");
  EXPECT_EQ(left(apply(n)), "");
  EXPECT_EQ(read("d/a"), "agent\n");
  EXPECT_EQ(read("d/u"), "user");
}

TEST_F(Clash, TheSameBytesAreNone) {
  open();
  const auto n = begin_put({{".git/objects/ab/cd", "blob", {}}});
  write(".git/objects/ab/cd", "blob");
  plan(n);
  EXPECT_EQ(told(n), "");
}

TEST_F(Clash, TheUserEditsAFileThatTheAgentDeleted) {
  write("f", "base");
  open();
  const auto n = begin_put({{"f", {}, {}}});
  save_in_place("f", "user");
  plan(n);
  const Outcome outcome = apply(n);
  ASSERT_EQ(outcome.left.size(), 1U);
  EXPECT_EQ(outcome.left[0].kept_as, "");
  EXPECT_EQ(read("f"), "user");
}

TEST_F(Clash, TheUserEditsAnotherFile) {
  write("f", "base");
  write("g", "base");
  open();
  const auto n = begin_put({{"f", "agent", {}}});
  save_by_rename("g", "user");
  plan(n);
  EXPECT_EQ(left(apply(n)), "");
  EXPECT_EQ(read("f"), "agent");
  EXPECT_EQ(read("g"), "user");
}

TEST_F(Clash, TheUserDeletesAFileThatTheAgentModified) {
  write("d/f", "base");
  open();
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "echo agent >> d/f"));
  ::unlink(at("d/f").c_str());
  plan(n);
  const Outcome outcome = apply(n);
  ASSERT_EQ(outcome.left.size(), 1U) << "not taken for a new file";
  EXPECT_EQ(bytes_of(outcome.left[0].kept_as), "baseagent\n");
  EXPECT_FALSE(has("d/f"));
}

TEST_F(Clash, ButARenamedFileIsNotTakenForARemovedOne) {
  write("d/f", "base");
  open();
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "mv d/f d/g"));
  plan(n);
  EXPECT_EQ(left(apply(n)), "");
  EXPECT_EQ(read("d/g"), "base");
}

TEST_F(Clash, TheUserDeletesAFolderInWhichTheAgentWorked) {
  write("d/f", "base");
  write("d/g", "base");
  open();
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "echo agent >> d/f; echo new > d/n"));
  ASSERT_TRUE(base::remove_all(at("d")).has_value());
  plan(n);
  EXPECT_EQ(apply(n).left.size(), 1U);
  EXPECT_FALSE(has("d"));
}

TEST_F(Clash, TheUserEditsInPlaceInsideAFolderThatTheAgentRemoved) {
  write("d/sub/f", "base");
  open();
  auto n = begin();
  RUN_OR_SKIP(run_script(n, "rm -rf d"));
  save_in_place("d/sub/f", "user");
  plan(n);
  EXPECT_EQ(left(apply(n)), "d: d/sub/f was changed by somebody meanwhile\n");
  EXPECT_EQ(read("d/sub/f"), "user");
}

TEST_F(Clash, AHeldRemovalIsCheckedAgainInside) {
  write("d/sub/f", "base");
  open();
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "rm -rf d"));
  plan(n);
  open();   // held over a restart
  save_in_place("d/sub/f", "user");
  EXPECT_EQ(left(apply(n)), "d: d/sub/f was made or changed by somebody since\n");
  EXPECT_EQ(read("d/sub/f"), "user");
}

TEST_F(Clash, AParentThatBecameALinkOutOfTheTree) {
  write("d/f", "base");
  write("d/old", "o");
  open();
  const auto n = begin_put({{"d/f", "agent", {}}, {"d/new", "agent", {}}, {"d/old", {}, {}}});
  plan(n);
  const std::string outside = folder_->path() + "/outside";
  ASSERT_EQ(::rename(at("d").c_str(), outside.c_str()), 0);
  ASSERT_EQ(::symlink(outside.c_str(), at("d").c_str()), 0);
  EXPECT_EQ(apply(n).left.size(), 3U);
  EXPECT_EQ(bytes_of(outside + "/f"), "base");
  EXPECT_FALSE(base::exists(outside + "/new"));
  EXPECT_TRUE(base::exists(outside + "/old"));
}

TEST_F(Clash, AnEditInTheWindowIsSwappedBack) {
  // The window itself cannot be hit from outside: the same check is reached when the file is exchanged
  // for another one with the preflight's knowledge out of date, as a filter can do.
  write("a", "base");
  write("b", "base");
  open();
  const auto n = put({{"a", "agent", {}}, {"b", "agent", {}}});
  const Outcome outcome = apply(n, [&](const Effect& e) {
    if (e.path == "b") save_by_rename("a", "user");
    return true;
  });
  EXPECT_EQ(outcome.done, std::vector<std::string>{"b"});
  EXPECT_EQ(read("a"), "user");
}

TEST_F(Clash, AfterOurOwnApplyTheNextTransactionIsFree) {
  write("f", "0");
  write("d/g", "0");
  open();
  // Quicker than the clock of most file systems ticks.
  for (int i = 1; i <= 50; ++i) {
    const auto n = put({{"f", std::to_string(i), {}}, {"d/g", std::to_string(i), {}}});
    ASSERT_EQ(left(apply(n)), "") << i;
  }
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "rm -rf d"));
  plan(n);
  EXPECT_EQ(left(apply(n)), "");
}

TEST_F(Clash, ADatabaseAndItsLogsAreOne) {
  for (const char* name : {"app.db", "app.db-wal", "app.db-shm", "other"}) write(name, "base");
  open();
  const auto n = begin_put({{"app.db", "agent", {}}, {"app.db-wal", "agent", {}}, {"app.db-shm", "agent", {}}, {"other", "agent", {}}});
  save_in_place("app.db-wal", "user");
  plan(n);
  const Outcome outcome = apply(n);
  EXPECT_EQ(outcome.done, std::vector<std::string>{"other"});
  EXPECT_EQ(outcome.left.size(), 3U);
  EXPECT_EQ(read("app.db"), "base");
}

TEST_F(Clash, WhatGitKeepsIsOne) {
  for (const char* name : {".git/HEAD", ".git/index", ".git/refs/heads/main", "src"}) write(name, "base");
  open();
  const auto n = begin_put({{".git/index", "agent", {}}, {".git/refs/heads/main", "agent", {}}, {".git/objects/12/34", "o", {}}, {"src", "agent", {}}});
  save_by_rename(".git/index", "user");
  plan(n);
  const Outcome outcome = apply(n);
  EXPECT_EQ(outcome.left.size(), 2U) << left(outcome);
  EXPECT_EQ(read(".git/refs/heads/main"), "base");
  EXPECT_EQ(read("src"), "agent");
}

TEST_F(Clash, AGitThatIsAtWorkIsNotDisturbed) {
  write(".git/index", "base");
  open();
  const auto n = put({{".git/index", "agent", {}}});
  write(".git/index.lock", "");
  const Outcome outcome = apply(n);
  ASSERT_EQ(outcome.left.size(), 1U);
  EXPECT_NE(outcome.left[0].why.find("index.lock"), std::string::npos);
  ::unlink(at(".git/index.lock").c_str());
  EXPECT_EQ(left(apply(n)), "") << "and again when it has ended";
}

TEST_F(Clash, AFolderModeChangedByBoth) {
  folder("d", 0755);
  write("d/x", "x");
  open();
  const auto n = begin();
  RUN_OR_SKIP(run_script(n, "chmod 700 d"));
  ::chmod(at("d").c_str(), 0750);
  plan(n);
  EXPECT_EQ(apply(n).left.size(), 1U);
  EXPECT_EQ(stat_of("d").st_mode & 07777U, 0750U);
}

TEST_F(Clash, OnlyTheChosenAreApplied) {
  write("a", "0");
  write("b", "0");
  open();
  const auto n = put({{"a", "1", {}}, {"b", "1", {}}});
  apply(n, [](const Effect& e) { return e.path == "b"; });
  EXPECT_EQ(read("a"), "0");
  EXPECT_EQ(read("b"), "1");
  EXPECT_EQ(effect(n, "a").state, State::planned);
  EXPECT_FALSE(store_->drop(n).has_value()) << "b is applied";
  EXPECT_TRUE(store_->drop(n, [](const Effect& e) { return e.path == "a"; }).has_value());
  EXPECT_EQ(effect(n, "a").state, State::dropped);
  undo(n);
  EXPECT_EQ(read("b"), "0");
}

// A file whose comments say nothing.
StoreOptions with_meanings(StoreOptions options) {
  options.meanings.are_known = [](std::string_view path) { return path == "list"; };
  options.meanings.of = [](std::string_view bytes) { return std::string(bytes.substr(0, bytes.find('#'))); };
  return options;
}

TEST_F(Clash, WhatWasRewrittenWithTheSameMeaningIsNone) {
  write("list", "a#1");
  write("text", "a#1");
  open(with_meanings(options()));
  const auto n = begin_put({{"list", "b#1", {}}, {"text", "b#1", {}}});
  plan(n);
  save_by_rename("list", "a#2");
  apply(n);
  EXPECT_EQ(read("list"), "b#1");

  save_by_rename("list", "b#2");
  save_by_rename("text", "b#2");
  open(with_meanings(options()));   // it was noted on disk
  Outcome outcome = undo(n);
  EXPECT_EQ(outcome.done, std::vector<std::string>{"list"});
  ASSERT_EQ(outcome.left.size(), 1U);
  EXPECT_EQ(outcome.left[0].path, "text") << "of this file nobody said that it has a meaning apart from its bytes";
  EXPECT_EQ(read("list"), "a#2") << "the version that was there when it was applied";

  // The rewritten version is the one that is kept.
  open(with_meanings(options()));
  save_by_rename("list", "a#3");
  ASSERT_EQ(redo(n).done, std::vector<std::string>{"list"});
  EXPECT_EQ(read("list"), "b#2");
  save_by_rename("list", "c#2");
  EXPECT_EQ(undo(n).left.size(), 2U) << "another meaning is a conflict";
  EXPECT_EQ(read("list"), "c#2");
}

}  // namespace
}  // namespace txn
