#pragma once
// What differs between languages, as data: the operators of repair (edit_*.cpp) are the same for all
// and take words and node types from here. One file a language: dialect_*.cpp.

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "code/language.h"
#include "code/parse.h"
#include "shape.h"
#include "syntax.h"

namespace repair {

/// A text with {0} and {1} for what is at hand, and its price. Where a shape is known it has to be this one.
struct Phrase {
  double cost;
  std::string_view text;
  Shape of = Shape::unknown, with = Shape::unknown;  ///< of {0} and {1}
};
/// `from` becomes `to`.
struct Swap {
  std::string_view from, to;
  double cost;
};
/// A field of a type of node in which no value stands: a name that is defined, a target.
struct Place {
  std::string_view type, field;
};

/// What most languages can ask of two values.
inline constexpr Phrase k_plain_relations[] = {{3.4, "{0} < {1}", Shape::number, Shape::number},
                                               {3.5, "{0} <= {1}", Shape::number, Shape::number},
                                               {3.5, "{0} == {1}"},
                                               {3.5, "{0} != {1}"}};

using Kinds = std::unordered_map<std::string_view, Kind>;
using Types = std::span<const std::string_view>;

struct Dialect {
  const Kinds* kinds = nullptr;
  // words
  // The words of C's family; Python has others.
  std::string_view both = " && ", either = " || ", negate = "!";
  std::string_view yes = "true", no = "false", end = ";", comment = "//";   ///< end: of a statement, may be ""
  std::string_view lowest, highest;  ///< numbers to begin a maximum or a minimum with; "" = there are none
  std::string_view length, most, least;    ///< "len({0})", "max({0}, {1})"; "" = there is none
  std::string_view under_condition;        ///< "if ({0}) {1}"; "" = not by a text on one line
  std::string_view guard;  ///< a condition that holds for variant {0} (schemata.h); "" = none
  // phrases
  std::span<const Phrase> questions;   ///< about a value
  std::span<const Phrase> relations_of_two = k_plain_relations;  ///< questions about two values
  std::span<const Phrase> wraps;       ///< around an expression: {0}; with brackets if it needs them: {1}
  std::span<const Phrase> nulls;       ///< instead of null
  std::span<const Phrase> statements;  ///< about a name {0}
  std::span<const Phrase> pairs;       ///< statements about two values
  std::span<const Phrase> returns;     ///< statements without a name
  std::span<const Swap> relations, arithmetic, augmented;  ///< on top of those of all languages
  std::span<const Swap> ranges;        ///< Rust: ..
  // syntax
  Types functions;                ///< types of nodes that are functions with a field `body`
  Types spaces;                   ///< classes and namespaces, with a name
  Types tops;                     ///< what has a value outside of functions (Unit::is_top)
  Types no_value;                 ///< below these no value stands
  std::span<const Place> places;  ///< nor here
  bool has_upper_case_types = false;  ///< a name that begins with a capital is no variable
};

/// The dialect of a language; each of code::Language has one.
const Dialect& dialect(code::Language language);

/// `phrase` with its places filled.
std::string filled(std::string_view phrase, std::string_view first, std::string_view second = {});

const Dialect& python_dialect();
const Dialect& native_dialect();  ///< C++
const Dialect& c_dialect();
const Dialect& script_dialect();
const Dialect& go_dialect();
const Dialect& rust_dialect();
const Dialect& java_dialect();

}  // namespace repair
