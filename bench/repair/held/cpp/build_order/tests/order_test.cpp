#include "order.h"

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

using Names = std::vector<std::string>;

int main() {
  CHECK(build_order({}) == Names{});
  CHECK((build_order({{"app", "lib"}}) == Names{"lib", "app"}));
  try {
    CHECK((build_order({{"app", "lib"}, {"app", "base"}, {"lib", "base"}}) == Names{"base", "lib", "app"}));
  } catch (const std::exception&) {
    CHECK(false);
  }
  bool thrown = false;
  try {
    build_order({{"a", "b"}, {"b", "a"}});
  } catch (const std::runtime_error&) {
    thrown = true;
  }
  CHECK(thrown);
  return failures == 0 ? 0 : 1;
}
