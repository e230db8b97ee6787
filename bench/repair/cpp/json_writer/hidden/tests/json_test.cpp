#include "json.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

int main() {
  JsonWriter many;
  many.beginArray();
  for (int i = 0; i < 3; ++i) many.beginObject().endObject().beginArray().endArray();
  many.endArray();
  CHECK(many.text() == "[{},[],{},[],{},[]]");
  CHECK(many.complete());
  JsonWriter deep;
  deep.beginObject().key("a").beginArray().beginArray().beginObject().endObject().endArray().value(1).endArray();
  deep.key("b").beginObject().key("c").value(-2).endObject().key("d").value("").endObject();
  CHECK(deep.text() == "{\"a\":[[{}],1],\"b\":{\"c\":-2},\"d\":\"\"}");
  JsonWriter wrong;
  wrong.beginArray().endObject().value(1).endArray().endArray();
  CHECK(wrong.text() == "[1]");
  JsonWriter first;
  first.beginArray().beginArray().endArray().value("\x01\\").endArray();
  CHECK(first.text() == "[[],\"\\u0001\\\\\"]");
  JsonWriter plain;
  CHECK(!plain.complete());
  plain.value("x");
  CHECK(plain.text() == "\"x\"" && plain.complete());
  return failures == 0 ? 0 : 1;
}
