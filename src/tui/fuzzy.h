#pragma once
// Which of many names somebody means who types a few of their letters. Pure; safe from any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tui {

/// How well `query` fits `name`: its characters in order, ASCII case ignored unless the query has capitals. Higher is better;
/// nothing = it does not fit. Good are whole runs, beginnings of words and of the file's own name, and short names.
inline constexpr int k_no_fit = INT32_MIN;
int fuzzy_score(std::string_view query, std::string_view name);

/// The names in the order in which they are offered, at most `limit`; of equal ones the earlier first. Made for 100,000 names at
/// a key's press: a set of letters per name rules out most.
class FuzzyNames {
 public:
  FuzzyNames() = default;
  explicit FuzzyNames(std::vector<std::string> names);
  [[nodiscard]] std::vector<std::size_t> find(std::string_view query, std::size_t limit) const;
  [[nodiscard]] const std::string& operator[](std::size_t i) const { return names_[i]; }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::vector<std::uint64_t> letters_;
};

}  // namespace tui
