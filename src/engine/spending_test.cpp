#include "spending.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "budgeted_model.h"
#include "io/loop.h"
#include "journal/journal.h"
#include "json/json.h"

namespace engine {
namespace {

struct SpendingTest : testing::Test {
  base::TempDir dir = base::TempDir::make().value();
  const std::string& state() const { return dir.path(); }
  static Settings::Budgets day(double usd) { return {usd, {}, {}}; }

  /// A session's log with an answer that cost so much.
  void log(const std::string& id, const std::string& cwd, double usd) const {
    ASSERT_TRUE(base::make_dirs(base::join(state(), "sessions")));
    auto made = journal::Journal::create(base::join(state(), "sessions/" + id));
    ASSERT_TRUE(made) << made.error().what;
    ASSERT_TRUE((*made)->append("session.started", json::Object{{"id", id}, {"cwd", cwd}, {"task", "x"}, {"model", json::Object{{"provider", "p"}, {"id", "m"}}}}));
    ASSERT_TRUE((*made)->append("model.answer", json::Object{{"turn", 1}, {"usage", json::Object{{"input", 10}, {"output", 5}}}, {"cost_usd", usd}, {"model", "p/m"}}));
  }
};

TEST_F(SpendingTest, TwoRunsDoNotSpendTheSameDollar) {
  Spending first(state(), day(1), "/a", "s1"), second(state(), day(1), "/b", "s2");
  const auto one = first.reserve({0.1, 0.7, 0.05});
  ASSERT_TRUE(one) << one.error().what;
  EXPECT_DOUBLE_EQ(*one, 0.7);
  const auto two = second.reserve({0.1, 0.7, 0.05});   // 0.2 are left: the answer is shorter
  ASSERT_TRUE(two) << two.error().what;
  EXPECT_NEAR(*two, 0.1, 1e-9);
  second.settle(0.15);
  const auto none = second.reserve({0.2, 0.7, 0.05});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, base::Code::budget);
  EXPECT_NE(none.error().what.find("budget of this day ($0.80 of $1.00"), std::string::npos) << none.error().what;
}

/// A model that answers with some text and then fails, or cannot be reached at all.
struct Breaking final : llm::Model {
  explicit Breaking(base::Code code, bool retries = false) : code(code), retries(retries) {
    known.provider = "p";
    known.price_in = known.price_out = known.price_cache_write = 1e6;   // a dollar a token
  }
  [[nodiscard]] const llm::ModelInfo& info() const override { return known; }
  io::Task<base::Result<llm::Response>> respond(llm::Request, llm::EventSink sink) override {
    if (code != base::Code::denied) sink(llm::TextDelta{"12345678"});
    if (retries) {
      sink(llm::Retrying{1, 0, "broke off"});
      llm::Response out;
      out.usage.input = 1;
      co_return out;
    }
    co_return base::fail(code, "x");
  }
  llm::ModelInfo known;
  base::Code code;
  bool retries;
};

TEST_F(SpendingTest, ACallThatBreaksOffIsNotFreeOfCharge) {
  struct Row {
    base::Code code;
    bool retries;
    double usd;
  };
  llm::Request request;
  request.instructions = std::string(40, 'x');   // 12 tokens, reckoned with a quarter more
  request.max_output = 50;
  double before = 0;
  int n = 0;
  for (const Row& row : {Row{base::Code::unavailable, false, 14}, Row{base::Code::cancelled, false, 14}, Row{base::Code::denied, false, 0},
                         Row{base::Code::unavailable, true, 15}}) {
    io::Loop loop;
    auto model = with_budgets(std::make_unique<Breaking>(row.code, row.retries),
                              std::make_unique<Spending>(state(), day(10000), "/a", "s" + std::to_string(++n)));
    (void)loop.run(model->respond(request, [](const llm::Event&) {}));
    const auto now = spent_so_far(state(), "/a").value().day;
    EXPECT_NEAR(now - before, row.usd, 1e-9) << base::name(row.code);
    before = now;
  }
  // It stays, however long ago, unlike what the logs tell.
  Spending next(state(), day(42), "/a", "next");
  EXPECT_FALSE(next.reserve({20, 1, 1}));
}

TEST_F(SpendingTest, WhatTheLogsSayCounts) {
  log("01A", "/a", 0.6);
  log("01B", "/b", 0.3);
  Settings::Budgets budgets{{}, 1.0, {}};
  Spending a(state(), budgets, "/a", "s1"), b(state(), budgets, "/b", "s2");
  EXPECT_NEAR(a.reserve({0, 5, 0.1}).value(), 0.4, 1e-9);
  EXPECT_NEAR(b.reserve({0, 5, 0.1}).value(), 0.7, 1e-9);
  Spending all(state(), {{}, {}, 1.0}, "/c", "s3");
  EXPECT_FALSE(all.reserve({0, 5, 0.2}));
  const auto so_far = spent_so_far(state(), "/a");
  ASSERT_TRUE(so_far);
  EXPECT_NEAR(so_far->project, 1.0, 1e-9);
  EXPECT_NEAR(so_far->all, 2.0, 1e-9);
}

TEST_F(SpendingTest, WhatAKilledProcessHadReservedStaysCounted) {
  const pid_t child = ::fork();
  if (child == 0) {
    Spending spending(state(), day(1), "/a", "s1");
    const bool ok = spending.reserve({0.2, 0.3, 0.1}).has_value();
    ::_exit(ok ? 0 : 1);   // no destructor: as if it were killed
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_NEAR(spent_so_far(state(), "/a")->day, 0.5, 1e-9);
  Spending again(state(), day(1), "/a", "s1");   // the same session goes on
  EXPECT_NEAR(again.reserve({0, 5, 0.1}).value(), 0.5, 1e-9);
}

TEST_F(SpendingTest, ADamagedFileIsNoLeave) {
  ASSERT_TRUE(base::write_file(base::join(state(), "spending.json"), "{"));
  Spending spending(state(), day(1), "/a", "s1");
  const auto got = spending.reserve({0, 1, 0.1});
  ASSERT_FALSE(got);
  EXPECT_NE(got.error().what.find("spending.json is damaged"), std::string::npos);
}

}  // namespace
}  // namespace engine
