#pragma once
// Build folders of CMake in a tree, and for which place they were configured.

#include <string>
#include <string_view>
#include <vector>

namespace verify {

inline constexpr std::size_t k_cmake_cache_max = std::size_t{4} << 20;

struct BuildFolder {
  std::string name;    ///< relative to the root: "build", "build/debug"
  std::string source;  ///< the absolute source folder that it was configured for
  std::string place;   ///< the absolute place that it was configured in
};
/// Configured build folders one or two levels below `root`, the likeliest first.
std::vector<BuildFolder> build_folders(const std::string& root);

/// The value of an entry of a CMakeCache.txt, "" if it is not there.
std::string cmake_entry(const std::string& cache, std::string_view key);

}  // namespace verify
