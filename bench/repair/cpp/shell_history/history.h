#pragma once
#include <deque>
#include <string>

/// The lines a user has entered. Up and down walk through them from the newest; what was being typed when
/// the walk began comes back at its end.
class History {
 public:
  explicit History(std::size_t limit) : limit_(limit) {}
  /// Adds a line and ends the walk; an empty line and one that equals the newest are not kept.
  void add(const std::string& line);
  std::string up(const std::string& typed);
  std::string down(const std::string& typed);
  /// The newest line that begins so, or the empty text.
  std::string search(const std::string& prefix) const;
  std::size_t size() const { return lines_.size(); }

 private:
  bool worthKeeping(const std::string& line) const;
  const std::string& at(std::size_t back) const { return lines_[lines_.size() - back]; }

  std::deque<std::string> lines_;
  std::size_t limit_;
  std::size_t back_ = 0;   // how far the walk has gone, 0: not walking
  std::string draft_;
};
