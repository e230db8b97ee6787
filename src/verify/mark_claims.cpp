// A claim meets the record here. For each run that has to do with the claim one Look says how it
// went and what speaks against believing it; then the looks are judged, the newest first. What
// speaks against a run is kept, so that an unproven claim can say what was nearest to a proof.

#include <algorithm>
#include <optional>

#include "base/paths.h"
#include "claim_answer.h"
#include "claim_look.h"
#include "claim_reading.h"
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
      : evidence_(evidence), last_change_(last_change), changed_(changed) {
    for (const std::string& check : checks) {
      for (const Part& part : read_command_flow(check).parts) {
        Action action = understand(part);
        if (action.does == 0 && action.harmless) continue;
        checks_.push_back(std::move(action));
      }
    }
    known_.reserve(evidence_.size());
    for (const Evidence& run : evidence_) known_.push_back(known_of(run));
  }

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
  struct Wanted {
    unsigned does = 0;
    std::vector<Action> named;  ///< the parts of the command that the claim names and that matter
    std::string command;
    bool exact = false;  ///< structured: the selection must be the same as well
  };

  static Wanted wanted_of(const Claim& claim, unsigned does) {
    Wanted wanted{does, {}, claim.command, claim.structured};
    std::vector<Action> all;
    for (const Part& part : read_command_flow(claim.command).parts) all.push_back(understand(part));
    for (const Action& action : all)
      if ((action.does & does) != 0) wanted.named.push_back(action);
    if (wanted.named.empty())
      for (const Action& action : all)
        if (!action.harmless) wanted.named.push_back(action);
    if (wanted.named.empty()) wanted.named = std::move(all);
    return wanted;
  }

  [[nodiscard]] bool is_check(const Action& action) const {
    return std::any_of(checks_.begin(), checks_.end(),
                       [&](const Action& check) { return is_same_thing(check, action); });
  }

  [[nodiscard]] static bool is_named(const Wanted& wanted, const Action& action) {
    return std::any_of(wanted.named.begin(), wanted.named.end(), [&](const Action& each) {
      if (wanted.exact || !each.selection.empty()) return is_same_thing(each, action);
      return each.id == action.id;
    });
  }

  /// Whether everything that a claim names is in a run: `build && test` is not shown by the build
  /// alone.
  [[nodiscard]] static bool has_all(const Wanted& wanted, const Known& known) {
    return std::all_of(wanted.named.begin(), wanted.named.end(), [&](const Action& each) {
      Wanted one{wanted.does, {each}, wanted.command, wanted.exact};
      return std::any_of(known.actions.begin(), known.actions.end(),
                         [&](const Action& action) { return is_named(one, action); });
    });
  }

  /// The run as it bears on a claim that wants something which does `does`; nothing if it does not.
  /// With `wanted`, only what it names.
  [[nodiscard]] std::optional<Look> look(std::size_t at, unsigned does,
                                         const Wanted* wanted) const {
    const Known& known_run = known_[at];
    const Evidence& run = evidence_[at];
    const CommandFlow& line = known_run.line;
    if (run.before_all || (wanted != nullptr && !has_all(*wanted, known_run))) return std::nullopt;
    std::optional<Look> best;
    for (std::size_t i = 0; i < line.parts.size(); ++i) {
      const Action& action = known_run.actions[i];
      const bool known = (action.does & does) != 0;
      const bool is_trusted = is_check(action) && (does & does_tests) != 0;
      const bool fits = wanted != nullptr ? is_named(*wanted, action) : known || is_trusted;
      if (!fits || !is_reachable(line, i)) continue;
      Look look = look_at(known_run, i, does);
      const bool is_better = !best || (look.whole && !best->whole) || look.state != State::ok;
      if (is_better) best = std::move(look);
    }
    const bool is_own_check = run.by_harness && !best && wanted == nullptr && does == does_tests &&
                              !line.parts.empty() && is_unknown(known_run);
    if (is_own_check) best = look_at(known_run, line.parts.size() - 1, does);
    return best;
  }

  /// A check of the user's own, of which the words say nothing.
  static bool is_unknown(const Known& known) {
    return std::all_of(known.actions.begin(), known.actions.end(),
                       [](const Action& action) { return action.does == 0; });
  }

  Look look_at(const Known& known, std::size_t i, unsigned does) const {
    const Evidence& run = *known.run;
    const CommandFlow& line = known.line;
    Look look;
    look.run = &run;
    look.known = &known;
    look.action = known.actions[i];
    look.fresh = run.last_change >= last_change_;
    look.is_told = run.by_harness || is_told(known, i);
    for (std::size_t k = i + 1; k <= pipeline_end(line, i); ++k)
      if (!line.parts[k].argv.empty())
        look.filters +=
            (look.filters.empty() ? "| " : " | ") + std::string(base_name(line.parts[k].argv[0]));
    const bool needs_test =
        (does & does_tests) != 0 && ((look.action.does & does_tests) != 0 || does == does_tests);
    look.state = state_of(look, run.by_harness || shows_exit_code(line, i), needs_test);
    const bool is_rigged = line.redefines || starts_stranger(known, i);
    if (is_rigged && !run.by_harness && look.state != State::failed)
      look.state = State::unbelievable;
    // A program under work is the session's own as a rule; a new test is. A runner must not be.
    const bool is_test_file = look.action.part && (look.action.does & does_tests) != 0;
    look.may_be_own = run.by_harness || does == 0 || is_test_file;
    const auto place = place_of(run.dir, run.root, look.action.dir);
    look.inside = place.has_value();
    const bool is_trusted = run.by_harness || is_check(look.action);
    bool is_check_place = false;
    for (const Action& check : checks_)
      if (place && is_same_thing(check, look.action))
        is_check_place = is_check_place || place_of("", run.root, check.dir) == place;
    look.at_root = place && (place->empty() || is_check_place ||
                             (uses_build_folder(look.action.id) && is_build_folder(*place)));
    look.whole = (is_trusted || !look.action.part) && look.at_root;
    look.built = needs_build(look, place) ? built_before(known, i) : run.event;
    return look;
  }

  /// ctest runs what is there; so does a test target of a build folder, and a test program by its
  /// name.
  static bool needs_build(const Look& look, const std::optional<std::string>& place) {
    if ((look.action.does & does_tests) == 0 || look.run->by_harness || look.run->last_change == 0)
      return false;
    const std::string& id = look.action.id;
    const bool is_target = id == "cmake --build" ||
                           ((id == "make" || id == "ninja") && place && is_build_folder(*place));
    const bool is_program = !look.action.script.empty() && is_build_folder(look.action.script) &&
                            base_name(look.action.script).find('.') == std::string_view::npos;
    return id == "ctest" || is_target || is_program;
  }

  /// The run itself if a build that went well comes before part `i` on the same tree; 0 = none
  /// does.
  [[nodiscard]] std::uint64_t built_before(const Known& known, std::size_t i) const {
    const auto builds = [](const Action& action) {
      return (action.does & does_build) != 0 && !action.dry;
    };
    for (std::size_t k = 0; k < i; ++k)
      if (builds(known.actions[k]) && known.line.parts[k].link != Link::or_)
        return known.run->event;
    for (const Known& other : known_) {
      if (&other == &known) break;
      const Evidence& run = *other.run;
      const bool is_good = run.ended && run.exit_code == 0 &&
                           run.last_change >= known.run->last_change && !run.before_all &&
                           !run.by_harness;
      if (!is_good) continue;
      for (std::size_t k = 0; k < other.actions.size(); ++k)
        if (builds(other.actions[k])) return run.event;
    }
    return 0;
  }

  /// The newest run of plumb's own on the tree as it is.
  [[nodiscard]] std::optional<Look> harness(unsigned does) const {
    for (std::size_t i = evidence_.size(); i-- > 0;) {
      if (!evidence_[i].by_harness || evidence_[i].last_change < last_change_) continue;
      if (auto found = look(i, does, nullptr)) return found;
    }
    return std::nullopt;
  }

  /// A claim that names no command is not proven by anything, but a failing check refutes it all
  /// the same.
  bool refute_by_harness(MarkedClaim& out, const Meaning& meaning) const {
    const unsigned does = meaning.about == About::build  ? does_build
                          : meaning.about == About::lint ? does_lint
                                                         : does_tests;
    const auto own = harness(does);
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
    const auto own = harness(does_tests);
    if (own && settled_by_harness(out, meaning, *own, names ? &wanted : nullptr)) return;
    if (names && !believable) {
      about_no_runner(out, wanted);
      return;
    }
    by_runs(out, meaning, does_tests, names ? &wanted : nullptr, own ? &*own : nullptr);
  }

  [[nodiscard]] bool names_tests(const Wanted& wanted) const {
    return std::any_of(wanted.named.begin(), wanted.named.end(), [&](const Action& action) {
      return (action.does & does_tests) != 0 || is_check(action);
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
      auto seen = look(i, does, wanted);
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
          does == does_tests && !evidence_[i].before_all && known_[i].summary.has_value();
      if (!shows_summary) continue;
      out.why =
          shown(evidence_[i].command) + " shows a result of tests, but is not known to run any";
      const bool prints = std::all_of(known_[i].actions.begin(), known_[i].actions.end(),
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
    const auto own = harness(does);
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
      auto seen = look(i, does, names ? &wanted : nullptr);
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
    if (const auto own = harness(does_tests); own && own->state == State::failed) {
      set(out, Mark::refuted, failed_sentence(*own), *own);
      return;
    }
    MarkedClaim shown_by = out;
    Meaning any = meaning;
    any.whole = false;
    const auto own = harness(does_tests);
    if (own && own->state == State::ok) {
      decide(shown_by, any, *own);
    } else {
      by_runs(shown_by, any, does_tests, nullptr, own ? &*own : nullptr);
    }
    if (shown_by.mark == Mark::proven && !failed_before(shown_by.event)) {
      if (red_then_green(out)) return;
      shown_by.mark = Mark::unproven;
      shown_by.why += ", but no run on record failed before";
    }
    if (shown_by.mark == Mark::unproven && shown_by.event == 0 && red_then_green(out)) return;
    out = std::move(shown_by);
  }

  /// Whether tests failed in a run before that event, on a tree before the last change.
  [[nodiscard]] bool failed_before(std::uint64_t event) const {
    for (std::size_t i = 0; i < evidence_.size(); ++i) {
      const Evidence& run = evidence_[i];
      if (run.before_all) {
        const bool failed = run.exit_code != 0 || known_[i].counts.failed > 0;
        if (failed) return true;
        continue;
      }
      if (run.event >= event) continue;
      const auto seen = look(i, does_tests, nullptr);
      if (seen && seen->state == State::failed && !seen->fresh) return true;
    }
    return false;
  }

  /// Any command, the same one, that failed before the last change and ends well since.
  bool red_then_green(MarkedClaim& out) const {
    for (std::size_t i = evidence_.size(); i-- > 0;) {
      const Evidence& green = evidence_[i];
      const bool is_good = green.ended && green.exit_code == 0 &&
                           green.last_change >= last_change_ && green.own_script.empty() &&
                           !green.other_tree && !green.before_all;
      if (!is_good || !is_plain(known_[i])) continue;
      for (std::size_t k = 0; k < i; ++k) {
        const Evidence& red = evidence_[k];
        const bool was_bad = red.ended && red.exit_code != 0 && red.last_change < last_change_ &&
                             trim(red.command) == trim(green.command) && red.dir == green.dir;
        if (!was_bad) continue;
        out.mark = Mark::proven;
        out.event = green.event;
        out.why = shown(green.command) + " ended with exit code " + std::to_string(red.exit_code) +
                  " before and ends well now";
        return true;
      }
    }
    return false;
  }

  /// A single command whose exit code is its own, and which does something.
  static bool is_plain(const Known& known) {
    const CommandFlow& line = known.line;
    if (line.parts.empty() || line.redefines) return false;
    return shows_exit_code(line, line.parts.size() - 1) && !known.actions.back().prints;
  }

  const std::vector<Evidence>& evidence_;
  std::vector<Known> known_;
  std::vector<Action> checks_;
  std::uint64_t last_change_;
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
