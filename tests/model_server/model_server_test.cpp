// The scripted server against hand-written requests: what each wire accepts, what it refuses and in
// which words, what its streams consist of, and each fault.

#include "model_server/server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/file.h"
#include "json/json.h"

namespace model_server {
namespace {

struct Reply {
  int status = 0;
  std::string head, body;
  bool whole = false;   ///< the HTTP message was complete
};

/// The body of a chunked message; `whole` = the last chunk was there.
std::string unchunk(std::string_view text, bool& whole) {
  std::string out;
  whole = false;
  for (;;) {
    const auto line = text.find("\r\n");
    if (line == std::string_view::npos) return out;
    const auto size = std::stoul(std::string(text.substr(0, line)), nullptr, 16);
    text.remove_prefix(line + 2);
    if (size == 0) {
      whole = true;
      return out;
    }
    if (text.size() < size + 2) return out + std::string(text);
    out += text.substr(0, size);
    text.remove_prefix(size + 2);
  }
}

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  EXPECT_EQ(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  return fd;
}

Reply ask(int port, const std::string& method, const std::string& path, const std::string& body,
          const std::string& headers) {
  const base::Fd fd(connect_to(port));
  const std::string request = method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers +
                              "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  EXPECT_TRUE(base::write_all(fd.get(), request));
  std::string all;
  char bytes[65536];
  for (ssize_t n = 0; (n = ::read(fd.get(), bytes, sizeof bytes)) > 0;) all.append(bytes, static_cast<std::size_t>(n));
  Reply out;
  const auto end = all.find("\r\n\r\n");
  if (end == std::string::npos) return out;
  out.head = all.substr(0, end + 2);
  out.status = std::stoi(out.head.substr(9, 3));
  const std::string_view rest = std::string_view(all).substr(end + 4);
  if (out.head.find("chunked") != std::string::npos) {
    out.body = unchunk(rest, out.whole);
  } else {
    out.body = rest;
    out.whole = true;
  }
  return out;
}

const std::string k_json = "Content-Type: application/json\r\n";
const std::string k_openai = k_json + "Authorization: Bearer sk-scripted\r\n";
const std::string k_anthropic = k_json + "x-api-key: sk-scripted\r\nanthropic-version: 2023-06-01\r\n";

const std::string k_tool_responses =
    R"("tools":[{"type":"function","name":"read","description":"d","parameters":{"type":"object","properties":{}}},)"
    R"({"type":"custom","name":"apply_patch","description":"d","format":{"type":"grammar","syntax":"lark","definition":"start: /x/"}}])";
const std::string k_tool_chat =
    R"("tools":[{"type":"function","function":{"name":"read","description":"d","parameters":{"type":"object","properties":{}}}},)"
    R"({"type":"function","function":{"name":"apply_patch","parameters":{"type":"object","properties":{}}}}])";
const std::string k_tool_messages =
    R"("tools":[{"name":"read","description":"d","input_schema":{"type":"object","properties":{}}},)"
    R"({"name":"apply_patch","input_schema":{"type":"object","properties":{}}}])";

class ModelServer : public ::testing::Test {
 protected:
  void start(const std::string& script) {
    auto parsed = parse_script(script);
    ASSERT_TRUE(parsed) << parsed.error().what;
    Options options;
    options.script = std::move(*parsed);
    auto server = Server::start(std::move(options));
    ASSERT_TRUE(server) << server.error().what;
    server_ = std::move(*server);
  }
  /// A request with `items` as the whole conversation, in the wire's own form.
  Reply post(const std::string& wire, const std::string& items, const std::string& more = "") {
    if (wire == "responses")
      return ask(server_->port(), "POST", "/v1/responses",
                 R"({"model":"scripted-1","stream":true,"store":false,"include":["reasoning.encrypted_content"],)"
                 R"("reasoning":{"summary":"auto"},)" + k_tool_responses + more + R"(,"input":)" + items + "}", k_openai);
    if (wire == "chat")
      return ask(server_->port(), "POST", "/v1/chat/completions",
                 R"({"model":"scripted-1","stream":true,"stream_options":{"include_usage":true},)" + k_tool_chat +
                     more + R"(,"messages":)" + items + "}", k_openai);
    return ask(server_->port(), "POST", "/v1/messages",
               R"({"model":"scripted-1","stream":true,"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2000},)" +
                   k_tool_messages + more + R"(,"messages":)" + items + "}", k_anthropic);
  }
  Reply hello(const std::string& wire) {
    return post(wire, wire == "responses" ? R"([{"role":"user","content":"hi"}])"
                                          : R"([{"role":"user","content":"hi"}])");
  }
  std::unique_ptr<Server> server_;
};

