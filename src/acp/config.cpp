#include "config.h"

#include <boost/json.hpp>

namespace acp {

namespace {

struct Mode {
  std::string_view id, name, description;
};
constexpr Mode k_modes[] = {
    {"ask", "Ask about held effects", "What the policy holds back waits for your answer before it is put into the tree"},
    {"keep", "Keep held effects back", "The work goes on without what the policy holds back; decide later with /apply and /drop"},
};

json::Object value(std::string_view id, std::string_view name, std::string_view description = {}) {
  json::Object out = {{"value", id}, {"name", name}};
  if (!description.empty()) out["description"] = description;
  return out;
}

json::Object option(std::string_view id, std::string_view name, std::string_view category, std::string_view now, json::Array values) {
  return {{"id", id}, {"name", name}, {"category", category}, {"type", "select"}, {"currentValue", now}, {"options", std::move(values)}};
}

json::Object model_option(plumb::Host& host, const Chosen& chosen) {
  json::Array values;
  bool listed = false;
  if (chosen.model.empty()) values.push_back(value(k_as_configured, "As configured", "What `plumb models` marks with a star"));
  for (const auto& model : host.models()) {
    if (!model.usable && model.name != chosen.model) continue;
    listed = listed || model.name == chosen.model;
    values.push_back(value(model.name, model.name, model.what));
  }
  if (!chosen.model.empty() && !listed) values.push_back(value(chosen.model, chosen.model));
  return option("model", "Model", "model", chosen.model.empty() ? k_as_configured : chosen.model, std::move(values));
}

}  // namespace

std::string_view held_name(plumb::Held held) { return held == plumb::Held::ask ? "ask" : "keep"; }

std::optional<plumb::Held> held_by_name(std::string_view name) {
  if (name == "ask") return plumb::Held::ask;
  if (name == "keep") return plumb::Held::keep;
  return std::nullopt;
}

json::Object modes_to_json(const Chosen& chosen) {
  json::Array modes;
  for (const auto& mode : k_modes) modes.push_back(json::Object{{"id", mode.id}, {"name", mode.name}, {"description", mode.description}});
  return {{"currentModeId", held_name(chosen.held)}, {"availableModes", std::move(modes)}};
}

json::Array options_to_json(plumb::Host& host, const Chosen& chosen) {
  json::Array efforts;
  if (chosen.effort.empty()) efforts.push_back(value(k_as_configured, "As configured"));
  for (const auto* level : {"low", "medium", "high"}) efforts.push_back(value(level, level));
  json::Array held;
  for (const auto& mode : k_modes) held.push_back(value(mode.id, mode.name, mode.description));
  json::Array out;
  out.push_back(model_option(host, chosen));
  out.push_back(option("effort", "Reasoning effort", "thought_level", chosen.effort.empty() ? k_as_configured : chosen.effort, std::move(efforts)));
  out.push_back(option("held", "Held effects", "mode", held_name(chosen.held), std::move(held)));
  return out;
}

}  // namespace acp
