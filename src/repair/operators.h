#pragma once
// All edits of one function that may be its fix, each with a price.

#include <functional>
#include <vector>

#include "candidate.h"
#include "source.h"

namespace repair {

inline constexpr std::size_t k_candidates_per_unit_max = 20000;
/// Of text that is put in, for one function: bounds the time for huge ones.
inline constexpr std::size_t k_bytes_per_unit_max = std::size_t{256} << 20;

inline constexpr std::size_t k_depth_max = 300;  ///< of a function's tree; deeper functions have no candidates
inline constexpr std::size_t k_unit_max = 32 << 10;  ///< bytes; larger functions have no candidates

/// Candidates of `unit` at statements for which `is_suspect(line)` holds for one of their lines, in
/// the order of the text, each resulting text once. Costs are those of the kinds of edit alone.
/// Bounds: k_candidates_per_unit_max, of more the cheapest; k_bytes_per_unit_max.
std::vector<Candidate> make_candidates(const Source& source, std::size_t source_index,
                                       std::size_t unit_index,
                                       const std::function<bool(std::size_t line)>& is_suspect);

}  // namespace repair
