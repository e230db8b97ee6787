#include "fifo.h"

#include <stdlib.h>
#include <string.h>

int fifo_init(Fifo *fifo, size_t capacity) {
  memset(fifo, 0, sizeof *fifo);
  fifo->bytes = malloc(capacity ? capacity : 1);
  if (!fifo->bytes) return 0;
  fifo->capacity = capacity;
  return 1;
}

void fifo_free(Fifo *fifo) {
  free(fifo->bytes);
  memset(fifo, 0, sizeof *fifo);
}

size_t fifo_room(const Fifo *fifo) {
  return fifo->capacity - fifo->count;
}

static size_t wrap(const Fifo *fifo, size_t index) {
  return index >= fifo->capacity ? index - fifo->capacity : index;
}

size_t fifo_write(Fifo *fifo, const void *data, size_t size) {
  size_t room = fifo_room(fifo);
  size_t taken = size < room ? size : room;
  fifo->dropped += size - taken;
  if (taken == 0) return 0;
  size_t tail = wrap(fifo, fifo->head + fifo->count);
  size_t first = fifo->capacity - tail;
  if (first > taken) first = taken;
  memcpy(fifo->bytes + tail, data, first);
  memcpy(fifo->bytes, (const uint8_t *)data + first, taken - first);
  fifo->count += taken;
  return taken;
}

size_t fifo_skip(Fifo *fifo, size_t size) {
  if (size > fifo->count) size = fifo->count;
  fifo->head = wrap(fifo, fifo->head + size);
  fifo->count -= size;
  return size;
}

void fifo_push_over(Fifo *fifo, const void *data, size_t size) {
  const uint8_t *from = data;
  if (size > fifo->capacity) {
    from += size - fifo->capacity;
    size = fifo->capacity;
  }
  size_t room = fifo_room(fifo);
  if (size > room) fifo_skip(fifo, size);
  fifo_write(fifo, from, size);
}

size_t fifo_peek(const Fifo *fifo, size_t skip, void *to, size_t size) {
  if (skip >= fifo->count) return 0;
  if (size > fifo->count - skip) size = fifo->count - skip;
  size_t start = wrap(fifo, fifo->head + skip);
  size_t first = fifo->capacity - start;
  if (first > size) first = size;
  memcpy(to, fifo->bytes + start, first);
  memcpy((uint8_t *)to + first, fifo->bytes, size - first);
  return size;
}

size_t fifo_read(Fifo *fifo, void *to, size_t size) {
  size_t got = fifo_peek(fifo, 0, to, size);
  return fifo_skip(fifo, got);
}

long fifo_find(const Fifo *fifo, uint8_t byte) {
  for (size_t i = 0; i < fifo->count; ++i)
    if (fifo->bytes[wrap(fifo, fifo->head + i)] == byte) return (long)i;
  return -1;
}

int fifo_read_line(Fifo *fifo, char *to, size_t size) {
  long length = fifo_find(fifo, '\n');
  if (length < 0 || size == 0) return 0;
  size_t copied = (size_t)length < size - 1 ? (size_t)length : size - 1;
  copied = fifo_peek(fifo, 0, to, copied);
  to[copied] = '\0';
  fifo_skip(fifo, (size_t)length + 1);
  return 1;
}
