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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "one_name") one_name();
  if (name == "no_names") no_names();
  if (name == "without_a_value") without_a_value();
  if (name == "two_names") two_names();
  if (name == "asks_for") asks_for();
  return failures == 0 ? 0 : 1;
}
