#pragma once
#include <string>
#include <vector>

enum class Kind { rectangle, triangle, square };

struct Shape {
  Kind kind = Kind::rectangle;
  double a = 0, b = 0;  ///< sides; a triangle's base and height; a square has only a
};

double area(const Shape& shape);
double total_area(const std::vector<Shape>& shapes);
std::string name(Kind kind);
