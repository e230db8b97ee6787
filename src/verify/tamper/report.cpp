#include "tamper/report.h"

#include <algorithm>
#include <array>

#include "tamper/words.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace verify::tamper {
namespace {

constexpr std::size_t k_kept_max = 400;

/// The smaller the worse. What hides every failure comes before what hides one.
int rank(Tampering kind) {
  switch (kind) {
    case Tampering::exit_code_swallowed:
      return 0;
    case Tampering::check_command_changed:
      return 1;
    case Tampering::test_detected:
      return 2;
    case Tampering::hook_added:
      return 3;
    case Tampering::test_file_deleted:
      return 4;
    case Tampering::test_deleted:
      return 5;
    case Tampering::test_renamed_away:
      return 6;
    case Tampering::test_skipped:
      return 7;
    case Tampering::assertion_removed:
      return 8;
    case Tampering::assertion_weakened:
      return 9;
    case Tampering::expectation_changed:
      return 10;
    case Tampering::config_changed:
      return 11;
    case Tampering::test_data_changed:
      return 12;
    case Tampering::timeout_raised:
      return 13;
  }
  return 14;
}

}  // namespace

Subject::Subject(const ChangedFile& changed)
    : file(changed),
      role(role_of(changed.path, changed.after ? *changed.after : changed.before.value_or(""))),
      diff(changed) {
  // A test stays one even if its new text no longer looks like it.
  if (role == Role::code && changed.before && changed.after &&
      role_of(changed.path, *changed.before) == Role::test)
    role = Role::test;
}

void Report::add(Tampering kind, const Subject& subject, Side side, std::size_t line,
                 std::string what) {
  if (findings_.size() >= k_kept_max) return;
  std::string sentence = text::to_valid_utf8(what);
  if (sentence.size() > k_finding_what_max)
    sentence = std::string(text::clip(sentence, k_finding_what_max - 3)) + "...";
  if (!seen_.emplace(kind, subject.file.path + '\n' + sentence, line).second) return;
  findings_.push_back(
      {kind, subject.file.path, line, std::move(sentence), subject.diff.hunk(side, line)});
}

std::vector<Finding> Report::take() {
  std::stable_sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
    return std::tuple(rank(a.kind), std::string_view(a.path), a.line) <
           std::tuple(rank(b.kind), std::string_view(b.path), b.line);
  });
  if (findings_.size() > k_findings_max) findings_.resize(k_findings_max);
  return std::move(findings_);
}

}  // namespace verify::tamper
