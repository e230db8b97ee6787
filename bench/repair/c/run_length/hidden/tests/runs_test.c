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

static void ends(void) {
  char out[64], back[64];
  memset(out, 'x', sizeof out - 1);
  out[63] = '\0';
  CHECK(runs_encode("", out, sizeof out));
  CHECK(out[0] == '\0' && out[1] == 'x');
  CHECK(runs_encode("aab", out, 4));
  CHECK(strcmp(out, "2ab") == 0);
  CHECK(out[4] == 'x');
  CHECK(!runs_encode("aabc", out, 4));
  const char *texts[] = {"a", "aaaaaaaaaaaaaaaa", "abababab", "aabbccdd", "xyyyyyyyyyyyz"};
  for (int i = 0; i < 5; ++i) {
    memset(out, '#', sizeof out);
    CHECK(runs_encode(texts[i], out, sizeof out));
    CHECK(memchr(out, '\0', sizeof out) != NULL);
    CHECK(runs_decode(out, back, sizeof back));
    CHECK(strcmp(back, texts[i]) == 0);
  }
}

int main(void) {
  encode();
  encode_twice();
  decode();
  no_room();
  longest();
  ends();
  return failures == 0 ? 0 : 1;
}
