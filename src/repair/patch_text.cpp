#include "patch_text.h"

#include <algorithm>

#include "text/diff.h"
#include "text/lines.h"

namespace repair {
namespace {

using Lines = std::vector<std::string_view>;

std::string joined(const Lines& lines, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) out += lines[i];
  return out;
}

/// True if lines [begin, end) occur nowhere else. Compared without blanks at their ends and
/// indentation, as apply_patch may compare.
bool is_unique(const Lines& lines, std::size_t begin, std::size_t end) {
  const auto bare = [](std::string_view line) {
    const auto first = line.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::string_view();
    return line.substr(first, line.find_last_not_of(" \t\r\n") - first + 1);
  };
  const std::size_t n = end - begin;
  for (std::size_t at = 0; at + n <= lines.size(); ++at) {
    if (at == begin) continue;
    bool same = true;
    for (std::size_t i = 0; i < n && same; ++i)
      same = bare(lines[at + i]) == bare(lines[begin + i]);
    if (same) return false;
  }
  return true;
}

struct Places {
  Lines before, after;
  std::vector<text::Hunk> hunks;
};

/// Hunks with as little context as makes every one of them unique, but `least` lines.
Places places_of(const EditedFile& file, std::size_t least) {
  Places places{text::split_lines(file.before), text::split_lines(file.after), {}};
  const auto changes = text::diff_lines(places.before, places.after);
  for (std::size_t context = least;; ++context) {
    places.hunks = text::hunks(changes, places.before.size(), places.after.size(), context);
    const bool all =
        std::all_of(places.hunks.begin(), places.hunks.end(), [&](const text::Hunk& hunk) {
          return hunk.old_begin < hunk.old_end &&
                 is_unique(places.before, hunk.old_begin, hunk.old_end);
        });
    if (all || context >= places.before.size()) return places;
  }
}

void add_line(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += text::without_ending(line);
  out += '\n';
}

void add_hunk(std::string& out, const Places& places, const text::Hunk& hunk) {
  out += "@@\n";
  std::size_t at = hunk.old_begin;
  for (const auto& change : hunk.changes) {
    for (; at < change.old_begin; ++at) add_line(out, ' ', places.before[at]);
    for (; at < change.old_end; ++at) add_line(out, '-', places.before[at]);
    for (std::size_t i = change.new_begin; i < change.new_end; ++i)
      add_line(out, '+', places.after[i]);
  }
  for (; at < hunk.old_end; ++at) add_line(out, ' ', places.before[at]);
}

}  // namespace

std::string patch_text(const std::vector<EditedFile>& files) {
  std::string out = "*** Begin Patch\n";
  for (const auto& file : files) {
    out += "*** Update File: " + file.path + "\n";
    const Places places = places_of(file, text::k_diff_context);
    for (const auto& hunk : places.hunks) add_hunk(out, places, hunk);
  }
  return out + "*** End Patch\n";
}

std::vector<Replacement> replacements(const EditedFile& file) {
  std::vector<Replacement> out;
  const Places places = places_of(file, 0);
  for (const auto& hunk : places.hunks)
    out.push_back({joined(places.before, hunk.old_begin, hunk.old_end),
                   joined(places.after, hunk.new_begin, hunk.new_end)});
  return out;
}

}  // namespace repair
