// What one run shows of a claim, and what speaks against believing it.

#include "claim_runs.h"

#include <algorithm>

#include "base/paths.h"
#include "claim_answer.h"
#include "output_lines.h"
#include "text/cut.h"

namespace verify {

Wanted wanted_of(const Claim& claim, unsigned does) {
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

bool is_named(const Wanted& wanted, const Action& action) {
  return std::any_of(wanted.named.begin(), wanted.named.end(), [&](const Action& each) {
    if (wanted.exact || !each.selection.empty()) return is_same_thing(each, action);
    return each.id == action.id;
  });
}

namespace {

/// Whether everything that a claim names is in a run: `build && test` is not shown by the build
/// alone.
bool has_all(const Wanted& wanted, const Known& known) {
  return std::all_of(wanted.named.begin(), wanted.named.end(), [&](const Action& each) {
    Wanted one{wanted.does, {each}, wanted.command, wanted.exact};
    return std::any_of(known.actions.begin(), known.actions.end(),
                       [&](const Action& action) { return is_named(one, action); });
  });
}

/// A check of the user's own, of which the words say nothing.
bool is_unknown(const Known& known) {
  return std::all_of(known.actions.begin(), known.actions.end(),
                     [](const Action& action) { return action.does == 0; });
}

/// ctest runs what is there; so does a test target of a build folder, and a test program by its
/// name.
bool needs_build(const Look& look, const std::optional<std::string>& place) {
  if ((look.action.does & does_tests) == 0 || look.run->by_harness || look.run->last_change == 0)
    return false;
  const std::string& id = look.action.id;
  const bool is_target = id == "cmake --build" ||
                         ((id == "make" || id == "ninja") && place && is_build_folder(*place));
  const bool is_program = !look.action.script.empty() && is_build_folder(look.action.script) &&
                          base_name(look.action.script).find('.') == std::string_view::npos;
  return id == "ctest" || is_target || is_program;
}

/// A single command whose exit code is its own, and which does something.
bool is_plain(const Known& known) {
  const CommandFlow& line = known.line;
  if (line.parts.empty() || line.redefines) return false;
  return shows_exit_code(line, line.parts.size() - 1) && !known.actions.back().prints;
}

}  // namespace

Runs::Runs(const std::vector<Evidence>& evidence, const std::vector<std::string>& checks, std::uint64_t last_change)
    : evidence_(evidence), last_change_(last_change) {
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

bool Runs::is_check(const Action& action) const {
  return std::any_of(checks_.begin(), checks_.end(),
                     [&](const Action& check) { return is_same_thing(check, action); });
}

std::optional<Look> Runs::look(std::size_t at, unsigned does,
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

Look Runs::look_at(const Known& known, std::size_t i, unsigned does) const {
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

std::uint64_t Runs::built_before(const Known& known, std::size_t i) const {
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

std::optional<Look> Runs::harness(unsigned does) const {
  for (std::size_t i = evidence_.size(); i-- > 0;) {
    if (!evidence_[i].by_harness || evidence_[i].last_change < last_change_) continue;
    if (auto found = look(i, does, nullptr)) return found;
  }
  return std::nullopt;
}

bool Runs::failed_before(std::uint64_t event) const {
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

bool Runs::red_then_green(MarkedClaim& out) const {
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

}  // namespace verify
