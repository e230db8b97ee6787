#include "timers.h"

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
  for (int mask = 0; mask < 64; ++mask) {
    Timers timers;
    std::string order, want;
    int due = 0;
    for (int i = 0; i < 3; ++i) {
      const bool isDue = mask >> (2 * i) & 1, again = mask >> (2 * i + 1) & 1;
      timers.add(isDue ? 10 : 30, again ? 20 : 0, [&order, i](long) { order += static_cast<char>('a' + i); });
      if (isDue) want += static_cast<char>('a' + i), ++due;
    }
    CHECK(timers.run(10) == due);
    CHECK(order == want);
    CHECK(timers.run(10) == 0);
    CHECK(timers.next() == (timers.size() == 0 ? -1 : 30));
    if (failures) return 1;
    order.clear();
    std::string later;
    for (int i = 0; i < 3; ++i)
      if (!(mask >> (2 * i) & 1) || (mask >> (2 * i + 1) & 1)) later += static_cast<char>('a' + i);
    CHECK(timers.size() == later.size());
    CHECK(timers.run(30) == static_cast<int>(later.size()));
    CHECK(order == later);
  }
  Timers own;
  int calls = 0;
  own.add(1, 0, [&](long now) { own.add(now, 0, [&](long) { ++calls; }); });
  CHECK(own.run(1) == 1 && calls == 0 && own.size() == 1);
  CHECK(own.run(1) == 1 && calls == 1 && own.size() == 0);
  return failures == 0 ? 0 : 1;
}
