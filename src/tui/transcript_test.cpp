#include "transcript.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "facts.h"

namespace tui {
namespace {

struct World {
  std::vector<std::function<void(std::string)>> diffs;
  Transcript transcript{[this](const std::string&, std::function<void(std::string)> then) { diffs.push_back(std::move(then)); }, [] {}};
  Facts facts;
  std::uint64_t seq = 0;
  void event(const std::string& type, const std::string& payload, When when = When::now) {
    const plumb::Event event{++seq, 0, type, payload};
    const auto value = json::parse(payload);
    facts.event(event, *value);
    transcript.event(event, *value, when);
  }
  void text(std::string bytes) { transcript.live({plumb::Live::What::text, {}, std::move(bytes)}); }
  std::string take() {
    std::string out;
    for (const auto& line : transcript.take()) out += line.text() + "\n";
    return out;
  }
  std::string tail() {
    std::string out;
    for (const auto& line : transcript.tail(60, 20)) out += line.text() + "\n";
    return out;
  }
};

constexpr const char* k_answer = R"({"items":[{"type":"assistant","text":"One.\n\nTwo *b*."}],"usage":{"input":100,"output":10},"window":1000})";

TEST(Transcript, WhatWasStreamedIsNotSaidTwice) {
  World world;
  world.text("One.\n\nTwo");
  EXPECT_EQ(world.take(), "One.\n");
  EXPECT_EQ(world.tail(), "\nTwo\n");
  world.event("model.answer", k_answer);
  EXPECT_EQ(world.take(), "\nTwo b.\n");
  EXPECT_EQ(world.tail(), "");
  EXPECT_EQ(world.facts.used, 110);
  EXPECT_EQ(world.facts.window, 1000);
}

TEST(Transcript, ARetryMakesWhatWasStreamedVoid) {
  World world;
  world.text("Half an\n\nans");
  world.take();
  world.event("model.retry", R"({"attempt":1,"wait_ms":1000,"why":"it broke"})");
  EXPECT_NE(world.take().find("broke off"), std::string::npos);
  world.text("One.\n\nTwo *b*.");
  world.event("model.answer", k_answer);
  EXPECT_EQ(world.take(), "\nOne.\n\nTwo b.\n");
}

TEST(Transcript, ADiffThatIsLateHoldsBackWhatCameAfter) {
  World world;
  world.event("tool.call", R"({"id":"c1","name":"edit","arguments":"{\"path\":\"a.py\"}"})");
  world.event("effects", R"({"step":"c1","what":"edit a.py","count":1,"effects":[{"path":"a.py","change":"modified"}]})");
  world.event("tool.result", R"({"id":"c1","name":"edit","title":"edit a.py","output":"","duration_ms":3})");
  world.event("tool.call", R"({"id":"c2","name":"read","arguments":"{\"path\":\"b.py\"}"})");
  world.event("tool.result", R"({"id":"c2","name":"read","title":"read b.py","output":"text","duration_ms":1})");
  EXPECT_EQ(world.take(), "✓ edit a.py  3 ms\n");
  ASSERT_EQ(world.diffs.size(), 1u);
  world.diffs[0]("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x\n+y\n");
  EXPECT_EQ(world.take(), "  a.py\n      1 - x\n      1 + y\n✓ read b.py  1 ms\n");
}

TEST(Transcript, EffectsBehindTheirResultBelongToIt) {
  World world;
  world.event("tool.call", R"({"id":"c1","name":"shell","arguments":"{\"command\":\"rm x\"}"})");
  world.event("tool.result", R"({"id":"c1","name":"shell","title":"","output":"out\n[held until the user decides, NOT in the tree: D x]","duration_ms":3})");
  world.event("effects", R"({"step":"c1","what":"shell: rm x","count":1,"effects":[{"path":"x","change":"deleted","state":"held","why":"w"}]})");
  EXPECT_EQ(world.take(), "✓ $ rm x  3 ms\n  out\n  held: deleted x  (w)\n");
}

TEST(Transcript, ACommandAtWorkShowsItsLastLines) {
  World world;
  world.event("tool.call", R"({"id":"c1","name":"shell","arguments":"{\"command\":\"make\"}"})");
  for (int i = 0; i < 100'000; ++i) world.transcript.live({plumb::Live::What::tool_output, "c1", "line " + std::to_string(i) + "\n"});
  EXPECT_EQ(world.tail(), "→ $ make\n  line 99996\n  line 99997\n  line 99998\n  line 99999\n");
  EXPECT_EQ(world.transcript.doing(), "running");
  EXPECT_EQ(world.take(), "");
}

TEST(Transcript, NamesAreMadeSafe) {
  World world;
  world.event("tool.call", R"({"id":"c1","name":"sh\u001b[2Jell","arguments":"{\"command\":\"\u001b]0;x\u0007\"}"})");
  world.event("tool.result", R"({"id":"c1","name":"x","title":"\u001b[2J","output":"\u001b[2Jhi","is_error":true})");
  world.event("notice", "{\"level\":\"error\",\"text\":\"a\\u001b[2J\\nb\"}");
  world.event("plan", R"({"items":[{"text":"\u001b[2J","status":"pending"}]})");
  world.event("session.ended", R"({"status":"verified\u001b[2J","proof":{"reason":"\u001b[2J","fixed":["\u001b[2J"]}})");
  const auto text = world.take();
  EXPECT_EQ(text.find('\033'), std::string::npos);
  EXPECT_EQ(text.find('\a'), std::string::npos);
}

TEST(Facts, WhatWaitsForAnAnswerAndWhatCanBeGoneBackTo) {
  World world;
  world.event("user.message", R"({"text":"one"})");
  world.event("approval.asked", R"({"step":"s1","what":"rm x","count":1,"effects":[{"path":"x","change":"deleted","why":"w"}]})");
  ASSERT_TRUE(world.facts.asked);
  EXPECT_EQ(world.facts.asked->effects[0].path, "x");
  world.event("approval.answered", R"({"step":"s1","answer":"apply","paths":[]})");
  EXPECT_FALSE(world.facts.asked);
  world.event("user.message", R"({"text":"steered","by":"steer"})");
  world.event("user.message", R"({"text":"expanded","typed":"/two"})");
  ASSERT_EQ(world.facts.prompts.size(), 2u);
  EXPECT_EQ(world.facts.prompts[1].text, "/two");
}

}  // namespace
}  // namespace tui
