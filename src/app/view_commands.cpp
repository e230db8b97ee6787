// plumb sessions, show, log, export, effects, undo and the like: looking at what was done, and taking it back. All of it
// through include/plumb: what these commands can do, every program with the library can.

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "attempts_command.h"
#include "base/file.h"
#include "base/ids.h"
#include "commands.h"
#include "json/json.h"
#include "plumb/host.h"
#include "progress.h"

namespace app {

namespace {

/// A Host and the session that the command line names, or an exit code, with the message printed.
struct Opened {
  std::unique_ptr<plumb::Host> host;
  plumb::SessionInfo session;
  int exit_code = -1;
};

Opened open_host(const base::Env& env) {
  Opened opened;
  auto host = plumb::Host::open({{env.all().begin(), env.all().end()}, false});
  if (host) opened.host = *std::move(host);
  if (!host) opened.exit_code = complain(host.error().what);
  return opened;
}

Opened open_session(const Args& args, const base::Env& env) {
  Opened opened = open_host(env);
  if (opened.exit_code >= 0) return opened;
  const std::string cwd = folder_of(args);
  if (cwd.empty()) {
    opened.exit_code = complain("no such folder: " + args.dir, 2);
    return opened;
  }
  if (args.words.size() > 1) {
    opened.exit_code = complain("one session at a time, not also '" + safe(args.words[1]) + "'; of single files where it has the option: --path", 2);
    return opened;
  }
  auto session = opened.host->info(args.words.empty() ? "last" : args.words.front(), cwd);
  if (session) opened.session = *std::move(session);
  if (!session) opened.exit_code = complain(session.error().what, exit_code_for(session.error()));
  return opened;
}

/// What the Host calls back with.
template <class T, class F>
base::Result<T> wait_for(plumb::Host& host, const F& begin) {
  std::optional<base::Result<T>> got;
  begin([&](base::Result<T> result) {
    got = std::move(result);
    host.stop();
  });
  host.run();
  return *std::move(got);
}

base::Result<std::string> diff_of(const Opened& opened, const std::string& step, plumb::Which which) {
  return wait_for<std::string>(*opened.host, [&](plumb::Then<std::string> then) { opened.host->diff(opened.session.id, step, which, std::move(then)); });
}

base::Result<std::vector<plumb::Step>> steps_of(const Opened& opened) {
  using Steps = std::vector<plumb::Step>;
  return wait_for<Steps>(*opened.host, [&](plumb::Then<Steps> then) { opened.host->steps(opened.session.id, std::move(then)); });
}

/// "" is every step.
bool has_step(const std::vector<plumb::Step>& steps, const std::string& step) {
  return step.empty() || std::any_of(steps.begin(), steps.end(), [&](const plumb::Step& one) { return one.id == step; });
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string status_of(const plumb::SessionInfo& one) {
  return one.state == plumb::State::idle ? one.outcome : std::string(plumb::name(one.state));
}

std::string json_line(const plumb::SessionInfo& one) {
  json::Object out = {{"id", one.id},
                      {"cwd", one.cwd},
                      {"task", one.task},
                      {"title", one.title},
                      {"model", one.model},
                      {"status", status_of(one)},
                      {"started", base::iso_time(one.started_ms)},
                      {"turns", one.turns},
                      {"input_tokens", one.tokens_in},
                      {"output_tokens", one.tokens_out}};
  if (one.cost_usd >= 0) out["cost_usd"] = one.cost_usd;
  if (one.attempt > 0) {
    out["parent"] = one.parent;
    out["attempt"] = one.attempt;
    if (!one.role.empty()) out["role"] = one.role;
  }
  return json::dump(out) + "\n";
}

/// The same for people.
std::string line_of(const plumb::SessionInfo& one) {
  const std::string kind = one.role.empty() ? "attempt " : "agent ";
  std::string what = one.attempt > 0 ? kind + std::to_string(one.attempt) + " of " + one.parent : one_line(one.title, 60);
  if (!one.role.empty()) what += " (" + one.role + "): " + one_line(one.title, 40);
  return one.id + "  " + base::iso_time(one.started_ms).substr(0, 16) + "  " + padded(status_of(one), 11) + "  " +
         padded(one.model, 24) + "  " + safe(what) + "\n";
}

}  // namespace

int sessions_command(const Args& args, base::Env env) {
  const auto opened = open_host(env);
  if (opened.exit_code >= 0) return opened.exit_code;
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  const auto list = opened.host->list(args.all ? "" : cwd, args.search, args.limit);
  if (!list) return complain(list.error().what);
  if (list->empty() && !args.json)
    print(args.all ? "No sessions.\n" : "No sessions in this folder (--all shows those of others).\n");
  const auto line = args.json ? json_line : line_of;
  std::vector<std::string> ids;
  for (const auto& one : *list) ids.push_back(one.id);
  const auto attempts = opened.host->attempts(ids);
  if (!attempts) return complain(attempts.error().what);
  for (const auto& one : *list) {
    print(line(one));
    for (const auto& each : *attempts)
      if (each.parent == one.id) print(line(each));
  }
  return 0;
}

int show_command(const Args& args, base::Env env) {
  const auto opened = open_session(args, env);
  if (opened.exit_code >= 0) return opened.exit_code;
  if (args.diff) {
    const auto diff = diff_of(opened, args.step, args.step.empty() ? plumb::Which::tree : plumb::Which::all);
    if (!diff) return complain(diff.error().what);
    print(*diff);
    return 0;
  }
  const auto steps = steps_of(opened);
  if (!steps) return complain(steps.error().what);
  if (!has_step(*steps, args.step)) return complain("the session has no step '" + safe(args.step) + "'");
  print("session " + opened.session.id + "\n");
  bool any = false;
  for (const auto& step : *steps) {
    if (!args.step.empty() && step.id != args.step) continue;
    if (step.effects.empty() && step.git.empty()) continue;
    any = true;
    print("\n" + base::iso_time(step.time_ms).substr(11, 8) + "  " + safe(one_line(step.what, 100)) +
          (step.undone ? "  (undone)" : "") + "\n  step " + safe(step.id) + "\n");
    for (const auto& file : step.effects)
      print("  " + padded(file.change, 10) + safe(file.path) +
            (file.entries > 1 ? "/ (" + std::to_string(file.entries) + " entries)" : "") +
            (file.renamed_from.empty() ? "" : "  (was " + safe(file.renamed_from) + ")") +
            (file.state == "applied" || file.state == "undone" ? "" : "  (" + file.state + ": " + safe(file.why) + ")") +
            (file.undoable ? "" : "  (cannot be undone)") + "\n");
    for (const auto& line : step.git) print("  git       " + safe(line) + "\n");
  }
  if (!any) print(args.step.empty() ? "It changed nothing.\n" : "That step changed nothing.\n");
  return 0;
}

namespace {

/// The session's log, with what is damaged said.
base::Result<plumb::Record> record_of(const Opened& opened) {
  auto record = opened.host->record(opened.session.id);
  if (record && !record->damage.empty()) complain("the log of session " + opened.session.id + " is damaged: " + record->damage);
  return record;
}

std::string json_line(const plumb::Event& event) {
  return "{\"seq\":" + std::to_string(event.seq) + ",\"t\":" + std::to_string(event.time_ms) + ",\"type\":" +
         json::dump(json::Value(event.type)) + ",\"p\":" + event.payload + "}\n";
}

std::string line_of(const plumb::Event& event) {
  return padded(std::to_string(event.seq), 5) + base::iso_time(event.time_ms).substr(11, 12) + "  " + padded(event.type, 16) + "  " +
         safe(one_line(event.payload, 160)) + "\n";
}

}  // namespace

int log_command(const Args& args, base::Env env) {
  const auto opened = open_session(args, env);
  if (opened.exit_code >= 0) return opened.exit_code;
  const auto record = record_of(opened);
  if (!record) return complain(record.error().what);
  for (const auto& event : record->events) print(args.json ? json_line(event) : line_of(event));
  return 0;
}

int export_command(const Args& args, base::Env env) {
  const auto opened = open_session(args, env);
  if (opened.exit_code >= 0) return opened.exit_code;
  const auto record = record_of(opened);
  if (!record) return complain(record.error().what);
  std::string text;
  if (args.json) {
    for (const auto& event : record->events) text += json_line(event);
  } else {
    auto markdown = opened.host->markdown(opened.session.id);
    if (!markdown) return complain(markdown.error().what);
    text = *std::move(markdown);
  }
  if (args.out.empty()) {
    print(text);
    return 0;
  }
  const auto written = base::write_file(args.out, text);
  return written ? 0 : complain(written.error().what);
}

namespace {

struct Words {
  const char* done;      ///< "restored  "
  const char* nothing;   ///< "Nothing to undo in session "
  const char* verb;
};

int change_command(const Args& args, base::Env env, plumb::Verb verb, Words words) {
  const auto opened = open_session(args, env);
  if (opened.exit_code >= 0) return opened.exit_code;
  if (opened.session.attempt > 0) return change_attempt(args, std::move(env), opened.session.id, words.verb);
  const auto changed = wait_for<plumb::Changed>(*opened.host, [&](plumb::Then<plumb::Changed> then) {
    opened.host->change(opened.session.id, verb, args.step, args.paths, std::move(then));
  });
  if (!changed) return complain(changed.error().what);
  print(path_lines(words.done, changed->restored));
  for (const auto& kept : changed->conflicts)
    print("kept      " + safe(kept.path) + "  (" + kept.why +
          (kept.kept_as.empty() ? "" : "; the other version is in " + safe(kept.kept_as)) + ")\n");
  const bool is_nothing = changed->restored.empty() && changed->conflicts.empty();
  if (is_nothing && !args.paths.empty()) return complain("nothing of " + safe(args.paths.front()) + ": session " + opened.session.id + " has nothing there to " + words.verb);
  if (is_nothing) print(words.nothing + opened.session.id + ".\n");
  return changed->conflicts.empty() ? 0 : 1;
}

json::Object to_object(const plumb::Step& step, const plumb::Effect& file) {
  json::Array notes;
  for (const auto& note : file.notes) notes.emplace_back(note);
  return {{"step", step.id},        {"path", file.path},
          {"change", file.change},  {"state", file.state},
          {"why", file.why},        {"entries", file.entries},
          {"renamed_from", file.renamed_from}, {"undoable", file.undoable},
          {"notes", std::move(notes)}};
}

}  // namespace

int undo_command(const Args& args, base::Env env) {
  return change_command(args, std::move(env), plumb::Verb::undo, {"restored  ", "Nothing to undo in session ", "undo"});
}
int redo_command(const Args& args, base::Env env) {
  return change_command(args, std::move(env), plumb::Verb::redo, {"redone    ", "Nothing to redo in session ", "redo"});
}
int rewind_command(const Args& args, base::Env env) {
  return change_command(args, std::move(env), plumb::Verb::rewind, {"restored  ", "Nothing to take back in session ", "rewind"});
}
int apply_command(const Args& args, base::Env env) {
  return change_command(args, std::move(env), plumb::Verb::apply, {"applied   ", "Nothing is held in session ", "apply"});
}
int drop_command(const Args& args, base::Env env) {
  return change_command(args, std::move(env), plumb::Verb::drop, {"dropped   ", "Nothing is held in session ", "drop"});
}

int effects_command(const Args& args, base::Env env) {
  const auto opened = open_session(args, env);
  if (opened.exit_code >= 0) return opened.exit_code;
  if (args.diff) {
    const auto diff = diff_of(opened, args.step, args.all ? plumb::Which::all : plumb::Which::waiting);
    if (!diff) return complain(diff.error().what);
    print(*diff);
    return 0;
  }
  const auto steps = steps_of(opened);
  if (!steps) return complain(steps.error().what);
  if (!has_step(*steps, args.step)) return complain("the session has no step '" + safe(args.step) + "'");
  std::size_t waiting = 0, shown = 0;
  for (const auto& step : *steps) {
    if (!args.step.empty() && step.id != args.step) continue;
    bool headed = args.json;
    for (const auto& file : step.effects) {
      const bool is_waiting = file.state == "held" || file.state == "conflict";
      if (!args.all && !is_waiting && file.state != "refused") continue;
      waiting += is_waiting ? 1 : 0;
      ++shown;
      if (args.json) {
        print(json::dump(to_object(step, file)) + "\n");
        continue;
      }
      if (!headed) print("step " + safe(step.id) + "  " + safe(one_line(step.what, 100)) + "\n");
      headed = true;
      print("  " + padded(file.state, 9) + padded(file.change, 9) + safe(file.path) +
            (file.entries > 1 ? "/ (" + std::to_string(file.entries) + " entries)" : "") +
            (file.why.empty() ? "" : "  (" + safe(file.why) + ")") + "\n");
    }
  }
  if (args.json) return 0;
  if (shown == 0) print((args.step.empty() ? "Nothing is held in session " : "Nothing of that step is held in session ") + opened.session.id + ".\n");
  if (waiting > 0) print("\nNot in the tree. `plumb apply` puts it there, `plumb drop` throws it away (--step, --path).\n");
  return 0;
}

}  // namespace app
