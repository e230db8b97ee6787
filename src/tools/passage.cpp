// Where a text stands in a file, and what comes nearest if it does not.
//
// A model that quotes a passage wrongly is most often wrong in one of two ways: in blanks, or in one
// line of several. So each line of the file that equals one of the wanted lines, blanks aside, votes
// for the place where the passage would begin; longer lines count more, a brace counts little. Only
// if no line agrees, the longest wanted line is compared with every line by its pairs of bytes
// (Dice's coefficient). Both are linear in the file, at most k_near_bytes_max of it.

#include "passage.h"

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>

#include "text/cut.h"
#include "text/lines.h"
#include "text/utf8.h"

namespace tools {
namespace {

constexpr std::size_t k_line_shown_max = 200;
constexpr std::size_t k_line_compared_max = 400;
constexpr std::size_t k_wanted_lines_max = 500;
constexpr std::size_t k_weight_max = 40;         // a line counts by its length up to here
constexpr std::size_t k_votes_each_max = 8;      // places one line of the file votes for

std::string without_blanks(std::string_view line) {
  std::string out;
  for (const char c : line.substr(0, k_line_compared_max))
    if (c != ' ' && c != '\t' && c != '\r') out += c;
  return out;
}

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view bytes) {
  Lines lines = text::split_lines(bytes);
  for (auto& line : lines) line = text::without_ending(line);
  return lines;
}

std::size_t weight(const std::string& line) { return std::min(line.size(), k_weight_max); }

struct Near {
  std::size_t start = 0;    // line, from 0
  bool only_blanks = false; // every line agrees but for blanks
};

std::optional<Near> by_votes(const Lines& lines, const std::vector<std::string>& wanted) {
  std::unordered_map<std::string_view, std::vector<std::size_t>> places;
  std::size_t total = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    total += weight(wanted[i]);
    if (wanted[i].empty()) continue;
    auto& at = places[wanted[i]];
    if (at.size() < k_votes_each_max) at.push_back(i);
  }
  std::unordered_map<std::size_t, std::size_t> votes;   // start + wanted.size() -> weight
  std::size_t best = 0;
  std::size_t best_votes = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line = without_blanks(lines[i]);
    const auto found = places.find(line);
    if (found == places.end()) continue;
    for (const auto place : found->second) {
      const std::size_t start = i + wanted.size() - place;
      auto& sum = votes[start];
      sum += weight(line);
      if (sum > best_votes) {
        best = start;
        best_votes = sum;
      }
    }
  }
  if (best_votes == 0 || best_votes * 4 < total) return std::nullopt;
  const std::size_t start = best < wanted.size() ? 0 : best - wanted.size();
  return Near{start, best >= wanted.size() && best_votes == total};
}

// How alike two lines are, 0 to 100, by the pairs of bytes that they share.
class PairCounter {
 public:
  explicit PairCounter(std::string_view line) : wanted_(line.substr(0, k_line_compared_max)) {
    for (std::size_t i = 0; i + 1 < wanted_.size(); ++i) ++counts_[key(wanted_, i)];
  }
  std::size_t likeness(std::string_view line) {
    if (line.size() < 2 || wanted_.size() < 2) return 0;
    std::size_t shared = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
      if (counts_[key(line, i)]-- > 0) ++shared;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) ++counts_[key(line, i)];
    return 200 * shared / (line.size() + wanted_.size() - 2);
  }

 private:
  static std::size_t key(std::string_view line, std::size_t i) {
    return std::size_t{static_cast<unsigned char>(line[i])} << 8 | static_cast<unsigned char>(line[i + 1]);
  }
  std::string wanted_;
  std::vector<int> counts_ = std::vector<int>(65536, 0);
};

std::optional<Near> by_likeness(const Lines& lines, const std::vector<std::string>& wanted) {
  constexpr std::size_t k_alike = 55;
  const auto longest = std::max_element(wanted.begin(), wanted.end(), [](const auto& a, const auto& b) {
    return a.size() < b.size();
  });
  const auto offset = static_cast<std::size_t>(longest - wanted.begin());
  PairCounter counter(*longest);
  std::size_t best = 0;
  std::size_t best_likeness = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto likeness = counter.likeness(without_blanks(lines[i]));
    if (likeness > best_likeness) {
      best = i;
      best_likeness = likeness;
    }
  }
  if (best_likeness < k_alike) return std::nullopt;
  return Near{best > offset ? best - offset : 0, false};
}

