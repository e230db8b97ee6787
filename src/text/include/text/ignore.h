#pragma once
// Which files a project does not want to be looked at: .gitignore, .ignore, .git/info/exclude, with
// git's rules. Pure: whoever walks the tree reads the files and hands in their text. Everything
// here is immutable once made, so safe from any thread.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/glob.h"

namespace text {

enum class Entry : std::uint8_t { file, folder };

/// One line of an ignore file: "*.o", "!keep.o", "/build/", "doc/**/*.pdf".
class IgnorePattern {
 public:
  /// The pattern of a line without its ending; nothing for an empty one. A '#' is not special here.
  static std::optional<IgnorePattern> parse(std::string_view line);

  /// True if the pattern names `path`, given from the folder of its ignore file. "!" does not
  /// count: see negated().
  [[nodiscard]] bool matches(std::string_view path, Entry entry) const;
  [[nodiscard]] bool negated() const { return negated_; }
  /// True if the pattern looks at the last part of a path only.
  [[nodiscard]] bool name_only() const { return name_only_; }

 private:
  friend class IgnoreFile;
  explicit IgnorePattern(std::string_view pattern) : glob_(pattern) {}

  bool negated_ = false;
  bool folders_only_ = false;
  bool name_only_ = false;
  std::string suffix_;  ///< of "*SUFFIX" without more wildcards: the commonest pattern of all
  Glob glob_;
};

/// What a list of patterns says of a path.
enum class Verdict : std::uint8_t { silent, ignored, kept };

/// A whole ignore file. The last pattern that matches decides.
class IgnoreFile {
 public:
  IgnoreFile() = default;
  /// Any text; lines that git would not understand match nothing. At most k_patterns_max patterns
  /// are taken, the rest is left out (see cut()).
  static IgnoreFile parse(std::string_view text);
  static constexpr std::size_t k_patterns_max = 100'000;

  /// `path` from the folder of the file.
  [[nodiscard]] Verdict check(std::string_view path, Entry entry) const;
  [[nodiscard]] bool empty() const { return patterns_.empty(); }
  [[nodiscard]] bool cut() const { return cut_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Index = std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>>;

  void add(IgnorePattern pattern);
  void last_match(const std::vector<std::size_t>& among, std::string_view path, Entry entry,
                  std::optional<std::size_t>& last) const;

  std::vector<IgnorePattern> patterns_;
  Index by_name_;       ///< patterns that are just a name
  Index by_extension_;  ///< patterns like "*.o"
  std::vector<std::size_t> others_;
  bool cut_ = false;
};

/// The ignore files that hold in one folder of a tree. A value that is cheap to copy: what the
/// folders above contribute is shared. Paths are relative to the root of the tree, with '/'.
///
/// As in ripgrep, any .ignore outranks any .gitignore; within a kind the nearest folder wins, then
/// come .git/info/exclude and the user's own file. The git files of a folder with a repository of
/// its own are not mixed with those of the repository around it.
class IgnoreRules {
 public:
  /// The texts of the ignore files of one folder, "" for those that it does not have.
  struct Texts {
    std::string_view gitignore, ignore, exclude;
    bool is_repository = false;  ///< has a .git
  };
  /// The rules for what is in `folder` ("" = the root) when *this holds around it.
  [[nodiscard]] IgnoreRules enter(std::string_view folder, const Texts& texts) const;

  /// True if the rules ignore `path`, an entry of this folder or below. Looks at this one path:
  /// a walk that does not enter ignored folders gets git's meaning.
  [[nodiscard]] bool ignores(std::string_view path, Entry entry) const;
  /// The same if a folder above `path` may be ignored: then all that is in it is, too.
  [[nodiscard]] bool ignores_below(std::string_view path, Entry entry) const;

 private:
  struct Level {
    std::shared_ptr<const Level> around;  // shared: folders of a parallel walk end in any order
    std::string folder;                   // "" or "a/b/"
    IgnoreFile gitignore, ignore, exclude;
    bool is_repository = false;
  };
  template <class Pick>
  [[nodiscard]] Verdict ask(std::string_view path, Entry entry, Pick pick,
                            bool to_repository) const;

  std::shared_ptr<const Level> level_;
};

}  // namespace text
