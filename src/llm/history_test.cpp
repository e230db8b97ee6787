#include "history.h"

#include <set>

#include <gtest/gtest.h>

namespace llm {
namespace {

// "u:text", "a:text", "r:", "c:id", "t:call=output" of each item; turns in brackets.
std::string shape(const std::vector<Turn>& turns) {
  std::string out;
  for (const auto& turn : turns) {
    out += turn.assistant ? "A[" : "U[";
    for (const auto& item : turn.items) {
      if (!out.ends_with('[')) out += ' ';
      if (const auto* user = std::get_if<UserMessage>(&item)) out += "u:" + user->text;
      if (const auto* said = std::get_if<AssistantMessage>(&item)) out += "a:" + said->text;
      if (std::holds_alternative<Reasoning>(item)) out += "r";
      if (const auto* call = std::get_if<ToolCall>(&item)) out += "c:" + call->id;
      if (const auto* result = std::get_if<ToolResult>(&item)) out += "t:" + result->call_id + "=" + result->output;
    }
    out += "]";
  }
  return out;
}

UserMessage user(const char* text) { return {text, {}}; }
AssistantMessage said(const char* text) { return {text, {}}; }
ToolCall call(const char* id) { return {id, "tool", "{}", false, {}}; }
ToolResult result(const char* id, const char* output) { return {id, output, false, {}, false}; }

TEST(History, PutsResultsBehindTheirCallsAndMakesUpMissingOnes) {
  const std::string lost(k_no_result);
  const struct { std::vector<Item> items; std::string wanted; } table[] = {
      {{user("q"), said("s"), call("1"), call("2"), result("2", "b"), result("1", "a"), user("w")},
       "U[u:q]A[a:s c:1 c:2]U[t:1=a t:2=b u:w]"},
      {{user("q"), call("1"), user("stop"), result("1", "a")}, "U[u:q]A[c:1]U[t:1=a u:stop]"},
      {{user("q"), call("1")}, "U[u:q]A[c:1]U[t:1=" + lost + "]"},
      {{user("q"), call("1"), user("go on")}, "U[u:q]A[c:1]U[t:1=" + lost + " u:go on]"},
      {{user("q"), result("9", "orphan"), said("s")}, "U[u:q]A[a:s]"},
      {{user("q"), call("1"), result("1", ""), said("s")}, "U[u:q]A[c:1]U[t:1=(no output)]A[a:s]"},
      {{user("q"), call("1"), result("1", "a"), call("2"), result("2", "b")}, "U[u:q]A[c:1]U[t:1=a]A[c:2]U[t:2=b]"},
      {{user("a"), user("b"), said(""), said(" \n"), user("c")}, "U[u:a u:b u:c]"},
      {{user(""), user("x")}, "U[u:x]"},
      {{}, ""},
  };
  for (const auto& row : table) EXPECT_EQ(shape(turns_of(row.items, {})), row.wanted);
}

TEST(History, KeepsOnlyReasoningOfTheSameModelThatLedToSomething) {
  HistoryRules rules;
  rules.origin = "chat/m";
  const Reasoning own{"t", "{}", "chat/m"}, other{"t", "{}", "messages/x"};
  EXPECT_EQ(shape(turns_of({user("q"), own, said("s"), user("w")}, rules)), "U[u:q]A[r a:s]U[u:w]");
  EXPECT_EQ(shape(turns_of({user("q"), other, said("s"), user("w")}, rules)), "U[u:q]A[a:s]U[u:w]");
  EXPECT_EQ(shape(turns_of({user("q"), own, user("w")}, rules)), "U[u:q u:w]");
  EXPECT_EQ(shape(turns_of({user("q"), said("s"), own}, rules)), "U[u:q]A[a:s r]");   // paused: it goes on from there
}

TEST(History, MakesIdsThatAnyProviderTakes) {
  HistoryRules rules;
  rules.id_max = 40;
  const std::string id = "call_abc|fc_" + std::string(400, 'x');
  const auto turns = turns_of({user("q"), call(id.c_str()), call((id + "y").c_str()), call("functions.shell:0"),
                               result(id.c_str(), "1"), result((id + "y").c_str(), "2"), result("functions.shell:0", "3")}, rules);
  std::set<std::string> ids;
  for (const auto& item : turns[1].items) {
    const auto& made = std::get<ToolCall>(item).id;
    EXPECT_LE(made.size(), 40u);
    EXPECT_EQ(made.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"), std::string::npos) << made;
    ids.insert(made);
  }
  EXPECT_EQ(ids.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(std::get<ToolResult>(turns[2].items[i]).call_id, std::get<ToolCall>(turns[1].items[i]).id);
}

TEST(History, GivesMistralNineLetters) {
  HistoryRules rules;
  rules.nine_char_ids = true;
  const auto turns = turns_of({user("q"), call("call_1"), call("aB3dE6gH9"), result("call_1", "x")}, rules);
  const auto& made = std::get<ToolCall>(turns[1].items[0]).id;
  EXPECT_EQ(made.size(), 9u);
  EXPECT_EQ(made.find_first_of("_-"), std::string::npos);
  EXPECT_EQ(std::get<ToolCall>(turns[1].items[1]).id, "aB3dE6gH9");
}

TEST(History, TellsRepeatedIdsApart) {
  const auto turns = turns_of({user("q"), call("call_0"), result("call_0", "first"), call("call_0"), result("call_0", "second")}, {});
  ASSERT_EQ(turns.size(), 5u);
  const auto& a = std::get<ToolResult>(turns[2].items[0]);
  const auto& b = std::get<ToolResult>(turns[4].items[0]);
  EXPECT_EQ(a.output, "first");
  EXPECT_EQ(b.output, "second");
  EXPECT_NE(a.call_id, b.call_id);
}

TEST(History, DoesNotChangeTheBeginningWhenItemsAreAppended) {
  std::vector<Item> items{user("q"), said("s"), call("a:1"), result("a:1", "x")};
  const auto before = shape(turns_of(items, {}));
  items.emplace_back(said("t"));
  items.emplace_back(call("a:2"));
  items.emplace_back(result("a:2", "y"));
  EXPECT_TRUE(shape(turns_of(items, {})).starts_with(before));
}

TEST(History, SaysThatAnImageWasThereWhereTheModelIsBlind) {
  HistoryRules rules;
  rules.images = false;
  const auto turns = turns_of({UserMessage{"look", {{"image/png", "12345"}}}}, rules);
  const auto& message = std::get<UserMessage>(turns[0].items[0]);
  EXPECT_TRUE(message.images.empty());
  EXPECT_NE(message.text.find("image/png, 5 bytes"), std::string::npos);
}

}  // namespace
}  // namespace llm
