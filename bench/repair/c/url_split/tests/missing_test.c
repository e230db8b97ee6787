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
  CHECK(url_parse(&url, "HTTP://example.org"));
  CHECK(url.port == 80 && strcmp(url.path, "/") == 0 && url.query[0] == '\0');
  CHECK(url_parse(&url, "http://example.org:/x") && url.port == 80);
  CHECK(url_parse(&url, "https://example.org?page=2"));
  CHECK(strcmp(url.host, "example.org") == 0);
  CHECK(strcmp(url.path, "/") == 0);
  CHECK(strcmp(url.query, "page=2") == 0);
  return failures == 0 ? 0 : 1;
}
