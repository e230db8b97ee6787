#pragma once
// A runner's output as lines that readers can look at: no escape sequences, no endings.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace verify {

class OutputLines {
 public:
  explicit OutputLines(const std::string& output);
  [[nodiscard]] const std::vector<std::string_view>& all() const { return lines_; }
  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  std::string_view operator[](std::size_t i) const { return lines_[i]; }
  OutputLines(const OutputLines&) = delete;

 private:
  std::string plain_;
  std::vector<std::string_view> lines_;  ///< into plain_
};

std::string_view trim(std::string_view text);
std::size_t indent_of(std::string_view line);  ///< leading blanks
/// The number at the start of `text`, which it is cut off from.
std::optional<std::int64_t> take_number(std::string_view& text);
/// A duration at the start of `text`, which it is cut off from: "0.01 sec", "12.5 ms", "1.2s", "3
/// seconds". In milliseconds, rounded. Nothing if it is none.
std::optional<std::int64_t> take_duration(std::string_view& text);
/// Cuts `prefix` off the start of `text` if it is there.
bool take(std::string_view& text, std::string_view prefix);
/// What is before the last `separator`, or all of it.
std::string_view before_last(std::string_view text, std::string_view separator);

}  // namespace verify
