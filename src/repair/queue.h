#pragma once
// The candidates of one round, in the order in which they are tried.

#include <stop_token>
#include <string>
#include <vector>

#include "candidate.h"
#include "lab.h"
#include "localise.h"

namespace repair {

struct QueueOptions {
  std::size_t units_max = 60;  ///< functions that are looked into
  std::size_t candidates_max = 200000;
};

struct Queue {
  std::vector<Candidate> candidates;  ///< cheapest first
  std::size_t units = 0;
  std::vector<std::string> left_out;  ///< functions for which no edits could be made, and why
};

/// `failing` are the tests that must be made to pass. Blocks, some 100 ms for large functions; what there is when
/// `stop` is requested.
Queue make_queue(const std::vector<Source>& sources, const Coverage& coverage, const std::vector<LabTest>& tests,
                 const std::vector<std::string>& failing, const QueueOptions& options, std::stop_token stop);

/// Suspicions by the tests that fail now, of which `failing` are the names.
Suspects suspects_of(const Coverage& coverage, const std::vector<LabTest>& tests, const std::vector<std::string>& failing);

/// The order among edits that pass all tests: by cost and naturalness (Candidate::known_pairs, natural), those that take
/// something away later.
double final_cost(const Source& source, const Candidate& candidate);

}  // namespace repair
