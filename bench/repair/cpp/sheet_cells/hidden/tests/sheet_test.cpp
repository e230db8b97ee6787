#include "sheet.h"

#include <cstdio>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  Sheet sheet;
  sheet.setNumber("s0", 1);
  for (int i = 1; i <= 8; ++i)
    CHECK(sheet.setSum("s" + std::to_string(i), {"s" + std::to_string(i - 1), "s" + std::to_string(i - 1)}));
  CHECK(sheet.value("s8") == 256);
  CHECK(sheet.computed() == 8);
  sheet.setNumber("s0", 3);
  CHECK(sheet.value("s8") == 768);
  CHECK(sheet.computed() == 16);
  sheet.setNumber("s4", 1);
  CHECK(sheet.value("s8") == 16);
  CHECK(sheet.computed() == 20);
  CHECK(sheet.value("s3") == 24);
  CHECK(sheet.computed() == 20);
  sheet.setNumber("s0", 1);
  CHECK(sheet.value("s8") == 16);
  CHECK(sheet.computed() == 20);
  CHECK(!sheet.setSum("s4", {"s8"}));
  CHECK(sheet.value("s4") == 1);
  CHECK(sheet.setSum("s4", {"s3"}));
  CHECK(sheet.value("s8") == 128);
  CHECK(sheet.setSum("s6", {"new"}));
  CHECK(sheet.value("s8") == 0);
  sheet.setNumber("new", 0.5);
  CHECK(sheet.value("s8") == 2);
  CHECK(sheet.value("s6") == 0.5);
  return failures == 0 ? 0 : 1;
}
