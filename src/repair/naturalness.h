#pragma once
// How natural an edit is: does the changed code look more like the rest of the project than the code before?
// A language model of the project (ngram/model.h) that has not seen the function at hand answers.

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "candidate.h"
#include "ngram/train.h"
#include "source.h"

namespace repair {

inline constexpr std::size_t k_natural_tokens_max = 3'000'000;  ///< learned: some two seconds

/// Sets `known_pairs` of each candidate; all of them are edits of this source. Pairs of neighbouring tokens are counted with one
/// token around what is written, all comparisons as one; 1 where nothing is. Takes as long as reading the file.
void judge_pairs(const Source& source, std::vector<Candidate>& candidates);

class Naturalness {
 public:
  /// Learns the project at `root`. Blocks. Nothing to learn from = every edit is as natural as the code before.
  Naturalness(const std::string& root, std::stop_token stop);

  /// Sets `natural` of each candidate; all of them are edits of this unit. Some ten microseconds each, and as long as
  /// reading the file. Safe from any thread, one after the other.
  void judge(const Source& source, const Unit& unit, std::vector<Candidate>& candidates);

 private:
  std::mutex mutex_;
  std::optional<ngram::Trained> trained_;
};

}  // namespace repair
