#include "compare.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ids.h"
#include "ngram/lexer.h"
#include "search.h"

namespace repair {
namespace {

constexpr std::size_t k_numbers_max = 24;
constexpr std::size_t k_compared_least = 4;  ///< fixes that are observed even if the machine is slow, up to
constexpr int k_patience = 12;               ///< so many times the budget

using ByCall = std::map<std::string_view, const Observation*>;

ByCall by_call(const Observations& observations) {
  ByCall out;
  for (const auto& one : observations) out.emplace(one.call, &one);
  return out;
}

/// How plain a call is to look at: short, answered on both sides, as the tests make it.
std::size_t burden(const Observation& mine, const Observation& other) {
  return mine.call.size() + (mine.result.size() + other.result.size()) / 2 + (mine.threw ? 40 : 0) +
         (other.threw ? 40 : 0) + (mine.made ? 10 : 0);
}

/// The function that the fix changed, where it now stands.
std::optional<ObservedUnit> unit_in(const Source& version, const Unit& unit, std::size_t ordinal) {
  std::size_t n = 0;
  for (const auto& other : version.units())
    if (other.name == unit.name && n++ == ordinal) return ObservedUnit{version.path(), other.line, other.name, true};
  return std::nullopt;
}

std::size_t ordinal_of(const Source& source, std::size_t u) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < u; ++i)
    if (source.units()[i].name == source.units()[u].name) ++n;
  return n;
}

/// Units that any of the fixes changes.
std::set<std::pair<std::size_t, std::size_t>> changed_units(const std::vector<Fix>& fixes) {
  std::set<std::pair<std::size_t, std::size_t>> out;
  for (const auto& fix : fixes)
    for (const auto& [place, hash] : fix.changed) out.insert(place);
  return out;
}

void add_numbers(const Source& source, const std::string& text, std::set<std::string>& numbers) {
  for (const auto& token : ngram::lex(source.language(), text)) {
    const std::string number = text.substr(token.begin, token.end - token.begin);
    if (token.kind == ngram::Lexical::number && number.size() < 8 && numbers.size() < k_numbers_max &&
        number.find_first_not_of("0123456789") == std::string::npos)
      numbers.insert(number);
  }
}

/// Fails with what Source::parse fails with: then this version is left out.
base::Result<ObserveOrder> order_for(const std::vector<Source>& sources, const Fix& fix,
                                     const std::set<std::pair<std::size_t, std::size_t>>& changed) {
  ObserveOrder order;
  order.files = fix.files;
  std::set<std::size_t> files;
  for (const auto& [s, u] : changed) files.insert(s);
  for (const std::size_t s : files) {
    const Source& source = sources[s];
    const auto found = fix.files.find(source.path());
    TRY(const auto version, Source::parse(source.path(), found == fix.files.end() ? source.text() : found->second));
    for (const auto& [of, u] : changed) {
      if (of != s) continue;
      if (auto unit = unit_in(version, source.units()[u], ordinal_of(source, u))) order.units.push_back(*std::move(unit));
    }
    for (const auto& unit : version.units()) {
      const bool known = std::any_of(order.units.begin(), order.units.end(), [&](const ObservedUnit& one) {
        return one.file == version.path() && one.line == unit.line;
      });
      if (!known) order.units.push_back({version.path(), unit.line, unit.name, false});
    }
  }
  return order;
}

void drop_unsteady(Observations& observations, const Observations& again) {
  const auto second = by_call(again);
  std::erase_if(observations, [&](const Observation& one) {
    const auto found = second.find(one.call);
    return found != second.end() && found->second->result != one.result;
  });
}

}  // namespace

std::optional<Difference> difference(const Comparison& comparison, std::size_t a, std::size_t b) {
  if (!comparison.has(a) || !comparison.has(b)) return std::nullopt;
  const auto others = by_call(comparison.of[b]);
  std::optional<Difference> best;
  std::size_t least = 0;
  for (const auto& mine : comparison.of[a]) {
    const auto found = others.find(mine.call);
    if (found == others.end() || found->second->result == mine.result) continue;
    const std::size_t weight = burden(mine, *found->second);
    if (best && weight >= least) continue;
    least = weight;
    best = Difference{mine.call, mine.result, found->second->result};
  }
  return best;
}

std::size_t calls_in_common(const Comparison& comparison, std::size_t a, std::size_t b) {
  if (!comparison.has(a) || !comparison.has(b)) return 0;
  const auto others = by_call(comparison.of[b]);
  return static_cast<std::size_t>(std::count_if(comparison.of[a].begin(), comparison.of[a].end(),
                                                [&](const Observation& one) { return others.contains(one.call); }));
}

std::vector<std::size_t> classes(const Comparison& comparison) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < comparison.of.size(); ++i) {
    std::size_t same = i;
    for (std::size_t j = 0; j < i && same == i; ++j)
      if (out[j] == j && calls_in_common(comparison, i, j) > 0 && !difference(comparison, i, j)) same = j;
    out.push_back(same);
  }
  return out;
}

io::Task<base::Result<Comparison>> compare(Lab& lab, const std::vector<Source>& sources, const std::vector<Fix>& fixes,
                                           std::vector<std::string> tests, std::vector<std::string> test_files,
                                           io::Millis budget) {
  Comparison comparison;
  comparison.of.resize(fixes.size());
  if (!lab.can_observe()) {
    comparison.why_not = "I cannot call functions of this language from outside of its tests";
    co_return comparison;
  }
  const auto begun = base::steady_ms();
  const auto has_time = [&](std::size_t done) {
    const auto spent = base::steady_ms() - begun;
    return spent < budget.count() || (done < k_compared_least && spent < k_patience * budget.count());
  };
  const auto changed = changed_units(fixes);
  std::set<std::string> numbers;
  for (const auto& [s, u] : changed) {
    const Unit& unit = sources[s].units()[u];
    add_numbers(sources[s], sources[s].text().substr(unit.begin, unit.end - unit.begin), numbers);
  }
  for (std::size_t i = 0; i < fixes.size() && has_time(i); ++i) {
    auto order = order_for(sources, fixes[i], changed);
    if (!order) continue;
    order->tests = tests;
    order->test_files = test_files;
    order->numbers.assign(numbers.begin(), numbers.end());
    order->budget = io::Millis(std::max<std::int64_t>(500, budget.count() / 4));
    const int runs = i == 0 ? 2 : 1;  // once more to see which answers are steady
    for (int run = 0; run < runs; ++run) {
      auto seen = co_await lab.observe(0, *order);
      if (!seen) {
        if (seen.error().code == base::Code::cancelled) co_return base::fail(seen.error());
        comparison.why_not = "the functions could not be called: " + seen.error().what;
        continue;
      }
      if (run == 0)
        comparison.of[i] = *std::move(seen);
      else
        drop_unsteady(comparison.of[i], *seen);
    }
    if (i == 0 && comparison.of[0].empty()) {
      if (comparison.why_not.empty()) comparison.why_not = "the tests do not call the changed function with values that I can copy";
      co_return comparison;
    }
  }
  if (comparison.has(0)) comparison.why_not.clear();
  co_return comparison;
}

}  // namespace repair
