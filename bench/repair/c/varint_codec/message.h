#pragma once

#include <stddef.h>
#include <stdint.h>

/// A message is a sequence of fields: a varint of number * 2 + kind, then a zigzag varint, or a length and bytes.
typedef enum { FIELD_NUMBER = 0, FIELD_BYTES = 1 } FieldKind;

typedef struct {
  unsigned number;
  FieldKind kind;
  int64_t value;
  const uint8_t *bytes;
  size_t length;
} Field;

typedef struct {
  uint8_t *data;
  size_t size, length;
  int failed;            // something did not fit; nothing is written after that
} Writer;

typedef struct {
  const uint8_t *data;
  size_t size, at;
  int failed;
} Reader;

void writer_init(Writer *writer, uint8_t *data, size_t size);
void write_number(Writer *writer, unsigned number, int64_t value);
void write_bytes(Writer *writer, unsigned number, const void *bytes, size_t length);

void reader_init(Reader *reader, const uint8_t *data, size_t size);
/// 1 for a field; 0 at the end, or if the message is damaged, which `failed` tells.
int read_field(Reader *reader, Field *field);
/// Finds the last field with a number and kind.
int find_field(const uint8_t *data, size_t size, unsigned number, FieldKind kind, Field *found);
