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

static void against_a_simple_one() {
  struct Item {
    std::string key;
    std::size_t uses;
    int since;
  };
  for (std::size_t capacity = 1; capacity < 5; ++capacity) {
    LfuStore store(capacity);
    std::list<Item> items;
    unsigned seed = 7;
    for (int step = 0; step < 3000; ++step) {
      seed = seed * 1103515245 + 12345;
      const std::string key(1, static_cast<char>('a' + (seed >> 16) % 8));
      const unsigned what = (seed >> 20) % 8;
      Item* known = nullptr;
      for (Item& item : items)
        if (item.key == key) known = &item;
      if (what < 3) {
        CHECK(store.get(key).has_value() == (known != nullptr));
        if (known != nullptr) known->uses += 1, known->since = step;
      } else if (what < 7) {
        store.put(key, step);
        if (known != nullptr) {
          known->uses += 1, known->since = step;
        } else {
          if (items.size() == capacity) {
            auto worst = items.begin();
            for (auto it = items.begin(); it != items.end(); ++it)
              if (it->uses < worst->uses || (it->uses == worst->uses && it->since < worst->since)) worst = it;
            items.erase(worst);
          }
          items.push_back({key, 1, step});
        }
      } else {
        CHECK(store.erase(key) == (known != nullptr));
        items.remove_if([&](const Item& item) { return item.key == key; });
      }
      CHECK(store.size() == items.size());
      for (const Item& item : items) CHECK(store.uses(item.key) == item.uses);
      if (failures > 20) return;
    }
  }
}

int main() {
  put_and_get();
  the_least_used_goes();
  the_oldest_of_equals_goes();
  new_ones_are_used_least();
  erase();
  no_room();
  against_a_simple_one();
  return failures == 0 ? 0 : 1;
}
