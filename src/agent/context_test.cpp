#include "agent/context.h"

#include <gtest/gtest.h>

#include <map>

namespace {

using agent::Compaction;
using agent::Conversation;

/// One turn: the model says something, calls a tool, and has its result.
void add_turn(Conversation& conversation, int n, const std::string& tool, const std::string& arguments, std::string output) {
  const std::string id = "c" + std::to_string(n);
  conversation.items.emplace_back(llm::Reasoning{"thought " + std::to_string(n), "", ""});
  conversation.items.emplace_back(llm::AssistantMessage{"Step " + std::to_string(n) + ".", ""});
  llm::ToolCall call;
  call.id = id;
  call.name = tool;
  call.arguments = arguments;
  conversation.items.emplace_back(call);
  llm::ToolResult result;
  result.call_id = id;
  result.output = std::move(output);
  conversation.items.emplace_back(result);
}

Conversation of_turns(int count, std::size_t bytes) {
  Conversation conversation;
  conversation.items.emplace_back(llm::UserMessage{"Fix the rounding.", {}});
  for (int n = 0; n < count; ++n)
    add_turn(conversation, n, "shell", R"({"command":"make test)" + std::to_string(n) + R"("})",
             std::string(bytes, 'x') + "\n" + std::to_string(n) + " passed\n[exit 0]\n");
  return conversation;
}

bool is_whole(const Conversation& conversation) {
  std::map<std::string, int> open;
  for (const auto& item : conversation.items) {
    if (const auto* call = std::get_if<llm::ToolCall>(&item)) ++open[call->id];
    if (const auto* result = std::get_if<llm::ToolResult>(&item)) --open[result->call_id];
  }
  for (const auto& [id, n] : open)
    if (n != 0) return false;
  return true;
}

const std::string& first_text(const Conversation& conversation) {
  return std::get<llm::UserMessage>(conversation.items.front()).text;
}

}  // namespace

TEST(Context, LeavesAloneWhatFits) {
  const auto conversation = of_turns(4, 1000);
  EXPECT_FALSE(agent::plan_compaction(conversation, 100000));
}

TEST(Context, MasksOldOutputsBeforeAnythingElse) {
  auto conversation = of_turns(30, 2000);
  const auto plan = agent::plan_compaction(conversation, 40000);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->kind, Compaction::Kind::masked);
  EXPECT_EQ(plan->masked.size(), 24u);   // the newest six stay
  const std::size_t items = conversation.items.size();
  agent::apply(conversation, *plan);
  EXPECT_EQ(conversation.items.size(), items);
  EXPECT_EQ(agent::bytes_of(conversation.items), plan->bytes_after);
  const auto& old = std::get<llm::ToolResult>(conversation.items[4]);
  EXPECT_NE(old.output.find("recall {\"call\":\"c0\"}"), std::string::npos) << old.output;
  EXPECT_TRUE(old.output.ends_with("0 passed\n[exit 0]\n")) << old.output;   // how it ended is kept
}

TEST(Context, RebuildsFromTheLedgerWhenMaskingIsNotEnough) {
  auto conversation = of_turns(400, 300);   // outputs too short to be masked
  const auto plan = agent::plan_compaction(conversation, 30000);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->kind, Compaction::Kind::rebuilt);
  agent::apply(conversation, *plan);
  EXPECT_TRUE(is_whole(conversation));
  EXPECT_LE(agent::bytes_of(conversation.items), 30000u);
  EXPECT_NE(first_text(conversation).find("Task: Fix the rounding."), std::string::npos);
  EXPECT_NE(first_text(conversation).find("make test3"), std::string::npos);
  EXPECT_NE(first_text(conversation).find("[exit 0]"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<llm::Reasoning>(conversation.items[1]));   // whole answers stay
}

TEST(Context, KeepsWhatEarlierRebuildsKnew) {
  auto conversation = of_turns(100, 300);
  for (int round = 0; round < 5; ++round) {
    const auto plan = agent::plan_compaction(conversation, 20000);
    ASSERT_TRUE(plan);
    agent::apply(conversation, *plan);
    add_turn(conversation, 1000 + round, "edit", R"({"path":"src/file)" + std::to_string(round) + R"(.cpp","old":"a","new":"b"})", "done");
    for (int n = 0; n < 60; ++n)
      add_turn(conversation, 2000 + 100 * round + n, "shell", R"({"command":"make"})", std::string(300, 'y') + "\n[exit 2]\n");
  }
  const auto plan = agent::plan_compaction(conversation, 20000);
  ASSERT_TRUE(plan);
  agent::apply(conversation, *plan);
  const std::string& text = first_text(conversation);
  EXPECT_NE(text.find("Task: Fix the rounding."), std::string::npos);
  for (int round = 0; round < 5; ++round)
    EXPECT_NE(text.find("src/file" + std::to_string(round) + ".cpp, 1 change"), std::string::npos) << text;
  EXPECT_EQ(text.find("In place of its older part", 200), std::string::npos);   // no ledger in the ledger
  EXPECT_NE(text.find("times) => [exit 2]"), std::string::npos) << text;        // the same command is one line
}

TEST(Context, IsTheSameForTheSameConversation) {
  auto one = of_turns(300, 300), other = of_turns(300, 300);
  const auto a = agent::plan_compaction(one, 30000), b = agent::plan_compaction(other, 30000);
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->ledger, b->ledger);
  EXPECT_EQ(a->kept, b->kept);
}

TEST(Context, CannotShortenTheLastTurnAlone) {
  Conversation conversation;
  conversation.items.emplace_back(llm::UserMessage{std::string(50000, 'q'), {}});
  EXPECT_FALSE(agent::plan_compaction(conversation, 1000));
}

TEST(Ledger, HoldsItsBoundAndWhatTheUserSaid) {
  agent::Ledger ledger;
  Conversation conversation = of_turns(3000, 50);
  conversation.items.emplace_back(llm::UserMessage{"And never touch the schema.", {}});
  ledger.add(conversation.items);
  const std::string text = ledger.text(6000);
  EXPECT_LE(text.size(), 6100u);
  EXPECT_NE(text.find("Task: Fix the rounding."), std::string::npos);
  EXPECT_NE(text.find("Then: And never touch the schema."), std::string::npos);
  EXPECT_NE(text.find("older ones are left out"), std::string::npos);
}

TEST(Ledger, NamesFilesReadAndChanged) {
  Conversation conversation;
  conversation.items.emplace_back(llm::UserMessage{"x", {}});
  add_turn(conversation, 1, "read", R"({"path":"a.py"})", "text");
  add_turn(conversation, 2, "read", R"({"path":"b.py","offset":10,"limit":5})", "text");
  add_turn(conversation, 3, "apply_patch", R"({"input":"*** Begin Patch\n*** Add File: new.py\n+x\n*** Update File: a.py\n-x\n*** End Patch"})", "ok");
  agent::Ledger ledger;
  ledger.add(conversation.items);
  const std::string text = ledger.text(8000);
  EXPECT_NE(text.find("- new.py (new), 1 change"), std::string::npos) << text;
  EXPECT_NE(text.find("- a.py, 1 change"), std::string::npos) << text;
  EXPECT_NE(text.find("- b.py lines 10-14, call c2"), std::string::npos) << text;
}
