#include "wire/test_stream.h"

namespace llm::wire {
namespace {

Target gpt() {
  auto out = target("responses");
  out.info.reasoning = out.info.freeform = true;
  return out;
}

const char* const k_reasoning = R"({"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Plan"},{"type":"summary_text","text":"Act"}],"encrypted_content":"gAAAA=="})";
const char* const k_call = R"({"type":"function_call","id":"fc_1","call_id":"call_1","name":"shell","arguments":"{\"cmd\":\"ls\"}","status":"completed"})";
const char* const k_patch = R"({"type":"custom_tool_call","id":"ctc_1","call_id":"call_2","name":"apply_patch","input":"*** Begin Patch\n","status":"completed"})";

std::string item_event(const char* kind, int index, const std::string& item) {
  return std::string(R"({"type":"response.output_item.)") + kind + R"(","output_index":)" + std::to_string(index) + R"(,"item":)" + item + "}";
}

std::string stream() {
  return "event: response.created\n" +
         sse({R"({"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"gpt-x","status":"in_progress","error":null}})",
              item_event("added", 0, R"({"type":"reasoning","id":"rs_1","summary":[]})"),
              R"({"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":0})",
              R"({"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"Plan"})",
              R"({"type":"response.reasoning_summary_part.added","output_index":0,"summary_index":1})",
              R"({"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"Act"})",
              item_event("done", 0, k_reasoning),
              item_event("added", 1, R"({"type":"message","id":"msg_1","role":"assistant","content":[]})"),
              R"({"type":"response.content_part.added","output_index":1,"part":{"type":"output_text","text":""}})",
              R"({"type":"response.output_text.delta","output_index":1,"delta":"Hel"})",
              R"({"type":"response.output_text.delta","output_index":1,"delta":"lo"})",
              item_event("done", 1, R"({"type":"message","id":"msg_1","role":"assistant","phase":"commentary","content":[{"type":"output_text","text":"Hello!","annotations":[]}]})"),
              item_event("added", 2, R"({"type":"function_call","id":"fc_1","call_id":"call_1","name":"shell","arguments":""})"),
              R"({"type":"response.function_call_arguments.delta","output_index":2,"delta":"{\"cmd\""})",
              item_event("added", 3, R"({"type":"custom_tool_call","id":"ctc_1","call_id":"call_2","name":"apply_patch","input":""})"),
              R"({"type":"response.custom_tool_call_input.delta","output_index":3,"delta":"*** Be"})",
              item_event("done", 2, k_call), item_event("done", 3, k_patch)});
}

const char* const k_completed = R"({"type":"response.completed","response":{"id":"resp_1","model":"gpt-x","status":"completed","error":null,"incomplete_details":null,"output":[],"usage":{"input_tokens":50,"input_tokens_details":{"cached_tokens":40},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":59}}})";

TEST(Responses, ReadsAStreamHoweverItIsCut) {
  const auto read = read_stream(gpt(), stream() + sse({k_completed}));
  ASSERT_TRUE(read.outcome) << read.shown();
  const auto& response = *read.outcome;
  EXPECT_EQ(read.thoughts(), "Plan\n\nAct");
  EXPECT_EQ(read.text(), "Hello");                       // a preview
  ASSERT_EQ(response.items.size(), 4u);
  EXPECT_EQ(item<Reasoning>(response, 0).opaque, k_reasoning);   // untouched
  EXPECT_EQ(item<Reasoning>(response, 0).text, "Plan\n\nAct");
  EXPECT_EQ(item<AssistantMessage>(response, 1).text, "Hello!");   // output_item.done is the truth
  EXPECT_EQ(item<AssistantMessage>(response, 1).phase, "commentary");
  EXPECT_EQ(item<ToolCall>(response, 2).arguments, R"({"cmd":"ls"})");
  EXPECT_EQ(item<ToolCall>(response, 2).id, "call_1");
  EXPECT_EQ(item<ToolCall>(response, 2).item_id, "fc_1");
  EXPECT_TRUE(item<ToolCall>(response, 3).freeform);
  EXPECT_EQ(item<ToolCall>(response, 3).arguments, "*** Begin Patch\n");
  EXPECT_EQ(response.stop, Stop::tool_calls);
  EXPECT_EQ(response.usage.input, 50);
  EXPECT_EQ(response.usage.cached, 40);
  EXPECT_EQ(response.usage.output, 9);
  EXPECT_EQ(response.usage.reasoning, 4);
}

