#include "matrix.h"

#include <stdexcept>

Matrix::Matrix(std::initializer_list<std::initializer_list<int>> rows)
    : rows_(rows.size()), cols_(rows.size() == 0 ? 0 : rows.begin()->size()) {
  for (const auto& row : rows) cells_.insert(cells_.end(), row.begin(), row.end());
}

Matrix transposed(const Matrix& matrix) {
  Matrix result(matrix.cols(), matrix.rows());
  for (std::size_t r = 0; r < matrix.rows(); ++r)
    for (std::size_t c = 0; c < matrix.cols(); ++c) result.at(c, r) = matrix.at(r, c);
  return result;
}

Matrix operator*(const Matrix& a, const Matrix& b) {
  if (a.cols() != b.rows()) throw std::invalid_argument("the matrices do not fit");
  Matrix result(a.rows(), a.cols());
  for (std::size_t r = 0; r < result.rows(); ++r)
    for (std::size_t c = 0; c < result.cols(); ++c)
      for (std::size_t k = 0; k < a.rows(); ++k) result.at(r, c) += a.at(r, k) * b.at(k, c);
  return result;
}
