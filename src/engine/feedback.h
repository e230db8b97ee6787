#pragma once
// What a verdict that is not good tells the model, so that it can go on.

#include <cstdint>
#include <string>

#include "proof.h"

namespace engine {

inline constexpr std::size_t k_feedback_max = 8000;   ///< bytes
inline constexpr int k_rounds_default = 3;            ///< how often a session is told, at most

/// The text for the model; "" where it could do nothing about it. Says nothing of times, so that the same
/// result gives the same words.
std::string feedback_text(const Proof& proof);

/// The text where tests that failed before were run alone and some fail again; "" if none of `names` does.
std::string still_failing_text(const verify::CheckRun& run, const std::vector<std::string>& names);

/// What was found, in few bytes: equal for two proofs of which the second tells nothing new.
std::uint64_t evidence_mark(const Proof& proof);

/// How often a recorded session's model was told.
int rounds_in(const std::vector<journal::Event>& events);

}  // namespace engine
