#include "line.h"

#include <gtest/gtest.h>

#include <string>

using namespace journal;

static std::string line_of(std::uint64_t seq, std::string_view type, std::string_view payload) {
  std::string out;
  write_line(out, {seq, 1700000000123, type, payload});
  EXPECT_EQ(out.back(), '\n');
  out.pop_back();
  return out;
}

TEST(Line, ReadsBackWhatItWrote) {
  const std::string text = line_of(7, "tool.call", R"({"id":"x\n","n":[1,2]})");
  const auto line = parse_line(text);
  ASSERT_TRUE(line);
  EXPECT_EQ(line->seq, 7u);
  EXPECT_EQ(line->time_ms, 1700000000123);
  EXPECT_EQ(line->type, "tool.call");
  EXPECT_EQ(line->payload, R"({"id":"x\n","n":[1,2]})");
}

TEST(Line, HasTheFormThatTheHeaderPromises) {
  const std::string text = line_of(1, "a", "{}");
  EXPECT_EQ(text.substr(0, text.size() - 18), R"({"v":1,"seq":1,"t":1700000000123,"type":"a","p":{},"sum":")");
}

TEST(Line, EveryFlippedBitIsFound) {
  const std::string text = line_of(42, "user.message", R"({"text":"hello"})");
  for (std::size_t i = 0; i < text.size() * 8; ++i) {
    std::string broken = text;
    broken[i / 8] = static_cast<char>(broken[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(parse_line(broken)) << i << " " << broken;
  }
}

TEST(Line, EveryPrefixAndEveryLongerTextIsRefused) {
  const std::string text = line_of(42, "user.message", R"({"text":"hello"})");
  for (std::size_t n = 0; n < text.size(); ++n) EXPECT_FALSE(parse_line(text.substr(0, n))) << n;
  EXPECT_FALSE(parse_line(text + " "));
  EXPECT_FALSE(parse_line(" " + text));
}

TEST(Line, RefusesFramesOfOthersEvenWithARightSum) {
  for (const std::string_view type : {"", "A", "a b", "a\"b"})
    EXPECT_FALSE(parse_line(line_of(1, type, "{}"))) << type;
  for (const std::string_view payload : {"", "1", "{", "}"})
    EXPECT_FALSE(parse_line(line_of(1, "a", payload)) && payload != "{}") << payload;
}
