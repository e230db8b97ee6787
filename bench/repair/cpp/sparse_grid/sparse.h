#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// A matrix of which only the cells that are not 0 are kept.
class Sparse {
 public:
  Sparse(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns) {}

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_; }
  std::size_t cells() const { return cells_.size(); }

  double at(std::size_t row, std::size_t column) const;
  void set(std::size_t row, std::size_t column, double value);
  void add(std::size_t row, std::size_t column, double value);

  Sparse transposed() const;
  std::vector<double> row_sums() const;
  std::string text() const;

  friend Sparse operator+(const Sparse& a, const Sparse& b);
  friend Sparse operator*(const Sparse& a, const Sparse& b);

 private:
  void check(std::size_t row, std::size_t column) const;

  std::size_t rows_;
  std::size_t columns_;
  std::map<std::pair<std::size_t, std::size_t>, double> cells_;
};
