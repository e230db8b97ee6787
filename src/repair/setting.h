#pragma once
// What all rounds of a search share: the lab, the tests and what they run, what was found so far.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "naturalness.h"
#include "search.h"

namespace repair {

/// An edit that makes some of the failing tests pass.
struct Partial {
  Candidate candidate;
  std::size_t fixed = 0;
};
/// A fix of some of the failing tests.
struct Partly {
  Fix fix;
  std::vector<std::string> left;  ///< tests that fail with it
};

/// What all rounds share.
struct Setting {
  Lab& lab;
  SearchOptions options;
  Progress progress;
  std::int64_t deadline = 0;
  std::vector<LabTest> tests;
  Coverage coverage;
  SearchResult result;
  std::unique_ptr<Naturalness> naturalness;
  Seen seen;
  std::vector<Fix> found;  ///< all rounds

  bool has_all_workers = false;            ///< else the first tries alone for a while
  std::int64_t begun_ms = 0, told_ms = 0;  ///< of the trying; of on_figures
  std::optional<Partly> partly;  ///< the best so far that is no fix

  [[nodiscard]] bool is_over() const {
    return base::steady_ms() >= deadline || (options.stop && options.stop());
  }
  [[nodiscard]] const LabTest* find(const std::string& name) const {
    for (const auto& test : tests)
      if (test.name == name) return &test;
    return nullptr;
  }
};

[[nodiscard]] bool is_bad(verify::Outcome outcome);

/// The candidate on top of what `base` changed already.
Fix fix_of(const Setting& setting, const std::vector<Source>& sources, const Fix& base, const Candidate& candidate,
           std::size_t tests_passed);

}  // namespace repair