const char* const k_wires[] = {"responses", "chat", "messages"};

std::vector<json::Value> events(const Reply& reply) {
  std::vector<json::Value> out;
  std::size_t at = 0;
  while ((at = reply.body.find("data: ", at)) != std::string::npos) {
    const auto end = reply.body.find('\n', at);
    auto value = json::parse(reply.body.substr(at + 6, end - at - 6));
    if (value) out.push_back(*value);
    at = end == std::string::npos ? reply.body.size() : end;
  }
  return out;
}

std::string count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return std::to_string(n);
}

TEST_F(ModelServer, StreamsTextInEachWire) {
  for (const std::string wire : k_wires) {
    start(R"({"turns":[{"text":"Grüße an alle.","usage":{"input":1000,"cached":400,"output":50}}]})");
    const auto reply = hello(wire);
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_TRUE(reply.whole);
    std::string text;
    for (const auto& event : events(reply)) {
      if (wire == "responses" && json::string_or(json::find(event, "type")) == "response.output_text.delta")
        text += json::string_or(json::find(event, "delta"));
      if (wire == "messages") text += json::string_or(json::find(event, "delta", "text"));
      if (const auto* choices = json::array_or_null(json::find(event, "choices")); choices && !choices->empty())
        text += json::string_or(json::find(choices->front(), "delta", "content"));
    }
    EXPECT_EQ(text, "Grüße an alle.") << wire;
    EXPECT_TRUE(server_->failures().empty());
    EXPECT_EQ(server_->turns_left(), 0u);
  }
}

TEST_F(ModelServer, ResponsesHasItsEventsInOrder) {
  start(R"({"turns":[{"reasoning":"hmm","text":"t","tool_calls":[{"name":"read","arguments":{"a":1}},
            {"name":"apply_patch","input":"*** Begin Patch"}]}]})");
  const auto reply = hello("responses");
  std::string types;
  std::int64_t sequence = 0;
  for (const auto& event : events(reply)) {
    types += std::string(json::string_or(json::find(event, "type"))).substr(9) + "\n";
    EXPECT_EQ(json::int_or(json::find(event, "sequence_number"), -1), sequence++);
  }
  EXPECT_EQ(types,
            "created\nin_progress\n"
            "output_item.added\nreasoning_summary_part.added\nreasoning_summary_text.delta\n"
            "reasoning_summary_text.done\nreasoning_summary_part.done\noutput_item.done\n"
            "output_item.added\ncontent_part.added\noutput_text.delta\noutput_text.done\ncontent_part.done\n"
            "output_item.done\n"
            "output_item.added\nfunction_call_arguments.delta\nfunction_call_arguments.delta\n"
            "function_call_arguments.done\noutput_item.done\n"
            "output_item.added\ncustom_tool_call_input.delta\ncustom_tool_call_input.delta\n"
            "custom_tool_call_input.delta\ncustom_tool_call_input.done\noutput_item.done\n"
            "completed\n");
  EXPECT_EQ(reply.body.find("[DONE]"), std::string::npos);
}

