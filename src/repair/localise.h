#pragma once
// Which lines are suspect.
//
// Ochiai: a line that the failing tests run and the passing ones do not is suspect,
//   failed(line) / sqrt(failed * (failed(line) + passed(line)))
// and lines in the traces of failures get a bonus. Nearly worthless inside one function, decisive
// in a repository: it says which functions to look at, and in which order.

#include <map>
#include <string>
#include <vector>

#include "lab.h"
#include "source.h"

namespace repair {

struct Suspects {
  /// file -> line -> suspicion, 0..1 with 1 for the most suspect line of all.
  std::map<std::string, std::map<std::size_t, double>> lines;

  [[nodiscard]] double of(const std::string& file, std::size_t line) const;
  /// The highest of lines [first, last].
  [[nodiscard]] double of(const std::string& file, std::size_t first, std::size_t last) const;
};

/// Values outside of functions are computed before any test: each is as suspect as the lines that name it, at a
/// discount.
void add_tops(Suspects& suspects, const std::vector<Source>& sources);

/// Only repairable files that are not protected. `failing` are the tests that must be made to pass.
Suspects localise(const Coverage& coverage, const std::vector<LabTest>& failing);

}  // namespace repair
