#pragma once
// A scenario: the text form of one end-to-end test. tests/README.md describes it for writers.

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "model_server/script.h"

namespace e2e {

/// A file of the project, before the first run.
struct ProjectFile {
  std::string path;    ///< bytes; \xNN in the text form
  std::string bytes;
  bool executable = false;
};

/// One line "key: value" that is checked after a run.
struct Check {
  std::string key, value;
  int line = 0;
};

/// A section that must be equal as a whole, and that --update rewrites.
struct Exact {
  std::string kind;    ///< "stdout", "stderr", "events", "after"
  std::string path;    ///< of "after"
  std::string text;
  int first = 0, last = 0;   ///< its lines in the file, 1-based, [first, last)
};

struct SignalSpec {
  int number = 0;
  std::string when, value;   ///< "request" "2", "event" "tool.call", "file" PATH, "stdout" TEXT, "stderr" TEXT,
                             ///< "after" "20 ms"
};

/// Sends a signal, or writes a file of the project, while the program runs.
struct Run {
  std::string command;       ///< for sh
  std::string input;         ///< for stdin
  bool has_input = false;
  int exit = 0;
  std::optional<SignalSpec> signal;
  std::optional<std::chrono::milliseconds> within;   ///< from the signal, else from the start
  std::chrono::milliseconds limit{60000};
  bool leftovers_allowed = false;
  std::vector<Check> checks;
  std::vector<Exact> exacts;
  int line = 0;
};

/// A shell script between runs.
struct Do {
  std::string script;
  int line = 0;
};

struct Scenario {
  std::string path;          ///< of the file
  std::vector<std::string> wires{"chat", "responses", "messages"};
  std::vector<std::pair<std::string, std::string>> env;
  std::string config;        ///< added to config.toml
  std::string provider;      ///< added to the scripted provider's table
  std::string model;         ///< added to the scripted model's table
  std::vector<std::string> needs_programs;   ///< skipped where PATH has one of these not
  bool needs_transactions = false;   ///< skipped where the machine has no overlays (`plumb doctor`)
  std::optional<std::string> disk;   ///< "home 300k" or "project 300k": on a file system of that size
  std::vector<ProjectFile> files;
  model_server::Script script;
  bool turns_may_remain = false;
  bool refusals_allowed = false;
  std::vector<std::variant<Run, Do>> steps;
};

/// Reads a scenario for one wire: lines marked [chat] or [responses messages] hold only there. Fails
/// with invalid and "PATH:LINE: ...".
base::Result<Scenario> parse_scenario(const std::string& path, std::string_view text, std::string_view wire);

/// The wires that a scenario wants, without reading it all.
base::Result<std::vector<std::string>> wires_of(const std::string& path, std::string_view text);

/// \n, \r, \t, \0, \\ and \xNN.
std::string unescape(std::string_view text);

}  // namespace e2e
