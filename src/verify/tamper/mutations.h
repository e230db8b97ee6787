#pragma once
// The faults that one file can get.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "code/language.h"
#include "code/parse.h"

namespace verify::tamper {

/// Bytes [begin, end) become `text`.
struct Mutation {
  std::size_t begin = 0, end = 0;
  std::string text;
  std::string what;
  std::size_t line = 0;
  double strength = 0;  ///< the higher, the surer a test notices it
};

inline constexpr std::size_t k_mutations_max = 2000;  ///< of one file

/// Those that begin in one of `lines`, in the order of the file.
std::vector<Mutation> mutations_of(code::Node root, code::Language language, std::string_view text,
                                   const std::set<std::size_t>& lines);

}  // namespace verify::tamper
