#include "tamper/doctests.h"

#include "tamper/words.h"
#include "text/lines.h"

namespace verify::tamper {
namespace {

/// `f(1)  # doctest: +SKIP` -> `f(1)`
std::string without_directive(std::string_view code, bool& skipped) {
  const std::size_t at = code.find("# doctest:");
  if (at == std::string_view::npos) return std::string(trim(code));
  skipped = skipped || code.find("+SKIP", at) != std::string_view::npos;
  return std::string(trim(code.substr(0, at)));
}

}  // namespace

Suite read_doctests(std::string_view text) {
  Suite suite;
  suite.cases.resize(2);
  suite.cases[0].is_top = true;
  TestCase& test = suite.cases[1];
  test.name = test.full_name = "doctests";
  test.is_test = true;
  Assertion now;
  bool open = false;
  std::string expected;
  const auto finish = [&] {
    // Without output there is nothing to compare with.
    if (open && !expected.empty() && test.assertions.size() < k_assertions_max) {
      now.form = Form::equal;
      now.expected = {{"\"" + expected + "\"", TokenKind::string}};
      test.assertions.push_back(now);
    }
    open = false;
    expected.clear();
  };
  std::size_t number = 0;
  for (const std::string_view raw : text::split_lines(text)) {
    ++number;
    const std::string_view line = trim(raw);
    if (line.starts_with(">>>")) {
      finish();
      now = Assertion();
      const std::string code = without_directive(line.substr(3), now.dead);
      now.subject = {{code, TokenKind::word}};
      now.shown = shown(line, 100);
      now.line = number;
      open = !code.empty();
      if (test.line == 0) test.line = number;
    } else if (open && line.starts_with("...") && expected.empty()) {
      now.subject[0].text += "\n" + without_directive(line.substr(3), now.dead);
    } else if (open && (line.empty() || line.starts_with("\"\"\"") || line.starts_with("'''"))) {
      finish();
    } else if (open) {
      expected += (expected.empty() ? "" : "\n") + std::string(line);
    }
  }
  finish();
  test.end_line = number;
  return suite;
}

}  // namespace verify::tamper
