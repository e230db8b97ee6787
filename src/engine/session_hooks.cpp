// Where a session asks its hooks. Before and after tool calls: hook_tool.h.

#include <boost/json.hpp>

#include "base/paths.h"
#include "base/try.h"
#include "hook_call.h"
#include "project.h"
#include "session_impl.h"
#include "tools/shell.h"

namespace engine {

namespace {

/// How often hooks may send the model on at the end of one prompt.
constexpr int k_stop_rounds_max = 8;

/// What the configuration calls the mode of permissions, in the words that hooks know.
std::string permission_mode(const Settings& settings) {
  switch (settings.sandbox.mode) {
    case workspace::SandboxMode::read_only: return "plan";
    case workspace::SandboxMode::full: return "bypassPermissions";
    case workspace::SandboxMode::workspace: break;
  }
  return "default";
}

std::string last_message(const agent::Conversation& conversation) {
  for (auto item = conversation.items.rbegin(); item != conversation.items.rend(); ++item)
    if (const auto* message = std::get_if<llm::AssistantMessage>(&*item); message != nullptr && !message->text.empty()) return message->text;
  return {};
}

/// A path as a pattern that fits nothing else.
std::string as_pattern(std::string_view path) {
  std::string out = "/";
  for (const char c : path) {
    if (std::string_view("*?[]\\!#").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

json::Array to_json(const std::vector<workspace::Effect>& effects) {
  json::Array out;
  for (const auto& effect : effects)
    if (effect.state == workspace::State::held)
      out.push_back(json::Object{{"path", effect.path}, {"change", workspace::name(effect.change)}, {"why", effect.why}});
  return out;
}

std::string summary_of(const agent::Compaction& plan) {
  if (plan.kind == agent::Compaction::Kind::rebuilt) return plan.ledger;
  return std::to_string(plan.masked.size()) + " older outputs are left out";
}

}  // namespace

/// Which hooks there are; before the workspace is opened, whose policy guards their scripts.
base::Result<> SessionImpl::find_hooks() {
  TRY(hook_setup_, engine::find_hooks(settings_, options_.cwd, options_.attempt));
  auto& setup = *hook_setup_;
  if (choice_.what == Choice::What::replay && !setup.hooks.empty()) {   // what they did to the world, they must not do again
    setup.hooks.clear();
    setup.notices.emplace_back("a replay runs no hooks again");
  }
  problems_.insert(problems_.end(), setup.notices.begin(), setup.notices.end());
  return {};
}

/// The scripts that trusted hooks of the project run: what changes them waits for the user.
std::vector<workspace::EffectRule> SessionImpl::hook_rules(const std::string& root) const {
  workspace::EffectRule rule;
  rule.verdict = workspace::Verdict::hold;
  rule.from = "a hook of the project runs it";
  if (!hook_setup_ || !hook_setup_->is_trusted) return {};
  for (const auto& script : hook_setup_->scripts)
    if (const auto path = base::join(hook_setup_->folder, script); base::is_within(path, root))
      rule.paths.push_back(as_pattern(base::relative(path, root)));
  if (rule.paths.empty()) return {};
  return {rule};
}

void SessionImpl::open_hooks() {
  if (!hook_setup_ || hook_setup_->hooks.empty()) return;
  Hooks::Parts parts{loop_, *guard_, *workspace_, *journal_, secrets_->mask(), tools::shell_env(settings_.env, choice_.secret_names).all(), {}, {}};
  parts.on_step = [this](const std::string& step) -> base::Result<> {
    steering_->ask_people_only(step);
    TRY(const bool any, recorder_->record_new_steps());
    (void)any;
    return {};
  };
  parts.ask_person = [this](std::string call, std::string what, std::string why) {
    return steering_->ask_about_call(std::move(call), std::move(what), std::move(why));
  };
  Hooks::About about{id_, options_.cwd, base::join(journal_->dir(), "log.jsonl"), model_name_, permission_mode(settings_), "", ""};
  if (is_agent()) {   // as Claude Code has it: the session is the one of which it does a part
    about.session = options_.attempt->parent;
    about.transcript = base::join(session_dir(settings_, about.session), "log.jsonl");
    about.agent_id = id_;
    about.agent_type = options_.attempt->role;
  }
  hooks_ = std::make_unique<Hooks>(std::move(parts), std::move(about), *std::move(hook_setup_));
}

/// Says something to the model in the name of hooks.
base::Result<llm::UserMessage> SessionImpl::hooks_say(const std::string& text) {
  TRY_DO(append("user.message", json::Object{{"text", text}, {"by", "hook"}}));
  return llm::UserMessage{text, {}};
}

HookMoment SessionImpl::start_of_session() const {
  HookMoment out;
  out.event = is_agent() ? HookEvent::subagent_start : HookEvent::session_start;
  const std::string source = is_resumed_ ? "resume" : "startup";
  out.subjects.push_back(is_agent() ? options_.attempt->role : source);
  if (!is_agent()) out.members["source"] = source;
  return out;
}

/// Hooks before a prompt. Nothing = it is not to be sent (hooks_refused_ says why); else what they add to it.
io::Task<base::Result<std::optional<std::string>>> SessionImpl::ask_about_prompt(std::string prompt) {
  if (!hooks_) co_return std::string();
  hooks_->begin_prompt();
  stop_rounds_ = 0;
  hooks_refused_.clear();
  if (!std::exchange(has_greeted_, true)) {
    CO_TRY(const auto said, co_await hooks_->run(start_of_session()));
    if (!said.context.empty()) {
      CO_TRY(auto message, hooks_say("At the start of this session a hook says:\n" + said.context));
      conversation_.items.emplace_back(std::move(message));
    }
  }
  HookVerdict verdict;
  if (!hooks_->ended() && !is_agent()) {   // its prompt is no person's
    HookMoment moment;
    moment.event = HookEvent::user_prompt_submit;
    moment.members["prompt"] = prompt;
    CO_TRY(verdict, co_await hooks_->run(std::move(moment)));
  }
  if (hooks_->ended()) hooks_refused_ = "a hook ended the run: " + *hooks_->ended();
  else if (verdict.refuses()) hooks_refused_ = "a hook did not let the prompt through: " + verdict.reason;
  if (!hooks_refused_.empty()) co_return std::nullopt;
  co_return verdict.context;
}

/// At the end of the model's work: what sends it on; empty = it may end.
io::Task<base::Result<std::vector<llm::UserMessage>>> SessionImpl::ask_about_stop() {
  std::vector<llm::UserMessage> out;
  HookMoment moment;
  moment.event = is_agent() ? HookEvent::subagent_stop : HookEvent::stop;
  if (is_agent()) {
    moment.subjects.push_back(options_.attempt->role);
    moment.members["agent_transcript_path"] = base::join(journal_->dir(), "log.jsonl");
  }
  moment.members["stop_hook_active"] = stop_rounds_ > 0;
  moment.members["last_assistant_message"] = last_message(conversation_);
  CO_TRY(const auto verdict, co_await hooks_->run(std::move(moment)));
  if (hooks_->ended() || !verdict.is_blocking) co_return out;
  if (++stop_rounds_ > k_stop_rounds_max) {
    recorder_->notice("a hook kept the run from its end " + std::to_string(k_stop_rounds_max) + " times: now it ends");
    co_return out;
  }
  std::string text = "A hook does not let you end yet: " + verdict.reason;
  if (!verdict.context.empty()) text += "\n" + verdict.context;
  CO_TRY(auto message, hooks_say(text));
  out.push_back(std::move(message));
  co_return out;
}

io::Task<base::Result<std::vector<llm::UserMessage>>> SessionImpl::at_rest(agent::Rest rest) {
  CO_TRY(auto messages, co_await steering_->deliver());
  if (!hooks_) co_return messages;
  if (hooks_->ended()) co_return base::fail(base::Code::denied, "a hook ended the run: " + *hooks_->ended());
  if (rest == agent::Rest::at_end && messages.empty()) co_return co_await ask_about_stop();
  co_return messages;
}

/// Held effects: hooks may decide before a person does. Nothing = they do not.
io::Task<base::Result<std::optional<Answer>>> SessionImpl::ask_about_held(workspace::Step step) {
  HookMoment moment;
  moment.event = HookEvent::permission_request;
  auto call = hook_call("shell", json::dump(json::Object{{"command", step.what}}), workspace_->root());
  if (const auto* const made = hooks_->call_of(step.id)) call = *made;
  moment.subjects = call.subjects;
  moment.call = step.id;
  moment.members = json::Object{{"tool_name", call.tool_name}, {"tool_input", call.input}, {"effects", to_json(step.effects)}};
  CO_TRY(const auto verdict, co_await hooks_->run(std::move(moment)));
  if (verdict.permission == Permission::allow) co_return Answer::apply;
  if (verdict.permission == Permission::deny) co_return Answer::drop;
  co_return std::nullopt;
}

agent::OnCompaction SessionImpl::on_compaction() {
  agent::OnCompaction out;
  if (!hooks_) return out;
  const auto moment = [](HookEvent event) {
    HookMoment made;
    made.event = event;
    made.subjects = {"auto"};
    made.members = json::Object{{"trigger", "auto"}};
    return made;
  };
  out.may = [this, moment](const agent::Compaction&) { return may_compact(moment(HookEvent::pre_compact)); };
  out.done = [this, moment](const agent::Compaction& plan) {
    auto told = moment(HookEvent::post_compact);
    told.members["compact_summary"] = summary_of(plan);
    return tell_hooks(std::move(told));
  };
  return out;
}

io::Task<base::Result<bool>> SessionImpl::may_compact(HookMoment moment) {
  moment.members["custom_instructions"] = nullptr;
  CO_TRY(const auto verdict, co_await hooks_->run(std::move(moment)));
  co_return !verdict.refuses();
}

io::Task<base::Result<>> SessionImpl::tell_hooks(HookMoment moment) {
  CO_TRY(const auto verdict, co_await hooks_->run(std::move(moment)));
  (void)verdict;   // it only tells
  co_return base::Result<>();
}

}  // namespace engine