TEST_F(ModelServer, MessagesHasItsEventsInOrder) {
  start(R"({"turns":[{"reasoning":"hmm","text":"t","tool_calls":[{"name":"read","arguments":{"a":1}}]}]})");
  const auto reply = hello("messages");
  std::string types;
  for (const auto& event : events(reply)) types += std::string(json::string_or(json::find(event, "type"))) + "\n";
  EXPECT_EQ(types,
            "message_start\ncontent_block_start\nping\ncontent_block_delta\ncontent_block_delta\ncontent_block_stop\n"
            "content_block_start\ncontent_block_delta\ncontent_block_stop\n"
            "content_block_start\ncontent_block_delta\ncontent_block_delta\ncontent_block_delta\ncontent_block_stop\n"
            "message_delta\nmessage_stop\n");
  EXPECT_NE(reply.body.find("\"stop_reason\":\"tool_use\""), std::string::npos);
}

TEST_F(ModelServer, ChatEndsWithUsageAndDone) {
  start(R"({"turns":[{"text":"t","tool_calls":[{"name":"read","arguments":"{\"broken"}]}]})");
  const auto reply = hello("chat");
  EXPECT_TRUE(reply.body.ends_with("data: [DONE]\n\n"));
  const auto all = events(reply);
  ASSERT_GE(all.size(), 3u);
  EXPECT_TRUE(json::find(all.back(), "choices")->get_array().empty());
  EXPECT_GT(json::int_or(json::find(all.back(), "usage", "prompt_tokens")), 0);
  EXPECT_NE(reply.body.find("\"finish_reason\":\"tool_calls\""), std::string::npos);
  EXPECT_EQ(count(reply.body, "event:"), "0");
}

TEST_F(ModelServer, AnswersWithoutStreamingToo) {
  start(R"({"turns":[{"text":"t","tool_calls":[{"name":"read","arguments":{}}],"repeat":3}]})");
  const auto a = ask(server_->port(), "POST", "/v1/responses",
                     R"({"model":"scripted-1","input":"hi",)" + k_tool_responses + "}", k_openai);
  EXPECT_NE(a.body.find("\"status\":\"completed\""), std::string::npos) << a.body;
  const auto b = ask(server_->port(), "POST", "/v1/chat/completions",
                     R"({"model":"scripted-1","messages":[{"role":"user","content":"hi"}],)" + k_tool_chat + "}", k_openai);
  EXPECT_NE(b.body.find("\"object\":\"chat.completion\""), std::string::npos) << b.body;
  const auto c = ask(server_->port(), "POST", "/v1/messages",
                     R"({"model":"scripted-1","max_tokens":9,"messages":[{"role":"user","content":"hi"}],)" +
                         k_tool_messages + "}", k_anthropic);
  EXPECT_NE(c.body.find("\"type\":\"tool_use\""), std::string::npos) << c.body;
}

/// The conversation so far, as a correct client sends it back.
std::string continued(const std::string& wire, const Reply& first, const std::string& result) {
  const auto all = events(first);
  if (wire == "responses") {
    std::string items = R"([{"role":"user","content":"hi"})";
    std::string outputs;
    const auto* output = json::array_or_null(json::find(all.back(), "response", "output"));
    for (const auto& item : *output) {
      items += "," + json::dump(item);
      const auto type = json::string_or(json::find(item, "type"));
      if (type == "function_call" || type == "custom_tool_call")
        outputs += R"(,{"type":")" + std::string(type) + R"(_output","call_id":")" +
                   std::string(json::string_or(json::find(item, "call_id"))) + R"(","output":")" + result + R"("})";
    }
    return items + outputs + "]";
  }
  if (wire == "chat") {
    std::string id, arguments;
    for (const auto& event : all)
      if (const auto* choices = json::array_or_null(json::find(event, "choices")); choices && !choices->empty())
        if (const auto* calls = json::array_or_null(json::find(choices->front(), "delta", "tool_calls"))) {
          if (const auto more = json::string_or(json::find(calls->front(), "id")); !more.empty()) id = more;
          arguments += json::string_or(json::find(calls->front(), "function", "arguments"));
        }
    return R"([{"role":"user","content":"hi"},{"role":"assistant","content":"","tool_calls":[{"id":")" + id +
           R"(","type":"function","function":{"name":"read","arguments":)" + json::dump(json::Value(arguments)) +
           R"(}}]},{"role":"tool","tool_call_id":")" + id + R"(","content":")" + result + R"("}])";
  }
  std::string thinking, signature, id, input;
  for (const auto& event : all) {
    thinking += json::string_or(json::find(event, "delta", "thinking"));
    signature += json::string_or(json::find(event, "delta", "signature"));
    input += json::string_or(json::find(event, "delta", "partial_json"));
    id += json::string_or(json::find(event, "content_block", "id"));
  }
  return R"([{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"thinking","thinking":")" + thinking +
         R"(","signature":")" + signature + R"("},{"type":"tool_use","id":")" + id + R"(","name":"read","input":)" +
         input + R"(}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":")" + id +
         R"(","content":")" + result + R"("}]}])";
}

