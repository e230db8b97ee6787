#include "table.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <optional>

namespace bench {
namespace {

struct Score {
  int programs = 0, plausible = 0, right = 0, listed = 0;
  int single = 0, single_right = 0;  ///< of bugs that one edit mends
  std::size_t tried = 0, steady_tried = 0;
  double search_cpu_s = 0, steady_cpu_s = 0;
  std::vector<std::int64_t> first_ms, right_ms;
  std::vector<double> rates;  ///< of each program whose search had more than one batch

  void add(const Measured& one) {
    ++programs;
    plausible += one.plausible ? 1 : 0;
    right += one.right ? 1 : 0;
    listed += one.listed ? 1 : 0;
    single += one.program.edits == 1 ? 1 : 0;
    single_right += one.program.edits == 1 && one.right ? 1 : 0;
    tried += one.tried;
    search_cpu_s += one.search_cpu_s;
    steady_tried += one.steady_tried;
    steady_cpu_s += one.steady_cpu_s;
    if (one.steady_cpu_s > 0) rates.push_back(static_cast<double>(one.steady_tried) / one.steady_cpu_s);
    if (one.first_ms >= 0) first_ms.push_back(one.first_ms);
    if (one.right) right_ms.push_back(one.total_ms);
  }
  /// With all that a search starts and compares.
  [[nodiscard]] double per_cpu_second() const { return search_cpu_s > 0 ? static_cast<double>(tried) / search_cpu_s : 0; }
  /// From the first batch that was tried to the last.
  [[nodiscard]] double steady_per_cpu_second() const {
    return steady_cpu_s > 0 ? static_cast<double>(steady_tried) / steady_cpu_s : 0;
  }
};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::optional<double> seconds_at(std::vector<std::int64_t> times, double share) {
  if (times.empty()) return std::nullopt;
  std::sort(times.begin(), times.end());
  const auto at = static_cast<std::size_t>(share * static_cast<double>(times.size() - 1) + 0.5);
  return static_cast<double>(times[at]) / 1000;
}

std::string text_of(std::optional<double> seconds) {
  return seconds ? fmt::format("{:.1f} s", *seconds) : "-";
}

std::vector<std::pair<std::string, Score>> scores_of(const std::vector<Measured>& all) {
  std::map<std::string, Score> sets;
  Score held, seen, sum;
  for (const auto& one : all) {
    sets[one.program.set].add(one);
    (one.program.is_held() ? held : seen).add(one);
    sum.add(one);
  }
  std::vector<std::pair<std::string, Score>> scores(sets.begin(), sets.end());
  if (seen.programs > 0) scores.emplace_back("seen while tuning", seen);
  if (held.programs > 0) scores.emplace_back("held back", held);
  scores.emplace_back("all", sum);
  return scores;
}

boost::json::value number_or_null(std::optional<double> value) {
  return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

std::string verdict_of(const Measured& one) {
  if (one.right) return "RIGHT";
  if (one.listed) return "LISTED";  // a rival is right
  return one.plausible ? "WRONG" : "none";
}

}  // namespace

std::string line_of(const Measured& one) {
  const std::string first = one.first_ms < 0 ? "-" : fmt::format("{:.1f}", static_cast<double>(one.first_ms) / 1000);
  return fmt::format("{:<6} {:<34} {:>6} tried, {:>6.1f} CPU s, first {:>5} s (nr {}), end {:>5.1f} s, {} rivals  {}", verdict_of(one),
                     one.program.set + "/" + one.program.name, one.tried, one.search_cpu_s, first, one.rank,
                     static_cast<double>(one.total_ms) / 1000, one.rivals, one.what);
}

std::string table_of(const std::vector<Measured>& all) {
  std::string out = fmt::format("{:<18} {:>8} {:>6} {:>6} {:>7} {:>14} {:>11} {:>8} {:>8} {:>16} {:>16}\n", "set", "programs", "passes", "right",
                                "listed", "single edits", "tried/CPU s", "(p50)", "(search)", "first, p50/p90", "right, p50/p90");
  for (const auto& [name, score] : scores_of(all)) {
    const int share = score.single > 0 ? (100 * score.single_right + score.single / 2) / score.single : 0;
    out += fmt::format("{:<18} {:>8} {:>6} {:>6} {:>7} {:>14} {:>11.0f} {:>8.0f} {:>8.0f} {:>16} {:>16}\n", name, score.programs, score.plausible,
                       score.right, score.listed, fmt::format("{}/{} {}%", score.single_right, score.single, share),
                       score.steady_per_cpu_second(), median(score.rates), score.per_cpu_second(),
                       text_of(seconds_at(score.first_ms, 0.5)) + " / " + text_of(seconds_at(score.first_ms, 0.9)),
                       text_of(seconds_at(score.right_ms, 0.5)) + " / " + text_of(seconds_at(score.right_ms, 0.9)));
  }
  return out;
}

json::Object json_of(const std::vector<Measured>& all) {
  json::Array programs;
  for (const auto& one : all) {
    json::Object item;
    item["set"] = one.program.set;
    item["name"] = one.program.name;
    item["bug"] = one.program.bug;
    item["edits"] = one.program.edits;
    item["plausible"] = one.plausible;
    item["right"] = one.right;
    item["listed"] = one.listed;
    item["tried"] = one.tried;
    item["rank"] = one.rank;
    item["first_ms"] = one.first_ms;
    item["total_ms"] = one.total_ms;
    item["search_ms"] = one.search_ms;
    item["search_cpu_s"] = one.search_cpu_s;
    item["steady_tried"] = one.steady_tried;
    item["steady_cpu_s"] = one.steady_cpu_s;
    item["what"] = one.what;
    programs.push_back(std::move(item));
  }
  json::Array sets;
  for (const auto& [name, score] : scores_of(all)) {
    json::Object item;
    item["set"] = name;
    item["programs"] = score.programs;
    item["plausible"] = score.plausible;
    item["right"] = score.right;
    item["listed"] = score.listed;
    item["single"] = score.single;
    item["single_right"] = score.single_right;
    item["tried"] = score.tried;
    item["tried_per_cpu_s"] = score.steady_per_cpu_second();
    item["tried_per_cpu_s_median"] = median(score.rates);
    item["tried_per_cpu_s_of_search"] = score.per_cpu_second();
    item["first_s"] = number_or_null(seconds_at(score.first_ms, 0.5));
    item["right_s"] = number_or_null(seconds_at(score.right_ms, 0.5));
    sets.push_back(std::move(item));
  }
  json::Object out;
  out["programs"] = std::move(programs);
  out["sets"] = std::move(sets);
  return out;
}

}  // namespace bench
