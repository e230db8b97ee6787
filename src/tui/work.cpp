// What becomes of a message, and what the session tells.

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

#include "base/ids.h"
#include "clean.h"
#include "interactive.h"
#include "words.h"

namespace tui {

namespace {

/// Of a long history so many lines are printed when a session is opened.
constexpr std::size_t k_replayed_lines = 2000;

/// The message, and behind it what the user has run since the last one.
std::string with_context(const std::string& text, const std::vector<std::string>& context) {
  std::string out = text;
  for (const auto& one : context) out += "\n\nI ran this myself:\n" + one;
  return out;
}

}  // namespace

bool Interactive::is_running() const {
  return open_ && (open_->info.state == plumb::State::running || open_->info.state == plumb::State::needs_you);
}

void Interactive::submit(const std::string& text, bool later) {
  if (text.starts_with('!') && text.size() > 1) {
    const bool tell = !text.starts_with("!!");
    return run_shell(text.substr(tell ? 1 : 2), tell);
  }
  if (text.starts_with('/') && slash(text)) return;
  if (!ensure_session()) {
    editor_.set(text);
    return;
  }
  auto named = named_images(text);
  if (is_running() && !later && enclosed_.images.empty() && named.empty()) return steer(text);
  prompt(text, std::move(named));   // behind the run, if there is one
}

void Interactive::put_back(const Enclosed& enclosed) {
  enclosed_.context.insert(enclosed_.context.begin(), enclosed.context.begin(), enclosed.context.end());
  enclosed_.images.insert(enclosed_.images.begin(), enclosed.images.begin(), enclosed.images.end());
}

void Interactive::prompt(const std::string& text, std::vector<plumb::Image> named) {
  const auto with = std::make_shared<const Enclosed>(take_enclosed());
  plumb::Prompt prompt{with_context(text, with->context), with->images};
  std::move(named.begin(), named.end(), std::back_inserter(prompt.images));
  const auto seq = open_->facts.last_seq;
  const auto begun = host_.prompt(open_->id, std::move(prompt), [this, alive = alive(), id = open_->id, seq, text, with](const plumb::Ended& ended) {
    if (!alive.expired() && open_ && open_->id == id) not_begun(ended, text, *with, seq);
  });
  if (begun) return;
  complain(begun.error().what);
  put_back(*with);
  editor_.set(text);
}

/// The message of a run that ended before it was heard comes back, and with it what was to go with it. One that waited and was
/// taken back stands in the editor already, and there has what was run.
void Interactive::not_begun(const plumb::Ended& ended, const std::string& text, const Enclosed& with, std::uint64_t seq) {
  const auto& prompts = open_->facts.prompts;
  const bool heard = std::any_of(prompts.begin(), prompts.end(), [&](const PromptAt& one) { return one.seq > seq; });
  if (heard || (ended.end != "failed" && ended.end != "cancelled")) return;
  const bool is_back = ended.end == "cancelled" && !editor_.empty();
  put_back({is_back ? std::vector<std::string>() : with.context, with.images});
  const bool is_recorded = open_->facts.last_seq != seq;   // then the record says why
  if (ended.end == "failed" && !is_recorded) complain(ended.error.empty() ? "the run could not begin" : ended.error);
  if (editor_.empty()) editor_.set(text);
  draw_soon();
}

void Interactive::steer(const std::string& text) {
  const auto with = std::make_shared<const Enclosed>(take_enclosed());
  host_.steer(open_->id, with_context(text, with->context), [this, alive = alive(), id = open_->id, text, with](const base::Result<>& done) {
    if (alive.expired() || done) return;
    put_back(*with);
    const bool is_shown = open_ && open_->id == id;
    if (is_shown && done.error().code == base::Code::unsupported && !is_running()) return prompt(text, {});   // it has just ended
    complain(done.error().what);
    if (editor_.empty()) editor_.set(text);
    draw_soon();
  });
}

/// What waits behind the run comes back into the message: stopping means stopping.
void Interactive::stop_run() {
  if (open_->cancelling) return;
  open_->cancelling = true;
  const auto waiting = host_.queued(open_->id);
  if (!waiting.empty()) {
    std::string all;
    for (const auto& text : waiting) all += (all.empty() ? "" : "\n") + text;
    if (!editor_.empty()) all += "\n" + editor_.text();
    host_.unqueue(open_->id, -1, [](const base::Result<>&) {});
    editor_.set(all);
  }
  host_.cancel(open_->id, [this, alive = alive(), id = open_->id](const base::Result<>& done) {
    if (alive.expired() || done) return;
    if (open_ && open_->id == id) open_->cancelling = false;
    complain(done.error().what);
  });
  draw_soon();
}

void Interactive::change(plumb::Verb verb, std::string step) {
  if (!open_) return say("nothing was changed so far");
  host_.change(open_->id, verb, std::move(step), {}, [this, alive = alive()](const base::Result<plumb::Changed>& changed) {
    if (alive.expired()) return;
    if (!changed) return complain(changed.error().what);
    if (changed->restored.empty() && changed->conflicts.empty()) say("there was nothing to do");   // else its event says it
  });
}

void Interactive::event(const plumb::Event& event) {
  const auto payload = json::parse(event.payload);
  if (!payload) return;   // a line of a damaged log: what can be read is shown
  open_->facts.event(event, *payload);
  transcript_->event(event, *payload, open_->caught_up ? When::now : When::replay);
  if (open_->caught_up) draw_soon();
}

void Interactive::state(const plumb::SessionInfo& info) {
  const bool was_running = is_running();
  open_->info = info;
  if (!std::exchange(open_->caught_up, true)) {
    auto lines = transcript_->take();
    if (lines.size() > k_replayed_lines) {
      const auto left_out = lines.size() - k_replayed_lines;
      lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(left_out));
      screen_.print({Line("… " + counted(left_out, "line before: ", "lines before: ") + "plumb log " + open_->id, Tone::dim)});
    }
    screen_.print(lines);
    if (info.state == plumb::State::interrupted) say("this session was interrupted: your next message goes on with it", Tone::warn);
  }
  if (is_running() && !was_running) begun_ms_ = base::steady_ms();
  if (!is_running()) {
    transcript_->rest();
    open_->cancelling = false;
  }
  tick();
  draw_soon();
}

}  // namespace tui
