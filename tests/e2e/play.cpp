#include "play.h"

#include <algorithm>
#include <cstdio>

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "child.h"
#include "model_server/server.h"
#include "session_log.h"
#include "stage.h"

namespace e2e {
namespace {

using std::chrono::milliseconds;

std::string bounded(const std::string& text) {
  constexpr std::size_t k_shown = 6000;
  if (text.size() <= k_shown) return text;
  return text.substr(0, k_shown / 2) + "\n[...]\n" + text.substr(text.size() - k_shown / 2);
}

/// What one run left behind, for the checks.
struct Ran {
  ChildResult result;
  std::vector<LoggedEvent> events;
  std::size_t requests = 0;
};

class Player {
 public:
  Player(const std::string& path, const std::string& wire, const PlayOptions& options)
      : path_(path), options_(options) {
    outcome_.wire = wire;
  }

  Outcome play(const std::string& text) {
    auto parsed = parse_scenario(path_, text, outcome_.wire);
    if (!parsed) {
      outcome_.failures.push_back(parsed.error().what);
      return std::move(outcome_);
    }
    scenario_ = std::move(*parsed);
    model_server::Options server;
    server.script = scenario_.script;
    auto started = model_server::Server::start(std::move(server));
    if (!started) {
      outcome_.failures.push_back(started.error().what);
      return std::move(outcome_);
    }
    server_ = std::move(*started);
    auto stage = Stage::set_up(scenario_, outcome_.wire, options_.plumb, server_->port());
    if (!stage) {
      (stage.error().code == base::Code::unsupported ? outcome_.skipped : outcome_.failures.emplace_back()) =
          stage.error().what;
      return std::move(outcome_);
    }
    stage_ = std::move(*stage);
    // Where the state is if the scenario moved it away from PLUMB_HOME.
    log_ = std::make_unique<LogReader>(stage_->root());
    for (const auto& step : scenario_.steps) {
      if (const auto* act = std::get_if<Do>(&step)) do_step(*act);
      else run_step(std::get<Run>(step));
      // What follows a failed step only adds noise.
      if (!outcome_.failures.empty()) break;
    }
    server_checks();
    if (!outcome_.failures.empty() && options_.keep) {
      stage_->keep();
      outcome_.kept = stage_->root();
    }
    return std::move(outcome_);
  }

 private:
  void fail(int line, const std::string& what) {
    outcome_.failures.push_back(path_ + ":" + std::to_string(line) + ": " + what);
  }

  void do_step(const Do& act) {
    ChildSpec spec;
    spec.argv = {"/bin/sh", "-ec", act.script};
    spec.cwd = stage_->project();
    spec.env = stage_->env();
    const auto result = run_child(spec);
    if (!result) return fail(act.line, result.error().what);
    if (result->exit != 0)
      fail(act.line, "the script ended with " + std::to_string(result->exit) + "\n" + bounded(result->out + result->err));
  }

  void run_step(const Run& run) {
    ChildSpec spec;
    // exec, so that signals reach the program itself and not the shell.
    const bool plain = (run.command.starts_with("plumb ") || run.command == "plumb") &&
                       run.command.find_first_of(";&") == std::string::npos;
    spec.argv = {"/bin/sh", "-c", (plain ? "exec " : "") + run.command};
    spec.cwd = stage_->project();
    spec.env = stage_->env();
    spec.env["MODEL"] = "scripted/scripted-1";
    spec.input = run.input;
    spec.limit = run.limit;
    Ran ran;
    const auto requests_before = server_->requests().size();
    std::vector<LoggedEvent> live;
    if (run.signal) {
      spec.signal = run.signal->number;
      spec.when = [&](const std::string& out, const std::string& err, milliseconds running) {
        if (run.signal->when == "after") return running.count() >= std::atoi(run.signal->value.c_str());
        return holds(*run.signal, out, err, requests_before, live);
      };
    }
    auto result = run_child(spec);
    if (!result) return fail(run.line, result.error().what);
    ran.result = std::move(*result);
    ran.events = std::move(live);
    for (auto& event : log_->read()) ran.events.push_back(std::move(event));
    ran.requests = server_->requests().size() - requests_before;
    if (options_.show)
      std::fprintf(stderr, "--- %s [%s] $ %s\nexit %d, %lld ms\n--- stdout\n%s--- stderr\n%s", path_.c_str(),
                   outcome_.wire.c_str(), run.command.c_str(), ran.result.exit,
                   static_cast<long long>(ran.result.took.count()), ran.result.out.c_str(), ran.result.err.c_str());
    const std::size_t before = outcome_.failures.size();
    check_end(run, ran);
    for (const auto& check : run.checks) check_one(check, ran);
    for (const auto& exact : run.exacts) check_exact(exact, ran);
    summaries_.push_back(summaries(ran));
    if (outcome_.failures.size() > before) {
      std::string events;
      for (const auto& event : ran.events) events += stage_->normalised(summary(event)).substr(0, 300) + "\n";
      outcome_.failures.back() += "\n--- $ " + run.command + "\n--- exit " + std::to_string(ran.result.exit) +
                                  "\n--- stdout\n" + bounded(ran.result.out) + "\n--- stderr\n" +
                                  bounded(ran.result.err) + "\n--- events\n" + events;
    }
  }

