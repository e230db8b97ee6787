// A claim meets the record here. For each run that has to do with the claim one Look (claim_runs.h) says how it
// went and what speaks against believing it; then the looks are judged, the newest first. What
// speaks against a run is kept, so that an unproven claim can say what was nearest to a proof.

#include <algorithm>
#include <optional>

#include "base/paths.h"
#include "claim_answer.h"
#include "claim_look.h"
#include "claim_reading.h"
#include "claim_runs.h"
#include "output_lines.h"
#include "text/cut.h"
#include "verify/claims.h"

namespace verify {
namespace {

/// A command as a model may have written it into the report: in backticks, behind a prompt, or
/// none.
std::string plain_command(std::string_view command) {
  command = trim(command);
  while (!command.empty() &&
         (command.front() == '`' || command.front() == '\n' || command.front() == ' '))
    command.remove_prefix(1);
  while (!command.empty() &&
         (command.back() == '`' || command.back() == '\n' || command.back() == ' '))
    command.remove_suffix(1);
  (void)take(command, "$ ");
  for (const std::string_view none :
       {"none", "None", "n/a", "N/A", "-", "manual", "inspection", "(none)", "null"})
    if (command == none) return "";
  return std::string(command);
}

// ---- the claim against all runs ----

class Judge {
 public:
  Judge(const std::vector<Evidence>& evidence, const std::vector<std::string>& checks,
        std::uint64_t last_change, bool changed)
      : runs_(evidence, checks, last_change), evidence_(evidence), changed_(changed) {}

  MarkedClaim mark(Claim claim) const {
    MarkedClaim out;
    out.claim = std::move(claim);
    out.claim.command = plain_command(out.claim.command);
    const Meaning meaning = meaning_of(out.claim.text);
    if (out.claim.structured && out.claim.command.empty()) {
      const bool refutes = refute_by_harness(out, meaning);
      if (!refutes) out.why = "no command named";
      return out;
    }
    switch (meaning.about) {
      case About::tests:
        about_tests(out, meaning);
        break;
      case About::build:
        about_exit(out, meaning, does_build);
        break;
      case About::lint:
        about_exit(out, meaning, does_lint);
        break;
      case About::fix:
        about_fix(out, meaning);
        break;
      case About::other:
        about_command(out, meaning);
        break;
    }
    return out;
  }

 private:
  /// A claim that names no command is not proven by anything, but a failing check refutes it all
  /// the same.
  bool refute_by_harness(MarkedClaim& out, const Meaning& meaning) const {
    const unsigned does = meaning.about == About::build  ? does_build
                          : meaning.about == About::lint ? does_lint
                                                         : does_tests;
    const auto own = runs_.harness(does);
    const bool applies = own && own->state == State::failed && !meaning.fails &&
                         (meaning.about == About::tests
                              ? meaning.whole
                              : meaning.about == About::build || meaning.about == About::lint);
    if (applies) set(out, Mark::refuted, failed_sentence(*own), *own);
    return applies;
  }

  /// True if a test that the claim or a run speaks of fails in plumb's own run.
  static bool fails_in(const Look& own, const Meaning& meaning, const Look* run) {
    for (const std::string& failing : own.counts().failing) {
      for (const std::string& name : meaning.named)
        if (has(failing, name)) return true;
      if (run == nullptr) continue;
      for (const TestResult& test : run->run->tests)
        if (test.name == failing && test.outcome == Outcome::passed) return true;
    }
    return false;
  }

  // ---- claims about tests ----

  void about_tests(MarkedClaim& out, const Meaning& meaning) const {
    const Wanted wanted = wanted_of(out.claim, does_tests);
    const bool names = !wanted.command.empty();
    const bool believable = !names || names_tests(wanted);
    const auto own = runs_.harness(does_tests);
    if (own && settled_by_harness(out, meaning, *own, names ? &wanted : nullptr)) return;
    if (names && !believable) {
      about_no_runner(out, wanted);
      return;
    }
    by_runs(out, meaning, does_tests, names ? &wanted : nullptr, own ? &*own : nullptr);
  }

