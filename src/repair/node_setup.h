#pragma once
// From a test command to what the server in Node (node_server.js.txt) needs to run the same tests itself.

#include <optional>
#include <string>
#include <vector>

#include "base/env.h"
#include "verify/verify.h"

namespace repair {

struct NodeSetup {
  std::string flavour;               ///< "node" (node:test, or files that are tests) or "mocha"
  std::vector<std::string> options;  ///< of node itself
  std::vector<std::string> files;    ///< files, folders and patterns; empty = the runner's own rule
  std::vector<std::string> requires_;  ///< modules to load first
};

/// Reads `node --test ARGS`, `node FILE`, `mocha ARGS` and npm's script "test" around one of them.
/// Nothing = another runner, or a command that does more than run tests.
std::optional<NodeSetup> node_setup(const verify::Check& check, const std::string& root);

}  // namespace repair
