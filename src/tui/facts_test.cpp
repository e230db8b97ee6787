#include "facts.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <utility>

namespace tui {
namespace {

void tell(Facts& facts, std::uint64_t seq, const std::string& type, const std::string& payload) {
  facts.event({seq, 0, type, payload}, json::parse(payload).value());
}

Facts asked() {
  Facts facts;
  tell(facts, 7, "approval.asked", R"({"step":"c1","what":"rm a","count":1,"effects":[{"path":"a","change":"deleted","why":"no copy"}]})");
  return facts;
}

TEST(Facts, AQuestionWaitsUntilItIsSettled) {
  Facts facts = asked();
  for (const auto& [type, payload] : {std::pair{"steer", R"({"text":"no"})"}, {"user.message", R"({"text":"undone","by":"verb"})"}, {"apply", R"({"step":"c0"})"}, {"approval.answered", R"({"step":"c0"})"}})
    tell(facts, 8, type, payload);
  ASSERT_TRUE(facts.asked);
  EXPECT_EQ(facts.asked->seq, 7U);
  EXPECT_EQ(facts.asked->effects.at(0).path, "a");
}

TEST(Facts, NobodyIsAskedAnyMore) {
  for (const auto& [type, payload] : {std::pair{"approval.answered", R"({"step":"c1","answer":"keep"})"}, {"apply", R"({"step":"c1"})"}, {"drop", R"({"step":""})"},
                                      {"user.message", R"({"text":"no","by":"steer"})"}, {"session.resumed", "{}"}, {"session.ended", "{}"}}) {
    Facts facts = asked();
    tell(facts, 8, type, payload);
    EXPECT_FALSE(facts.asked) << type;
  }
}

TEST(Facts, TheNewestQuestionIsTheOneThatWaits) {
  Facts facts = asked();
  tell(facts, 9, "approval.asked", R"({"step":"c2","what":"rm b","count":1,"effects":[]})");
  EXPECT_EQ(facts.asked->step, "c2");
}

}  // namespace
}  // namespace tui
