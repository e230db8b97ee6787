/* Loaded before a program (LD_PRELOAD): counts what it asks of malloc, calloc and realloc, and when it
 * ends adds a line "PID NAME CALLS BYTES" to the file that COUNT_ALLOCATIONS names. For bench/run guard.
 * glibc only: the allocator itself is reached by its inner names. Safe from any thread. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* block, size_t size);

static atomic_ulong calls, bytes;

static void note(size_t size) {
  atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&bytes, size, memory_order_relaxed);
}

void* malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  note(count * size);
  return __libc_calloc(count, size);
}

void* realloc(void* block, size_t size) {
  note(size);
  return __libc_realloc(block, size);
}

__attribute__((destructor)) static void tell(void) {
  const char* path = getenv("COUNT_ALLOCATIONS");
  if (path == NULL) return;
  char line[200];
  const int length = snprintf(line, sizeof line, "%d %s %lu %lu\n", (int)getpid(), program_invocation_short_name,
                              atomic_load(&calls), atomic_load(&bytes));
  const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  /* A line that is missing or short makes the guard fail: it wants exactly the lines it knows. */
  if (file < 0 || write(file, line, (size_t)length) != length) perror("COUNT_ALLOCATIONS");
  if (file >= 0) close(file);
}
