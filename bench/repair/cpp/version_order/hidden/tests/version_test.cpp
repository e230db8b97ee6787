#include "version.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static int order(std::string_view a, std::string_view b) {
  return compare(parse_version(a), parse_version(b));
}

static void same_length() {
  CHECK(order("1.2.3", "1.2.3") == 0);
  CHECK(order("1.9", "1.10") == -1);
  CHECK(order("2.0", "1.10") == 1);
}

static void missing_parts() {
  CHECK(order("1.0", "1") == 0);
  CHECK(order("1.2.1", "1.2") == 1);
}

static void tags() {
  CHECK(order("1.2-rc1", "1.2") == -1);
  CHECK(order("1.2-rc2", "1.2-rc1") == 1);
}

static void picks_the_newest() {
  CHECK(newest({"1.2", "1.10", "1.9"}) == "1.10");
  CHECK(newest({}) == "");
}

static void more_missing_parts() {
  CHECK(order("1.2", "1.2.1") == -1);
  CHECK(order("1", "1.0.0.0.1") == -1);
  CHECK(order("1.0.0.0.1", "1") == 1);
  CHECK(order("1.0.0", "1") == 0);
  CHECK(order("", "0.0") == 0);
  CHECK(order("", "0.1") == -1);
  CHECK(order("1.2.1-rc1", "1.2") == 1);
  CHECK(order("1.2.0-rc1", "1.2") == -1);
  CHECK(order("1.2", "1.2.1-rc1") == -1);
  CHECK(order("1.3", "1.2.9") == 1);
  CHECK(newest({"1.2", "1.2.3", "1.2.1"}) == "1.2.3");
}

int main() {
  same_length();
  missing_parts();
  tags();
  picks_the_newest();
  more_missing_parts();
  return failures == 0 ? 0 : 1;
}
