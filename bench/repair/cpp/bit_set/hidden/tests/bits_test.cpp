#include "bits.h"

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

static void small() {
  BitSet set(10);
  set.insert(3);
  set.insert(7);
  CHECK(set.contains(3) && set.contains(7));
  CHECK(!set.contains(4));
  CHECK(set.count() == 2);
  set.erase(3);
  CHECK(!set.contains(3));
}

static void large() {
  BitSet set(200);
  for (const std::size_t i : {0, 31, 32, 63, 64, 150}) set.insert(i);
  CHECK(set.count() == 6);
  CHECK(set.contains(63));
  CHECK(!set.contains(62));
}

static void next_one() {
  BitSet set(100);
  set.insert(5);
  set.insert(64);
  CHECK(set.next(0) == 5);
  CHECK(set.next(6) == 64);
  CHECK(!set.next(65));
}

static void together() {
  BitSet a(70), b(70);
  a.insert(1);
  b.insert(1);
  b.insert(66);
  a |= b;
  CHECK(a.count() == 2);
  a.erase(66);
  b &= a;
  CHECK(b.count() == 1);
}

static void every_one() {
  BitSet set(130);
  for (std::size_t i = 0; i < 130; ++i) {
    set.insert(i);
    CHECK(set.count() == 1);
    CHECK(set.contains(i));
    CHECK(set.next(0) == i);
    set.insert(i);
    set.erase(i);
    CHECK(set.count() == 0);
  }
  for (std::size_t i = 0; i < 130; ++i) set.insert(i);
  CHECK(set.count() == 130);
  CHECK(!set.contains(130));
  set.erase(40);
  CHECK(set.count() == 129 && !set.contains(40) && set.contains(8));
}

int main() {
  small();
  large();
  next_one();
  together();
  every_one();
  return failures == 0 ? 0 : 1;
}
