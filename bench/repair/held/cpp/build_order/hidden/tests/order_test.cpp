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
  CHECK((build_order({{"d", "a"}, {"d", "b"}, {"d", "c"}}) == Names{"a", "b", "c", "d"}));
  CHECK((build_order({{"d", "b"}, {"d", "c"}, {"b", "a"}, {"c", "a"}, {"e", "a"}}) == Names{"a", "b", "c", "d", "e"}));
  CHECK((build_order({{"x", "y"}, {"x", "y"}}) == Names{"y", "x"}));
  bool thrown = false;
  try {
    build_order({{"a", "b"}, {"b", "c"}, {"c", "b"}});
  } catch (const std::runtime_error&) {
    thrown = true;
  }
  CHECK(thrown);
  return failures == 0 ? 0 : 1;
}
