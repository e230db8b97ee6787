#pragma once
// Which files a project has, by the rules of its .gitignore and .ignore files.

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace code {

enum class Kind : std::uint8_t { file, folder, link, other };

struct WalkEntry {
  std::string path;  ///< from the root, with '/', without "./"; bytes as on disk
  Kind kind = Kind::file;
};

enum class Hidden : std::uint8_t { skip, show };   ///< names that begin with a dot; never .git
enum class Ignored : std::uint8_t { skip, show };  ///< by .gitignore, .ignore, .git/info/exclude

struct WalkOptions {
  Hidden hidden = Hidden::skip;
  Ignored ignored = Ignored::skip;
  /// As ripgrep's -g: with "*.cpp" only such files, without "!*.md" such files; the last that
  /// matches decides; "!build" keeps out of a folder. They narrow: what is ignored stays ignored.
  std::vector<std::string> globs;
  bool folders = false;        ///< list folders too, in front of what is in them
  std::size_t depth_max = 64;  ///< 1 = the entries of the root only
  std::size_t entries_max = 500'000;
  std::size_t unreadable_max = 20;  ///< how many folders that cannot be read are named
};

struct Walk {
  /// Sorted by path, part for part: "a/b" comes before "a-b". Files and links (and what else there
  /// is: sockets, devices), and folders if asked for.
  std::vector<WalkEntry> entries;
  /// The bound was met. What is there then is the upper levels of the tree, the same at each call.
  bool cut = false;
  std::vector<std::string> unreadable;  ///< folders, with the reason
};

/// Walks the folder `root`. Links are listed, never followed (but `root` itself may be one); .git
/// is left out; the ignore files of the repository around `root` count. Fails if `root` is no
/// folder that can be read, and with cancelled. Blocks; uses the cores there are. Safe from any
/// thread.
base::Result<Walk> walk(const std::string& root, const WalkOptions& options,
                        std::stop_token stop = {});

/// The order of Walk::entries.
bool path_less(std::string_view a, std::string_view b);

}  // namespace code
