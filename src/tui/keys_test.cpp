#include "keys.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tui {
namespace {

using What = Key::What;

std::vector<Key> all(KeyDecoder& decoder) {
  std::vector<Key> out;
  while (auto key = decoder.next()) out.push_back(*key);
  return out;
}

std::string told(const Key& key) {
  static constexpr const char* k_names[] = {"text", "enter", "tab", "backspace", "del", "escape", "insert", "up", "down", "left", "right", "home", "end",
                                            "page_up", "page_down", "function", "paste", "focus_in", "focus_out", "kitty", "attributes"};
  return std::string(key.ctrl ? "C-" : "") + (key.alt ? "A-" : "") + (key.shift ? "S-" : "") + k_names[static_cast<int>(key.what)] +
         (key.text.empty() ? "" : ":" + key.text) + (key.number == 0 ? "" : std::to_string(key.number));
}

struct Row {
  std::string bytes, keys;
};
const std::vector<Row> k_rows = {
    {"a", "text:a"}, {"abc", "text:abc"}, {"é二", "text:é二"}, {"\r", "enter"}, {"\n", "S-enter"}, {"\t", "tab"}, {"\x7f", "backspace"},
    {"\x01", "C-text:a"}, {"\x1a", "C-text:z"}, {"\x1f", "C-text:_"}, {"\033[A", "up"}, {"\033OA", "up"}, {"\033[1;5C", "C-right"},
    {"\033[1;2D", "S-left"}, {"\033[H", "home"}, {"\033[4~", "end"}, {"\033[3~", "del"}, {"\033[3;5~", "C-del"}, {"\033[5~", "page_up"},
    {"\033[Z", "S-tab"}, {"\033f", "A-text:f"}, {"\033\r", "A-enter"}, {"\033\x7f", "A-backspace"}, {"\033é", "A-text:é"},
    {"\033[15~", "function5"}, {"\033OP", "function1"}, {"\033[13;2u", "S-enter"}, {"\033[13;3u", "A-enter"}, {"\033[27u", "escape"},
    {"\033[99;5u", "C-text:c"}, {"\033[97;3u", "A-text:a"}, {"\033[27;2;13~", "S-enter"}, {"\033[99;5:3u", ""}, {"\033[57399u", "text:0"},
    {"\033[?1u", "kitty"}, {"\033[?62;c", "attributes"}, {"\033[I", "focus_in"}, {"\033]10;rgb:0/0/0\a", ""}, {"\033P1$r0m\033\\x", "text:x"},
    {"\033[200~two\nlines\033[201~", "paste:two\nlines"}, {"\033[24;80R", ""}, {"\xff\xfe" "a", "text:a"}, {"\033[<0;1;1M", ""},
    {"\033\033[A", "escape up"}, {"x\033[Ay", "text:x up text:y"},
};

std::string told(const std::vector<Key>& keys) {
  std::string out;
  for (const auto& key : keys) out += (out.empty() ? "" : " ") + told(key);
  return out;
}

TEST(Keys, AreWhatTerminalsSend) {
  for (const auto& [bytes, keys] : k_rows) {
    KeyDecoder decoder;
    decoder.feed(bytes);
    EXPECT_EQ(told(all(decoder)), keys) << testing::PrintToString(bytes);
  }
}

TEST(Keys, MayComeByteForByte) {
  for (const auto& [bytes, keys] : k_rows) {
    KeyDecoder decoder;
    std::string seen, whole = keys;
    for (const char byte : bytes) {
      decoder.feed(std::string(1, byte));
      for (const auto& key : all(decoder)) seen += (key.what == What::text && !key.ctrl && !key.alt) ? key.text : told(key);
    }
    for (std::size_t at = 0; (at = whole.find("text:", at)) != std::string::npos;)
      if (at < 2 || whole[at - 1] != '-') whole.erase(at, 5);
      else ++at;
    std::erase(whole, ' ');
    EXPECT_EQ(seen, whole) << testing::PrintToString(bytes);
  }
}

TEST(Keys, ALoneEscapeIsToldWhenNothingFollows) {
  KeyDecoder decoder;
  decoder.feed("\033");
  EXPECT_TRUE(all(decoder).empty());
  EXPECT_TRUE(decoder.is_unsure());
  decoder.settle();
  EXPECT_EQ(told(all(decoder)), "escape");
  EXPECT_FALSE(decoder.is_unsure());
  decoder.feed("\033[");
  EXPECT_TRUE(all(decoder).empty());
  decoder.settle();
  EXPECT_EQ(told(all(decoder)), "A-text:[");
}

TEST(Keys, AnEndOfAPasteInPiecesEndsIt) {
  KeyDecoder decoder;
  const std::string bytes = "\033[200~a\033[20b\033[201~c";
  std::vector<Key> keys;
  for (const char byte : bytes) {
    decoder.feed(std::string(1, byte));
    for (auto& key : all(decoder)) keys.push_back(key);
  }
  EXPECT_EQ(told(keys), "paste:a\033[20b text:c");
}

TEST(Keys, AnyBytesAreTaken) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    KeyDecoder decoder;
    static constexpr std::string_view k_likely = "\033[O?;:~u0129AR\r\n\x7f\xc3\xa9P]\\\a";
    for (int piece = 0; piece < 20; ++piece) {
      std::string bytes;
      for (int i = 0; i < 5; ++i) bytes += random() % 3 == 0 ? static_cast<char>(random()) : k_likely[random() % k_likely.size()];
      decoder.feed(bytes);
      all(decoder);
      if (random() % 4 == 0) decoder.settle();
      all(decoder);
    }
  }
}

}  // namespace
}  // namespace tui
