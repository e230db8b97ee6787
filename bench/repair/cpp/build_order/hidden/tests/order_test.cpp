#include "order.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

using Names = std::vector<std::string>;

static void chain() {
  CHECK((build_order({{"app", {"lib"}}, {"lib", {"base"}}}) == Names{"base", "lib", "app"}));
}

static void by_name() {
  CHECK((build_order({{"c", {}}, {"a", {}}, {"b", {}}}) == Names{"a", "b", "c"}));
}

static void ring() {
  CHECK(!build_order({{"a", {"b"}}, {"b", {"a"}}}));
}

static void levels() {
  CHECK(depth({{"app", {"x", "y"}}, {"x", {"base"}}}) == 3);
  CHECK(depth({{"a", {}}}) == 1);
}

static void levels_of_a_ring() {
  CHECK(depth({{"a", {"b"}}, {"b", {"a"}}, {"c", {}}}) == -1);
}

static void more() {
  CHECK((build_order({}) == Names{}));
  CHECK(depth({}) == 0);
  CHECK(!build_order({{"a", {"a"}}}));
  CHECK(!build_order({{"a", {"b"}}, {"b", {"c"}}, {"c", {"b"}}, {"d", {}}, {"e", {"d"}}}));
  CHECK((build_order({{"a", {"b", "c"}}, {"b", {"d"}}, {"c", {"d"}}}) == Names{"d", "b", "c", "a"}));
  CHECK((build_order({{"a", {"z"}}}) == Names{"z", "a"}));
  CHECK(depth({{"a", {"b", "c"}}, {"b", {"c"}}, {"c", {"d"}}}) == 4);
  CHECK(depth({{"a", {"a"}}}) == -1);
}

int main() {
  chain();
  by_name();
  ring();
  levels();
  levels_of_a_ring();
  more();
  return failures == 0 ? 0 : 1;
}
