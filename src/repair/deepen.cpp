#include "deepen.h"

#include <algorithm>

#include "round.h"

namespace repair {
namespace {

constexpr std::size_t k_left_max = 20;     ///< tests that still fail, counted one by one

base::Result<std::vector<Source>> sources_with(const std::vector<Source>& old, const Fix& fix) {
  std::vector<Source> sources;
  for (const auto& source : old) {
    const auto found = fix.files.find(source.path());
    TRY(auto next,
        Source::parse(source.path(), found == fix.files.end() ? source.text() : found->second));
    sources.push_back(std::move(next));
  }
  return sources;
}

/// Of `names`, those that fail on the lab's sources as they are. Beyond k_left_max they are not run
/// and count as failing.
io::Task<base::Result<std::vector<std::string>>> still_failing(Setting& setting,
                                                               std::vector<std::string> names) {
  std::vector<std::string> left;
  while (!names.empty()) {
    if (left.size() >= k_left_max || setting.is_over()) {
      left.insert(left.end(), names.begin(), names.end());
      break;
    }
    CO_TRY(const auto attempt,
           co_await setting.lab.guard(0, Candidate{}, names, k_limit_factors[1]));
    if (attempt.outcome == Tried::passed) break;
    const auto at = names.begin() + static_cast<std::ptrdiff_t>(std::min(attempt.passed, names.size() - 1));
    left.push_back(*at);
    names.erase(names.begin(), at + 1);
  }
  co_return left;
}

/// The tests count as what they are on the sources that are searched next.
void set_outcomes(Setting& setting, const std::vector<std::string>& failing,
                  const std::vector<std::string>& left) {
  const auto in = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (auto& test : setting.tests)
    if (in(failing, test.name))
      test.outcome = in(left, test.name) ? verify::Outcome::failed : verify::Outcome::passed;
}

void note_partly(Setting& setting, const Fix& fix, const std::vector<std::string>& left) {
  auto& best = setting.partly;
  const bool better = !best || left.size() < best->left.size() ||
                      (left.size() == best->left.size() && fix.cost < best->fix.cost);
  if (better) best = Partly{fix, left};
}

/// Searches on from edits that make some of the tests pass.
io::Task<base::Result<>> search_on(Setting& setting, std::vector<Source>& sources, Fix base,
                                   std::vector<std::string> failing, std::vector<Partial> starts) {
  if (!starts.empty())
    setting.progress(std::to_string(starts.size()) +
                     (starts.size() == 1 ? " edit makes" : " edits make") +
                     " some of the tests pass: trying another edit on top");
  for (auto& start : starts) {
    if (setting.is_over() || !setting.found.empty()) break;
    const Fix next = fix_of(setting, sources, base, start.candidate, 0);
    CO_TRY(auto changed, sources_with(sources, next));
    CO_TRY_DO(co_await setting.lab.rebase(changed));
    CO_TRY(const auto left, co_await still_failing(setting, failing));
    if (!left.empty() && left.size() < failing.size()) {
      note_partly(setting, next, left);
      set_outcomes(setting, failing, left);
      CO_TRY_DO(co_await search_from(setting, changed, next, left));
      set_outcomes(setting, failing, failing);
    }
    CO_TRY_DO(co_await setting.lab.rebase(sources));
  }
  co_return base::Result<>{};
}

}  // namespace

io::Task<base::Result<>> search_from(Setting& setting, std::vector<Source>& sources, Fix base,
                                     std::vector<std::string> failing) {
  Round round(setting, sources, base, failing);
  CO_TRY_DO(co_await round.generate());
  setting.progress("trying " + std::to_string(round.size()) + " edits of " +
                   std::to_string(round.units()) + (round.units() == 1 ? " function" : " functions"));
  CO_TRY_DO(co_await round.run());
  if (round.found() > 0) co_return base::Result<>{};
  if (failing.size() < 2 || base.steps.size() + 1 >= setting.options.edits_max)
    co_return base::Result<>{};
  // First what makes the first test pass, then what makes one of the others pass.
  for (const bool others : {false, true}) {
    if (setting.is_over() || !setting.found.empty()) break;
    if (others) CO_TRY_DO(co_await round.run_others());
    CO_TRY(auto starts, co_await round.partial());
    CO_TRY_DO(co_await search_on(setting, sources, base, failing, std::move(starts)));
  }
  co_return base::Result<>{};
}

bool is_whole_repair(const Setting& setting, const std::vector<Source>& sources,
                     const Partly& partly) {
  for (const auto& step : partly.fix.steps)
    for (const auto& source : sources) {
      const Unit* unit = source.path() == step.path ? source.unit_at(step.line) : nullptr;
      if (unit == nullptr) continue;
      for (const auto& covered : setting.coverage.tests) {
        const bool fails = std::find(partly.left.begin(), partly.left.end(), covered.test) != partly.left.end();
        const auto lines = covered.lines.find(step.path);
        if (!fails || lines == covered.lines.end()) continue;
        const auto first = std::lower_bound(lines->second.begin(), lines->second.end(), unit->body.line());
        if (first != lines->second.end() && *first <= unit->end_line) return false;
      }
    }
  return true;
}

}  // namespace repair
