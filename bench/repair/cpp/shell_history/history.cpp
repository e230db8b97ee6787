#include "history.h"

bool History::worthKeeping(const std::string& line) const {
  return !line.empty() && (lines_.empty() || lines_.back() != line);
}

void History::add(const std::string& line) {
  draft_.clear();
  if (!worthKeeping(line)) return;
  lines_.push_back(line);
  if (lines_.size() > limit_) lines_.pop_front();
}

std::string History::up(const std::string& typed) {
  if (lines_.empty()) return typed;
  if (back_ == 0) draft_ = typed;
  if (back_ < lines_.size()) ++back_;
  return at(back_);
}

std::string History::down(const std::string& typed) {
  if (back_ == 0) return typed;
  --back_;
  return back_ == 0 ? draft_ : at(back_);
}

std::string History::search(const std::string& prefix) const {
  for (std::size_t back = 1; back <= lines_.size(); ++back)
    if (at(back).compare(0, prefix.size(), prefix) == 0) return at(back);
  return "";
}
