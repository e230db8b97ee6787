#pragma once
// Languages seen alike: what an operator of repair needs to know of a node, whatever the grammar
// calls it. Types of nodes and words are in dialect.h.

#include <string_view>
#include <vector>

#include "code/language.h"
#include "code/parse.h"

namespace repair {

enum class Kind {
  none,
  // expressions
  comparison,  ///< a < b, also a < b < c
  arithmetic,  ///< + - * / % and the bitwise ones
  logical,     ///< and or && ||
  negation,    ///< not, !
  minus,       ///< -a, and the other unary ones
  number,
  string,
  boolean,
  null,
  name,
  member,  ///< a.b, a->b
  call,
  subscript,    ///< a[i]
  slice,        ///< the i:j of a[i:j]
  conditional,  ///< a if b else c, b ? a : c
  parenthesised,
  sequence,  ///< tuple, list
  comprehension,
  // statements
  assignment,  ///< an expression in C
  augmented,
  declaration,  ///< C: with initialisers
  return_,
  if_,
  while_,
  for_,
  expression_statement,
  break_,
  continue_,
  pass,
  raise,
  other_statement,
  block,
  function,
};

/// The kind of a node.
Kind kind_of(code::Node node, code::Language language);
/// One whose value is used and that can be replaced by another expression.
bool is_expression(Kind kind);
bool is_statement(Kind kind);
/// Name, member, call, subscript, literal, brackets: needs no brackets around it anywhere.
bool is_tight(Kind kind);

/// a OP b, one for each operator of a chain.
struct Binary {
  code::Node left, op, right;
};
std::vector<Binary> binaries(code::Node node);

/// The operator and the operand of a unary expression; the operator of a binary one.
code::Node operator_of(code::Node node);
code::Node operand_of(code::Node unary);
/// What a call calls: a name or a member.
code::Node callee_of(code::Node call);
/// a and b of a.b.
code::Node object_of(code::Node member);
code::Node member_of(code::Node member);
/// The parent, past the list that Go puts around what is returned and assigned.
code::Node value_parent(code::Node node);

/// The condition of if, elif, while, for and ?:, without the brackets that belong to the statement.
code::Node condition_of(code::Node node);
/// Arguments of a call, without names of keywords; the whole keyword_argument is not among them.
std::vector<code::Node> arguments_of(code::Node call);
/// The index expressions of a subscript that are not slices.
std::vector<code::Node> indices_of(code::Node subscript);
/// Statements of a block, without comments.
std::vector<code::Node> statements_of(code::Node block, code::Language language);
/// The nearest statement that holds `node` (or is it).
code::Node statement_of(code::Node node, code::Language language);
/// True if `node` stands where a value is used: not a name being defined, not a target.
bool is_value(code::Node node, code::Language language);
/// True if an expression put in the place of `node` needs no brackets whatever it is.
bool is_open_place(code::Node node);

}  // namespace repair