  [[nodiscard]] bool names_tests(const Wanted& wanted) const {
    return std::any_of(wanted.named.begin(), wanted.named.end(), [&](const Action& action) {
      return (action.does & does_tests) != 0 || runs_.is_check(action);
    });
  }

  void about_no_runner(MarkedClaim& out, const Wanted& wanted) const {
    const bool prints = std::all_of(wanted.named.begin(), wanted.named.end(),
                                    [](const Action& action) { return action.prints; });
    const bool was_run = std::any_of(evidence_.begin(), evidence_.end(), [&](const Evidence& run) {
      return trim(run.command) == wanted.command;
    });
    out.why = shown(wanted.command);
    if (prints) {
      out.why += " only prints something; it runs no test";
    } else if (was_run) {
      out.why += " is not known to run tests";
    } else {
      out.why += " was never run";
    }
  }

  /// Whether plumb's own run alone settles the claim.
  bool settled_by_harness(MarkedClaim& out, const Meaning& meaning, const Look& own,
                          const Wanted* wanted) const {
    const bool is_same = wanted == nullptr || is_named(*wanted, own.action);
    if (meaning.fails) {
      const bool concerns = meaning.whole || is_same || !meaning.named.empty();
      if (!concerns || own.state == State::no_test) return false;
      if (own.state == State::failed) {
        const std::string other = miscounted(meaning, own);
        if (!other.empty() && other != "?" && !is_same) return false;
        const bool is_wrong = !other.empty() && other != "?";
        set(out, is_wrong ? Mark::refuted : Mark::proven, is_wrong ? other : failed_sentence(own),
            own);
      } else {
        if (wanted != nullptr && !is_same) return false;
        set(out, Mark::refuted, passed_sentence(own), own);
      }
      return true;
    }
    if (own.state == State::failed) {
      const bool concerns = meaning.whole || (wanted != nullptr && is_same) ||
                            fails_in(own, meaning, nullptr) ||
                            (wanted == nullptr && meaning.named.empty() && !is_partial(meaning));
      if (!concerns) return false;
      const std::string other = miscounted(meaning, own);
      const bool tells_all = meaning.failed && *meaning.failed > 0 && other.empty();
      set(out, tells_all ? Mark::proven : Mark::refuted, failed_sentence(own), own);
      return true;
    }
    if (own.state != State::ok || !is_same) return false;
    const std::string other = miscounted(meaning, own);
    const bool may_count_else = wanted == nullptr && !meaning.whole && !other.empty();
    if (may_count_else) return false;  // "5 passed" may be told of another run
    decide(out, meaning, own);
    return true;
  }

  static bool is_partial(const Meaning& meaning) {
    return !meaning.whole && !meaning.passed && !meaning.total;
  }

