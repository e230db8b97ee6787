// Blocks are printed in the order in which they came. One whose diff is still being fetched holds back those behind it.

#include "transcript.h"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

#include "call_lines.h"
#include "clean.h"
#include "diff_view.h"
#include "verdict.h"
#include "words.h"

namespace tui {

namespace {

constexpr std::size_t k_output_kept = std::size_t{64} << 10;
constexpr std::size_t k_live_lines = 4;     ///< of a command at work
constexpr std::size_t k_diff_lines = 40;
constexpr std::size_t k_message_lines = 12;

Line noted(std::string mark, Tone tone, std::string text) {
  Line out(std::move(mark), tone);
  out.add(" " + std::move(text), tone);
  out.hang = 2;
  return out;
}

}  // namespace

Transcript::Transcript(FetchDiff fetch_diff, std::function<void()> on_ready) : fetch_diff_(std::move(fetch_diff)), on_ready_(std::move(on_ready)) {}

// ---- blocks

void Transcript::gap() {
  if (std::exchange(gap_due_, false) && any_) {
    auto one = std::make_shared<Block>();
    one->lines.emplace_back();
    blocks_.push_back(std::move(one));
  }
}

void Transcript::block(Lines lines) {
  if (lines.empty()) return;
  any_ = true;
  auto one = std::make_shared<Block>();
  one->lines = std::move(lines);
  blocks_.push_back(std::move(one));
}

void Transcript::say(Lines lines) {
  gap_due_ = true;
  gap();
  block(std::move(lines));
  gap_due_ = true;
}

Lines Transcript::take() {
  Lines out;
  while (!blocks_.empty() && blocks_.front()->ready) {
    auto& lines = blocks_.front()->lines;
    out.insert(out.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
    blocks_.pop_front();
  }
  return out;
}

// ---- messages

void Transcript::user_message(const json::Value& p) {
  const auto by = member(p, "by"), typed = member(p, "typed");
  if (by == "verb") return;   // the undo itself is shown
  const auto text = typed.empty() ? member(p, "text") : typed;
  gap_due_ = true;
  gap();
  if (by == "plumb") return block({noted("↻", Tone::warn, "back to the model: " + clean_line(first_line(text)))});
  if (by == "hook") return block({noted("↻", Tone::warn, "a hook to the model: " + clean_line(first_line(text)))});
  if (by == "builtin") return block({noted("↻", Tone::warn, "to the model: " + clean_line(first_line(text)))});
  Lines out;
  const auto lines = lines_of(clean(text));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i == k_message_lines && lines.size() > k_message_lines + 1) {
      out.push_back(Line("  … " + counted(lines.size() - i, "line more", "lines more"), Tone::dim));
      break;
    }
    Line line(i == 0 ? (by == "steer" ? "» " : "› ") : "  ", Tone::accent, k_bold);
    line.add(lines[i], Tone::plain, k_bold);
    line.hang = 2;
    out.push_back(std::move(line));
  }
  if (const auto images = list(p, "images").size(); images > 0) out.push_back(Line("  [" + counted(images, "image", "images") + "]", Tone::accent));
  block(std::move(out));
  gap_due_ = true;
}

void Transcript::stream(std::string_view bytes) {
  streamed_ += bytes;
  answer_.feed(bytes);
  auto lines = answer_.take();
  if (lines.empty()) return;
  if (!std::exchange(answer_begun_, true)) {
    gap_due_ = true;
    gap();
  }
  block(std::move(lines));
}

/// The event says all of it: what was not streamed comes now. What was streamed and is not in it, is void.
void Transcript::answer(const json::Value& p) {
  std::string text;
  for (const auto& item : list(p, "items"))
    if (member(item, "type") == "assistant") text += member(item, "text");
  if (!text.starts_with(streamed_)) {
    if (answer_begun_) block({Line("(the answer came anew)", Tone::dim)});
    streamed_.clear();
    answer_ = {};
  }
  stream(std::string_view(text).substr(streamed_.size()));
  answer_.finish();
  stream({});
  if (answer_begun_) gap_due_ = true;
  settle();
}

