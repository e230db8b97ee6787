// A project's hooks, and those of the user that ask for it, run in the session's sandbox as a step of the workspace, like a
// command: what they change is known, judged by the policy, and undoable. The user's own run as the user's programs do.
//
// They run one at a time: the workspace takes one command after the other, and a hook may depend on what the one before it did.

#include "hooks.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/ids.h"
#include "base/try.h"
#include "io/filter.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace engine {

using base::Code;

namespace {

constexpr std::size_t k_recorded_max = std::size_t{4} << 10;   // of each stream

std::string recorded(const std::string& bytes) { return text::to_valid_utf8(text::keep_ends(bytes, k_recorded_max)); }

std::string joined(const std::string& first, const std::string& then) {
  if (first.empty() || then.empty()) return first + then;
  return first + "\n" + then;
}

/// What the record says that it came to.
std::string_view decision_of(const HookAnswer& answer) {
  if (answer.ends) return "stop";
  if (answer.is_blocking) return "block";
  return name(answer.permission);
}

/// One line of what people should know without looking at the record; "" = nothing.
std::string for_people(HookEvent event, const HookAnswer& answer) {
  const std::string who = "hook " + std::string(name(event));
  if (!answer.problem.empty()) return who + " failed: " + answer.problem;
  std::string out;
  if (answer.ends) out = who + " ends the run" + (answer.stop_reason.empty() ? "" : ": " + answer.stop_reason);
  else if (answer.is_blocking) out = who + " blocks: " + answer.reason;
  else if (answer.permission > Permission::allow) out = who + ": " + std::string(name(answer.permission)) + (answer.reason.empty() ? "" : ": " + answer.reason);
  if (answer.message.empty()) return out;
  return (out.empty() ? who + " says" : out) + ": " + answer.message;
}

/// The heavier permission counts; the first of several reasons.
void take(const HookAnswer& answer, HookVerdict& verdict) {
  const bool decides = (answer.is_blocking && !verdict.is_blocking) || answer.permission > verdict.permission;
  if (decides) verdict.reason = answer.reason;
  verdict.permission = std::max(verdict.permission, answer.permission);
  verdict.is_blocking = verdict.is_blocking || answer.is_blocking;
  // Asked twice, it says the same twice.
  if (verdict.context.find(answer.context) == std::string::npos) verdict.context = joined(verdict.context, answer.context);
}

/// What cannot be read is not run.
void take_input(const HookAnswer& answer, HookMoment& moment, HookVerdict& verdict) {
  if (!answer.updated_input || !moment.take_input) return;
  verdict.has_new_input = true;
  const auto taken = moment.take_input(*answer.updated_input, moment);
  if (taken) return;
  verdict.permission = Permission::deny;
  verdict.reason = "it gave the call an input that is none: " + taken.error().what;
}

/// Masked as it is printed, before anything of it is cut, and as JSON has it in strings.
HookAnswer masked_answer(HookEvent event, io::Finished& ran, const Mask& mask) {
  for (auto* const text : {&ran.out, &ran.err}) *text = mask.in(*text);
  auto answer = read_answer(event, ran);
  for (auto* const text : {&answer.reason, &answer.stop_reason, &answer.context, &answer.message, &answer.problem}) *text = mask.in(*text);
  if (answer.updated_input) answer.updated_input = mask.in(*answer.updated_input);
  return answer;
}

}  // namespace

std::vector<std::string> hooks_in_doubt(const std::vector<journal::Event>& events) {
  std::map<std::int64_t, std::string> open;
  for (const auto& event : events) {
    if (event.type == "session.resumed") open.clear();   // those before it were told then
    if (event.type != "hook.started" && event.type != "hook.finished") continue;
    const auto payload = json::parse(event.payload);
    if (!payload) continue;
    const auto n = json::int_or(json::find(*payload, "n"));
    if (event.type == "hook.finished") open.erase(n);
    else open[n] = std::string(json::string_or(json::find(*payload, "event"))) + ": " + std::string(json::string_or(json::find(*payload, "command")));
  }
  std::vector<std::string> out;
  for (auto& [n, hook] : open) out.push_back(std::move(hook));
  return out;
}

Hooks::Hooks(Parts parts, About about, HookSetup setup) : parts_(std::move(parts)), about_(std::move(about)), setup_(std::move(setup)) {}

