// No provider has a status of its own for "the prompt does not fit". What they have is sentences,
// and these are the ones that were seen: in lower case, `#` a number, `*` anything.

#include <array>

#include "text_match.h"
#include "wire/failure.h"

namespace llm::wire {

static constexpr std::array k_overflow = {
    "prompt is too long",                              // Anthropic
    "input length and `max_tokens` exceed context limit",   // Anthropic
    "request_too_large",                               // Anthropic, 413
    "model_context_window_exceeded",                   // Anthropic, z.ai
    "input is too long for requested model",           // Bedrock
    "exceeds the context window",                      // OpenAI
    "exceeds the model's context window",
    "context_length_exceeded",                         // OpenAI, Together
    "input token count*exceeds the maximum",           // Gemini
    "maximum prompt length is #",                      // xAI
    "reduce the length of the messages",               // Groq
    "maximum context length is #",                     // OpenRouter, vLLM, DeepSeek
    "maximum allowed input length",                    // SGLang
    "longer than the model's context length",          // SGLang, LM Studio
    "exceeds the limit of #",                          // Copilot
    "exceeds the available context size",              // llama.cpp
    "exceed_context_size_error",                       // llama.cpp
    "greater than the context length",                 // LM Studio
    "context window exceeds limit",                    // MiniMax
    "exceeded model token limit",                      // Kimi
    "exceeds model token limit",                       // Kimi
    "too large for model with # maximum context length",    // Mistral
    "prompt too long; exceeded",                       // Ollama
    "exceeds context length",                          // Ollama
    "exceeds the model's maximum context",             // Together, Fireworks
    "current length is # while limit is #",            // Cerebras
    "prompt exceeds max length",                       // z.ai
    "context length exceeded",
    "exceeds maximum context length",
    "too many tokens",
    "token limit exceeded",
    "request too large for model",                     // Groq: more than a minute's tokens at once
};
// Sentences about rates that speak of tokens too: "Too many tokens, please wait before trying
// again" (Bedrock), "rate limit reached ... tokens per min".
static constexpr std::array k_rate = {"rate limit", "too many requests", "throttl", "please wait",
                                      "try again in"};

bool says_overflow(std::string_view text) {
  const std::string lower = lowered(text.substr(0, 8192));
  // Says so itself, though it calls itself a rate limit: waiting would not help.
  if (lower.find("request too large for model") != std::string::npos) return true;
  for (const std::string_view rate : k_rate)
    if (lower.find(rate) != std::string::npos) return false;
  for (const std::string_view pattern : k_overflow)
    if (occurs(lower, pattern)) return true;
  return false;
}

}  // namespace llm::wire
