#include "queue.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "loss.h"
#include "operators.h"
#include "usage.h"

namespace repair {
namespace {

constexpr double k_suspicion_weight = 0.8;
constexpr double k_rank_weight = 0.1;
constexpr double k_rank_cost_max = 1.0;
// Of 124 programs of bench/repair the edits that pass are right in some and wrong in others in 51. By cost alone the first
// is right in 40 of them, with the pairs of tokens in 42. The language model decides where all else is equal (a bit a
// token): more of it loses (0.1: 39, 0.3: 35).
constexpr double k_pairs = 0.7;
constexpr double k_natural = 0.02;
constexpr double k_part_surcharge = 0.3;

/// Kinds of edits that pass weak tests by chance more often than others of their price. Of those that passed in 94 programs of
/// bench/repair in Python and JavaScript, so many were wrong: 45 of 58, 10 of 14, 25 of 39 (of all others 57 of 173).
struct Chance {
  std::string_view what;
  double surcharge;
};
constexpr Chance k_chances[] = {{"call added", 0.3}, {"constant by one", 0.4}, {"statement copied", 0.3}};

constexpr double k_whole_surcharge = 100;  ///< behind all others

struct Ranked {
  double suspicion;
  std::size_t source, unit;
};

std::vector<Ranked> ranked_units(const std::vector<Source>& sources, const Suspects& suspects, std::size_t most) {
  std::vector<Ranked> ranked;
  for (std::size_t s = 0; s < sources.size(); ++s)
    for (std::size_t u = 0; u < sources[s].units().size(); ++u) {
      const Unit& unit = sources[s].units()[u];
      const double suspicion = suspects.of(sources[s].path(), unit.line, unit.end_line);
      if (suspicion > 0) ranked.push_back({suspicion, s, u});
    }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.suspicion > b.suspicion; });
  if (ranked.size() > most) ranked.resize(most);
  return ranked;
}

std::vector<Candidate> candidates_of(const Source& source, std::size_t s, std::size_t u, std::size_t rank,
                                     const Suspects& suspects) {
  const Unit& unit = source.units()[u];
  const std::size_t body = unit.body.line();
  const auto is_suspect = [&](std::size_t line) {
    if (line < body) return true;  // the head of a function runs when it is called
    return suspects.of(source.path(), line) > 0;
  };
  const double of_unit = suspects.of(source.path(), unit.line, unit.end_line);
  auto candidates = make_candidates(source, s, u, is_suspect);
  const Usage usage(source, unit);
  for (auto& candidate : candidates) {
    candidate.cost += usage.surcharge(candidate);
    double suspicion = suspects.of(source.path(), candidate.line);
    if (suspicion == 0) suspicion = of_unit * 0.7;  // beside a line that runs, or a later line of a statement
    candidate.cost += k_suspicion_weight * (1 - suspicion) +
                      std::min(k_rank_cost_max, k_rank_weight * static_cast<double>(rank));
  }
  return candidates;
}

}  // namespace

Suspects suspects_of(const Coverage& coverage, const std::vector<LabTest>& tests, const std::vector<std::string>& failing) {
  std::vector<LabTest> bad;
  for (const auto& name : failing)
    for (const auto& test : tests)
      if (test.name == name) bad.push_back(test);
  Coverage now = coverage;
  for (auto& covered : now.tests)
    covered.failed = std::find(failing.begin(), failing.end(), covered.test) != failing.end();
  return localise(now, bad);
}

Queue make_queue(const std::vector<Source>& sources, const Coverage& coverage, const std::vector<LabTest>& tests,
                 const std::vector<std::string>& failing, const QueueOptions& options, std::stop_token stop) {
  Suspects suspects = suspects_of(coverage, tests, failing);
  add_tops(suspects, sources);
  const auto ranked = ranked_units(sources, suspects, options.units_max);
  Queue queue;
  queue.units = ranked.size();
  for (std::size_t rank = 0; rank < ranked.size() && !stop.stop_requested(); ++rank) {
    const Source& source = sources[ranked[rank].source];
    try {
      auto candidates = candidates_of(source, ranked[rank].source, ranked[rank].unit, rank, suspects);
      std::move(candidates.begin(), candidates.end(), std::back_inserter(queue.candidates));
    } catch (const std::logic_error& error) {
      // Some hundred kinds of edits look at code that anybody may have written: what one of them has not thought of costs this
      // function, not the process and the other sessions in it.
      queue.left_out.push_back(source.units()[ranked[rank].unit].name + " in " + source.path() + " (" + error.what() + ")");
    }
  }
  auto& list = queue.candidates;
  std::stable_sort(list.begin(), list.end(), [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
  if (list.size() > options.candidates_max) list.resize(options.candidates_max);
  return queue;
}

double final_cost(const Source& source, const Candidate& candidate) {
  double cost = candidate.cost + k_pairs * (1 - candidate.known_pairs) - k_natural * candidate.natural;
  for (const auto& [what, surcharge] : k_chances)
    if (candidate.what == what) cost += surcharge;
  switch (loss_of(source, candidate)) {
    case Loss::none: break;
    case Loss::part: cost += k_part_surcharge; break;
    case Loss::whole: cost += k_whole_surcharge; break;
  }
  return cost;
}

}  // namespace repair
