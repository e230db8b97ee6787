#include "recorded_checks.h"

#include <boost/json.hpp>

#include "text/utf8.h"

namespace engine {

json::Object checks_to_json(const std::vector<verify::Check>& checks) {
  json::Array list;
  for (const auto& check : checks) {
    json::Object one = {{"name", text::to_valid_utf8(check.name)}, {"command", text::to_valid_utf8(check.command)}, {"why", text::to_valid_utf8(check.why)}};
    if (check.timeout_s > 0) one["timeout_s"] = check.timeout_s;
    json::Array reports;
    for (const auto& report : check.reports) reports.emplace_back(report);
    if (!reports.empty()) one["reports"] = std::move(reports);
    list.push_back(std::move(one));
  }
  return {{"checks", std::move(list)}};
}

std::optional<std::vector<verify::Check>> checks_in(const json::Value& payload) {
  const auto* list = json::array_or_null(json::find(payload, "checks"));
  if (list == nullptr) return std::nullopt;
  std::vector<verify::Check> out;
  for (const auto& one : *list) {
    verify::Check check;
    check.name = json::string_or(json::find(one, "name"));
    check.command = json::string_or(json::find(one, "command"));
    check.why = json::string_or(json::find(one, "why"));
    check.timeout_s = json::int_or(json::find(one, "timeout_s"));
    if (const auto* reports = json::array_or_null(json::find(one, "reports")))
      for (const auto& report : *reports) check.reports.emplace_back(json::string_or(&report));
    if (!check.command.empty()) out.push_back(std::move(check));
  }
  return out;
}

std::optional<std::vector<verify::Check>> recorded_checks(const std::vector<journal::Event>& events) {
  for (const auto& event : events) {
    if (event.type != "checks") continue;
    const auto payload = json::parse(event.payload);
    if (payload) return checks_in(*payload);
  }
  return std::nullopt;
}

}  // namespace engine
