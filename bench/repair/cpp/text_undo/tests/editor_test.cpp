#include "editor.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void edits() {
  Editor editor;
  editor.insert(0, "hello");
  editor.insert(5, " world");
  editor.erase(0, 6);
  CHECK(editor.text() == "world");
}

static void back_and_forth() {
  Editor editor;
  editor.insert(0, "ab");
  editor.erase(1, 1);
  CHECK(editor.undo());
  CHECK(editor.text() == "ab");
  CHECK(editor.redo());
  CHECK(editor.text() == "a");
  CHECK(!editor.redo());
}

static void nothing_to_redo_after_an_edit() {
  Editor editor;
  editor.insert(0, "one");
  editor.undo();
  editor.insert(0, "two");
  CHECK(!editor.redo());
  CHECK(editor.text() == "two");
}

static void nothing_to_undo() {
  Editor editor;
  CHECK(!editor.undo());
  editor.erase(3, 1);
  CHECK(!editor.undo());
}

int main() {
  edits();
  back_and_forth();
  nothing_to_redo_after_an_edit();
  nothing_to_undo();
  return failures == 0 ? 0 : 1;
}
