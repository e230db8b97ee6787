// A session at work: the turn loop, the proof of what came of it, and back to the model while the verdict is not
// good. The report is made from what the journal, the workspace and the checks say, never from what the model says.

#include "session_impl.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "change_set.h"
#include "feedback.h"
#include "report.h"
#include "schema.h"

namespace engine {

namespace {

/// How often a final answer that does not fit --json-schema is sent back.
constexpr int k_schema_retries = 2;

/// The sum of both; how it ended is the later one's.
agent::Outcome joined(const agent::Outcome& first, agent::Outcome then) {
  then.usage += first.usage;
  then.turns += first.turns;
  then.cost_usd = first.cost_usd < 0 || then.cost_usd < 0 ? -1 : first.cost_usd + then.cost_usd;
  return then;
}

}  // namespace

/// The loop, and once more for each answer that does not fit the schema.
io::Task<agent::Outcome> SessionImpl::work(agent::LoopOptions options) {
  agent::Outcome total;
  for (int tries = 0;; ++tries) {
    auto outcome = co_await agent::run(conversation_, *box_, *model_, *recorder_, options);
    options.spent.usage += outcome.usage;
    options.spent.cost_usd += std::max(0.0, outcome.cost_usd);
    options.spent.turns += outcome.turns;
    total = joined(total, std::move(outcome));
    if (total.end != agent::End::done || options_.output_schema.empty()) co_return total;
    const auto fits = check_schema(options_.output_schema, total.text);
    if (fits) {
      total.text = *fits;
      co_return total;
    }
    if (tries == k_schema_retries) {
      total.end = agent::End::failed;
      total.error = fits.error();
      co_return total;
    }
    const std::string again = "Your final message does not fit the schema: " + fits.error().what +
                              ". Answer again with only the JSON.";
    conversation_.items.emplace_back(llm::UserMessage{again, {}});
    if (auto told = recorder_->user_message(again); !told) {
      total.end = agent::End::failed;
      total.error = told.error();
      co_return total;
    }
  }
}

/// Records what the user says; how the model hears it.
base::Result<llm::UserMessage> SessionImpl::told(std::string prompt, std::vector<Picture> pictures) {
  if (!pictures.empty() && !choice_.info.images)
    return base::fail(base::Code::unsupported, model_name_ + " takes no pictures: leave them out, or choose another model");
  TRY(auto text, agent::expand_command(prompt, commands_, skills_));
  json::Object payload = {{"text", text}};
  if (text != prompt) payload["typed"] = prompt;
  llm::UserMessage message{std::move(text), {}};
  json::Array images;
  for (auto& picture : pictures) {
    TRY(const auto blob, journal_->put_blob(picture.bytes));
    images.push_back(json::Object{{"mime", picture.mime}, {"blob", blob}});
    message.images.push_back({std::move(picture.mime), std::move(picture.bytes)});
  }
  if (!images.empty()) payload["images"] = std::move(images);
  TRY_DO(append("user.message", payload));
  return message;
}

io::Task<Report> SessionImpl::run(std::string prompt, std::vector<Picture> pictures) {
  const auto started = base::steady_ms();
  agent::LoopOptions options;
  options.limits = {options_.turns_max, options_.budget_usd, options_.tokens_max};
  options.spent = spent_;
  options.effort = options_.effort;
  options.output_schema = options_.output_schema;
  // A replayed request must be the recorded one, its cache key included.
  options.cache_key = choice_.what == Choice::What::replay
                          ? std::string(base::file_name(choice_.replayed_dir))
                          : id_;
  task_ += (task_.empty() ? "" : "\n") + prompt;
  proof_.reset();
  last_feedback_.clear();
  options.between = [this](agent::Rest) { return steering_->deliver(); };
  steering_->begin();
  Report report;
  agent::Outcome outcome;
  auto message = told(std::move(prompt), std::move(pictures));
  if (!message) {
    outcome.end = agent::End::failed;
    outcome.error = message.error();
    co_await close_run(report, outcome);
  } else {
    conversation_.items.emplace_back(*std::move(message));
    outcome = co_await work_until_proven(std::move(options), report);
  }
  steering_->end();
  co_return co_await finish(std::move(report), std::move(outcome), started);
}

/// Works, proves, and lets the model go on while the verdict is not good and something new was found.
io::Task<agent::Outcome> SessionImpl::work_until_proven(agent::LoopOptions options, Report& report) {
  agent::Outcome total;
  std::optional<std::uint64_t> mark;
  for (;;) {
    said_.reset();
    auto outcome = co_await work(options);
    options.spent.usage += outcome.usage;
    options.spent.cost_usd += std::max(0.0, outcome.cost_usd);
    options.spent.turns += outcome.turns;
    total = joined(total, std::move(outcome));
    if (co_await send_back_early(report, total)) continue;
    const auto proof = co_await close_run(report, total);
    const auto late = co_await deliver_late(total);
    if (!late) co_return total;
    if (*late) continue;
    const bool may_go_on = proof && total.end == agent::End::done && report.rounds < rounds_max();
    const std::string feedback = may_go_on ? feedback_text(*proof) : std::string();
    if (feedback.empty() || mark == evidence_mark(*proof)) co_return total;
    mark = evidence_mark(*proof);
    if (!send_back(report, feedback)) co_return total;
  }
}

/// What was said while the checks ran. True if the model has to hear of it.
io::Task<base::Result<bool>> SessionImpl::deliver_late(agent::Outcome& outcome) {
  if (outcome.end != agent::End::done || !steering_->any()) co_return false;
  auto messages = co_await steering_->deliver();
  if (!messages) {
    outcome.end = messages.error().code == base::Code::cancelled ? agent::End::cancelled : agent::End::failed;
    outcome.error = messages.error();
    co_return base::fail(messages.error());
  }
  for (auto& message : *messages) conversation_.items.emplace_back(std::move(message));
  if (!messages->empty()) proof_.reset();   // the tree may be another one
  co_return !messages->empty();
}

/// While something that failed in the last proof still fails, the model hears of it without all the checks
/// being run. True if it does.
io::Task<bool> SessionImpl::send_back_early(Report& report, const agent::Outcome& outcome) {
  const bool may = proof_ && outcome.end == agent::End::done && report.rounds > 0 && report.rounds < rounds_max();
  if (!may || proof_->trials.tampering.size() > 0) co_return false;
  if (const auto settled = co_await settle(); !settled) co_return false;   // close_run tells it
  if (steps_proven_ == workspace_->steps().size()) co_return false;
  const auto still = co_await closing_->still_failing(*proof_);
  if (!still || still->empty() || *still == last_feedback_) co_return false;
  last_feedback_ = *still;
  co_return send_back(report, *still);
}

bool SessionImpl::send_back(Report& report, const std::string& feedback) {
  const json::Object payload = {{"text", feedback}, {"by", "plumb"}};
  if (auto told = append("user.message", payload); !told) {
    recorder_->notice(told.error().what);
    return false;
  }
  ++report.rounds;
  conversation_.items.emplace_back(llm::UserMessage{feedback, {}});
  return true;
}

/// builtin judges by the checks itself.
int SessionImpl::rounds_max() const {
  if (choice_.info.provider == "builtin" || !options_.output_schema.empty()) return 0;
  return choice_.what == Choice::What::replay ? choice_.replayed_rounds : options_.rounds_max;
}

/// Ends what still runs; what it changed is part of the result.
io::Task<base::Result<>> SessionImpl::settle() {
  if (services_) co_await services_->close();
  if (!shell_) co_return base::Result<>{};
  const auto closed = co_await shell_->close();
  if (!closed) recorder_->notice(closed.error().what);
  CO_TRY(const bool any, recorder_->record_new_steps());
  (void)any;
  co_return base::Result<>{};
}

/// What was changed, and what the checks say of it. They are not run when the user cancelled or the model
/// could not be reached: nobody waits for it then.
io::Task<std::optional<Proof>> SessionImpl::close_run(Report& report, const agent::Outcome& outcome) {
  if (const auto settled = co_await settle(); !settled) report.error = settled.error().what;
  report.status = "unchanged";
  report.reason = "a question: nothing was changed";
  if (!workspace_) co_return std::nullopt;
  report.changes = changed_files(*workspace_);
  report.held.clear();
  report.git.clear();
  add_held(*workspace_, report);
  report.reason = report.held.empty() ? "nothing was changed" : "nothing was put into the tree";
  if (!changes_anything(*workspace_)) {
    if (!report.changes.empty()) report.reason = "nothing was changed but what tools leave behind and git ignores";
    proof_.reset();
    co_return std::nullopt;
  }
  report.status = "unverified";
  report.reason = options_.verify ? "the run ended before the checks" : "checks were switched off";
  const bool wanted = options_.verify && outcome.end != agent::End::cancelled && outcome.end != agent::End::failed;
  const bool known = proof_ && steps_proven_ == workspace_->steps().size();
  if (known && !wanted) add_verdict(*proof_, report);   // a round that came to nothing takes nothing back
  if (!known) proof_.reset();                           // it is of another tree
  if (!wanted) co_return std::nullopt;
  auto proof = co_await closing_->prove(task_);
  if (!proof) {
    report.reason = "the checks could not be run: " + proof.error().what;
    proof_.reset();
    co_return std::nullopt;
  }
  report.tampering.clear();
  add_verdict(*proof, report);
  proof_ = *std::move(proof);
  steps_proven_ = workspace_->steps().size();
  co_return proof_;
}

io::Task<Report> SessionImpl::finish(Report report, agent::Outcome outcome, std::int64_t started) {
  report.session = id_;
  report.model = model_name_;
  report.end = agent::name(outcome.end);
  if (const std::string why = why_ended(outcome, options_); !why.empty()) report.error = why;
  if (outcome.end == agent::End::failed || outcome.end == agent::End::budget)
    report.error_code = base::name(outcome.error.code);
  if (said_) {
    report.doubts = said_->doubts;
    report.questions = said_->questions;
  }
  report.text = outcome.text;
  if (closing_ && options_.verify && outcome.end == agent::End::done && options_.output_schema.empty()) {
    const auto marked = co_await closing_->mark_claims(said_ ? &*said_ : nullptr, outcome.text, report);
    if (!marked) recorder_->notice("claims were not checked: " + marked.error().what);
  }
  if (proof_ && report.status != "unchanged") {
    const auto given = co_await closing_->give_receipt(*proof_, report);
    if (!given) recorder_->notice("there is no receipt: " + given.error().what);
  }
  if (guard_) co_await guard_->close();
  spent_.usage += outcome.usage;
  spent_.cost_usd += std::max(0.0, outcome.cost_usd);
  spent_.turns += outcome.turns;
  report.usage = {outcome.usage.input, outcome.usage.cached, outcome.usage.output, outcome.usage.reasoning};
  report.cost_usd = outcome.cost_usd;
  report.turns = outcome.turns;
  report.duration_ms = base::steady_ms() - started;
  report.exit_code = exit_code_of(report, outcome);
  json::Value payload = to_json(report);
  payload.as_object().erase("text");   // it is in model.answer already
  if (auto done = append("session.ended", payload); !done && report.error.empty()) {
    report.error = done.error().what;
    report.exit_code = exit_error;
  }
  co_return report;
}

}  // namespace engine
