#include "url.h"

#include <stdio.h>
#include <stdlib.h>
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
  Url url, other;
  char text[128];
  CHECK(url_parse(&url, "http://bob@[::1]:80/a?b#c"));
  CHECK(strcmp(url.host, "::1") == 0);
  CHECK(url_format(text, sizeof text, &url) == 22);
  CHECK(strcmp(text, "http://bob@[::1]/a?b#c") == 0);
  CHECK(url_parse(&url, "https://a.example:444/") && url_parse(&other, "https://A.example:444/x"));
  CHECK(url_same_origin(&url, &other));
  url_format(text, sizeof text, &url);
  CHECK(strcmp(text, "https://a.example:444/") == 0);
  return failures == 0 ? 0 : 1;
}