constexpr const char* k_two_turns =
    R"({"turns":[{"reasoning":"deep thought","tool_calls":[{"name":"read","arguments":{"path":"a"}}]},
                 {"expect":{"result_contains":"forty-two","results":1,"extends":true,"tools":"read"},"text":"done"}]})";

TEST_F(ModelServer, GoesOnWhenResultsComeBackUntouched) {
  for (const std::string wire : k_wires) {
    start(k_two_turns);
    const auto first = hello(wire);
    const auto second = post(wire, continued(wire, first, "forty-two"));
    EXPECT_EQ(second.status, 200) << wire << second.body;
    EXPECT_TRUE(server_->failures().empty()) << server_->failures().front();
  }
}

TEST_F(ModelServer, AFailingExpectationSaysWhatItMisses) {
  for (const std::string wire : k_wires) {
    start(k_two_turns);
    const auto first = hello(wire);
    const auto second = post(wire, continued(wire, first, "forty-three"));
    EXPECT_EQ(second.status, 400) << wire;
    ASSERT_EQ(server_->failures().size(), 1u);
    EXPECT_NE(server_->failures()[0].find("no tool result contains: forty-two"), std::string::npos);
  }
}

TEST_F(ModelServer, RefusesReasoningThatWasChangedOrDropped) {
  struct Case { std::string wire, from, to, why; };
  const Case k_cases[] = {
      {"responses", "deep thought", "deep thoughts", "could not be verified"},
      {"responses", R"("type":"reasoning","summary")", R"("type":"reasoning","extra":1,"summary")", "Unknown parameter"},
      {"messages", "deep thought", "other", "Invalid `signature`"},
      {"chat", R"(\"a\")", R"(\"b\")", "differs from the call"},
  };
  for (const auto& c : k_cases) {
    start(k_two_turns);
    auto items = continued(c.wire, hello(c.wire), "forty-two");
    const auto at = items.find(c.from);
    ASSERT_NE(at, std::string::npos) << c.wire << items;
    items.replace(at, c.from.size(), c.to);
    const auto reply = post(c.wire, items);
    EXPECT_EQ(reply.status, 400) << c.wire;
    EXPECT_NE(reply.body.find(c.why), std::string::npos) << c.wire << reply.body;
  }
  start(k_two_turns);
  auto items = continued("responses", hello("responses"), "forty-two");
  const auto begin = items.find(R"({"id":"rs_)");
  const auto end = items.find(R"({"id":"fc_)");
  ASSERT_LT(begin, end);
  items.erase(begin, end - begin);
  EXPECT_NE(post("responses", items).body.find("without its required 'reasoning' item"), std::string::npos);
}

