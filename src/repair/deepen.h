#pragma once
// Rounds one after the other: where no single edit makes all failing tests pass, the edits that make some of
// them pass are what the next round starts from.

#include "setting.h"

namespace repair {

/// Searches for a fix of `failing` on top of `base`, whose files `sources` are. What is found goes to
/// setting.found, and the best of what is no fix to setting.partly.
io::Task<base::Result<>> search_from(Setting& setting, std::vector<Source>& sources, Fix base,
                                     std::vector<std::string> failing);

/// Whether all of the failing tests that run an edited function pass. Else the edit is more likely one
/// that suits a test than one that repairs the function.
bool is_whole_repair(const Setting& setting, const std::vector<Source>& sources, const Partly& partly);

}  // namespace repair
