#include "recorded_checks.h"

#include <boost/json.hpp>

namespace engine {

json::Object checks_to_json(const std::vector<verify::Check>& checks) {
  json::Array list;
  for (const auto& check : checks) {
    json::Object one = {{"name", check.name}, {"command", check.command}, {"why", check.why}};
    if (check.timeout_s > 0) one["timeout_s"] = check.timeout_s;
    json::Array reports;
    for (const auto& report : check.reports) reports.emplace_back(report);
    if (!reports.empty()) one["reports"] = std::move(reports);
    list.push_back(std::move(one));
  }
  return {{"checks", std::move(list)}};
}

std::optional<std::vector<verify::Check>> recorded_checks(const std::vector<journal::Event>& events) {
  for (const auto& event : events) {
    if (event.type != "checks") continue;
    const auto payload = json::parse(event.payload);
    const auto* list = payload ? json::array_or_null(json::find(*payload, "checks")) : nullptr;
    if (list == nullptr) continue;
    std::vector<verify::Check> out;
    for (const auto& one : *list) {
      verify::Check check{std::string(json::string_or(json::find(one, "name"))), std::string(json::string_or(json::find(one, "command"))),
                          std::string(json::string_or(json::find(one, "why"))), {}, 0, {}};
      check.timeout_s = json::int_or(json::find(one, "timeout_s"));
      if (const auto* reports = json::array_or_null(json::find(one, "reports")))
        for (const auto& report : *reports) check.reports.emplace_back(json::string_or(&report));
      out.push_back(std::move(check));
    }
    return out;
  }
  return std::nullopt;
}

}  // namespace engine