TEST_F(ModelServer, RefusesWhatTheRealServersRefuse) {
  struct Case { std::string wire, items, more, why; };
  const std::string fc = R"({"type":"function_call","call_id":"call_x","name":"read","arguments":"{}"})";
  const std::string user = R"({"role":"user","content":"hi"})";
  const Case k_cases[] = {
      {"responses", "[" + user + "]", R"(,"max_tokens":5)", "Unknown parameter: 'max_tokens'"},
      {"responses", "[" + user + "," + fc + "]", "", "No tool output found for function call call_x."},
      {"responses", R"([{"type":"function_call_output","call_id":"q","output":"x"}])", "",
       "No tool call found for function call output with call_id q."},
      {"responses", R"([{"role":"assistant","content":[{"type":"input_text","text":"x"}]}])", "",
       "Supported values are: 'output_text', 'refusal'"},
      {"responses", R"([{"type":"reasoning","id":"rs_1","summary":[]}])", "", "Items are not persisted"},
      {"responses", R"([{"type":"function_call","id":"call_1","call_id":"c","name":"read","arguments":"{}"}])", "",
       "Expected an ID that begins with 'fc'"},
      {"responses", "[" + user + "]", R"(,"max_output_tokens":3)", ">= 16"},
      {"chat", "[" + user + "]", R"(,"max_output_tokens":3)", "Unrecognized request argument supplied"},
      {"chat", R"([{"role":"user","content":null}])", "", "expected a string, got null"},
      {"chat", R"([{"role":"assistant"}])", "", "expected a string, got null"},
      {"chat", R"([{"role":"tool","tool_call_id":"x","content":"y"}])", "", "must be a response to a preceeding message"},
      {"chat", R"([{"role":"assistant","content":"","tool_calls":[{"id":"c","type":"function","function":{"name":"read","arguments":"{}"}}]},)" +
                   user + "]", "", "did not have response messages: c"},
      {"chat", R"([{"role":"assistant","content":"","tool_calls":[]}])", "", "[] is too short"},
      {"chat", "[]", "", "[] is too short - 'messages'"},
      {"messages", "[" + user + "," + user + "]", "", "roles must alternate"},
      {"messages", R"([{"role":"system","content":"x"}])", "", "Input should be 'user' or 'assistant'"},
      {"messages", R"([{"role":"user","content":[{"type":"text","text":""}]}])", "", "must be non-empty"},
      {"messages", "[" + user + R"(,{"role":"assistant","content":"x"}])", "", "must end with a user message"},
      {"messages", "[" + user + R"(,{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"read","input":{}}]},)" +
                       user + "]", "", "without `tool_result` blocks immediately after: t"},
      {"messages", R"([{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"x"}]}])", "",
       "unexpected `tool_use_id`"},
      {"messages", "[" + user + "]", R"(,"foo":1)", "foo: Extra inputs are not permitted"},
      {"messages", "[" + user + "]", R"(,"temperature":0)", "may only be set to 1"},
      {"messages", R"([{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},)"
                   R"({"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},)"
                   R"({"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}]}])",
       "", "A maximum of 4 blocks with cache_control"},
  };
  start(R"({"turns":[{"text":"never"}]})");
  for (const auto& c : k_cases) {
    const auto reply = post(c.wire, c.items, c.more);
    EXPECT_TRUE(reply.status == 400 || reply.status == 404) << c.why;
    EXPECT_NE(reply.body.find(c.why), std::string::npos) << c.wire << " " << c.why << "\n" << reply.body;
  }
  EXPECT_EQ(server_->failures().size(), std::size(k_cases));
  EXPECT_EQ(server_->turns_left(), 1u);
}

TEST_F(ModelServer, TurnsOfAModelAreForItAloneWhateverTheOrderOfRequests) {
  start(R"({"models":["a","b","c"],"turns":[{"text":"rest 1"},{"model":"a","text":"a 1"},{"model":"b","text":"b 1"},)"
        R"({"model":"a","text":"a 2"},{"text":"rest 2"}]})");
  const auto said = [&](const std::string& model) {
    const std::string body = R"({"model":")" + model + R"(","messages":[{"role":"user","content":"x"}]})";
    return ask(server_->port(), "POST", "/v1/chat/completions", body, k_openai).body;
  };
  EXPECT_NE(said("b").find("b 1"), std::string::npos);
  EXPECT_NE(said("a").find("a 1"), std::string::npos);
  EXPECT_NE(said("c").find("rest 1"), std::string::npos);
  EXPECT_EQ(server_->turns_left(), 2u);
  EXPECT_NE(said("a").find("a 2"), std::string::npos);
  EXPECT_NE(said("a").find("the script is used up"), std::string::npos);
  EXPECT_NE(said("c").find("rest 2"), std::string::npos);
  EXPECT_EQ(server_->turns_left(), 0u);
  EXPECT_FALSE(model_server::parse_script(R"({"turns":[{"model":"no","text":"x"}]})"));
}