void Transcript::rest() {
  settle();
  calls_.clear();
  check_.clear();
}

/// The answer is whole.
void Transcript::settle() {
  streamed_.clear();
  answer_ = {};
  answer_begun_ = false;
  thought_ = 0;
  thought_line_.clear();
}

// ---- calls

Transcript::Call* Transcript::call(const std::string& id) {
  const auto found = std::find_if(calls_.begin(), calls_.end(), [&](const Call& one) { return one.id == id; });
  return found == calls_.end() ? nullptr : &*found;
}

void Transcript::tool_call(const json::Value& p) {
  Call one;
  one.id = member(p, "id");
  one.name = member(p, "name");
  one.about = clean_line(about_call(p));
  one.hidden = one.name == "plan" || one.name == "report";
  if (one.name == "shell" && one.about.empty()) one.about = "(no command)";
  calls_.push_back(std::move(one));
}

void Transcript::tool_result(const json::Value& p) {
  const auto id = member(p, "id"), output = without_notes(member(p, "output"));
  Call done;
  const auto found = std::find_if(calls_.begin(), calls_.end(), [&](const Call& one) { return one.id == id; });
  if (found != calls_.end()) {
    done = std::move(*found);
    calls_.erase(found);
  } else {
    done.name = member(p, "name");
  }
  const bool failed = json::bool_or(json::find(p, "is_error"));
  if (done.hidden && !failed) return;
  gap();
  Line head(failed ? "✗ " : "✓ ", failed ? Tone::bad : Tone::good);
  head.add(clean_line(done.name == "shell" ? "$" : done.name), Tone::plain, k_bold).add(" " + done.about);
  head.hang = 2;
  std::string more = duration(json::int_or(json::find(p, "duration_ms")));
  const auto title = clean_line(first_line(member(p, "title")));
  if (const auto note = end_note(output); failed && !note.empty()) more += " · " + clean_line(note);
  else if (!title.empty() && title.find(done.about) == std::string::npos && !shows_output(done.name)) more += " · " + title;
  head.add("  " + more, Tone::dim);
  Lines out = {std::move(head)};
  if (shows_output(done.name) || failed)
    for (auto& line : output_tail(output, k_output_lines)) out.push_back(std::move(line));
  block(std::move(out));
  last_result_ = id;
  for (auto& one : done.effects) blocks_.push_back(std::move(one));
}