bool Hooks::has(HookEvent event, const std::vector<std::string>& subjects) const {
  return std::any_of(setup_.hooks.begin(), setup_.hooks.end(),
                     [&](const Hook& hook) { return hook.event == event && is_for(hook, subjects); });
}

void Hooks::begin_prompt() {
  ++prompts_;
  ended_.reset();
}

base::Result<> Hooks::append(std::string_view type, const json::Object& payload) {
  auto done = parts_.journal.append(type, payload);
  if (!done) return base::with(std::move(done).error(), "recording the session");
  return {};
}

std::string Hooks::input_of(const HookMoment& moment, const Hook& hook) const {
  json::Object out = {{"session_id", about_.session},
                      {"transcript_path", nullptr},
                      {"cwd", about_.cwd},
                      {"hook_event_name", name(moment.event)},
                      {"permission_mode", about_.permission_mode},
                      {"model", about_.model},
                      {"turn_id", about_.session + "-" + std::to_string(prompts_)}};
  if (!hook.is_sandboxed) out["transcript_path"] = about_.transcript;   // the sandbox shows no record
  if (!about_.agent_id.empty()) {
    out["agent_id"] = about_.agent_id;
    out["agent_type"] = about_.agent_type;
  }
  for (const auto& [key, value] : moment.members) out[key] = value;
  return json::dump(out) + "\n";
}

io::ProcessSpec Hooks::spec_of(const Hook& hook) const {
  io::ProcessSpec spec;
  if (hook.args) {
    spec.argv = {hook.command};
    spec.argv.insert(spec.argv.end(), hook.args->begin(), hook.args->end());
  } else {
    spec.argv = {"/bin/sh", "-c", hook.command};
  }
  spec.env = parts_.env;
  spec.env["CLAUDE_PROJECT_DIR"] = parts_.workspace.root();   // the name that existing hooks use
  spec.cwd = hook.from == Hook::From::project ? setup_.folder : about_.cwd;
  spec.merge_stderr = false;
  return spec;
}

io::Task<base::Result<>> Hooks::record_step(std::uint64_t command) {
  CO_TRY(const auto step, co_await parts_.workspace.after_command(command));
  co_return parts_.on_step(step.id);
}

/// What it decided counts whether its changes could be recorded or not: a full disk allows no call.
io::Task<base::Result<HookRun>> Hooks::run_as_step(const Hook& hook, std::string what, std::string input) {
  const std::string id = "hook-" + base::new_id();   // ids of other steps are the model's: it must not guess this one
  CO_TRY(const auto command, co_await parts_.workspace.before_command(id, std::move(what)));
  const io::Millis timeout(hook.timeout_s * 1000);
  auto ran = co_await io::filter(parts_.guard.launcher(command.view), spec_of(hook), std::move(input), timeout, k_hook_output_max);
  const auto recorded = co_await record_step(command.number);
  const std::string why = recorded ? "" : "what it changed could not be recorded: " + recorded.error().what;
  if (!ran) co_return why.empty() ? base::fail(ran.error()) : base::fail(ran.error().code, ran.error().what + "; " + why);
  co_return HookRun{*std::move(ran), why};
}

io::Task<base::Result<HookRun>> Hooks::start(const Hook& hook, HookEvent event, std::string input) {
  if (hook.from == Hook::From::project && !is_unchanged(setup_))
    co_return base::fail(Code::changed, "the project's hooks, or a script of theirs, are not what you trusted any more: `plumb hooks trust` after a look at them");
  if (hook.is_sandboxed) co_return co_await run_as_step(hook, "hook " + std::string(name(event)) + ": " + shown(hook), std::move(input));
  const io::Millis timeout(hook.timeout_s * 1000);
  CO_TRY(auto ended, co_await io::filter(parts_.loop, spec_of(hook), std::move(input), timeout, k_hook_output_max));
  co_return HookRun{std::move(ended), ""};
}

