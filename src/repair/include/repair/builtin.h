#pragma once
// The model `builtin`: a model to everybody else, a search inside.

#include <memory>
#include <string>
#include <vector>

#include "base/env.h"
#include "io/process.h"
#include "llm/model.h"
#include "repair/repair.h"

namespace workspace {
class Workspace;
}

namespace repair {

struct Deps {
  io::Launcher launcher;
  workspace::Workspace& workspace;  ///< must outlive the model
  base::Env env;
  std::string root;                    ///< the project
  std::vector<verify::Check> checks;   ///< its checks; empty = builtin looks for them
  Options options{};
};

/// Answers in at most three turns: searches in copies of the project, for the first of its checks
/// that fails, and edits with `apply_patch` or `edit`, whichever it is offered; then reports what it
/// changed, why, and what it cannot know. Where the task is of another kind, there is no check, or
/// nothing is found, it says so and changes nothing. Where it stands it reads from the conversation,
/// so a resumed one goes on. While it searches it sends ReasoningDelta, at most k_progress_lines_max
/// lines. Cancellation takes 100 ms.
std::unique_ptr<llm::Model> make_builtin(Deps deps);

/// What is known about it: free, no window, edits by apply_patch.
llm::ModelInfo builtin_info();

inline constexpr std::size_t k_progress_lines_max = 200;

}  // namespace repair
