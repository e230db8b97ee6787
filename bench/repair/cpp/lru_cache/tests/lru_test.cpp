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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "keeps_what_was_put") keeps_what_was_put();
  if (name == "evicts_the_oldest") evicts_the_oldest();
  if (name == "writing_again_is_a_use") writing_again_is_a_use();
  if (name == "counts") counts();
  return failures == 0 ? 0 : 1;
}
