#include "text/utf8.h"

#include <gtest/gtest.h>

#include <random>

#include "text/cut.h"
#include "text/lines.h"
#include "text/width.h"

using namespace text;
using namespace std::literals;

namespace {

constexpr auto k_bad = "\xEF\xBF\xBD"sv;

std::string times(std::string_view unit, std::size_t n) {
  std::string out;
  while (n-- > 0) out += unit;
  return out;
}

/// Pieces that make characters, halves of them and rubbish likely.
std::string random_bytes(std::mt19937& random, std::size_t pieces) {
  static constexpr std::string_view k_pieces[] = {
      "a",        "\n",       "\xC3", "\xA9",  "\xE2\x82\xAC", "\xF0\x9F",
      "\x98\x80", "\xED\xA0", "\xFF", "word ", "\r\n",         "\xC0\x80"};
  std::string out;
  for (std::size_t i = random() % (pieces + 1); i > 0; --i)
    out += k_pieces[random() % std::size(k_pieces)];
  return out;
}

}  // namespace

TEST(Utf8, ReplacesEachMaximalSubpartOnce) {
  struct Row {
    std::string_view bytes;
    std::size_t replaced;
  };
  // From the Unicode standard, tables 3-8 to 3-11.
  for (const auto& [bytes, replaced] :
       {Row{"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82", 8}, Row{"\xED\xA0\x80\xED\xBF\xBF\xED\xAF", 8},
        Row{"\xF4\x91\x92\x93\xFF", 5}, Row{"\x80\xBF", 2},
        Row{"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF", 4}, Row{"\xF5\x80", 2}}) {
    EXPECT_FALSE(is_valid_utf8(bytes));
    EXPECT_EQ(to_valid_utf8(bytes), times(k_bad, replaced));
    EXPECT_EQ(to_valid_utf8("abcdefgh" + std::string(bytes) + "z"),
              "abcdefgh" + times(k_bad, replaced) + "z");
  }
  for (const auto good : {""sv, "a\0b"sv, "\xC2\x80"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv,
                          "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_TRUE(is_valid_utf8(good));
    EXPECT_EQ(to_valid_utf8(good), good);
  }
}

TEST(Utf8, DecodesWhatItEncodesForEveryCodePoint) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c == 0xD800) c = 0xE000;
    std::string bytes;
    append_utf8(bytes, c);
    const Decoded back = decode(bytes);
    ASSERT_EQ(back.value, c);
    ASSERT_EQ(back.size, bytes.size());
    ASSERT_EQ(back.kind, Decoded::Kind::character);
  }
}

TEST(Utf8, StreamEqualsTheWholeHoweverItIsCut) {
  std::mt19937 random(1);
  for (int round = 0; round < 20000; ++round) {
    const std::string bytes = random_bytes(random, 8);
    Utf8Stream stream;
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) {
      const std::size_t n = 1 + random() % 3;
      out += stream.feed(std::string_view(bytes).substr(at, n));
      ASSERT_TRUE(is_valid_utf8(out));
      at += n;
    }
    out += stream.finish();
    ASSERT_EQ(out, to_valid_utf8(bytes));
    ASSERT_TRUE(is_valid_utf8(out));
  }
}

TEST(Width, CountsTerminalColumns) {
  struct Row {
    std::string_view bytes;
    std::size_t columns;
  };
  for (const auto& [bytes, columns] :
       {Row{"", 0}, Row{"abc", 3}, Row{"\xC3\xA9", 1}, Row{"e\xCC\x81", 1},
        Row{"\xE6\xBC\xA2\xE5\xAD\x97", 4}, Row{"\xF0\x9F\x98\x80", 2}, Row{"a\tb\n", 2},
        Row{"\xFFz", 2}})
    EXPECT_EQ(width(bytes), columns) << bytes;
}

TEST(Width, StepsOverGraphemes) {
  const auto family = "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"sv;  // woman, joiner, girl
  const std::string bytes = "e\xCC\x81" + std::string(family) + "z";
  EXPECT_EQ(next_grapheme(bytes, 0), 3u);
  EXPECT_EQ(next_grapheme(bytes, 3), 3 + family.size());
  EXPECT_EQ(next_grapheme(bytes, bytes.size()), bytes.size());
  EXPECT_EQ(previous_grapheme(bytes, bytes.size()), 3 + family.size());
  EXPECT_EQ(previous_grapheme(bytes, 3 + family.size()), 3u);
  EXPECT_EQ(previous_grapheme(bytes, 3), 0u);
  EXPECT_EQ(previous_grapheme(bytes, 0), 0u);
  EXPECT_EQ(clip_to_width(bytes, 2), "e\xCC\x81");
  EXPECT_EQ(clip_to_width("\xE6\xBC\xA2\xE5\xAD\x97", 3), "\xE6\xBC\xA2");
}

