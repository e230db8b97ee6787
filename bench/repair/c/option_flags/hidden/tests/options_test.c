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

static void more_flags(void) {
  Options options;
  CHECK(PARSE(&options, "-vv"));
  CHECK(options.flags == OPT_VERBOSE);
  CHECK(PARSE(&options, "-v", "-v", "-f", "-f"));
  CHECK(options.flags == (OPT_VERBOSE | OPT_FORCE));
  CHECK(PARSE(&options, "-h"));
  CHECK(options.flags == OPT_HELP && options.level == 1 && options.output == NULL);
  CHECK(PARSE(&options, "-rR", "-h", "-l", "2", "-v"));
  CHECK(options.flags == (OPT_RECURSIVE | OPT_HELP | OPT_VERBOSE));
  CHECK(options.level == 2);
  CHECK(PARSE(&options, "x"));
  CHECK(options.flags == 0);
}

int main(void) {
  one_flag();
  several_flags();
  values();
  ends();
  more_flags();
  return failures == 0 ? 0 : 1;
}
