#pragma once
#include <cstddef>
#include <initializer_list>
#include <vector>

class Matrix {
 public:
  Matrix(std::size_t rows, std::size_t cols) : rows_(rows), cols_(cols), cells_(rows * cols) {}
  Matrix(std::initializer_list<std::initializer_list<int>> rows);

  std::size_t rows() const { return rows_; }
  std::size_t cols() const { return cols_; }
  int& at(std::size_t row, std::size_t col) { return cells_.at(row * cols_ + col); }
  int at(std::size_t row, std::size_t col) const { return cells_.at(row * cols_ + col); }
  bool operator==(const Matrix&) const = default;

 private:
  std::size_t rows_, cols_;
  std::vector<int> cells_;
};

Matrix transposed(const Matrix& matrix);
/// As many rows as a, as many columns as b; throws if they do not fit.
Matrix operator*(const Matrix& a, const Matrix& b);