std::string shown(const Lines& lines, const Near& near, std::size_t count) {
  const std::size_t end = std::min(lines.size(), near.start + count);
  std::string out = near.only_blanks ? "It differs only in blanks from lines " : "Nearest are lines ";
  out += std::to_string(near.start + 1) + "-" + std::to_string(end) + ":";
  const std::size_t last = std::min(end, near.start + k_near_lines_max);
  for (std::size_t i = near.start; i < last; ++i)
    out += "\n" + std::to_string(i + 1) + "\t" +
           text::to_valid_utf8(text::clip(lines[i], k_line_shown_max));
  if (last < end) out += "\n...";
  return out;
}

}  // namespace

std::vector<Passage> find_passages(std::string_view file, std::string_view wanted, Overlap overlap,
                                   std::size_t limit) {
  std::vector<Passage> out;
  const std::string needle = text::to_lf(wanted);
  if (needle.empty()) return out;
  std::string lf;
  std::vector<std::size_t> cuts;   // offsets in `lf` of line feeds that lost their carriage return
  std::string_view hay = file;
  if (file.find("\r\n") != std::string_view::npos) {
    lf.reserve(file.size());
    for (std::size_t i = 0; i < file.size(); ++i) {
      if (file[i] == '\r' && i + 1 < file.size() && file[i + 1] == '\n') {
        cuts.push_back(lf.size());
      } else {
        lf += file[i];
      }
    }
    hay = lf;
  }
  const auto original = [&cuts](std::size_t at) {
    const auto lost = std::lower_bound(cuts.begin(), cuts.end(), at) - cuts.begin();
    return at + static_cast<std::size_t>(lost);
  };
  const std::boyer_moore_horspool_searcher searcher(needle.begin(), needle.end());
  for (auto at = hay.begin(); out.size() < limit;) {
    const auto [begin, end] = searcher(at, hay.end());
    if (begin == hay.end()) break;
    out.push_back({original(static_cast<std::size_t>(begin - hay.begin())),
                   original(static_cast<std::size_t>(end - hay.begin()))});
    at = overlap == Overlap::yes ? begin + 1 : end;
  }
  return out;
}

std::string with_endings_of(std::string_view file, std::size_t at, std::string_view replacement) {
  const auto ending_before = [&](std::size_t feed) {
    return feed > 0 && file[feed - 1] == '\r' ? text::LineEnding::crlf : text::LineEnding::lf;
  };
  if (const auto feed = file.find('\n', at); feed != std::string_view::npos)
    return text::with_line_ending(replacement, ending_before(feed));
  if (const auto feed = file.substr(0, at).rfind('\n'); feed != std::string_view::npos)
    return text::with_line_ending(replacement, ending_before(feed));
  return std::string(replacement);
}

std::string nearest(std::string_view file, std::string_view wanted) {
  Lines lines = lines_of(file.substr(0, k_near_bytes_max));
  Lines wanted_lines = lines_of(wanted);
  const auto blank = [](std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
  };
  while (!wanted_lines.empty() && blank(wanted_lines.back())) wanted_lines.pop_back();
  while (!wanted_lines.empty() && blank(wanted_lines.front())) wanted_lines.erase(wanted_lines.begin());
  if (wanted_lines.empty() || lines.empty()) return "";
  if (wanted_lines.size() > k_wanted_lines_max) wanted_lines.resize(k_wanted_lines_max);
  std::vector<std::string> reduced;
  for (const auto line : wanted_lines) reduced.push_back(without_blanks(line));
  auto near = by_votes(lines, reduced);
  if (!near) near = by_likeness(lines, reduced);
  return near ? shown(lines, *near, wanted_lines.size()) : "";
}

}  // namespace tools
