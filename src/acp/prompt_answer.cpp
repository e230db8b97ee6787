#include "prompt_answer.h"

#include <boost/json.hpp>

#include <algorithm>

namespace acp {

namespace {

std::string_view stop_reason(const plumb::Ended& ended, bool cancelled) {
  if (cancelled && ended.end != "done") return "cancelled";
  if (ended.end == "cancelled") return "cancelled";
  if (ended.end == "refused") return "refusal";
  if (ended.end == "budget") return "max_tokens";
  if (ended.end == "turn_limit" || ended.end == "stuck") return "max_turn_requests";
  return "end_turn";
}

base::Code code_by_name(const std::string& name) {
  for (int i = 0; i <= static_cast<int>(base::Code::internal); ++i)
    if (base::name(static_cast<base::Code>(i)) == name) return static_cast<base::Code>(i);
  return base::Code::internal;
}

}  // namespace

Answer prompt_answer(const plumb::Ended& ended, bool cancelled) {
  if (ended.end == "failed" && !cancelled) {
    auto error = rpc_error({code_by_name(ended.error_code), ended.error.empty() ? "the run failed" : ended.error});
    if (error.code != k_auth_required) error.code = k_internal;   // the request itself was right
    return tl::unexpected<RpcError>(std::move(error));
  }
  json::Object told = {{"end", ended.end}, {"status", ended.status}, {"reason", ended.reason}, {"exitCode", ended.exit_code}};
  if (!ended.error.empty()) told["error"] = ended.error;
  if (ended.cost_usd >= 0) told["costUsd"] = ended.cost_usd;
  const auto in = std::max<std::int64_t>(0, ended.tokens_in), out = std::max<std::int64_t>(0, ended.tokens_out);
  return json::Object{{"stopReason", stop_reason(ended, cancelled)},
                      {"usage", json::Object{{"inputTokens", in}, {"outputTokens", out}, {"totalTokens", in + out},
                                             {"cachedReadTokens", std::max<std::int64_t>(0, ended.tokens_cached)},
                                             {"thoughtTokens", std::max<std::int64_t>(0, ended.tokens_reasoning)}}},
                      {"_meta", json::Object{{"plumb", std::move(told)}}}};
}

}  // namespace acp
