#include "receipt.h"

#include <boost/json.hpp>

#include <ctime>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "masked.h"
#include "recorded_checks.h"
#include "json/bytes.h"
#include "text/sha256.h"
#include "text/utf8.h"

namespace engine {

namespace {

using base::Code;

std::string when(std::int64_t ms) {
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  char out[32];
  ::gmtime_r(&seconds, &parts);
  std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return out;
}

json::Array names(const std::vector<std::string>& list) {
  json::Array out;
  for (const auto& name : list) out.emplace_back(text::to_valid_utf8(name));
  return out;
}

/// `with_tests`: the results test by test, for the run that is the proof.
json::Object run_to_json(const verify::CheckRun& run, std::string_view tree, bool with_tests) {
  json::Object out = {{"tree", tree}, {"exit", run.exit_code}, {"timed_out", run.timed_out}, {"duration_ms", run.duration_ms},
                      {"output", "sha256:" + text::sha256_hex(run.output)}};
  if (const auto count = tally(run)) {
    out["passed"] = count->passed;
    out["failed"] = count->failed;
    out["skipped"] = count->skipped;
  }
  if (!with_tests) return out;
  json::Array tests;
  for (const auto& test : run.tests) {
    json::Object one = {{"name", text::to_valid_utf8(test.name)}, {"outcome", verify::name(test.outcome)}};
    if (test.duration_ms >= 0) one["duration_ms"] = test.duration_ms;
    tests.push_back(std::move(one));
  }
  out["tests"] = std::move(tests);
  return out;
}

json::Array runs_of(const verify::Trials& trials) {
  json::Array out;
  if (trials.after) out.push_back(run_to_json(*trials.after, "after", true));
  for (const auto& run : trials.after_again) out.push_back(run_to_json(run, "after", false));
  if (trials.before) out.push_back(run_to_json(*trials.before, "before", true));
  for (const auto& run : trials.before_again) out.push_back(run_to_json(run, "before", false));
  if (trials.original_tests) out.push_back(run_to_json(*trials.original_tests, "after, with the checks as before", false));
  if (trials.new_tests_before) out.push_back(run_to_json(*trials.new_tests_before, "before, with the new tests", false));
  return out;
}

json::Array changes_of(const ChangeSet& changes) {
  json::Array out;
  for (const auto& file : changes.files) {
    json::Object one;
    json::put_bytes(one, "path", file.path);
    one["change"] = !file.before ? "created" : !file.after ? "deleted" : "modified";
    if (file.before) one["before"] = text::sha256_hex(*file.before);
    if (file.after) one["after"] = text::sha256_hex(*file.after);
    out.push_back(std::move(one));
  }
  for (const auto& file : changes.others) {
    json::Object one;
    json::put_bytes(one, "path", file.path);
    one["change"] = "other";
    if (!file.sha256.empty()) one["after"] = file.sha256;
    out.push_back(std::move(one));
  }
  return out;
}

json::Object tree_to_json(const ReceiptContext& context) {
  json::Object out;
  if (!context.tree_before.empty()) out["before"] = context.tree_before;
  if (!context.tree_after.empty()) out["after"] = context.tree_after;
  if (!context.why_no_tree.empty()) out["why_not"] = text::to_valid_utf8(context.why_no_tree);
  return out;
}

std::string id_of(const json::Object& receipt) { return text::sha256_hex(json::dump(receipt)); }

base::Result<std::string> text_at(const json::Value& value, std::string_view key) {
  const auto* found = json::find(value, key);
  if (found == nullptr || !found->is_string())
    return base::fail(Code::invalid, "the receipt has no text \"" + std::string(key) + "\"");
  return std::string(json::string_or(found));
}

void read_run(const json::Value& run, Receipt& receipt) {
  receipt.exit_code = static_cast<int>(json::int_or(json::find(run, "exit")));
  receipt.passed = json::int_or(json::find(run, "passed"), -1);
  receipt.failed = json::int_or(json::find(run, "failed"), -1);
  if (const auto* tests = json::array_or_null(json::find(run, "tests")))
    for (const auto& test : *tests)
      receipt.tests.push_back({std::string(json::string_or(json::find(test, "name"))),
                               verify::outcome_named(json::string_or(json::find(test, "outcome"))), {}});
}

base::Result<> read_lists(const json::Value& value, Receipt& receipt) {
  if (const auto* parts = json::object_or_null(json::find(value, "environment", "parts")))
    for (const auto& part : *parts) receipt.environment.parts.push_back({std::string(part.key()), std::string(json::string_or(&part.value()))});
  if (const auto* changes = json::array_or_null(json::find(value, "changes")))
    for (const auto& change : *changes) {
      TRY(const auto path, json::take_bytes(change, "path"));
      if (path.empty() || path.find('\0') != std::string::npos)
        return base::fail(Code::invalid, "the receipt has a change without a path");
      receipt.changes.push_back({path, std::string(json::string_or(json::find(change, "change"))),
                                 std::string(json::string_or(json::find(change, "after")))});
    }
  if (const auto* runs = json::array_or_null(json::find(value, "runs")))
    for (const auto& run : *runs)
      if (json::string_or(json::find(run, "tree")) == "after" && json::find(run, "tests") != nullptr) read_run(run, receipt);
  return {};
}

}  // namespace

json::Object make_receipt(const Proof& proof, const ReceiptContext& context, const std::vector<verify::Check>& checks,
                          json::Array claims) {
  const auto& verdict = proof.verdict;
  json::Object parts;
  for (const auto& part : context.environment.parts) parts[part.name] = text::to_valid_utf8(part.value);
  json::Array tampering;
  for (const auto& finding : proof.trials.tampering)
    tampering.push_back(json::Object{{"kind", verify::name(finding.kind)}, {"path", text::to_valid_utf8(finding.path)},
                                     {"line", finding.line}, {"what", text::to_valid_utf8(finding.what)}});
  json::Object receipt = {
      {"format", k_receipt_format},
      {"plumb", context.version},
      {"made", when(base::now_ms())},
      {"session", context.session},
      {"model", context.model},
      {"task", text::to_valid_utf8(context.task)},
      {"project", text::to_valid_utf8(context.project)},
      {"tree", tree_to_json(context)},
      {"changes", changes_of(proof.changes)},
      {"checks", checks_to_json(checks).at("checks")},
      {"environment", json::Object{{"digest", context.environment.digest}, {"parts", std::move(parts)}}},
      {"runs", runs_of(proof.trials)},
      {"verdict", json::Object{{"status", proof.changed ? verify::name(verdict.status) : "unchanged"},
                               {"reason", text::to_valid_utf8(verdict.reason)},
                               {"fixed", names(verdict.fixed)},
                               {"broken", names(verdict.broken)},
                               {"failing", names(verdict.failing)},
                               {"missing", names(verdict.missing)},
                               {"flaky", names(verdict.flaky)},
                               {"notes", names(verdict.notes)}}},
      {"tampering", std::move(tampering)},
      {"claims", std::move(claims)}};
  if (context.mask != nullptr) receipt = std::move(masked(receipt, *context.mask).as_object());
  receipt["id"] = id_of(receipt);
  return receipt;
}

base::Result<Receipt> read_receipt(const std::string& text) {
  TRY(auto value, json::parse(text));
  if (!value.is_object()) return base::fail(Code::invalid, "a receipt is a JSON object, and this is none");
  if (json::string_or(json::find(value, "format")) != k_receipt_format)
    return base::fail(Code::invalid, "this is no receipt of plumb (its \"format\" is not \"" + std::string(k_receipt_format) + "\")");
  Receipt receipt;
  TRY(receipt.id, text_at(value, "id"));
  TRY(receipt.session, text_at(value, "session"));
  receipt.task = json::string_or(json::find(value, "task"));
  receipt.status = json::string_or(json::find(value, "verdict", "status"));
  receipt.reason = json::string_or(json::find(value, "verdict", "reason"));
  receipt.tree_before = json::string_or(json::find(value, "tree", "before"));
  receipt.tree_after = json::string_or(json::find(value, "tree", "after"));
  receipt.environment.digest = json::string_or(json::find(value, "environment", "digest"));
  auto checks = checks_in(value);
  if (!checks) return base::fail(Code::invalid, "the receipt has no list \"checks\"");
  receipt.checks = *std::move(checks);
  TRY_DO(read_lists(value, receipt));
  json::Object rest = value.as_object();
  rest.stable_erase("id");
  if (id_of(rest) != receipt.id)
    return base::fail(Code::invalid, "the receipt is not what it was: its id is not that of its content");
  return receipt;
}

base::Result<Receipt> receipt_of(const std::string& session_dir) {
  const auto text = base::read_file(receipt_file(session_dir), k_receipt_max);
  if (text) return read_receipt(*text);
  if (text.error().code != Code::not_found) return base::fail(text.error());
  return base::fail(Code::not_found, "the session " + std::string(base::file_name(session_dir)) +
                                         " has no receipt: it changed nothing, or its checks were not run");
}

std::vector<std::string> changed_since(const Receipt& receipt, const workspace::Workspace& workspace) {
  std::vector<std::string> out;
  for (const auto& change : receipt.changes) {
    if (change.change == "other" && change.sha256.empty()) continue;   // the tree's hash tells
    const auto path = workspace.resolve(change.path);
    const auto bytes = path ? base::read_file(*path) : base::Result<std::string>(base::fail(path.error()));
    if ((bytes ? text::sha256_hex(*bytes) : "") != change.sha256) out.push_back(change.path);
  }
  return out;
}

std::string receipt_file(const std::string& session_dir) { return base::join(session_dir, "receipt.json"); }

}  // namespace engine
