#pragma once
// What was spent: by day, project and model; and what is left of the budgets.

#include <string>
#include <vector>

#include "engine/settings.h"
#include "json/json.h"

namespace engine {

struct UsageRow {
  std::string day, project, model;   ///< those that were asked for; the others are ""
  std::int64_t sessions = 0, calls = 0, tokens_in = 0, tokens_cached = 0, tokens_out = 0;
  double cost_usd = 0;
  bool cost_known = true;            ///< false: some answers came without a price
};

struct UsageView {
  std::vector<UsageRow> rows;        ///< by day: newest first; else the dearest first
  UsageRow total;
  struct Budget {
    std::string key;                 ///< of config.toml: "budget.day_usd"
    double limit_usd = 0, spent_usd = 0;   ///< calls that are out included
  };
  std::vector<Budget> budgets;       ///< those that are set; the project's for `cwd`
  struct Prices {
    std::string provider, as_of;     ///< "2026-11"; "" = not known
  };
  std::vector<Prices> prices;        ///< of the providers in `rows`
};

enum class UsageBy : std::uint8_t { day, project, model };

/// Of the last `days` days (UTC, today included; 0 = all there are). Prices are those of the moment of each answer: a later list
/// changes nothing of it. Sessions that go over several days count on each. Fails with io, invalid (the providers).
base::Result<UsageView> usage_of(const Settings& settings, const std::string& cwd, int days, UsageBy by);
json::Value to_json(const UsageView& view);

}  // namespace engine
