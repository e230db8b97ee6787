#pragma once
// What was typed, per project, newest last: a file with a JSON string a line, private to the user. Read when it is first asked
// for. A file that cannot be read or written is told once, by problem(). One thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tui {

inline constexpr std::size_t k_history_max = 1000;

class History {
 public:
  /// "" = nothing is kept.
  explicit History(std::string file) : file_(std::move(file)) {}
  void add(const std::string& text);
  /// The next older one; `draft` is what is being typed, and comes back by newer(). nullptr at the end.
  const std::string* older(const std::string& draft);
  const std::string* newer();
  /// Typing has gone on from here.
  void settle() { at_ = std::string::npos; }
  [[nodiscard]] bool is_browsing() const { return at_ != std::string::npos; }
  [[nodiscard]] const std::vector<std::string>& all();
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  void load();
  std::string file_;
  bool loaded_ = false;
  std::vector<std::string> entries_;
  std::size_t at_ = std::string::npos;
  std::string draft_;
  std::string problem_;
};

}  // namespace tui
