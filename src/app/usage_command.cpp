// plumb usage.

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>

#include "commands.h"
#include "engine/usage.h"
#include "progress.h"

namespace app {

namespace {

std::string dollars(double usd, bool known) {
  char text[48];
  std::snprintf(text, sizeof text, "%s$%.4f", known ? "" : ">= ", usd);
  return text;
}

void print(const std::string& what, const engine::UsageRow& row, int width) {
  std::printf("%-*s %8lld %8lld %14lld %14lld %12lld  %s\n", width, safe(what).c_str(), static_cast<long long>(row.sessions), static_cast<long long>(row.calls),
              static_cast<long long>(row.tokens_in), static_cast<long long>(row.tokens_cached), static_cast<long long>(row.tokens_out),
              dollars(row.cost_usd, row.cost_known).c_str());
}

const std::string& key_of(const engine::UsageRow& row) { return !row.day.empty() ? row.day : !row.project.empty() ? row.project : row.model; }

void print(const engine::UsageView& view, const std::string& by) {
  std::size_t width = 10;
  for (const auto& row : view.rows) width = std::max(width, std::min<std::size_t>(60, key_of(row).size()));
  const int columns = static_cast<int>(width);
  if (view.rows.empty()) {
    std::printf("Nothing was spent in this time.\n");
  } else {
    std::printf("%-*s %8s %8s %14s %14s %12s  %s\n", columns, by.c_str(), "sessions", "calls", "tokens in", "of them cached", "tokens out", "cost");
    for (const auto& row : view.rows) print(key_of(row), row, columns);
    if (view.rows.size() > 1) print("together", view.total, columns);
  }
  for (const auto& one : view.budgets)
    std::printf("%s  $%.2f of $%.2f spent\n", one.key.c_str(), one.spent_usd, one.limit_usd);
  if (view.prices.empty()) return;
  std::string list;
  for (const auto& one : view.prices) list += (list.empty() ? "" : ", ") + one.provider + (one.as_of.empty() ? " of your own configuration" : " as of " + one.as_of);
  std::printf("List prices at the time of each answer: %s. >= : some answers came without a price.\n", safe(list).c_str());
}

}  // namespace

int usage_command(const Args& args, base::Env env) {
  const auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  const auto by = args.by == "project" ? engine::UsageBy::project : args.by == "model" ? engine::UsageBy::model : engine::UsageBy::day;
  const auto view = engine::usage_of(*settings, cwd, args.days, by);
  if (!view) return complain(view.error().what, exit_code_for(view.error()));
  if (args.json) {
    std::printf("%s\n", json::dump(engine::to_json(*view)).c_str());
  } else {
    print(*view, args.by);
  }
  return 0;
}

}  // namespace app
