#include "table.h"

#include <string.h>

void table_init(Table *table) { memset(table, 0, sizeof *table); }

size_t table_home(const char *key) {
  size_t sum = 0;
  for (; *key; ++key) sum += (unsigned char)*key;
  return sum % TABLE_SLOTS;
}

static size_t following(size_t at) { return (at + 1) % TABLE_SLOTS; }

/// The slot that has the key, or TABLE_SLOTS.
static size_t find(const Table *table, const char *key) {
  size_t at = table_home(key);
  for (size_t step = 0; step < TABLE_SLOTS; ++step, at = following(at)) {
    const Slot *slot = &table->slots[at];
    if (slot->state == SLOT_FREE) break;
    if (slot->state == SLOT_USED && strcmp(slot->key, key) == 0) return at;
  }
  return TABLE_SLOTS;
}

static size_t find_room(const Table *table, const char *key) {
  size_t at = table_home(key);
  for (size_t step = 0; step < TABLE_SLOTS; ++step, at = following(at))
    if (table->slots[at].state != SLOT_USED) return at;
  return TABLE_SLOTS;
}

int table_put(Table *table, const char *key, int value) {
  if (strlen(key) >= sizeof table->slots[0].key) return 0;
  size_t at = find(table, key);
  if (at == TABLE_SLOTS) {
    at = find_room(table, key);
    if (at == TABLE_SLOTS) return 0;
    strcpy(table->slots[at].key, key);
    table->slots[at].state = SLOT_USED;
    ++table->count;
  }
  table->slots[at].value = value;
  return 1;
}

int table_get(const Table *table, const char *key, int *value) {
  size_t at = find(table, key);
  if (at == TABLE_SLOTS) return 0;
  *value = table->slots[at].value;
  return 1;
}

int table_remove(Table *table, const char *key) {
  size_t at = find(table, key);
  if (at == TABLE_SLOTS) return 0;
  table->slots[at].state = SLOT_FREE;
  --table->count;
  return 1;
}
