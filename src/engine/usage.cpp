#include "engine/usage.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <set>

#include "base/ids.h"
#include "base/try.h"
#include "journal/journal.h"
#include "llm/catalogue.h"
#include "spending.h"
#include "text/utf8.h"

namespace engine {

namespace {

void add(UsageRow& row, const journal::Spent& one) {
  row.sessions += one.sessions;
  row.calls += one.calls;
  row.tokens_in += one.tokens_in;
  row.tokens_cached += one.tokens_cached;
  row.tokens_out += one.tokens_out;
  row.cost_usd += one.cost_usd;
  row.cost_known = row.cost_known && one.cost_known;
}

base::Result<> add_prices(const Settings& settings, const std::set<std::string>& providers, UsageView& view) {
  TRY(const auto catalogue, llm::Catalogue::load(settings.config_text));
  for (const auto& provider : catalogue.providers())
    if (providers.contains(provider.name) && !provider.local) view.prices.push_back({provider.name, provider.prices_as_of});
  return {};
}

json::Object to_json(const UsageRow& row) {
  json::Object out = {{"sessions", row.sessions}, {"calls", row.calls}, {"input_tokens", row.tokens_in}, {"cached_tokens", row.tokens_cached},
                      {"output_tokens", row.tokens_out}, {"cost_usd", row.cost_usd}, {"cost_known", row.cost_known}};
  if (!row.day.empty()) out["day"] = row.day;
  if (!row.project.empty()) out["project"] = text::to_valid_utf8(row.project);
  if (!row.model.empty()) out["model"] = text::to_valid_utf8(row.model);
  return out;
}

}  // namespace

base::Result<UsageView> usage_of(const Settings& settings, const std::string& cwd, int days, UsageBy by) {
  UsageView view;
  const std::int64_t first = base::now_ms() - std::int64_t{86'400'000} * std::max(0, days - 1);
  TRY(const auto index, journal::Index::open(settings.places.state));
  TRY(const auto spent, index->spent(days > 0 ? base::iso_time(first).substr(0, 10) : ""));
  std::map<std::string, UsageRow> rows;
  std::set<std::string> providers;
  for (const auto& one : spent) {
    const std::string& key = by == UsageBy::day ? one.day : by == UsageBy::project ? one.cwd : one.model;
    UsageRow& row = rows[key];
    (by == UsageBy::day ? row.day : by == UsageBy::project ? row.project : row.model) = key;
    add(row, one);
    add(view.total, one);
    providers.insert(one.model.substr(0, one.model.find('/')));
  }
  for (auto& [key, row] : rows) view.rows.push_back(std::move(row));
  std::stable_sort(view.rows.begin(), view.rows.end(), [by](const UsageRow& a, const UsageRow& b) { return by == UsageBy::day ? a.day > b.day : a.cost_usd > b.cost_usd; });
  TRY_DO(add_prices(settings, providers, view));
  if (!settings.budgets.any()) return view;
  TRY(const auto so_far, spent_so_far(settings.places.state, cwd));
  const auto& budgets = settings.budgets;
  if (budgets.day_usd) view.budgets.push_back({"budget.day_usd", *budgets.day_usd, so_far.day});
  if (budgets.project_usd) view.budgets.push_back({"budget.project_usd", *budgets.project_usd, so_far.project});
  if (budgets.all_usd) view.budgets.push_back({"budget.all_usd", *budgets.all_usd, so_far.all});
  return view;
}

json::Value to_json(const UsageView& view) {
  json::Array rows, budgets, prices;
  for (const auto& row : view.rows) rows.push_back(to_json(row));
  for (const auto& one : view.budgets)
    budgets.push_back(json::Object{{"key", one.key}, {"limit_usd", one.limit_usd}, {"spent_usd", one.spent_usd}});
  for (const auto& one : view.prices) prices.push_back(json::Object{{"provider", one.provider}, {"as_of", one.as_of}});
  return json::Object{{"usage", std::move(rows)}, {"total", to_json(view.total)}, {"budgets", std::move(budgets)}, {"prices", std::move(prices)}};
}

}  // namespace engine
