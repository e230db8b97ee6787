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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "same_length") same_length();
  if (name == "missing_parts") missing_parts();
  if (name == "tags") tags();
  if (name == "picks_the_newest") picks_the_newest();
  return failures == 0 ? 0 : 1;
}
