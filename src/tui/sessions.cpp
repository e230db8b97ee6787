// Which session is shown, and going back in it.

#include <algorithm>

#include "base/ids.h"
#include "clean.h"
#include "interactive.h"
#include "slash.h"
#include "text/cut.h"
#include "words.h"

namespace tui {

namespace {

constexpr std::size_t k_listed = 200;

std::string ago(std::int64_t then_ms) {
  const auto minutes = std::max<std::int64_t>(0, base::now_ms() - then_ms) / 60'000;
  if (minutes < 1) return "now";
  if (minutes < 60) return std::to_string(minutes) + " min ago";
  if (minutes < 48 * 60) return std::to_string(minutes / 60) + " h ago";
  return std::to_string(minutes / 60 / 24) + " days ago";
}

std::string title_of(const plumb::SessionInfo& info) {
  const auto title = clean_line(first_line(info.title));
  return title.empty() ? info.id : std::string(text::clip(title, 120));
}

}  // namespace

bool Interactive::ensure_session() {
  if (open_) return true;
  plumb::NewSession wanted;
  wanted.cwd = options_.cwd;
  wanted.model = options_.model;
  wanted.effort = options_.effort;
  auto made = host_.create(std::move(wanted));
  if (!made) {
    complain(made.error().what);
    return false;
  }
  auto lines = transcript_->take();   // what was said so far stands above
  lines.emplace_back();
  screen_.print(lines);
  open(*made);
  open_->caught_up = true;
  return true;
}

void Interactive::close_session() {
  open_.reset();
  transcript_ = std::make_unique<Transcript>(
      [this](const std::string& step, std::function<void(std::string)> then) {
        if (!open_) return then({});
        host_.diff(open_->id, step, [then = std::move(then), alive = alive()](const base::Result<std::string>& diff) {
          if (!alive.expired()) then(diff ? *diff : std::string());   // the names are shown in any case
        });
      },
      [this] { draw_soon(); });
}

void Interactive::open(const std::string& id) {
  screen_.print(transcript_->take());
  close_session();
  open_ = std::make_unique<Open>();
  open_->id = id;
  const auto info = host_.info(id, options_.cwd);
  if (info) open_->info = *info;
  plumb::Observer observer;
  observer.on_event = [this](const plumb::Event& one) { event(one); };
  observer.on_live = [this](const plumb::Live& live) {
    transcript_->live(live);
    draw_soon();
  };
  observer.on_state = [this](const plumb::SessionInfo& row) { state(row); };
  open_->watching = host_.observe(id, 1, std::move(observer));
  begun_ms_ = base::steady_ms();
  tick();
}

void Interactive::choose_session() {
  if (is_running()) return complain("the session is at work: Esc stops it first");
  search_sessions("", false);
}

/// `everywhere`: the words are looked for in all that was said and done.
void Interactive::search_sessions(const std::string& query, bool everywhere) {
  auto found = host_.list(everywhere ? "" : options_.cwd, query, k_listed);
  if (!found) return complain(found.error().what);
  std::erase_if(*found, [&](const plumb::SessionInfo& one) { return !one.resumable || (!everywhere && one.last_seq == 0); });
  if (found->empty() && !everywhere) return say("there are no sessions of this folder");
  std::vector<PickerRow> rows;
  std::vector<std::string> ids;
  for (const auto& one : *found) {
    std::string detail = ago(one.updated_ms) + (one.status.empty() ? "" : " · " + clean_line(one.status)) + " · " + clean_line(one.model);
    if (one.state != plumb::State::idle) detail = std::string(plumb::name(one.state)) + " · " + detail;
    if (everywhere) detail += " · " + clean_line(one.cwd);
    rows.push_back({title_of(one), std::move(detail)});
    ids.push_back(one.id);
  }
  const std::string title = everywhere ? "Sessions with '" + clean_line(query) + "'" : "Sessions of this folder";
  picker_ = std::make_unique<Picker>(title, std::move(rows), "Tab looks for the words in all sessions");
  picker_keys_ = {"tab"};
  on_picked_ = [this, ids](const Key& key, std::size_t row) {
    if (key.what == Key::What::tab) {
      const auto words = picker_->query();
      if (words.empty()) hint("type the words first");
      else search_sessions(words, true);
      return;
    }
    if (row < ids.size()) open(ids[row]);
  };
  draw_soon();
}

// ---- going back

void Interactive::choose_rewind() {
  if (is_running()) return complain("the session is at work: Esc stops it first");
  if (!open_ || open_->facts.prompts.empty()) return hint("there is no earlier message to go back to");
  const auto prompts = open_->facts.prompts;
  std::vector<PickerRow> rows;
  for (const auto& one : prompts) {
    const auto after = std::count_if(open_->facts.steps.begin(), open_->facts.steps.end(), [&](const StepAt& step) { return step.seq > one.seq; });
    rows.push_back({std::string(text::clip(clean_line(first_line(one.text)), 120)), after == 0 ? "" : counted(static_cast<std::size_t>(after), "change since", "changes since")});
  }
  picker_ = std::make_unique<Picker>("Back to before", std::move(rows), "files and conversation; Ctrl-T only conversation, Ctrl-O only files");
  picker_->select(prompts.size() - 1);
  picker_keys_ = {"t", "o"};
  on_picked_ = [this, prompts](const Key& key, std::size_t row) {
    picker_.reset();
    if (row < prompts.size()) rewind_to(prompts[row], !key.is_ctrl('t'), !key.is_ctrl('o'));
  };
  draw_soon();
}

/// Files first: if they cannot be taken back, the conversation stays as well. Steps of a session that this one was forked from
/// are that session's to take back.
void Interactive::rewind_to(const PromptAt& to, bool tree, bool conversation) {
  std::string own, parents;
  for (const auto& step : open_->facts.steps) {
    if (step.seq <= to.seq) continue;
    auto& first = step.seq <= open_->facts.forked_from.copied ? parents : own;
    if (first.empty()) first = step.id;
  }
  if (!tree || (own.empty() && parents.empty())) {
    if (conversation) rewind_conversation(open_->id, to);
    else say("no file was changed since");
    return;
  }
  const auto after = [this, alive = alive(), id = open_->id, to, conversation](const base::Result<plumb::Changed>& changed) {
    if (alive.expired()) return;
    if (!changed) return complain(changed.error().what + ": the conversation stays as it is");
    if (conversation) rewind_conversation(id, to);
    for (const auto& one : changed->conflicts)
      say({Line("  left alone: ", Tone::warn).add(clean_line(one.path) + "  (" + clean_line(one.why) + ")")});
    say(counted(changed->restored.size(), "file is", "files are") + " as before that message");
  };
  const auto parent = open_->facts.forked_from.id;
  if (own.empty()) return host_.change(parent, plumb::Verb::rewind, parents, {}, after);
  host_.change(open_->id, plumb::Verb::rewind, own, {}, [this, alive = alive(), parent, parents, after](const base::Result<plumb::Changed>& changed) {
    if (alive.expired() || !changed || parents.empty()) return after(changed);
    host_.change(parent, plumb::Verb::rewind, parents, {}, after);
  });
}

/// The session stays as it is; a copy up to the message goes on, and the message is there to be changed. Not if the user has
/// gone elsewhere or on meanwhile.
void Interactive::rewind_conversation(const std::string& id, const PromptAt& to) {
  if (!open_ || open_->id != id) return say("you have left that session: its conversation stays as it is");
  if (is_running()) return say("the session is at work again: its conversation stays as it is");
  const bool first = open_->facts.prompts.front().seq == to.seq;
  if (first) {
    close_session();
    screen_.print({Line(), Line("↶ back to the beginning: a new session", Tone::accent)});
  } else {
    auto made = host_.fork(open_->id, to.seq - 1);
    if (!made) return complain(made.error().what);
    screen_.print({Line(), Line("↶ back to before: " + clean_line(first_line(to.text)), Tone::accent)});
    open(*made);
  }
  editor_.set(to.text);
  draw_soon();
}

// ---- the model

void Interactive::choose_model() {
  std::vector<PickerRow> rows;
  std::vector<std::string> names;
  std::size_t now = 0;
  const auto known = host_.models();
  const auto is_listed = [&](const std::string& name) { return std::any_of(known.begin(), known.end(), [&](const plumb::Model& one) { return one.usable && one.name == name; }); };
  for (const auto& name : {options_.model, options_.configured_model, open_ ? open_->facts.model : std::string()})
    if (!name.empty() && !is_listed(name) && std::find(names.begin(), names.end(), name) == names.end()) {
      rows.push_back({clean_line(name), "configured"});
      names.push_back(name);
    }
  for (const auto& one : known) {
    if (!one.usable) continue;
    if (one.name == options_.model || (open_ && one.name == open_->facts.model)) now = rows.size();
    rows.push_back({clean_line(one.name), clean_line(one.what)});
    names.push_back(one.name);
  }
  if (rows.empty()) return say("no model can be used here: plumb doctor says what is missing");
  picker_ = std::make_unique<Picker>("Models", std::move(rows));
  picker_->select(now);
  picker_->take_words();
  picker_keys_.clear();
  on_picked_ = [this, names](const Key&, std::size_t row) { set_model(row < names.size() ? names[row] : picked_words_, ""); };
  draw_soon();
}

void Interactive::set_model(const std::string& model, const std::string& effort) {
  if (const auto fits = fits_choice(options_, model, effort); !fits) return complain(fits.error().what);
  if (open_) {
    if (const auto done = host_.set_model(open_->id, model, effort); !done) return complain(done.error().what);
  }
  if (!model.empty()) options_.model = model;
  if (!effort.empty()) options_.effort = effort;
  if (open_ && !model.empty()) open_->facts.model = model;
  say(model.empty() ? "effort from the next message on: " + effort : "model from the next message on: " + model);
}

}  // namespace tui
