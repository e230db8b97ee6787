#pragma once
// A program run as a user runs it: its own process group, its output collected, a limit.

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"

namespace e2e {

struct ChildSpec {
  std::vector<std::string> argv;
  std::string cwd, input;
  std::map<std::string, std::string> env;
  std::chrono::milliseconds limit{60000};
  /// Asked again and again while it runs, with the output so far. When it first says true, `signal`
  /// is sent to the child. Empty = never.
  std::function<bool(const std::string& out, const std::string& err, std::chrono::milliseconds running)> when;
  int signal = 0;
};

struct ChildResult {
  int exit = 0;              ///< 128 + signal if it was ended by one
  std::string out, err;
  bool timed_out = false, signalled = false;
  std::chrono::milliseconds took{0};         ///< from start to end
  std::chrono::milliseconds after_signal{0};
};

/// Fails with not_found, denied, io. Safe from several threads at once.
base::Result<ChildResult> run_child(const ChildSpec& spec);

/// Waits until no process but this one has MARK (NAME=VALUE) in its environment; after `limit` those
/// that are left are killed and returned, as their command lines.
std::vector<std::string> leftovers(const std::string& mark, std::chrono::milliseconds limit);

}  // namespace e2e
