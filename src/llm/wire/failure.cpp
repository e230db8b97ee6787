#include "wire/failure.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/ids.h"
#include "retry.h"
#include "text/utf8.h"
#include "text_match.h"

namespace llm::wire {
namespace {

using base::Code;

std::string who(const Target& target) { return target.info.provider + "/" + target.info.id; }

void read_code(ErrorText& out, const json::Value* value) {
  if (value == nullptr) return;
  if (value->is_number()) out.status = json::int_or(value);
  else if (out.code.empty()) out.code = json::string_or(value);
}

void read_error(ErrorText& out, const json::Value& error) {
  if (error.is_string()) {
    out.message = json::string_or(&error);
    return;
  }
  if (const auto* text = json::find(error, "message"); text != nullptr && text->is_string())
    out.message = json::string_or(text);
  if (out.type.empty()) out.type = json::string_or(json::find(error, "type"));
  if (out.type.empty()) out.type = json::string_or(json::find(error, "status"));   // Gemini
  out.param = json::string_or(json::find(error, "param"));
  read_code(out, json::find(error, "code"));
  if (out.status == 0) read_code(out, json::find(error, "status_code"));
  // OpenRouter wraps what the provider behind it said; Gemini says when to come back.
  for (const char* more : {"metadata", "details"})
    if (const auto* value = json::find(error, more); value != nullptr && !value->is_null())
      out.message += " " + json::dump(*value).substr(0, 4096);
}

// The members of an HTTP request's body that a server may do without, by the words with which
// servers name them. The first match is left out; "a" may be refused as a part of "a.b", so the
// longer names stand first.
struct Optional {
  std::string_view needle, member;
};
constexpr std::array k_optional = {
    Optional{"thinking.type.enabled", "budget"},
    Optional{"adaptive thinking", "adaptive"},
    Optional{"thinking.type.adaptive", "adaptive"},
    Optional{"display", "thinking.display"},
    Optional{"reasoning.summary", "reasoning.summary"},
    Optional{"reasoning summaries", "reasoning.summary"},
    Optional{"reasoning.encrypted_content", "include"},
    Optional{"encrypted content", "include"},
    Optional{"include", "include"},
    Optional{"reasoning_content", "reasoning in history"},
    Optional{"reasoning_details", "reasoning in history"},
    Optional{"reasoning_effort", "effort"},
    Optional{"reasoning.effort", "effort"},
    Optional{"output_config", "output_config"},
    Optional{"include_usage", "stream_options"},
    Optional{"stream_options", "stream_options"},
    Optional{"parallel_tool_calls", "parallel_tool_calls"},
    Optional{"prompt_cache_key", "prompt_cache_key"},
    Optional{"cache_control", "cache_control"},
    Optional{"max_completion_tokens", "max_completion_tokens"},
    Optional{"max_tokens", "max_tokens"},
    Optional{"max_output_tokens", "max_output_tokens"},
    Optional{"chat_template_kwargs", "thinking"},
    Optional{"enable_thinking", "thinking"},
    Optional{"response_format", "output_schema"},
    Optional{"json_schema", "output_schema"},
    Optional{"json mode", "output_schema"},
    Optional{"text.format", "output_schema"},
    Optional{"tool_choice", "tool_choice"},
    Optional{"tool_stream", "tool_stream"},
    Optional{"custom", "freeform"},
    Optional{"developer", "developer"},
    Optional{"phase", "phase"},
    Optional{"strict", "strict"},
    Optional{"store", "store"},
    Optional{"reasoning", "reasoning"},
    Optional{"thinking", "thinking"},
};
constexpr std::array k_refuses = {
    "unsupported", "not supported", "unknown", "unrecognized", "unrecognised", "extra inputs",
    "extra_forbidden", "not permitted", "unexpected", "not allowed", "does not support",
    "doesn't support", "invalid parameter", "must be verified", "cannot be combined",
    "cannot find field", "not a valid", "invalid value", "additional properties",
};

std::string refused_member(const Target& target, const ErrorText& text) {
  const std::string lower = lowered(text.message + " " + text.code);
  const bool refuses = std::any_of(k_refuses.begin(), k_refuses.end(), [&](std::string_view phrase) {
    return lower.find(phrase) != std::string::npos;
  });
  if (!refuses) return {};
  const std::string where = lowered(text.param) + " " + lower;
  for (const auto& [needle, member] : k_optional)
    if (target.takes(member) && has_word(where, needle)) return std::string(member);
  return {};
}

bool is_any(std::string_view text, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

// The names that providers give to errors, as the status that HTTP would have had for them.
int status_of(std::string_view name) {
  if (is_any(name, {"overloaded_error", "overloaded", "engine_overloaded_error"})) return 529;
  if (is_any(name, {"rate_limit_error", "rate_limit_exceeded", "insufficient_quota",
                    "rate_limit_reached_error", "RESOURCE_EXHAUSTED", "tokens", "requests"}))
    return 429;
  if (is_any(name, {"api_error", "server_error", "internal_error", "internal_server_error",
                    "vector_store_timeout", "INTERNAL", "provider_error"}))
    return 500;
  if (is_any(name, {"service_unavailable", "service_unavailable_error", "unavailable_error",
                    "UNAVAILABLE"}))
    return 503;
  if (is_any(name, {"timeout_error", "timeout", "DEADLINE_EXCEEDED"})) return 504;
  if (is_any(name, {"authentication_error", "invalid_api_key", "UNAUTHENTICATED"})) return 401;
  if (is_any(name, {"billing_error"})) return 402;
  if (is_any(name, {"permission_error", "PERMISSION_DENIED"})) return 403;
  if (is_any(name, {"not_found_error", "model_not_found", "NOT_FOUND"})) return 404;
  if (is_any(name, {"request_too_large"})) return 413;
  if (is_any(name, {"invalid_request_error", "invalid_prompt", "context_length_exceeded",
                    "INVALID_ARGUMENT", "exceed_context_size_error"}))
    return 400;
  return 0;
}

bool sounds_passing(std::string_view message) {
  const std::string lower = lowered(message);
  for (const std::string_view word :
       {"overload", "timeout", "timed out", "temporar", "try again", "retry", "internal", "upstream",
        "connection", "unavailable", "capacity", "disconnect", "server error"})
    if (lower.find(word) != std::string::npos) return true;
  return false;
}

bool is_out_of_credit(const ErrorText& text, std::optional<io::Millis> wait) {
  const std::string lower = lowered(text.message);
  if (is_any(text.code, {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active",
                         "insufficient_balance"}) ||
      text.type == "insufficient_quota")
    return true;
  if (lower.find("credit balance is too low") != std::string::npos ||
      lower.find("insufficient balance") != std::string::npos ||
      lower.find("insufficient credits") != std::string::npos)
    return true;
  // Gemini says this of limits per minute too, and then says when to come back.
  return !wait && lower.find("exceeded your current quota") != std::string::npos;
}

Code code_of(int status) {
  switch (status) {
    case 401: return Code::unauthenticated;
    case 402:
    case 403: return Code::denied;
    case 408:
    case 504: return Code::timeout;
    case 413: return Code::context_overflow;
    case 429:
    case 529: return Code::rate_limited;
    default: break;
  }
  if (status >= 500 || status == 409) return Code::unavailable;
  return status >= 400 ? Code::invalid : Code::protocol;
}

std::string_view advice(Code code) {
  switch (code) {
    case Code::context_overflow: return "; the conversation does not fit the model's context window";
    default: return "";
  }
}

bool is_empty(const ErrorText& text) { return text.message.empty() && text.type.empty() && text.code.empty(); }

Failure made(const Target& target, std::string lead, int status, const ErrorText& text,
             std::optional<io::Millis> wait) {
  Failure out;
  const bool about_rate = status == 429 || status == 529 || status == 401 || status == 403;
  const std::string all = text.message + " " + text.code + " " + text.type;
  // Cerebras refuses what is too long with 400 or 413 and no body at all.
  const bool overflow = says_overflow(all) ? !about_rate || lowered(all).find("request too large") != std::string::npos
                                           : (status == 400 || status == 413) && is_empty(text);
  out.error.code = overflow ? Code::context_overflow : code_of(status);
  out.wait = wait;
  const bool no_credit = !overflow && (status == 429 || status == 400 || status == 402 || status == 403) &&
                         is_out_of_credit(text, wait);
  if (no_credit) out.error.code = Code::denied;
  out.error.what = who(target) + " " + std::move(lead);
  if (!text.message.empty()) out.error.what += ": " + clean(text.message);
  const std::string& tag = text.code.empty() ? text.type : text.code;
  if (!tag.empty() && text.message.find(tag) == std::string::npos)
    out.error.what += " (" + clean(tag) + ")";
  if (no_credit) out.error.what += "; the account has no credit or quota left";
  else out.error.what += advice(out.error.code);
  if (!overflow && !no_credit) {
    if (status == 408 || status == 409 || status == 429 || status >= 500) out.retry = Retry::yes;
    if (status == 501 || status == 505) out.retry = Retry::never;
    if (status == 400 || status == 422) out.refused = refused_member(target, text);
  }
  return out;
}

std::string html_title(std::string_view body) {
  const std::string lower = lowered(body.substr(0, 16384));
  for (const std::string_view tag : {"title", "h1"}) {
    const auto open = lower.find("<" + std::string(tag));
    if (open == std::string::npos) continue;
    const auto begin = lower.find('>', open);
    const auto end = lower.find("</" + std::string(tag), open);
    if (begin != std::string::npos && end != std::string::npos && begin < end)
      return std::string(body.substr(begin + 1, end - begin - 1));
  }
  return "an HTML page";
}

}  // namespace

std::string clean(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, k_error_text_max)) {
    const bool space = c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (space ? out.ends_with(' ') || out.empty() : static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      continue;
    out += space ? ' ' : c;
  }
  if (text.size() > k_error_text_max) out += " ...";
  while (out.ends_with(' ') || out.ends_with('.')) out.pop_back();
  return text::to_valid_utf8(out);
}

ErrorText error_text(const json::Value& value) {
  ErrorText out;
  if (const auto* list = value.if_array(); list != nullptr && !list->empty())
    return list->front().is_array() ? out : error_text(list->front());
  const auto* error = json::find(value, "error");
  if (error != nullptr && !error->is_null()) {
    read_error(out, *error);
    // OpenAI's old shape and FastAPI's put what belongs together on two levels.
    if (out.message.empty()) out.message = json::string_or(json::find(value, "message"));
    return out;
  }
  read_error(out, value);
  if (out.type == "error") out.type.clear();
  if (out.message.empty())
    if (const auto* detail = json::find(value, "detail"); detail != nullptr)
      out.message = detail->is_string() ? std::string(json::string_or(detail)) : json::dump(*detail);
  return out;
}

ErrorText error_text(std::string_view body) {
  const auto begin = body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  body.remove_prefix(begin);
  if (body.starts_with("data:")) body.remove_prefix(5);
  if (const auto value = json::parse(body)) {
    ErrorText out = error_text(*value);
    if (out.message.empty() && out.code.empty() && out.type.empty())
      out.message = json::dump(*value);
    return out;
  }
  ErrorText out;
  out.message = body.starts_with('<') ? html_title(body) : std::string(body.substr(0, 4096));
  return out;
}

Failure refusal(const Target& target, int status, const io::Headers& headers, std::string_view body) {
  ErrorText text = error_text(body);
  auto wait = asked_wait(headers, base::now_ms());
  if (!wait) wait = asked_wait(text.message);
  Failure out = made(target, "answered " + std::to_string(status), status, text, wait);
  if (status >= 300 && status < 400)
    out.error.what += "; redirects are not followed: set base_url to the final address";
  if (status == 404 && out.error.code == Code::invalid)
    out.error.what += "; is it the name of a model that this key may use, and is base_url right?";
  const auto should = io::header(headers, "x-should-retry");
  if (should == "false") out.retry = Retry::never;
  // It may widen what is retried, but not to statuses that say "never like this".
  if (should == "true" && status != 400 && status != 401 && status != 403 && status != 404 &&
      out.error.code != Code::context_overflow && out.error.code != Code::denied)
    out.retry = Retry::yes;
  return out;
}

Failure stream_error(const Target& target, const ErrorText& text) {
  int status = text.status >= 300 && text.status < 600 ? static_cast<int>(text.status) : 0;
  if (status == 0) status = status_of(text.code);
  if (status == 0) status = status_of(text.type);
  if (status == 0) status = is_empty(text) || sounds_passing(text.message) ? 500 : 400;
  return made(target, "broke off its answer with an error", status, text, asked_wait(text.message));
}

}  // namespace llm::wire
