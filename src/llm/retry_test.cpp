#include "retry.h"

#include <gtest/gtest.h>

#include "text_match.h"
#include "url.h"

namespace llm {
namespace {

constexpr std::int64_t k_now = 784111777000;   // Sun, 06 Nov 1994 08:49:37 GMT

TEST(Retry, ReadsWhatHeadersAskFor) {
  struct Row { io::Headers headers; std::int64_t wait; } table[] = {
      {{{"Retry-After", "2"}}, 2000},
      {{{"retry-after", " 1.5 "}}, 1500},
      {{{"retry-after", "0"}}, 0},
      {{{"retry-after-ms", "350"}, {"retry-after", "9"}}, 350},
      {{{"retry-after-ms", "soon"}, {"retry-after", "9"}}, 9000},
      {{{"retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"}}, 10000},
      {{{"retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"}}, 0},
      {{{"retry-after", "-5"}}, -1},
      {{{"retry-after", "tomorrow"}}, -1},
      {{{"retry-after", "1e99"}}, -1},
      {{}, -1},
  };
  for (const auto& row : table) {
    const auto wait = asked_wait(row.headers, k_now);
    EXPECT_EQ(wait ? wait->count() : -1, row.wait) << (row.headers.empty() ? "" : row.headers[0].second);
  }
}

TEST(Retry, ReadsWhatSentencesAskFor) {
  const std::pair<const char*, std::int64_t> table[] = {
      {"Rate limit reached. Please try again in 1.898s. Visit ...", 1898},
      {"Please try again in 350ms.", 350},
      {"try again in 6m0s", 360000},
      {"Try again in 1h2m3s", 3723000},
      {"please retry in 20 seconds", 20000},
      {R"({"@type":"RetryInfo","retryDelay":"34s"})", 34000},
      {"try again in a while", -1},
      {"", -1},
  };
  for (const auto& [text, wanted] : table) {
    const auto wait = asked_wait(text);
    EXPECT_EQ(wait ? wait->count() : -1, wanted) << text;
  }
}

TEST(Retry, KnowsDates) {
  EXPECT_EQ(http_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(http_date("Tue, 29 Feb 2000 12:00:00 GMT"), 951825600000);
  for (const char* wrong : {"", "Sunday", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Xxx 1994 08:49:37 GMT", "Sun, 06 anF 1994 08:49:37 GMT"})
    EXPECT_FALSE(http_date(wrong)) << wrong;
}

TEST(Retry, BacksOffWithFullJitterUpToABound) {
  const io::Millis start(500), max(30000);
  for (int attempt = 1; attempt < 40; ++attempt) {
    const auto bound = std::min<std::int64_t>(30000, 500LL << std::min(attempt - 1, 10));
    for (std::uint64_t random : {0ULL, 1ULL, 12345678901ULL, ~0ULL}) {
      const auto wait = backoff(attempt, start, max, random).count();
      EXPECT_GE(wait, 0);
      EXPECT_LE(wait, bound);
    }
  }
  EXPECT_EQ(backoff(3, start, max, 2001 * 7 + 1234).count(), 1234);
  EXPECT_EQ(backoff(3, io::Millis(0), io::Millis(0), 99).count(), 0);
}

TEST(TextMatch, KnowsDigitsAndGaps) {
  struct Row { const char *text, *pattern; bool wanted; } table[] = {
      {"maximum prompt length is 131072 but", "maximum prompt length is #", true},
      {"maximum prompt length is big", "maximum prompt length is #", false},
      {"input token count (12) exceeds the maximum", "input token count*exceeds the maximum", true},
      {"exceeds the maximum input token count", "input token count*exceeds the maximum", false},
      {"aaab", "aab", true}, {"", "a", false}, {"a", "", true},
  };
  for (const auto& row : table) EXPECT_EQ(occurs(row.text, row.pattern), row.wanted) << row.text;
  EXPECT_TRUE(has_word("unknown name \"store\": cannot", "store"));
  EXPECT_FALSE(has_word("the storehouse", "store"));
  EXPECT_TRUE(has_word("storehouse store", "store"));
}

TEST(Url, JoinsAndHidesCredentials) {
  EXPECT_EQ(endpoint("https://h/v1/", "/chat/completions"), "https://h/v1/chat/completions");
  EXPECT_EQ(endpoint("https://h/openai/v1?api-version=preview", "/responses"), "https://h/openai/v1/responses?api-version=preview");
  EXPECT_EQ(without_credentials("https://user:pa@ss@h:8/x?a=1&api_key=SECRET&b=2"), "https://h:8/x?a=1&api_key=...&b=2");
  EXPECT_EQ(without_credentials("http://127.0.0.1:8080/v1/chat"), "http://127.0.0.1:8080/v1/chat");
  EXPECT_EQ(scrubbed("bad key sk-123456 and sk-123456", "sk-123456"), "bad key [key] and [key]");
  EXPECT_EQ(scrubbed("a", "a"), "a");
}

}  // namespace
}  // namespace llm
