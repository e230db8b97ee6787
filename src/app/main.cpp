// plumb's main: a table of contents. --version is answered before anything is set up.

#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <vector>

#include "args.h"
#include "commands.h"
#include "engine/helper.h"

extern const char* const plumb_version;

namespace {

int dispatch(const app::Args& args) {
  const auto env = base::Env::of_process();
  if (args.command.empty()) return app::interactive_command(args, env);
  if (args.command == "run") return app::run_command(args, env);
  if (args.command == "resume") return app::resume_command(args, env);
  if (args.command == "ask") return app::ask_command(args, env);
  if (args.command == "sessions") return app::sessions_command(args, env);
  if (args.command == "show") return app::show_command(args, env);
  if (args.command == "log") return app::log_command(args, env);
  if (args.command == "export") return app::export_command(args, env);
  if (args.command == "undo") return app::undo_command(args, env);
  if (args.command == "try") return app::try_command(args, env);
  if (args.command == "check") return app::check_command(args, env);
  if (args.command == "fork") return app::fork_command(args, env);
  if (args.command == "redo") return app::redo_command(args, env);
  if (args.command == "rewind") return app::rewind_command(args, env);
  if (args.command == "effects") return app::effects_command(args, env);
  if (args.command == "apply") return app::apply_command(args, env);
  if (args.command == "drop") return app::drop_command(args, env);
  if (args.command == "verify") return app::verify_command(args, env);
  if (args.command == "commit") return app::commit_command(args, env);
  if (args.command == "rules") return app::rules_command(args, env);
  if (args.command == "config") return app::config_command(args, env);
  if (args.command == "import") return app::import_command(args, env);
  if (args.command == "usage") return app::usage_command(args, env);
  if (args.command == "gc") return app::gc_command(args, env);
  if (args.command == "serve") return app::serve_command(args, env);
  if (args.command == "models") return app::models_command(args, env);
  if (args.command == "doctor") return app::doctor_command(args, env);
  if (args.command == "completions") return app::completions_command(args);
  if (args.command == "acp") return app::acp_command(args, env);
  if (args.command == "mcp") return app::mcp_command(args, env);
  if (args.command == "hooks") return app::hooks_command(args, env);
  if (args.command == "apply-patch") return app::apply_patch_command(args);
  return app::complain("no such command: " + args.command, 2);
}

}  // namespace

int main(int argc, char** argv) {
  if (engine::is_helper(argc, argv)) return engine::run_helper(argc, argv);
  if (argc == 2 && (std::strcmp(argv[1], "--version") == 0 || std::strcmp(argv[1], "-V") == 0)) {
    std::printf("plumb %s\n", plumb_version);
    return 0;
  }
  // A reader that went away is an error of write(), not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);   // likewise a file that may not grow
  std::vector<const char*> words(argv, argv + argc);
  if (argc > 1 && (std::strcmp(words[1], "-p") == 0 || std::strcmp(words[1], "--print") == 0)) words[1] = "run";
  if (argc > 1 && std::strcmp(words[1], "--live") == 0) words.insert(words.begin() + 1, "run");
  try {
    const auto parsed = app::parse_args(static_cast<int>(words.size()), words.data());
    if (parsed.exit_code >= 0) return parsed.exit_code;
    return dispatch(parsed.args);
  } catch (const std::exception& error) {   // edge one of four: a bug or no memory
    return app::complain(std::string("internal error: ") + error.what());
  }
}
