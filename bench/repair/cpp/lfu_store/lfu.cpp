#include "lfu.h"

#include <iterator>

std::optional<int> LfuStore::get(const std::string& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  touch(key);
  return found->second.value;
}

void LfuStore::put(const std::string& key, int value) {
  if (capacity_ == 0) return;
  const auto found = entries_.find(key);
  if (found != entries_.end()) {
    found->second.value = value;
    touch(key);
    return;
  }
  if (entries_.size() == capacity_) evict();
  entries_[key].value = value;
  add_to(1, key);
}

bool LfuStore::erase(const std::string& key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return false;
  unlink(found->second);
  entries_.erase(found);
  return true;
}

std::size_t LfuStore::uses(const std::string& key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? 0 : found->second.uses;
}

void LfuStore::add_to(std::size_t uses, const std::string& key) {
  std::list<std::string>& keys = by_uses_[uses];
  keys.push_back(key);
  Entry& entry = entries_[key];
  entry.uses = uses;
  entry.place = std::prev(keys.end());
}

void LfuStore::touch(const std::string& key) {
  const Entry entry = entries_[key];
  unlink(entry);
  add_to(entry.uses + 1, key);
}

void LfuStore::evict() {
  // After an erase there may be nobody left with the least number of uses.
  while (by_uses_.count(least_) == 0) ++least_;
  const std::string key = by_uses_[least_].front();
  erase(key);
}

void LfuStore::unlink(const Entry& entry) {
  std::list<std::string>& keys = by_uses_[entry.uses];
  keys.erase(entry.place);
  if (keys.empty()) by_uses_.erase(entry.uses);
}
