#pragma once
// A block of statements whose texts are whole lines, for the operators that insert, take away and move them. A statement
// that shares its line with another is left alone.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "edits.h"

namespace repair {

struct Lines {
  std::size_t begin = 0, end = 0;  ///< whole lines, with the line feed
  std::string indent;
};

class Block {
 public:
  Block(Edits& edits, code::Node block) : edits_(edits), block_(block), statements_(statements_of(block, edits.language())) {}

 protected:
  using Node = code::Node;

  /// Nothing: it does not have them to itself, or the parser does not understand it.
  [[nodiscard]] std::optional<Lines> lines_of(Node statement) const;
  [[nodiscard]] std::string whole(const Lines& lines) const;
  [[nodiscard]] std::string indent_of(Node statement) const;
  static std::string reindent(const std::string& text, const std::string& from, const std::string& to);
  [[nodiscard]] bool in_loop() const;
  /// C and C++: whether the function can return this, by its type. Each that cannot costs a build.
  [[nodiscard]] bool fits_type(std::string_view jump) const;
  /// What a guard does: a return, a continue, a raise as the function has it, or one of the usual ones; and what it costs more.
  [[nodiscard]] std::vector<Filled> jumps() const;
  /// The null of the language, and the question for it as the file asks it.
  [[nodiscard]] std::string null() const;
  [[nodiscard]] std::string is_nothing(const std::string& name) const;
  /// The function's text.
  [[nodiscard]] std::string_view own() const;
  /// A statement under a condition, as the language writes it.
  [[nodiscard]] std::string under(const std::string& question, const std::string& indent, const std::string& statement) const;
  /// A statement as a line of its own at `at`.
  void put(double cost, const char* what, std::size_t at, const std::string& indent, const std::string& statement, Node near);
  /// The unit ends before the line feed of its last line.
  void splice(double cost, const char* what, std::size_t line, std::vector<Splice> splices);

  Edits& edits_;
  Node block_;
  std::vector<Node> statements_;
};

}  // namespace repair
