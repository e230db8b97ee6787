// Policy and story over the real store: what they read lies where it says it does, before and after.

#include "policy_for_test.h"
#include "workspace/git_effects.h"

using namespace workspace;

struct PolicyStore : PolicyTest {
  std::unique_ptr<txn::Store> real;
  std::uint64_t number = 0;

  void SetUp() override {
    PolicyTest::SetUp();
    if (std::system("git --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "git is not installed";
    put("a.txt", "one\n");
    ASSERT_EQ(run("git init -q -b main && git add -A && git commit -qm one"), "");
  }
  /// A command that takes nothing away, as a planned transaction of the real store.
  const txn::Transaction& plan(const std::string& command) {
    transact(command);
    txn::StoreOptions options;
    options.root = root;
    options.dir = temp.path() + "/store";
    real = std::move(txn::Store::open(options).value());
    number = real->begin("1", command).value();
    shell("cp -a '" + store.folder + "/u/.' '" + real->upper(number) + "'");
    return **real->plan(number);
  }
};

TEST_F(PolicyStore, ACommitIsJudgedAndToldAlikeBeforeAndAfterItIsApplied) {
  const auto& planned = plan("echo two >> a.txt && mkdir new && echo n > new/n && git add -A && git commit -qm two && "
                             "git branch feature/x && git tag v1");
  ASSERT_FALSE(planned.effects.empty());
  const auto judge = Judge::make(root, {});
  for (const Judgement& judgement : judge->judge(planned, *real)) EXPECT_EQ(judgement.why, "");
  const auto before = git_story(planned, *real);
  ASSERT_GE(before.size(), 5u);
  EXPECT_TRUE(before[0].starts_with("HEAD: main ")) << before[0];
  EXPECT_TRUE(before[0].ends_with(" (commit: two)")) << before[0];
  EXPECT_TRUE(before[1].starts_with("branch feature/x created at ")) << before[1];
  EXPECT_TRUE(before[2].starts_with("tag v1 created at ")) << before[2];
  const auto applied = real->apply(number);
  ASSERT_TRUE(applied) << applied.error().what;
  EXPECT_TRUE(applied->left.empty());
  EXPECT_EQ(git_story(real->all().back(), *real), before);
  EXPECT_EQ(run("git log --oneline | wc -l"), "2");
}

TEST_F(PolicyStore, AFolderMadeWholeIsLookedInto) {
  const auto& planned = plan("git init -q sub && echo evil > sub/.git/hooks/pre-commit");
  const auto judged = Judge::make(root, {})->judge(planned, *real);
  ASSERT_EQ(judged.size(), 1u);
  EXPECT_EQ(judged[0].verdict, Verdict::hold);
  EXPECT_EQ(judged[0].why, "runs outside the sandbox later: a git hook (sub/.git/hooks/pre-commit)");
}

TEST_F(PolicyStore, AFolderRemovedWholeIsLookedInto) {
  put("d/mine", "m");
  transact("true");
  txn::StoreOptions options;
  options.root = root;
  options.dir = temp.path() + "/store";
  real = std::move(txn::Store::open(options).value());
  number = real->begin("1", "rm").value();
  ASSERT_TRUE(real->put(number, {{"d/mine", std::nullopt, std::nullopt}, {"a.txt", std::nullopt, std::nullopt}}));
  const txn::Transaction& planned = **real->plan(number);
  const auto judged = Judge::make(root, {})->judge(planned, *real);
  ASSERT_EQ(judged.size(), planned.effects.size());
  for (std::size_t i = 0; i < judged.size(); ++i)
    EXPECT_EQ(judged[i].verdict, planned.effects[i].path == "a.txt" ? Verdict::apply : Verdict::hold)
        << planned.effects[i].path << judged[i].why;
}
