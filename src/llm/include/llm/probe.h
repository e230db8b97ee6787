#pragma once
// Tries a model out: `plumb doctor --model X`.

#include <string>
#include <vector>

#include "llm/model.h"

namespace llm {

struct ProbeResult {
  std::string what;     ///< "answer", "streaming", "tool call", "parallel tool calls", "usage", "context size"
  bool ok = false;
  bool tried = true;    ///< false: an earlier step failed, so this one was not tried
  std::string detail;   ///< what was seen, or what went wrong and what to do
};

/// Two short requests (below 500 tokens together on models that do not think). Never fails: a
/// failure is a result. Cancellation ends it early, the rest is then not tried.
io::Task<std::vector<ProbeResult>> probe(Model& model);

}  // namespace llm
