#include "tamper/file_diff.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "tamper/words.h"
#include "text/cut.h"
#include "text/lines.h"
#include "text/utf8.h"
#include "verify/tamper.h"

namespace verify::tamper {
namespace {

std::string_view text_of(const std::optional<std::string>& text) {
  return text ? std::string_view(*text) : std::string_view();
}

/// What makes two lines the same although they stand elsewhere.
std::string key_of(std::string_view line) {
  std::string key = squeeze(line);
  while (!key.empty() && (key.back() == ',' || key.back() == ';')) key.pop_back();
  return key;
}

/// How far `line` (from 1) lies from [begin, end) (from 0).
std::size_t distance(std::size_t line, std::size_t begin, std::size_t end) {
  const std::size_t at = line == 0 ? 0 : line - 1;
  if (at < begin) return begin - at;
  return at < end ? 0 : at - end + 1;
}

void append(std::string& out, char mark, std::string_view line) {
  if (out.size() > 4 * k_finding_diff_max) return;
  out += mark;
  out += text::clip(text::without_ending(line), 400);
  out += '\n';
}

}  // namespace

FileDiff::FileDiff(const ChangedFile& file)
    : FileDiff(file.path, text_of(file.before), text_of(file.after)) {}

FileDiff::FileDiff(std::string_view path, std::string_view before, std::string_view after)
    : path_(path), old_lines_(text::split_lines(before)), new_lines_(text::split_lines(after)) {
  changes_ = text::diff_lines(old_lines_, new_lines_);
  hunks_ = text::hunks(changes_, old_lines_.size(), new_lines_.size());
  collect();
}

void FileDiff::collect() {
  std::unordered_map<std::string, std::ptrdiff_t> balance;  // added minus removed
  for (const text::Change& change : changes_) {
    for (std::size_t i = change.old_begin; i < change.old_end; ++i)
      --balance[key_of(old_lines_[i])];
    for (std::size_t i = change.new_begin; i < change.new_end; ++i)
      ++balance[key_of(new_lines_[i])];
  }
  const auto keep = [&](std::string_view line, std::ptrdiff_t sign) {
    const std::string key = key_of(line);
    std::ptrdiff_t& left = balance[key];
    if (key.empty() || left * sign <= 0) return false;
    left -= sign;
    return true;
  };
  for (std::size_t c = 0; c < changes_.size(); ++c) {
    const text::Change& change = changes_[c];
    for (std::size_t i = change.old_begin; i < change.old_end; ++i)
      if (keep(old_lines_[i], -1)) removed_.push_back({trim(old_lines_[i]), i + 1, c});
    for (std::size_t i = change.new_begin; i < change.new_end; ++i)
      if (keep(new_lines_[i], 1)) added_.push_back({trim(new_lines_[i]), i + 1, c});
  }
}

std::size_t FileDiff::change_of(std::size_t line) const {
  const auto found = std::upper_bound(
      changes_.begin(), changes_.end(), line,
      [](std::size_t at, const text::Change& change) { return at <= change.new_end; });
  const bool inside = found != changes_.end() && line > found->new_begin && line <= found->new_end;
  return inside ? static_cast<std::size_t>(found - changes_.begin())
                : std::numeric_limits<std::size_t>::max();
}

bool FileDiff::is_new(std::size_t line) const {
  return change_of(line) != std::numeric_limits<std::size_t>::max();
}

std::string FileDiff::hunk(Side side, std::size_t line) const {
  if (hunks_.empty()) return {};
  const auto far = [&](const text::Hunk& hunk) {
    return side == Side::before ? distance(line, hunk.old_begin, hunk.old_end)
                                : distance(line, hunk.new_begin, hunk.new_end);
  };
  const auto& hunk =
      *std::min_element(hunks_.begin(), hunks_.end(),
                        [&](const text::Hunk& a, const text::Hunk& b) { return far(a) < far(b); });
  std::string out = "@@ -" + std::to_string(hunk.old_begin + 1) + "," +
                    std::to_string(hunk.old_end - hunk.old_begin) + " +" +
                    std::to_string(hunk.new_begin + 1) + "," +
                    std::to_string(hunk.new_end - hunk.new_begin) + " @@ " +
                    text::quoted_name(path_) + "\n";
  std::size_t at = hunk.old_begin;
  for (const text::Change& change : hunk.changes) {
    for (; at < change.old_begin; ++at) append(out, ' ', old_lines_[at]);
    for (; at < change.old_end; ++at) append(out, '-', old_lines_[at]);
    for (std::size_t i = change.new_begin; i < change.new_end; ++i) append(out, '+', new_lines_[i]);
  }
  for (; at < hunk.old_end; ++at) append(out, ' ', old_lines_[at]);
  return text::keep_ends(text::to_valid_utf8(out), k_finding_diff_max);
}

}  // namespace verify::tamper
