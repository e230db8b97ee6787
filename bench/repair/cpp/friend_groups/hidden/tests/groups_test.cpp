#include "groups.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  Groups groups;
  for (int i = 0; i < 64; ++i) CHECK(groups.size(std::to_string(i)) == 1);
  CHECK(groups.count() == 64);
  for (int step = 1; step < 64; step *= 2)
    for (int i = 0; i + step < 64; i += 2 * step) {
      const std::string a = std::to_string(i + step - 1), b = std::to_string(i + 2 * step - 1);
      const bool swapped = i % 3 == 0;
      CHECK(groups.join(swapped ? b : a, swapped ? a : b));
      CHECK(!groups.join(std::to_string(i), b));
      CHECK(!groups.join(b, std::to_string(i)));
      CHECK(groups.size(a) == 2 * step && groups.size(b) == 2 * step);
      CHECK(static_cast<int>(groups.members(a).size()) == 2 * step);
      CHECK(groups.largest() == 2 * step);
    }
  CHECK(groups.count() == 1);
  Groups line;
  for (int i = 0; i < 20; ++i) {
    CHECK(line.join(std::to_string(i), std::to_string(i + 1)));
    CHECK(line.size("0") == i + 2);
    CHECK(line.count() == 1);
  }
  CHECK(!line.join("0", "20"));
  CHECK(!line.join("20", "20"));
  CHECK(line.join("new", "10") && line.size("new") == 22 && line.largest() == 22);
  CHECK(!line.join("other", "other") && line.count() == 2);
  return failures == 0 ? 0 : 1;
}
