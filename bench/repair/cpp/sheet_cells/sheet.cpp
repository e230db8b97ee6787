#include "sheet.h"

void Sheet::forget(const std::string& name) { kept_.erase(name); }

void Sheet::forgetWithUsers(const std::string& name) {
  forget(name);
  const auto users = users_.find(name);
  if (users == users_.end()) return;
  for (const auto& user : users->second) forget(user);
}

bool Sheet::dependsOn(const std::string& name, const std::string& other) const {
  if (name == other) return true;
  const auto cell = cells_.find(name);
  if (cell == cells_.end()) return false;
  for (const auto& part : cell->second.parts)
    if (dependsOn(part, other)) return true;
  return false;
}

void Sheet::setNumber(const std::string& name, double number) {
  Cell& cell = cells_[name];
  for (const auto& part : cell.parts) users_[part].erase(name);
  cell.parts.clear();
  cell.number = number;
  forgetWithUsers(name);
}

bool Sheet::setSum(const std::string& name, const std::vector<std::string>& parts) {
  for (const auto& part : parts)
    if (dependsOn(part, name)) return false;
  setNumber(name, 0);
  cells_[name].parts = parts;
  for (const auto& part : parts) users_[part].insert(name);
  return true;
}

double Sheet::value(const std::string& name) {
  const auto cell = cells_.find(name);
  if (cell == cells_.end()) return 0;
  if (cell->second.parts.empty()) return cell->second.number;
  const auto kept = kept_.find(name);
  if (kept != kept_.end()) return kept->second;
  double sum = 0;
  for (const auto& part : cell->second.parts) sum += value(part);
  ++computed_;
  kept_[name] = sum;
  return sum;
}
