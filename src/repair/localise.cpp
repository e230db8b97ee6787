#include "localise.h"

#include <algorithm>
#include <cmath>

namespace repair {
namespace {

struct Counts {
  double failed = 0, passed = 0;
};

constexpr double k_top_discount = 0.6;
constexpr double k_frame_bonus = 0.25;

}  // namespace

double Suspects::of(const std::string& file, std::size_t line) const {
  return of(file, line, line);
}

double Suspects::of(const std::string& file, std::size_t first, std::size_t last) const {
  const auto found = lines.find(file);
  if (found == lines.end()) return 0;
  double most = 0;
  for (auto at = found->second.lower_bound(first); at != found->second.end() && at->first <= last;
       ++at)
    most = std::max(most, at->second);
  return most;
}

Suspects localise(const Coverage& coverage, const std::vector<LabTest>& failing) {
  std::map<std::string, std::map<std::size_t, Counts>> counts;
  double failed = 0;
  for (const auto& covered : coverage.tests) {
    if (covered.failed) ++failed;
    for (const auto& [file, lines] : covered.lines) {
      if (!is_repairable(file) || is_protected(file)) continue;
      for (const std::size_t line : lines) {
        auto& count = counts[file][line];
        ++(covered.failed ? count.failed : count.passed);
      }
    }
  }
  Suspects suspects;
  double most = 0;
  for (const auto& [file, lines] : counts)
    for (const auto& [line, count] : lines) {
      if (count.failed == 0) continue;
      const double suspicion = count.failed / std::sqrt(failed * (count.failed + count.passed));
      suspects.lines[file][line] = suspicion;
      most = std::max(most, suspicion);
    }
  for (const auto& test : failing)
    for (const auto& frame : test.frames) {
      if (!is_repairable(frame.file) || is_protected(frame.file)) continue;
      auto& suspicion = suspects.lines[frame.file][frame.line];
      suspicion = std::min(1.0, suspicion + k_frame_bonus * std::max(most, 0.5));
      most = std::max(most, suspicion);
    }
  if (most > 0)
    for (auto& [file, lines] : suspects.lines)
      for (auto& [line, suspicion] : lines) suspicion /= most;
  return suspects;
}

void add_tops(Suspects& suspects, const std::vector<Source>& sources) {
  // Words of suspect lines, with the most suspect line that each is on.
  std::map<std::string, double, std::less<>> words;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
  };
  for (const auto& source : sources) {
    const auto found = suspects.lines.find(source.path());
    if (found == suspects.lines.end()) continue;
    for (const auto& [line, suspicion] : found->second) {
      const std::size_t begin = std::min(source.lines().start_of(line), source.text().size());
      const std::string_view text = std::string_view(source.text()).substr(begin, source.text().find('\n', begin) - begin);
      for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && is_letter(text[end])) ++end;
        if (end > i) {
          double& most = words[std::string(text.substr(i, end - i))];
          most = std::max(most, suspicion);
        }
        i = std::max(end, i + 1);
      }
    }
  }
  for (const auto& source : sources)
    for (const auto& unit : source.units()) {
      if (!unit.is_top) continue;
      const auto at = unit.name.find_last_of(".:");
      const auto word = words.find(at == std::string::npos ? unit.name : unit.name.substr(at + 1));
      if (word == words.end()) continue;
      for (std::size_t line = unit.line; line <= unit.end_line; ++line) {
        auto& suspicion = suspects.lines[source.path()][line];
        suspicion = std::max(suspicion, word->second * k_top_discount);
      }
    }
}

}  // namespace repair
