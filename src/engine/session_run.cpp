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
#include "repair/task.h"
#include "report.h"
#include "schema.h"

namespace engine {

namespace {

/// Seconds of the search before a model is asked: it must be worth waiting for.
constexpr io::Millis k_first_budget{60000};
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
    if (hooks_ && hooks_->ended() && outcome.end != agent::End::cancelled) {
      outcome.end = agent::End::refused;
      outcome.error = {base::Code::denied, "a hook ended the run: " + *hooks_->ended()};
    }
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

/// The prompt, and what hooks say before and after it, into the conversation. Fails with denied where a hook does not let it
/// through: then nothing of it is said.
io::Task<base::Result<>> SessionImpl::receive(std::string prompt, std::vector<Picture> pictures) {
  prompt = secrets_->mask().in(prompt);   // typed by hand for once
  CO_TRY(const auto context, co_await ask_about_prompt(prompt));
  if (!context) co_return base::fail(base::Code::denied, hooks_refused_);
  task_ += (task_.empty() ? "" : "\n") + prompt;
  CO_TRY(auto message, told(std::move(prompt), std::move(pictures)));
  conversation_.items.emplace_back(std::move(message));
  if (context->empty()) co_return base::Result<>();
  CO_TRY(auto more, hooks_say("A hook adds to this prompt:\n" + *context));
  conversation_.items.emplace_back(std::move(more));
  co_return base::Result<>();
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
  options.on_compaction = on_compaction();
  if (agents_) {
    agents_before_ = agents_->spent();
    options.elsewhere = [this] { return agents_->spent(); };
  }
  proof_.reset();
  is_builtins_ = false;
  last_feedback_.clear();
  options.between = [this](agent::Rest rest) { return at_rest(rest); };
  steering_->begin();
  Report report;
  agent::Outcome outcome;
  const auto received = co_await receive(std::move(prompt), std::move(pictures));
  if (!received) {
    const bool cancelled = received.error().code == base::Code::cancelled;
    outcome.end = cancelled ? agent::End::cancelled : hooks_refused_.empty() ? agent::End::failed : agent::End::refused;
    outcome.error = received.error();
    co_await close_run(report, outcome);
  } else if (!co_await repaired_first(report, outcome)) {
    outcome = co_await work_until_proven(std::move(options), report);
  }
  steering_->end();
  co_return co_await finish(std::move(report), std::move(outcome), started);
}

/// Why builtin is not tried before the model; "" = it is.
std::string SessionImpl::why_not_first(const std::string& task) const {
  if (!options_.output_schema.empty()) return "the answer must fit a schema";
  if (!searcher_ || !searcher_->has_check()) return "no check of this project is known";
  if (repair::kind_of_task(task) != repair::TaskKind::tests)
    return "the task is not about failing tests, or not only";
  return {};
}

/// The search as a call of the tool `repair` that plumb makes itself.
io::Task<base::Result<tools::Output>> SessionImpl::call_repair() {
  llm::ToolCall call;
  call.id = "first_" + std::to_string(workspace_->steps().size() + 1);
  call.name = "repair";
  const json::Object arguments = {{"budget_s", repair_budget(k_first_budget).count() / 1000}};
  call.arguments = json::dump(json::Value(arguments));
  tools::Run run;
  run.call_id = call.id;
  run.on_output = [this, id = call.id](std::string_view bytes) { recorder_->tool_output(id, bytes); };
  CO_TRY_DO(recorder_->tool_call(call));
  const auto started = base::steady_ms();
  auto output = co_await box_->find("repair")->run(call.arguments, std::move(run));
  CO_TRY(const auto progress, recorder_->tool_result(call, output, base::steady_ms() - started));
  (void)progress;
  co_return output;
}

/// Before the model: the search of builtin. True if that ended the run: it is proven, or was cancelled. Else the
/// model hears in a sentence what was tried.
io::Task<bool> SessionImpl::repaired_first(Report& report, agent::Outcome& outcome) {
  using First = SessionOptions::RepairFirst;
  if (options_.repair_first == First::no || choice_.info.provider == "builtin") co_return false;
  if (const auto why = why_not_first(task_); !why.empty()) {
    if (options_.repair_first == First::asked) recorder_->notice("builtin was not tried first: " + why);
    co_return false;
  }
  const auto output = co_await call_repair();
  const bool cancelled = co_await io::is_cancelled();
  if (!output || cancelled) {
    outcome.end = cancelled ? agent::End::cancelled : agent::End::failed;
    if (!output) outcome.error = output.error();
    co_await close_run(report, outcome);
    co_return true;
  }
  const auto& found = searcher_->last();
  const bool made = found && found->proposal && !output->is_error;
  std::string told = made ? "A search for a small edit made one first. " + output->text
                          : found ? repair::takeover(*found) : "A search for a small edit was tried first and failed.";
  if (made) {
    outcome.end = agent::End::done;
    outcome.text = repair::explanation(*found);
    co_await close_run(report, outcome);
    is_builtins_ = report.status == "verified" || (report.status == "unverified" && !options_.verify);
    if (is_builtins_) co_return true;
    told += "plumb's verdict: " + report.status + ", " + report.reason + ". Go on from there, or take it back.";
    outcome = {};
    report = {};
  }
  conversation_.items.emplace_back(llm::UserMessage{told, {}});
  if (auto done = append("user.message", json::Object{{"text", told}, {"by", "builtin"}}); !done)
    recorder_->notice(done.error().what);   // the next record fails too, and ends the run
  co_return false;
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

bool SessionImpl::send_back(Report& report, const std::string& found) {
  const std::string feedback = secrets_->mask().in(found);   // what tests print is in it
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
  report.rules.clear();
  add_verdict(*proof, report);
  proof_ = *std::move(proof);
  steps_proven_ = workspace_->steps().size();
  co_return proof_;
}

io::Task<Report> SessionImpl::finish(Report report, agent::Outcome outcome, std::int64_t started) {
  report.session = id_;
  report.model = is_builtins_ ? "builtin" : model_name_;
  if (is_builtins_) report.notes.push_back("builtin did it: nothing was sent to " + model_name_);
  report.end = agent::name(outcome.end);
  if (const std::string why = why_ended(outcome, options_); !why.empty()) report.error = why;
  if (outcome.end == agent::End::refused && outcome.error.what.empty() && model_name_ == "builtin") report.error = "builtin changed nothing";
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
    const auto given = co_await closing_->give_receipt(*proof_, report.model, report);
    if (!given) recorder_->notice("there is no receipt: " + given.error().what);
  }
  if (!proof_ && workspace_ && rules_ && !rules_->rules().empty())   // no proof: what is known without one
    if (const auto changes = change_set(*workspace_)) report.rules = rules_->look(*workspace_, *changes);
  if (mcp_) co_await mcp_->close();
  if (guard_) co_await guard_->close();
  spent_.usage += outcome.usage;
  spent_.cost_usd += std::max(0.0, outcome.cost_usd);
  spent_.turns += outcome.turns;
  report.usage = {outcome.usage.input, outcome.usage.cached, outcome.usage.output, outcome.usage.reasoning};
  report.cost_usd = outcome.cost_usd;
  const bool agents_wait = add_agents(report);
  report.turns = outcome.turns;
  report.duration_ms = base::steady_ms() - started;
  report.exit_code = exit_code_of(report, outcome);
  if (report.exit_code == exit_ok && agents_wait) report.exit_code = exit_unverified;
  if (secrets_) mask_report(report, secrets_->mask());
  json::Value payload = to_json(report);
  payload.as_object().erase("text");   // it is in model.answer already
  if (auto done = append("session.ended", payload); !done && report.error.empty()) {
    report.error = done.error().what;
    report.exit_code = exit_error;
  }
  co_return report;
}

}  // namespace engine
