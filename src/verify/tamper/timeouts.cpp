// A line with "timeout" in it that stayed the same but for a number: the number went up. And limits
// that appear where the runner's own was lower, or disappear.
#include <algorithm>
#include <array>

#include "tamper/config.h"
#include "tamper/words.h"

namespace verify::tamper {
namespace {

bool is_limit(std::string_view line) {
  return lower(line).find("timeout") != std::string::npos;
}

/// Runners with a limit of their own, seconds, which such a line replaces.
bool replaces_a_default(std::string_view line) {
  constexpr std::array k_signs = std::to_array<std::string_view>(
      {"jest.setTimeout", "this.timeout", "testTimeout", "--testTimeout", "hookTimeout",
       "vi.setConfig", "--timeout", "test_timeout"});
  return has_any(line, k_signs);
}

/// "0" and "false" mean: no limit at all.
bool is_raised(std::string_view before, std::string_view after) {
  const auto old = numbers(before), now = numbers(after);
  for (std::size_t i = 0; i < std::min(old.size(), now.size()); ++i)
    if (old[i] != now[i]) return now[i] > old[i] || now[i] == 0;
  return false;
}

const FileDiff::Line* partner(const FileDiff& diff, const FileDiff::Line& line) {
  const std::string key = skeleton(line.text);
  for (const FileDiff::Line& now : FileDiff::first_of(diff.added()))
    if (now.change == line.change && skeleton(now.text) == key) return &now;
  for (const FileDiff::Line& now : FileDiff::first_of(diff.added()))
    if (now.change == line.change && is_limit(now.text)) return &now;
  return nullptr;
}

}  // namespace

void find_timeouts(const Subject& subject, Report& report) {
  if (!subject.file.before || !subject.file.after) return;
  const FileDiff& diff = subject.diff;
  std::vector<std::size_t> seen;
  for (const FileDiff::Line& old : FileDiff::first_of(diff.removed())) {
    if (!is_limit(old.text) || numbers(old.text).empty()) continue;
    const FileDiff::Line* now = partner(diff, old);
    if (now == nullptr) {
      if (subject.role == Role::test) continue;  // the whole test may have moved
      report.add(Tampering::timeout_raised, subject, Side::before, old.number,
                 "the time limit `" + shown(old.text) + "` is gone");
      continue;
    }
    seen.push_back(now->number);
    if (is_limit(now->text) ? is_raised(old.text, now->text) : true)
      report.add(Tampering::timeout_raised, subject, Side::after, now->number,
                 "the time limit `" + shown(old.text) + "` became `" + shown(now->text) + "`");
  }
  for (const FileDiff::Line& now : FileDiff::first_of(diff.added())) {
    if (!is_limit(now.text) || numbers(now.text).empty() || !replaces_a_default(now.text)) continue;
    if (std::find(seen.begin(), seen.end(), now.number) != seen.end()) continue;
    report.add(Tampering::timeout_raised, subject, Side::after, now.number,
               "`" + shown(now.text) + "` sets another time limit");
  }
}

}  // namespace verify::tamper
