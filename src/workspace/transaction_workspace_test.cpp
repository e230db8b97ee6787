// The workspace of transactions through its public face, with real commands in a real box. Skipped where
// this machine has no overlays.

#include "transaction_workspace.h"

#include <gtest/gtest.h>

#include "text/sha256.h"
#include "transactions_for_test.h"

using namespace workspace;
using base::Code;
using base::join;
using Side = Workspace::Side;
using Tree = Workspace::Tree;

namespace {

// ---- edits ----

TEST_F(TransactionWorkspaceTest, WritesAndTakesBack) {
  put("old", "one", 0755);
  put("gone", "x");
  user_rule({"gone"}, Verdict::apply);
  const auto before = picture();
  const auto done = write("1", {{.path = "old", .bytes = "two"}, {.path = "new/deep/file", .bytes = "hello"}, {.path = "gone"}});
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(get("old"), "two");
  EXPECT_EQ(get("new/deep/file"), "hello");
  EXPECT_FALSE(base::exists(at("gone")));
  struct stat st {};
  ASSERT_EQ(::stat(at("old").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0755u);
  ASSERT_TRUE(workspace->undo("1"));
  EXPECT_EQ(picture(), before);
  ASSERT_TRUE(workspace->redo("1"));
  EXPECT_EQ(get("old"), "two");
  EXPECT_FALSE(base::exists(at("gone")));
}

TEST_F(TransactionWorkspaceTest, AnEditRefusesWhatItDidNotExpect) {
  put("file", "now");
  const std::string hash = text::sha256_hex("now");
  struct Case {
    Workspace::FileWrite write;
    Code code;
  };
  const Case cases[] = {
      {{.path = "file", .bytes = "x", .expected_hash = text::sha256_hex("then")}, Code::changed},
      {{.path = "file", .bytes = "x", .expected_hash = ""}, Code::changed},
      {{.path = "none", .bytes = "x", .expected_hash = hash}, Code::changed},
      {{.path = "none"}, Code::not_found},
      {{.path = "../x", .bytes = "x"}, Code::denied},
      {{.path = ".", .bytes = "x"}, Code::invalid},
  };
  const auto before = picture();
  for (const Case& test : cases) {
    const auto done = write("x", {{.path = "other", .bytes = "never"}, test.write});
    ASSERT_FALSE(done) << test.write.path;
    EXPECT_EQ(done.error().code, test.code) << done.error().what;
  }
  EXPECT_EQ(picture(), before);
  EXPECT_TRUE(write("y", {{.path = "file", .bytes = "x", .expected_hash = hash}}));
}

TEST_F(TransactionWorkspaceTest, AnEditIsHeldOrRefusedAsAWhole) {
  put("a", "1");
  user_rule({"ask/**"}, Verdict::hold);
  user_rule({"never"}, Verdict::refuse);
  const auto held = write("h", {{.path = "a", .bytes = "2"}, {.path = "ask/x", .bytes = "x"}});
  ASSERT_FALSE(held);
  EXPECT_EQ(held.error().code, Code::denied);
  EXPECT_NE(held.error().what.find("rule of the test"), std::string::npos) << held.error().what;
  const auto refused = write("r", {{.path = "a", .bytes = "2"}, {.path = "never", .bytes = "x"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::denied);
  EXPECT_EQ(get("a"), "1");
  EXPECT_EQ(states(step("h")), "held:a held:ask held:ask/x");
  ASSERT_TRUE(workspace->accept("h"));
  EXPECT_EQ(get("a"), "2");
  EXPECT_EQ(get("ask/x"), "x");
}

// ---- commands ----

TEST_F(TransactionWorkspaceTest, ACommandsChangesComeWhenItHasEnded) {
  put("a", "1\n");
  put("gone", "x\n");
  put("name", "long enough to be known again under another name\n");
  const auto before = picture();
  const auto command = open_command("c");
  EXPECT_EQ(sh("echo 2 > a; rm gone; mkdir d; echo n > d/n; mv name other; cat a", command.view), "2\n");
  EXPECT_EQ(picture(), before);
  open();   // as after a kill
  EXPECT_EQ(states(step("c")), "held:a held:d held:d/n held:gone held:name held:other");
  EXPECT_EQ(step("c").effects[0].why, "its command was interrupted");
  EXPECT_EQ(workspace->recovered().size(), 1u);
  EXPECT_EQ(picture(), before);
  open();
  EXPECT_EQ(step("c").effects[0].why, "its command was interrupted");   // still known the next time
  ASSERT_TRUE(workspace->accept("c"));
  EXPECT_EQ(get("a"), "2\n");
  EXPECT_EQ(get("d/n"), "n\n");
  EXPECT_FALSE(base::exists(at("gone")));
  for (const Effect& effect : step("c").effects) {
    if (effect.path == "other") EXPECT_EQ(effect.renamed_from, "name");
  }
  const auto report = workspace->undo_all();
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->conflicts.empty());
  EXPECT_EQ(picture(), before);
}

TEST_F(TransactionWorkspaceTest, HeldEffectsAreTakenOrDroppedByPath) {
  for (const char* each : {"a", "b", "d/x", "d/y"}) put(each, std::string("precious ") + each);
  const Step done = run("c", "rm -rf a b d; echo n > n");
  EXPECT_EQ(states(done), "held:a held:b held:d applied:n");
  EXPECT_FALSE(done.effects[0].why.empty());
  ASSERT_TRUE(workspace->accept("c", {"a"}));
  EXPECT_FALSE(base::exists(at("a")));
  EXPECT_TRUE(base::exists(at("b")));
  ASSERT_TRUE(workspace->drop("c", {"d"}));
  EXPECT_EQ(states(step("c")), "applied:a held:b refused:d applied:n");
  EXPECT_EQ(step("c").effects[2].why, "dropped by the user");
  EXPECT_EQ(workspace->accept("c", {"d"}).error().code, Code::not_found);
  open();
  EXPECT_EQ(states(step("c")), "applied:a held:b refused:d applied:n");
  EXPECT_EQ(step("c").effects[2].why, "dropped by the user");
  EXPECT_FALSE(step("c").effects[1].why.empty());
  ASSERT_TRUE(workspace->undo("c", {"a"}));
  EXPECT_EQ(get("a"), "precious a");
  EXPECT_EQ(get("n"), "n\n");
  ASSERT_TRUE(workspace->undo("c"));
  EXPECT_FALSE(base::exists(at("n")));
  ASSERT_TRUE(workspace->redo("c", {"n"}));
  EXPECT_EQ(get("n"), "n\n");
  EXPECT_EQ(get("a"), "precious a");
}

TEST_F(TransactionWorkspaceTest, WhatTheUserChangedMeanwhileIsAConflict) {
  put("a", "1\n");
  put("b", "1\n");
  const auto command = open_command("c");
  sh("echo agent > a; echo agent > b; echo agent > n", command.view);
  put("a", "mine\n");
  put("n", "mine\n");
  const Step done = close_command(command);
  EXPECT_EQ(states(done), "conflict:a applied:b conflict:n");
  EXPECT_EQ(get("a"), "mine\n");
  EXPECT_EQ(get("b"), "agent\n");
  EXPECT_EQ(get("n"), "mine\n");
  EXPECT_EQ(text(done.effects[0], Side::after), "agent\n");   // both versions are kept
  ASSERT_TRUE(workspace->undo_all());
  EXPECT_EQ(get("a"), "mine\n");
  EXPECT_EQ(get("b"), "1\n");
  ASSERT_TRUE(workspace->drop("c"));
  EXPECT_EQ(get("a"), "mine\n");
}

TEST_F(TransactionWorkspaceTest, TwoCommandsMayBeOpenAtOnce) {
  put("a", "1\n");
  put("both", "1\n");
  const auto one = open_command("one"), two = open_command("two");
  sh("echo one > a; echo one > both", one.view);
  EXPECT_EQ(sh("cat a both; echo two > both; echo two > b", two.view), "1\n1\n");
  EXPECT_EQ(states(close_command(two)), "applied:b applied:both");
  EXPECT_EQ(states(close_command(one)), "applied:a conflict:both");
  EXPECT_EQ(get("both"), "two\n");
  EXPECT_EQ(get("a"), "one\n");
  EXPECT_EQ(loop.run(workspace->after_command(one.number)).error().code, Code::invalid);
}

TEST_F(TransactionWorkspaceTest, AHeldStepCanBeGoneOnWith) {
  put("a", "1\n");
  options.hold_all = true;
  open();
  EXPECT_EQ(states(run("f", "echo 2 > a; echo n > n; mkdir d; echo x > d/x")), "held:a held:d held:d/x held:n");
  for (int round = 0; round < 2; ++round) {
    if (round == 1) open();   // also by a later process
    const auto again = workspace->again("f");
    ASSERT_TRUE(again) << again.error().what;
    EXPECT_EQ(sh("cat a n d/x; echo x >> d/x; rm d/none 2> /dev/null; echo $((1 + 1)) > a", again->view),
              std::string("2\nn\nx\n") + (round == 1 ? "x\n" : ""));
    close_command(*again);
  }
  EXPECT_EQ(get("a"), "1\n");
  const auto last = workspace->again("f");
  ASSERT_TRUE(last);
  sh("rm -r d n; echo 1 > a", last->view);
  close_command(*last);
  for (const Effect& effect : step("f").effects) EXPECT_EQ(effect.path, "a");   // its time at most
  EXPECT_EQ(workspace->again("none").error().code, Code::not_found);
}

TEST_F(TransactionWorkspaceTest, AHeldStepWhoseNextCommandWasKilledIsReadAnew) {
  options.hold_all = true;
  open();
  run("1", "echo one > one");
  const auto command = workspace->again("1");
  ASSERT_TRUE(command) << command.error().what;
  sh("echo two > two", command->view);
  open();   // as the next plumb finds it: nobody has read what the second command did
  EXPECT_EQ(states(step("1")), "held:one held:two");
  ASSERT_EQ(workspace->recovered().size(), 1U);
  ASSERT_TRUE(workspace->accept("1"));
  EXPECT_EQ(get("two"), "two\n");
}

TEST_F(TransactionWorkspaceTest, AThousandForksAtOnceSeeOnlyThemselves) {
  put("base", "0");
  constexpr int k_forks = 1000;
  std::vector<Workspace::Command> forks;
  for (int i = 0; i < k_forks; ++i) forks.push_back(open_command("f" + std::to_string(i)));
  std::size_t wrong = 0;
  for (int i = 0; i < k_forks; ++i) {
    const std::string n = std::to_string(i);
    if (sh("echo " + n + " > own" + n + "; echo " + n + " > base; echo *", forks[static_cast<std::size_t>(i)].view) !=
        "base own" + n + "\n")
      ++wrong;
  }
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(get("base"), "0");
  // Each has its own two effects; of those on the one file all but the first are conflicts.
  EXPECT_EQ(states(close_command(forks[0])), "applied:base applied:own0");
  for (int i = 1; i < k_forks; ++i) {
    const std::string n = std::to_string(i);
    if (states(close_command(forks[static_cast<std::size_t>(i)])) != "conflict:base applied:own" + n) ++wrong;
  }
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(get("base"), "0\n");
}

TEST_F(TransactionWorkspaceTest, WhatIsAppliedCannotBeGoneOnWith) {
  ASSERT_EQ(states(run("c", "echo n > n")), "applied:n");
  EXPECT_EQ(workspace->again("c").error().code, Code::invalid);
}

// ---- three steps ----

struct ThreeSteps : TransactionWorkspaceTest {
  Picture pictures[4];
  Picture first;   // pictures[0] without times
  void SetUp() override {
    TransactionWorkspaceTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    put("a", "0\n");
    put("gone", "0\n");
    put("d/x", "0\n");
    pictures[0] = picture();
    first = picture(false);
    run("1", "echo 1 > a; echo 1 > n; mkdir new; echo 1 > new/f");
    pictures[1] = picture();
    // Held, since it deletes what only the user has.
    if (!write("2", {{.path = "a", .bytes = "2\n"}, {.path = "gone"}, {.path = "new/f", .bytes = "2\n"}})) {
      ASSERT_TRUE(workspace->accept("2"));
    }
    pictures[2] = picture();
    run("3", "echo 3 > a; rm n; chmod 700 d/x; echo 3 > new/f");
    pictures[3] = picture();
    ASSERT_NE(pictures[2], pictures[3]);
  }
};

TEST_F(ThreeSteps, AreFoldedIntoOneListWithBothSides) {
  std::map<std::string, Effect> all;
  for (Effect& effect : workspace->total()) all[effect.path] = effect;
  ASSERT_TRUE(all.contains("a"));
  EXPECT_EQ(text(all["a"], Side::before), "0\n");
  EXPECT_EQ(text(all["a"], Side::after), "3\n");
  EXPECT_NE(workspace->diff(all["a"]).find("-0\n+3\n"), std::string::npos) << workspace->diff(all["a"]);
  EXPECT_FALSE(all.contains("n"));   // made and removed
  EXPECT_EQ(all["gone"].change, Change::deleted);
  EXPECT_EQ(text(all["gone"], Side::before), "0\n");
  EXPECT_EQ(all["d/x"].change, Change::mode);
  EXPECT_EQ(workspace->diff(all["d/x"]), "diff --git a/d/x b/d/x\nold mode 100644\nnew mode 100755\n");
  ASSERT_TRUE(all.contains("new/f"));
  EXPECT_EQ(all["new/f"].change, Change::created);
  EXPECT_EQ(text(all["new/f"], Side::after), "3\n");
  // Each step's own sides, wherever the versions lie by now.
  for (const char* id : {"1", "2", "3"})
    for (const Effect& effect : step(id).effects) {
      if (effect.path != "a") continue;
      EXPECT_EQ(text(effect, Side::after), std::string(id) + "\n");
      EXPECT_EQ(text(effect, Side::before), std::to_string(std::atoi(id) - 1) + "\n");
    }
}

TEST_F(ThreeSteps, GoBackAndForthStepByStep) {
  ASSERT_TRUE(workspace->undo("3"));
  EXPECT_EQ(picture(), pictures[2]);
  ASSERT_TRUE(workspace->redo("3"));
  EXPECT_EQ(picture(), pictures[3]);
  auto report = workspace->undo_from("2");
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->conflicts.empty());
  EXPECT_EQ(picture(), pictures[1]);
  EXPECT_TRUE(step("2").undone);
  open();
  EXPECT_TRUE(step("2").undone);
  EXPECT_FALSE(step("1").undone);
  ASSERT_TRUE(workspace->redo("2"));
  ASSERT_TRUE(workspace->redo("3"));
  EXPECT_EQ(picture(), pictures[3]);
  ASSERT_TRUE(workspace->undo_all());
  EXPECT_EQ(picture(), pictures[0]);
}

TEST_F(ThreeSteps, AnEarlierStepLeavesWhatALaterOneChanged) {
  const auto report = workspace->undo("1");
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->conflicts.empty());
  for (const Conflict& conflict : report->conflicts) EXPECT_FALSE(conflict.why.empty()) << conflict.path;
  EXPECT_EQ(get("a"), "3\n");
  EXPECT_EQ(get("new/f"), "3\n");
  ASSERT_TRUE(workspace->undo_all());
  EXPECT_EQ(picture(), pictures[0]);
}

TEST_F(ThreeSteps, CopiesOfBeforeAndNowAreEqualByteForByte) {
  put("product", "made of a\n");
  const auto copied = [&](Tree tree, bool times) {
    const std::string into = temp.path() + (tree == Tree::now ? "/now" : "/before");
    const auto made = loop.run(workspace->fork(tree, into, false));
    EXPECT_TRUE(made) << made.error().what;
    Picture copy;
    picture_of(into, "", copy, times);
    return copy;
  };
  EXPECT_EQ(copied(Tree::now, true), picture());
  const Picture now = picture(false);
  Picture before = copied(Tree::before, false);
  EXPECT_EQ(before["product"], now.at("product"));
  // Times differ on purpose: what came back is younger than what was made of its later version, so that
  // `make` in the copy makes it again.
  const auto time_of = [&](const char* path) {
    struct stat st {};
    EXPECT_EQ(::stat((temp.path() + "/before/" + path).c_str(), &st), 0) << path;
    return std::pair(st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
  };
  EXPECT_GT(time_of("a"), time_of("product"));
  before.erase("product");
  EXPECT_EQ(before, first);
}

TEST_F(ThreeSteps, ViewsOfBeforeAndNowShowThatAndKeepNothing) {
  const std::string look = "find . -type f | sort | while read f; do echo $f $(cat $f) $(stat -c %a $f); done";
  std::string shown[2];
  for (const Tree tree : {Tree::now, Tree::before}) {
    const auto scratch = loop.run(workspace->scratch(tree));
    ASSERT_TRUE(scratch) << scratch.error().what;
    shown[tree == Tree::now ? 0 : 1] = sh(look + "; rm -rf *; echo x > y", (*scratch)->view());
  }
  EXPECT_EQ(shown[0], "./a 3 644\n./d/x 0 700\n./new/f 3 644\n");
  EXPECT_EQ(shown[1], "./a 0 644\n./d/x 0 644\n./gone 0 644\n");
  EXPECT_EQ(picture(), pictures[3]);
}

// The second step removed `gone`; the third made new/f. What is shown wins over both.
TEST_F(ThreeSteps, ViewsAndCopiesShowOtherVersionsOfFiles) {
  const std::vector<Shown> files = {{"a", std::nullopt},
                                    {"d", std::nullopt},
                                    {"gone", "back", Kind::file, 0600, 1'000'000'000},
                                    {"new/g/h", "deep", Kind::file, 0755, 0},
                                    {"link", "gone", Kind::symlink}};
  const std::string look =
      "find . -mindepth 1 | sort | while read f; do echo $f $(stat -c %F,%a $f) $(test -f $f && cat $f); done; stat -c %Y gone";
  const std::string common = "./gone regular file,600 back\n./link symbolic link,777 back\n";
  const std::string deep = "./new/g directory,755\n./new/g/h regular file,755 deep\n1\n";
  const std::string want[2] = {common + "./new directory,755\n./new/f regular file,644 3\n./new/g directory,755\n./new/g/h regular file,755 deep\n1\n",
                               common + "./new directory,755\n" + deep};
  for (const Tree tree : {Tree::now, Tree::before}) {
    const auto scratch = loop.run(workspace->scratch(tree, files));
    ASSERT_TRUE(scratch) << scratch.error().what;
    EXPECT_EQ(sh(look, (*scratch)->view()), want[tree == Tree::now ? 0 : 1]);
    const std::string into = temp.path() + (tree == Tree::now ? "/now" : "/before");
    ASSERT_TRUE(loop.run(workspace->fork(tree, into, false)));
    const auto shown = show(into, files);
    ASSERT_TRUE(shown) << shown.error().what;
    Picture copy;
    picture_of(into, "", copy, false);
    EXPECT_EQ(copy.count("a") + copy.count("d") + copy.count("d/x"), 0u);
    EXPECT_EQ(copy.count("new/f"), tree == Tree::now ? 1u : 0u);
    EXPECT_EQ(copy.count("new/g/h"), 1u);
  }
  EXPECT_EQ(picture(), pictures[3]);
}

TEST_F(ThreeSteps, ViewsOfAKilledProcessAreSweptAtTheNextOpen) {
  auto scratch = loop.run(workspace->scratch(Tree::now));
  ASSERT_TRUE(scratch);
  const std::string upper = (*scratch)->view().upper;
  scratch->reset();
  ASSERT_TRUE(base::make_dirs(upper));   // as if it had been killed: nobody removed it
  workspace.reset();
  open();
  EXPECT_FALSE(base::exists(upper));
  EXPECT_EQ(picture(), pictures[3]);
}

TEST_F(ThreeSteps, WhatIsHiddenIsNotListed) {
  const std::vector<Shown> files = {{"d", std::nullopt}, {"d/x", std::nullopt}, {"new", std::nullopt}, {"new/f", std::nullopt}};
  const auto scratch = loop.run(workspace->scratch(Tree::now, files));
  ASSERT_TRUE(scratch) << scratch.error().what;
  EXPECT_EQ(sh("find . -mindepth 1 | sort; ls -a d new 2>&1 | grep -c x", (*scratch)->view()), "./a\n0\n");
  const std::vector<Shown> replaced = {{"d", std::nullopt}, {"d/y", "1"}, {"d/x", std::nullopt}};
  const auto other = loop.run(workspace->scratch(Tree::now, replaced));
  ASSERT_TRUE(other) << other.error().what;
  EXPECT_EQ(sh("ls -A d", (*other)->view()), "y\n");
}

TEST_F(ThreeSteps, ShownFilesCannotLeaveTheTree) {
  const std::string into = temp.path() + "/copy";
  ASSERT_TRUE(loop.run(workspace->fork(Tree::now, into, false)));
  ASSERT_EQ(::symlink(temp.path().c_str(), (into + "/out").c_str()), 0);
  for (const char* path : {"../x", "/etc/x", "a/../../x", ".git/config", "", "a//b"}) {
    EXPECT_FALSE(show(into, {{path, "evil"}})) << path;
    EXPECT_FALSE(loop.run(workspace->scratch(Tree::now, {{path, "evil"}}))) << path;
  }
  // A link in the way is replaced, not followed.
  ASSERT_TRUE(show(into, {{"out/x", "mine"}}));
  EXPECT_FALSE(base::exists(temp.path() + "/x"));
}

TEST_F(ThreeSteps, RecordsThatExpiredSaySo) {
  EXPECT_GT(workspace->kept_bytes(), 0u);
  const auto expired = workspace->shrink(0);
  ASSERT_TRUE(expired);
  EXPECT_FALSE(expired->empty());
  const auto report = workspace->undo_all();
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->conflicts.empty());
  EXPECT_NE(report->conflicts[0].why.find("quota"), std::string::npos);
  EXPECT_EQ(picture(), pictures[3]);
}

TEST_F(ThreeSteps, TheHashBeforeIsThatOfTheTreeBefore) {
  const std::string copy = temp.path() + "/copy";
  ASSERT_TRUE(loop.run(workspace->fork(Tree::before, copy, false)));
  const auto hashes = loop.run(workspace->tree_hashes());
  ASSERT_TRUE(hashes) << hashes.error().what;
  EXPECT_EQ(hashes->why_not, "");
  EXPECT_EQ(hashes->now, hash());
  EXPECT_NE(hashes->before, hashes->now);
  ASSERT_TRUE(workspace->undo_all());
  EXPECT_EQ(hash(), hashes->before);
  options.root = copy;
  open_other("copy");
  EXPECT_EQ(hash(), hashes->before);
}

TEST_F(TransactionWorkspaceTest, TheHashBeforeKnowsWhatWasNotIgnoredThen) {
  put("a", "1\n");
  put("x.log", "seen\n");
  const std::string first = hash();
  ASSERT_TRUE(workspace->write("s", "ignore", {{".gitignore", "*.log\n", std::nullopt, std::nullopt}}));
  const auto hashes = loop.run(workspace->tree_hashes());
  ASSERT_TRUE(hashes) << hashes.error().what;
  EXPECT_EQ(hashes->before, first);
  EXPECT_NE(hashes->now, first);
}

TEST_F(TransactionWorkspaceTest, TheHashIsThatOfSnapshots) {
  put("a", "1\n");
  put("d/tool", "2\n", 0755);
  put(".gitignore", "*.log\n");
  put("x.log", "ignored");
  ASSERT_EQ(::symlink("a", at("link").c_str()), 0);
  const std::string ours = hash();
  EXPECT_EQ(ours.size(), 64u);
  options.transactions = false;
  open_other("snapshots");
  ASSERT_FALSE(workspace->is_transactional());
  EXPECT_EQ(hash(), ours);
}

}  // namespace
