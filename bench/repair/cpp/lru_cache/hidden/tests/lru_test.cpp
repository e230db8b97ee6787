#include "lru.h"

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

static void keeps_what_was_put() {
  LruCache<std::string, int> cache(2);
  cache.put("a", 1);
  cache.put("b", 2);
  CHECK(cache.get("a") == 1);
  CHECK(cache.get("b") == 2);
  CHECK(!cache.get("c"));
  CHECK(cache.size() == 2);
}

static void evicts_the_oldest() {
  LruCache<int, int> cache(2);
  cache.put(1, 10);
  cache.put(2, 20);
  CHECK(cache.get(1) == 10);
  cache.put(3, 30);
  CHECK(!cache.contains(2));
  CHECK(cache.contains(1));
}

static void writing_again_is_a_use() {
  LruCache<int, int> cache(2);
  cache.put(1, 10);
  cache.put(2, 20);
  cache.put(1, 11);
  cache.put(3, 30);
  CHECK(cache.get(1) == 11);
  CHECK(!cache.get(2));
}

static void counts() {
  LruCache<int, int> cache(1);
  cache.put(1, 1);
  cache.get(1);
  cache.get(2);
  CHECK(cache.hits() == 1);
  CHECK(cache.misses() == 1);
}

static void longer_sequences() {
  LruCache<int, std::string> cache(3);
  for (int i = 0; i < 3; ++i) cache.put(i, "x");
  cache.put(1, "one");
  cache.put(0, "zero");
  CHECK(cache.hits() == 0 && cache.misses() == 0);
  cache.put(7, "seven");
  CHECK(!cache.contains(2));
  CHECK(cache.contains(1) && cache.contains(0) && cache.contains(7));
  cache.put(8, "eight");
  CHECK(!cache.contains(1));
  CHECK(cache.get(0) == "zero");
  cache.put(9, "nine");
  CHECK(!cache.contains(7));
  CHECK(cache.get(8) == "eight");
  CHECK(cache.size() == 3);
  CHECK(cache.hits() == 2 && cache.misses() == 0);
}

static void one_entry_written_often() {
  LruCache<int, int> cache(1);
  for (int i = 0; i < 5; ++i) cache.put(4, i);
  CHECK(cache.size() == 1);
  CHECK(cache.get(4) == 4);
  cache.put(5, 1);
  CHECK(!cache.get(4));
}

int main() {
  keeps_what_was_put();
  evicts_the_oldest();
  writing_again_is_a_use();
  counts();
  longer_sequences();
  one_entry_written_often();
  return failures == 0 ? 0 : 1;
}
