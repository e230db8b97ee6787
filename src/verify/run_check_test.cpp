#include <gtest/gtest.h>

#include "base/file.h"
#include "io/loop.h"
#include "verify/verify.h"

namespace verify {
namespace {

class RunCheck : public ::testing::Test {
 protected:
  base::Result<CheckRun> run(const std::string& command, io::Millis timeout = io::Millis(20000)) {
    Check check{"", command, "test"};
    return loop_.run(run_check(loop_, check, dir(), env_, timeout));
  }
  [[nodiscard]] const std::string& dir() const { return dir_->path(); }
  void SetUp() override {
    auto made = base::TempDir::make();
    ASSERT_TRUE(made);
    dir_.emplace(*std::move(made));
  }
  std::optional<base::TempDir> dir_;
  io::Loop loop_;
  base::Env env_ = base::Env::of_process();
};

TEST_F(RunCheck, GivesExitCodeOutputAndTests) {
  const auto done = run("echo 1..2; echo ok 1 - a; echo not ok 2 - b >&2; exit 3");
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_EQ(done->exit_code, 3);
  EXPECT_FALSE(done->passed());
  EXPECT_EQ(done->output, "1..2\nok 1 - a\nnot ok 2 - b\n");
  ASSERT_EQ(done->tests.size(), 2U);
  EXPECT_EQ(done->tests[1].outcome, Outcome::failed);
}

TEST_F(RunCheck, ATimeoutIsAResultThatKeepsTheOutput) {
  const auto done = run("echo started; sleep 60", io::Millis(2000));
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_TRUE(done->timed_out);
  EXPECT_FALSE(done->passed());
  EXPECT_EQ(done->output, "started\n");
}

TEST_F(RunCheck, AChildThatKeepsThePipeOpenDoesNotHoldItUpForEver) {
  const auto done = run("sleep 60 & echo left", io::Millis(20000));
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_FALSE(done->timed_out);
  EXPECT_LT(done->duration_ms, 5000);
  EXPECT_EQ(done->output, "left\n");
}

TEST_F(RunCheck, KeepsCredentialsFromTests) {
  env_.set("OPENAI_API_KEY", "sk-1");
  env_.set("GITHUB_TOKEN", "t");
  env_.set("DB_PASSWORD", "p");
  env_.set("PLAIN", "stays");
  const auto done = run("echo \"[$OPENAI_API_KEY$GITHUB_TOKEN$DB_PASSWORD] $PLAIN $PAGER\"");
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, "[] stays cat\n");
}

TEST_F(RunCheck, OutputIsBounded) {
  const auto done = run("head -c 3000000 /dev/zero | tr '\\0' 'x'");
  ASSERT_TRUE(done);
  EXPECT_LE(done->output.size(), k_check_output_max);
}

TEST_F(RunCheck, AMissingFolderIsAnError) {
  const auto done =
      loop_.run(run_check(loop_, {"", "true", ""}, "/nonexistent/x", env_, io::Millis(1000)));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::Code::not_found);
}

TEST_F(RunCheck, CancellationEndsTheWholeGroup) {
  io::CancelSource cancel;
  loop_.post([&] { cancel.cancel(); });
  const auto done = loop_.run(io::cancellable(
      cancel, run_check(loop_, {"", "sleep 60", ""}, dir(), env_, io::Millis(60000))));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, base::Code::cancelled);
}

}  // namespace
}  // namespace verify
