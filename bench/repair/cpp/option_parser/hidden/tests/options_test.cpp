#include "options.h"

#include <cstdio>
#include <string>
#include <vector>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static Options make() {
  Options options;
  options.flag("verbose", 'v');
  options.flag("all", 'a');
  options.value("output", 'o', "out.txt");
  options.value("jobs", 'j', "1");
  return options;
}

static bool fails(const std::vector<std::string>& args) {
  Options options = make();
  try {
    options.parse(args);
  } catch (const UsageError&) {
    return true;
  }
  return false;
}

static void long_options() {
  Options options = make();
  options.parse({"--verbose", "--output", "x", "--jobs=4", "file"});
  CHECK(options.has("verbose") && !options.has("all"));
  CHECK(options.get("output") == "x");
  CHECK(options.number("jobs") == 4);
  CHECK((options.names() == std::vector<std::string>{"file"}));
}

static void letters() {
  Options options = make();
  options.parse({"-va", "-j8", "-o", "y"});
  CHECK(options.has("verbose") && options.has("all"));
  CHECK(options.number("jobs") == 8);
  CHECK(options.get("output") == "y");
}

static void fallbacks() {
  Options options = make();
  options.parse({"-"});
  CHECK(options.get("output") == "out.txt");
  CHECK(options.number("jobs") == 1);
  CHECK((options.names() == std::vector<std::string>{"-"}));
}

static void errors() {
  CHECK(fails({"--what"}));
  CHECK(fails({"-x"}));
  CHECK(fails({"--output"}));
  CHECK(fails({"--all=yes"}));
}

static void only_names_after_two_dashes() {
  Options options = make();
  try {
    options.parse({"-v", "--", "a", "-file"});
  } catch (const UsageError&) {
  }
  CHECK((options.names() == std::vector<std::string>{"a", "-file"}));
}

static void more_after_two_dashes() {
  Options options = make();
  try {
    options.parse({"x", "--", "--verbose", "-a", "--", "--what=1", "-", "-o"});
  } catch (const UsageError&) {
    CHECK(false);
  }
  CHECK((options.names() == std::vector<std::string>{"x", "--verbose", "-a", "--", "--what=1", "-", "-o"}));
  CHECK(!options.has("verbose") && !options.has("all") && !options.has("output"));
  Options other = make();
  other.parse({"a", "-v", "b", "--all", "--"});
  CHECK(other.has("verbose") && other.has("all"));
  CHECK((other.names() == std::vector<std::string>{"a", "b"}));
  Options value = make();
  value.parse({"--output", "--", "-v"});
  CHECK(value.get("output") == "--");
  CHECK(value.has("verbose"));
}

int main() {
  long_options();
  letters();
  fallbacks();
  errors();
  only_names_after_two_dashes();
  more_after_two_dashes();
  return failures == 0 ? 0 : 1;
}
