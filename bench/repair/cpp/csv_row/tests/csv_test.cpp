#include "csv.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

using Row = std::vector<std::string>;

static void plain() {
  CHECK((parse_row("a,b,c") == Row{"a", "b", "c"}));
  CHECK((parse_row("a,,") == Row{"a", "", ""}));
  CHECK((parse_row("") == Row{""}));
}

static void quotes() {
  CHECK((parse_row("\"a,b\",c") == Row{"a,b", "c"}));
  CHECK((parse_row("\"say \"\"hi\"\"\"") == Row{"say \"hi\""}));
  CHECK((parse_row("\"one \"\"1,2\"\"\",two") == Row{"one \"1,2\"", "two"}));
}

static void format() {
  CHECK(format_row({"a", "b"}) == "a,b");
  CHECK(format_row({"a,b", "c\"d"}) == "\"a,b\",\"c\"\"d\"");
}

int main() {
  plain();
  quotes();
  format();
  return failures == 0 ? 0 : 1;
}
