#include "groups.h"

#include <algorithm>
#include <utility>

int Groups::id(const std::string& name) {
  const auto [at, fresh] = ids_.emplace(name, static_cast<int>(parent_.size()));
  if (fresh) {
    parent_.push_back(at->second);
    size_.push_back(1);
    ++count_;
  }
  return at->second;
}

int Groups::find(int id) {
  while (parent_[id] != id) {
    parent_[id] = parent_[parent_[id]];
    id = parent_[id];
  }
  return id;
}

bool Groups::join(const std::string& a, const std::string& b) {
  int large = find(id(a));
  int small = id(b);
  if (large == small) return false;
  if (size_[large] < size_[small]) std::swap(large, small);
  parent_[small] = large;
  size_[large] += size_[small];
  --count_;
  return true;
}

bool Groups::together(const std::string& a, const std::string& b) { return find(id(a)) == find(id(b)); }

int Groups::size(const std::string& name) { return size_[find(id(name))]; }

int Groups::largest() {
  int most = 0;
  for (const auto& [name, id] : ids_) most = std::max(most, size_[find(id)]);
  return most;
}

std::vector<std::string> Groups::members(const std::string& name) {
  const int root = find(id(name));
  std::vector<std::string> names;
  for (const auto& [other, id] : ids_)
    if (find(id) == root) names.push_back(other);
  return names;
}
