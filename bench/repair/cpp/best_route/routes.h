#pragma once
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

/// One-way roads between towns; a toll may be negative (a refund).
class Routes {
 public:
  void add(const std::string& from, const std::string& to, int toll);
  /// The roads from a town as (to, toll).
  const std::vector<std::pair<std::string, int>>& roads(const std::string& from) const;
  /// The town that is reached with the lowest toll by one road; "" without roads. The first of those that are equal.
  std::string cheapest(const std::string& from) const;
  /// The highest toll of a road from there; 0 without roads.
  int highest(const std::string& from) const;
  /// The tolls along towns; throws std::out_of_range if a road is missing.
  int cost(const std::vector<std::string>& towns) const;

 private:
  std::unordered_map<std::string, std::vector<std::pair<std::string, int>>> roads_;
};
