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
  CHECK(url_parse(&url, "http://h?"));
  CHECK(strcmp(url.host, "h") == 0 && url.query[0] == '\0' && strcmp(url.path, "/") == 0);
  CHECK(url_parse(&url, "http://h:81?a/b:c@d"));
  CHECK(strcmp(url.host, "h") == 0 && url.port == 81 && strcmp(url.query, "a/b:c@d") == 0 && url.user[0] == '\0');
  CHECK(strcmp(url.path, "/") == 0);
  CHECK(url_parse(&url, "http://h#f/g?h"));
  CHECK(strcmp(url.host, "h") == 0 && strcmp(url.fragment, "f/g?h") == 0 && url.query[0] == '\0');
  CHECK(url_parse(&url, "ws://u@h?q#f"));
  CHECK(strcmp(url.user, "u") == 0 && strcmp(url.query, "q") == 0 && strcmp(url.fragment, "f") == 0);
  CHECK(url_parse(&url, "ws://h/p#f?x"));
  CHECK(strcmp(url.path, "/p") == 0 && strcmp(url.fragment, "f?x") == 0);
  CHECK(url_parse(&url, "http://[::1]#x") && strcmp(url.host, "::1") == 0);
  CHECK(!url_parse(&url, "http://?x") && !url_parse(&url, "http://#x"));
  CHECK(url_parse(&url, "x://h/a/b") && url.port == 0 && strcmp(url.path, "/a/b") == 0);
  return failures == 0 ? 0 : 1;
}
