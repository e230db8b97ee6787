#pragma once
// The report of a run, made from what the workspace, the checks and the loop say.

#include <string>
#include <vector>

#include "agent/loop.h"
#include "engine/session.h"
#include "mask.h"
#include "proof.h"
#include "workspace/workspace.h"

namespace engine {

int exit_code_of(const Report& report, const agent::Outcome& outcome);
/// For people; "" when the model ended by itself.
std::string why_ended(const agent::Outcome& outcome, const SessionOptions& options);
/// What is in the tree by the session.
std::vector<ChangedFile> changed_files(const workspace::Workspace& workspace);
/// What the session's steps made and the tree does not have, and what happened to repositories.
void add_held(const workspace::Workspace& workspace, Report& report);
/// Puts handles in place of secrets into whatever is printed of it.
void mask_report(Report& report, const Mask& mask);
/// Status, reason, tests.
void add_verdict(const Proof& proof, Report& report);

}  // namespace engine