  bool holds(const SignalSpec& spec, const std::string& out, const std::string& err, std::size_t requests_before,
             std::vector<LoggedEvent>& live) {
    if (spec.when == "stdout") return out.find(spec.value) != std::string::npos;
    if (spec.when == "stderr") return err.find(spec.value) != std::string::npos;
    if (spec.when == "file") return base::exists(base::join(stage_->project(), spec.value));
    if (spec.when == "request")
      return server_->requests().size() - requests_before >= static_cast<std::size_t>(std::atoi(spec.value.c_str()));
    std::string error;
    bool found = false;
    for (auto& event : log_->read()) {
      found = found || matches(event, spec.value, error);
      live.push_back(std::move(event));
    }
    return found;
  }

  void check_end(const Run& run, const Ran& ran) {
    if (ran.result.timed_out)
      fail(run.line, "did not end within " + std::to_string(run.limit.count()) + " ms and was killed");
    else if (ran.result.exit != run.exit)
      fail(run.line, "expected exit code " + std::to_string(run.exit) + ", got " + std::to_string(ran.result.exit));
    if (run.signal && !ran.result.signalled) fail(run.line, "the signal was never due: it ended before");
    if (run.within) {
      const auto took = run.signal ? ran.result.after_signal : ran.result.took;
      if (took > *run.within)
        fail(run.line, "took " + std::to_string(took.count()) + " ms, more than " + std::to_string(run.within->count()));
    }
    const auto left = leftovers(stage_->mark(), run.leftovers_allowed ? milliseconds(0) : milliseconds(3000));
    if (!run.leftovers_allowed)
      for (const auto& line : left) fail(run.line, "a process was left: " + line);
  }

  void check_one(const Check& check, const Ran& ran) {
    const auto& out = ran.result.out;
    const auto& err = ran.result.err;
    const auto has = [](const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; };
    if (check.key == "stdout" && !has(out, check.value)) fail(check.line, "stdout lacks: " + check.value);
    if (check.key == "stdout lacks" && has(out, check.value)) fail(check.line, "stdout has: " + check.value);
    if (check.key == "stdout is" && out != check.value && out != check.value + "\n")
      fail(check.line, "stdout is not: " + check.value);
    if (check.key == "stderr" && !has(err, check.value)) fail(check.line, "stderr lacks: " + check.value);
    if (check.key == "stderr lacks" && has(err, check.value)) fail(check.line, "stderr has: " + check.value);
    if (check.key == "file" && !base::exists(base::join(stage_->project(), unescape(check.value))))
      fail(check.line, "there is no file " + check.value);
    if (check.key == "no file" && base::exists(base::join(stage_->project(), unescape(check.value))))
      fail(check.line, "there is a file " + check.value);
    if (check.key == "requests" && std::to_string(ran.requests) != check.value)
      fail(check.line, "expected " + check.value + " requests, got " + std::to_string(ran.requests));
    if (check.key == "json") check_json(check, out);
    if (check.key == "event" || check.key == "no event" || check.key == "events") check_events(check, ran);
    if (check.key == "same events as run") {
      const auto n = static_cast<std::size_t>(std::atoi(check.value.c_str()));
      if (n == 0 || n > summaries_.size()) fail(check.line, "there is no run " + check.value);
      else if (summaries_[n - 1] != summaries(ran))
        fail(check.line, "the events differ from run " + check.value + ", which were\n" + summaries_[n - 1]);
    }
  }

