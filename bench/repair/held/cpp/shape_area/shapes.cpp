#include "shapes.h"

double area(const Shape& shape) {
  double found = 0;
  switch (shape.kind) {
    case Kind::rectangle:
      found = shape.a * shape.b;
      break;
    case Kind::triangle:
      found = shape.a * shape.b / 2;
      break;
    default:
      break;
  }
  return found;
}

double total_area(const std::vector<Shape>& shapes) {
  double sum = 0;
  for (const auto& shape : shapes) sum += area(shape);
  return sum;
}

std::string name(Kind kind) {
  switch (kind) {
    case Kind::rectangle: return "rectangle";
    case Kind::triangle: return "triangle";
    case Kind::square: return "square";
  }
  return "?";
}
