#include "pages.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void ranges() {
  const Pages pages(25, 10);
  CHECK(pages.count() == 3);
  CHECK(pages.items(1).begin == 0 && pages.items(1).end == 10);
  CHECK(pages.items(3).begin == 20 && pages.items(3).end == 25);
  CHECK(pages.items(9).begin == 20);
  CHECK(pages.pageOf(9) == 1 && pages.pageOf(10) == 2);
  CHECK(Pages(20, 10).count() == 2);
  CHECK(Pages(0, 10).count() == 1 && Pages(0, 10).items(1).end == 0);
}

static void windows() {
  const Pages pages(100, 10);
  CHECK(pages.links(5, 5) == "3 4 [5] 6 7");
  CHECK(pages.links(1, 5) == "[1] 2 3 4 5");
  CHECK(pages.links(2, 3) == "1 [2] 3");
  CHECK(Pages(15, 10).links(1, 5) == "[1] 2");
  CHECK(pages.links(10, 5) == "6 7 8 9 [10]");
  CHECK(pages.window(9, 5).size() == 5);
}

int main() {
  ranges();
  windows();
  return failures == 0 ? 0 : 1;
}
