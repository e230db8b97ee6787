#pragma once
// Coverage by the source itself: a call in front of each statement of each function. For languages whose
// own tools are seldom at hand, or differ from version to version (Java, Rust).

#include <string>
#include <string_view>
#include <vector>

#include "source.h"

namespace repair {

struct Probed {
  std::string text;                ///< lines stay where they are
  std::vector<std::size_t> lines;  ///< of the probes, from `first` on
};
/// `call` is a statement, with {0} for the probe's number: "hit({0});".
Probed with_probes(const Source& source, std::size_t first, std::string_view call);

}  // namespace repair
