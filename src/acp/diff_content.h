#pragma once
// Unified diffs as the protocol shows them: a file's old and new text.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace acp {

inline constexpr std::size_t k_diff_files_max = 20;
inline constexpr std::size_t k_diff_text_max = std::size_t{256} << 10;

struct FileDiff {
  std::string path;                      ///< as the diff names it, relative
  std::optional<std::string> old_text;   ///< nullopt = there was no such file
  std::string new_text;                  ///< "" also of a file that goes
  bool gone = false;
  bool whole = false;                    ///< else a passage of the file, with some lines around it
  std::uint32_t line = 1;                ///< of the new text, from 1: where the (first) change is
};

/// The files of a unified diff, at most k_diff_files_max. `content` gives the text of a file on either side of the
/// change; where it fits, the whole file is made of it, else one FileDiff a passage. Binary files have none.
/// Any text is taken; what is no diff is passed over.
std::vector<FileDiff> read_diff(std::string_view diff,
                                const std::function<std::optional<std::string>(const std::string& path)>& content);

/// The files of the diff that were there before and after, at most k_diff_files_max.
std::vector<std::string> modified_paths(std::string_view diff);

}  // namespace acp
