#include "runs.h"

#include <stdio.h>
#include <string.h>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (0)

static void encode(void) {
  char out[32] = "";
  CHECK(runs_encode("aaab", out, sizeof out));
  CHECK(strcmp(out, "3ab") == 0);
}

static void encode_twice(void) {
  char out[32] = "";
  CHECK(runs_encode("abcabc", out, sizeof out));
  CHECK(strcmp(out, "abcabc") == 0);
  CHECK(runs_encode("zzzz", out, sizeof out));
  CHECK(strcmp(out, "4z") == 0);
}

static void decode(void) {
  char out[32];
  CHECK(runs_decode("3ab12c", out, sizeof out));
  CHECK(strcmp(out, "aaabcccccccccccc") == 0);
  CHECK(!runs_decode("3", out, sizeof out));
}

static void no_room(void) {
  char out[4];
  CHECK(!runs_encode("abcd", out, sizeof out));
  CHECK(!runs_decode("9a", out, sizeof out));
}

static void longest(void) {
  CHECK(runs_longest("abbbcc") == 3);
  CHECK(runs_longest("") == 0);
}

int main(int argc, char** argv) {
  const char *name = argc > 1 ? argv[1] : "";
  if (strcmp(name, "encode") == 0) encode();
  if (strcmp(name, "encode_twice") == 0) encode_twice();
  if (strcmp(name, "decode") == 0) decode();
  if (strcmp(name, "no_room") == 0) no_room();
  if (strcmp(name, "longest") == 0) longest();
  return failures == 0 ? 0 : 1;
}
