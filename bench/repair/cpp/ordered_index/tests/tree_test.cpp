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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "insert_and_find") insert_and_find();
  if (name == "ranges") ranges();
  if (name == "erase_leaf") erase_leaf();
  if (name == "erase_root") erase_root();
  if (name == "erase_in_the_middle") erase_in_the_middle();
  return failures == 0 ? 0 : 1;
}
