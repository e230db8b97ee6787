#pragma once
// What a value is, as far as the text tells.

#include <cstdint>

namespace repair {

enum class Shape : std::uint8_t {
  unknown, number, text, list, set, map, truth,
  place,    ///< C++: an iterator
  pointer,  ///< to what is no text
  object,   ///< of a class, a struct, an enum: compared and assigned, nothing else
};

/// True if values of both can stand for one another, as far as is known.
inline bool may_be(Shape shape, Shape wanted) {
  return shape == wanted || shape == Shape::unknown || wanted == Shape::unknown;
}

}  // namespace repair