TEST_F(ModelServer, RefusesWrongKeysModelsAndPaths) {
  start(R"({"turns":[{"text":"never"}]})");
  const int port = server_->port();
  const std::string body = R"({"model":"scripted-1","max_tokens":5,"messages":[{"role":"user","content":"x"}]})";
  EXPECT_EQ(ask(port, "POST", "/v1/chat/completions", body, k_json).status, 401);
  EXPECT_EQ(ask(port, "POST", "/v1/chat/completions", body, k_json + "Authorization: Bearer sk-wrong-key-123\r\n").status, 401);
  EXPECT_EQ(ask(port, "POST", "/v1/messages", body, k_json + "x-api-key: no\r\n").status, 401);
  EXPECT_NE(ask(port, "POST", "/v1/messages", body, k_json + "x-api-key: sk-scripted\r\n").body.find("anthropic-version"),
            std::string::npos);
  EXPECT_EQ(ask(port, "POST", "/v1/chat/completions", R"({"model":"gpt-9","messages":[{"role":"user","content":"x"}]})",
                k_openai).status, 404);
  EXPECT_EQ(ask(port, "POST", "/v1/chat/completions", "{oops", k_openai).status, 400);
  EXPECT_EQ(ask(port, "POST", "/v1/nothing", "{}", k_openai).status, 404);
  EXPECT_EQ(ask(port, "GET", "/v1/models", "", k_openai).status, 200);
  EXPECT_EQ(ask(port, "GET", "/api/version", "", "").status, 404);
}

TEST_F(ModelServer, UsedUpScriptsAndUnknownToolsAreFailures) {
  start(R"({"turns":[{"tool_calls":[{"name":"fly","arguments":{}}]}]})");
  EXPECT_NE(hello("chat").body.find("does not offer the tool fly"), std::string::npos);
  EXPECT_NE(hello("chat").body.find("the script is used up"), std::string::npos);
  EXPECT_EQ(server_->failures().size(), 2u);
}

TEST_F(ModelServer, FaultsDoWhatTheySay) {
  struct Case { std::string fault; int status; bool whole; std::string has; };
  const Case k_cases[] = {
      {R"("fault":{"status":429,"retry_after":"7"})", 429, true, "Retry-After: 7"},
      {R"("fault":{"status":529})", 529, true, "error"},
      {R"("fault":{"refuse_key":true})", 401, true, "key"},
      {R"("fault":{"overflow":true})", 400, true, "m"},
      {R"("fault":{"garbage":"html"})", 200, true, "nginx"},
      {R"("fault":{"close_at":"text"})", 200, false, ""},
      {R"("fault":{"close_at":"start"})", 0, false, ""},
      {R"("fault":{"close_at":10})", 200, false, ""},
      {R"("fault":{"no_end":true})", 200, true, "hello"},
      {R"("fault":{"header_bytes":100000})", 200, true, "hhhhhhhhhh"},
      {R"("fault":{"split":1})", 200, true, "hello"},
      {R"("fault":{"stream_error":"overloaded"})", 200, true, "overloaded"},
      {R"("quirks":["crlf"])", 200, true, "\r\n"},
      {R"("quirks":["one_newline"])", 200, true, "hello"},
  };
  for (const std::string wire : k_wires)
    for (const auto& c : k_cases) {
      start(R"({"turns":[{"text":"hello",)" + c.fault + "}]}");
      const auto reply = hello(wire);
      EXPECT_EQ(reply.status, c.status) << wire << c.fault;
      EXPECT_EQ(reply.whole, c.whole) << wire << c.fault;
      const bool found = (reply.head + reply.body).find(c.has) != std::string::npos;
      EXPECT_TRUE(found) << wire << c.fault << reply.head << reply.body;
      EXPECT_TRUE(server_->failures().empty());
      const bool ended = reply.body.find("response.completed") != std::string::npos ||
                         reply.body.find("[DONE]") != std::string::npos ||
                         reply.body.find("message_stop") != std::string::npos;
      if (c.fault.find("no_end") != std::string::npos || !c.whole) EXPECT_FALSE(ended) << wire << c.fault;
    }
}

