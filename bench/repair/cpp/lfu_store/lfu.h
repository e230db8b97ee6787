#pragma once
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

/// Keeps the values that are used most; of those that are used equally, the newest.
class LfuStore {
 public:
  explicit LfuStore(std::size_t capacity) : capacity_(capacity) {}

  std::optional<int> get(const std::string& key);
  void put(const std::string& key, int value);
  bool erase(const std::string& key);

  bool contains(const std::string& key) const { return entries_.count(key) != 0; }
  std::size_t size() const { return entries_.size(); }
  std::size_t uses(const std::string& key) const;

 private:
  struct Entry {
    int value = 0;
    std::size_t uses = 1;
    std::list<std::string>::iterator place;
  };

  void add_to(std::size_t uses, const std::string& key);
  void touch(const std::string& key);
  void evict();
  void unlink(const Entry& entry);

  std::size_t capacity_;
  std::size_t least_ = 0;
  std::unordered_map<std::string, Entry> entries_;
  std::unordered_map<std::size_t, std::list<std::string>> by_uses_;
};
