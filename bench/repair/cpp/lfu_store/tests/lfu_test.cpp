#include "lfu.h"

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

static void put_and_get() {
  LfuStore store(2);
  store.put("a", 1);
  store.put("a", 2);
  CHECK(store.get("a") == 2);
  CHECK(!store.get("b"));
  CHECK(store.uses("a") == 3);
  CHECK(store.size() == 1);
}

static void the_least_used_goes() {
  LfuStore store(2);
  store.put("a", 1);
  store.put("b", 2);
  store.get("a");
  store.put("c", 3);
  CHECK(store.contains("a"));
  CHECK(!store.contains("b"));
  CHECK(store.contains("c"));
}

static void the_oldest_of_equals_goes() {
  LfuStore store(2);
  store.put("a", 1);
  store.put("b", 2);
  store.put("c", 3);
  CHECK(!store.contains("a"));
  CHECK(store.size() == 2);
}

static void new_ones_are_used_least() {
  LfuStore store(2);
  store.put("a", 1);
  store.put("b", 2);
  store.get("a");
  store.get("b");
  store.put("c", 3);
  store.put("d", 4);
  CHECK(store.contains("b"));
  CHECK(!store.contains("c"));
  CHECK(store.contains("d"));
}

static void erase() {
  LfuStore store(2);
  store.put("a", 1);
  CHECK(store.erase("a"));
  CHECK(!store.erase("a"));
  CHECK(store.size() == 0);
  store.put("b", 1);
  store.put("c", 1);
  CHECK(store.size() == 2);
}

static void no_room() {
  LfuStore store(0);
  store.put("a", 1);
  CHECK(!store.get("a"));
}

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "put_and_get") put_and_get();
  if (name == "the_least_used_goes") the_least_used_goes();
  if (name == "the_oldest_of_equals_goes") the_oldest_of_equals_goes();
  if (name == "new_ones_are_used_least") new_ones_are_used_least();
  if (name == "erase") erase();
  if (name == "no_room") no_room();
  return failures == 0 ? 0 : 1;
}
