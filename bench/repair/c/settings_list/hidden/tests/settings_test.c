#include "settings.h"

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

static int has(const Settings *settings, const char *name, const char *value) {
  const char *got = settings_get(settings, name);
  return got != NULL && strcmp(got, value) == 0;
}

static void set_and_get(void) {
  Settings s;
  settings_init(&s);
  CHECK(settings_set(&s, "HOME", "/root"));
  CHECK(settings_set(&s, "SHELL", "sh"));
  CHECK(has(&s, "HOME", "/root"));
  CHECK(has(&s, "SHELL", "sh"));
  CHECK(settings_get(&s, "USER") == NULL);
}

static void set_again(void) {
  Settings s;
  settings_init(&s);
  settings_set(&s, "HOME", "/root");
  settings_set(&s, "HOME", "/");
  CHECK(has(&s, "HOME", "/"));
  CHECK(s.count == 1);
}

static void names_that_begin_alike(void) {
  Settings s;
  settings_init(&s);
  settings_set(&s, "PATHEXT", "exe");
  settings_set(&s, "PATH", "/bin");
  CHECK(has(&s, "PATH", "/bin"));
  CHECK(has(&s, "PATHEXT", "exe"));
}

static void unset(void) {
  Settings s;
  settings_init(&s);
  settings_set(&s, "A", "1");
  settings_set(&s, "B", "2");
  CHECK(settings_unset(&s, "A"));
  CHECK(!settings_unset(&s, "A"));
  CHECK(has(&s, "B", "2"));
}

static void more_names(void) {
  Settings s;
  settings_init(&s);
  settings_set(&s, "ABC", "3");
  CHECK(settings_get(&s, "AB") == NULL);
  CHECK(settings_get(&s, "A") == NULL);
  CHECK(settings_get(&s, "ABCD") == NULL);
  CHECK(!settings_unset(&s, "A"));
  settings_set(&s, "A", "B=C");
  settings_set(&s, "AB", "");
  CHECK(s.count == 3);
  CHECK(has(&s, "ABC", "3") && has(&s, "A", "B=C") && has(&s, "AB", ""));
  CHECK(settings_unset(&s, "AB"));
  CHECK(s.count == 2);
  CHECK(has(&s, "ABC", "3") && has(&s, "A", "B=C"));
  settings_set(&s, "X", "ABC");
  CHECK(has(&s, "X", "ABC") && has(&s, "ABC", "3"));
}

int main(void) {
  set_and_get();
  set_again();
  names_that_begin_alike();
  unset();
  more_names();
  return failures == 0 ? 0 : 1;
}
