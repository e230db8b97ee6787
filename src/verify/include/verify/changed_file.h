#pragma once
// One file of a change: what the tamper guard and the mutation test look at.

#include <cstdint>
#include <optional>
#include <string>

namespace verify {

/// A file that a session made, changed or deleted. A renamed file is two of them.
struct ChangedFile {
  std::string path;  ///< from the project's root, with '/'
  /// The whole text; nothing = was not there, is not there. Any bytes: it is hostile input.
  std::optional<std::string> before, after;
  std::uint32_t mode_before = 0, mode_after = 0;  ///< as of stat; 0 = unknown or not there
};

}  // namespace verify
