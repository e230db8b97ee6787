#pragma once
// The search: which edit makes the failing tests pass and breaks none?
//
// All edits of the suspect functions are put in order of their price,
//   price of the kind of edit + 0.8 (1 - suspicion of its line) + 0.1 (rank of its function)
// and tried in that order by the workers of a lab: each against the quickest failing test first
// (nearly all fail there), then the others, then the tests that pass today. The first that survives
// is not taken at once: a wrong edit that happens to satisfy the tests is often as cheap as the
// right one, so the search goes on for a while and tells about its rivals, longer if all that was found
// takes something away (loss.h). Fixes are ranked by cost, those that take away last, and
// compared by what they do (compare.h). No version of a function is tried twice (same.h). Candidates that ran out
// of CPU time are tried again with more at the end. If no single edit does it, those that turn at
// least one test green and break none become the start of a second round.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "compare.h"
#include "lab.h"
#include "localise.h"
#include "loss.h"
#include "repair/repair.h"
#include "same.h"

namespace repair {

struct SearchOptions {
  io::Millis budget{120000};   ///< wall time for all of it
  std::size_t rivals_max = 12;  ///< fixes that are ranked and compared
  io::Millis compare_budget{5000};
  io::Millis cover_budget{10000};
  std::size_t edits_max = 3;   ///< edits in one fix
  std::size_t units_max = 60;  ///< functions that are looked into
  std::size_t candidates_max = 200000;
  std::vector<std::string> tests, files;  ///< as in Options
  std::vector<std::string> green;         ///< tests that pass in the check itself
  OnFigures on_figures;
  std::function<bool()> stop;
};

struct Step {
  std::string what;  ///< "relational operator"
  std::string path;
  std::size_t line = 0;
  std::string function;       ///< "Interval.overlaps"
  std::string before, after;  ///< what was changed, without what stands around it
  Loss loss = Loss::none;
  std::size_t passing = 0;    ///< tests that passed before and run the line
};
/// Edits that make all failing tests pass and break none of those that were run with them.
struct Fix {
  std::map<std::string, std::string> files;  ///< path -> the whole new text
  std::vector<Step> steps;
  double cost = 0;            ///< of the search
  double final_cost = 0;      ///< by which fixes are ranked
  bool is_faulty = false;     ///< it passes by what the language does not define (Lab::examine)
  std::size_t tests_passed = 0;
  ChangedUnits changed;
};

struct SearchResult {
  std::vector<Fix> fixes;                ///< best first, at most rivals_max
  std::size_t passing = 0;               ///< fixes in all
  std::size_t faulty = 0;                ///< of them are faulty
  Comparison comparison;                 ///< of `fixes`
  Stopped stopped = Stopped::enough;
  std::vector<std::string> failing;      ///< tests that had to be made to pass
  std::vector<std::string> others;       ///< fail, and were not asked for
  std::vector<std::string> unstable;     ///< failed with the others, passed alone: left out
  std::optional<Fix> partly;             ///< where there is no fix: makes some pass, breaks none
  std::vector<std::string> left;         ///< tests that fail with that
  bool partly_whole = false;             ///< all failing tests that run what it edits pass with it
  std::size_t tests = 0;                 ///< in all
  std::size_t units = 0;                 ///< functions looked into
  std::size_t generated = 0, tried = 0, repeated = 0;  ///< candidates
  std::size_t rank = 0;                  ///< how many had been tried at the first fix
  std::int64_t search_ms = 0;            ///< of trying alone
  std::string why_not;                   ///< one sentence if there is no fix
};

/// `tree` is the folder whose files candidates are edits of: relative paths of coverage are seen
/// from there. `sources` must be those of the lab, and is filled here. Cancelled, it gives what it has
/// found so far; with nothing found it fails with cancelled. Fails as the lab does.
io::Task<base::Result<SearchResult>> search(Lab& lab, std::string tree,
                                            std::vector<Source>& sources, SearchOptions options,
                                            Progress progress);

}  // namespace repair
