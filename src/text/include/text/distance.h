#pragma once
// How far two words are from each other: for "did you mean".

#include <cstddef>
#include <string_view>

namespace text {

/// The least number of bytes that are inserted, dropped or exchanged to make `a` of `b` (Levenshtein). Takes time in the
/// product of their lengths: cut what comes from strangers.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace text
