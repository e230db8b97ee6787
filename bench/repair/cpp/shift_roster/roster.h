#pragma once
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

/// Who can do what, and who works on which day.
class Roster {
 public:
  void person(const std::string& name, std::set<std::string> skills) { skills_[name] = std::move(skills); }

  /// False if the person is unknown or works on that day already.
  bool assign(int day, const std::string& name) {
    if (!skills_.contains(name)) return false;
    return days_[day].insert(name).second;
  }

  /// Is there somebody for each of these skills on that day?
  bool covered(int day, const std::vector<std::string>& wanted) const {
    const auto found = days_.find(day);
    if (found == days_.end()) return wanted.empty();
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& skill) {
      return std::any_of(found->second.begin(), found->second.end(),
                         [&](const std::string& name) { return can(name, skill); });
    });
  }

  /// The people who can do all of this and are free on that day.
  std::vector<std::string> candidates(int day, const std::vector<std::string>& wanted) const {
    std::vector<std::string> names;
    const auto busy = days_.find(day);
    for (const auto& [name, skills] : skills_) {
      if (busy != days_.end() && busy->second.contains(name)) continue;
      if (std::any_of(wanted.begin(), wanted.end(), [&](const auto& skill) { return can(name, skill); }))
        names.push_back(name);
    }
    return names;
  }

 private:
  bool can(const std::string& name, const std::string& skill) const { return skills_.at(name).contains(skill); }
  std::map<std::string, std::set<std::string>> skills_;
  std::map<int, std::set<std::string>> days_;
};
