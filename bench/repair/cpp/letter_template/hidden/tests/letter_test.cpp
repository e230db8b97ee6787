#include "letter.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void one_name() {
  CHECK(fill("Dear {name},", {{"name", "Ann"}}) == "Dear Ann,");
  CHECK(fill("{name}", {{"name", "Ann"}}) == "Ann");
}

static void no_names() {
  CHECK(fill("Hello", {}) == "Hello");
  CHECK(fill("Hello {you", {{"you", "x"}}) == "Hello {you");
}

static void without_a_value() {
  CHECK(fill("to {whom}", {}) == "to {whom}");
  CHECK(fill("to {whom|all}", {}) == "to all");
}

static void two_names() {
  CHECK(fill("{greeting}, {name}!", {{"greeting", "Hi"}, {"name", "Bob"}}) == "Hi, Bob!");
}

static void asks_for() {
  CHECK((names("{a} and {b|x} and {a}") == std::vector<std::string>{"a", "b"}));
}

static void more_names() {
  CHECK(fill("{a}{b}{a}", {{"a", "1"}, {"b", "2"}}) == "121");
  CHECK(fill("x{a}yy{b}zzz{c|3}.", {{"a", "1"}, {"b", "2"}}) == "x1yy2zzz3.");
  CHECK(fill("{a} {b|} {c}", {{"a", ""}}) == "  {c}");
  CHECK(fill("{a|x} {a|y} {", {{"a", "1"}}) == "1 1 {");
  CHECK(fill("long text before {a} and a long text after {a} it", {{"a", "A"}}) == "long text before A and a long text after A it");
}

int main() {
  one_name();
  no_names();
  without_a_value();
  two_names();
  asks_for();
  more_names();
  return failures == 0 ? 0 : 1;
}
