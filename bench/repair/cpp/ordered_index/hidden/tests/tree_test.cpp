#include "tree.h"

#include <cstdio>
#include <initializer_list>
#include <map>
#include <string>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static Tree make(std::initializer_list<int> keys) {
  Tree tree;
  for (const int key : keys) tree.insert(key, std::to_string(key));
  return tree;
}

static std::string keys(const Tree& tree, int low = -1000, int high = 1000) {
  std::string out;
  tree.range(low, high, [&](int key, const std::string&) { out += std::to_string(key) + " "; });
  return out;
}

static void insert_and_find() {
  Tree tree = make({5, 2, 8});
  CHECK(!tree.insert(5, "five"));
  CHECK(tree.find(5) == "five");
  CHECK(!tree.find(6));
  CHECK(tree.size() == 3);
  CHECK(tree.depth() == 2);
}

static void ranges() {
  const Tree tree = make({5, 2, 8, 1, 3, 9});
  CHECK(keys(tree) == "1 2 3 5 8 9 ");
  CHECK(keys(tree, 2, 8) == "2 3 5 8 ");
  CHECK(tree.least() == 1);
  CHECK(tree.at_least(4) == 5);
  CHECK(!tree.at_least(10));
}

static void erase_leaf() {
  Tree tree = make({5, 2, 8});
  CHECK(tree.erase(2));
  CHECK(!tree.erase(2));
  CHECK(keys(tree) == "5 8 ");
}

static void erase_root() {
  Tree tree = make({5, 2, 8});
  tree.erase(5);
  CHECK(keys(tree) == "2 8 ");
  CHECK(tree.size() == 2);
}

static void erase_in_the_middle() {
  Tree tree = make({10, 5, 20, 15, 30, 25, 35});
  tree.erase(20);
  CHECK(keys(tree) == "5 10 15 25 30 35 ");
}

static void against_map() {
  Tree tree;
  std::map<int, std::string> map;
  unsigned seed = 3;
  for (int step = 0; step < 4000; ++step) {
    seed = seed * 1103515245 + 12345;
    const int key = static_cast<int>((seed >> 16) % 60);
    if ((seed >> 24) % 2 == 0) {
      const std::string text = std::to_string(step);
      CHECK(tree.insert(key, text) == map.insert_or_assign(key, text).second);
    } else {
      CHECK(tree.erase(key) == (map.erase(key) == 1));
    }
    CHECK(tree.size() == map.size());
    std::string want;
    for (const auto& [k, text] : map) {
      want += std::to_string(k) + " ";
      CHECK(tree.find(k) == text);
    }
    CHECK(keys(tree) == want);
    const auto next = map.lower_bound(key);
    CHECK(tree.at_least(key) == (next == map.end() ? std::nullopt : std::optional<int>(next->first)));
    if (failures > 10) return;
  }
}

int main() {
  insert_and_find();
  ranges();
  erase_leaf();
  erase_root();
  erase_in_the_middle();
  against_map();
  return failures == 0 ? 0 : 1;
}
