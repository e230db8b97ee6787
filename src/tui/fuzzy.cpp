#include "fuzzy.h"

#include <algorithm>

namespace tui {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::uint64_t letters_of(std::string_view text) {
  std::uint64_t out = 0;
  for (const char c : text) out |= std::uint64_t{1} << (static_cast<unsigned char>(lower(c)) % 64);
  return out;
}

bool is_separator(char c) { return c == '/' || c == '_' || c == '-' || c == '.' || c == ' ' || c == ':'; }

}  // namespace

/// From the end backwards: so the file's own name is preferred to its folders, and one pass is enough.
int fuzzy_score(std::string_view query, std::string_view name) {
  if (query.empty()) return -static_cast<int>(std::min<std::size_t>(name.size(), 1000));
  const bool exact = std::any_of(query.begin(), query.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto same = [exact](char q, char n) { return exact ? q == n : q == lower(n); };
  // A whole occurrence in the file's own name is worth most.
  const auto slash = name.rfind('/');
  const auto own = slash == std::string_view::npos ? name : name.substr(slash + 1);
  const auto whole = std::search(own.begin(), own.end(), query.begin(), query.end(), [&](char n, char q) { return same(q, n); });
  if (whole != own.end()) {
    const auto at = whole - own.begin();
    const int begin = at == 0 ? 400 : is_separator(own[static_cast<std::size_t>(at) - 1]) ? 200 : 0;
    return 2000 + begin + (own.size() == query.size() ? 400 : 0) - static_cast<int>(std::min<std::size_t>(name.size(), 500));
  }
  int score = 0, run = 0;
  std::size_t q = query.size();
  for (std::size_t n = name.size(); n > 0 && q > 0; --n) {
    if (!same(query[q - 1], name[n - 1])) {
      run = 0;
      continue;
    }
    --q;
    ++run;
    score += 10 + (run > 1 ? 15 : 0);
    if (n == 1 || is_separator(name[n - 2])) score += 20;
    else if (name[n - 1] >= 'A' && name[n - 1] <= 'Z' && lower(name[n - 2]) == name[n - 2]) score += 15;
    if (slash == std::string_view::npos || n - 1 > slash) score += 10;
  }
  return q > 0 ? k_no_fit : score - static_cast<int>(std::min<std::size_t>(name.size(), 500)) / 2;
}

FuzzyNames::FuzzyNames(std::vector<std::string> names) : names_(std::move(names)) {
  letters_.reserve(names_.size());
  for (const auto& name : names_) letters_.push_back(letters_of(name));
}

std::vector<std::size_t> FuzzyNames::find(std::string_view query, std::size_t limit) const {
  const auto wanted = letters_of(query);
  std::vector<std::pair<int, std::size_t>> fits;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if ((letters_[i] & wanted) != wanted) continue;
    const int score = fuzzy_score(query, names_[i]);
    if (score != k_no_fit) fits.emplace_back(-score, i);
  }
  const auto end = fits.begin() + static_cast<std::ptrdiff_t>(std::min(limit, fits.size()));
  std::partial_sort(fits.begin(), end, fits.end());
  std::vector<std::size_t> out;
  for (auto it = fits.begin(); it != end; ++it) out.push_back(it->second);
  return out;
}

}  // namespace tui