void Transcript::effects(const json::Value& p, When when) {
  const auto step = member(p, "step");
  auto made = std::make_shared<Block>();
  made->lines = named_effects(p);
  if (auto* const known = call(step)) {
    known->effects.push_back(made);
  } else {
    if (step != last_result_) {   // what a program in the background did, or one of several calls at once
      gap();
      block({Line("• ", Tone::accent).add(clean_line(first_line(member(p, "what"))))});
    }
    blocks_.push_back(made);
  }
  bool text = false;   // a diff says more than the names, where there is one
  for (const auto& one : list(p, "effects")) text = text || member(one, "change") == "modified" || member(one, "change") == "created";
  if (when == When::replay || !text || !fetch_diff_) return;
  made->ready = false;
  fetch_diff_(step, [this, made, alive = std::weak_ptr<char>(alive_)](const std::string& diff) {
    if (alive.expired()) return;
    auto lines = diff_lines(diff, k_diff_lines);
    for (auto& line : lines) {
      line = Line("  ").add(line);
      line.hang = 10;
    }
    // Of what a diff does not show (what is held, git, folders) the names remain.
    std::erase_if(made->lines, [&](const Line& line) { return !lines.empty() && line.spans.size() > 1 && line.spans[1].tone == Tone::dim && line.spans.size() <= 3; });
    made->lines.insert(made->lines.begin(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
    made->ready = true;
    on_ready_();
  });
}

void Transcript::reversal(const std::string& type, const json::Value& p) {
  gap();
  Lines out = {Line("↶ ", Tone::accent).add(type, Tone::plain, k_bold)};
  std::size_t shown = 0;
  const auto& restored = list(p, "restored").empty() ? list(p, "paths") : list(p, "restored");
  for (const auto& one : restored)
    if (++shown <= k_effects_shown) out.push_back(Line("  ").add(clean_line(one.is_string() ? std::string(json::string_or(&one)) : member(one, "path"))));
  if (shown > k_effects_shown) out.push_back(Line("  and " + std::to_string(shown - k_effects_shown) + " more", Tone::dim));
  for (const auto& one : list(p, "conflicts"))
    out.push_back(Line("  left alone: ", Tone::warn).add(clean_line(member(one, "path")) + "  (" + clean_line(member(one, "why")) + ")"));
  block(std::move(out));
}

void Transcript::check_finished(const json::Value& p) {
  gap();
  const bool good = json::int_or(json::find(p, "exit")) == 0;
  Line line(good ? "✓ " : "✗ ", good ? Tone::good : Tone::bad);
  line.add("check ", Tone::plain, k_bold).add(clean_line(first_line(member(p, "command"))));
  std::string more = "  (" + clean_line(member(p, "where")) + ")  " + duration(json::int_or(json::find(p, "duration_ms")));
  if (json::find(p, "passed") != nullptr)
    more += " · " + grouped(json::int_or(json::find(p, "passed"))) + " passed, " + grouped(json::int_or(json::find(p, "failed"))) + " failed";
  else
    more += " · exit " + std::to_string(json::int_or(json::find(p, "exit")));
  line.add(more, Tone::dim);
  line.hang = 2;
  block({std::move(line)});
}

void Transcript::other(const std::string& type, const json::Value& p, When when) {
  if (type == "session.started" || type == "session.resumed") {
    const auto* model = json::find(p, "model");
    builtin_ = model != nullptr && member(model->is_object() ? *model : p, model->is_object() ? "provider" : "model") == "builtin";
  } else if (type == "model.retry") {
    if (answer_begun_) block({Line("(what stands above broke off, and is asked for again)", Tone::dim)});
    settle();
    block({noted("…", Tone::warn, clean_line(member(p, "why")) + "; again in " + duration(json::int_or(json::find(p, "wait_ms"))))});
  } else if (type == "plan") {
    gap();
    Lines out;
    for (const auto& one : list(p, "items")) {
      const auto status = member(one, "status");
      const bool done = status == "completed", now = status == "in_progress";
      Line line(done ? "  ☑ " : now ? "  ▸ " : "  ☐ ", now ? Tone::accent : Tone::dim);
      line.add(clean_line(first_line(member(one, "text"))), done ? Tone::dim : Tone::plain, now ? k_bold : std::uint8_t{0});
      line.hang = 4;
      out.push_back(std::move(line));
    }
    block(std::move(out));
  } else if (type == "context.compacted") {
    block({noted("…", Tone::dim, member(p, "kind") == "masked" ? "the window is full: older outputs are left out of the next request"
                                                             : "the window is full: the work ledger takes the place of the older part")});
  } else if (type == "approval.answered") {
    const auto word = member(p, "answer");
    std::string paths;
    for (const auto& one : list(p, "paths")) paths += (paths.empty() ? ": " : ", ") + clean_line(json::string_or(&one));
    block({noted("?", Tone::warn, (word == "apply" ? "applied, as you said" : word == "drop" ? "dropped, as you said" : "held until you decide") + paths)});
  } else if (type == "agent.started" || type == "agent.finished") {
    const auto who = "agent " + std::to_string(json::int_or(json::find(p, "n"))) + " (" + clean_line(member(p, "role")) + ")";
    const bool begins = type == "agent.started";
    block({noted(begins ? "⇉" : "⇇", Tone::dim, who + ": " + clean_line(first_line(begins ? member(p, "task") : member(p, "status") + "  " + member(p, "reason"))))});
  } else if (type == "notice") {
    const auto level = member(p, "level");
    if (when == When::now || level == "warning" || level == "error")
      for (const auto& text : lines_of(clean(member(p, "text")))) block({noted("!", level == "error" ? Tone::bad : Tone::warn, text)});
  } else if (type == "network" && !json::bool_or(json::find(p, "allowed"), true)) {
    block({noted("!", Tone::warn, "no connection to " + clean_line(member(p, "host")) + ": " + clean_line(member(p, "why")))});
  }
}

// ---- all of them

void Transcript::event(const plumb::Event& event, const json::Value& p, When when) {
  const auto& type = event.type;
  if (type == "user.message") user_message(p);
  else if (type == "model.answer") answer(p);
  else if (type == "tool.call") tool_call(p);
  else if (type == "tool.result") tool_result(p);
  else if (type == "effects") effects(p, when);
  else if (type == "undo" || type == "redo" || type == "rewind" || type == "apply" || type == "drop") reversal(type, p);
  else if (type == "check.started") check_ = clean_line(first_line(member(p, "command")));
  else if (type == "check.finished") {
    check_.clear();
    check_finished(p);
  } else if (type == "session.ended") {
    rest();
    gap_due_ = true;
    gap();
    block(verdict_lines(p));
    gap_due_ = true;
  } else {
    other(type, p, when);
  }
}

void Transcript::live(const plumb::Live& live) {
  using What = plumb::Live::What;
  if (live.what == What::text) {
    stream(live.bytes);
  } else if (live.what == What::reasoning) {
    thought_ += live.bytes.size();
    thought_line_ += live.bytes;
    if (const auto end = thought_line_.find_last_of('\n', thought_line_.size() < 2 ? 0 : thought_line_.size() - 2); end != std::string::npos) thought_line_.erase(0, end + 1);
    if (thought_line_.size() > 4000) thought_line_.erase(0, thought_line_.size() - 2000);
  } else if (live.what == What::tool_output) {
    if (auto* const known = call(live.call)) {
      known->output += live.bytes;
      if (known->output.size() > 2 * k_output_kept) known->output.erase(0, known->output.size() - k_output_kept);
    }
  }
}

std::string Transcript::doing() const {
  if (!check_.empty()) return "checking";
  for (const auto& one : calls_)
    if (!one.hidden) return one.name == "shell" ? "running" : one.name;
  if (!streamed_.empty()) return "writing";
  return thought_ > 0 ? "thinking" : "waiting for the model";
}

Lines Transcript::tail(std::size_t columns, std::size_t rows_max) const {
  Lines out;
  const auto add = [&](const Line& line) {
    for (auto& row : wrap(line, columns)) out.push_back(std::move(row));
  };
  if (!streamed_.empty())
    for (const auto& line : answer_.tail()) add(line);
  else if (thought_ > 0) out.push_back(clip(Line("· ", Tone::dim).add(clean_line(thought_line_), Tone::dim, k_italic), columns));
  for (const auto& one : calls_) {
    if (one.hidden) continue;
    Line head("→ ", Tone::accent);
    head.add(clean_line(one.name == "shell" ? "$" : one.name), Tone::plain, k_bold).add(" " + one.about);
    out.push_back(clip(head, columns));
    for (const auto& line : output_tail(one.output, k_live_lines)) out.push_back(clip(line, columns));
  }
  if (!check_.empty()) out.push_back(clip(Line("→ ", Tone::accent).add("check ", Tone::plain, k_bold).add(check_), columns));
  if (out.size() > rows_max) out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(rows_max));
  return out;
}

}  // namespace tui
