#pragma once
// What builtin says, in plain sentences.

#include <optional>
#include <string>

#include "repair/repair.h"

namespace repair {

/// True if the task is about tests that fail.
bool is_about_failing_tests(const std::string& task);

std::string greeting(const std::string& check_command, const std::string& why);
std::string refusal();
std::string no_check();
/// Nothing to do, or nothing found.
std::string gave_up(const Outcome& outcome);
/// The search was cancelled when it had found something.
std::string cut_short(const Outcome& outcome);
/// Before the edit is made.
std::string proposal_text(const Outcome& outcome);
/// After it. `passed`: what the check said in the project itself; nothing = not known.
std::string final_report(const Outcome& outcome, std::optional<bool> passed);

}  // namespace repair
