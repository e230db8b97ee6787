#include "wire/think_tags.h"

#include <algorithm>

namespace llm::wire {

static constexpr std::string_view k_open = "<think>", k_close = "</think>";

// The length of the longest end of `text` with which `tag` begins.
static std::size_t overlap(std::string_view text, std::string_view tag) {
  for (auto n = std::min(text.size(), tag.size() - 1); n > 0; --n)
    if (text.ends_with(tag.substr(0, n))) return n;
  return 0;
}

void ThinkTags::feed(std::string_view piece) {
  if (state_ == State::text) {
    if (!piece.empty()) text_(piece);
    return;
  }
  held_ += piece;
  step();
}

void ThinkTags::step() {
  if (state_ == State::begin) {
    const auto begin = held_.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return;
    const std::string_view rest = std::string_view(held_).substr(begin);
    if (rest.size() < k_open.size() && k_open.starts_with(rest)) return;
    if (!rest.starts_with(k_open)) {
      state_ = State::text;
      text_(held_);
      held_.clear();
      return;
    }
    held_.erase(0, begin + k_open.size());
    state_ = State::thought;
  }
  if (state_ == State::thought) {
    const auto close = held_.find(k_close);
    const auto upto = close == std::string::npos ? held_.size() - overlap(held_, k_close) : close;
    if (upto > 0) thought_(std::string_view(held_).substr(0, upto));
    held_.erase(0, close == std::string::npos ? upto : close + k_close.size());
    if (close == std::string::npos) return;
    state_ = State::after;
  }
  held_.erase(0, std::min(held_.find_first_not_of(" \t\r\n"), held_.size()));
  if (held_.empty()) return;
  state_ = State::text;
  text_(held_);
  held_.clear();
}

void ThinkTags::finish() {
  if (!held_.empty()) (state_ == State::thought ? thought_ : text_)(held_);
  held_.clear();
  state_ = State::text;
}

}  // namespace llm::wire
