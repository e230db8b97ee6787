#include "attempt_choice.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace engine;

namespace {

using Names = std::vector<std::string>;

Names deal(int wanted, const Names& models) {
  std::vector<bool> is_builtin;
  for (const auto& name : models) is_builtin.push_back(name == "builtin");
  const auto out = dealt(wanted, models, is_builtin);
  return out ? *out : Names{out.error().what.substr(0, 12)};
}

Attempt made(int n, const std::string& status, std::int64_t lines, bool held = false) {
  Attempt out;
  out.n = n;
  out.session = "s";
  out.lines = lines;
  out.report.status = status;
  out.report.changes.resize(1);
  if (held) out.report.held.resize(1);
  return out;
}

}  // namespace

TEST(AttemptChoice, DealsModelsInTurnAndBuiltinOnce) {
  EXPECT_EQ(deal(0, {"a", "b"}), (Names{"a", "b"}));
  EXPECT_EQ(deal(0, {"a", "a"}), (Names{"a", "a"}));
  EXPECT_EQ(deal(5, {"a", "b"}), (Names{"a", "b", "a", "b", "a"}));
  EXPECT_EQ(deal(4, {"builtin", "a"}), (Names{"builtin", "a", "a", "a"}));
  EXPECT_EQ(deal(3, {"builtin", "builtin", "a"}), (Names{"builtin", "a", "a"}));
  EXPECT_EQ(deal(1, {"builtin"}), (Names{"builtin"}));
  EXPECT_EQ(deal(2, {"builtin"}), (Names{"builtin is n"}));
  EXPECT_EQ(deal(0, {"builtin", "builtin"}), (Names{"builtin is n"}));
  EXPECT_EQ(deal(1, {"a", "b"}), (Names{"2 models for"}));
  EXPECT_EQ(deal(33, {"a"}), (Names{"--attempts: "}));
}

TEST(AttemptChoice, TheBetterOneIsByVerdictThenByWhatIsHeldThenBySize) {
  const Attempt k_order[] = {made(9, "verified", 5),    made(1, "verified", 6),    made(2, "verified", 6),
                             made(3, "verified", 1, true), made(4, "unverified", 1), made(5, "failed", 1),
                             made(6, "regressed", 1),   made(7, "unchanged", 0)};
  for (std::size_t i = 0; i < std::size(k_order); ++i)
    for (std::size_t j = 0; j < std::size(k_order); ++j) EXPECT_EQ(is_better(k_order[i], k_order[j]), i < j) << i << " " << j;
}

TEST(AttemptChoice, OneThatWasCancelledIsNoProof) {
  Attempt one = made(1, "unverified", 1);
  one.is_cancelled = true;
  EXPECT_EQ(one.status(), "cancelled");
  EXPECT_TRUE(is_better(made(2, "failed", 9), one));
  one.report.status = "verified";   // it was ready before it noticed
  EXPECT_EQ(one.status(), "verified");
  EXPECT_EQ(Attempt().status(), "not started");
}
