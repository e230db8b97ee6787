#include "slash.h"

#include <algorithm>

#include "clean.h"
#include "diff_view.h"
#include "interactive.h"
#include "verdict.h"
#include "words.h"

namespace tui {

namespace {

constexpr std::size_t k_diff_shown = 2000;
constexpr std::size_t k_usage_shown = 20;

Line row(std::string_view key, std::string_view what, std::size_t width = 24) {
  Line out("  ");
  out.add(std::string(key), Tone::accent).add(std::string(key.size() < width ? width - key.size() : 1, ' ')).add(std::string(what));
  out.hang = width + 2;
  return out;
}

Lines help_lines() {
  Lines out = {Line("Keys", Tone::heading)};
  out.push_back(row("Enter", "send; while the model works: said to it now"));
  out.push_back(row("Tab or Alt-Enter", "while it works: after this run (Up takes it back)"));
  out.push_back(row("Shift-Enter, Ctrl-J, \\", "a new line in the message"));
  out.push_back(row("Esc", "stop what runs; Esc Esc: back to an earlier message"));
  out.push_back(row("a  x  k  p  d", "held effects: apply, refuse, keep for later, pick paths (Tab marks), diff"));
  out.push_back(row("Up, Down, Ctrl-R", "what was typed before in this project"));
  out.push_back(row("Ctrl-A E B F, Alt-B F", "move; Ctrl-W U K and Alt-D cut, Ctrl-Y pastes, Ctrl-_ undoes"));
  out.push_back(row("@name", "a file of the project"));
  out.push_back(row("!command", "your shell; the model sees the output with your next message (!! keeps it from it)"));
  out.push_back(row("Ctrl-C, Ctrl-D, Ctrl-Z", "clear or stop, twice to quit; quit; suspend"));
  out.emplace_back();
  out.push_back(Line("Commands", Tone::heading));
  for (const auto& one : slash_commands()) out.push_back(row("/" + std::string(one.name), one.what));
  return out;
}

}  // namespace

const std::vector<SlashCommand>& slash_commands() {
  static const std::vector<SlashCommand> k_commands = {
      {"help", "keys and commands", false},
      {"model", "choose the model, or /model NAME", true},
      {"effort", "low, medium or high", true},
      {"undo", "take back what this session did, or /undo STEP", true},
      {"redo", "do again what was undone", true},
      {"rewind", "back to an earlier message: conversation, files, or both", false},
      {"held", "effects that wait for your decision: apply or refuse them", false},
      {"diff", "what this session changed, or /diff STEP", true},
      {"plan", "the model's plan", false},
      {"status", "session, model, figures, verdict", false},
      {"usage", "tokens and cost of the last 30 days", false},
      {"rename", "give the session a name: /rename NAME", true},
      {"fork", "go on in a copy of this session", false},
      {"resume", "choose another session", false},
      {"new", "begin a new session", false},
      {"clear", "begin a new session with an empty screen", false},
      {"quit", "leave", false},
  };
  return k_commands;
}

bool is_slip(std::string_view name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_:") == std::string_view::npos;
}

base::Result<> fits_choice(const Options& options, const std::string& model, const std::string& effort) {
  if (!effort.empty() && effort != "low" && effort != "medium" && effort != "high")
    return base::fail(base::Code::invalid, "no such effort: " + clean_line(effort) + " (low, medium or high)");
  if (model.empty() || !options.check_model) return {};
  return options.check_model(model);
}

bool takes_words(std::string_view text) {
  if (text.starts_with('/')) text.remove_prefix(1);
  const auto name = text.substr(0, text.find(' '));
  const auto& all = slash_commands();
  const auto found = std::find_if(all.begin(), all.end(), [&](const SlashCommand& one) { return one.name == name; });
  return found == all.end() || found->words;
}

/// False if it is none of ours: then it is the project's or the user's, and the engine knows it.
bool Interactive::slash(const std::string& text) {
  const auto end = std::min(text.find_first_of(" \n"), text.size());
  const auto name = text.substr(1, end - 1);
  auto rest = text.substr(end);
  rest.erase(0, std::min(rest.find_first_not_of(" \n"), rest.size()));
  while (!rest.empty() && (rest.back() == ' ' || rest.back() == '\n')) rest.pop_back();
  if (name == "help") say(help_lines());
  else if (name == "quit" || name == "exit") quit(0);
  else if (name == "model") rest.empty() ? choose_model() : set_model(rest, "");
  else if (name == "effort") {
    if (!rest.empty()) set_model("", rest);
    else say("effort: " + (options_.effort.empty() ? "as configured" : options_.effort) + "  (/effort low, medium or high)");
  } else if (name == "undo") change(plumb::Verb::undo, rest);
  else if (name == "redo") change(plumb::Verb::redo, rest);
  else if (name == "rewind") choose_rewind();
  else if (name == "diff") show_diff(rest);
  else if (name == "status") show_status();
  else if (name == "usage") show_usage();
  else if (name == "resume") choose_session();
  else if (name == "new" || name == "clear") {
    if (is_running()) complain("the session is at work: Esc stops it first");
    else {
      if (name == "clear") {
        terminal_->write("\033[2J\033[H");
        screen_.lost();
      }
      close_session();
      say("a new session begins with your next message");
    }
  } else if (name == "plan") {
    if (!open_ || open_->facts.plan.empty()) say("the model has made no plan");
    else {
      Lines out;
      for (const auto& one : open_->facts.plan)
        out.push_back(Line(one.status == "completed" ? "  ☑ " : one.status == "in_progress" ? "  ▸ " : "  ☐ ", Tone::accent).add(clean_line(first_line(one.text))));
      say(std::move(out));
    }
  } else if (name == "rename") {
    if (!open_ || rest.empty()) say(rest.empty() ? "give a name: /rename NAME" : "the session begins with your first message");
    else
      host_.rename(open_->id, rest, [this, alive = alive(), rest](const base::Result<>& done) {
        if (alive.expired()) return;
        if (done) say("renamed: " + rest);
        else complain(done.error().what);
      });
  } else if (name == "fork") {
    if (!open_) say("the session begins with your first message");
    else if (is_running()) complain("the session is at work: Esc stops it first");
    else if (auto made = host_.fork(open_->id, 0); !made) complain(made.error().what);
    else {
      open(*made);
      say("this is a copy; the other session stays as it was");
    }
  } else if (name == "held") {
    choose_held();
  } else {
    // A word that nobody knows is a slip; a path is what it is.
    const auto& all = commands();
    const bool known = std::any_of(all.begin(), all.end(), [&](const PickerRow& one) { return one.label == "/" + name; });
    if (known || !is_slip(name)) return false;
    complain("there is no command /" + name + ": /help lists them (with a blank in front it is a message)");
  }
  draw_soon();
  return true;
}

void Interactive::show_diff(const std::string& step) {
  if (!open_) return say("nothing was changed so far");
  host_.diff(open_->id, step, [this, alive = alive(), id = open_->id](const base::Result<std::string>& diff) {
    if (alive.expired() || !open_ || open_->id != id) return;
    if (!diff) return complain(diff.error().what);
    if (diff->empty()) return say("nothing was changed so far");
    say(diff_lines(*diff, k_diff_shown));
  });
}

void Interactive::show_status() {
  Lines out;
  const auto add = [&](std::string_view key, const std::string& value, Tone tone = Tone::plain) {
    if (!value.empty()) out.push_back(Line("  ").add(std::string(key) + std::string(key.size() < 10 ? 10 - key.size() : 1, ' '), Tone::dim).add(clean_line(value), tone));
  };
  add("folder", options_.cwd);
  if (open_) {
    const auto& facts = open_->facts;
    const auto& info = open_->info;
    add("session", open_->id + (info.title.empty() ? "" : "  " + first_line(info.title)));
    add("state", std::string(plumb::name(info.state)));
    add("model", facts.model + (options_.effort.empty() ? "" : " " + options_.effort));
    if (facts.used > 0) add("context", grouped(facts.used) + " tokens used" + (facts.window > 0 ? " of " + grouped(facts.window) : ""));
    add("used", counted(static_cast<std::size_t>(std::max<std::int64_t>(0, facts.turns)), "turn", "turns") + ", " + grouped(facts.tokens_in) + " tokens in (" +
                    grouped(facts.tokens_cached) + " cached), " + grouped(facts.tokens_out) + " out" +
                    (facts.cost_usd > 0 ? ", " + dollars(facts.cost_usd) : facts.cost_known ? "" : ", price not known"));
    if (!facts.status.empty()) add("verdict", facts.status + (facts.reason.empty() ? "" : "  " + facts.reason), tone_of(facts.status));
    if (info.held > 0) add("held", std::to_string(info.held) + ": /held", Tone::warn);
  } else {
    add("session", "none yet: it begins with your first message");
    add("model", options_.model.empty() ? options_.configured_model : options_.model);
  }
  say(std::move(out));
}

void Interactive::show_usage() {
  const auto days = host_.usage(30);
  if (!days) return complain(days.error().what);
  if (days->empty()) return say("nothing was used in the last 30 days");
  Lines out;
  double cost = 0;
  std::int64_t tokens = 0;
  for (const auto& one : *days) {
    cost += std::max(0.0, one.cost_usd);
    tokens += one.tokens_in + one.tokens_out;
    if (out.size() >= k_usage_shown) continue;
    Line line("  " + one.day + "  ", Tone::dim);
    line.add(clean_line(one.model)).add("  " + in_short(one.tokens_in) + " in, " + in_short(one.tokens_out) + " out", Tone::dim);
    if (one.cost_usd > 0) line.add("  " + dollars(one.cost_usd));
    line.add("  " + clean_line(one.cwd), Tone::dim);
    out.push_back(std::move(line));
  }
  out.push_back(Line("  30 days: " + in_short(tokens) + " tokens" + (cost > 0 ? ", " + dollars(cost) : ""), Tone::plain, k_bold));
  say(std::move(out));
}

}  // namespace tui
