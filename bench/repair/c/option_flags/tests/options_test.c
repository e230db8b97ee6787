#include "options.h"

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

#define PARSE(options, ...) \
  options_parse(options, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)), (const char *[]){__VA_ARGS__})

static void one_flag(void) {
  Options options;
  CHECK(PARSE(&options, "-v", "file"));
  CHECK(options_has(&options, OPT_VERBOSE));
  CHECK(!options_has(&options, OPT_FORCE));
  CHECK(options.first == 1);
}

static void several_flags(void) {
  Options options;
  CHECK(PARSE(&options, "-vf", "-R"));
  CHECK(options_has(&options, OPT_VERBOSE | OPT_FORCE | OPT_RECURSIVE));
}

static void values(void) {
  Options options;
  CHECK(PARSE(&options, "-l", "3", "-o", "out", "file"));
  CHECK(options.level == 3);
  CHECK(options.output != NULL && strcmp(options.output, "out") == 0);
  CHECK(options.first == 4);
  CHECK(!PARSE(&options, "-l"));
}

static void ends(void) {
  Options options;
  CHECK(PARSE(&options, "-v", "--", "-x"));
  CHECK(options.first == 2);
  CHECK(PARSE(&options, "-"));
  CHECK(options.first == 0);
  CHECK(!PARSE(&options, "-x"));
}

int main(void) {
  one_flag();
  several_flags();
  values();
  ends();
  return failures == 0 ? 0 : 1;
}
