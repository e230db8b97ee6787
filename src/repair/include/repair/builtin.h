#pragma once
// The model `builtin`: a model to everybody else, a search inside.

#include <memory>
#include <string>

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
  std::string root;   ///< the project
  std::string check;  ///< its test command; "" = builtin looks for it
  Options options{};
};

/// Answers in at most five turns: says what it is and runs the check with the tool `shell`;
/// searches in copies of the project and edits with `apply_patch`, `edit` or `write`, whichever it
/// is offered; runs the check again; reports what it changed, why, and what it cannot know. Where
/// the task is not about failing tests, there is no check, or nothing is found, it says so and
/// changes nothing. Where it stands it reads from the conversation, so a resumed one goes on. While
/// it searches it sends ReasoningDelta, at most k_progress_lines_max lines. Cancellation takes 100
/// ms.
std::unique_ptr<llm::Model> make_builtin(Deps deps);

/// What is known about it: free, no window, edits by apply_patch.
llm::ModelInfo builtin_info();

inline constexpr std::size_t k_progress_lines_max = 200;

}  // namespace repair
