#pragma once
// A project in a few lines, for a model that sees it for the first time.

#include <cstddef>
#include <stop_token>
#include <string>

#include "base/error.h"

namespace code {

struct MapOptions {
  std::size_t bytes_max = 3000;
  std::size_t entries_max = 100'000;  ///< of the walk
};

/// What the project at `root` is: the first line of its README, its languages by bytes, the files
/// that tell how to build and test it, its folders with their numbers of files; less of the latter
/// when the bound is near. The same text for the same tree; valid UTF-8. Fails as walk does.
/// Blocks; safe from any thread.
base::Result<std::string> project_map(const std::string& root, const MapOptions& options = {},
                                      std::stop_token stop = {});

}  // namespace code
