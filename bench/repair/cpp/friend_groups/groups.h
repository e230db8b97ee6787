#pragma once
#include <map>
#include <string>
#include <vector>

/// Who belongs together: friends of friends are of one group.
class Groups {
 public:
  /// True if two groups became one.
  bool join(const std::string& a, const std::string& b);
  bool together(const std::string& a, const std::string& b);
  /// How many belong to the group of that one, who is alone at first.
  int size(const std::string& name);
  /// Of all names seen so far.
  int count() const { return count_; }
  int largest();
  /// The names of a group, sorted.
  std::vector<std::string> members(const std::string& name);

 private:
  int id(const std::string& name);
  int find(int id);

  std::map<std::string, int> ids_;
  std::vector<int> parent_;
  std::vector<int> size_;   // right for the root of each group only
  int count_ = 0;
};
