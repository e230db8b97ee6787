#include "logline.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

static void with_a_module() {
  const auto line = parse_line("2024-01-02 WARN [net] slow peer");
  CHECK(line.has_value());
  CHECK(line && line->date == "2024-01-02" && line->level == Level::warn);
  CHECK(line && line->module == "net" && line->text == "slow peer");
}

static void without_a_module() {
  const auto line = parse_line("2024-01-02 INFO started");
  CHECK(line && line->module.empty() && line->text == "started");
}

static void other_lines() {
  CHECK(!parse_line(""));
  CHECK(!parse_line("2024-01-02 started"));
  CHECK(!parse_line("  at line 3, since 2024-01-02 ERROR x"));
}

static void filter() {
  const std::vector<std::string> lines{"2024-01-02 INFO a", "2024-01-02 ERROR b", "---", "2024-01-03 WARN c"};
  CHECK((at_least(lines, Level::warn) == std::vector<std::string>{"b", "c"}));
  CHECK(at_least(lines, Level::debug).size() == 3);
}

int main() {
  with_a_module();
  without_a_module();
  other_lines();
  filter();
  return failures == 0 ? 0 : 1;
}