  /// The session's own runs, the newest first.
  void by_runs(MarkedClaim& out, const Meaning& meaning, unsigned does, const Wanted* wanted,
               const Look* own) const {
    std::optional<Look> nearest, other_count;
    Trouble nearest_trouble = Trouble::none;
    bool is_whole_shown = false;
    for (std::size_t i = evidence_.size(); i-- > 0;) {
      auto seen = runs_.look(i, does, wanted);
      if (!seen) continue;
      const bool needs_whole = meaning.whole && does == does_tests;
      Trouble trouble = trouble_of(*seen, needs_whole);
      if (trouble == Trouble::none || trouble == Trouble::part)
        is_whole_shown = is_whole_shown || (seen->state == State::ok && wanted != nullptr);
      const bool counts_now = seen->fresh && seen->inside;
      if (seen->state == State::failed && counts_now) {
        failed_run(out, meaning, *seen);
        return;
      }
      if (seen->state == State::failed) trouble = seen->fresh ? Trouble::elsewhere : Trouble::stale;
      if (trouble == Trouble::none && meaning.fails) {
        set(out, Mark::refuted, passed_sentence(*seen), *seen);
        return;
      }
      if (trouble == Trouble::none && own != nullptr && own->state == State::failed &&
          fails_in(*own, meaning, &*seen)) {
        set(out, Mark::refuted, failed_sentence(*own), *own);
        return;
      }
      if (trouble == Trouble::none) {
        const std::string other = miscounted(meaning, *seen);
        const bool may_be_older = !other.empty() && wanted == nullptr && !meaning.whole;
        if (!may_be_older) {
          decide(out, meaning, *seen);
          return;
        }
        if (!other_count || other_count->counts().passed < 0) other_count = *seen;
        continue;
      }
      if (!nearest || trouble > nearest_trouble) {
        nearest = std::move(seen);
        nearest_trouble = trouble;
      }
    }
    if (own != nullptr && own->state == State::ok && (is_whole_shown || wanted == nullptr)) {
      decide(out, meaning, *own);  // what a part cannot show, plumb's own run of all does
    } else if (other_count) {
      decide(out, meaning, *other_count);
    } else if (nearest) {
      set(out, Mark::unproven, why_not(*nearest, nearest_trouble), *nearest);
    } else {
      never_run(out, does, wanted);
    }
  }

  static void failed_run(MarkedClaim& out, const Meaning& meaning, const Look& seen) {
    const std::string other = miscounted(meaning, seen);
    const bool is_told = meaning.fails || (meaning.failed && *meaning.failed > 0);
    const bool agrees = is_told && (other.empty() || other == "?");
    set(out, agrees ? Mark::proven : Mark::refuted,
        is_told && !agrees ? other : failed_sentence(seen), seen);
  }

  void never_run(MarkedClaim& out, unsigned does, const Wanted* wanted) const {
    if (wanted != nullptr) {
      out.why = shown(wanted->command) + " was never run";
      return;
    }
    for (std::size_t i = evidence_.size(); i-- > 0;) {
      const bool shows_summary =
          does == does_tests && !evidence_[i].before_all && runs_.known(i).summary.has_value();
      if (!shows_summary) continue;
      out.why =
          shown(evidence_[i].command) + " shows a result of tests, but is not known to run any";
      const bool prints = std::all_of(runs_.known(i).actions.begin(), runs_.known(i).actions.end(),
                                      [](const Action& action) { return action.harmless; });
      if (prints) out.why = shown(evidence_[i].command) + " only prints a result; it runs no test";
      out.event = evidence_[i].event;
      return;
    }
    out.why = does == does_tests   ? "no run of the tests is on record"
              : does == does_build ? "no build is on record"
                                   : "no run of a linter is on record";
  }

  // ---- claims about builds and linters, and about any command ----

