#include "steering.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/try.h"
#include "recorder.h"
#include "text/cut.h"
#include "verbs.h"

namespace engine {

namespace {

/// So many paths are named to the model; the rest is counted.
constexpr std::size_t k_paths_told = 20;
/// One message.
constexpr std::size_t k_message_max = std::size_t{1} << 20;

base::Result<> nothing_runs() { return base::fail(base::Code::unsupported, "the session is not at work"); }

std::vector<workspace::Effect> held_in(const workspace::Step& step) {
  std::vector<workspace::Effect> held;
  for (const auto& effect : step.effects)
    if (effect.state == workspace::State::held) held.push_back(effect);
  return held;
}

std::string listed(const std::vector<std::string>& paths) {
  std::string out;
  for (std::size_t i = 0; i < paths.size() && i < k_paths_told; ++i) out += (i == 0 ? "" : ", ") + paths[i];
  if (paths.size() > k_paths_told) out += " and " + std::to_string(paths.size() - k_paths_told) + " more";
  return out;
}

std::string_view in_words(Verb verb) {
  switch (verb) {
    case Verb::undo:
    case Verb::rewind: return "took these changes back, they are as before";
    case Verb::redo: return "did these undone changes again";
    case Verb::apply: return "allowed what was held, it is in the tree now";
    case Verb::drop: return "refused what was held, it is thrown away";
  }
  return "changed";
}

/// For the model: what has been done to the tree.
std::string text_of(std::string_view who, Verb verb, const Undone& undone) {
  std::string text = std::string(who) + " " + std::string(in_words(verb));
  text += ": " + (undone.restored.empty() ? std::string("nothing") : listed(undone.restored)) + ".";
  for (const auto& conflict : undone.conflicts) text += "\nNot " + conflict.path + ": " + conflict.why + ".";
  return text;
}

}  // namespace

Steering::Steering(io::Loop& loop, journal::Journal& journal, const Mask& mask, workspace::Workspace* workspace, bool ask_held,
                   std::vector<std::string> undelivered)
    : journal_(journal), mask_(mask), workspace_(workspace), ask_held_(ask_held), messages_(std::move(undelivered)),
      woken_(io::executor_of(loop)) {}

base::Result<> Steering::steer(std::string text) {
  if (!runs_) return nothing_runs();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return base::fail(base::Code::invalid, "an empty message");
  if (text.size() > k_message_max)
    return base::fail(base::Code::too_big, "a message may have " + std::to_string(k_message_max >> 20) + " MiB");
  TRY_DO(journal_.append("steer", json::Object{{"text", text}}));
  messages_.push_back(std::move(text));
  woken_.notify();
  return {};
}

base::Result<> Steering::answer(std::string step, Answer answer, std::vector<std::string> paths) {
  if (!runs_ || workspace_ == nullptr) return nothing_runs();
  if (!call_.empty() && step == call_ && !call_answer_) {
    TRY_DO(note_answer(step, answer, {}, ""));
    call_answer_ = answer;
    woken_.notify();
    return {};
  }
  const auto& steps = workspace_->steps();
  const auto named = std::find_if(steps.begin(), steps.end(), [&](const auto& one) { return one.id == step; });
  if (named == steps.end()) return base::fail(base::Code::not_found, "the session has no step '" + step + "'");
  if (held_in(*named).empty())
    return base::fail(base::Code::not_found, "nothing is held of step '" + step + "': it was answered already");
  TRY_DO(note_answer(step, answer, paths, ""));
  if (answer == Answer::keep) {
    answered_.insert(std::move(step));
  } else {
    const Verb verb = answer == Answer::apply ? Verb::apply : Verb::drop;
    changes_.push_back({verb, std::move(step), std::move(paths), {}});
  }
  woken_.notify();
  return {};
}

base::Result<> Steering::note_answer(const std::string& step, Answer answer, const std::vector<std::string>& paths, std::string_view by) {
  constexpr std::string_view k_names[] = {"apply", "drop", "keep"};
  json::Array chosen;
  for (const auto& path : paths) chosen.emplace_back(path);
  json::Object payload = {{"step", step}, {"answer", k_names[static_cast<std::size_t>(answer)]}, {"paths", std::move(chosen)}};
  if (!by.empty()) payload["by"] = by;
  TRY_DO(journal_.append("approval.answered", payload));
  return {};
}

void Steering::change(Verb verb, std::string step, std::vector<std::string> paths,
                      std::function<void(base::Result<Undone>)> done) {
  if (!runs_ || workspace_ == nullptr) {
    done(base::fail(nothing_runs().error()));
    return;
  }
  changes_.push_back({verb, std::move(step), std::move(paths), std::move(done)});
  woken_.notify();
}

void Steering::set_ask_held(bool ask) {
  ask_held_ = ask;
  woken_.notify();
}

void Steering::begin() {
  runs_ = true;
  if (workspace_ == nullptr) return;
  for (const auto& step : workspace_->steps()) answered_.insert(step.id);
}

void Steering::end() {
  runs_ = false;
  for (auto& change : std::exchange(changes_, {}))
    if (change.done) change.done(base::fail(base::Code::unsupported, "the run ended before this could be done"));
}

/// What the model is told of it.
base::Result<std::string> Steering::carry_out(Change change) {
  auto undone = change_in(journal_, *workspace_, change.verb, change.step, change.paths);
  const std::string text = undone ? text_of(change.who, change.verb, *undone) : std::string();
  if (change.verb == Verb::apply || change.verb == Verb::drop) ask_again(change.step);
  const auto error = undone ? base::Error{} : undone.error();
  if (change.done) change.done(std::move(undone));
  if (!text.empty()) return text;
  const json::Object notice = {{"level", "warning"}, {"text", "what was asked for could not be done: " + error.what}};
  TRY_DO(journal_.append("notice", notice));
  return std::string();
}

base::Result<std::string> Steering::carry_out_all() {
  std::string text;
  while (!changes_.empty()) {
    Change change = std::move(changes_.front());
    changes_.erase(changes_.begin());
    TRY(const auto one, carry_out(std::move(change)));
    if (!one.empty()) text += (text.empty() ? "" : "\n") + one;
  }
  return text;
}

/// The oldest step with held effects that nobody has answered.
const workspace::Step* Steering::unanswered() const {
  if (workspace_ == nullptr || !ask_held_) return nullptr;
  for (const auto& step : workspace_->steps())
    if (!answered_.contains(step.id) && !held_in(step).empty()) return &step;
  return nullptr;
}

/// What is left of a step, if only some paths were named, is asked about again. "" = of all steps.
void Steering::ask_again(const std::string& step) {
  if (step.empty()) asked_.clear();
  else asked_.erase(step);
}

base::Result<> Steering::ask(const workspace::Step& step) {
  if (!asked_.insert(step.id).second) return {};
  const auto held = held_in(step);
  const json::Object payload = {
      {"step", step.id}, {"what", step.what}, {"count", held.size()}, {"effects", effects_to_json(held)}};
  TRY_DO(journal_.append("approval.asked", payload));
  return {};
}

base::Result<llm::UserMessage> Steering::told(const std::string& said, std::string_view by) {
  const std::string text = mask_.in(said);   // typed by hand for once
  TRY_DO(journal_.append("user.message", json::Object{{"text", text}, {"by", by}}));
  return llm::UserMessage{text, {}};
}

io::Task<base::Result<std::optional<bool>>> Steering::ask_about_call(std::string call, std::string what, std::string why) {
  if (!ask_held_ || !runs_) co_return std::nullopt;
  const json::Object one = {{"path", what}, {"change", "call"}, {"why", why}};
  const json::Object payload = {{"step", call}, {"what", what}, {"count", 1}, {"effects", json::Array{one}}};
  CO_TRY_DO(journal_.append("approval.asked", payload));
  call_ = std::move(call);
  call_answer_.reset();
  waits_ = true;
  // Who says something else instead of an answer, or wants to be asked no more, does not want the call to wait.
  while (!call_answer_ && messages_.empty() && ask_held_ && !co_await io::is_cancelled()) co_await woken_.wait();
  waits_ = false;
  const std::string asked = std::exchange(call_, {});
  if (co_await io::is_cancelled()) co_return base::fail(io::cancelled_error());
  if (!call_answer_) CO_TRY_DO(note_answer(asked, Answer::keep, {}, "plumb"));
  co_return call_answer_ == Answer::apply;
}

/// Who is asked first may have changed the tree in between: the steps are looked at one by one.
io::Task<base::Result<>> Steering::ask_others() {
  if (!ask_first_ || workspace_ == nullptr) co_return base::Result<>();
  for (std::size_t i = 0; i < workspace_->steps().size(); ++i) {
    const workspace::Step step = workspace_->steps()[i];
    if (held_in(step).empty() || answered_.contains(step.id) || !asked_first_.insert(step.id).second) continue;
    CO_TRY(const auto answer, co_await ask_first_(step));
    if (!answer) continue;
    CO_TRY_DO(note_answer(step.id, *answer, {}, "hook"));
    if (*answer == Answer::keep) answered_.insert(step.id);
    else changes_.push_back({*answer == Answer::apply ? Verb::apply : Verb::drop, step.id, {}, {}, "A hook"});
  }
  co_return base::Result<>();
}

io::Task<base::Result<std::vector<llm::UserMessage>>> Steering::deliver() {
  std::vector<llm::UserMessage> out;
  for (;;) {
    CO_TRY_DO(co_await ask_others());
    CO_TRY(const auto text, carry_out_all());
    if (!text.empty()) {
      CO_TRY(auto message, told(text, "verb"));
      out.push_back(std::move(message));
    }
    const auto* step = unanswered();
    if (step == nullptr) break;
    if (!messages_.empty()) {   // who says something else instead of an answer wants the run to go on
      answered_.insert(step->id);
      continue;
    }
    CO_TRY_DO(ask(*step));
    waits_ = true;
    co_await woken_.wait();
    waits_ = false;
    if (co_await io::is_cancelled()) co_return base::fail(io::cancelled_error());
  }
  for (const auto& text : std::exchange(messages_, {})) {
    CO_TRY(auto message, told(text, "steer"));
    out.push_back(std::move(message));
  }
  co_return out;
}

}  // namespace engine
