#pragma once
// A source file of the project under repair: its text, its tree, and its functions ("units"), which
// is where edits are tried.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "code/language.h"
#include "code/parse.h"
#include "text/lines.h"

namespace repair {

/// A function that is tried in many versions. Python: an outermost function with its decorators
/// (functions inside it belong to it). All other languages: an outermost function with a body. In
/// JavaScript a function that is called where it stands, or that is long and holds others, is no
/// unit; those in it are.
struct Unit {
  std::string name;  ///< for people: "Interval.overlaps", "columns::wrap"
  bool is_top = false;
  code::Node node;   ///< the function itself
  code::Node body;
  std::size_t begin = 0, end = 0;      ///< bytes, from the start of its first line
  std::size_t line = 0, end_line = 0;  ///< from 1; line is that of the first decorator
  /// Python: the names that lead to its code object: classes, then itself.
  std::vector<std::string> chain;
  /// Python: lines that make its indentation right when it stands alone: "class A:", "if 1:".
  std::vector<std::string> headers;
};

/// So near in the text that one may say something about the other: files can be large.
inline bool are_near(const Unit& a, const Unit& b) {
  constexpr std::size_t k_bytes = 32 << 10;
  return a.end + k_bytes >= b.begin && b.end + k_bytes >= a.begin;
}

/// As a whole word; an empty one is mentioned nowhere.
bool mentions(std::string_view text, std::string_view word);

class Source {
 public:
  /// Fails with unsupported (no language that is repaired), too_big, invalid (does not parse).
  static base::Result<Source> load(const std::string& root, std::string path);
  /// The same from text at hand.
  static base::Result<Source> parse(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] code::Language language() const { return tree_.language(); }
  [[nodiscard]] bool is_python() const { return language() == code::Language::python; }
  [[nodiscard]] code::Node root() const { return tree_.root(); }
  [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
  [[nodiscard]] const text::LineIndex& lines() const { return lines_; }
  [[nodiscard]] std::string_view text_of(code::Node node) const { return node.text(text_); }
  /// The unit that holds `line`, nullptr if none does.
  [[nodiscard]] const Unit* unit_at(std::size_t line) const;

  Source(Source&&) noexcept = default;
  Source& operator=(Source&&) = delete;

 private:
  Source(std::string path, std::string text, code::Tree tree);
  std::string path_;
  std::string text_;
  code::Tree tree_;
  text::LineIndex lines_;
  std::vector<Unit> units_;
};

inline constexpr std::size_t k_source_max = std::size_t{8} << 20;  ///< larger files are left alone

/// True for what must not be edited to make tests pass: tests, fixtures, build files, generated and
/// foreign code, by name.
bool is_protected(std::string_view path);
/// True if repair knows the language of such a file.
bool is_repairable(std::string_view path);

}  // namespace repair
