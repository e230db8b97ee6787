#pragma once
// The model of a whole project.

#include <cstddef>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "ngram/model.h"

namespace ngram {

inline constexpr std::size_t k_file_max = std::size_t{16} << 20;  ///< bytes; larger files are left out

struct TrainOptions {
  Options model{};
  /// Files nearest to these (paths from the root) are learned first: what is left out when the memory is
  /// used up is far from them.
  std::vector<std::string> near;
  std::size_t files_max = 100'000;
  std::size_t tokens_max = 20'000'000;  ///< bounds the time: some seconds
};

struct Trained {
  Model model;
  std::set<std::string> files;  ///< learned, paths from the root
  std::size_t left_out = 0;     ///< source files that were not: too large, unreadable, or past a bound
};

/// Learns the source files below `root` of the languages that plumb parses, except for those that are ignored
/// (code/walk.h). Fails as walk does, and with cancelled. Blocks; safe from any thread.
base::Result<Trained> train(const std::string& root, const TrainOptions& options = {}, std::stop_token stop = {});

}  // namespace ngram
