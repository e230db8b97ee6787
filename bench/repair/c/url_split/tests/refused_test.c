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
  CHECK(!url_parse(&url, "example.org/x"));
  CHECK(!url_parse(&url, "://example.org"));
  CHECK(!url_parse(&url, "http:///x"));
  CHECK(!url_parse(&url, "http://example.org:80a/"));
  CHECK(!url_parse(&url, "http://example.org:70000/"));
  CHECK(!url_parse(&url, "http://[::1/"));
  return failures == 0 ? 0 : 1;
}