TEST(Responses, NeedsAFinalEvent) {
  const auto read = read_stream(gpt(), stream() + "data: [DONE]\n\n");
  ASSERT_FALSE(read.outcome);
  EXPECT_EQ(read.outcome.error().retry, Retry::yes);
}

TEST(Responses, KnowsWhyItIsIncomplete) {
  const std::pair<const char*, Stop> table[] = {{"max_output_tokens", Stop::max_tokens}, {"content_filter", Stop::refusal}, {"new", Stop::other}};
  for (const auto& [reason, stop] : table) {
    const auto read = read_stream(gpt(), sse({std::string(R"({"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":")") + reason +
                                              R"("},"output":[{"type":"message","content":[{"type":"output_text","text":"x"}]}]}})"}));
    ASSERT_TRUE(read.outcome);
    EXPECT_EQ(read.outcome->stop, stop);
    EXPECT_EQ(item<AssistantMessage>(*read.outcome, 0).text, "x");
  }
}

TEST(Responses, JudgesFailures) {
  struct Row { const char* event; Retry retry; base::Code code; } table[] = {
      {R"({"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"An error occurred"}}})", Retry::yes, base::Code::unavailable},
      {R"({"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"Please try again in 1.5s"}}})", Retry::yes, base::Code::rate_limited},
      {R"({"type":"response.failed","response":{"error":{"code":"context_length_exceeded","message":"Your input exceeds the context window of this model"}}})", Retry::never, base::Code::context_overflow},
      {R"({"type":"response.failed","response":{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}})", Retry::never, base::Code::denied},
      {R"({"type":"error","code":"invalid_prompt","message":"flagged","param":null,"sequence_number":3})", Retry::never, base::Code::invalid},
      {R"({"type":"error","error":{"type":"server_error","code":null,"message":"The server had an error"}})", Retry::yes, base::Code::unavailable},
      {R"({"type":"response.failed","response":{}})", Retry::yes, base::Code::unavailable},
  };
  for (const auto& row : table) {
    const auto read = read_stream(gpt(), stream() + sse({row.event}));
    ASSERT_FALSE(read.outcome) << row.event;
    EXPECT_EQ(read.outcome.error().retry, row.retry) << row.event;
    EXPECT_EQ(read.outcome.error().error.code, row.code) << row.event << read.outcome.error().error.what;
  }
}

TEST(Responses, HearsWhenToComeBack) {
  const auto read = read_stream(gpt(), sse({R"({"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"Please try again in 1.5s"}}})"}));
  ASSERT_TRUE(read.outcome.error().wait);
  EXPECT_EQ(read.outcome.error().wait->count(), 1500);
}

TEST(Responses, ShowsARefusalAsOne) {
  const auto read = read_stream(gpt(), sse({R"({"type":"response.refusal.delta","output_index":0,"delta":"No."})",
                                            item_event("done", 0, R"({"type":"message","content":[{"type":"refusal","refusal":"No."}]})"), k_completed}));
  ASSERT_TRUE(read.outcome);
  EXPECT_EQ(read.outcome->stop, Stop::refusal);
  EXPECT_EQ(read.text(), "No.");
}

// Servers that speak a part of the protocol.
TEST(Responses, MakesDoWithDeltasOrWithTheFinalList) {
  const auto deltas = read_stream(gpt(), sse({R"({"type":"response.output_text.delta","delta":"Hi"})",
                                              R"({"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"c","name":"shell"}})",
                                              R"({"type":"response.function_call_arguments.delta","output_index":1,"delta":"{}"})",
                                              R"({"type":"response.completed","response":{}})"}));
  ASSERT_TRUE(deltas.outcome);
  EXPECT_EQ(item<AssistantMessage>(*deltas.outcome, 0).text, "Hi");
  EXPECT_EQ(item<ToolCall>(*deltas.outcome, 1).arguments, "{}");
  const auto list = read_stream(gpt(), sse({std::string(R"({"type":"response.completed","response":{"output":[)") + k_call + "]}}"}));
  ASSERT_TRUE(list.outcome);
  EXPECT_EQ(item<ToolCall>(*list.outcome, 0).name, "shell");
}

TEST(Responses, TakesAnAnswerThatIsNotStreamed) {
  const auto read = read_stream(gpt(), R"({"id":"r","object":"response","status":"completed","model":"g","error":null,"output":[{"type":"message","content":[{"type":"output_text","text":"hi"}]}],"usage":{"input_tokens":1,"output_tokens":2}})");
  ASSERT_TRUE(read.outcome) << read.shown();
  EXPECT_EQ(read.text(), "hi");
  EXPECT_EQ(read.outcome->usage.output, 2);
}

