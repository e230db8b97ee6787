#include "wire/test_stream.h"

namespace llm::wire {
namespace {

Target claude() {
  auto out = target("messages");
  out.info.reasoning = true;
  return out;
}

const std::string k_stream =
    "event: message_start\n"
    R"(data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":7,"output_tokens":1}}})"
    "\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n"
    R"(data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})" "\n\n"
    R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm "}})" "\n\n"
    R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"ok"}})" "\n\n"
    R"(data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"SIG=="}})" "\n\n"
    R"(data: {"type":"content_block_stop","index":0})" "\n\n"
    R"(data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"xyz"}})" "\n\n"
    R"(data: {"type":"content_block_stop","index":1})" "\n\n"
    R"(data: {"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}})" "\n\n"
    "data: {\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"text_delta\",\"text\":\"I see \xE2\x82\xAC\"}}\n\n"
    R"(data: {"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{}}})" "\n\n"
    R"(data: {"type":"content_block_stop","index":2})" "\n\n"
    R"(data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_1","name":"shell","input":{}}})" "\n\n"
    R"(data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":""}})" "\n\n"
    R"(data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"cmd\": "}})" "\n\n"
    R"(data: {"type":"content_block_start","index":4,"content_block":{"type":"tool_use","id":"toolu_2","name":"shell","input":{}}})" "\n\n"
    R"(data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"\"ls\"}"}})" "\n\n"
    R"(data: {"type":"message_delta","delta":{"stop_reason":null},"usage":{"output_tokens":20}})" "\n\n"
    R"(data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":0,"output_tokens":33}})" "\n\n"
    R"(data: {"type":"message_stop"})" "\n\n";

TEST(Messages, ReadsAStreamHoweverItIsCut) {
  const auto read = read_stream(claude(), k_stream);
  ASSERT_TRUE(read.outcome) << read.shown();
  const auto& response = *read.outcome;
  EXPECT_EQ(read.text(), "I see \xE2\x82\xAC");
  EXPECT_EQ(read.thoughts(), "hm ok");
  ASSERT_EQ(response.items.size(), 5u);
  EXPECT_EQ(item<Reasoning>(response, 0).opaque, R"({"type":"thinking","thinking":"hm ok","signature":"SIG=="})");
  EXPECT_EQ(item<Reasoning>(response, 0).origin, "messages/m");
  EXPECT_EQ(item<Reasoning>(response, 1).opaque, R"({"type":"redacted_thinking","data":"xyz"})");
  EXPECT_EQ(item<AssistantMessage>(response, 2).text, "I see \xE2\x82\xAC");
  EXPECT_EQ(item<ToolCall>(response, 3).arguments, R"({"cmd": "ls"})");
  EXPECT_EQ(item<ToolCall>(response, 4).arguments, "{}");
  EXPECT_EQ(response.stop, Stop::tool_calls);
  EXPECT_EQ(response.id, "msg_1");
  EXPECT_EQ(response.model, "claude-x");
}

// The counts are running totals that come several times, here once with input 0 from a proxy.
TEST(Messages, CountsEachTokenOnce) {
  const auto read = read_stream(claude(), k_stream);
  ASSERT_TRUE(read.outcome);
  EXPECT_EQ(read.outcome->usage.input, 117);
  EXPECT_EQ(read.outcome->usage.cached, 100);
  EXPECT_EQ(read.outcome->usage.cache_write, 7);
  EXPECT_EQ(read.outcome->usage.output, 33);
  EXPECT_EQ(read.outcome->usage.reasoning, -1);
}

TEST(Messages, KnowsWhyItStopped) {
  const std::pair<const char*, Stop> table[] = {
      {"end_turn", Stop::end}, {"stop_sequence", Stop::end}, {"max_tokens", Stop::max_tokens}, {"pause_turn", Stop::pause},
      {"refusal", Stop::refusal}, {"sensitive", Stop::refusal}, {"model_context_window_exceeded", Stop::overflow},
      {"something_new", Stop::other}};
  for (const auto& [reason, stop] : table) {
    const auto read = read_stream(
        claude(), sse({R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":"x"}})",
                       R"({"type":"message_delta","delta":{"stop_reason":")" + std::string(reason) + R"("}})", R"({"type":"message_stop"})"}));
    ASSERT_TRUE(read.outcome) << reason;
    EXPECT_EQ(read.outcome->stop, stop) << reason;
  }
}

TEST(Messages, NeverHandsOutHalfAStream) {
  const auto half = k_stream.substr(0, k_stream.find("message_delta"));
  for (const char* why : {"", "connection reset"}) {
    const auto read = read_stream(claude(), half, {}, why);
    ASSERT_FALSE(read.outcome);
    EXPECT_EQ(read.outcome.error().error.code, base::Code::unavailable);
    EXPECT_EQ(read.outcome.error().retry, Retry::yes);
  }
}

