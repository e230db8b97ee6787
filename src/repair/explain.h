#pragma once
// The fault and the change in two sentences.

#include <string>

#include "search.h"

namespace repair {

/// "In `overlaps`, the comparison `<` draws the line in the wrong place: it treats equal values as ... . I
/// made it `<=`." From templates, one a family of edits. A fix of several edits has a pair for each.
std::string explain(const Fix& fix);

}  // namespace repair
