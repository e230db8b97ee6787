#include "wire/failure.h"

#include <gtest/gtest.h>

#include "wire/test_stream.h"

namespace llm::wire {
namespace {

TEST(Failure, RecognisesOverflowInTheWordsOfManyProviders) {
  const char* const table[] = {
      "prompt is too long: 213462 tokens > 200000 maximum",
      "input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000",
      "Your input exceeds the context window of this model. Please adjust your input and try again.",
      "This model's maximum context length is 131072 tokens. However, you requested 140000 tokens",
      "The input token count (1196265) exceeds the maximum number of tokens allowed (1048575)",
      "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
      "Please reduce the length of the messages or completion.",
      "the request exceeds the available context size, try increasing it",
      "the tokens to keep from the initial prompt is greater than the context length",
      "prompt token count of 140000 exceeds the limit of 128000",
      "invalid params, context window exceeds limit (2013)",
      "Your request exceeded model token limit: 262144 (requested: 291351)",
      "Prompt contains 300000 tokens and 0 draft tokens, too large for model with 131072 maximum context length",
      "prompt too long; exceeded max context length by 12 tokens",
      "input is too long for requested model",
      "{\"code\":\"context_length_exceeded\"}",
      "Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 12000",
  };
  for (const char* text : table) EXPECT_TRUE(says_overflow(text)) << text;
  const char* const others[] = {"Too many tokens, please wait before trying again.", "rate limit exceeded: too many tokens", "Too many requests",
                                "invalid x-api-key", "max_tokens must be at least 1", "", "Throttling error: Too many tokens"};
  for (const char* text : others) EXPECT_FALSE(says_overflow(text)) << text;
}

TEST(Failure, JudgesStatusAndBody) {
  using base::Code;
  const struct { int status; const char* body; Code code; Retry retry; } table[] = {
      {400, R"({"error":{"message":"bad thing"}})", Code::invalid, Retry::never},
      {400, R"({"error":{"message":"prompt is too long: 5 > 4"}})", Code::context_overflow, Retry::never},
      {400, "", Code::context_overflow, Retry::never},   // Cerebras
      {413, "", Code::context_overflow, Retry::never},
      {400, R"({"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}})", Code::denied, Retry::never},
      {401, R"({"error":{"message":"Incorrect API key"}})", Code::unauthenticated, Retry::never},
      {402, R"({"error":{"message":"Insufficient credits"}})", Code::denied, Retry::never},
      {403, "forbidden", Code::denied, Retry::never},
      {404, R"({"error":{"message":"model not found"}})", Code::invalid, Retry::never},
      {408, "", Code::timeout, Retry::yes},
      {409, "", Code::unavailable, Retry::yes},
      {413, R"({"error":{"type":"request_too_large","message":"Request exceeds the maximum size"}})", Code::context_overflow, Retry::never},
      {413, R"({"error":{"message":"Request too large for model `x` on tokens per minute","code":"rate_limit_exceeded"}})", Code::context_overflow, Retry::never},
      {422, R"({"detail":[{"msg":"field required"}]})", Code::invalid, Retry::never},
      {429, R"({"error":{"message":"Rate limit reached"}})", Code::rate_limited, Retry::yes},
      {429, R"({"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}})", Code::denied, Retry::never},
      {429, R"([{"error":{"message":"You exceeded your current quota","details":[{"retryDelay":"34s"}]}}])", Code::rate_limited, Retry::yes},
      {429, "", Code::rate_limited, Retry::yes},
      {500, "oops", Code::unavailable, Retry::yes},
      {500, R"({"error":{"message":"the request exceeds the available context size"}})", Code::context_overflow, Retry::never},
      {501, "", Code::unavailable, Retry::never},
      {503, "<html><title>503</title></html>", Code::unavailable, Retry::yes},
      {529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", Code::rate_limited, Retry::yes},
      {301, "", Code::protocol, Retry::never},
  };
  for (const auto& row : table) {
    const auto failure = refusal(target("chat"), row.status, {}, row.body);
    EXPECT_EQ(failure.error.code, row.code) << row.status << row.body << ": " << failure.error.what;
    EXPECT_EQ(failure.retry, row.retry) << row.status << row.body;
    EXPECT_NE(failure.error.what.find("p/m answered " + std::to_string(row.status)), std::string::npos);
  }
}

TEST(Failure, ObeysXShouldRetryWithinReason) {
  EXPECT_EQ(refusal(target("chat"), 500, {{"X-Should-Retry", "false"}}, "x").retry, Retry::never);
  EXPECT_EQ(refusal(target("chat"), 422, {{"x-should-retry", "true"}}, "x").retry, Retry::yes);
  for (const int status : {400, 401, 403, 404}) EXPECT_EQ(refusal(target("chat"), status, {{"x-should-retry", "true"}}, "x").retry, Retry::never);
}

TEST(Failure, FindsWhichMemberWasRefused) {
  const std::pair<const char*, const char*> table[] = {
      {R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","param":"max_tokens"}})", "max_completion_tokens"},
      {R"([{"error":{"message":"Invalid JSON payload received. Unknown name \"store\": Cannot find field."}}])", "store"},
      {R"({"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]})", "stream_options"},
      {R"({"error":{"message":"Your organization must be verified to generate reasoning summaries."}})", "reasoning.summary"},
      {R"({"error":{"message":"\"thinking.type.enabled\" is not supported for this model. Use \"thinking.type.adaptive\""}})", "budget"},
      {R"({"error":{"message":"adaptive thinking is not supported on this model"}})", "adaptive"},
      {R"({"error":{"message":"Unknown role: developer is not supported"}})", "developer"},
      {R"({"error":{"message":"messages: at least one message is required"}})", ""},
      {R"({"error":{"message":"model foo does not support images"}})", ""},
  };
  for (const auto& [body, member] : table) EXPECT_EQ(refusal(target("chat"), 400, {}, body).refused, member) << body;
}

TEST(Failure, TextsAreCleanAndBounded) {
  EXPECT_EQ(clean("a\n\n b\x01\x1b[31m\t c.\r\n"), "a b[31m c");
  EXPECT_EQ(clean("\xff\xC3"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_LE(clean(std::string(100000, 'x')).size(), k_error_text_max + 8);
}

}  // namespace
}  // namespace llm::wire