TEST(Messages, TakesAStreamThatEndsAfterItsReason) {
  const auto read = read_stream(claude(), k_stream.substr(0, k_stream.find("data: {\"type\":\"message_stop\"}")), {}, "reset");
  EXPECT_TRUE(read.outcome);
}

TEST(Messages, JudgesErrorsInsideTheStream) {
  struct Row { const char* error; Retry retry; base::Code code; } table[] = {
      {R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", Retry::yes, base::Code::rate_limited},
      {R"({"type":"error","error":{"type":"api_error","message":"Internal server error"}})", Retry::yes, base::Code::unavailable},
      {R"({"type":"error","error":{"type":"invalid_request_error","message":"messages.1: bad"}})", Retry::never, base::Code::invalid},
      {R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 213462 tokens > 200000 maximum"}})", Retry::never, base::Code::context_overflow},
      {R"({"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}})", Retry::never, base::Code::unauthenticated},
  };
  for (const auto& row : table) {
    const auto read = read_stream(claude(), "event: error\ndata: " + std::string(row.error) + "\n\n");
    ASSERT_FALSE(read.outcome);
    EXPECT_EQ(read.outcome.error().retry, row.retry) << row.error;
    EXPECT_EQ(read.outcome.error().error.code, row.code) << row.error;
  }
}

TEST(Messages, TakesAnAnswerThatIsNotStreamed) {
  const auto read = read_stream(claude(), R"({"id":"msg_2","type":"message","model":"c","content":[{"type":"text","text":"hi"},
      {"type":"tool_use","id":"t1","name":"shell","input":{"cmd":"ls"}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":4}})");
  ASSERT_TRUE(read.outcome) << read.shown();
  EXPECT_EQ(read.text(), "hi");
  EXPECT_EQ(item<ToolCall>(*read.outcome, 1).arguments, R"({"cmd":"ls"})");
  EXPECT_EQ(read.outcome->usage.output, 4);
}

TEST(Messages, UnwrapsFreeformTools) {
  Request request;
  request.tools = {patch_tool()};
  const auto call = [&](const char* json) {
    return read_stream(claude(), sse({R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"apply_patch","input":{}}})",
                                      std::string(R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":)") + json::dump(json::Value(json)) + "}}",
                                      R"({"type":"message_delta","delta":{"stop_reason":"tool_use"}})"}), request);
  };
  const auto wrapped = call(R"({"input":"*** Begin Patch\n"})");
  EXPECT_TRUE(item<ToolCall>(*wrapped.outcome, 0).freeform);
  EXPECT_EQ(item<ToolCall>(*wrapped.outcome, 0).arguments, "*** Begin Patch\n");
  const auto bare = call("*** Begin Patch");   // the model forgot to wrap it
  EXPECT_TRUE(item<ToolCall>(*bare.outcome, 0).freeform);
  EXPECT_EQ(item<ToolCall>(*bare.outcome, 0).arguments, "*** Begin Patch");
}

Request conversation() {
  Request request;
  request.instructions = "Be good.";
  request.tools = {shell_tool(), patch_tool()};
  request.items = {UserMessage{"fix it", {{"image/png", "PNG"}}},
                   Reasoning{"hm", R"({"type":"thinking","thinking":"hm","signature":"SIG=="})", "messages/m"},
                   AssistantMessage{"looking", ""},
                   ToolCall{"toolu_1", "shell", R"({"cmd":"ls"})", false, ""},
                   ToolCall{"toolu_2", "shell", R"({"cmd": )", false, ""},
                   ToolCall{"toolu:3", "apply_patch", "*** Begin", true, ""},
                   ToolResult{"toolu_1", "a.c", false, {}, false},
                   ToolResult{"toolu_2", "not JSON", true, {}, false},
                   ToolResult{"toolu:3", "", false, {{"image/png", "PNG"}}, true}};
  return request;
}

