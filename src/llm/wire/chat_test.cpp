#include "wire/test_stream.h"

namespace llm::wire {
namespace {

Target server() {
  auto out = target("chat");
  out.info.reasoning = true;
  return out;
}

std::string chunk(const std::string& delta, const char* reason = nullptr, const std::string& more = "") {
  return R"({"id":"c1","object":"chat.completion.chunk","model":"m-1","choices":[{"index":0,"delta":)" + delta + R"(,"finish_reason":)" +
         (reason == nullptr ? "null" : "\"" + std::string(reason) + "\"") + "}]" + more + "}";
}
std::string calls(const std::string& list) { return chunk(R"({"tool_calls":[)" + list + "]}"); }

// "name(arguments) ..." of all calls.
std::string called(const Read& read) {
  std::string out;
  if (!read.outcome) return "error: " + read.outcome.error().error.what;
  std::set<std::string> ids;
  for (const auto& item : read.outcome->items) {
    const auto* call = std::get_if<ToolCall>(&item);
    if (call == nullptr) continue;
    out += (out.empty() ? "" : " ") + call->name + "(" + call->arguments + ")";
    EXPECT_FALSE(call->id.empty());
  }
  return out;
}

TEST(Chat, ReadsAStreamHoweverItIsCut) {
  const auto read = read_stream(
      server(), ": OPENROUTER PROCESSING\n\n" +
                    sse({chunk(R"({"role":"assistant","content":null,"reasoning_content":"think "})"), chunk(R"({"reasoning_content":"more"})"),
                         chunk(R"({"content":"Hi"})"), chunk("{\"content\":\" \xE2\x82\xAC\"}"),
                         calls(R"({"index":0,"id":"a","type":"function","function":{"name":"shell","arguments":""}})"),
                         calls(R"({"index":1,"id":"b","type":"function","function":{"name":"shell","arguments":"{"}})"),
                         calls(R"({"index":0,"function":{"arguments":"{\"cmd\":1}"}},{"index":1,"function":{"arguments":"}"}})"),
                         chunk("{}", "tool_calls"),
                         R"({"id":"c1","choices":[],"usage":{"prompt_tokens":50,"completion_tokens":9,"total_tokens":59,"prompt_tokens_details":{"cached_tokens":40},"completion_tokens_details":{"reasoning_tokens":4}}})"}) +
                    "data: [DONE]\n\n");
  ASSERT_TRUE(read.outcome) << read.shown();
  const auto& response = *read.outcome;
  EXPECT_EQ(read.text(), "Hi \xE2\x82\xAC");
  EXPECT_EQ(read.thoughts(), "think more");
  EXPECT_EQ(item<Reasoning>(response, 0).opaque, R"({"reasoning_content":"think more"})");
  EXPECT_EQ(item<Reasoning>(response, 0).origin, "chat/m");
  EXPECT_EQ(called(read), "shell({\"cmd\":1}) shell({})");
  EXPECT_EQ(item<ToolCall>(response, 2).id, "a");
  EXPECT_EQ(response.stop, Stop::tool_calls);
  EXPECT_EQ(response.model, "m-1");
  EXPECT_EQ(response.usage.input, 50);
  EXPECT_EQ(response.usage.cached, 40);
  EXPECT_EQ(response.usage.output, 9);
  EXPECT_EQ(response.usage.reasoning, 4);
}

TEST(Chat, PutsToolCallsTogetherHoweverTheyAreNumbered) {
  const struct { const char* what; std::vector<std::string> deltas; const char* wanted; } table[] = {
      {"no index, ids", {R"({"id":"a","function":{"name":"f","arguments":"{}"}})", R"({"id":"b","function":{"name":"g","arguments":"{}"}})"}, "f({}) g({})"},
      {"no index, no ids, whole calls", {R"({"function":{"name":"f","arguments":"{}"}})", R"({"function":{"name":"f","arguments":"{}"}})"}, "f({}) f({})"},
      {"no index, no ids, pieces", {R"({"function":{"name":"f","arguments":"{\"a\""}})", R"({"function":{"arguments":":1}"}})"}, "f({\"a\":1})"},
      {"index 0 for all, new ids", {R"({"index":0,"id":"a","function":{"name":"f","arguments":"{"}})", R"({"index":0,"id":"","function":{"name":"","arguments":"}"}})", R"({"index":0,"id":"b","function":{"name":"g","arguments":"{}"}})"}, "f({}) g({})"},
      {"index 0 for all, no ids", {R"({"index":0,"function":{"name":"f","arguments":"{}"}})", R"({"index":0,"function":{"name":"g","arguments":"{}"}})"}, "f({}) g({})"},
      {"index counts pieces", {R"({"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\""}})", R"({"index":1,"id":"a","function":{"arguments":":1"}})", R"({"index":2,"id":"a","function":{"arguments":"}"}})"}, "f({\"a\":1})"},
      {"index counts pieces, no ids", {R"({"index":0,"function":{"name":"f","arguments":"{\"a\""}})", R"({"index":1,"function":{"arguments":":1}"}})"}, "f({\"a\":1})"},
      {"id and name in every piece", {R"({"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\""}})", R"({"index":0,"id":"a","function":{"name":"f","arguments":":1}"}})"}, "f({\"a\":1})"},
      {"one id for all", {R"({"index":0,"id":"call","function":{"name":"f","arguments":"{}"}})", R"({"index":1,"id":"call","function":{"name":"f","arguments":"{}"}})"}, "f({}) f({})"},
      {"id comes late", {R"({"index":0,"function":{"name":"f","arguments":""}})", R"({"index":0,"id":"a","function":{"arguments":"{}"}})"}, "f({})"},
      {"arguments as an object", {R"({"index":0,"id":"a","function":{"name":"f","arguments":{"a":1}}})"}, "f({\"a\":1})"},
      {"arguments null", {R"({"index":0,"id":"a","function":{"name":"f","arguments":null}})"}, "f({})"},
      {"partial JSON at the end", {R"({"index":0,"id":"a","function":{"name":"f","arguments":"{\"a\":"}})"}, "f({\"a\":)"},
      {"name in pieces", {R"({"index":0,"id":"a","function":{"name":"she"}})", R"({"index":0,"function":{"name":"ll"}})", R"({"index":0,"function":{"arguments":"{}"}})"}, "shell({})"},
  };
  for (const auto& row : table) {
    std::string stream;
    for (const auto& delta : row.deltas) stream += sse({calls(delta)});
    stream += sse({chunk("{}", "stop")});
    EXPECT_EQ(called(read_stream(server(), stream)), row.wanted) << row.what;
  }
}

TEST(Chat, FindsThoughtsWhereverTheyAre) {
  const struct { const char* what; std::vector<std::string> deltas; const char *thoughts, *text; } table[] = {
      {"llama.cpp", {R"({"reasoning_content":"a"})", R"({"content":"b"})"}, "a", "b"},
      {"OpenRouter, Groq", {R"({"reasoning":"a"})", R"({"content":"b"})"}, "a", "b"},
      {"reasoning_text", {R"({"reasoning_text":"a"})", R"({"content":"b"})"}, "a", "b"},
      {"chutes: two with equal text", {R"({"reasoning_content":"a","reasoning":"a"})", R"({"reasoning_content":"","reasoning":"x","content":"b"})"}, "a", "b"},
      {"Magistral", {R"({"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]}]})", R"({"content":[{"type":"text","text":"b"}]})"}, "a", "b"},
      {"no parser", {R"({"content":"<thi"})", R"({"content":"nk>\na</th"})", R"({"content":"ink>\n\nb <think>c"})"}, "\na", "b <think>c"},
      {"never closed", {R"({"content":"<think>a"})", R"({"content":"b"})"}, "ab", ""},
      {"just text", {R"({"content":"<th"})", R"({"content":"e>"})"}, "", "<the>"},
      {"just a beginning", {R"({"content":"<th"})"}, "", "<th"},
  };
  for (const auto& row : table) {
    std::string stream;
    for (const auto& delta : row.deltas) stream += sse({chunk(delta)});
    const auto read = read_stream(server(), stream + sse({chunk("{}", "stop")}));
    ASSERT_TRUE(read.outcome) << row.what;
    std::string thoughts, text;
    for (const auto& item : read.outcome->items) {
      if (const auto* reasoning = std::get_if<Reasoning>(&item)) thoughts += reasoning->text;
      if (const auto* message = std::get_if<AssistantMessage>(&item)) text += message->text;
    }
    EXPECT_EQ(thoughts, row.thoughts) << row.what;
    EXPECT_EQ(text, row.text) << row.what;
  }
}

TEST(Chat, FindsTheUsageWhereverItIs) {
  const struct { const char *what, *event; std::int64_t input, cached, output, reasoning; } table[] = {
      {"Moonshot, in the choice", R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":10,"completion_tokens":2,"cached_tokens":5}}]})", 10, 5, 2, -1},
      {"Groq, in x_groq", R"({"choices":[],"x_groq":{"usage":{"prompt_tokens":10,"completion_tokens":2}}})", 10, -1, 2, -1},
      {"DeepSeek", R"({"choices":[],"usage":{"prompt_tokens":10,"prompt_cache_hit_tokens":8,"completion_tokens":2}})", 10, 8, 2, -1},
      {"xAI: thoughts beside the output", R"({"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":19,"completion_tokens_details":{"reasoning_tokens":7}}})", 10, -1, 9, 7},
      {"thoughts in the output", R"({"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":9,"total_tokens":19,"completion_tokens_details":{"reasoning_tokens":7}}})", 10, -1, 9, 7},
      {"none", R"({"choices":[],"usage":null})", -1, -1, -1, -1},
  };
  for (const auto& row : table) {
    const auto read = read_stream(server(), sse({chunk(R"({"content":"x"})"), chunk("{}", "stop"), row.event}));
    ASSERT_TRUE(read.outcome) << row.what;
    const auto& usage = read.outcome->usage;
    EXPECT_EQ(usage.input, row.input) << row.what;
    EXPECT_EQ(usage.cached, row.cached) << row.what;
    EXPECT_EQ(usage.output, row.output) << row.what;
    EXPECT_EQ(usage.reasoning, row.reasoning) << row.what;
  }
}

TEST(Chat, KnowsWhyItStopped) {
  const std::pair<const char*, Stop> table[] = {
      {"stop", Stop::end}, {"length", Stop::max_tokens}, {"content_filter", Stop::refusal}, {"model_context_window_exceeded", Stop::overflow},
      {"end_turn", Stop::end}, {"eos", Stop::end}, {"sensitive", Stop::refusal}, {"max_tokens", Stop::max_tokens}, {"weird", Stop::other}, {"STOP", Stop::end}};
  for (const auto& [reason, stop] : table) {
    const auto read = read_stream(server(), sse({chunk(R"({"content":"x"})"), chunk("{}", reason)}));
    ASSERT_TRUE(read.outcome) << reason;
    EXPECT_EQ(read.outcome->stop, stop) << reason;
  }
  for (const char* reason : {"error", "insufficient_system_resource", "network_error"}) {
    const auto read = read_stream(server(), sse({chunk(R"({"content":"x"})"), chunk("{}", reason)}));
    ASSERT_FALSE(read.outcome) << reason;
    EXPECT_EQ(read.outcome.error().retry, Retry::yes) << reason;
  }
}

TEST(Chat, KnowsAnEndFromABreak) {
  const auto text = sse({chunk(R"({"content":"x"})")});
  EXPECT_TRUE(read_stream(server(), text + "data: [DONE]\n\n").outcome);
  EXPECT_TRUE(read_stream(server(), text + "data: [DONE]").outcome);
  EXPECT_TRUE(read_stream(server(), text + sse({chunk("{}", "stop")}), {}, "reset by peer").outcome);
  const auto broken = read_stream(server(), text);
  ASSERT_FALSE(broken.outcome);
  EXPECT_EQ(broken.outcome.error().retry, Retry::yes);
  const auto nothing = read_stream(server(), ": keep-alive\n\n");
  ASSERT_FALSE(nothing.outcome);
  EXPECT_NE(nothing.outcome.error().error.what.find("without an answer"), std::string::npos);
}

TEST(Chat, UnderstandsFramesThatServersReallySend) {
  const std::string a = chunk(R"({"content":"a"})"), b = chunk(R"({"content":"b"})", "stop");
  const std::string table[] = {
      "data: " + a + "\n\ndata: " + b + "\n\ndata: [DONE]\n\n", "data:" + a + "\r\n\r\ndata:" + b + "\r\n\r\n",
      "data: " + a + "\rdata: " + b + "\r\r", "\xEF\xBB\xBF" "data: " + a + "\n\ndata: " + b,
      "data: " + a + "\ndata: " + b + "\ndata: [DONE]\n",   // one newline only (seen at proxies)
      ": hello\nid: 1\nretry: 5\nevent: x\ndata: " + a + "\n\n\n\n:\n\ndata: " + b + "\n\n"};
  for (const auto& stream : table) {
    const auto read = read_stream(server(), stream);
    EXPECT_TRUE(read.outcome) << stream;
    EXPECT_EQ(read.text(), "ab") << stream;
  }
}

TEST(Chat, TakesAnAnswerThatIsNotStreamed) {
  const auto read = read_stream(server(), "\n {\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hi\",\"reasoning_content\":\"t\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}");
  ASSERT_TRUE(read.outcome) << read.shown();
  EXPECT_EQ(read.text(), "hi");
  EXPECT_EQ(called(read), "f({})");
  EXPECT_EQ(read.outcome->usage.input, 3);
}

TEST(Chat, CallsGarbageGarbage) {
  const struct { const char *what, *body, *says; Retry retry; } table[] = {
      {"HTML", "<!DOCTYPE html><html><head><title>Sign in \n to WiFi</title></head></html>", "HTML, not with JSON: Sign in to WiFi", Retry::few},
      {"broken JSON", "{\"choices\":[", "broken JSON", Retry::few},
      {"JSON of another kind", "{\"hello\":1}", "no choices", Retry::few},
      {"text", "hello world", "without an answer", Retry::yes},
      {"nothing", "", "without an answer", Retry::yes},
      {"an event that is no JSON", "data: oops\n\ndata: more\n\n", "not JSON: oops", Retry::few},
      {"an error", R"({"error":{"message":"model is overloaded","type":"overloaded_error"}})", "model is overloaded", Retry::yes},
      {"Gemini's list", R"([{"error":{"code":400,"message":"Invalid thing","status":"INVALID_ARGUMENT"}}])", "Invalid thing", Retry::never},
      {"an error as text", "data: {\"error\":\"upstream connect error\"}\n\n", "upstream", Retry::yes},
      {"an error in a stream", "data: {\"error\":{\"code\":502,\"message\":\"Provider returned error\"},\"choices\":[]}\n\n", "Provider returned error", Retry::yes},
  };
  for (const auto& row : table) {
    const auto read = read_stream(server(), row.body);
    ASSERT_FALSE(read.outcome) << row.what;
    EXPECT_NE(read.outcome.error().error.what.find(row.says), std::string::npos) << row.what << ": " << read.outcome.error().error.what;
    EXPECT_EQ(read.outcome.error().retry, row.retry) << row.what;
  }
}

TEST(Chat, ReadsALineOfTwoMegabytes) {
  const std::string big(2'000'000, 'x');
  Read read{tl::unexpected(Failure{}), {}};
  const std::string stream = sse({chunk("{\"content\":\"" + big + "\"}", "stop")});
  std::vector<std::string_view> pieces;
  for (std::size_t i = 0; i < stream.size(); i += 16384) pieces.push_back(std::string_view(stream).substr(i, 16384));
  read = read_pieces(server(), {}, pieces);
  ASSERT_TRUE(read.outcome);
  EXPECT_EQ(item<AssistantMessage>(*read.outcome, 0).text.size(), big.size());
}

TEST(Chat, SendsReasoningDetailsAndThoughtSignaturesBack) {
  const auto read = read_stream(
      server(),
      sse({chunk(R"({"reasoning":"a","reasoning_details":[{"type":"reasoning.text","index":0,"text":"a","signature":null}]})"),
           chunk(R"({"reasoning":"b","reasoning_details":[{"type":"reasoning.text","index":0,"text":"b","signature":"S"}]})"),
           chunk(R"({"reasoning_details":[{"type":"reasoning.encrypted","id":"call_1","data":"E"}]})"),
           calls(R"({"index":0,"id":"call_1","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"T"}}})"),
           chunk("{}", "tool_calls")}));
  ASSERT_TRUE(read.outcome);
  Request request;
  request.items = {UserMessage{"q", {}}};
  for (const auto& item : read.outcome->items) request.items.push_back(item);
  request.items.emplace_back(ToolResult{"call_1", "r", false, {}, false});
  const auto body = parsed(encode_chat(server(), request));
  const auto& message = body.at("messages").as_array()[1];
  EXPECT_EQ(json::dump(message.at("reasoning_details")),
            R"([{"type":"reasoning.text","index":0,"text":"ab","signature":"S"},{"type":"reasoning.encrypted","id":"call_1","data":"E"}])");
  EXPECT_EQ(json::find(message, "reasoning"), nullptr);
  EXPECT_EQ(json::dump(message.at("tool_calls").as_array()[0].at("extra_content")), R"({"google":{"thought_signature":"T"}})");
}

