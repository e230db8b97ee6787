#include "recorder.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/try.h"
#include "history.h"
#include "llm/record.h"
#include "text/cut.h"

namespace engine {

namespace {

/// More effects than this are counted, not listed, in one event (the step's own record has all).
constexpr std::size_t k_effects_listed = 500;
/// Arguments longer than this are cut in `tool.call`: the whole call is in `model.answer`.
constexpr std::size_t k_arguments_listed = std::size_t{16} << 10;
/// Bytes of a command that is told again since its call does not say it.
constexpr std::size_t k_command_listed = std::size_t{1} << 20;

json::Object command_to_json(const tools::CommandState& state, bool with_text) {
  json::Object out = {{"id", state.id},         {"dir", state.dir},       {"ended", state.ended},
                      {"exit", state.exit_code}, {"signal", state.signal}, {"timed_out", state.timed_out}};
  if (with_text) out["text"] = text::clip(state.text, k_command_listed);
  return out;
}

/// Whether `tool.call` says the command that ran: it is cut there where it is long, and hooks may have changed it.
bool says_command(const llm::ToolCall& call, const std::string& ran) {
  if (call.arguments.size() > k_arguments_listed) return false;
  if (call.name != "shell") return true;   // it goes on with a command that another call started
  const auto arguments = json::parse(call.arguments);
  return arguments && json::string_or(json::find(*arguments, "command")) == ran;
}

}  // namespace

json::Value effects_to_json(const std::vector<workspace::Effect>& effects) {
  json::Array list;
  for (const auto& effect : effects) {
    if (list.size() == k_effects_listed) break;
    json::Object one = {{"path", effect.path}, {"change", workspace::name(effect.change)}};
    if (effect.before) one["size_before"] = effect.before->size;
    if (effect.after) one["size_after"] = effect.after->size;
    if (!effect.undoable) one["undoable"] = false;
    if (effect.state != workspace::State::applied) one["state"] = workspace::name(effect.state);
    if (!effect.why.empty()) one["why"] = effect.why;
    if (effect.entries > 1) one["entries"] = effect.entries;
    if (!effect.renamed_from.empty()) one["renamed_from"] = effect.renamed_from;
    list.push_back(std::move(one));
  }
  return list;
}

base::Result<> Recorder::append(std::string_view type, const json::Value& payload) {
  TRY_DO(health_);
  TRY_DO(tape_.health());
  auto done = journal_.append(type, payload);
  if (!done) return base::with(std::move(done).error(), "recording the session");
  return {};
}

base::Result<> Recorder::turn_started(int turn) {
  return append("turn.started", json::Object{{"turn", turn}});
}

void Recorder::model_event(const llm::Event& event) {
  Live live;
  if (const auto* text = std::get_if<llm::TextDelta>(&event)) {
    live.bytes = text->text;
  } else if (const auto* thought = std::get_if<llm::ReasoningDelta>(&event)) {
    live.what = Live::What::reasoning;
    live.bytes = thought->text;
  } else if (const auto* retry = std::get_if<llm::Retrying>(&event)) {
    if (auto done = append("model.retry", json::Object{{"attempt", retry->attempt},
                                                       {"wait_ms", retry->wait_ms},
                                                       {"why", retry->why}});
        !done)
      health_ = std::move(done);   // the next step that can fail reports it
    live.what = Live::What::void_since_retry;
  } else {
    return;
  }
  if (listener_.on_live) listener_.on_live(live);
}

base::Result<> Recorder::answer(int turn, const llm::Response& response) {
  const double cost = llm::cost(model_, response.usage);
  answered_.usage += response.usage;
  answered_.cost_usd += std::max(0.0, cost);
  ++answered_.turns;
  TRY(auto payload, answer_payload(journal_, turn, response, cost));
  if (model_.window > 0) payload.as_object()["window"] = model_.window;
  // A session can go on with another model: whose answer it was tells what was spent on whom.
  payload.as_object()["model"] = model_.provider == model_.id ? model_.id : model_.provider + "/" + model_.id;
  return append("model.answer", payload);
}

base::Result<> Recorder::tool_call(const llm::ToolCall& call) {
  json::Object payload = {{"id", call.id}, {"name", call.name}, {"freeform", call.freeform}};
  payload["arguments"] = call.arguments.substr(0, k_arguments_listed);
  if (call.arguments.size() > k_arguments_listed) payload["arguments_size"] = call.arguments.size();
  return append("tool.call", payload);
}

void Recorder::tool_output(const std::string& call_id, std::string_view bytes) {
  if (!listener_.on_live) return;
  Live live;
  live.what = Live::What::tool_output;
  live.call_id = call_id;
  live.bytes = bytes;
  listener_.on_live(live);
}

base::Result<bool> Recorder::record_new_steps() {
  if (workspace_ == nullptr) return false;
  bool changed = false;
  const auto& steps = workspace_->steps();
  for (; steps_recorded_ < steps.size(); ++steps_recorded_) {
    const auto& step = steps[steps_recorded_];
    if (step.effects.empty() && step.git.empty()) continue;
    changed = true;
    json::Object payload = {{"step", step.id},
                            {"what", step.what},
                            {"count", step.effects.size()},
                            {"effects", effects_to_json(step.effects)}};
    if (!step.git.empty()) {
      json::Array git;
      for (const auto& line : step.git) git.emplace_back(line);
      payload["git"] = std::move(git);
    }
    TRY_DO(append("effects", payload));
  }
  return changed;
}

base::Result<agent::Progress> Recorder::tool_result(const llm::ToolCall& call,
                                                    const tools::Output& output,
                                                    std::int64_t duration_ms) {
  json::Object payload = {{"id", call.id},
                          {"name", call.name},
                          {"title", output.title},
                          {"output", output.text},
                          {"is_error", output.is_error},
                          {"duration_ms", duration_ms}};
  if (output.command) payload["command"] = command_to_json(*output.command, !says_command(call, output.command->text));
  if (!output.full.empty()) {
    TRY(payload["blob"], journal_.put_blob(output.full));
  }
  TRY_DO(append("tool.result", payload));
  TRY(const bool changed, record_new_steps());
  return changed ? agent::Progress::changed : agent::Progress::none;
}

base::Result<> Recorder::user_message(const std::string& text) {
  return append("user.message", json::Object{{"text", text}});
}

base::Result<> Recorder::compacted(const agent::Compaction& compaction) {
  TRY(const auto payload, compaction_payload(journal_, compaction));
  TRY_DO(append("context.compacted", payload));
  if (on_compacted_) on_compacted_();
  return {};
}

void Recorder::notice(const std::string& text) {
  if (auto done = append("notice", json::Object{{"level", "info"}, {"text", text}}); !done)
    health_ = std::move(done);
}

}  // namespace engine
