#pragma once

#include <stddef.h>

#define TABLE_SLOTS 16

typedef enum { SLOT_FREE, SLOT_USED, SLOT_GONE } SlotState;

typedef struct {
  SlotState state;
  char key[16];
  int value;
} Slot;

/// Open addressing with linear probing; a removed slot is GONE until a new key takes it.
typedef struct {
  Slot slots[TABLE_SLOTS];
  size_t count;
} Table;

void table_init(Table *table);
size_t table_home(const char *key);
int table_put(Table *table, const char *key, int value);  // 0 if full or the key is too long
int table_get(const Table *table, const char *key, int *value);
int table_remove(Table *table, const char *key);
