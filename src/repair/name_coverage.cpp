#include "name_coverage.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "code/walk.h"

namespace repair {
namespace {

constexpr std::size_t k_files_max = 1500;
constexpr int k_levels = 3;

using WordSet = std::set<std::string, std::less<>>;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

WordSet words_of(std::string_view text) {
  WordSet words;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end > i) words.emplace(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return words;
}

std::string last_part(const std::string& name) {
  const auto at = name.find_last_of(".:");
  return at == std::string::npos ? name : name.substr(at + 1);
}

/// What a runner's name of a test is called in the source: "adds" of "calc::tests::adds", "CalcTest.adds(int)",
/// "math > adds"; "TestX" of "example.com/calc.TestX/sub".
std::string title_of(std::string name) {
  const auto arrow = name.rfind(" > ");
  if (arrow != std::string::npos) return name.substr(arrow + 3);
  const auto go = name.find(".Test");
  if (go != std::string::npos) {
    const auto end = name.find('/', go);
    return name.substr(go + 1, end == std::string::npos ? end : end - go - 1);
  }
  name = name.substr(0, name.find_first_of("([{"));
  return name.find(' ') == std::string::npos ? last_part(name) : name;
}

class Guess {
 public:
  void read(const std::string& tree, std::stop_token stop) {
    code::WalkOptions options;
    const auto walked = code::walk(tree, options, stop);
    if (!walked) return;
    for (const auto& entry : walked->entries) {
      if (entry.kind != code::Kind::file || !is_repairable(entry.path) || sources_.size() >= k_files_max) continue;
      if (is_protected(entry.path)) {
        if (auto text = base::read_file(base::join(tree, entry.path), k_source_max)) tests_.push_back(*std::move(text));
      } else if (auto source = Source::load(tree, entry.path)) {
        // Rust has tests behind the code, in the same file.
        if (const auto at = source->text().find("#[cfg(test)]"); at != std::string::npos)
          tests_.push_back(source->text().substr(at));
        sources_.push_back(*std::move(source));
      }
    }
    for (const auto& text : tests_) all_words_.merge(words_of(text));
  }

  void add(Coverage& coverage, const std::string& name, bool failed) const {
    WordSet mentioned = words_around(title_of(name));
    if (!names_any(mentioned)) mentioned = all_words_;
    CoveredLines lines;
    std::vector<CoveredLines> levels;
    std::set<std::pair<std::size_t, std::size_t>> chosen;
    for (int level = 0; level < k_levels; ++level) {
      WordSet next;
      for (std::size_t s = 0; s < sources_.size(); ++s)
        for (std::size_t u = 0; u < sources_[s].units().size(); ++u) {
          const Unit& unit = sources_[s].units()[u];
          if (!mentioned.contains(last_part(unit.name)) || !chosen.insert({s, u}).second) continue;
          auto& list = lines[sources_[s].path()];
          for (std::size_t line = unit.line; line <= unit.end_line; ++line) list.push_back(line);
          next.merge(words_of(sources_[s].text_of(unit.body)));
        }
      mentioned = std::move(next);
      levels.push_back(lines);
    }
    for (auto& level : levels) {
      for (auto& [file, list] : level) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
      }
      coverage.tests.push_back({name, failed, std::move(level)});
    }
  }

 private:
  [[nodiscard]] bool names_any(const WordSet& words) const {
    for (const auto& source : sources_)
      for (const auto& unit : source.units())
        if (words.contains(last_part(unit.name))) return true;
    return false;
  }

  /// The words of the test's own text: from its title to the bracket that closes what opens behind it.
  WordSet words_around(const std::string& title) const {
    for (const auto& text : tests_)
      for (std::size_t at = 0; (at = text.find(title, at)) != std::string::npos; at += std::max<std::size_t>(1, title.size())) {
        const std::size_t end = at + title.size();
        if ((at > 0 && is_letter(text[at - 1])) || (end < text.size() && is_letter(text[end]))) continue;
        const auto open = text.find('{', end);
        if (open == std::string::npos || open > end + 200) continue;
        int depth = 0;
        std::size_t close = open;
        for (; close < text.size(); ++close) {
          if (text[close] == '{') ++depth;
          if (text[close] == '}' && --depth == 0) break;
        }
        return words_of(std::string_view(text).substr(open, close - open));
      }
    return {};
  }

  std::vector<Source> sources_;
  std::vector<std::string> tests_;
  WordSet all_words_;
};

}  // namespace

io::Task<base::Result<Coverage>> coverage_by_names(std::string tree, std::vector<std::string> failing,
                                                   std::vector<std::string> passing) {
  std::function<Coverage(std::stop_token)> work = [&](std::stop_token stop) {
    Guess guess;
    guess.read(tree, stop);
    Coverage coverage;
    for (const auto& name : failing) guess.add(coverage, name, true);
    for (const auto& name : passing)
      if (!stop.stop_requested()) guess.add(coverage, name, false);
    return coverage;
  };
  co_return co_await io::offload(std::move(work));
}

std::vector<Frame> places_in(std::string_view text, const std::string& tree) {
  std::vector<Frame> out;
  const auto is_path = [](char c) { return is_letter(c) || c == '/' || c == '.' || c == '-'; };
  for (std::size_t colon = 0; (colon = text.find(':', colon)) != std::string_view::npos; ++colon) {
    std::size_t begin = colon;
    while (begin > 0 && is_path(text[begin - 1])) --begin;
    std::size_t line = 0;
    std::size_t end = colon + 1;
    for (; end < text.size() && text[end] >= '0' && text[end] <= '9' && line < 10000000; ++end)
      line = line * 10 + static_cast<std::size_t>(text[end] - '0');
    if (begin == colon || line == 0) continue;
    std::string path = base::normalize(text.substr(begin, colon - begin));
    if (!is_repairable(path)) continue;
    if (path.starts_with('/')) {
      if (!base::is_within(path, tree)) continue;
      path = base::relative(path, tree);
    }
    out.push_back({std::move(path), line});
  }
  return out;
}

}  // namespace repair
