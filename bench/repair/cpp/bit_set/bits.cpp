#include "bits.h"

#include <bit>

void BitSet::insert(std::size_t index) {
  words_[index / 64] |= 1 << (index % 64);
}

void BitSet::erase(std::size_t index) {
  words_[index / 64] &= ~(std::uint64_t{1} << (index % 64));
}

bool BitSet::contains(std::size_t index) const {
  if (index >= size_) return false;
  return (words_[index / 64] >> (index % 64)) & 1;
}

std::size_t BitSet::count() const {
  std::size_t sum = 0;
  for (const std::uint64_t word : words_) sum += std::popcount(word);
  return sum;
}

std::optional<std::size_t> BitSet::next(std::size_t from) const {
  for (std::size_t index = from; index < size_; ++index)
    if (contains(index)) return index;
  return std::nullopt;
}

BitSet& BitSet::operator|=(const BitSet& other) {
  for (std::size_t i = 0; i < words_.size() && i < other.words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

BitSet& BitSet::operator&=(const BitSet& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= i < other.words_.size() ? other.words_[i] : 0;
  return *this;
}
