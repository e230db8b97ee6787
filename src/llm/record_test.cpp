#include "llm/record.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "text/base64.h"
#include "llm/model.h"

namespace llm {
namespace {

std::string all_bytes() {
  std::string out;
  for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
  return out;
}

std::vector<Item> one_of_each() {
  return {UserMessage{"hello \"you\"\n\xC3\xA4", {{"image/png", all_bytes()}}},
          AssistantMessage{"text", "commentary"},
          Reasoning{"thoughts", R"({"type":"reasoning","encrypted_content":"gAAA=="})", "responses/gpt"},
          ToolCall{"call_1", "shell", "{\"broken\":", false, "fc_1"},
          ToolCall{"call_2", "apply_patch", "*** Begin Patch\n", true, ""},
          ToolResult{"call_1", "out", true, {{"image/jpeg", "x"}}, false},
          ToolResult{"call_2", "", false, {}, true}};
}

TEST(Record, ItemsComeBackAsTheyWere) {
  const auto text = json::dump(items_to_json(one_of_each()));
  const auto value = json::parse(text);
  ASSERT_TRUE(value);
  const auto back = items_from_json(*value);
  ASSERT_TRUE(back) << back.error().what;
  EXPECT_EQ(json::dump(items_to_json(*back)), text);
  ASSERT_EQ(back->size(), 7u);
  EXPECT_EQ(std::get<UserMessage>((*back)[0]).images[0].bytes, all_bytes());
  EXPECT_EQ(std::get<AssistantMessage>((*back)[1]).phase, "commentary");
  EXPECT_EQ(std::get<Reasoning>((*back)[2]).opaque, R"({"type":"reasoning","encrypted_content":"gAAA=="})");
  EXPECT_EQ(std::get<ToolCall>((*back)[3]).arguments, "{\"broken\":");
  EXPECT_EQ(std::get<ToolCall>((*back)[3]).item_id, "fc_1");
  EXPECT_TRUE(std::get<ToolCall>((*back)[4]).freeform);
  EXPECT_TRUE(std::get<ToolResult>((*back)[5]).is_error);
  EXPECT_EQ(std::get<ToolResult>((*back)[5]).images[0].mime, "image/jpeg");
  EXPECT_TRUE(std::get<ToolResult>((*back)[6]).freeform);
}

TEST(Record, ResponsesAndUsageComeBackAsTheyWere) {
  Response response;
  response.items = one_of_each();
  response.usage = {100, 60, -1, 20, 5};
  response.model = "m";
  response.id = "r";
  for (const auto stop : {Stop::end, Stop::tool_calls, Stop::max_tokens, Stop::refusal, Stop::pause, Stop::overflow, Stop::other}) {
    response.stop = stop;
    const auto back = response_from_json(response_to_json(response));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->stop, stop);
    EXPECT_EQ(back->usage.cached, 60);
    EXPECT_EQ(back->usage.cache_write, -1);
    EXPECT_EQ(back->items.size(), 7u);
  }
}

TEST(Record, EventsComeBackAsTheyWere) {
  const Event events[] = {TextDelta{"a"}, ReasoningDelta{"b"}, ToolCallStarted{"id", "name"}, Retrying{2, 1500, "why"}};
  for (const auto& event : events) {
    const auto back = event_from_json(event_to_json(event));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->index(), event.index());
    EXPECT_EQ(json::dump(event_to_json(*back)), json::dump(event_to_json(event)));
  }
}

TEST(Record, SaysWhatIsWrong) {
  EXPECT_EQ(item_from_json(json::parse(R"({"type":"poem"})").value()).error().what, "item: unknown type \"poem\"");
  EXPECT_FALSE(item_from_json(json::parse("[]").value()));
  EXPECT_FALSE(items_from_json(json::parse("{}").value()));
  EXPECT_FALSE(item_from_json(json::parse(R"({"type":"user","images":[{"data":"!"}]})").value()));
  EXPECT_FALSE(response_from_json(json::parse("{}").value()));
  EXPECT_FALSE(event_from_json(json::parse("{}").value()));
}

TEST(Base64, AgreesWithTheRfcAndComesBack) {
  const std::pair<const char*, const char*> table[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : table) {
    EXPECT_EQ(text::to_base64(plain), coded);
    EXPECT_EQ(text::from_base64(coded), plain);
  }
  EXPECT_EQ(text::from_base64(text::to_base64(all_bytes())), all_bytes());
  for (const char* wrong : {"Z", "Zm9v!", "Zg==Zg"}) EXPECT_FALSE(text::from_base64(wrong)) << wrong;
}

TEST(Cost, IsUnknownWithoutPricesAndCountsCachedTokensApart) {
  ModelInfo info;
  EXPECT_LT(cost(info, {100, 0, 0, 100, 0}), 0);
  info.price_in = 1;
  info.price_out = 10;
  info.price_cached = 0.1;
  info.price_cache_write = 2;
  EXPECT_DOUBLE_EQ(cost(info, {1000000, 400000, 100000, 100000, 50000}), 0.5 + 0.04 + 0.2 + 1.0);
  EXPECT_LT(cost(info, {-1, -1, -1, 5, -1}), 0);
  info.price_cached = -1;   // then it costs what the rest costs: never less than the bill
  EXPECT_DOUBLE_EQ(cost(info, {1000000, 1000000, -1, 0, -1}), 1.0);
}

TEST(Usage, AddsUpWhatIsKnown) {
  Usage sum{10, -1, -1, 5, -1};
  sum += {5, 3, -1, -1, 1};
  EXPECT_EQ(sum.input, 15);
  EXPECT_EQ(sum.cached, 3);
  EXPECT_EQ(sum.cache_write, -1);
  EXPECT_EQ(sum.output, 5);
  EXPECT_EQ(sum.reasoning, 1);
}

}  // namespace
}  // namespace llm
