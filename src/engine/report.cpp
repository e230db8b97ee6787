// The report of a run: what the workspace says was changed, and the JSON of it.

#include "report.h"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

#include "rules.h"
#include "text/diff.h"

namespace engine {

namespace {

using base::Code;

/// Larger files are reported as changed without a count of lines.
constexpr std::uint64_t k_counted_max = std::uint64_t{4} << 20;

json::Array to_array(const std::vector<std::string>& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

/// Lines added and removed, where both versions are kept, small and text.
void count_lines(const workspace::Workspace& workspace, const workspace::Effect& effect,
                 ChangedFile& file) {
  using Side = workspace::Workspace::Side;
  const auto text_of = [&](Side side) -> std::optional<std::string> {
    const auto& version = side == Side::before ? effect.before : effect.after;
    if (!version) return "";
    if (version->kind != workspace::Kind::file || version->size > k_counted_max) return std::nullopt;
    auto bytes = workspace.content(effect, side, k_counted_max);
    if (!bytes || bytes->find('\0') != std::string::npos) return std::nullopt;
    return *std::move(bytes);
  };
  const auto before = text_of(Side::before);
  const auto after = text_of(Side::after);
  if (!before || !after) return;
  const auto stats = text::diff_stats(*before, *after);
  file.added = static_cast<std::int64_t>(stats.added);
  file.removed = static_cast<std::int64_t>(stats.removed);
}

}  // namespace

int exit_code_of(const Report& report, const agent::Outcome& outcome) {
  switch (outcome.end) {
    case agent::End::cancelled: return exit_interrupted;
    case agent::End::turns:
    case agent::End::budget:
    case agent::End::stuck: return exit_limit;
    case agent::End::refused: return exit_refused;
    case agent::End::failed:
      switch (outcome.error.code) {
        case Code::unauthenticated:
        case Code::denied:
        case Code::unavailable:
        case Code::timeout:
        case Code::rate_limited:
        case Code::protocol:
        case Code::context_overflow: return exit_model;
        default: return exit_error;
      }
    case agent::End::done: break;
  }
  if (report.status == "failed") return exit_failed;
  if (report.status == "regressed") return exit_regressed;
  if (report.status == "unverified" || !report.held.empty()) return exit_unverified;
  // Nothing was changed, and yet success was claimed that is not there.
  const bool refuted = std::any_of(report.claims.begin(), report.claims.end(), [](const auto& claim) { return claim.mark == "refuted"; });
  if (report.status == "unchanged" && refuted) return exit_unverified;
  return exit_ok;
}

std::string why_ended(const agent::Outcome& outcome, const SessionOptions& options) {
  switch (outcome.end) {
    case agent::End::done: return {};
    case agent::End::turns: return "stopped: the limit of " + std::to_string(options.turns_max) + " turns is reached (--max-turns)";
    case agent::End::stuck: return "stopped: the model repeated the same call without progress";
    case agent::End::refused: return outcome.error.what.empty() ? "the model declined" : outcome.error.what;
    case agent::End::cancelled: return "cancelled";
    case agent::End::budget:
    case agent::End::failed: return outcome.error.what;
  }
  return {};
}

std::vector<ChangedFile> changed_files(const workspace::Workspace& workspace) {
  std::vector<ChangedFile> files;
  for (const auto& effect : workspace.total()) {
    ChangedFile file;
    file.path = effect.path;
    file.change = workspace::name(effect.change);
    file.undoable = effect.undoable;
    if (effect.change != workspace::Change::mode) count_lines(workspace, effect, file);
    files.push_back(std::move(file));
  }
  return files;
}

void add_held(const workspace::Workspace& workspace, Report& report) {
  for (const auto& step : workspace.steps()) {
    if (!step.undone) report.git.insert(report.git.end(), step.git.begin(), step.git.end());
    for (const auto& effect : step.effects) {
      if (effect.state == workspace::State::applied || effect.state == workspace::State::undone) continue;
      ChangedFile file;
      file.path = effect.path;
      file.change = workspace::name(effect.change);
      file.state = workspace::name(effect.state);
      file.why = effect.why;
      file.entries = effect.entries;
      report.held.push_back(std::move(file));
    }
  }
}

void add_verdict(const Proof& proof, Report& report) {
  const auto& verdict = proof.verdict;
  report.status = verify::name(verdict.status);
  report.reason = verdict.reason;
  report.fixed = verdict.fixed;
  report.broken = verdict.broken;
  report.failing = verdict.failing;
  report.missing = verdict.missing;
  report.flaky = verdict.flaky;
  report.notes = verdict.notes;
  for (const auto& finding : proof.trials.tampering)
    report.tampering.push_back({std::string(verify::name(finding.kind)), finding.path, finding.line, finding.what, finding.diff});
  report.rules = proof.rules;
  if (!proof.trials.after) return;
  report.check = proof.trials.after->check.command;
  if (const auto tests = tally(*proof.trials.after)) {
    report.tests_passed = tests->passed;
    report.tests_failed = tests->failed;
  }
}

void mask_report(Report& report, const Mask& mask) {
  if (!mask.any()) return;
  const auto in = [&mask](std::string& text) { text = mask.in(text); };
  for (auto* text : {&report.error, &report.reason, &report.check, &report.text}) in(*text);
  for (auto* list : {&report.fixed, &report.broken, &report.failing, &report.missing, &report.flaky, &report.notes, &report.doubts, &report.questions, &report.git})
    for (auto& text : *list) in(text);
  for (auto* files : {&report.changes, &report.held})
    for (auto& file : *files) {
      for (auto* text : {&file.path, &file.why, &file.renamed_from}) in(*text);
      for (auto& note : file.notes) in(note);
    }
  for (auto& one : report.tampering)
    for (auto* text : {&one.path, &one.what, &one.diff}) in(*text);
  for (auto& one : report.rules)
    for (auto* text : {&one.text, &one.what}) in(*text);
  for (auto& one : report.claims)
    for (auto* text : {&one.text, &one.why}) in(*text);
}

namespace {

json::Object proof_to_json(const Report& report) {
  json::Object proof = {{"status", report.status}, {"reason", report.reason}, {"check", report.check},
                        {"fixed", to_array(report.fixed)}, {"broken", to_array(report.broken)},
                        {"failing", to_array(report.failing)}, {"missing", to_array(report.missing)},
                        {"flaky", to_array(report.flaky)}, {"notes", to_array(report.notes)}};
  if (report.tests_passed >= 0) {
    proof["tests_passed"] = report.tests_passed;
    proof["tests_failed"] = report.tests_failed;
  }
  if (!report.receipt.empty()) proof["receipt"] = report.receipt;
  if (report.rounds > 0) proof["rounds"] = report.rounds;
  json::Array tampering;
  for (const auto& one : report.tampering)
    tampering.push_back(json::Object{{"kind", one.kind}, {"path", one.path}, {"line", one.line}, {"what", one.what}, {"diff", one.diff}});
  if (!tampering.empty()) proof["tampering"] = std::move(tampering);
  return proof;
}

json::Array claims_to_json(const Report& report) {
  json::Array claims;
  for (const auto& claim : report.claims) {
    json::Object one = {{"claim", claim.text}, {"mark", claim.mark}, {"why", claim.why}};
    if (claim.event > 0) one["event"] = claim.event;
    claims.push_back(std::move(one));
  }
  return claims;
}

}  // namespace

json::Value to_json(const Report& report) {
  json::Array changes;
  for (const auto& file : report.changes) {
    json::Object one = {{"path", file.path}, {"change", file.change}, {"undoable", file.undoable}};
    if (file.added >= 0) {
      one["added"] = file.added;
      one["removed"] = file.removed;
    }
    changes.push_back(std::move(one));
  }
  json::Object out = {{"session", report.session},
                      {"model", report.model},
                      {"end", report.end},
                      {"status", report.status},
                      {"exit_code", report.exit_code},
                      {"proof", proof_to_json(report)},
                      {"changes", std::move(changes)},
                      {"text", report.text},
                      {"usage", json::Object{{"input_tokens", report.usage.input},
                                             {"cached_tokens", report.usage.cached},
                                             {"output_tokens", report.usage.output},
                                             {"reasoning_tokens", report.usage.reasoning}}},
                      {"turns", report.turns},
                      {"duration_ms", report.duration_ms}};
  if (!report.rules.empty()) out["rules"] = to_json(report.rules);
  if (!report.claims.empty()) out["claims"] = claims_to_json(report);
  if (!report.doubts.empty()) out["doubts"] = to_array(report.doubts);
  if (!report.questions.empty()) out["questions"] = to_array(report.questions);
  if (report.cost_usd >= 0) out["cost_usd"] = report.cost_usd;
  if (!report.error.empty()) out["error"] = json::Object{{"code", report.error_code}, {"message", report.error}};
  if (!report.held.empty()) {
    json::Array held;
    for (const auto& file : report.held)
      held.push_back(json::Object{{"path", file.path}, {"change", file.change}, {"state", file.state}, {"why", file.why}});
    out["held"] = std::move(held);
  }
  if (!report.git.empty()) out["git"] = to_array(report.git);
  if (!report.changes.empty()) out["undo"] = "plumb undo " + report.session;
  return out;
}

}  // namespace engine
