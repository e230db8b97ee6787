#pragma once
// What builtin says, in plain sentences.

#include <string>

#include "repair/repair.h"

namespace repair {

std::string refusal();
std::string no_check();
/// Nothing to do, or nothing found.
std::string gave_up(const Outcome& outcome);
/// The search was cancelled when it had found something.
std::string cut_short(const Outcome& outcome);
/// Before the edit is made.
std::string proposal_text(const Outcome& outcome);
/// After it.
std::string final_report(const Outcome& outcome);

}  // namespace repair
