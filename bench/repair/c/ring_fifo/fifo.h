#pragma once

#include <stddef.h>
#include <stdint.h>

/// A queue of bytes of a fixed size, as between an interrupt and the main loop.
typedef struct {
  uint8_t *bytes;
  size_t capacity;
  size_t head;   // where the oldest byte is
  size_t count;
  size_t dropped;
} Fifo;

int fifo_init(Fifo *fifo, size_t capacity);
void fifo_free(Fifo *fifo);
size_t fifo_room(const Fifo *fifo);
/// Appends what fits, and says how much that was; the rest is counted as dropped.
size_t fifo_write(Fifo *fifo, const void *data, size_t size);
/// Appends all, at the cost of the oldest bytes.
void fifo_push_over(Fifo *fifo, const void *data, size_t size);
/// Copies up to `size` bytes without taking them, beginning `skip` bytes behind the oldest.
size_t fifo_peek(const Fifo *fifo, size_t skip, void *to, size_t size);
size_t fifo_read(Fifo *fifo, void *to, size_t size);
size_t fifo_skip(Fifo *fifo, size_t size);
/// How many bytes are before the first `byte`, or -1.
long fifo_find(const Fifo *fifo, uint8_t byte);
/// Takes a line without its end into `to` (cut, with a zero). 0 if no whole line is there.
int fifo_read_line(Fifo *fifo, char *to, size_t size);
