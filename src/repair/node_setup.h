#pragma once
// From a test command to what the server in Node (node_server.js.txt) needs to run the same tests itself.

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "verify/verify.h"

namespace repair {

struct NodeSetup {
  std::string flavour;               ///< "node" (node:test, or files that are tests), "mocha", "jest" or "vitest"
  std::vector<std::string> options;  ///< of node itself
  std::vector<std::string> files;    ///< files, folders and patterns; empty = the runner's own rule
  bool is_compiled = false;          ///< by tsc, before: what tests load from its output is TypeScript elsewhere
  std::vector<std::string> requires_;  ///< modules to load first; those that only read TypeScript are left out
};

/// Reads `node --test ARGS`, `node FILE` (also as tsx and ts-node), `mocha ARGS`, `jest`, `vitest run` and
/// npm's script "test" around one of them, also behind `tsc &&` or a script that is only that. Nothing = another runner, a command that does more than run tests,
/// or a configuration that asks for more than the server has.
std::optional<NodeSetup> node_setup(const verify::Check& check, const std::string& root);

}  // namespace repair
