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

static void repeats() {
  Timers timers;
  int calls = 0;
  CHECK(timers.next() == -1);
  timers.add(10, 10, [&](long) { ++calls; });
  CHECK(timers.next() == 10);
  CHECK(timers.run(9) == 0);
  CHECK(timers.run(10) == 1 && calls == 1);
  CHECK(timers.next() == 20);
  CHECK(timers.run(47) == 1 && calls == 2);
  CHECK(timers.next() == 50);
}

static void cancels() {
  Timers timers;
  const int first = timers.add(5, 1, [](long) {});
  timers.add(7, 1, [](long) {});
  CHECK(timers.cancel(first));
  CHECK(!timers.cancel(first));
  CHECK(timers.size() == 1 && timers.next() == 7);
}

static void once() {
  Timers timers;
  std::string order;
  timers.add(5, 0, [&](long) { order += 'a'; });
  timers.add(5, 0, [&](long) { order += 'b'; });
  timers.add(9, 0, [&](long) { order += 'c'; });
  CHECK(timers.run(5) == 2);
  CHECK(order == "ab");
  CHECK(timers.size() == 1);
}

int main() {
  repeats();
  cancels();
  once();
  return failures == 0 ? 0 : 1;
}