TEST_F(ModelServer, SilenceAndStallsEndWhenTheClientLeavesOrTheServerStops) {
  for (const char* fault : {R"({"silent":true})", R"({"stall_at":"text"})"}) {
    start(std::string(R"({"turns":[{"text":"hello","fault":)") + fault + "}]}");
    {
      const base::Fd fd(connect_to(server_->port()));
      const std::string body = R"({"model":"scripted-1","messages":[{"role":"user","content":"x"}],"stream":true})";
      ASSERT_TRUE(base::write_all(fd.get(), "POST /v1/chat/completions HTTP/1.1\r\n" + k_openai + "Content-Length: " +
                                                std::to_string(body.size()) + "\r\n\r\n" + body));
      EXPECT_TRUE(server_->wait_for_requests(1, std::chrono::seconds(10)));
    }
    server_.reset();   // hangs if it does not
  }
}

TEST_F(ModelServer, CountsWhatTheCacheHolds) {
  start(k_two_turns);
  const auto second = post("responses", continued("responses", hello("responses"), "forty-two"));
  const auto all = events(second);
  const auto input = json::int_or(json::find(all.back(), "response", "usage", "input_tokens"));
  const auto* details = json::find(all.back(), "response", "usage", "input_tokens_details");
  ASSERT_NE(details, nullptr);
  const auto cached = json::int_or(json::find(*details, "cached_tokens"));
  EXPECT_GT(cached, 0);
  EXPECT_LT(cached, input);
}

TEST_F(ModelServer, EmulatesLocalServers) {
  start(R"({"turns":[],"emulate":"ollama","models":["qwen3:8b"],"window":4096})");
  EXPECT_NE(ask(server_->port(), "GET", "/api/version", "", "").body.find("version"), std::string::npos);
  EXPECT_NE(ask(server_->port(), "GET", "/api/tags", "", "").body.find("qwen3:8b"), std::string::npos);
  EXPECT_NE(ask(server_->port(), "POST", "/api/show", R"({"model":"qwen3:8b"})", "").body.find("context_length\":4096"),
            std::string::npos);
  start(R"({"turns":[],"emulate":"llama-server","window":8192})");
  EXPECT_NE(ask(server_->port(), "GET", "/props", "", "").body.find("\"n_ctx\":8192"), std::string::npos);
  EXPECT_NE(ask(server_->port(), "GET", "/health", "", "").body.find("ok"), std::string::npos);
}

TEST(Script, NamesThePlaceOfAMistake) {
  struct Case { const char *text, *why; };
  const Case k_cases[] = {
      {R"({"turns":[{"txt":"x"}]})", "/turns/0/txt: no such member"},
      {R"({"turns":[{"expect":{"contain":"x"}}]})", "/turns/0/expect/contain: no such member"},
      {R"({"turns":[{"fault":{"close_at":"middle"}}]})", "/turns/0/fault/close_at"},
      {R"({"turns":[{"tool_calls":[{"name":"a"}]}]})", "/turns/0/tool_calls/0: expected one of"},
      {R"({"turns":[{"quirks":"odd"}]})", "no such quirk: odd"},
      {R"({})", "/turns: expected an array"},
      {R"([])", "expected an object"},
  };
  for (const auto& c : k_cases) {
    const auto script = parse_script(c.text);
    ASSERT_FALSE(script) << c.text;
    EXPECT_NE(script.error().what.find(c.why), std::string::npos) << script.error().what;
  }
}

}  // namespace
}  // namespace model_server