TEST(Messages, WritesHistoryAsAnthropicDemandsIt) {
  const auto body = parsed(encode_messages(claude(), conversation()));
  EXPECT_EQ(json::int_or(json::find(body, "max_tokens")), 8192);
  EXPECT_TRUE(json::bool_or(json::find(body, "stream")));
  const auto& messages = body.at("messages").as_array();
  ASSERT_EQ(messages.size(), 3u);
  const auto& said = messages[1].at("content").as_array();
  ASSERT_EQ(said.size(), 5u);
  EXPECT_EQ(json::dump(said[0]), R"({"type":"thinking","thinking":"hm","signature":"SIG=="})");
  EXPECT_EQ(json::dump(said[3].at("input")), R"({"invalid_json":"{\"cmd\": "})");
  EXPECT_EQ(json::dump(said[4].at("input")), R"({"input":"*** Begin"})");
  const auto& results = messages[2].at("content").as_array();
  ASSERT_EQ(results.size(), 3u);   // all in one user message
  EXPECT_TRUE(results[1].at("is_error").as_bool());
  EXPECT_EQ(results[2].at("tool_use_id"), said[4].at("id"));
  EXPECT_EQ(json::string_or(json::find(results[2].at("content").as_array()[0], "type")), "image");
}

TEST(Messages, MarksSystemToolsAndTheLastTwoUserTurnsForTheCache) {
  const auto text = encode_messages(claude(), conversation());
  const auto body = parsed(text);
  std::size_t marks = 0;
  for (auto at = text.find("cache_control"); at != std::string::npos; at = text.find("cache_control", at + 1)) ++marks;
  EXPECT_EQ(marks, 4u);   // Anthropic allows four
  EXPECT_NE(json::find(body.at("system").as_array()[0], "cache_control"), nullptr);
  EXPECT_NE(json::find(body.at("tools").as_array()[1], "cache_control"), nullptr);
  EXPECT_NE(json::find(body.at("messages").as_array()[0].at("content").as_array().back(), "cache_control"), nullptr);
  EXPECT_NE(json::find(body.at("messages").as_array()[2].at("content").as_array().back(), "cache_control"), nullptr);
  auto unmarked = claude();
  unmarked.refused.insert("cache_control");
  EXPECT_EQ(encode_messages(unmarked, conversation()).find("cache_control"), std::string::npos);
}

TEST(Messages, AsksForThinkingInTheWayOfTheModel) {
  auto model = claude();
  Request request;
  request.items = {UserMessage{"q", {}}};
  EXPECT_EQ(encode_messages(model, request).find("thinking"), std::string::npos);
  request.effort = "medium";
  model.info.output_max = 64000;
  EXPECT_NE(encode_messages(model, request).find(R"("thinking":{"type":"enabled","budget_tokens":8192})"), std::string::npos);
  request.max_output = 1000;   // no room for a budget
  EXPECT_EQ(encode_messages(model, request).find("thinking"), std::string::npos);
  model.info.thinking = "adaptive";
  EXPECT_NE(encode_messages(model, request).find(R"("thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"medium"})"), std::string::npos);
  model.info.reasoning = false;
  EXPECT_EQ(encode_messages(model, request).find("thinking"), std::string::npos);
}

TEST(Messages, DoesNotThinkInATurnThatBeganWithoutThinking) {
  auto model = claude();
  model.info.output_max = 64000;
  Request request = conversation();
  request.effort = "low";
  EXPECT_NE(encode_messages(model, request).find("budget_tokens"), std::string::npos);
  model.info.id = "other";   // its thoughts are not this model's
  EXPECT_EQ(encode_messages(model, request).find("budget_tokens"), std::string::npos);
  EXPECT_EQ(encode_messages(model, request).find("SIG=="), std::string::npos);
}

TEST(Messages, BeginsWithTheUserAndEndsWithoutWhiteSpace) {
  Request request;
  request.items = {AssistantMessage{"half a sent \n", ""}};
  const auto body = parsed(encode_messages(claude(), request));
  const auto& messages = body.at("messages").as_array();
  EXPECT_EQ(json::string_or(json::find(messages[0], "role")), "user");
  EXPECT_EQ(json::string_or(json::find(messages[1].at("content").as_array()[0], "text")), "half a sent");
}

TEST(Messages, DeclaresToolsThatTheHistorySpeaksOf) {
  Request request = conversation();
  request.tools.clear();
  const auto body = parsed(encode_messages(claude(), request));
  EXPECT_EQ(body.at("tools").as_array().size(), 2u);
  EXPECT_EQ(json::string_or(json::find(body, "tool_choice", "type")), "none");
}

TEST(Messages, AsksForASchemaByFormatWhereItIsStrictElseInWords) {
  Request request;
  request.items = {UserMessage{"q", {}}};
  request.output_schema = R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false})";
  EXPECT_NE(encode_messages(claude(), request).find(R"("format":{"type":"json_schema")"), std::string::npos);
  request.output_schema = R"({"type":"object","properties":{"a":{"type":"string"}}})";
  const auto text = encode_messages(claude(), request);
  EXPECT_EQ(text.find("json_schema\""), std::string::npos);
  EXPECT_NE(text.find("fits this JSON schema"), std::string::npos);
}

}  // namespace
}  // namespace llm::wire
