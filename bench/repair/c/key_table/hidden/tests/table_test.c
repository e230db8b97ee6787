#include "table.h"

#include <stdio.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

int main(void) {
  static const char *const same[] = {"abc", "acb", "bac", "bca", "cab", "cba"};
  Table table;
  int value = 0;
  table_init(&table);
  for (int i = 0; i < 6; ++i) CHECK(table_put(&table, same[i], i));
  CHECK(table_remove(&table, "abc"));
  CHECK(table_remove(&table, "bca"));
  CHECK(table.count == 4);
  for (int i = 0; i < 6; ++i) {
    int there = table_get(&table, same[i], &value);
    CHECK(there == (i != 0 && i != 3));
    if (there) CHECK(value == i);
  }
  CHECK(table_put(&table, "cba", 50));
  CHECK(table.count == 4);
  CHECK(table_get(&table, "cba", &value) && value == 50);
  CHECK(table_put(&table, "abc", 60));
  CHECK(table.count == 5);
  CHECK(table_remove(&table, "cba"));
  CHECK(!table_get(&table, "cba", &value));
  CHECK(table_get(&table, "abc", &value) && value == 60);

  table_init(&table);
  char key[2] = "a";
  for (int i = 0; i < TABLE_SLOTS; ++i) {
    key[0] = (char)('a' + i);
    CHECK(table_put(&table, key, i));
  }
  CHECK(!table_put(&table, "zz", 1));
  for (int i = 0; i < TABLE_SLOTS; ++i) {
    key[0] = (char)('a' + i);
    CHECK(table_remove(&table, key));
  }
  CHECK(table.count == 0);
  CHECK(!table_get(&table, "a", &value));
  CHECK(table_put(&table, "zz", 7));
  CHECK(table_get(&table, "zz", &value) && value == 7);
  CHECK(table.count == 1);
  return failures == 0 ? 0 : 1;
}
