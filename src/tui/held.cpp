// What the policy held back: the question that a run waits with, and deciding later, whole steps or single paths. A letter
// decides only about what stands on the screen.

#include <algorithm>

#include "base/ids.h"
#include "clean.h"
#include "interactive.h"
#include "words.h"

namespace tui {

namespace {

std::string_view word_for(plumb::Answer answer) {
  switch (answer) {
    case plumb::Answer::apply: return "apply ";
    case plumb::Answer::drop: return "refuse";
    case plumb::Answer::keep: return "keep  ";
  }
  return "keep  ";
}

plumb::Answer next(plumb::Answer answer) {
  switch (answer) {
    case plumb::Answer::keep: return plumb::Answer::apply;
    case plumb::Answer::apply: return plumb::Answer::drop;
    case plumb::Answer::drop: return plumb::Answer::keep;
  }
  return plumb::Answer::keep;
}

}  // namespace

/// What the run waits for, now; null = for nothing.
const HeldStep* Interactive::question() const {
  const bool waits = open_ && open_->caught_up && open_->info.state == plumb::State::needs_you;
  return waits && open_->facts.asked ? &*open_->facts.asked : nullptr;
}

void Interactive::question_drawn() {
  if (!open_) return;
  const auto seq = question() != nullptr ? question()->seq : 0;
  if (seq != 0 && seq != open_->question_shown) held_ms_ = base::steady_ms();
  open_->question_shown = seq;
}

std::function<void(const base::Result<>&)> Interactive::or_complain() {
  return [this, alive = alive()](const base::Result<>& done) {
    if (!alive.expired() && !done) complain(done.error().what);
  };
}

void Interactive::answer(plumb::Answer answer) { host_.answer(open_->id, question()->step, answer, {}, or_complain()); }

void Interactive::choose_held() {
  if (!open_) return say("nothing is held");
  host_.steps(open_->id, [this, alive = alive(), id = open_->id](const base::Result<std::vector<plumb::Step>>& steps) {
    if (alive.expired() || !open_ || open_->id != id) return;
    if (!steps) return complain(steps.error().what);
    std::vector<PickerRow> rows;
    std::vector<std::string> ids;
    for (const auto& step : *steps) {
      std::string paths;
      for (const auto& one : step.effects)
        if (one.state == "held") paths += (paths.empty() ? "" : ", ") + one.change + " " + one.path;
      if (paths.empty()) continue;
      rows.push_back({clean_line(first_line(step.what)), clean_line(paths)});
      ids.push_back(step.id);
    }
    if (rows.empty()) return say("nothing is held");
    picker_ = std::make_unique<Picker>("Held effects", std::move(rows), "Enter applies; Ctrl-X refuses, Tab picks paths, Ctrl-O shows the diff");
    picker_keys_ = {"x", "o", "tab"};
    on_picked_ = [this, ids](const Key& key, std::size_t row) {
      picker_.reset();
      if (row >= ids.size()) return;
      if (key.is_ctrl('o')) return show_diff(ids[row]);
      if (key.what == Key::What::tab) return choose_paths(ids[row]);
      change(key.is_ctrl('x') ? plumb::Verb::drop : plumb::Verb::apply, ids[row]);
    };
    draw_soon();
  });
}

/// Each held path of a step: to be applied, refused, or kept as it is. By a key that no message has in it: who went on typing
/// when the list came has marked nothing.
void Interactive::choose_paths(const std::string& step) {
  host_.steps(open_->id, [this, alive = alive(), id = open_->id, step](const base::Result<std::vector<plumb::Step>>& steps) {
    if (alive.expired() || !open_ || open_->id != id || picker_) return;
    if (!steps) return complain(steps.error().what);
    const auto choices = std::make_shared<std::vector<PathChoice>>();
    for (const auto& one : *steps)
      for (const auto& effect : one.effects)
        if (one.id == step && effect.state == "held") choices->push_back({effect.path, effect.change + (effect.why.empty() ? "" : "  " + effect.why)});
    if (choices->empty()) return say("nothing of it is held any more");
    const auto row_of = [](const PathChoice& one) { return PickerRow{std::string(word_for(one.answer)) + "  " + clean_line(one.path), clean_line(one.detail)}; };
    std::vector<PickerRow> rows;
    for (const auto& one : *choices) rows.push_back(row_of(one));
    picker_ = std::make_unique<Picker>("What becomes of each", std::move(rows), "Tab: apply, refuse, keep; Ctrl-O shows the diff");
    picker_keys_ = {"tab", "o"};
    on_picked_ = [this, step, choices, row_of](const Key& key, std::size_t row) {
      if (key.is_ctrl('o')) return show_diff(step);
      if (key.what == Key::What::enter) return decide(step, *choices);
      if (row >= choices->size()) return;
      auto& one = (*choices)[row];
      one.answer = next(one.answer);
      picker_->set_row(row, row_of(one));
    };
    draw_soon();
  });
}

/// What is kept of a step that the run waits for is asked about again.
void Interactive::decide(const std::string& step, const std::vector<PathChoice>& choices) {
  std::vector<std::string> apply, drop;
  for (const auto& one : choices) {
    if (one.answer == plumb::Answer::apply) apply.push_back(one.path);
    if (one.answer == plumb::Answer::drop) drop.push_back(one.path);
  }
  if (apply.empty() && drop.empty()) return hint("nothing was marked: Tab marks what is to be applied or refused");
  const bool any_apply = !apply.empty(), any_drop = !drop.empty();
  if (apply.size() == choices.size()) apply.clear();   // the step as a whole
  if (drop.size() == choices.size()) drop.clear();
  const auto* const asked = question();
  if (asked != nullptr && asked->step == step) {   // both before the run looks again
    if (any_apply) host_.answer(open_->id, step, plumb::Answer::apply, std::move(apply), or_complain());
    if (any_drop) host_.answer(open_->id, step, plumb::Answer::drop, std::move(drop), or_complain());
    return;
  }
  const auto refuse = [this, alive = alive(), id = open_->id, step, drop, any_drop](const base::Result<plumb::Changed>& changed) {
    if (alive.expired()) return;
    if (!changed) return complain(changed.error().what);
    if (!any_drop) return;
    host_.change(id, plumb::Verb::drop, step, drop, [this, alive](const base::Result<plumb::Changed>& dropped) {
      if (!alive.expired() && !dropped) complain(dropped.error().what);
    });
  };
  if (any_apply) return host_.change(open_->id, plumb::Verb::apply, step, std::move(apply), refuse);
  refuse(plumb::Changed{});
}

}  // namespace tui