base::Result<> Hooks::note_outcome(const HookMoment& moment, const base::Result<HookRun>& ran, const HookAnswer& answer,
                                   std::int64_t started) {
  json::Object out = {{"n", count_},
                      {"event", name(moment.event)},
                      {"decision", decision_of(answer)},
                      {"duration_ms", base::steady_ms() - started}};
  if (!moment.call.empty()) out["call"] = moment.call;
  if (ran) out["exit"] = ran->ended.status.code;
  else out["error"] = base::name(ran.error().code);
  const std::string& why = answer.ends ? answer.stop_reason : answer.reason;
  const auto put = [&out](std::string_view key, const std::string& text) {
    if (!text.empty()) out[key] = text;
  };
  put("reason", why);
  put("context", answer.context);
  put("message", answer.message);
  put("problem", answer.problem);
  if (answer.updated_input) out["updated_input"] = recorded(*answer.updated_input);
  if (ran && !answer.is_quiet && !ran->ended.out.empty()) out["out"] = recorded(ran->ended.out);
  if (ran && !ran->ended.err.empty()) out["err"] = recorded(ran->ended.err);
  if (ran) put("unrecorded", ran->unrecorded);
  TRY_DO(append("hook.finished", out));
  if (ran && !ran->unrecorded.empty())
    TRY_DO(append("notice", json::Object{{"level", "warning"}, {"text", "hook " + std::string(name(moment.event)) + ": " + ran->unrecorded}}));
  const std::string told = for_people(moment.event, answer);
  if (told.empty()) return {};
  const bool is_grave = !answer.problem.empty() || answer.ends || answer.is_blocking || answer.permission == Permission::deny;
  return append("notice", json::Object{{"level", is_grave ? "warning" : "info"}, {"text", told}});
}

io::Task<base::Result<HookAnswer>> Hooks::run_one(const HookMoment& moment, const Hook& hook) {
  ++count_;
  json::Object intent = {{"n", count_}, {"event", name(moment.event)}, {"command", shown(hook)}, {"file", hook.file}, {"sandboxed", hook.is_sandboxed}};
  if (!moment.call.empty()) intent["call"] = moment.call;
  CO_TRY_DO(append("hook.started", intent));
  const auto started = base::steady_ms();
  auto ran = co_await start(hook, moment.event, input_of(moment, hook));
  HookAnswer answer;
  if (ran) answer = masked_answer(moment.event, ran->ended, parts_.mask);
  else if (ran.error().code == Code::timeout) answer.problem = "it was ended after " + std::to_string(hook.timeout_s) + " s";
  else answer.problem = ran.error().what;
  CO_TRY_DO(note_outcome(moment, ran, answer, started));
  if (co_await io::is_cancelled()) co_return base::fail(Code::cancelled, "cancelled by the user");
  co_return answer;
}

const HookCall* Hooks::call_of(const std::string& id) const {
  const auto known = calls_.find(id);
  return known == calls_.end() ? nullptr : &known->second;
}

/// False = no other is asked any more.
io::Task<base::Result<bool>> Hooks::ask(const Hook& hook, HookMoment& moment, HookVerdict& verdict) {
  if (hook.event != moment.event || !is_for(hook, moment.subjects)) co_return true;
  CO_TRY(const auto answer, co_await run_one(moment, hook));
  if (!answer.problem.empty()) co_return true;
  take(answer, verdict);
  take_input(answer, moment, verdict);
  if (answer.ends) ended_ = answer.stop_reason.empty() ? "it gave no reason" : answer.stop_reason;
  co_return verdict.permission != Permission::deny && !answer.ends;
}

io::Task<base::Result<HookVerdict>> Hooks::run(HookMoment moment) {
  HookVerdict out;
  bool is_projects = false;   // a hook of the project made the input
  for (const auto& hook : setup_.hooks) {
    const bool had_new = std::exchange(out.has_new_input, false);
    CO_TRY(const bool goes_on, co_await ask(hook, moment, out));
    is_projects = is_projects || (out.has_new_input && hook.from == Hook::From::project);
    out.has_new_input = out.has_new_input || had_new;
    if (!goes_on) co_return out;
  }
  if (!is_projects) co_return out;
  for (const auto& hook : setup_.hooks) {   // what the user's hooks refuse, a project's cannot bring in behind them
    if (hook.from != Hook::From::user) continue;
    CO_TRY(const bool goes_on, co_await ask(hook, moment, out));
    if (!goes_on) break;
  }
  co_return out;
}

}  // namespace engine
