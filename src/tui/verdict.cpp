#include "verdict.h"

#include <boost/json.hpp>

#include "call_lines.h"
#include "clean.h"
#include "words.h"

namespace tui {

namespace {

constexpr std::size_t k_shown = 10;

Line labelled(std::string_view label, Tone tone, std::string text) {
  Line out("  ");
  out.add(std::string(label), tone).add(std::string(label.size() < 11 ? 11 - label.size() : 1, ' ')).add(std::move(text));
  out.hang = 13;
  return out;
}

void names(Lines& out, const json::Value& proof, const char* key, Tone tone, std::string_view label = {}) {
  const auto& all = list(proof, key);
  for (std::size_t i = 0; i < all.size() && i < k_shown; ++i) out.push_back(labelled(label.empty() ? key : label, tone, clean_line(json::string_or(&all[i]))));
  if (all.size() > k_shown) out.push_back(labelled("", Tone::dim, "and " + std::to_string(all.size() - k_shown) + " more"));
}

void tampering(Lines& out, const json::Value& proof) {
  for (const auto& one : list(proof, "tampering"))
    out.push_back(labelled("weakened", Tone::bad, clean_line(member(one, "path")) + "  " + clean_line(member(one, "what"))));
}

void claims(Lines& out, const json::Value& report) {
  for (const auto& one : list(report, "claims")) {
    const auto mark = member(one, "mark");
    const auto tone = mark == "proven" ? Tone::good : mark == "refuted" ? Tone::bad : Tone::warn;
    const auto claim = member(one, "claim"), why = member(one, "why");
    out.push_back(labelled(clean_line(mark), tone, "\"" + clean_line(first_line(claim.empty() ? member(one, "text") : claim)) + "\"")
                      .add(why.empty() ? "" : "  (" + clean_line(why) + ")", Tone::dim));
  }
  for (const auto& one : list(report, "doubts")) out.push_back(labelled("doubt", Tone::warn, clean_line(first_line(json::string_or(&one)))));
  for (const auto& one : list(report, "questions")) out.push_back(labelled("question", Tone::warn, clean_line(first_line(json::string_or(&one)))));
}

}  // namespace

Tone tone_of(std::string_view status) {
  if (status == "verified") return Tone::good;
  if (status == "unchanged") return Tone::dim;
  return status == "unverified" ? Tone::warn : Tone::bad;
}

Lines verdict_lines(const json::Value& report) {
  Lines out;
  const auto* const proof = json::find(report, "proof");
  const json::Value& shown = proof != nullptr ? *proof : report;
  const auto status = member(report, "status"), reason = member(shown, "reason");
  if (const auto* error = json::find(report, "error"))
    out.push_back(Line("stopped", Tone::bad, k_bold).add("  " + clean_line(member(*error, "message"))));
  Line head(clean_line(status.empty() ? "ended" : status), tone_of(status), k_bold);
  head.add(reason.empty() ? "" : "  " + clean_line(reason), status == "unchanged" ? Tone::dim : Tone::plain);
  out.push_back(std::move(head));
  names(out, shown, "fixed", Tone::good);
  names(out, shown, "broken", Tone::bad);
  names(out, shown, "failing", Tone::bad);
  names(out, shown, "missing", Tone::bad);
  names(out, shown, "flaky", Tone::warn);
  names(out, shown, "notes", Tone::dim, "note");
  tampering(out, shown);
  claims(out, report);
  const auto& changes = list(report, "changes");
  for (std::size_t i = 0; i < changes.size() && i < k_shown; ++i) {
    const auto& one = changes[i];
    auto line = labelled(clean_line(member(one, "change")), Tone::dim, clean_line(member(one, "path")));
    if (const auto added = json::int_or(json::find(one, "added"), -1); added >= 0)
      line.add("  +" + std::to_string(added), Tone::good).add(" -" + std::to_string(json::int_or(json::find(one, "removed"))), Tone::bad);
    out.push_back(std::move(line));
  }
  if (changes.size() > k_shown) out.push_back(labelled("", Tone::dim, "and " + std::to_string(changes.size() - k_shown) + " more: /diff"));
  for (const auto& one : list(report, "held"))
    out.push_back(labelled(clean_line(member(one, "state")), Tone::warn, clean_line(member(one, "path")) + "  (" + clean_line(member(one, "why")) + ")"));
  return out;
}

}  // namespace tui
