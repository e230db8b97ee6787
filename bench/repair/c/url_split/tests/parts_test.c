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
  Url url;
  CHECK(url_parse(&url, "https://ada@Example.org:8443/docs/a.html?x=1&y=2#top"));
  CHECK(strcmp(url.scheme, "https") == 0 && strcmp(url.user, "ada") == 0);
  CHECK(strcmp(url.host, "example.org") == 0 && url.port == 8443);
  CHECK(strcmp(url.path, "/docs/a.html") == 0 && strcmp(url.query, "x=1&y=2") == 0);
  CHECK(strcmp(url.fragment, "top") == 0);
  return failures == 0 ? 0 : 1;
}
