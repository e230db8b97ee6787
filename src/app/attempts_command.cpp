#include "attempts_command.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <map>

#include "commands.h"
#include "engine/attempts.h"
#include "interrupt.h"
#include "progress.h"
#include "session_output.h"

namespace app {

namespace {

constexpr std::size_t k_reason_max = 120;

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= list.size();) {
    const auto end = std::min(list.find(',', at), list.size());
    if (end > at) out.push_back(list.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

/// One Progress an attempt, "[2] " before its lines; the parent's own lines have none.
class Lines {
 public:
  Lines(const Args& args, const base::Env& env)
      : stream_(args.format == Format::stream_json), show_(!args.quiet), colour_(colour_for(stderr, env)) {}

  engine::AttemptsListener listener() {
    engine::AttemptsListener out;
    out.on_event = [this](int n, const engine::SessionEvent& event) {
      if (stream_) print_line(with_number(to_line(event), n));
      if (show_) of(n).event(event);
      if (show_ && n == 0) told(event);
    };
    if (stream_) out.on_live = [](int n, const engine::Live& live) { print_line(with_number(to_line(live), n)); };
    if (!stream_ && show_) out.on_live = [this](int n, const engine::Live& live) { of(n).live(live); };
    return out;
  }

 private:
  static json::Value with_number(json::Value line, int n) {
    if (n > 0) line.as_object()["attempt"] = n;
    return line;
  }
  Progress& of(int n) {
    const std::string prefix = n == 0 ? "" : "[" + std::to_string(n) + "] ";
    return progress_.try_emplace(n, stderr, colour_, prefix).first->second;
  }
  /// What only the parent's log has.
  void told(const engine::SessionEvent& event) {
    const auto p = json::parse(event.payload);
    if (!p) return;
    const auto number = std::to_string(json::int_or(json::find(*p, "n")));
    std::string text;
    if (event.type == "attempt.finished")
      text = "[" + number + "] " + std::string(json::string_or(json::find(*p, "status"))) + "  " + std::string(json::string_or(json::find(*p, "reason")));
    if (event.type == "attempts.chosen") text = std::string(json::string_or(json::find(*p, "why")));
    if (text.empty()) return;
    std::fputs((safe_text(text) + "\n").c_str(), stderr);
    std::fflush(stderr);
  }

  bool stream_, show_;
  Colour colour_;
  std::map<int, Progress> progress_;
};

std::string dollars(double cost) {
  if (cost < 0) return "price not known";
  char out[32];
  std::snprintf(out, sizeof out, "$%.4f", cost);
  return out;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string shortened(std::string text) {
  text = text.substr(0, text.find('\n'));
  if (text.size() <= k_reason_max) return text;
  std::size_t cut = k_reason_max;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

std::string row(const engine::Attempt& one, const engine::AttemptsReport& report) {
  const auto files = one.report.changes.size();
  std::string out = "  " + padded(std::to_string(one.n), 4) + padded(one.status(), 12) +
                    padded(std::to_string(one.lines) + " lines, " + std::to_string(files) + (files == 1 ? " file" : " files"), 20) +
                    padded(dollars(one.report.cost_usd), 10) + padded(duration(one.report.duration_ms), 10) + one.session + "  " +
                    safe(one.model);
  if (report.chosen == one.n) out += report.is_applied ? "  <- in the project" : "  <- the best";
  const std::string why = one.error.empty() ? one.report.error : one.error;
  if (!why.empty() && one.status() != "cancelled") out += "\n      " + safe(shortened(why));
  return out + "\n";
}

std::string table(const engine::AttemptsReport& report) {
  std::string out = "\nattempts\n";
  for (const auto& one : report.attempts) out += row(one, report);
  out += "  compare   plumb show --diff ID\n";
  if (report.is_applied && report.attempts.size() > 1) {
    out += "  take another one instead: plumb undo " + report.report.session + ", then plumb apply ID\n";
  } else if (!report.is_applied && report.chosen > 0) {
    out += "  take one  plumb apply ID\n";
  }
  return out;
}

}  // namespace

io::Task<int> attempts_command(io::Loop& loop, const Args& args, engine::Settings settings, engine::SessionOptions options,
                               std::string prompt) {
  engine::AttemptsOptions wanted;
  wanted.session = std::move(options);
  wanted.count = args.attempts;
  wanted.models = split(args.attempt_models);
  if (wanted.models.empty() && wanted.count == 0)
    co_return complain("--attempt-models names no model", engine::exit_usage);
  if (!wanted.models.empty() && !args.model.empty())
    co_return complain("--model and --attempt-models cannot both be meant", engine::exit_usage);
  const auto env = settings.env;
  Lines lines(args, env);
  auto report = co_await engine::run_attempts(loop, std::move(settings), std::move(wanted), std::move(prompt), lines.listener());
  if (!report) co_return fail_with(args, report.error());
  if (args.format == Format::text) {
    std::fputs((report_text(report->report, colour_for(stdout, env)) + table(*report)).c_str(), stdout);
  } else {
    json::Value out = engine::to_json(*report);
    out.as_object()["type"] = "result";
    print_line(out);
  }
  co_return report->report.exit_code;
}

namespace {

int take(const Args& args, const engine::Settings& settings, engine::Recorded attempt) {
  io::Loop loop;
  Interrupt interrupt(loop);
  auto taking = engine::take_attempt(loop, settings, std::move(attempt), args.paths);
  const auto taken = loop.run(io::cancellable(interrupt.cancel(), std::move(taking)));
  if (!taken) return complain(taken.error().what);
  std::fputs(path_lines("applied   ", taken->done.restored).c_str(), stdout);
  for (const auto& path : taken->held) std::printf("held      %s  (decide: plumb effects %s)\n", safe(path).c_str(), taken->parent.c_str());
  for (const auto& text : taken->left) std::printf("left      %s\n", safe(text).c_str());
  for (const auto& kept : taken->done.conflicts)
    std::printf("kept      %s  (%s; the attempt's version is in %s)\n", safe(kept.path).c_str(), kept.why.c_str(), safe(kept.kept_as).c_str());
  if (!taken->done.conflicts.empty()) {
    std::puts("Nothing was put into the project. Bring those into line and say plumb apply again, or choose with --path.");
    return 1;
  }
  if (taken->done.restored.empty() && taken->held.empty()) std::puts("It has no change that the project does not have.");
  else std::printf("take it back with: plumb undo %s\n", taken->parent.c_str());
  return 0;
}

}  // namespace

int change_attempt(const Args& args, base::Env env, const std::string& session, const std::string& verb) {
  const auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what);
  const auto recorded = engine::read_session(*settings, session, "");
  if (!recorded) return complain(recorded.error().what);
  const auto of = engine::attempt_of(*recorded);
  if (!of) return complain("the log of session " + session + " does not say of what it is an attempt");
  const std::string who = "session " + recorded->id + " is " + (of->is_agent() ? "agent " : "attempt ") + std::to_string(of->n) + " of " + of->parent;
  if (!args.step.empty()) return complain(who + ": it is taken or dropped as a whole, or by --path", 2);
  if (verb == "apply") return take(args, *settings, *recorded);
  if (verb == "drop") {
    if (!args.paths.empty()) return complain(who + ": its copy is dropped as a whole", 2);
    const auto dropped = engine::drop_attempt(*settings, *recorded);
    if (!dropped) return complain(who + ": " + dropped.error().what);
    std::puts("dropped: its copy of the project is gone");
    return 0;
  }
  return complain(who + ", and worked in a copy of the project. What was put into the project belongs to the latter: plumb " + verb + " " + of->parent, 2);
}

}  // namespace app
