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

static void puts_and_gets(void) {
  Table table;
  int value = 0;
  table_init(&table);
  CHECK(!table_get(&table, "width", &value));
  CHECK(table_put(&table, "width", 80));
  CHECK(table_put(&table, "height", 25));
  CHECK(table_put(&table, "width", 132));
  CHECK(table.count == 2);
  CHECK(table_get(&table, "width", &value) && value == 132);
  CHECK(!table_put(&table, "a key that is too long", 1));
}

static void removes(void) {
  Table table;
  int value = 0;
  table_init(&table);
  table_put(&table, "one", 1);
  CHECK(table_remove(&table, "one"));
  CHECK(!table_remove(&table, "one"));
  CHECK(!table_get(&table, "one", &value));
  CHECK(table.count == 0);
}

static void collisions(void) {
  Table table;
  int value = 0;
  table_init(&table);
  CHECK(table_home("ab") == table_home("ba"));
  table_put(&table, "ab", 1);
  table_put(&table, "ba", 2);
  CHECK(table_get(&table, "ab", &value) && value == 1);
  CHECK(table_get(&table, "ba", &value) && value == 2);
  CHECK(table_remove(&table, "ab"));
  CHECK(table_get(&table, "ba", &value) && value == 2);
}

int main(void) {
  puts_and_gets();
  removes();
  collisions();
  return failures == 0 ? 0 : 1;
}
