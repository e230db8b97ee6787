// From runs to a verdict. The rules, in the order in which they decide:
//
//   1. Nothing ran, or what ran came to no test      unverified: nothing is shown
//   2. A test that passed before fails now           regressed   (also if it does so only at times)
//   3. A test fails, as it did before or as a new one    failed
//   4. All pass, but ...                             unverified, since the pass shows nothing:
//        only with files that git ignores and the session made,
//        with fewer tests than before, or only with tests that were changed,
//        with code that behaves differently under test,
//        for a fix: no test failed before that passes now,
//        no test notices faults put into the changed lines, or there is nothing a test could notice
//   5. All pass, and would have noticed              verified
//
// The hard part is 2: runs are noisy. A test counts as passing only if it passed in every run on its tree;
// one that passes and fails by turns on the tree before as well is set aside and named.

#include "verify/judge.h"

#include <algorithm>
#include <map>
#include <set>

namespace verify {
namespace {

bool is_bad(Outcome outcome) { return outcome == Outcome::failed || outcome == Outcome::error; }

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

std::string quoted(const std::string& command) { return "`" + command + "`"; }

/// How one test came out in all runs on one tree.
struct Record {
  std::size_t passed = 0, failed = 0, skipped = 0;
  [[nodiscard]] bool is_flaky() const { return passed > 0 && failed > 0; }
  [[nodiscard]] bool passes() const { return passed > 0 && failed == 0; }
  [[nodiscard]] bool fails() const { return failed > 0; }
};

using Records = std::map<std::string, Record, std::less<>>;

void add(const CheckRun& run, Records& records) {
  for (const auto& test : run.tests) {
    Record& record = records[test.name];
    if (test.outcome == Outcome::passed) ++record.passed;
    if (test.outcome == Outcome::skipped) ++record.skipped;
    if (is_bad(test.outcome)) ++record.failed;
  }
}

Records records_of(const std::optional<CheckRun>& run, const std::vector<CheckRun>& again) {
  Records records;
  if (run) add(*run, records);
  for (const auto& one : again) add(one, records);
  return records;
}

/// A runner that names only failing tests says nothing about the others' being there.
bool names_all(const CheckRun& run) { return run.total <= static_cast<std::int64_t>(run.tests.size()); }

struct Comparison {
  const Trials& trials;
  const CheckRun& after;
  Records before, now;
  Verdict& verdict;

  /// Not what stands for a file that could not be loaded: that goes when it can be.
  [[nodiscard]] bool ran_and_failed(std::string_view name) const {
    return trials.before && std::any_of(trials.before->tests.begin(), trials.before->tests.end(), [&](const TestResult& test) {
      return test.name == name && test.outcome == Outcome::failed;
    });
  }

