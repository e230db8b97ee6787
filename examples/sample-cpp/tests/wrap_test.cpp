#include "wrap.h"

#include <string>
#include <vector>

#include "check.h"

using Lines = std::vector<std::string>;

int main() {
  using namespace columns;
  CHECK_EQUAL(split_words("  one two\n\tthree "), (Lines{"one", "two", "three"}));
  CHECK_EQUAL(split_words(" \n"), Lines{});

  CHECK_EQUAL(wrap("", 10), Lines{});
  CHECK_EQUAL(wrap("one two three", 80), (Lines{"one two three"}));
  CHECK_EQUAL(wrap("one two three", 9), (Lines{"one two", "three"}));
  // A line may be filled to its last character.
  CHECK_EQUAL(wrap("one two three", 7), (Lines{"one two", "three"}));
  CHECK_EQUAL(wrap("one two three", 13), (Lines{"one two three"}));
  CHECK_EQUAL(wrap("one two three", 6), (Lines{"one", "two", "three"}));
  CHECK_EQUAL(wrap("a incomprehensible b", 5), (Lines{"a", "incomprehensible", "b"}));

  CHECK_EQUAL(hanging("one two three", 9, 2), std::string("one two\n  three"));
  return report();
}
