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

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "long_options") long_options();
  if (name == "letters") letters();
  if (name == "fallbacks") fallbacks();
  if (name == "errors") errors();
  if (name == "only_names_after_two_dashes") only_names_after_two_dashes();
  return failures == 0 ? 0 : 1;
}
