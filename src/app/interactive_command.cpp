// plumb alone, --continue, --resume: the interactive terminal.

#include <unistd.h>

#include <memory>

#include "base/file.h"
#include "base/paths.h"
#include "commands.h"
#include "engine/models.h"
#include "engine/person.h"
#include "host/host.h"
#include "text/sha256.h"
#include "tui/tui.h"

extern const char* const plumb_version;

namespace app {

namespace {

io::Task<base::Result<int>> interact(io::Loop& loop, host::Host& sessions, tui::Options options) {
  auto ended = co_await tui::run(loop, sessions, std::move(options));
  co_await sessions.close();
  co_return ended;
}

/// What [notify] says is said by the terminal, as long as it is the terminal's.
engine::NotifySink sink_of(const std::shared_ptr<tui::Notices>& notices) {
  engine::NotifySink sink;
  sink.ring = [notices](std::string_view sequence) {
    if (notices->ring) notices->ring(sequence);
    return static_cast<bool>(notices->ring);
  };
  sink.say = [notices](const std::string& text) {
    if (notices->say) notices->say(text);
    return static_cast<bool>(notices->say);
  };
  return sink;
}

}  // namespace

int interactive_command(const Args& args, base::Env env) {
  if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDOUT_FILENO) != 1)
    return complain("the interactive session needs a terminal as input and output; in a script: plumb run \"TASK\" (see plumb --help)", 2);
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  tui::Options options;
  options.cwd = folder_of(args);
  if (options.cwd.empty()) return complain("no such folder: " + args.dir, 2);
  options.plain = args.plain;
  options.model = args.model;
  options.effort = args.effort.empty() ? settings->effort : args.effort;
  options.configured_model = settings->model;
  options.version = plumb_version;
  options.history_file = base::join(settings->places.state, "typed/" + text::sha256_hex(options.cwd).substr(0, 16) + ".jsonl");
  options.env = settings->env;
  options.command_env = engine::env_for_commands(*settings);
  options.files = [cwd = options.cwd](std::stop_token stop) { return engine::project_files(cwd, std::move(stop)); };
  options.commands = [settings = *settings, cwd = options.cwd] {
    std::vector<tui::UserCommand> out;
    for (auto& one : engine::named_texts(settings, cwd)) out.push_back({std::move(one.name), std::move(one.description)});
    return out;
  };
  options.check_model = [settings = *settings, cwd = options.cwd](const std::string& model) -> base::Result<> {
    io::Loop own;
    return own.run(engine::check_model(own, settings, model, cwd));
  };
  options.notices = std::make_shared<tui::Notices>();
  io::Loop loop;
  const auto sessions = host::make(loop, *settings);
  if (args.continue_last || (!args.resume.empty() && args.resume != "?")) {
    const auto id = sessions->resumable(args.continue_last ? "last" : args.resume, options.cwd);
    if (!id) return complain(id.error().what, exit_code_for(id.error()));
    options.session = *id;
  }
  options.pick = args.resume == "?";
  // It writes a sequence: nothing for a terminal that shows it, or a voice that reads it out.
  const bool sequences = !options.plain && options.env.get("TERM").value_or("dumb") != "dumb";
  if (const auto told = sequences ? sessions->notify_people(sink_of(options.notices)) : base::Result<>(); !told) return complain(told.error().what, exit_code_for(told.error()));
  const auto ended = loop.run(interact(loop, *sessions, std::move(options)));
  return ended ? *ended : complain(ended.error().what, exit_code_for(ended.error()));
}

}  // namespace app
