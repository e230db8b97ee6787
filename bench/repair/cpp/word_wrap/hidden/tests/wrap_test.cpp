#include "wrap.h"

#include <cstdio>

static int failures = 0;
#define CHECK(condition) \
  do { \
    if (!(condition)) { \
      std::fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures; \
    } \
  } while (false)

using Lines = std::vector<std::string>;

int main() {
  const std::string text = "a bb ccc dddd eeeee f gg hhh iiii jjjjj k";
  for (std::size_t width = 1; width < 50; ++width) {
    const Lines lines = wrap(text, width);
    std::string joined;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      CHECK(lines[i].size() <= width || lines[i].find(' ') == std::string::npos);
      if (i + 1 < lines.size())   // no word of the next line would have fitted
        CHECK(lines[i].size() + 1 + words(lines[i + 1])[0].size() > width);
      joined += (i ? " " : "") + lines[i];
    }
    CHECK(joined == text);
    if (failures) return 1;
  }
  CHECK(wrap("ab cd", 5) == Lines{"ab cd"});
  CHECK(wrap("ab cd", 4) == (Lines{"ab", "cd"}));
  CHECK(wrap("abcdef", 3) == Lines{"abcdef"});
  CHECK(wrap("abcdef gh", 3) == (Lines{"abcdef", "gh"}));
  CHECK(paragraph("a b", 1, "> ", "") == "> a\nb\n");
  CHECK(paragraph("", 5, "> ", "") == "");
  CHECK(paragraph("aa bb cc", 7, "> ", "  ") == "> aa bb\n  cc\n");
  CHECK(alignRight("toolong a", 3) == "toolong\n  a\n");
  return failures == 0 ? 0 : 1;
}
