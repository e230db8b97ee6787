#pragma once
// What `plumb run` prints for programs, whatever ran.

#include "args.h"
#include "engine/session.h"
#include "json/json.h"

namespace app {

/// One line of JSON on stdout.
void print_line(const json::Value& value);
/// One event as a line of --output-format stream-json.
json::Value to_line(const engine::SessionEvent& event);
json::Value to_line(const engine::Live& live);
/// An error before there is a session, in the form that was asked for; returns the exit code.
int fail_with(const Args& args, const base::Error& error);

}  // namespace app