  void compare() {
    for (const auto& test : after.tests) {
      const auto& record = now.at(test.name);
      const auto found = before.find(test.name);
      const Record* old = found == before.end() ? nullptr : &found->second;
      if (record.is_flaky() && old != nullptr && old->is_flaky()) {
        verdict.flaky.push_back(test.name);
      } else if (record.fails()) {
        if (record.is_flaky()) verdict.flaky.push_back(test.name);
        (old != nullptr && old->passes() ? verdict.broken : verdict.failing).push_back(test.name);
      } else if (old != nullptr && record.passes() && old->fails()) {
        (old->is_flaky() ? verdict.flaky : verdict.fixed).push_back(test.name);
      }
    }
    for (const auto& [name, old] : before) {
      if (now.contains(name)) continue;
      if (!names_all(after)) {
        // Not named, so it passes; unless it is simply not there any more.
        const bool is_fewer = trials.before && after.total < trials.before->total;
        if (old.fails() && !old.is_flaky() && after.passed()) (is_fewer ? verdict.missing : verdict.fixed).push_back(name);
      } else if (!after.tests.empty() && (old.passes() || ran_and_failed(name))) {
        verdict.missing.push_back(name);
      }
    }
    for (const auto& [name, record] : now) {
      const auto found = before.find(name);
      const bool ran = found != before.end() && (found->second.passes() || found->second.fails());
      if (ran && record.skipped > 0 && record.passed == 0 && record.failed == 0) verdict.missing.push_back(name);
    }
  }
};

/// True if every failure of the run is a test known to be flaky before the change.
bool only_flaky_failed(const CheckRun& run, const Verdict& verdict) {
  const auto failing = failing_tests(run);
  return !failing.empty() && !run.timed_out && verdict.broken.empty() && verdict.failing.empty() &&
         std::all_of(failing.begin(), failing.end(), [&](const auto& name) {
           return std::find(verdict.flaky.begin(), verdict.flaky.end(), name) != verdict.flaky.end();
         });
}

std::size_t passed_in(const CheckRun& run) {
  const auto passed = static_cast<std::size_t>(std::count_if(
      run.tests.begin(), run.tests.end(), [](const TestResult& test) { return test.outcome == Outcome::passed; }));
  if (names_all(run) || run.total < 0) return passed;
  const auto failed = failing_tests(run).size();
  return std::max(passed, static_cast<std::size_t>(run.total) - std::min(failed, static_cast<std::size_t>(run.total)));
}

std::string passed_sentence(const CheckRun& run, const Verdict& verdict) {
  const std::size_t n = passed_in(run);
  std::string out = n == 0 ? quoted(run.check.command) + " exits with 0" : quoted(run.check.command) + " passes: " + count(n, "test");
  if (!verdict.fixed.empty()) out += ", " + std::to_string(verdict.fixed.size()) + " of them failed before";
  return out;
}

std::string exit_words(const CheckRun& run) {
  if (run.exit_code == 127) return "exits with 127: a program that it needs is not there";
  if (run.exit_code == 126) return "exits with 126: it may not be executed";
  return "exits with " + std::to_string(run.exit_code);
}

void judge_failure(const Trials& trials, Verdict& verdict) {
  const CheckRun& after = *trials.after;
  verdict.advice = verdict.broken.empty() && trials.before && !trials.before->passed()
                       ? "It failed before you began, too: mend it if that is part of the task."
                       : "Mend it.";
  const bool passed_before = trials.before && trials.before->passed() && !ran_nothing(*trials.before);
  if (after.timed_out) {
    verdict.status = passed_before ? Status::regressed : Status::failed;
    verdict.reason = quoted(after.check.command) + " did not end in " + std::to_string(after.duration_ms / 1000) + " s";
    if (passed_before) verdict.reason += "; before, it passed";
    return;
  }
  if (!verdict.broken.empty()) {
    verdict.status = Status::regressed;
    verdict.reason = count(verdict.broken.size(), "test") + " that passed before now " +
                     (verdict.broken.size() == 1 ? "fails: " : "fail: ") + some(verdict.broken);
    return;
  }
  if (passed_before) {
    verdict.status = Status::regressed;
    verdict.reason = quoted(after.check.command) + " passed before and now " + exit_words(after);
    if (!verdict.failing.empty()) verdict.reason += ": " + some(verdict.failing);
    return;
  }
  if (after.tests.empty() && (after.exit_code == 126 || after.exit_code == 127)) {
    verdict.status = Status::unverified;
    verdict.reason = "the check does not run: " + quoted(after.check.command) + " " + exit_words(after);
    verdict.advice.clear();
    return;
  }
  verdict.status = Status::failed;
  if (verdict.failing.empty()) {
    verdict.reason = quoted(after.check.command) + " " + exit_words(after);
    if (trials.before && !trials.before->passed() && after.tests.empty() && trials.before->tests.empty())
      verdict.reason += ", as it did before";
    return;
  }
  verdict.reason = count(verdict.failing.size(), "test") + (verdict.failing.size() == 1 ? " fails: " : " fail: ") + some(verdict.failing);
}

/// Why a pass shows nothing, and what would help; no reason = it does show something.
struct Objection {
  std::string reason, advice;
};

constexpr const char* k_put_back = "Put the checks back as they were and change the code; if the task asks for other tests, say so to the user.";

Objection tampered(const Trials& trials, Verdict& verdict) {
  for (const Finding& finding : trials.tampering)
    if (finding.kind == Tampering::test_detected)
      return {"every check passes, but " + finding.path + ":" + std::to_string(finding.line) + " behaves differently under test: " + finding.what,
              "Let the code do the same whether it is tested or not."};
  if (trials.tests_may_change) return {};
  if (!trials.tampering.empty()) {
    const Finding& worst = trials.tampering.front();
    const std::string where = worst.path + (worst.line > 0 ? ":" + std::to_string(worst.line) : "") + ": " + worst.what;
    if (!trials.original_tests)
      return {"every check passes, but the checks were changed (" + where + ") and the original ones could not be run", k_put_back};
    const CheckRun& original = *trials.original_tests;
    if (!original.passed() || ran_nothing(original) || !original.doubt.empty()) {
      const auto failing = failing_tests(original);
      const std::string result = failing.empty() ? quoted(original.check.command) + " " + exit_words(original)
                                                 : count(failing.size(), "test") + (failing.size() == 1 ? " fails: " : " fail: ") + some(failing);
      return {"the checks pass only as they were changed (" + where + "); with the original ones " + result, k_put_back};
    }
    verdict.notes.push_back("the checks were changed (" + where + "); the original ones pass as well");
  }
  if (!verdict.missing.empty())
    return {"every check passes, but " + count(verdict.missing.size(), "test") + " that ran before did not run: " + some(verdict.missing),
            "Let them run again; if the task asks for their removal, say so to the user."};
  return {};
}

/// Tests that are red on the tree before and green on the final one, with the same test files.
std::vector<std::string> red_then_green(const Trials& trials) {
  std::vector<std::string> out;
  if (!trials.new_tests_before || !trials.after) return out;
  std::set<std::string, std::less<>> green;
  for (const auto& test : trials.after->tests)
    if (test.outcome == Outcome::passed) green.insert(test.name);
  for (auto& name : failing_tests(*trials.new_tests_before))
    if (green.contains(name)) out.push_back(std::move(name));
  return out;
}

/// The new tests do not even build, or stop at once, without the change.
bool needs_the_change(const Trials& trials) {
  return trials.new_tests_before && !trials.new_tests_before->passed() && trials.after->passed() &&
         (!trials.before || trials.before->passed());
}

Objection unnoticed(const Trials& trials, Verdict& verdict) {
  // A check without names, or one that did not come to its tests, says the same as a whole.
  const bool turned = trials.before && !trials.before->passed() && trials.before->tests.empty() &&
                      trials.before->exit_code != 126 && trials.before->exit_code != 127;
  if (!verdict.fixed.empty() || turned) return {};
  if (trials.touches == Touches::formatting) {
    verdict.notes.push_back("only comments and formatting were changed");
    return {};
  }
  if (trials.touches == Touches::other)
    return {"the checks pass as before, but they say nothing about what was changed (" + some(trials.only) + ")", ""};
  const auto red = red_then_green(trials);
  const bool shown = !red.empty() || needs_the_change(trials);
  if (trials.asks_for_fix && !shown)
    return {std::string("every check passes, but ") + (trials.before ? "it did so before: " : "whether it did so before is not known: ") +
                "no test shows that what was to be fixed was broken, and is not any more",
            "Add a test that fails without your change and passes with it."};
  if (!red.empty()) verdict.notes.push_back("the new tests fail on the tree as it was: " + some(red));
  if (red.empty() && shown) verdict.notes.push_back("the new tests do not pass on the tree as it was");
  if (trials.touches == Touches::tests) return {};
  // A new test can be red before for no better reason than that what it names was not there yet.
  const bool tried = trials.faults && trials.faults->tried > 0;
  if (tried && !trials.faults->noticed)
    return {"every check passes, but no test notices faults in the changed lines (" + count(trials.faults->tried, "fault") +
                " tried, such as " + trials.faults->what + ")",
            "Add a test of what you changed, one that would fail if it were wrong."};
  if (!tried && !shown)
    return {"every check passes, but whether a test would notice if the changed lines were wrong is not known", ""};
  if (tried) verdict.notes.push_back("a test notices when " + trials.faults->what);
  return {};
}

Objection leaning(const Trials& trials) {
  if (trials.leaned_on.empty()) return {};
  return {"the checks pass only with files that git ignores and this session made: " + some(trials.leaned_on),
          "Let the check make what it needs, or let git keep it."};
}

void judge_pass(const Trials& trials, Verdict& verdict) {
  const CheckRun& after = *trials.after;
  if (ran_nothing(after)) {
    verdict.reason = quoted(after.check.command) + " passes, but it ran no test";
    verdict.advice = "Add a test of what you changed.";
    return;
  }
  Objection why;
  if (!after.doubt.empty()) why.reason = "the check exits with 0, but " + after.doubt;
  if (why.reason.empty()) why = leaning(trials);
  if (why.reason.empty()) why = tampered(trials, verdict);
  if (why.reason.empty() && trials.changed) why = unnoticed(trials, verdict);
  if (!why.reason.empty()) {
    verdict.reason = std::move(why.reason);
    verdict.advice = std::move(why.advice);
    return;
  }
  verdict.status = Status::verified;
  verdict.reason = passed_sentence(after, verdict);
  if (!verdict.flaky.empty()) verdict.reason += "; " + count(verdict.flaky.size(), "flaky test") + " set aside";
  if (!trials.changed) verdict.reason += "; nothing was changed";
}

}  // namespace

std::string_view name(Status status) {
  switch (status) {
    case Status::verified: return "verified";
    case Status::failed: return "failed";
    case Status::regressed: return "regressed";
    case Status::unverified: return "unverified";
  }
  return "unverified";
}

std::vector<std::string> failing_tests(const CheckRun& run) {
  std::vector<std::string> out;
  for (const auto& test : run.tests)
    if (is_bad(test.outcome)) out.push_back(test.name);
  return out;
}

bool could_not_run(const CheckRun& run) { return !run.timed_out && run.exit_code != 0 && run.tests.empty(); }

bool ran_nothing(const CheckRun& run) {
  if (run.total == 0) return true;
  if (run.tests.empty()) return false;
  return std::all_of(run.tests.begin(), run.tests.end(),
                     [](const TestResult& test) { return test.outcome == Outcome::skipped; });
}

Verdict judge(const Trials& trials) {
  Verdict verdict;
  if (!trials.after) {
    verdict.reason = trials.why_not_run.empty() ? "no check was run: none was found or given (.plumb/config.toml can name one: docs/checks.md)"
                                                : "no check was run: " + trials.why_not_run;
    return verdict;
  }
  Comparison comparison{trials, *trials.after, records_of(trials.before, trials.before_again),
                        records_of(trials.after, trials.after_again), verdict};
  comparison.compare();
  const bool all_pass = trials.after->passed() && verdict.broken.empty() && verdict.failing.empty();
  if (all_pass || only_flaky_failed(*trials.after, verdict)) {
    judge_pass(trials, verdict);
  } else {
    judge_failure(trials, verdict);
  }
  return verdict;
}

}  // namespace verify
