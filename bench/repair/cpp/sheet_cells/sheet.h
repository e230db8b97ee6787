#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

/// Cells with a number each, or the sum of other cells. A sum is computed when it is asked for and then kept
/// until a cell below it, directly or through others, is set. A cell that was never set is 0.
class Sheet {
 public:
  void setNumber(const std::string& name, double number);
  /// False, and nothing is changed, if the cell would depend on itself.
  bool setSum(const std::string& name, const std::vector<std::string>& parts);
  double value(const std::string& name);
  int computed() const { return computed_; }

 private:
  struct Cell {
    double number = 0;
    std::vector<std::string> parts;
  };
  bool dependsOn(const std::string& name, const std::string& other) const;
  void forget(const std::string& name);
  void forgetWithUsers(const std::string& name);

  std::map<std::string, Cell> cells_;
  std::map<std::string, std::set<std::string>> users_;
  std::map<std::string, double> kept_;
  int computed_ = 0;   // sums so far
};
