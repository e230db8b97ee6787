#include "verdict_text.h"

#include <boost/json.hpp>

#include "markdown.h"

namespace acp {

namespace {

constexpr std::size_t k_listed = 10;

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

void list(std::string& out, const json::Value& from, const char* key, const char* head) {
  const auto* names = json::array_or_null(json::find(from, key));
  if (names == nullptr || names->empty()) return;
  out += std::string("\n- ") + head + ": ";
  for (std::size_t i = 0; i < names->size() && i < k_listed; ++i)
    out += (i > 0 ? ", " : "") + code(json::string_or(&(*names)[i]));
  if (names->size() > k_listed) out += " and " + std::to_string(names->size() - k_listed) + " more";
}

void add_claims(std::string& out, const json::Value& report) {
  const auto* claims = json::array_or_null(json::find(report, "claims"));
  if (claims == nullptr) return;
  for (const auto& one : *claims)
    out += "\n- " + plain(member(one, "mark")) + ": " + plain(member(one, "claim")) + " (" + plain(member(one, "why")) + ")";
}

void add_changes(std::string& out, const json::Value& report) {
  const auto* changes = json::array_or_null(json::find(report, "changes"));
  const auto* held = json::array_or_null(json::find(report, "held"));
  if (changes != nullptr && !changes->empty())
    out += "\n- " + std::to_string(changes->size()) + (changes->size() == 1 ? " file" : " files") + " changed; /undo takes it back";
  if (held == nullptr) return;
  for (const auto& one : *held) out += "\n- " + plain(member(one, "state")) + ": " + code(member(one, "path")) + ", " + plain(member(one, "why"));
}

}  // namespace

std::string verdict_text(const json::Value& report) {
  const auto* proof = json::find(report, "proof");
  const auto status = member(report, "status");
  std::string out = "**plumb: " + plain(status.empty() ? "ended" : status) + "**";
  const auto reason = proof == nullptr ? member(report, "reason") : member(*proof, "reason");
  if (!reason.empty()) out += ": " + plain(reason);
  if (const auto* error = json::find(report, "error")) out += "\n- stopped: " + plain(member(*error, "message"));
  if (proof != nullptr) {
    list(out, *proof, "fixed", "fixed");
    list(out, *proof, "broken", "broken");
    list(out, *proof, "failing", "failing");
    list(out, *proof, "missing", "missing");
    if (const auto* tampering = json::array_or_null(json::find(*proof, "tampering")))
      for (const auto& one : *tampering) out += "\n- weakened checks: " + plain(member(one, "what")) + " in " + code(member(one, "path"));
    if (const auto receipt = member(*proof, "receipt"); !receipt.empty()) out += "\n- receipt " + code(receipt);
  }
  if (const auto* rules = json::array_or_null(json::find(report, "rules")))
    for (const auto& one : *rules)
      out += "\n- rule " + plain(member(one, "state")) + ": " + code(member(one, "where")) + " " + plain(member(one, "text")) + " (" + plain(member(one, "what")) + ")";
  add_claims(out, report);
  add_changes(out, report);
  return out + "\n";
}

}  // namespace acp
