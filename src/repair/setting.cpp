#include "setting.h"

#include <algorithm>
#include <tuple>

#include "queue.h"

namespace repair {
namespace {

constexpr std::size_t k_snippet_max = 120;

/// What the edit changes, cut out of what stands around it: of the line, or of a few lines.
std::pair<std::string, std::string> snippets(const Source& source, const Candidate& candidate) {
  if (candidate.splices.empty()) return {};
  const std::size_t begin = candidate.splices.front().begin;
  const std::size_t end = candidate.splices.back().end;
  std::string before = source.text().substr(begin, end - begin);
  std::string after = edited_within(source.text(), begin, end, candidate.splices);
  if (before.size() > k_snippet_max || after.size() > k_snippet_max) return {};
  const auto trim = [](std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    text = first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
  };
  trim(before);
  trim(after);
  return {before, after};
}

std::size_t passing_tests_at(const Setting& setting, const std::string& path, std::size_t line) {
  std::size_t n = 0;
  for (const auto& covered : setting.coverage.tests) {
    const auto found = covered.lines.find(path);
    if (!covered.failed && found != covered.lines.end() &&
        std::binary_search(found->second.begin(), found->second.end(), line))
      ++n;
  }
  return n;
}

}  // namespace

bool is_bad(verify::Outcome outcome) {
  return outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
}

Fix fix_of(const Setting& setting, const std::vector<Source>& sources, const Fix& base, const Candidate& candidate,
           std::size_t tests_passed) {
  const Source& source = sources[candidate.source];
  Fix fix = base;
  fix.files[source.path()] = edited(source.text(), candidate.splices);
  Step step{candidate.what, source.path(), candidate.line};
  step.function = source.units()[candidate.unit].name;
  std::tie(step.before, step.after) = snippets(source, candidate);
  step.loss = loss_of(source, candidate);
  step.passing = passing_tests_at(setting, step.path, step.line);
  fix.steps.push_back(std::move(step));
  fix.cost += candidate.cost;
  fix.final_cost += final_cost(source, candidate);
  fix.tests_passed = tests_passed;
  fix.changed = with(std::move(fix.changed), source, candidate);
  return fix;
}

}  // namespace repair
