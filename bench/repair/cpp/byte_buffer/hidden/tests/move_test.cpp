#include "buffer.h"

#include <cstdio>
#include <utility>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  Buffer first;
  first.append("0123456789");
  CHECK(first.take(3) == "012");
  Buffer moved = std::move(first);
  CHECK(moved.size() == 7 && !moved.empty() && first.size() == 0 && first.empty());
  CHECK(moved.text() == "3456789");
  if (failures) return 1;
  first.append("again");
  CHECK(first.text() == "again" && moved.text() == "3456789");
  CHECK(first.take(1) == "a");
  first = std::move(moved);
  CHECK(first.size() == 7 && first.text() == "3456789");
  CHECK(moved.size() == 0 && moved.text() == "");
  moved = first;
  first.append("x");
  CHECK(moved.text() == "3456789" && first.text() == "3456789x");
  CHECK(moved.take(6) == "345678");
  first = moved;
  CHECK(first.text() == "9" && first.size() == 1);
  first = Buffer();
  CHECK(first.empty() && first.take(3) == "");
  first.append(std::string(100, 'z'));
  CHECK(first.size() == 100 && first.take(100) == std::string(100, 'z'));
  Buffer none;
  Buffer also = std::move(none);
  CHECK(also.empty() && none.empty());
  return failures == 0 ? 0 : 1;
}