Request conversation() {
  Request request;
  request.instructions = "Be good.";
  request.tools = {shell_tool(), patch_tool()};
  request.cache_key = "session";
  request.max_output = 100;
  request.items = {UserMessage{"fix", {{"image/png", "PNG"}}},
                   Reasoning{"thought", R"({"reasoning_content":"thought"})", "chat/m"},
                   AssistantMessage{"one", ""}, AssistantMessage{"two", ""},
                   ToolCall{"call_1|" + std::string(400, 'x'), "shell", "{broken", false, ""},
                   ToolCall{"call_2", "apply_patch", "*** Begin", true, ""},
                   ToolResult{"call_1|" + std::string(400, 'x'), "bad", true, {}, false},
                   ToolResult{"call_2", "done", false, {{"image/png", "PNG"}}, true},
                   UserMessage{"and now?", {}}, AssistantMessage{"", ""}};
  return request;
}

TEST(Chat, WritesMessagesThatAllServersTake) {
  const auto body = parsed(encode_chat(server(), conversation()));
  const auto& messages = body.at("messages").as_array();
  std::string roles;
  for (const auto& message : messages) roles += std::string(json::string_or(json::find(message, "role"))) + " ";
  EXPECT_EQ(roles, "system user assistant tool tool user user ");   // no empty assistant turn at the end
  EXPECT_EQ(json::string_or(json::find(messages[2], "content")), "one\n\ntwo");
  EXPECT_EQ(json::string_or(json::find(messages[2], "reasoning_content")), "thought");
  const auto& list = messages[2].at("tool_calls").as_array();
  EXPECT_LE(json::string_or(json::find(list[0], "id")).size(), 40u);
  EXPECT_EQ(json::string_or(json::find(list[0], "id")), json::string_or(json::find(messages[3], "tool_call_id")));
  EXPECT_EQ(json::string_or(json::find(list[0], "function", "arguments")), R"({"invalid_json":"{broken"})");
  EXPECT_EQ(json::string_or(json::find(list[1], "function", "arguments")), R"({"input":"*** Begin"})");
  EXPECT_TRUE(messages[4].at("content").is_string());
  EXPECT_EQ(json::string_or(json::find(messages[5].at("content").as_array()[1], "type")), "image_url");
  EXPECT_EQ(json::int_or(json::find(body, "max_tokens")), 100);
  EXPECT_TRUE(json::bool_or(json::find(body, "stream_options", "include_usage")));
  for (const char* absent : {"store", "prompt_cache_key", "reasoning_effort", "parallel_tool_calls", "strict"})
    EXPECT_EQ(json::find(body, absent), nullptr) << absent;
}

TEST(Chat, HonoursEverySwitchOfCompat) {
  auto model = server();
  auto request = conversation();
  request.effort = "high";
  const auto text = [&] { return encode_chat(model, request); };
  const auto has = [&](const char* what) { return text().find(what) != std::string::npos; };
  auto& compat = model.compat;
  compat.developer_role = true;
  EXPECT_TRUE(has(R"({"role":"developer","content":"Be good."})"));
  compat.store = true;
  EXPECT_TRUE(has(R"("store":false)"));
  compat.reasoning_effort = true;
  EXPECT_TRUE(has(R"("reasoning_effort":"high")"));
  compat.usage_in_streaming = false;
  EXPECT_FALSE(has("stream_options"));
  compat.max_tokens_field = "max_completion_tokens";
  EXPECT_TRUE(has(R"("max_completion_tokens":100)"));
  EXPECT_FALSE(has(R"("name":"shell","content")") || has(R"("content":"bad","name":"shell")"));
  compat.tool_result_name = true;
  EXPECT_TRUE(has(R"("content":"bad","name":"shell")"));
  compat.assistant_after_tool_result = true;
  EXPECT_TRUE(has("I have read the results."));
  compat.cache_key = true;
  EXPECT_TRUE(has(R"("prompt_cache_key":"session")"));
  compat.nine_char_ids = true;
  EXPECT_EQ(json::string_or(json::find(parsed(text()).at("messages").as_array()[3], "tool_call_id")).size(), 9u);
  compat.tool_stream = true;
  EXPECT_TRUE(has(R"("tool_stream":true)"));
  EXPECT_FALSE(has("\"strict\""));
  compat.strict_tools = true;
  EXPECT_TRUE(has(R"("strict":true)"));   // the wrapped freeform tool has a strict schema
  EXPECT_TRUE(has("\"reasoning_content\":\"thought\""));
  compat.reasoning_in_history = false;
  EXPECT_FALSE(has("reasoning_content"));
  compat.reasoning_in_every_turn = true;
  EXPECT_TRUE(has("\"reasoning_content\":\"\""));
  compat.thinking_as_text = true;
  EXPECT_TRUE(has("<thinking>\\nthought\\n</thinking>"));
  const std::pair<const char*, const char*> formats[] = {
      {"openrouter", R"("reasoning":{"effort":"high"})"}, {"zai", R"("thinking":{"type":"enabled"})"},
      {"deepseek", R"("thinking":{"type":"enabled"})"}, {"qwen", R"("enable_thinking":true)"},
      {"qwen-chat-template", R"("chat_template_kwargs":{"enable_thinking":true})"}};
  for (const auto& [format, wanted] : formats) {
    compat.thinking_format = format;
    EXPECT_TRUE(has(wanted)) << format;
  }
  compat.cache_control = true;
  EXPECT_FALSE(has("cache_control"));
  model.info.id = "anthropic/claude";
  EXPECT_TRUE(has("cache_control"));
}

TEST(Chat, TakesTheOtherNameForTheLimitWhenOneIsRefused) {
  auto model = server();
  model.refused.insert("max_tokens");
  EXPECT_NE(encode_chat(model, conversation()).find("\"max_completion_tokens\":100"), std::string::npos);
}

TEST(Chat, DeclaresToolsThatTheHistorySpeaksOf) {
  auto request = conversation();
  request.tools.clear();
  const auto body = parsed(encode_chat(server(), request));
  EXPECT_EQ(body.at("tools").as_array().size(), 2u);
  EXPECT_EQ(json::string_or(json::find(body, "tool_choice")), "none");
  request.items = {UserMessage{"q", {}}};
  EXPECT_EQ(encode_chat(server(), request).find("tools"), std::string::npos);
}

TEST(Chat, WritesTheSameBytesForTheSameItems) {
  EXPECT_EQ(encode_chat(server(), conversation()), encode_chat(server(), conversation()));
}

}  // namespace
}  // namespace llm::wire
