#include "sparse.h"

#include <cstdio>
#include <stdexcept>

void Sparse::check(std::size_t row, std::size_t column) const {
  if (row >= rows_ || column >= columns_) throw std::out_of_range("no such cell");
}

double Sparse::at(std::size_t row, std::size_t column) const {
  check(row, column);
  const auto found = cells_.find({row, column});
  return found == cells_.end() ? 0 : found->second;
}

void Sparse::set(std::size_t row, std::size_t column, double value) {
  check(row, column);
  if (value == 0)
    cells_.erase({row, column});
  else
    cells_[{row, column}] = value;
}

void Sparse::add(std::size_t row, std::size_t column, double value) {
  set(row, column, at(row, column) + value);
}

Sparse Sparse::transposed() const {
  Sparse result(rows_, columns_);
  for (const auto& [place, value] : cells_) result.set(place.second, place.first, value);
  return result;
}

std::vector<double> Sparse::row_sums() const {
  std::vector<double> sums(rows_, 0);
  for (const auto& [place, value] : cells_) sums[place.first] += value;
  return sums;
}

std::string Sparse::text() const {
  std::string out;
  for (std::size_t row = 0; row < rows_; ++row) {
    for (std::size_t column = 0; column < columns_; ++column) {
      char buffer[32];
      std::snprintf(buffer, sizeof buffer, "%g", at(row, column));
      if (column > 0) out += ' ';
      out += buffer;
    }
    out += '\n';
  }
  return out;
}

Sparse operator+(const Sparse& a, const Sparse& b) {
  if (a.rows_ != b.rows_ || a.columns_ != b.columns_) throw std::invalid_argument("sizes differ");
  Sparse sum = a;
  for (const auto& [place, value] : b.cells_) sum.add(place.first, place.second, value);
  return sum;
}

Sparse operator*(const Sparse& a, const Sparse& b) {
  if (a.columns_ != b.rows_) throw std::invalid_argument("sizes do not fit");
  Sparse product(a.rows_, b.columns_);
  for (const auto& [place, value] : a.cells_) {
    const std::size_t middle = place.second;
    for (auto it = b.cells_.lower_bound({middle, 0}); it != b.cells_.end() && it->first.first == middle; ++it)
      product.add(place.first, it->first.second, value * it->second);
  }
  return product;
}
