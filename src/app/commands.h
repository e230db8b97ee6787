#pragma once
// One function a command, each in a file of its name. All return the exit code.

#include <string>

#include "args.h"
#include "base/env.h"
#include "engine/settings.h"

namespace app {

/// `plumb run`, `plumb resume`: session_command.cpp
int run_command(const Args& args, base::Env env);
int resume_command(const Args& args, base::Env env);
int ask_command(const Args& args, base::Env env);
int sessions_command(const Args& args, base::Env env);
int show_command(const Args& args, base::Env env);
int log_command(const Args& args, base::Env env);
int export_command(const Args& args, base::Env env);
int undo_command(const Args& args, base::Env env);
int try_command(const Args& args, base::Env env);
/// `plumb check`: check_command.cpp
int check_command(const Args& args, base::Env env);
int fork_command(const Args& args, base::Env env);
int redo_command(const Args& args, base::Env env);
int rewind_command(const Args& args, base::Env env);
int effects_command(const Args& args, base::Env env);
int apply_command(const Args& args, base::Env env);
int drop_command(const Args& args, base::Env env);
/// `plumb verify`, `plumb commit`: receipt_commands.cpp
int verify_command(const Args& args, base::Env env);
int commit_command(const Args& args, base::Env env);
/// `plumb serve`: serve_command.cpp
int serve_command(const Args& args, base::Env env);
/// `plumb rules`: rules_command.cpp
int rules_command(const Args& args, base::Env env);
/// `plumb config`: config_command.cpp
int config_command(const Args& args, base::Env env);
/// `plumb import`: import_command.cpp
int import_command(const Args& args, base::Env env);
/// `plumb usage`: usage_command.cpp
int usage_command(const Args& args, base::Env env);
int gc_command(const Args& args, base::Env env);
int models_command(const Args& args, base::Env env);
int doctor_command(const Args& args, base::Env env);
int completions_command(const Args& args);
int apply_patch_command(const Args& args);
/// `plumb acp`: acp_command.cpp
int acp_command(const Args& args, base::Env env);
/// `plumb` alone: interactive_command.cpp
int interactive_command(const Args& args, base::Env env);

/// `plumb mcp`: mcp_command.cpp; with --http: mcp_http_command.cpp
int mcp_command(const Args& args, base::Env env);
int mcp_http_command(const Args& args, base::Env env);
/// `plumb hooks`: hooks_command.cpp
int hooks_command(const Args& args, base::Env env);

/// The folder of -C or the current one, absolute. Empty (and a message on stderr) if it is none.
std::string folder_of(const Args& args);
/// The settings with what the command line says of the sandbox.
base::Result<engine::Settings> settings_for(const Args& args, base::Env env);
/// Prints "plumb: ..." to stderr; returns `code`.
int complain(const std::string& what, int code = 1);
/// The exit code for what went wrong before there was a session: usage, the model, or else.
int exit_code_for(const base::Error& error);
/// All of standard input. Fails with io, too_big (more than `limit` bytes).
base::Result<std::string> read_stdin(std::size_t limit);

}  // namespace app
