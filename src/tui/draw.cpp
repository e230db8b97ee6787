// The live area from top to bottom: what streams and runs, held effects, queued messages, what is at work; the message; below it a
// list to choose from, or the status line.

#include <algorithm>

#include "base/ids.h"
#include "clean.h"
#include "interactive.h"
#include "verdict.h"
#include "words.h"

namespace tui {

void Interactive::draw() {
  if (exit_ || terminal_->is_behind()) return;   // on_drained draws
  drawn_ms_ = base::steady_ms();
  if (!open_ || open_->caught_up) screen_.print(transcript_->take());
  const std::size_t columns = screen_.columns() - 1, rows = screen_.rows() - 1;
  auto layout = editor_.layout(columns > 4 ? columns - 2 : columns, std::max<std::size_t>(rows / 3, 1));
  const std::size_t list_room = std::clamp<std::size_t>(rows > layout.rows.size() + 2 ? rows - layout.rows.size() - 2 : 1, 1, 10);
  Lines below;
  if (picker_) below = picker_->lines(columns, std::max<std::size_t>(list_room, 3));
  else if (completion_.is_open()) below = completion_.lines(columns, list_room);
  else below = {status_line(columns)};
  Lines above = queue_lines(columns);
  if (is_running() || shell_) above.push_back(clip(work_line(), columns));
  const std::size_t taken = below.size() + above.size() + layout.rows.size() + 1;
  std::size_t room = rows > taken ? rows - taken : 0;
  auto held = held_lines(columns, std::max<std::size_t>(room, 3));
  room -= std::min(room, held.size());
  Lines live = is_running() && room > 1 ? transcript_->tail(columns, std::min(room - 1, std::max<std::size_t>(rows / 2, 3))) : Lines();
  for (auto* part : {&held, &above}) std::move(part->begin(), part->end(), std::back_inserter(live));
  if (room > 0) live.emplace_back();
  const std::size_t first = live.size();
  for (std::size_t i = 0; i < layout.rows.size(); ++i) {
    Line row(columns > 4 ? (i == 0 ? "› " : "  ") : "", Tone::accent, k_bold);
    live.push_back(row.add(layout.rows[i]));
  }
  if (editor_.empty() && !picker_ && columns > 30) {
    const char* what = is_running() ? "say something to the model (Tab: after this run)" : "what is to be done?  @file  /command  !shell";
    live.back().add(what, Tone::dim);
  }
  std::move(below.begin(), below.end(), std::back_inserter(live));
  screen_.show(std::move(live), {first + layout.row, layout.column + (columns > 4 ? 2 : 0)});
  terminal_->write(screen_.frame());
  question_drawn();
}

void Interactive::say(std::string text, Tone tone) {
  Lines lines;
  for (auto& line : lines_of(clean(text))) lines.emplace_back(std::move(line), tone);
  say(std::move(lines));
}

void Interactive::complain(const std::string& what) {
  Lines lines;
  for (auto& line : lines_of(clean(what))) {
    lines.push_back(Line(lines.empty() ? "! " : "  ", Tone::bad).add(std::move(line)));
    lines.back().hang = 2;
  }
  say(std::move(lines));
}

void Interactive::hint(std::string text) {
  hint_ = std::move(text);
  draw_soon();
}

Lines Interactive::held_lines(std::size_t columns, std::size_t rows_max) const {
  if (question() == nullptr) return {};
  const auto& held = *question();
  Lines out = {Line()};
  out.push_back(clip(Line("? held: ", Tone::warn, k_bold).add(clean_line(first_line(held.what)), Tone::plain, k_bold), columns));
  const std::size_t room = rows_max > 4 ? rows_max - 3 : 1;
  for (std::size_t i = 0; i < held.effects.size() && i < room; ++i) {
    const auto& one = held.effects[i];
    if (i + 1 == room && held.count > room) {
      out.push_back(Line("  and " + grouped(static_cast<std::int64_t>(held.count - i)) + " more: d shows all", Tone::dim));
      break;
    }
    const auto tone = one.change == "deleted" ? Tone::bad : one.change == "created" ? Tone::good : Tone::warn;
    Line line("  ");
    line.add(clean_line(one.change) + std::string(one.change.size() < 9 ? 9 - one.change.size() : 1, ' '), tone).add(clean_line(one.path));
    if (one.entries > 1) line.add("/  " + grouped(one.entries) + " entries", Tone::dim);
    if (!one.why.empty()) line.add("  " + clean_line(one.why), Tone::dim);
    out.push_back(clip(line, columns));
  }
  Line keys("  ");
  if (!editor_.empty()) keys.add("send or clear your message first, then ", Tone::dim);
  keys.add("a", Tone::accent, k_bold).add(" apply  ");
  keys.add("x", Tone::accent, k_bold).add(" refuse  ");
  keys.add("k", Tone::accent, k_bold).add(" keep for later  ");
  if (held.count > 1) keys.add("p", Tone::accent, k_bold).add(" pick paths  ");
  keys.add("d", Tone::accent, k_bold).add(" diff");
  out.push_back(clip(keys, columns));
  return out;
}

Lines Interactive::queue_lines(std::size_t columns) const {
  Lines out;
  if (open_ && is_running())
    for (const auto& text : open_->facts.steering) out.push_back(clip(Line("to the model: ", Tone::dim).add(clean_line(first_line(text)), Tone::dim), columns));
  if (open_ && open_->info.queued > 0)
    for (const auto& text : host_.queued(open_->id)) {
      if (out.size() == 3) {
        out.push_back(Line("  and " + std::to_string(open_->info.queued - 3) + " more", Tone::dim));
        break;
      }
      out.push_back(clip(Line("after this: ", Tone::dim).add(clean_line(first_line(text)), Tone::dim), columns));
    }
  for (const auto& one : enclosed_.context)
    out.push_back(clip(Line("with your next message: ", Tone::dim).add(clean_line(first_line(one)), Tone::dim), columns));
  if (!enclosed_.images.empty()) out.push_back(clip(Line("with your next message: " + counted(enclosed_.images.size(), "image", "images"), Tone::dim), columns));
  return out;
}

Line Interactive::work_line() const {
  const auto now = base::steady_ms();
  if (shell_) return Line("● ", Tone::accent).add("your command, " + duration((now - shell_->begun_ms) / 1000 * 1000) + " · Esc ends it", Tone::dim);
  const auto waits = open_->info.state == plumb::State::needs_you;
  Line out("● ", waits ? Tone::warn : Tone::accent);
  const auto seconds = (now - begun_ms_) / 1000;
  const std::string time = seconds < 100 ? std::to_string(seconds) + " s" : duration(seconds * 1000);
  out.add(waits ? "waits for you" : open_->cancelling ? "stopping" : transcript_->doing(), waits ? Tone::warn : Tone::plain);
  out.add(" · " + time + " · Esc stops it", Tone::dim);
  if (open_->info.process != 0 && !open_->info.here) out.add(" · in process " + std::to_string(open_->info.process), Tone::dim);
  return out;
}

Line Interactive::status_line(std::size_t columns) const {
  if (!hint_.empty()) return clip(Line(hint_, Tone::warn), columns);
  Lines parts;
  const auto add = [&](std::string text, Tone tone = Tone::dim) { parts.emplace_back(clean_line(text), tone); };
  const auto* const facts = open_ ? &open_->facts : nullptr;
  std::string model = facts != nullptr && !facts->model.empty() ? facts->model : options_.model.empty() ? options_.configured_model : options_.model;
  if (model.empty()) model = "model: chosen by the task";
  add(model + (options_.effort.empty() ? "" : " " + options_.effort));
  if (facts != nullptr) {
    if (facts->window > 0 && facts->used > 0)
      add(std::to_string(std::max<std::int64_t>(0, 100 - facts->used * 100 / facts->window)) + "% context left", facts->used * 10 > facts->window * 9 ? Tone::warn : Tone::dim);
    if (open_->info.held > 0) add(std::to_string(open_->info.held) + " held: /held", Tone::warn);
    if (!facts->check.empty()) add("checking");
    else if (!facts->status.empty() && !is_running()) add(facts->status, tone_of(facts->status));
    if (facts->tokens_in + facts->tokens_out > 0) add(in_short(facts->tokens_in + facts->tokens_out) + " tokens");
    if (facts->cost_usd > 0) add(dollars(facts->cost_usd));
    if (!facts->plan.empty()) {
      const auto done = std::count_if(facts->plan.begin(), facts->plan.end(), [](const PlanItem& one) { return one.status == "completed"; });
      add("plan " + std::to_string(done) + "/" + std::to_string(facts->plan.size()));
    }
  }
  Line out("  ");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && out.width() + parts[i].width() + 3 > columns) break;   // the first ones say most
    if (i > 0) out.add(" · ", Tone::dim);
    out.add(parts[i]);
  }
  return clip(out, columns);
}

}  // namespace tui
