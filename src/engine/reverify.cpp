// `plumb verify`: a receipt is a claim, too, so its checks are run again, and every test is compared.

#include <boost/json.hpp>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "check_session.h"
#include "closing.h"
#include "engine/receipts.h"
#include "project.h"
#include "text/sha256.h"

namespace engine {

namespace {

using base::Code;

/// A file of that name, else a session's.
base::Result<Receipt> find_receipt(const Settings& settings, const std::string& cwd, const std::string& name) {
  const std::string path = base::absolute(base::join(cwd, name));
  if (name != "last" && base::exists(path) && !base::is_dir(path)) {
    TRY(const auto text, base::read_file(path, k_receipt_max));
    return read_receipt(text);
  }
  TRY(const auto dir, journal::find_session(settings.places.state, name, cwd, journal::Last::with_model));
  return receipt_of(dir);
}

std::vector<std::string> differences(const Environment& then, const Environment& now) {
  std::map<std::string, std::string> values;
  for (const auto& part : then.parts) values[part.name] = part.value;
  std::vector<std::string> out;
  for (const auto& part : now.parts) {
    const auto found = values.find(part.name);
    if (found == values.end() || found->second != part.value) out.push_back(part.name);
    if (found != values.end()) values.erase(found);
  }
  for (const auto& [name, value] : values) out.push_back(name);
  return out;
}

void compare(const Receipt& receipt, const verify::CheckRun& run, Reverified& out) {
  std::map<std::string_view, verify::Outcome> now;
  for (const auto& test : run.tests) now[test.name] = test.outcome;
  for (const auto& test : receipt.tests) {
    const auto found = now.find(test.name);
    if (found == now.end()) {
      out.differing.push_back(test.name + ": " + std::string(verify::name(test.outcome)) + ", now not run");
    } else if (found->second != test.outcome) {
      out.differing.push_back(test.name + ": " + std::string(verify::name(test.outcome)) + ", now " + std::string(verify::name(found->second)));
    }
  }
  if ((run.exit_code == 0) != (receipt.exit_code == 0))
    out.differing.push_back("exit code: " + std::to_string(receipt.exit_code) + ", now " + std::to_string(run.exit_code));
  if (!run.doubt.empty()) out.differing.push_back(run.doubt);
  if (const auto count = tally(run)) {
    out.passed = count->passed;
    out.failed = count->failed;
  }
}

class Reverifying {
 public:
  Reverifying(io::Loop& loop, Settings settings, std::string cwd, Listener listener)
      : loop_(loop), settings_(std::move(settings)), cwd_(std::move(cwd)), listener_(std::move(listener)) {}

  io::Task<base::Result<Reverified>> run(Receipt receipt) {
    CO_TRY(auto session, CheckSession::open(loop_, settings_, cwd_, "verify", "verify: " + receipt.id, listener_.on_event));
    auto done = co_await work(session, std::move(receipt));
    const std::string status(done ? name(done->result) : "failed");
    CO_TRY_DO(co_await session.close(status, done ? done->exit_code : 1, done ? nullptr : &done.error()));
    co_return done;
  }

 private:
  io::Task<base::Result<Reverified>> work(CheckSession& session, Receipt receipt) {
    Reverified out;
    out.id = receipt.id;
    out.session = receipt.session;
    out.task = receipt.task;
    out.status = receipt.status;
    out.reason = receipt.reason;
    const auto hash = co_await session.workspace().tree_hash();
    out.tree_known = hash && !receipt.tree_after.empty();
    out.same_tree = out.tree_known && *hash == receipt.tree_after;
    out.changed = changed_since(receipt, session.workspace());
    out.environment = differences(receipt.environment, environment_of(receipt.checks, settings_.env));
    for (const auto& check : receipt.checks) out.check += (out.check.empty() ? "" : " && ") + check.command;
    out.exit_code = exit_unverified;
    if (receipt.checks.empty()) co_return out;
    std::string why_not;
    const Lab lab{session.guard(), session.workspace(), session.journal(), settings_.env, receipt.checks};
    Variant variant{workspace::Workspace::Tree::now, {}, "fork of the tree", "after"};
    CO_TRY(const auto run, co_await run_trial(lab, std::move(variant), why_not));
    if (!run) co_return base::fail(Code::unsupported, "the project cannot be forked: " + why_not);
    compare(receipt, *run, out);
    out.result = !out.differing.empty() ? Reverified::Result::does_not_hold
                 : out.same_tree        ? Reverified::Result::holds
                                        : Reverified::Result::other_tree;
    out.exit_code = !out.differing.empty() ? exit_failed : out.same_tree ? exit_ok : exit_unverified;
    co_return out;
  }

  io::Loop& loop_;
  Settings settings_;
  std::string cwd_;
  Listener listener_;
};

}  // namespace

std::string_view name(Reverified::Result result) {
  switch (result) {
    case Reverified::Result::holds: return "holds";
    case Reverified::Result::other_tree: return "other_tree";
    case Reverified::Result::does_not_hold: return "does_not_hold";
    case Reverified::Result::not_run: return "not_run";
  }
  return "not_run";
}

json::Value to_json(const Reverified& result) {
  const auto list = [](const std::vector<std::string>& names) {
    json::Array out;
    for (const auto& name : names) out.emplace_back(name);
    return out;
  };
  return json::Object{{"result", name(result.result)}, {"receipt", result.id}, {"session", result.session},
                      {"status", result.status}, {"reason", result.reason}, {"check", result.check},
                      {"same_tree", result.same_tree}, {"changed", list(result.changed)},
                      {"environment", list(result.environment)}, {"differing", list(result.differing)},
                      {"passed", result.passed}, {"failed", result.failed}, {"exit_code", result.exit_code}};
}

io::Task<base::Result<Reverified>> verify_receipt(io::Loop& loop, Settings settings, std::string cwd, std::string name,
                                                  Listener listener) {
  CO_TRY(auto receipt, find_receipt(settings, cwd, name));
  Reverifying verifying(loop, std::move(settings), std::move(cwd), std::move(listener));
  co_return co_await verifying.run(std::move(receipt));
}

}  // namespace engine
