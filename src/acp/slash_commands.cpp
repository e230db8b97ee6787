// Slash commands of a session at work. Each answers its prompt with a message of plumb's own.

#include <boost/json.hpp>

#include "markdown.h"
#include "session_view.h"
#include "text/cut.h"
#include "values.h"

namespace acp {

namespace {

constexpr std::size_t k_diff_shown = std::size_t{64} << 10;

std::string changed_text(const plumb::Changed& changed) {
  if (changed.restored.empty() && changed.conflicts.empty()) return "There was nothing to do.\n";
  std::string out;
  for (const auto& path : changed.restored) out += "- " + code(path) + "\n";
  for (const auto& one : changed.conflicts) {
    out += "- left alone: " + code(one.path) + ", " + plain(one.why);
    out += one.kept_as.empty() ? "\n" : "; the other version is " + code(one.kept_as) + "\n";
  }
  return out;
}

std::string steps_text(const std::vector<plumb::Step>& steps) {
  std::string out;
  for (const auto& step : steps) {
    out += "- " + code(step.id) + " " + plain(step.what) + (step.undone ? " (undone)" : "") + "\n";
    for (const auto& effect : step.effects)
      out += "  - " + plain(effect.change) + " " + code(effect.path) + (effect.state == "applied" ? "" : " (" + plain(effect.state) + ")") + "\n";
  }
  return out.empty() ? "Nothing was changed so far.\n" : out;
}

}  // namespace

void SessionView::say(Reply reply, std::string text) {
  if (!reply.open()) return;
  tell(std::move(text));
  reply.done(json::Object{{"stopReason", "end_turn"}});
}

void SessionView::slash(const Slash& command, Reply reply) {
  const auto& name = command.name;
  if (name == "undo") return slash_change(plumb::Verb::undo, command, reply);
  if (name == "redo") return slash_change(plumb::Verb::redo, command, reply);
  if (name == "rewind") return slash_change(plumb::Verb::rewind, command, reply);
  if (name == "apply") return slash_change(plumb::Verb::apply, command, reply);
  if (name == "drop") return slash_change(plumb::Verb::drop, command, reply);
  if (name == "diff") return slash_diff(command.rest, reply);
  if (name == "steps") return slash_steps(reply);
  if (name == "usage") return slash_usage(reply);
  if (name == "help") return say(reply, commands_as_text());
  if (name != "rename") return slash_choice(command, reply);
  if (command.rest.empty()) return say(reply, "Give a title: " + code("/rename TITLE") + "\n");
  deps_.host.rename(id_, command.rest, [weak = weak_from_this(), reply](const plumb::Result<>& done) {
    if (const auto self = weak.lock()) self->say(reply, done ? "Renamed.\n" : plain(done.error().what) + "\n");
  });
}

void SessionView::slash_change(plumb::Verb verb, const Slash& command, Reply reply) {
  if (verb == plumb::Verb::rewind && command.rest.empty()) return say(reply, "Rewind to which step? " + code("/steps") + " lists them.\n");
  deps_.host.change(id_, verb, command.rest, {}, [weak = weak_from_this(), reply](const plumb::Result<plumb::Changed>& changed) {
    if (const auto self = weak.lock()) self->say(reply, changed ? changed_text(*changed) : plain(changed.error().what) + "\n");
  });
}

void SessionView::slash_diff(const std::string& step, Reply reply) {
  deps_.host.diff(id_, step, [weak = weak_from_this(), reply](const plumb::Result<std::string>& diff) {
    const auto self = weak.lock();
    if (!self) return;
    if (!diff) return self->say(reply, plain(diff.error().what) + "\n");
    self->say(reply, diff->empty() ? "Nothing was changed so far.\n" : fenced(text::keep_ends(*diff, k_diff_shown), "diff") + "\n");
  });
}

void SessionView::slash_steps(Reply reply) {
  deps_.host.steps(id_, [weak = weak_from_this(), reply](const plumb::Result<std::vector<plumb::Step>>& steps) {
    if (const auto self = weak.lock()) self->say(reply, steps ? steps_text(*steps) : plain(steps.error().what) + "\n");
  });
}

void SessionView::slash_choice(const Slash& command, Reply reply) {
  const auto& value = command.rest;
  if (value.empty() && command.name == "model") {
    std::string out = "Model: " + code(chosen_.model.empty() ? "as configured" : chosen_.model) + "\n";
    for (const auto& model : deps_.host.models())
      if (model.usable) out += "- " + code(model.name) + " " + plain(model.what) + "\n";
    return say(reply, out);
  }
  if (value.empty()) {
    const auto now = command.name == "held" ? std::string(held_name(chosen_.held)) : chosen_.effort.empty() ? "as configured" : chosen_.effort;
    return say(reply, command.name + ": " + code(now) + "\n");
  }
  const auto done = command.name == "model" ? set_model(value) : command.name == "held" ? set_held(value) : set_effort(value);
  if (!done) return say(reply, plain(done.error().message) + "\n");
  send_options();
  say(reply, command.name + ": " + code(value) + "\n");
}

void SessionView::slash_usage(Reply reply) {
  const auto info = deps_.host.info(id_, cwd_);
  if (!info) return say(reply, plain(info.error().what) + "\n");
  std::string out = std::to_string(info->turns) + " turns, " + std::to_string(info->tokens_in) + " tokens in (" +
                    std::to_string(info->tokens_cached) + " of them cached), " + std::to_string(info->tokens_out) + " out";
  if (info->cost_usd >= 0) out += ", " + std::to_string(info->cost_usd) + " USD";
  say(reply, out + "\n");
}

}  // namespace acp