  void about_exit(MarkedClaim& out, const Meaning& meaning, unsigned does) const {
    const Wanted wanted = wanted_of(out.claim, does);
    const bool names = !wanted.command.empty();
    if (names && only_prints(wanted)) {
      out.why = shown(wanted.command) + " only prints something";
      return;
    }
    const auto own = runs_.harness(does);
    const bool is_same = own && (!names || is_named(wanted, own->action));
    // A failing test says nothing about the build.
    const bool decides = is_same && (own->action.does & does_tests) == 0;
    if (decides && own->state == State::failed && !meaning.fails) {
      set(out, Mark::refuted, failed_sentence(*own), *own);
      return;
    }
    if (is_same && own->state == State::ok && !meaning.fails) {
      decide(out, meaning, *own);
      return;
    }
    std::optional<Look> nearest;
    Trouble nearest_trouble = Trouble::none;
    for (std::size_t i = evidence_.size(); i-- > 0;) {
      auto seen = runs_.look(i, does, names ? &wanted : nullptr);
      if (!seen) continue;
      const bool tests_too = (seen->action.does & does_tests) != 0;
      Trouble trouble = trouble_of(*seen, false);
      if (seen->action.part && does == does_lint && meaning.named.empty() && !names &&
          trouble == Trouble::none)
        trouble = Trouble::part;
      if (seen->state == State::failed) {
        if (tests_too && does == does_build) continue;
        if (seen->fresh && seen->inside) {
          set(out, meaning.fails ? Mark::proven : Mark::refuted, failed_sentence(*seen), *seen);
          return;
        }
        trouble = Trouble::stale;
      }
      if (trouble == Trouble::none) {
        if (meaning.fails) {
          set(out, Mark::refuted, passed_sentence(*seen), *seen);
        } else {
          decide(out, meaning, *seen);
        }
        return;
      }
      if (!nearest || trouble > nearest_trouble) {
        nearest = std::move(seen);
        nearest_trouble = trouble;
      }
    }
    if (nearest) {
      std::string why = why_not(*nearest, nearest_trouble);
      if (nearest_trouble == Trouble::part)
        why = shown(nearest->run->command) + " looks at some files only";
      set(out, Mark::unproven, std::move(why), *nearest);
    } else {
      never_run(out, does, names ? &wanted : nullptr);
    }
  }

  static bool only_prints(const Wanted& wanted) {
    return !wanted.named.empty() && std::all_of(wanted.named.begin(), wanted.named.end(),
                                                [](const Action& action) { return action.prints; });
  }

  void about_command(MarkedClaim& out, const Meaning& meaning) const {
    const Wanted wanted = wanted_of(out.claim, 0);
    if (wanted.command.empty()) {
      out.why = "no command is named that shows it";
      return;
    }
    const bool is_tests = names_tests(wanted);
    if (is_tests) {
      about_tests(out, meaning);
      return;
    }
    if (only_prints(wanted)) {
      out.why = shown(wanted.command) + " only prints something; that it ended well shows nothing";
      return;
    }
    about_exit(out, meaning, 0);
  }

  // ---- claims that something is fixed ----

  void about_fix(MarkedClaim& out, const Meaning& meaning) const {
    if (!changed_) {
      out.mark = Mark::refuted;
      out.why = "nothing was changed";
      return;
    }
    if (!out.claim.command.empty()) {
      about_command(out, meaning);
      return;
    }
    if (const auto own = runs_.harness(does_tests); own && own->state == State::failed) {
      set(out, Mark::refuted, failed_sentence(*own), *own);
      return;
    }
    MarkedClaim shown_by = out;
    Meaning any = meaning;
    any.whole = false;
    const auto own = runs_.harness(does_tests);
    if (own && own->state == State::ok) {
      decide(shown_by, any, *own);
    } else {
      by_runs(shown_by, any, does_tests, nullptr, own ? &*own : nullptr);
    }
    if (shown_by.mark == Mark::proven && !runs_.failed_before(shown_by.event)) {
      if (runs_.red_then_green(out)) return;
      shown_by.mark = Mark::unproven;
      shown_by.why += ", but no run on record failed before";
    }
    if (shown_by.mark == Mark::unproven && shown_by.event == 0 && runs_.red_then_green(out)) return;
    out = std::move(shown_by);
  }

  Runs runs_;
  const std::vector<Evidence>& evidence_;
  bool changed_;
};

}  // namespace

std::vector<MarkedClaim> mark_claims(std::vector<Claim> claims,
                                     const std::vector<Evidence>& evidence,
                                     const std::vector<std::string>& check_commands,
                                     std::uint64_t last_change, bool changed) {
  const Judge judge(evidence, check_commands, last_change, changed);
  std::vector<MarkedClaim> out;
  out.reserve(claims.size());
  for (Claim& claim : claims) out.push_back(judge.mark(std::move(claim)));
  return out;
}

}  // namespace verify
