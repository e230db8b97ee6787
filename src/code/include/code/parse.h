#pragma once
// Syntax trees. A Tree owns the tree and knows nothing of the text but its offsets; a Node is a
// view into it, valid as long as the Tree. tree-sitter stays behind this header.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "code/language.h"

namespace code {

inline constexpr std::size_t k_parse_max = std::size_t{4} << 20;  ///< bytes of one file

/// A cheap value. A default-made Node, or a child that is not there, is false; asking it gives
/// empty answers.
class Node {
 public:
  Node() = default;
  explicit operator bool() const;
  bool operator==(const Node&) const;

  /// The grammar's name: "function_definition", or the text of a token: "+", "return".
  [[nodiscard]] std::string_view type() const;
  [[nodiscard]] std::size_t begin() const;     ///< offset of the first byte
  [[nodiscard]] std::size_t end() const;       ///< offset after the last byte
  [[nodiscard]] std::size_t line() const;      ///< of begin(), from 1
  [[nodiscard]] std::size_t end_line() const;  ///< of the last byte, from 1
  [[nodiscard]] std::string_view text(std::string_view source) const;
  [[nodiscard]] bool named() const;       ///< a rule of the grammar, not a mere token
  [[nodiscard]] bool extra() const;       ///< a comment and the like, which may stand anywhere
  [[nodiscard]] bool is_error() const;    ///< text that the parser skipped
  [[nodiscard]] bool is_missing() const;  ///< a token that the parser put in
  [[nodiscard]] bool has_error() const;   ///< this node or one below

  [[nodiscard]] std::size_t child_count() const;
  /// O(i) in a node with many children: use children() to see all of them.
  [[nodiscard]] Node child(std::size_t i) const;
  [[nodiscard]] Node field(std::string_view name) const;  ///< "name", "body", "parameters"
  [[nodiscard]] Node parent() const;
  [[nodiscard]] Node next_sibling() const;
  [[nodiscard]] Node previous_sibling() const;
  [[nodiscard]] std::vector<Node> children() const;
  [[nodiscard]] std::vector<Node> named_children() const;
  /// The smallest node (named or not) that covers [begin, end).
  [[nodiscard]] Node smallest_covering(std::size_t begin, std::size_t end) const;

  struct Access;  ///< for parse.cpp

 private:
  std::array<std::uint64_t, 4> raw_{};
};

/// Goes through a tree without recursion and without cost per sibling:
///   for (Cursor at(tree.root()); at.next();) use(at.node());   // all nodes, parents first
class Cursor {
 public:
  explicit Cursor(Node root);
  ~Cursor();
  Cursor(Cursor&&) noexcept;
  Cursor& operator=(Cursor&&) noexcept;

  /// The first call stands at the root, each further one at the next node of the root's tree,
  /// parents before children. False at the end.
  bool next();
  /// The same, but leaves out what is below the present node.
  bool skip();
  [[nodiscard]] Node node() const;
  [[nodiscard]] std::string_view field_name() const;  ///< "" if the node has no field of its parent
  [[nodiscard]] std::size_t depth() const;            ///< 0 at the root

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Tree {
 public:
  /// Always gives a tree, however wrong the text is (see Node::has_error). Fails with too_big
  /// (k_parse_max), timeout (2 s of computing: hostile text), internal. Safe from any thread; a Tree is for one
  /// thread at a time.
  static base::Result<Tree> parse(Language language, std::string_view text);
  ~Tree();
  Tree(Tree&&) noexcept;
  Tree& operator=(Tree&&) noexcept;

  [[nodiscard]] Node root() const;
  [[nodiscard]] bool has_error() const { return root().has_error(); }
  [[nodiscard]] Language language() const { return language_; }
  /// "(module (expression_statement ...))", for tests and for curious people.
  [[nodiscard]] std::string dump() const;

 private:
  Tree() = default;
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Language language_ = Language::c;
};

}  // namespace code
