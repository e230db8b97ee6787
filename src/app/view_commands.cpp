// plumb sessions, show, log, export, undo: looking at what was done, and taking it back.

#include <boost/json.hpp>

#include <cstdio>
#include <optional>

#include "base/file.h"
#include "base/ids.h"
#include "attempts_command.h"
#include "commands.h"
#include "engine/records.h"
#include "host/host.h"
#include "io/event.h"
#include "progress.h"

namespace app {

namespace {

/// Settings and the session that the command line names, or a message and an exit code.
struct Opened {
  engine::Settings settings;
  engine::Recorded session;
  int exit_code = -1;
};
Opened open_session(const Args& args, base::Env env) {
  Opened opened;
  auto settings = engine::load_settings(std::move(env));
  if (!settings) {
    opened.exit_code = complain(settings.error().what);
    return opened;
  }
  opened.settings = *std::move(settings);
  const std::string cwd = folder_of(args);
  if (cwd.empty()) {
    opened.exit_code = complain("no such folder: " + args.dir, 2);
    return opened;
  }
  auto session = engine::read_session(opened.settings, args.words.empty() ? "last" : args.words.front(), cwd);
  if (!session) {
    opened.exit_code = complain(session.error().what, exit_code_for(session.error()));
    return opened;
  }
  opened.session = *std::move(session);
  if (!opened.session.damage.empty())
    complain("the log of session " + opened.session.id + " is damaged: " + opened.session.damage);
  return opened;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string one_line(std::string text, std::size_t width) {
  for (auto& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  if (text.size() <= width) return text;
  std::size_t cut = width - 1;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// A session and its attempts, an object a line.
std::string json_lines(const engine::SessionSummary& one) {
  json::Object out = {{"id", one.id},
                      {"cwd", one.cwd},
                      {"task", one.task},
                      {"model", one.model},
                      {"status", one.status},
                      {"started", base::iso_time(one.started_ms)},
                      {"turns", one.turns},
                      {"input_tokens", one.tokens_in},
                      {"output_tokens", one.tokens_out},
                      {"cost_usd", one.cost_usd}};
  if (one.attempt > 0) {
    out["parent"] = one.parent;
    out["attempt"] = one.attempt;
    if (!one.role.empty()) out["role"] = one.role;
  }
  std::string lines = json::dump(out) + "\n";
  for (const auto& each : one.attempts) lines += json_lines(each);
  return lines;
}

/// The same for people: attempts stand below the session that started them.
std::string lines_of(const engine::SessionSummary& one) {
  const std::string kind = one.role.empty() ? "attempt " : "agent ";
  std::string what = one.attempt > 0 ? kind + std::to_string(one.attempt) + " of " + one.parent : one_line(one.task, 60);
  if (!one.role.empty()) what += " (" + one.role + "): " + one_line(one.task, 40);
  std::string lines = one.id + "  " + base::iso_time(one.started_ms).substr(0, 16) + "  " + padded(one.status, 11) + "  " +
                      padded(one.model, 24) + "  " + safe(what) + "\n";
  for (const auto& each : one.attempts) lines += lines_of(each);
  return lines;
}

}  // namespace

int sessions_command(const Args& args, base::Env env) {
  const auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what);
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  const auto list = engine::list_sessions(*settings, args.all ? "" : cwd, args.search, args.limit);
  if (!list) return complain(list.error().what);
  if (list->empty() && !args.json)
    print(args.all ? "No sessions.\n" : "No sessions in this folder (--all shows those of others).\n");
  for (const auto& one : *list) print(args.json ? json_lines(one) : lines_of(one));
  return 0;
}

int show_command(const Args& args, base::Env env) {
  const auto opened = open_session(args, std::move(env));
  if (opened.exit_code >= 0) return opened.exit_code;
  if (args.diff) {
    const auto diff = engine::diff_of(opened.settings, opened.session, args.step);
    if (!diff) return complain(diff.error().what);
    print(*diff);
    return 0;
  }
  const auto steps = engine::list_steps(opened.settings, opened.session);
  if (!steps) return complain(steps.error().what);
  print("session " + opened.session.id + "\n");
  bool any = false;
  for (const auto& step : *steps) {
    if (!args.step.empty() && step.id != args.step) continue;
    if (step.changes.empty() && step.git.empty()) continue;
    any = true;
    print("\n" + base::iso_time(step.time_ms).substr(11, 8) + "  " + safe(one_line(step.what, 100)) +
          (step.undone ? "  (undone)" : "") + "\n  step " + safe(step.id) + "\n");
    for (const auto& file : step.changes)
      print("  " + padded(file.change, 10) + safe(file.path) +
            (file.entries > 1 ? "/ (" + std::to_string(file.entries) + " entries)" : "") +
            (file.renamed_from.empty() ? "" : "  (was " + safe(file.renamed_from) + ")") +
            (file.state == "applied" || file.state == "undone" ? "" : "  (" + file.state + ": " + safe(file.why) + ")") +
            (file.undoable ? "" : "  (cannot be undone)") + "\n");
    for (const auto& line : step.git) print("  git       " + safe(line) + "\n");
  }
  if (!any) print(args.step.empty() ? "It changed nothing.\n" : "It has no such step.\n");
  return 0;
}

int log_command(const Args& args, base::Env env) {
  const auto opened = open_session(args, std::move(env));
  if (opened.exit_code >= 0) return opened.exit_code;
  for (const auto& event : opened.session.events) {
    if (args.json) {
      auto payload = json::parse(event.payload);
      print(json::dump(json::Object{{"seq", event.seq},
                                    {"t", event.time_ms},
                                    {"type", event.type},
                                    {"p", payload ? *std::move(payload) : json::Value(event.payload)}}) +
            "\n");
      continue;
    }
    print(padded(std::to_string(event.seq), 5) + base::iso_time(event.time_ms).substr(11, 12) + "  " +
          padded(event.type, 16) + "  " + safe(one_line(event.payload, 160)) + "\n");
  }
  return 0;
}

int export_command(const Args& args, base::Env env) {
  Args json_log = args;
  json_log.json = true;
  if (args.json && args.out.empty()) return log_command(json_log, std::move(env));
  const auto opened = open_session(args, std::move(env));
  if (opened.exit_code >= 0) return opened.exit_code;
  std::string text;
  if (args.json) {
    for (const auto& event : opened.session.events)
      text += "{\"seq\":" + std::to_string(event.seq) + ",\"t\":" + std::to_string(event.time_ms) + ",\"type\":" +
              json::dump(json::Value(event.type)) + ",\"p\":" + event.payload + "}\n";
  } else {
    auto markdown = engine::export_markdown(opened.session);
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

/// Through the host: a session that runs, here or in another process, does it itself before its next request.
base::Result<plumb::Changed> change(const engine::Settings& settings, const std::string& id, plumb::Verb verb, const Args& args) {
  io::Loop loop;
  const auto sessions = host::make(loop, settings);
  const auto work = [&]() -> io::Task<base::Result<plumb::Changed>> {
    std::optional<base::Result<plumb::Changed>> done;
    io::Event told(io::executor_of(loop));
    sessions->change(id, verb, args.step, args.paths, [&](base::Result<plumb::Changed> changed) {
      done = std::move(changed);
      told.notify();
    });
    while (!done) co_await told.wait();
    co_await sessions->close();
    co_return *std::move(done);
  };
  return loop.run(work());
}

int change_command(const Args& args, base::Env env, plumb::Verb verb, Words words) {
  const auto opened = open_session(args, std::move(env));
  if (opened.exit_code >= 0) return opened.exit_code;
  const int done = change_attempt(args, opened.settings, opened.session.id, words.verb);
  if (done >= 0) return done;
  const auto changed = change(opened.settings, opened.session.id, verb, args);
  if (!changed) return complain(changed.error().what);
  print(path_lines(words.done, changed->restored));
  for (const auto& kept : changed->conflicts)
    print("kept      " + safe(kept.path) + "  (" + kept.why +
          (kept.kept_as.empty() ? "" : "; the other version is in " + safe(kept.kept_as)) + ")\n");
  if (changed->restored.empty() && changed->conflicts.empty())
    print(words.nothing + opened.session.id + ".\n");
  return changed->conflicts.empty() ? 0 : 1;
}

json::Object to_object(const engine::StepView& step, const engine::ChangedFile& file) {
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
  const auto opened = open_session(args, std::move(env));
  if (opened.exit_code >= 0) return opened.exit_code;
  if (args.diff) {
    const auto diff = engine::diff_of_effects(opened.settings, opened.session, args.step, args.all);
    if (!diff) return complain(diff.error().what);
    print(*diff);
    return 0;
  }
  const auto steps = engine::list_steps(opened.settings, opened.session);
  if (!steps) return complain(steps.error().what);
  std::size_t waiting = 0, shown = 0;
  for (const auto& step : *steps) {
    if (!args.step.empty() && step.id != args.step) continue;
    bool headed = args.json;
    for (const auto& file : step.changes) {
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
  if (shown == 0) print("Nothing is held in session " + opened.session.id + ".\n");
  if (waiting > 0) print("\nNot in the tree. `plumb apply` puts it there, `plumb drop` throws it away (--step, --path).\n");
  return 0;
}

int gc_command(const Args& args, base::Env env) {
  const auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what);
  const auto done = engine::collect_garbage(*settings, static_cast<std::uint64_t>(args.keep_gb * 1e9));
  if (!done) return complain(done.error().what);
  for (const auto& problem : done->problems) complain("not looked at: " + problem);
  for (const auto& step : done->expired) print("cannot be undone any more: " + safe(step) + "\n");
  char line[160];
  std::snprintf(line, sizeof line, "Undo records: %.1f MB, freed %.1f MB.\n", static_cast<double>(done->bytes_after) / 1e6,
                static_cast<double>(done->bytes_before - done->bytes_after) / 1e6);
  print(line);
  return done->problems.empty() ? 0 : 1;
}

}  // namespace app
