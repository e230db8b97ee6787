#include "message.h"

#include <string.h>

#include "varint.h"

void writer_init(Writer *writer, uint8_t *data, size_t size) {
  writer->data = data;
  writer->size = size;
  writer->length = 0;
  writer->failed = 0;
}

static void put(Writer *writer, const void *bytes, size_t length) {
  if (writer->failed || length > writer->size - writer->length) {
    writer->failed = 1;
    return;
  }
  if (length > 0) memcpy(writer->data + writer->length, bytes, length);
  writer->length += length;
}

static void put_varint(Writer *writer, uint64_t value) {
  uint8_t bytes[VARINT_MAX];
  put(writer, bytes, varint_write(bytes, value));
}

void write_number(Writer *writer, unsigned number, int64_t value) {
  put_varint(writer, (uint64_t)number * 2 + FIELD_NUMBER);
  put_varint(writer, zigzag(value));
}

void write_bytes(Writer *writer, unsigned number, const void *bytes, size_t length) {
  put_varint(writer, (uint64_t)number * 2 + FIELD_BYTES);
  put_varint(writer, length);
  put(writer, bytes, length);
}

void reader_init(Reader *reader, const uint8_t *data, size_t size) {
  reader->data = data;
  reader->size = size;
  reader->at = 0;
  reader->failed = 0;
}

static int get_varint(Reader *reader, uint64_t *value) {
  size_t length = varint_read(reader->data + reader->at, reader->size - reader->at, value);
  if (length == 0) reader->failed = 1;
  reader->at += length;
  return length > 0;
}

int read_field(Reader *reader, Field *field) {
  uint64_t tag, value;
  if (reader->failed || reader->at == reader->size) return 0;
  if (!get_varint(reader, &tag) || !get_varint(reader, &value)) return 0;
  memset(field, 0, sizeof *field);
  field->number = (unsigned)(tag / 2);
  field->kind = tag & 1 ? FIELD_BYTES : FIELD_NUMBER;
  if (field->kind == FIELD_NUMBER) {
    field->value = unzigzag(value);
    return 1;
  }
  if (value > reader->size) {
    reader->failed = 1;
    return 0;
  }
  field->bytes = reader->data + reader->at;
  field->length = (size_t)value;
  reader->at += field->length;
  return 1;
}

int find_field(const uint8_t *data, size_t size, unsigned number, FieldKind kind, Field *found) {
  Reader reader;
  Field field;
  int any = 0;
  reader_init(&reader, data, size);
  while (read_field(&reader, &field))
    if (field.number == number && field.kind == kind) {
      *found = field;
      any = 1;
    }
  return any && !reader.failed;
}
