#include "tamper/foreign_tests.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "tamper/words.h"
#include "text/lines.h"

namespace verify::tamper {
namespace {

using enum Tampering;

bool declares_a_test(std::string_view line) {
  constexpr std::array k_beginnings = std::to_array<std::string_view>(
      {"it ",           "it(",          "test ",    "test(",     "specify ",
       "scenario ",     "Scenario:",    "@test ",   "def test_", "public function test",
       "function test", "func test",    "fun test", "[Fact]",    "[Test]",
       "[Theory]",      "[TestMethod]", "@Test",    "testthat(", "test_that(",
       "subtest ",      "#[Test]",      "it'",      "should "});
  return std::any_of(k_beginnings.begin(), k_beginnings.end(),
                     [&](std::string_view begin) { return line.starts_with(begin); });
}

bool asserts(std::string_view line) {
  const std::string small = lower(line);
  constexpr std::array k_signs = std::to_array<std::string_view>(
      {"assert", "expect", "should", "shouldbe", "must_equal", "must_be", "xctassert", "diff ",
       "cmp ", "ok(", "is(", "is_deeply", "like(", "[ ", "[[ ", "test ", "refute", "verify"});
  if (small.starts_with("require ") || small.starts_with("#")) return false;
  return std::any_of(k_signs.begin(), k_signs.end(),
                     [&](std::string_view sign) { return small.find(sign) != std::string::npos; });
}

bool skips(std::string_view line) {
  constexpr std::array k_signs = std::to_array<std::string_view>(
      {"skip",    "pending",   "xit",     "xdescribe",       "xcontext",
       "@Ignore", "@Disabled", "[Ignore", "markTestSkipped", "markTestIncomplete",
       "@skip",   "@wip",      ":skip",   "Skip =",          "skip:",
       "XCTSkip", "todo_skip", "fit",     "fdescribe",       "xtest",
       "skip_if", "ignore ("});
  return has_any(line, k_signs);
}

std::string prose(std::string_view before, std::string_view after) {
  return "`" + shown(before) + "` became `" + shown(after) + "`";
}

}  // namespace

Elsewhere lines_of(const std::vector<ChangedFile>& others) {
  Elsewhere out;
  for (const ChangedFile& file : others)
    if (file.after && out.size() < 500'000)
      for (const std::string_view line : text::split_lines(*file.after)) out.insert(squeeze(line));
  return out;
}

void find_in_foreign_tests(const Subject& subject, const Elsewhere& elsewhere, Report& report) {
  if (!subject.file.before) return;
  if (subject.is_deleted()) {
    const auto& lines = subject.diff.removed();
    const auto gone = std::count_if(lines.begin(), lines.end(), [&](const FileDiff::Line& line) {
      return !elsewhere.contains(squeeze(line.text));
    });
    if (gone > 0)
      report.add(test_file_deleted, subject, Side::before, 1, "the test file was deleted");
    return;
  }
  std::unordered_set<std::size_t> used;
  for (const FileDiff::Line& old : FileDiff::first_of(subject.diff.removed())) {
    const bool test = declares_a_test(old.text), assertion = asserts(old.text);
    if ((!test && !assertion) || elsewhere.contains(squeeze(old.text))) continue;
    const std::string key = skeleton(old.text);
    const auto added = FileDiff::first_of(subject.diff.added());
    const auto same = std::find_if(added.begin(), added.end(), [&](const FileDiff::Line& now) {
      return now.change == old.change && !used.contains(now.number) && skeleton(now.text) == key;
    });
    const auto there = std::find_if(added.begin(), added.end(), [&](const FileDiff::Line& now) {
      return now.change == old.change && !used.contains(now.number) &&
             (test ? declares_a_test(now.text) || skips(now.text) : asserts(now.text));
    });
    if (same != added.end()) {
      used.insert(same->number);
      if (!test && !skips(same->text))
        report.add(expectation_changed, subject, Side::after, same->number,
                   prose(old.text, same->text));
    } else if (there != added.end()) {
      used.insert(there->number);
      if (test || skips(there->text)) continue;  // a new name, or reported below
      report.add(assertion_weakened, subject, Side::after, there->number,
                 prose(old.text, there->text));
    } else {
      report.add(test ? test_deleted : assertion_removed, subject, Side::before, old.number,
                 "`" + shown(old.text) + "` is gone");
    }
  }
  for (const FileDiff::Line& now : subject.diff.added())
    if (skips(now.text) && !now.text.starts_with("#") && !now.text.starts_with("//"))
      report.add(test_skipped, subject, Side::after, now.number,
                 "`" + shown(now.text) + "` leaves a test out");
}

}  // namespace verify::tamper
