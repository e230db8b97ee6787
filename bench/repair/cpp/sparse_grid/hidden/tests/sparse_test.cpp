#include "sparse.h"

#include <cstdio>
#include <stdexcept>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void cells() {
  Sparse grid(2, 3);
  grid.set(0, 2, 5);
  grid.add(0, 2, 1);
  CHECK(grid.at(0, 2) == 6);
  CHECK(grid.at(1, 1) == 0);
  grid.add(0, 2, -6);
  CHECK(grid.cells() == 0);
  bool thrown = false;
  try {
    grid.set(2, 0, 1);
  } catch (const std::out_of_range&) {
    thrown = true;
  }
  CHECK(thrown);
}

static void text() {
  Sparse grid(2, 2);
  grid.set(0, 1, 1.5);
  CHECK(grid.text() == "0 1.5\n0 0\n");
}

static void sum_of_two() {
  Sparse a(2, 2), b(2, 2);
  a.set(0, 0, 1);
  b.set(0, 0, -1);
  b.set(1, 0, 4);
  CHECK((a + b).text() == "0 0\n4 0\n");
  CHECK((a + b).cells() == 1);
}

static void transposed_square() {
  Sparse grid(2, 2);
  grid.set(0, 1, 7);
  CHECK(grid.transposed().text() == "0 0\n7 0\n");
}

static void transposed_wide() {
  Sparse grid(1, 3);
  grid.set(0, 0, 7);
  const Sparse turned = grid.transposed();
  CHECK(turned.rows() == 3);
  CHECK(turned.columns() == 1);
}

static void product() {
  Sparse a(1, 2), b(2, 1);
  a.set(0, 0, 2);
  a.set(0, 1, 3);
  b.set(0, 0, 10);
  b.set(1, 0, 100);
  CHECK((a * b).text() == "320\n");
}

static void all_sizes() {
  for (std::size_t rows = 0; rows < 5; ++rows) {
    for (std::size_t columns = 0; columns < 5; ++columns) {
      Sparse grid(rows, columns);
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t c = 0; c < columns; ++c) grid.set(r, c, static_cast<double>(r * 10 + c));
      try {
        const Sparse turned = grid.transposed();
        CHECK(turned.rows() == columns && turned.columns() == rows);
        CHECK(turned.cells() == grid.cells());
        for (std::size_t r = 0; r < rows; ++r)
          for (std::size_t c = 0; c < columns; ++c) CHECK(turned.at(c, r) == grid.at(r, c));
        CHECK(turned.transposed().text() == grid.text());
        CHECK((grid * turned).rows() == rows);
      } catch (const std::exception&) {
        CHECK(false);
      }
    }
  }
}

int main() {
  cells();
  text();
  sum_of_two();
  transposed_square();
  transposed_wide();
  product();
  all_sizes();
  return failures == 0 ? 0 : 1;
}