  /// `json: /a/b "value"` or `json: /a/b ~text`, in the document on stdout or, for JSON lines, in its
  /// last line.
  void check_json(const Check& check, const std::string& out) {
    std::string text = out;
    while (!text.empty() && text.back() == '\n') text.pop_back();
    auto value = json::parse(text);
    if (!value) value = json::parse(std::string_view(text).substr(text.rfind('\n') + 1));
    if (!value) return fail(check.line, "stdout is no JSON: " + value.error().what);
    const auto blank = check.value.find(' ');
    std::string error;
    // Reuses the events' conditions: the document as the payload of an event "stdout".
    auto pointer = check.value.substr(0, blank);
    if (pointer.starts_with("/")) pointer.erase(0, 1);
    const auto rest = blank == std::string::npos ? std::string("null") : check.value.substr(blank + 1);
    const auto condition = "stdout " + pointer + (rest.starts_with("~") ? rest : "=" + rest);
    if (!matches({"stdout", json::dump(*value), ""}, condition, error))
      fail(check.line, "in the JSON of stdout, " + check.value + " does not hold " + error);
  }

  void check_events(const Check& check, const Ran& ran) {
    std::string condition = check.value, error;
    std::size_t wanted = 0, found = 0;
    if (check.key == "events") {
      const auto blank = condition.find(' ');
      wanted = static_cast<std::size_t>(std::atoi(condition.c_str()));
      condition = condition.substr(blank + 1);
    }
    for (const auto& event : ran.events) found += matches(event, condition, error) ? 1 : 0;
    if (!error.empty()) return fail(check.line, error);
    if (check.key == "event" && found == 0) fail(check.line, "there is no event " + condition);
    if (check.key == "no event" && found > 0) fail(check.line, "there is an event " + condition);
    if (check.key == "events" && found != wanted)
      fail(check.line, "expected " + std::to_string(wanted) + " events " + condition + ", got " + std::to_string(found));
  }

  std::string summaries(const Ran& ran) const {
    std::string out;
    for (const auto& event : ran.events) out += stage_->normalised(summary(event)) + "\n";
    return out;
  }

  void check_exact(const Exact& exact, const Ran& ran) {
    std::string actual;
    if (exact.kind == "stdout") actual = stage_->normalised(ran.result.out);
    else if (exact.kind == "stderr") actual = stage_->normalised(ran.result.err);
    else if (exact.kind == "events") actual = summaries(ran);
    else if (auto bytes = base::read_file(base::join(stage_->project(), exact.path))) actual = *bytes;
    else return fail(exact.first, bytes.error().what);
    if (!actual.empty() && actual.back() != '\n') actual += '\n';
    while (actual.ends_with("\n\n") || actual == "\n") actual.pop_back();   // as the format has it
    if (actual == exact.text) return;
    fail(exact.first, exact.kind + " " + exact.path + " is not as expected (--update takes it over); it is\n" +
                          bounded(actual));
    outcome_.rewrites.push_back({exact, std::move(actual)});
  }

  void server_checks() {
    const int line = 1;
    if (!scenario_.refusals_allowed)
      for (const auto& failure : server_->failures()) fail(line, "the model server: " + bounded(failure));
    if (outcome_.failures.empty() && !scenario_.turns_may_remain && server_->turns_left() > 0)
      fail(line, std::to_string(server_->turns_left()) + " turns of the script were never asked for");
  }

  const std::string& path_;
  const PlayOptions& options_;
  Scenario scenario_;
  Outcome outcome_;
  std::unique_ptr<model_server::Server> server_;
  std::unique_ptr<Stage> stage_;
  std::unique_ptr<LogReader> log_;
  std::vector<std::string> summaries_;
};

}  // namespace

Outcome play(const std::string& path, const std::string& text, const std::string& wire, const PlayOptions& options) {
  return Player(path, wire, options).play(text);
}

std::string rewritten(const std::string& text, std::vector<Outcome::Rewrite> rewrites) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  // From the end, so that the lines before keep their numbers.
  std::sort(rewrites.begin(), rewrites.end(), [](const auto& a, const auto& b) { return a.exact.first > b.exact.first; });
  for (const auto& rewrite : rewrites) {
    const auto first = std::min(lines.size(), static_cast<std::size_t>(rewrite.exact.first - 1));
    const auto last = std::min(lines.size(), static_cast<std::size_t>(rewrite.exact.last - 1));
    std::string marked;
    for (std::size_t at = 0; at < rewrite.text.size();) {
      const auto end = std::min(rewrite.text.find('\n', at), rewrite.text.size() - 1) + 1;
      const auto line = rewrite.text.substr(at, end - at);
      marked += (line.starts_with("=== ") ? "\\" : "") + line;
      at = end;
    }
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(first), lines.begin() + static_cast<std::ptrdiff_t>(last));
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first), marked);
  }
  std::string out;
  for (const auto& line : lines) out += line;
  return out;
}

}  // namespace e2e
