#include <algorithm>
#include <map>

#include "verify/verify.h"

namespace verify {
namespace {

bool is_bad(Outcome outcome) {
  return outcome == Outcome::failed || outcome == Outcome::error;
}

using ByName = std::map<std::string_view, const TestResult*>;

ByName by_name(const std::optional<CheckRun>& run) {
  ByName tests;
  if (run)
    for (const auto& test : run->tests) tests.emplace(test.name, &test);
  return tests;
}

std::string count(std::size_t n, std::string_view what) {
  return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
}

/// A few names, and how many more there are.
std::string some(const std::vector<std::string>& names) {
  constexpr std::size_t k_named = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), k_named); ++i)
    out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > k_named) out += " and " + std::to_string(names.size() - k_named) + " more";
  return out;
}

void compare(const std::optional<CheckRun>& before, const CheckRun& after, Verdict& verdict) {
  const ByName old = by_name(before);
  ByName now;
  for (const auto& test : after.tests) {
    now.emplace(test.name, &test);
    const auto found = old.find(test.name);
    const bool was_good = found != old.end() && found->second->outcome == Outcome::passed;
    const bool was_bad = found != old.end() && is_bad(found->second->outcome);
    if (is_bad(test.outcome)) {
      (was_good ? verdict.broken : verdict.failing).push_back(test.name);
    } else if (test.outcome == Outcome::passed && was_bad) {
      verdict.fixed.push_back(test.name);
    }
  }
  // A runner that names only failing tests says nothing about the others' being there.
  const bool is_complete = after.total <= static_cast<std::int64_t>(after.tests.size());
  for (const auto& [name, test] : old) {
    if (now.contains(name)) continue;
    if (is_bad(test->outcome) && after.passed() && !is_complete)
      verdict.fixed.emplace_back(name);
    else if (test->outcome == Outcome::passed && is_complete && !after.tests.empty())
      verdict.missing.emplace_back(name);
  }
}

/// A run that passes because it ran nothing proves nothing.
bool ran_nothing(const CheckRun& run) {
  if (run.total == 0) return true;
  if (run.tests.empty()) return false;
  return std::all_of(run.tests.begin(), run.tests.end(),
                     [](const TestResult& test) { return test.outcome == Outcome::skipped; });
}

std::string passed_sentence(const CheckRun& run) {
  const auto passed = static_cast<std::size_t>(
      std::count_if(run.tests.begin(), run.tests.end(),
                    [](const TestResult& test) { return test.outcome == Outcome::passed; }));
  const std::size_t n =
      std::max(passed, static_cast<std::size_t>(std::max<std::int64_t>(run.total, 0)));
  if (n == 0) return "`" + run.check.command + "` exits with 0";
  return "`" + run.check.command + "` passes: " + count(n, "test");
}

}  // namespace

std::string_view name(Status status) {
  switch (status) {
    case Status::verified:
      return "verified";
    case Status::failed:
      return "failed";
    case Status::regressed:
      return "regressed";
    case Status::unverified:
      return "unverified";
  }
  return "unverified";
}

Verdict judge(const std::optional<CheckRun>& before, const std::optional<CheckRun>& after,
              bool changed) {
  Verdict verdict;
  if (!after) {
    verdict.reason = "no check was run: none was found or given";
    return verdict;
  }
  compare(before, *after, verdict);
  if (after->timed_out) {
    verdict.status = Status::failed;
    verdict.reason = "`" + after->check.command + "` did not end in " +
                     std::to_string(after->duration_ms / 1000) + " s";
  } else if (after->passed() && ran_nothing(*after)) {
    verdict.reason = "`" + after->check.command + "` passes, but it ran no test";
  } else if (after->passed()) {
    verdict.status = Status::verified;
    verdict.reason = passed_sentence(*after);
    if (!verdict.fixed.empty())
      verdict.reason += ", " + std::to_string(verdict.fixed.size()) + " of them failed before";
    if (!changed) verdict.reason += "; nothing was changed";
    if (!verdict.missing.empty())
      verdict.reason += "; but " + count(verdict.missing.size(), "test") +
                        " that passed before did not run: " + some(verdict.missing);
  } else if (!verdict.broken.empty()) {
    verdict.status = Status::regressed;
    verdict.reason = count(verdict.broken.size(), "test") + " that passed before now " +
                     (verdict.broken.size() == 1 ? "fails: " : "fail: ") + some(verdict.broken);
  } else if (before && before->passed()) {
    verdict.status = Status::regressed;
    verdict.reason = "`" + after->check.command + "` passed before and now exits with " +
                     std::to_string(after->exit_code);
    if (!verdict.failing.empty()) verdict.reason += ": " + some(verdict.failing);
  } else {
    verdict.status = Status::failed;
    verdict.reason =
        verdict.failing.empty()
            ? "`" + after->check.command + "` exits with " + std::to_string(after->exit_code)
            : count(verdict.failing.size(), "test") +
                  (verdict.failing.size() == 1 ? " fails: " : " fail: ") + some(verdict.failing);
  }
  return verdict;
}

}  // namespace verify
