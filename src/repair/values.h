#pragma once
// What values are at hand in a function: its names, and members of the object it works on. Of what shape each is, as
// far as the text tells: by what it is set to, by what is called on it, by its declared type. And whether somebody
// forgot it: it has a first value and is read, but nothing ever changes it.

#include <string>
#include <string_view>
#include <vector>

#include "shape.h"
#include "source.h"

namespace repair {

struct Value {
  std::string text;  ///< "count", "self.count", "queue->head"; "(x, y)"
  Shape shape = Shape::unknown;
  bool is_member = false;
  bool is_pair = false;   ///< some values together: nothing to assign to, but a key of a map or a set
  bool only_grows = false;  ///< something is pushed onto it, and nothing taken
  bool is_stale = false;    ///< set once, to something to begin with, and read; never changed
  bool is_unread = false;   ///< passed in or set, and nothing looks at it
  std::string type = {};    ///< C and C++: as it is declared (declared_types.h), "" = not known
};

/// The names of the function and the members that it can reach. Linear in the functions around it (some 64 KB).
std::vector<Value> values_of(const Source& source, const Unit& unit, const std::vector<std::string>& names);

/// C and C++: puts in what is declared of them.
void note_declared(const Source& source, const Unit& unit, std::vector<Value>& values);
/// C and C++: members of what the function works on that it does not mention, and others do. Some at most.
std::vector<Value> untouched_of(const Source& source, const Unit& unit, const std::vector<Value>& known);

/// The shape of an expression, by its syntax and by the values in it. What is nested deeper than some levels is unknown.
Shape shape_of(const Source& source, code::Node node, const std::vector<Value>& values, std::size_t depth = 0);

}  // namespace repair
