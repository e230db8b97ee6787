#include "localise.h"

#include <algorithm>
#include <cmath>

namespace repair {
namespace {

struct Counts {
  double failed = 0, passed = 0;
};

constexpr double k_frame_bonus = 0.25;

}  // namespace

double Suspects::of(const std::string& file, std::size_t line) const {
  return of(file, line, line);
}

double Suspects::of(const std::string& file, std::size_t first, std::size_t last) const {
  const auto found = lines.find(file);
  if (found == lines.end()) return 0;
  double most = 0;
  for (auto at = found->second.lower_bound(first); at != found->second.end() && at->first <= last;
       ++at)
    most = std::max(most, at->second);
  return most;
}

Suspects localise(const Coverage& coverage, const std::vector<LabTest>& failing) {
  std::map<std::string, std::map<std::size_t, Counts>> counts;
  double failed = 0;
  for (const auto& covered : coverage.tests) {
    if (covered.failed) ++failed;
    for (const auto& [file, lines] : covered.lines) {
      if (!is_repairable(file) || is_protected(file)) continue;
      for (const std::size_t line : lines) {
        auto& count = counts[file][line];
        ++(covered.failed ? count.failed : count.passed);
      }
    }
  }
  Suspects suspects;
  double most = 0;
  for (const auto& [file, lines] : counts)
    for (const auto& [line, count] : lines) {
      if (count.failed == 0) continue;
      const double suspicion = count.failed / std::sqrt(failed * (count.failed + count.passed));
      suspects.lines[file][line] = suspicion;
      most = std::max(most, suspicion);
    }
  for (const auto& test : failing)
    for (const auto& frame : test.frames) {
      if (!is_repairable(frame.file) || is_protected(frame.file)) continue;
      auto& suspicion = suspects.lines[frame.file][frame.line];
      suspicion = std::min(1.0, suspicion + k_frame_bonus * std::max(most, 0.5));
      most = std::max(most, suspicion);
    }
  if (most > 0)
    for (auto& [file, lines] : suspects.lines)
      for (auto& [line, suspicion] : lines) suspicion /= most;
  return suspects;
}

}  // namespace repair
