#pragma once
// All edits of one function that may be its fix, each with a price.

#include <functional>
#include <vector>

#include "candidate.h"
#include "source.h"

namespace repair {

inline constexpr std::size_t k_candidates_per_unit_max = 20000;

/// Candidates of `unit` at statements for which `is_suspect(line)` holds for one of their lines, in
/// the order of the text, each resulting text once. Costs are those of the kinds of edit alone.
/// Bound: k_candidates_per_unit_max.
std::vector<Candidate> make_candidates(const Source& source, std::size_t source_index,
                                       std::size_t unit_index,
                                       const std::function<bool(std::size_t line)>& is_suspect);

}  // namespace repair
