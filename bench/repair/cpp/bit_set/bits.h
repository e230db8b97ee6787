#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// A set of small numbers.
class BitSet {
 public:
  explicit BitSet(std::size_t size) : size_(size), words_((size + 63) / 64) {}

  std::size_t size() const { return size_; }
  void insert(std::size_t index);
  void erase(std::size_t index);
  bool contains(std::size_t index) const;
  std::size_t count() const;
  /// The smallest that is in it and not below `from`.
  std::optional<std::size_t> next(std::size_t from) const;
  BitSet& operator|=(const BitSet& other);
  BitSet& operator&=(const BitSet& other);

 private:
  std::size_t size_;
  std::vector<std::uint64_t> words_;
};
