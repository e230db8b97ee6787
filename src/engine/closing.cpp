#include "closing.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "feedback.h"
#include "verify/select.h"

extern const char* const plumb_version;

namespace engine {

Closing::Closing(Parts parts, std::string session, std::vector<verify::Check> checks, ProofOptions options)
    : parts_(parts),
      session_(std::move(session)),
      checks_(std::move(checks)),
      prover_(Lab{parts_.guard, parts_.workspace, parts_.journal, parts_.env, checks_}, std::move(options)) {}

io::Task<base::Result<Proof>> Closing::prove(std::string task) {
  task_ = task;
  prover_.set_task(std::move(task));
  bool are_new = false;
  if (checks_.empty() && changes_anything(parts_.workspace)) {
    CO_TRY(checks_, verify::discover_all(parts_.workspace.root(), parts_.env));
    are_new = !checks_.empty();
  }
  CO_TRY(auto proof, co_await prover_.prove());
  if (are_new) {
    proof.verdict.notes.emplace_back("there was no check before: this one came with the change");
    checks_.clear();   // the next round may bring another one
  }
  co_return proof;
}

io::Task<base::Result<std::string>> Closing::still_failing(const Proof& proof) {
  std::vector<std::string> names = proof.verdict.broken;
  names.insert(names.end(), proof.verdict.failing.begin(), proof.verdict.failing.end());
  if (names.empty() || checks_.size() != 1) co_return std::string();   // of several it is not known whose a test is
  auto check = checks_.front();
  check.command = verify::command_for(check, parts_.workspace.root(), names);
  check.run.clear();
  if (check.command.empty()) co_return std::string();
  CO_TRY(const auto run, co_await prover_.run_alone(std::move(check)));
  if (!run || run->passed()) co_return std::string();
  co_return still_failing_text(*run, names);
}

base::Result<std::vector<verify::MarkedClaim>> Closing::marked(std::vector<verify::Claim> claims, bool changed) const {
  journal::Damage damage;   // told where the session is opened and shown
  const std::string dir = parts_.journal.dir();
  TRY(const auto events, journal::read_events(dir, damage));
  const ReadBlob read = [&dir](const std::string& name) { return journal::read_blob(dir, name); };
  std::vector<std::string> commands;
  for (const auto& check : checks_) commands.push_back(check.command);
  return verify::mark_claims(std::move(claims), evidence_of(events, read), commands, last_change_in(events), changed);
}

io::Task<base::Result<>> Closing::mark_claims(const tools::FinalReport* said, const std::string& text, Report& report) {
  const auto claims = claims_of(said, text);
  if (claims.empty()) co_return base::Result<>{};
  const bool changed = changes_anything(parts_.workspace);
  CO_TRY(auto all, marked(claims, changed));
  const auto open = [](const auto& one) { return one.mark == verify::Mark::unproven; };
  if (!changed && !checks_.empty() && std::any_of(all.begin(), all.end(), open)) {
    CO_TRY_DO(co_await prover_.look());
    CO_TRY(all, marked(claims, changed));
  }
  for (const auto& one : all)
    report.claims.push_back({one.claim.text, std::string(verify::name(one.mark)), one.why, one.event});
  co_return base::Result<>{};
}

io::Task<base::Result<>> Closing::give_receipt(const Proof& proof, std::string model, Report& report) {
  ReceiptContext context;
  context.session = session_;
  context.model = std::move(model);
  context.task = task_;
  context.version = plumb_version;
  context.mask = parts_.mask;
  context.project = base::file_name(parts_.workspace.root());
  const auto hashes = co_await parts_.workspace.tree_hashes();
  if (hashes) {
    context.tree_after = hashes->now;
    context.tree_before = hashes->before;
  }
  context.why_no_tree = hashes ? hashes->why_not : hashes.error().what;
  std::vector<verify::Check> checks = checks_;
  if (checks.empty() && proof.trials.after) checks.push_back(proof.trials.after->check);
  context.environment = environment_of(checks, parts_.env);
  json::Array claims;
  for (const auto& claim : report.claims)
    claims.push_back(json::Object{{"claim", claim.text}, {"mark", claim.mark}, {"why", claim.why}, {"event", claim.event}});
  const json::Object receipt = make_receipt(proof, context, checks, std::move(claims));
  const std::string text = json::pretty(receipt) + "\n";
  CO_TRY_DO(base::write_file(receipt_file(parts_.journal.dir()), text, 0600));
  CO_TRY(const auto blob, parts_.journal.put_blob(text));
  report.receipt = json::string_or(&receipt.at("id"));
  report.receipt_text = text;
  const json::Object payload = {{"id", report.receipt}, {"status", report.status}, {"tree_before", context.tree_before},
                                {"tree_after", context.tree_after}, {"blob", blob}};
  CO_TRY(const auto seq, parts_.journal.append("receipt", payload));
  (void)seq;
  co_return base::Result<>{};
}

}  // namespace engine
