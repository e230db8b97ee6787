#include "lines.h"

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

int main(void) {
  LineReader reader;
  char line[6];
  CHECK(lines_find("red\ngreen\nblue", "blue") == 3);
  CHECK(lines_find("blue", "blue") == 1);
  CHECK(lines_find("a\r\nb\r", "b") == 2);
  CHECK(lines_find("a\nb", "") == 0);
  lines_open(&reader, "abcdefgh\nabcdefghi");
  CHECK(lines_next(&reader, line, sizeof line) && strcmp(line, "abcde") == 0);
  CHECK(lines_next(&reader, line, sizeof line) && strcmp(line, "abcde") == 0);
  CHECK(reader.number == 2);
  CHECK(!lines_next(&reader, line, sizeof line));
  CHECK(!lines_next(&reader, line, sizeof line));
  CHECK(reader.number == 2);
  return failures == 0 ? 0 : 1;
}
