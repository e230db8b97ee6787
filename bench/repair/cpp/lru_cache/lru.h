#pragma once
#include <cstddef>
#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

/// Keeps the `capacity` (at least 1) entries that were read or written last.
template <typename Key, typename Value>
class LruCache {
 public:
  explicit LruCache(std::size_t capacity) : capacity_(capacity) {}

  std::optional<Value> get(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) {
      ++misses_;
      return std::nullopt;
    }
    ++hits_;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
  }

  void put(const Key& key, Value value) {
    const auto found = index_.find(key);
    if (found != index_.end()) {
      found->second->second = std::move(value);
      return;
    }
    if (order_.size() == capacity_) {
      index_.erase(order_.back().first);
      order_.pop_back();
    }
    order_.emplace_front(key, std::move(value));
    index_[key] = order_.begin();
  }

  /// Does not count as a use.
  bool contains(const Key& key) const { return index_.contains(key); }
  std::size_t size() const { return order_.size(); }
  int hits() const { return hits_; }
  int misses() const { return misses_; }

 private:
  using Order = std::list<std::pair<Key, Value>>;
  std::size_t capacity_;
  Order order_;   // the last used first
  std::unordered_map<Key, typename Order::iterator> index_;
  int hits_ = 0, misses_ = 0;
};
