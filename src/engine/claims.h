#pragma once
// From a session's events to what verify/claims.h judges: which commands ran, where, on which tree.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "journal/event.h"
#include "json/json.h"
#include "tools/report.h"
#include "verify/claims.h"

namespace engine {

/// journal::read_blob of the session.
using ReadBlob = std::function<base::Result<std::string>(const std::string& name)>;

/// The commands of a session, oldest first: those of the shell's tools, and plumb's own checks. Of a
/// blob that cannot be read the part that is in the event itself is taken. Events that are none (their
/// payload is no object) are passed over.
std::vector<verify::Evidence> evidence_of(const std::vector<journal::Event>& events, const ReadBlob& read_blob);

/// The event of the last change to the tree; 0 = none. What caches and builds leave behind is no change,
/// nor is what did not come into the tree.
std::uint64_t last_change_in(const std::vector<journal::Event>& events);

/// What the model says at its end: the structured report's claims, and those in its prose. `report` may
/// be null; `text` is its last message (of a report, the summary).
std::vector<verify::Claim> claims_of(const tools::FinalReport* report, const std::string& text);

/// [{claim, command?, structured, mark, why, event?}]
json::Array to_json(const std::vector<verify::MarkedClaim>& claims);

}  // namespace engine
