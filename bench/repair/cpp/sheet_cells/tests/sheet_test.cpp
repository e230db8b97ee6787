#include "sheet.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void sums() {
  Sheet sheet;
  sheet.setNumber("A1", 2);
  sheet.setNumber("A2", 3);
  CHECK(sheet.setSum("A3", {"A1", "A2", "A9"}));
  CHECK(sheet.value("A3") == 5);
  CHECK(sheet.value("A3") == 5);
  CHECK(sheet.computed() == 1);
  sheet.setNumber("A2", 10);
  CHECK(sheet.value("A3") == 12);
  CHECK(sheet.computed() == 2);
}

static void circles() {
  Sheet sheet;
  CHECK(sheet.setSum("B", {"A"}));
  CHECK(!sheet.setSum("A", {"B"}));
  CHECK(!sheet.setSum("C", {"C"}));
  CHECK(sheet.value("B") == 0);
}

static void chains() {
  Sheet sheet;
  sheet.setNumber("price", 100);
  sheet.setNumber("tax", 19);
  sheet.setNumber("postage", 5);
  sheet.setSum("gross", {"price", "tax"});
  sheet.setSum("total", {"gross", "postage"});
  CHECK(sheet.value("total") == 124);
  sheet.setNumber("postage", 6);
  CHECK(sheet.value("total") == 125);
  sheet.setNumber("price", 200);
  CHECK(sheet.value("gross") == 219);
  CHECK(sheet.value("total") == 225);
}

int main() {
  sums();
  circles();
  chains();
  return failures == 0 ? 0 : 1;
}
