#include "events.h"

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

static void by_time() {
  EventQueue queue;
  queue.at(2, "b");
  queue.at(1, "a");
  queue.at(5, "c");
  CHECK((queue.run_until(2) == Names{"a", "b"}));
  CHECK(queue.now() == 2);
  CHECK(!queue.idle());
}

static void as_added() {
  EventQueue queue;
  queue.at(1, "first");
  queue.at(1, "second");
  CHECK((queue.run_until(1) == Names{"first", "second"}));
}

static void cancelled() {
  EventQueue queue;
  const int id = queue.at(1, "a");
  queue.at(2, "b");
  queue.cancel(id);
  CHECK((queue.run_until(9) == Names{"b"}));
  CHECK(queue.idle());
}

static void in_the_past() {
  EventQueue queue;
  queue.run_until(10);
  queue.at(3, "late");
  CHECK((queue.run_until(10) == Names{"late"}));
}

static void many() {
  EventQueue queue;
  Names wanted;
  for (int i = 0; i < 9; ++i) queue.at(7, std::to_string(i));
  for (int i = 0; i < 9; ++i) queue.at(3, "x" + std::to_string(i));
  for (int i = 0; i < 9; ++i) wanted.push_back("x" + std::to_string(i));
  for (int i = 0; i < 9; ++i) wanted.push_back(std::to_string(i));
  CHECK(queue.run_until(8) == wanted);
  CHECK(queue.run_until(8).empty());
  queue.at(4, "c");
  queue.at(9, "e");
  queue.at(8, "d");
  queue.at(1, "f");
  CHECK((queue.run_until(8) == Names{"c", "d", "f"}));
  CHECK(queue.now() == 8);
  CHECK((queue.run_until(20) == Names{"e"}));
}

int main() {
  by_time();
  as_added();
  cancelled();
  in_the_past();
  many();
  return failures == 0 ? 0 : 1;
}
