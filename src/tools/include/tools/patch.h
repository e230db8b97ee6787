#pragma once
// The apply_patch format: text to hunks (parse_patch), hunks and files to new files (plan_patch),
// and both for plain files below a folder (apply_patch_files). Parsing and planning are pure: any
// thread, any bytes, no file is touched.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tools {

inline constexpr std::size_t k_patch_max = std::size_t{4} << 20;        ///< bytes of a patch
inline constexpr std::size_t k_patched_file_max = std::size_t{32} << 20;
/// Lines compared while one patch is planned: a file of a million equal lines must not cost hours.
inline constexpr std::size_t k_patch_steps_max = 100'000'000;

/// A line of an update as it stands in the patch, without its mark.
struct PatchLine {
  enum class Kind : char { context = ' ', removed = '-', added = '+' };
  Kind kind = Kind::context;
  std::string text;
  bool implied = false;   ///< an empty line without its blank: context, perhaps only a separator
};

/// One place of an update. Contexts are sought one after the other, then the lines below them.
struct PatchChunk {
  std::vector<std::string> contexts;   ///< what followed "@@ "; most often none or one
  std::vector<PatchLine> lines;
  bool end_of_file = false;
};

struct PatchHunk {
  enum class Kind { add, remove, update };
  Kind kind = Kind::update;
  std::string path;
  std::string move_to;              ///< update only; "" = stays
  std::string content;              ///< add only
  std::vector<PatchChunk> chunks;   ///< update only; may be empty only with move_to
  std::size_t line = 0;             ///< of its header in the patch, from 1
};

struct Patch {
  std::vector<PatchHunk> hunks;
  std::string environment;          ///< of "*** Environment ID: ", else ""
};

/// Reads a patch as models write it: padding around markers, a heredoc around the whole (with or
/// without the command before it), CRLF, a first chunk without "@@", ranges of a unified diff behind
/// "@@", and blank lines between hunks are accepted. Fails with invalid and the line, too_big.
base::Result<Patch> parse_patch(std::string_view text);

/// A file before and after a patch. Nothing = not there.
struct PatchedFile {
  std::string path;
  std::optional<std::string> before, after;
  std::string mode_of;   ///< moved: the path whose mode it takes, else ""
};

/// What was done, for people and models: marks A, M and D as of `git status`.
struct PatchSummary {
  struct Line {
    char mark;
    std::string path;
  };
  std::vector<Line> lines;
  std::size_t added = 0, removed = 0;   ///< lines
  /// "Success. Updated the following files:\nA x\nM y\n": the words that models were trained on.
  [[nodiscard]] std::string text() const;
};

struct PatchPlan {
  std::vector<PatchedFile> files;   ///< those that change, by first mention; each path once
  PatchSummary summary;
};

/// The bytes of the file at `path` as the patch names it; nothing if there is none; an error for a
/// folder, a device, a path out of bounds.
using PatchReader = std::function<base::Result<std::optional<std::string>>(const std::string& path)>;

/// Applies the hunks in order, in memory. All or nothing: an error means that no file would change.
/// Lines are sought exactly, then without trailing blanks, without blanks at either end, and with
/// typographic dashes, quotes and spaces as their ASCII cousins. Context lines and line endings stay
/// as the file has them; new lines take the ending of the line that they replace or follow. An
/// updated file ends with a line feed. Paths are compared by text, normalized.
/// Fails with not_found (a file or lines), invalid, too_big, and as `reader`.
base::Result<PatchPlan> plan_patch(const Patch& patch, const PatchReader& reader);

/// `plumb apply-patch`: applies to files below `cwd`, without a session. All or nothing: what was
/// written before a failure is put back. Paths that leave `cwd`, also through a symlink, fail with
/// denied.
base::Result<PatchSummary> apply_patch_files(std::string_view text, const std::string& cwd);

/// A shell command that is nothing but a patch: `apply_patch <<'EOF' ...`, perhaps after
/// `cd DIR &&`, perhaps within `bash -lc '...'`. For a shell tool that wants to treat it as the call
/// that the model meant.
struct ShellPatch {
  std::string folder;   ///< of the cd, else ""
  std::string text;
};
std::optional<ShellPatch> find_shell_patch(std::string_view command);

}  // namespace tools