Request conversation() {
  Request request;
  request.instructions = "Be good.";
  request.cache_key = std::string(80, 'k');
  request.effort = "high";
  request.tools = {shell_tool(), patch_tool()};
  request.items = {UserMessage{"fix", {{"image/png", "PNG"}}},
                   Reasoning{"x", k_reasoning, "responses/m"},
                   Reasoning{"x", R"({"type":"reasoning","id":"rs_2","summary":[]})", "responses/m"},   // a reference to nothing
                   AssistantMessage{"ok", "final_answer"},
                   ToolCall{"call_1", "shell", "{broken", false, "fc_1"},
                   ToolCall{"call_2", "apply_patch", "*** Begin", true, "ctc_1"},
                   ToolResult{"call_1", "error", true, {}, false},
                   ToolResult{"call_2", "done", false, {{"image/png", "PNG"}}, true}};
  return request;
}

TEST(Responses, WritesRequestsThatNeedNothingStored) {
  const auto body = parsed(encode_responses(gpt(), conversation()));
  EXPECT_FALSE(json::bool_or(json::find(body, "store"), true));
  EXPECT_EQ(json::dump(body.at("include")), R"(["reasoning.encrypted_content"])");
  EXPECT_EQ(json::dump(body.at("reasoning")), R"({"effort":"high","summary":"auto"})");
  EXPECT_EQ(json::string_or(json::find(body, "prompt_cache_key")).size(), 64u);
  EXPECT_TRUE(json::bool_or(json::find(body, "parallel_tool_calls")));
  const auto& input = body.at("input").as_array();
  ASSERT_EQ(input.size(), 7u);
  EXPECT_EQ(json::dump(input[1]), k_reasoning);
  EXPECT_EQ(json::string_or(json::find(input[2], "phase")), "final_answer");
  EXPECT_EQ(json::find(input[3], "id"), nullptr);
  EXPECT_EQ(json::string_or(json::find(input[3], "arguments")), R"({"invalid_json":"{broken"})");
  EXPECT_EQ(json::string_or(json::find(input[4], "type")), "custom_tool_call");
  EXPECT_EQ(json::string_or(json::find(input[6], "type")), "custom_tool_call_output");
  EXPECT_EQ(json::dump(body.at("tools").as_array()[1]), R"({"type":"custom","name":"apply_patch","description":"Edits files.","format":{"type":"grammar","syntax":"lark","definition":"start: \"x\""}})");
}

TEST(Responses, WrapsFreeformToolsForModelsThatDoNotKnowThem) {
  auto model = gpt();
  model.info.freeform = false;
  const auto body = parsed(encode_responses(model, conversation()));
  EXPECT_EQ(json::string_or(json::find(body.at("tools").as_array()[1], "type")), "function");
  EXPECT_EQ(json::string_or(json::find(body.at("input").as_array()[4], "arguments")), R"({"input":"*** Begin"})");
  EXPECT_EQ(json::string_or(json::find(body.at("input").as_array()[6], "type")), "function_call_output");
}

TEST(Responses, EnforcesASchemaStrictlyOnlyIfItIsStrict) {
  Request request;
  request.output_schema = R"({"type":"object","properties":{"a":{"type":"object","properties":{}}},"required":["a"],"additionalProperties":false})";
  EXPECT_FALSE(parsed(encode_responses(gpt(), request)).at("text").at("format").at("strict").as_bool());
  request.output_schema = R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false})";
  EXPECT_TRUE(parsed(encode_responses(gpt(), request)).at("text").at("format").at("strict").as_bool());
}

TEST(Responses, LeavesOutWhatWasRefused) {
  auto model = gpt();
  for (const char* member : {"store", "include", "reasoning.summary", "prompt_cache_key", "parallel_tool_calls", "strict", "freeform", "phase"}) model.refused.insert(member);
  const auto text = encode_responses(model, conversation());
  for (const char* member : {"\"store\"", "\"include\"", "\"summary\":\"auto\"", "prompt_cache_key", "parallel_tool_calls", "\"strict\"", "\"custom", "phase"})
    EXPECT_EQ(text.find(member), std::string::npos) << member;
}

}  // namespace
}  // namespace llm::wire
