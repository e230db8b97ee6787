#pragma once
// `plumb run --attempts N`: several sessions at once, and the report that compares them.

#include <string>

#include "args.h"
#include "engine/session.h"
#include "engine/settings.h"

namespace app {

/// Returns the exit code.
io::Task<int> attempts_command(io::Loop& loop, const Args& args, engine::Settings settings, engine::SessionOptions options,
                               std::string prompt);

/// The rest of `plumb apply`, `drop` and the like for a session that is an attempt; `verb`: "apply", "drop", "undo", ...
/// Returns the exit code.
int change_attempt(const Args& args, base::Env env, const std::string& session, const std::string& verb);

}  // namespace app
