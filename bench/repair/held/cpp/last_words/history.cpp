#include "history.h"

void History::add(const std::string& line) {
  if (line.empty()) return;
  if (!lines_.empty() && lines_.back() == line) return;
  lines_.push_back(line);
}

std::string History::last_with(const std::string& beginning) const {
  for (std::size_t i = lines_.size() - 1; i > 0; --i)
    if (lines_[i].compare(0, beginning.size(), beginning) == 0) return lines_[i];
  return "";
}

std::string History::back(std::size_t n) const {
  if (n == 0 || n > lines_.size()) return "";
  return lines_[lines_.size() - n];
}
