#include "text_hash.h"

namespace repair {
namespace {

constexpr std::uint64_t k_prime = (std::uint64_t{1} << 61) - 1;
constexpr std::uint64_t k_base = 0x1e3779b97f4a7c15U % k_prime;

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  const auto sum = static_cast<std::uint64_t>(product & k_prime) + static_cast<std::uint64_t>(product >> 61);
  return sum >= k_prime ? sum - k_prime : sum;
}

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t sum = a + b;
  return sum >= k_prime ? sum - k_prime : sum;
}

std::uint64_t and_then(std::uint64_t hash, char c) {
  return plus(times(hash, k_base), static_cast<unsigned char>(c) + std::uint64_t{1});
}

}  // namespace

TextHash::TextHash(std::string_view text) : prefixes_{0}, powers_{1} {
  prefixes_.reserve(text.size() + 1);
  for (const char c : text) prefixes_.push_back(and_then(prefixes_.back(), c));
}

std::uint64_t TextHash::with(const std::vector<Splice>& splices, std::size_t first) {
  std::uint64_t hash = 0;
  std::size_t at = 0;
  const auto keep = [&](std::size_t end) {
    hash = plus(times(hash, power(end - at)), part(at, end));
    at = end;
  };
  for (const auto& splice : splices) {
    keep(splice.begin - first);
    for (const char c : splice.text) hash = and_then(hash, c);
    at = splice.end - first;
  }
  keep(prefixes_.size() - 1);
  return hash;
}

std::uint64_t TextHash::part(std::size_t begin, std::size_t end) {
  return plus(prefixes_[end], k_prime - times(prefixes_[begin], power(end - begin)));
}

std::uint64_t TextHash::power(std::size_t n) {
  while (powers_.size() <= n) powers_.push_back(times(powers_.back(), k_base));
  return powers_[n];
}

}  // namespace repair
