// Phrases of a dialect, filled with the values at hand.

#include "edits.h"

namespace repair {
namespace {

constexpr double k_shape_unknown = 0.4;
constexpr double k_type_unknown = 1.0;  ///< where all types are declared, it is one of the program's own most of the time
constexpr double k_of_stale = -0.9;
constexpr double k_of_unread = -0.8;  ///< what nothing looks at is there to be looked at
constexpr std::size_t k_pairs_max = 16;

/// Costs what it costs to fill a place of this shape with the value; negative: it does not fit.
double fit(Shape wanted, const Value& value, bool is_typed) {
  if (wanted == Shape::unknown || wanted == value.shape) return 0;
  if (value.shape != Shape::unknown) return -1;
  return is_typed ? k_type_unknown : k_shape_unknown;
}

/// "{0} += 1", "{0}.append({1})", not "return {0}", "{0} = 0".
bool changes_first(std::string_view phrase) {
  const bool resets = phrase.find(" = ") != std::string_view::npos && phrase.find("{1}") == std::string_view::npos;
  return (phrase.starts_with("{0}") || phrase.starts_with("++{0}")) && !resets && phrase.find("clear") == std::string_view::npos;
}

double of_first(const Phrase& phrase, const Value& value, bool is_typed) {
  if (value.is_pair) return -1;
  const double costs = fit(phrase.of, value, is_typed);
  if (costs < 0) return costs;
  const bool is_set_flag = value.is_stale && value.shape == Shape::truth && (phrase.text.starts_with("{0} = T") || phrase.text.starts_with("{0} = t"));
  if (is_set_flag) return costs + phrase.cost + k_of_stale;
  if (value.is_unread && !is_typed && !changes_first(phrase.text)) return costs + phrase.cost + k_of_unread;
  const bool takes_back = value.only_grows && (phrase.text.starts_with("{0}.pop()") || phrase.text.starts_with("{0}.pop_back()"));
  return costs + phrase.cost + (takes_back ? k_of_stale : 0) + (value.is_stale && changes_first(phrase.text) ? k_of_stale : 0);
}

}  // namespace

std::vector<Filled> fill_each(std::span<const Phrase> phrases, const std::vector<Value>& values, bool is_typed) {
  std::vector<Filled> out;
  for (const auto& value : values)
    for (const auto& phrase : phrases)
      if (const double cost = of_first(phrase, value, is_typed); cost >= 0) out.push_back({cost, filled(phrase.text, value.text)});
  return out;
}

std::vector<Filled> fill_pairs(std::span<const Phrase> phrases, const Edits& edits) {
  const auto& values = edits.scope.values;
  const bool is_typed = edits.is_typed();
  std::vector<Filled> out;
  std::size_t count = std::min(values.size(), k_pairs_max);
  for (const auto& value : values) count = value.is_pair ? values.size() : count;
  for (std::size_t i = 0; i < values.size(); ++i)
    for (const auto& phrase : phrases) {
      if (i >= k_pairs_max && !values[i].is_stale) continue;
      const double cost = of_first(phrase, values[i], is_typed);
      if (cost < 0) continue;
      for (std::size_t j = 0; j < count; ++j) {
        double more = fit(phrase.with, values[j], is_typed);
        if (i == j || more < 0 || (j >= k_pairs_max && !values[j].is_pair)) continue;
        if (values[j].is_unread && !is_typed) more += k_of_unread;
        const bool differs = values[i].shape != Shape::unknown && values[j].shape != Shape::unknown && values[i].shape != values[j].shape;
        const bool is_of_alike = phrase.of == Shape::unknown && phrase.with == Shape::unknown;
        if (is_of_alike && (differs || !edits.is_same_type(values[i], values[j]))) continue;  // x = y of different shapes
        const bool one_unknown = (values[i].shape == Shape::unknown) != (values[j].shape == Shape::unknown);
        if (is_of_alike && is_typed && one_unknown) more += k_type_unknown;
        out.push_back({cost + more, filled(phrase.text, values[i].text, values[j].text)});
      }
    }
  return out;
}

std::vector<Filled> questions(const Edits& edits) {
  auto out = fill_each(edits.words().questions, edits.scope.values, edits.is_typed());
  for (auto& one : fill_pairs(edits.words().relations_of_two, edits)) out.push_back(std::move(one));
  return out;
}

}  // namespace repair
