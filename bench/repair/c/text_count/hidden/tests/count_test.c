#include "count.h"

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

static void counts_letters_and_lines(void) {
  long lines = 0, words = 0, letters = 0;
  count_text("ab 1\ncd\n", &lines, &words, &letters);
  CHECK(lines == 2);
  CHECK(letters == 4);
}

static void counts_nothing(void) {
  long lines = 0, words = 0, letters = 0;
  count_text(" ", &lines, &words, &letters);
  CHECK(lines == 0 && words == 0 && letters == 0);
}

static void counts_words(void) {
  long lines = 0, words = 0, letters = 0;
  count_text("one two  three", &lines, &words, &letters);
  CHECK(words == 3);
}

static void longest(void) {
  CHECK(longest_word("a bcd ef") == 3);
  CHECK(longest_word("a bc defg") == 4);
  CHECK(longest_word("") == 0);
}

static void adds(void) {
  long lines = 1, words = 10, letters = 100;
  count_text("x", &lines, &words, &letters);
  CHECK(lines == 1 && words == 11 && letters == 101);
  count_text("\n\t x1 y\n- \n", &lines, &words, &letters);
  CHECK(lines == 4 && words == 14 && letters == 103);
  count_text("", &lines, &words, &letters);
  CHECK(lines == 4 && words == 14 && letters == 103);
}

int main(void) {
  counts_letters_and_lines();
  counts_nothing();
  counts_words();
  longest();
  adds();
  return failures == 0 ? 0 : 1;
}
