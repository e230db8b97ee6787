#pragma once
// Inputs that tell fixes apart. Several edits may pass all tests and still not be the same: this calls the
// changed functions, in each version, with what the tests call them with and with small changes of it, and
// compares what comes back. An input with different answers says what the tests do not.

#include <optional>
#include <string>
#include <vector>

#include "lab.h"
#include "source.h"

namespace repair {

struct Fix;

/// What a version did with each call, in the order in which they were made.
struct Comparison {
  std::vector<Observations> of;  ///< a fix; empty = not compared
  std::string why_not;           ///< one sentence if nothing could be compared

  [[nodiscard]] bool has(std::size_t fix) const { return fix < of.size() && !of[fix].empty(); }
};

struct Difference {
  std::string call, mine, other;
};

/// The plainest call in which fixes a and b differ; nothing if they agree in all calls made of both, or were
/// not compared.
std::optional<Difference> difference(const Comparison& comparison, std::size_t a, std::size_t b);
/// In how many calls both were seen.
std::size_t calls_in_common(const Comparison& comparison, std::size_t a, std::size_t b);
/// The first fix that does the same as each one; itself if it is the first of its kind or was not compared.
std::vector<std::size_t> classes(const Comparison& comparison);

/// Observes the fixes in order until `budget` is used up. The lab stands at `sources`. Calls whose answer
/// changes from run to run are left out. Fails with cancelled only: a lab that cannot do it says so in why_not.
io::Task<base::Result<Comparison>> compare(Lab& lab, const std::vector<Source>& sources, const std::vector<Fix>& fixes,
                                           std::vector<std::string> tests, std::vector<std::string> test_files,
                                           io::Millis budget);

}  // namespace repair
