#include "text/cut.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/utf8.h"

namespace text {
namespace {

std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string notice(std::size_t bytes, std::size_t lines, std::string_view hint) {
  return fmt::format("[... {} bytes in {} lines cut{} ...]\n", grouped(bytes), grouped(lines),
                     hint);
}

std::size_t line_feeds(std::string_view bytes) {
  return static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
}

/// A cut may give up a quarter of its share to fall on a line border.
std::string_view head_of(std::string_view bytes, std::size_t limit) {
  const std::string_view head = clip(bytes, limit);
  const std::size_t feed = head.rfind('\n');
  return feed != std::string_view::npos && feed >= limit - limit / 4 ? head.substr(0, feed + 1)
                                                                     : head;
}

std::string_view tail_of(std::string_view bytes, std::size_t limit) {
  const std::string_view tail = clip_front(bytes, limit);
  const std::size_t feed = tail.find('\n');
  return feed != std::string_view::npos && feed + 1 < tail.size() && feed <= limit / 4
             ? tail.substr(feed + 1)
             : tail;
}

/// `bytes` begin with the text's beginning and end with its end; `gone` bytes with `gone_lines`
/// line feeds were already dropped at `seam`.
std::string join_ends(std::string_view bytes, std::size_t seam, std::size_t gone,
                      std::size_t gone_lines, std::size_t limit, std::string_view hint) {
  const std::size_t total = bytes.size() + gone;
  const std::size_t needed = notice(total, total, hint).size() + 1;
  if (limit < needed + 8) return std::string(clip(bytes.substr(0, seam), limit));
  const std::size_t share = (limit - needed) / 2;
  const std::string_view head = head_of(bytes.substr(0, seam), share);
  const std::string_view tail =
      tail_of(bytes.substr(std::max(head.size(), bytes.size() - share)), share);
  const std::string_view middle =
      bytes.substr(head.size(), bytes.size() - head.size() - tail.size());
  // A middle with text but no line feed is a part of one line.
  const std::size_t lines = std::max<std::size_t>(line_feeds(middle) + gone_lines, 1);
  std::string out(head);
  if (!head.ends_with('\n')) out.push_back('\n');
  out += notice(middle.size() + gone, lines, hint);
  return out.append(tail);
}

}  // namespace

std::string_view clip(std::string_view bytes, std::size_t limit) {
  if (bytes.size() <= limit) return bytes;
  std::size_t end = limit;
  while (end > 0 && limit - end < 3 && is_continuation(bytes[end])) --end;
  // Four continuation bytes in a row are no UTF-8: then any place is as good.
  return bytes.substr(0, is_continuation(bytes[end]) ? limit : end);
}

std::string_view clip_front(std::string_view bytes, std::size_t limit) {
  if (bytes.size() <= limit) return bytes;
  const std::size_t wanted = bytes.size() - limit;
  std::size_t begin = wanted;
  while (begin < bytes.size() && begin - wanted < 3 && is_continuation(bytes[begin])) ++begin;
  return bytes.substr(begin);
}

std::string keep_ends(std::string_view bytes, std::size_t limit, std::string_view hint) {
  if (bytes.size() <= limit) return std::string(bytes);
  return join_ends(bytes, bytes.size(), 0, 0, limit, hint);
}

void EndsBuffer::add(std::string_view chunk) {
  total_ += chunk.size();
  // Three bytes more than the limit, so that text() sees whether a character ends there.
  const std::size_t to_head = std::min(chunk.size(), limit_ + 3 - head_.size());
  head_.append(chunk.substr(0, to_head));
  chunk.remove_prefix(to_head);
  const std::size_t keep = limit_ / 2;
  if (chunk.size() > keep) {
    dropped_lines_ += line_feeds(tail_) + line_feeds(chunk.substr(0, chunk.size() - keep));
    tail_.assign(chunk.substr(chunk.size() - keep));
    return;
  }
  tail_.append(chunk);
  // Dropping rarely, in large pieces, keeps the cost per byte constant.
  if (tail_.size() > keep + keep / 2 + 64) {
    const std::size_t drop = tail_.size() - keep;
    dropped_lines_ += line_feeds(std::string_view(tail_).substr(0, drop));
    tail_.erase(0, drop);
  }
}

std::string EndsBuffer::text(std::string_view hint) const {
  if (!is_cut()) return head_;
  const std::string both = head_ + tail_;
  return join_ends(both, head_.size(), total_ - both.size(), dropped_lines_, limit_, hint);
}

}  // namespace text
