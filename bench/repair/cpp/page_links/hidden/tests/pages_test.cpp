#include "pages.h"

#include <algorithm>
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
  for (int count = 1; count <= 12; ++count)
    for (int width = 1; width <= 7; ++width)
      for (int current = 1; current <= count; ++current) {
        const auto window = Pages(count * 4 - 3, 4).window(current, width);
        CHECK(static_cast<int>(window.size()) == std::min(count, width));
        CHECK(std::find(window.begin(), window.end(), current) != window.end());
        CHECK(window.front() >= 1 && window.back() <= count);
        CHECK(window.back() - window.front() + 1 == static_cast<int>(window.size()));
        if (width % 2 == 1 && current - width / 2 >= 1 && current + width / 2 <= count)
          CHECK(window.front() == current - width / 2);
        if (current == count) CHECK(window.back() == count);
        if (failures) return 1;
      }
  CHECK(Pages(100, 10).links(50, 3) == "8 9 [10]");
  CHECK(Pages(100, 10).links(-1, 3) == "[1] 2 3");
  CHECK(Pages(100, 10).links(9, 4) == "7 8 [9] 10");
  CHECK(Pages(100, 10).links(10, 4) == "7 8 9 [10]");
  CHECK(Pages(0, 10).links(1, 5) == "[1]");
  CHECK(Pages(3, 10).window(1, 2).size() == 1);
  return failures == 0 ? 0 : 1;
}
