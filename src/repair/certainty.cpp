#include "certainty.h"

#include <algorithm>
#include <set>

namespace repair {
namespace {

constexpr double k_rare = 1.5;  ///< of cost: of what costs less, most that passes is right

std::string tests(std::size_t n) {
  return std::to_string(n) + (n == 1 ? " test" : " tests");
}

bool invents(const Step& step) {
  const std::string_view what = step.what;
  for (const std::string_view word : {"inserted", "extended", "copied", "argument added", "under a condition"})
    if (what.find(word) != std::string_view::npos) return true;
  const bool is_number = !step.after.empty() && step.after.find_first_not_of("0123456789") == std::string::npos;
  return is_number && what == "constant";
}

std::string well_tested(const Evidence& evidence) {
  std::string out = tests(evidence.failing) + " failed before";
  if (evidence.passing > 0) out += " and " + tests(evidence.passing) + " that passed run the changed line";
  return out;
}

}  // namespace

Judgement judge(const Evidence& e) {
  const auto guess = [](std::string why) { return Judgement{Certainty::guess, std::move(why)}; };
  if (e.loss == Loss::whole) return guess("it only takes something away, which satisfies weak tests easily");
  if (e.different >= 3)
    return guess("edits of " + std::to_string(e.different + 1) + " different behaviours pass the same tests");
  if (e.is_faulty) return guess("with it the tests use memory that is not theirs or compute what the language does not define, as sanitizers say");
  if (e.cut_short) return guess("I was stopped before I had looked for all of its rivals");
  if (e.failing + e.passing < 2) return guess("a single test says what the changed line should do");
  const std::size_t unknown = e.rivals - std::min(e.rivals, e.compared);
  if (e.different == 0 && unknown == 0 && e.edits == 1 && !e.invents && !e.is_rare && e.loss == Loss::none && e.failing + e.passing >= 3)
    return {Certainty::sure, (e.rivals == 0 ? "no other edit that I tried passes the tests"
                                            : "the other edits that pass do the same in all calls that I compared") +
                                 std::string(", and ") + well_tested(e)};
  std::string why = well_tested(e);
  if (e.different > 0)
    why += ", but " + std::string(e.different == 1 ? "an edit that does" : "edits that do") + " something else " +
           (e.different == 1 ? "passes" : "pass") + " them too";
  else if (unknown > 0)
    why += ", but " + std::to_string(unknown) + (unknown == 1 ? " other edit passes" : " other edits pass") +
           " too that I could not compare it with";
  else if (e.edits > 1)
    why += ", but it needs " + std::to_string(e.edits) + " edits together";
  else if (e.invents)
    why += ", but it brings in something new, which the tests alone decide";
  else if (e.loss == Loss::part)
    why += ", but it takes a part away";
  else if (e.is_rare)
    why += ", but it is an edit of a rare kind";
  else
    why += ", but that is little to go by";
  return {unknown >= 3 ? Certainty::guess : Certainty::likely, why};
}

Evidence evidence_for(const SearchResult& result, std::size_t index) {
  const Fix& fix = result.fixes[index];
  Evidence evidence;
  evidence.failing = result.failing.size();
  evidence.passing = fix.steps.front().passing;
  for (const auto& step : fix.steps) {
    evidence.passing = std::min(evidence.passing, step.passing);
    evidence.loss = std::max(evidence.loss, step.loss);
    evidence.invents = evidence.invents || invents(step);
  }
  evidence.edits = fix.steps.size();
  evidence.is_faulty = fix.is_faulty;
  evidence.is_rare = fix.cost > k_rare * static_cast<double>(fix.steps.size());
  // What is faulty is no rival of what is not.
  evidence.rivals = result.passing - 1 - (fix.is_faulty ? 0 : result.faulty);
  evidence.cut_short = result.stopped == Stopped::cancelled || result.stopped == Stopped::time;
  const auto kinds = classes(result.comparison);
  std::set<std::size_t> different;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i == index || calls_in_common(result.comparison, index, i) == 0) continue;
    ++evidence.compared;
    if (difference(result.comparison, index, i)) different.insert(kinds[i]);
  }
  evidence.different = different.size();
  return evidence;
}

}  // namespace repair