TEST(Cut, ClipsBetweenCharacters) {
  const auto euro = "a\xE2\x82\xAC"sv;
  EXPECT_EQ(clip(euro, 4), euro);
  EXPECT_EQ(clip(euro, 3), "a");
  EXPECT_EQ(clip(euro, 1), "a");
  EXPECT_EQ(clip(euro, 0), "");
  EXPECT_EQ(clip("\x80\x80\x80\x80\x80\x80", 5).size(), 5u);
  EXPECT_EQ(clip_front("\xE2\x82\xAC"
                       "a",
                       3),
            "a");
  EXPECT_EQ(clip_front("\xE2\x82\xAC"
                       "a",
                       4),
            "\xE2\x82\xAC"
            "a");
  EXPECT_EQ(clip_front("abc", 0), "");
}

TEST(Cut, KeepsHeadAndTailOnLineBorders) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += "line " + std::to_string(i) + "\n";
  const std::string kept = keep_ends(bytes, 400, "; all of it: blob 1");
  EXPECT_LE(kept.size(), 400u);
  EXPECT_TRUE(kept.starts_with("line 0\n"));
  EXPECT_TRUE(kept.ends_with("\nline 999\n"));
  EXPECT_NE(kept.find("lines cut; all of it: blob 1 ...]\nline 98"), std::string::npos) << kept;
  EXPECT_EQ(keep_ends(bytes, bytes.size()), bytes);
  EXPECT_EQ(keep_ends(bytes, 5), "line ");
}

TEST(Cut, SaysExactlyHowMuchIsGone) {
  std::mt19937 random(2);
  for (int round = 0; round < 3000; ++round) {
    const std::string bytes = times("x", random() % 20) + random_bytes(random, 200);
    const std::size_t limit = random() % 300;
    const std::string kept = keep_ends(bytes, limit);
    ASSERT_LE(kept.size(), std::max(limit, bytes.size() <= limit ? bytes.size() : 0));
    const std::size_t from = kept.find("[... ");
    if (bytes.size() <= limit || from == std::string::npos) continue;
    std::size_t cut = 0;
    for (std::size_t at = from + 5; kept[at] != ' '; ++at)
      if (kept[at] != ',') cut = cut * 10 + static_cast<std::size_t>(kept[at] - '0');
    std::string_view head = std::string_view(kept).substr(0, from);
    const std::string_view tail = std::string_view(kept).substr(kept.find("...]\n") + 5);
    if (!bytes.starts_with(head)) head.remove_suffix(1);  // a line feed was put in
    ASSERT_TRUE(bytes.starts_with(head) && bytes.ends_with(tail));
    const std::size_t sum = head.size() + cut + tail.size();
    ASSERT_TRUE(sum == bytes.size() || sum == bytes.size() + 1) << kept;
  }
}

TEST(Cut, BufferKeepsWhatKeepEndsWould) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t limit = random() % 400;
    EndsBuffer buffer(limit);
    std::string all;
    for (auto chunks = random() % 30; chunks > 0; --chunks) {
      const std::string chunk = random_bytes(random, 60);
      buffer.add(chunk);
      all += chunk;
    }
    ASSERT_EQ(buffer.total(), all.size());
    ASSERT_EQ(buffer.is_cut(), all.size() > limit);
    ASSERT_EQ(buffer.text("!"), keep_ends(all, limit, "!"));
  }
}

TEST(Lines, SplitKeepsEndingsAndLosesNothing) {
  using Lines = std::vector<std::string_view>;
  EXPECT_EQ(split_lines(""), Lines{});
  EXPECT_EQ(split_lines("a"), Lines{"a"});
  EXPECT_EQ(split_lines("a\n\r\nb\rc\n"), (Lines{"a\n", "\r\n", "b\rc\n"}));
  EXPECT_EQ(without_ending("a\r\n"), "a");
  EXPECT_EQ(without_ending("a\r"), "a\r");
  EXPECT_EQ(count_lines("a\nb"), 2u);
  EXPECT_EQ(count_lines("a\n"), 1u);
}

TEST(Lines, TellsEndingsApart) {
  EXPECT_EQ(line_ending("a\rb"), LineEnding::none);
  EXPECT_EQ(line_ending("a\nb"), LineEnding::lf);
  EXPECT_EQ(line_ending("\r\n"), LineEnding::crlf);
  EXPECT_EQ(line_ending("\r\n\n"), LineEnding::mixed);
  EXPECT_EQ(to_lf("a\r\nb\n\r"), "a\nb\n\r");
  EXPECT_EQ(with_line_ending("a\r\nb\nc", LineEnding::crlf), "a\r\nb\r\nc");
  EXPECT_EQ(with_line_ending("a\r\nb\n", LineEnding::mixed), "a\r\nb\n");
  EXPECT_EQ(without_bom("\xEF\xBB\xBFx"), "x");
}

TEST(Lines, IndexFindsTheLineOfAnOffset) {
  const std::string_view bytes = "ab\n\ncd";
  const LineIndex index(bytes);
  EXPECT_EQ(index.lines(), 3u);
  const std::size_t expected[] = {1, 1, 1, 2, 3, 3, 3, 3};
  for (std::size_t at = 0; at < std::size(expected); ++at)
    EXPECT_EQ(index.line_of(at), expected[at]) << at;
  EXPECT_EQ(index.start_of(3), 4u);
  EXPECT_EQ(index.start_of(4), 6u);
  EXPECT_EQ(LineIndex("").line_of(0), 1u);
}
