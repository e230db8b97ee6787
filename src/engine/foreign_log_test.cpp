// The logs of real versions are in tests/scenarios/sessions/import.txt; here is what only hostile or old ones have.

#include "foreign_log.h"

#include <gtest/gtest.h>

using namespace engine;

namespace {

std::string text_of(const llm::Item& item) {
  if (const auto* user = std::get_if<llm::UserMessage>(&item)) return "user " + user->text;
  if (const auto* said = std::get_if<llm::AssistantMessage>(&item)) return "said " + said->text;
  if (const auto* call = std::get_if<llm::ToolCall>(&item)) return "call " + call->id + " " + call->name;
  if (const auto* result = std::get_if<llm::ToolResult>(&item)) return (result->is_error ? "failed " : "result ") + result->call_id + " " + result->output;
  return "?";
}
std::vector<std::string> texts_of(const ForeignLog& log) {
  std::vector<std::string> out;
  for (const auto& item : log.items) out.push_back(text_of(item));
  return out;
}
using Texts = std::vector<std::string>;

TEST(ForeignLog, ReadsResultsOfOlderCodex) {
  const auto log = read_codex_log(
      R"({"type":"session_meta","payload":{"id":"c1","cwd":"/p"}}
{"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"<user_instructions>\nx"}]}}
{"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"fix it"}]}}
{"type":"response_item","payload":{"type":"function_call","name":"shell","arguments":"{}","call_id":"a"}}
{"type":"response_item","payload":{"type":"function_call_output","call_id":"a","output":"{\"output\":\"no\",\"metadata\":{\"exit_code\":1}}"}}
{"type":"response_item","payload":{"type":"custom_tool_call","name":"apply_patch","input":"*** Begin","call_id":"b"}}
{"type":"response_item","payload":{"type":"custom_tool_call_output","call_id":"b","output":{"content":"ok","success":true}}})");
  EXPECT_EQ(texts_of(log), (Texts{"user fix it", "call a shell", "failed a no", "call b apply_patch", "result b ok"}));
}

TEST(ForeignLog, PutsNothingIntoAConversationThatNoServiceTakes) {
  const auto log = read_codex_log(
      R"({"type":"response_item","payload":{"type":"function_call_output","call_id":"nobody","output":"x"}}
{"type":"response_item","payload":{"type":"function_call","name":"a","arguments":"{}","call_id":"1"}}
{"type":"response_item","payload":{"type":"function_call","name":"b","arguments":"{}","call_id":"1"}}
{"type":"response_item","payload":{"type":"function_call_output","call_id":"1","output":"once"}}
{"type":"response_item","payload":{"type":"function_call_output","call_id":"1","output":"twice"}}
{"type":"response_item","payload":{"type":"function_call","name":"","arguments":"{}","call_id":""}}
not json
{"type":"response_item","payload":[]}
{"type":"response_item","payload":{"type":"message","role":"user","content":"a text where a list should be"}})");
  EXPECT_EQ(texts_of(log), (Texts{"call 1 a", "result 1 once"}));
  EXPECT_EQ(log.unread, 1U);
}

TEST(ForeignLog, FollowsTheBranchThatClaudeEndedOn) {
  const auto log = read_claude_log(
      R"({"type":"user","uuid":"1","parentUuid":null,"sessionId":"s","cwd":"/p","message":{"content":"first"}}
{"type":"assistant","uuid":"2","parentUuid":"1","message":{"model":"m","content":[{"type":"text","text":"thrown away"}]}}
{"type":"user","uuid":"3","parentUuid":null,"message":{"content":"first, better"}}
{"type":"assistant","uuid":"4","parentUuid":"3","message":{"model":"m","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"kept"}]}}
{"type":"assistant","uuid":"5","parentUuid":"4","isSidechain":true,"message":{"content":[{"type":"text","text":"of a subagent"}]}}
{"type":"user","uuid":"6","parentUuid":"4","isMeta":true,"message":{"content":"meta"}}
{"type":"user","uuid":"7","parentUuid":"6","message":{"content":[{"type":"text","text":"<system-reminder>x"},{"type":"text","text":"go on"}]}})");
  EXPECT_EQ(texts_of(log), (Texts{"user first, better", "said kept", "user go on"}));
  EXPECT_EQ(log.model, "m");
}

TEST(ForeignLog, DoesNotGoRoundInCircles) {
  const auto log = read_claude_log(R"({"type":"user","uuid":"1","parentUuid":"2","message":{"content":"a"}}
{"type":"user","uuid":"2","parentUuid":"1","message":{"content":"b"}})");
  EXPECT_EQ(texts_of(log), (Texts{"user a", "user b"}));
}

TEST(ForeignLog, IsOneOfThoseThatAreKnown) {
  EXPECT_EQ(read_foreign_log(R"({"type":"session_meta","payload":{}})")->agent, "codex");
  EXPECT_EQ(read_foreign_log(R"({"type":"summary","summary":"x"}
{"type":"user","sessionId":"s"})")->agent, "claude");
  for (const auto* text : {"", "\n\n", "[]", "{}", "{\"a\":", "\xFF\xFE"}) EXPECT_FALSE(read_foreign_log(text)) << text;
}

}  // namespace
