#pragma once
// What `plumb mcp` and `plumb hooks` share: things of a project that run only while the user trusts them.

#include "args.h"
#include "base/error.h"
#include "engine/project_trust.h"
#include "json/json.h"

namespace app {

/// To stderr, a line each.
void print_notices(const engine::ProjectTrust& listing);
json::Array notices_in_json(const engine::ProjectTrust& listing);

/// 0: whoever sits at the terminal agrees, or --yes was given. Else the exit code, with the message printed. `read`: what they
/// should have read, "the file".
int ask_trust(const Args& args, const char* question, const char* read);
/// Says that it is taken back, or why not; returns the exit code. `what`: "the project's hooks are".
int tell_untrusted(const base::Result<>& done, const char* what);

}  // namespace app
