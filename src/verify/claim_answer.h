#pragma once
// From one look at a run to the mark of a claim and the sentence that gives the reason. Pure.

#include <string>

#include "claim_look.h"
#include "claim_reading.h"
#include "verify/claims.h"

namespace verify {

/// What speaks against a look that went well.
Trouble trouble_of(const Look& look, bool needs_whole);
/// The reason that goes with it.
std::string why_not(const Look& look, Trouble trouble);
/// The claim gets this mark, reason, and the look's run as its evidence.
void set(MarkedClaim& out, Mark mark, std::string why, const Look& look);
/// The run, for people: "plumb's own run of `pytest` on the final tree".
std::string subject(const Look& look);
/// How the run failed, how it passed: a sentence without its full stop.
std::string failed_sentence(const Look& look);
std::string passed_sentence(const Look& look);
/// Why the numbers of a claim are not those of a run; "" if they are, "?" if the run does not tell.
std::string miscounted(const Meaning& meaning, const Look& look);
/// A run that decides: proven, or refuted by its numbers.
void decide(MarkedClaim& out, const Meaning& meaning, const Look& look);

}  // namespace verify
