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

static void flat() {
  JsonWriter list;
  list.beginArray().value(1).value(2).value("three").value(false).endArray();
  CHECK(list.text() == "[1,2,\"three\",false]");
  JsonWriter object;
  object.beginObject().key("id").value(7).key("name").value("a \"b\"\n").endObject();
  CHECK(object.text() == "{\"id\":7,\"name\":\"a \\\"b\\\"\\n\"}");
  CHECK(object.complete());
}

static void nested() {
  JsonWriter one;
  one.beginObject().key("point").beginArray().value(1).value(2).endArray().key("ok").value(true).endObject();
  CHECK(one.text() == "{\"point\":[1,2],\"ok\":true}");
  JsonWriter open;
  open.beginArray();
  CHECK(!open.complete());
}

static void empty() {
  JsonWriter writer;
  writer.beginObject().key("tags").beginArray().endArray().key("size").value(0).endObject();
  CHECK(writer.text() == "{\"tags\":[],\"size\":0}");
}

int main() {
  flat();
  nested();
  empty();
  return failures == 0 ? 0 : 1;
}
