#include "matrix.h"

#include <cstdio>
#include <stdexcept>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void squares() {
  CHECK((Matrix{{1, 2}, {3, 4}} * Matrix{{5, 6}, {7, 8}} == Matrix{{19, 22}, {43, 50}}));
}

static void turned() {
  CHECK((transposed({{1, 2, 3}, {4, 5, 6}}) == Matrix{{1, 4}, {2, 5}, {3, 6}}));
}

static void not_square() {
  CHECK((Matrix{{1, 2, 3}, {4, 5, 6}} * Matrix{{1, 2}, {3, 4}, {5, 6}} == Matrix{{22, 28}, {49, 64}}));
}

static void do_not_fit() {
  bool thrown = false;
  try {
    Matrix{{1, 2}} * Matrix{{1, 2}};
  } catch (const std::invalid_argument&) {
    thrown = true;
  }
  CHECK(thrown);
}

static void more() {
  CHECK((Matrix{{1, 2, 3}} * Matrix{{4}, {5}, {6}} == Matrix{{32}}));
  CHECK((Matrix{{1}, {2}} * Matrix{{3, 4, 5}} == Matrix{{3, 4, 5}, {6, 8, 10}}));
  CHECK((Matrix{{1, 0}, {0, 1}, {1, 1}} * Matrix{{1, 2, 3, 4}, {5, 6, 7, 8}} == Matrix{{1, 2, 3, 4}, {5, 6, 7, 8}, {6, 8, 10, 12}}));
  const Matrix a{{1, 2, 3}, {4, 5, 6}};
  const Matrix b{{1, 0, 2, 1}, {0, 3, 0, 1}, {1, 1, 1, 1}};
  CHECK(transposed(a * b) == transposed(b) * transposed(a));
  CHECK((a * b == Matrix{{4, 9, 5, 6}, {10, 21, 14, 15}}));
}

int main() {
  squares();
  turned();
  not_square();
  do_not_fit();
  more();
  return failures == 0 ? 0 : 1;
}
