#include "text/ignore.h"

#include <algorithm>

#include "text/lines.h"

namespace text {
namespace {

/// Spaces at the end do not count unless escaped. Tabs do: so it is in git.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == ' ') continue;
    if (line[at] == '\\' && ++at == line.size()) return line;
    end = at + 1;
  }
  return line.substr(0, end);
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// "name.tar.gz" -> ".gz", "" if there is no dot.
std::string_view last_extension(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot);
}

}  // namespace

std::optional<IgnorePattern> IgnorePattern::parse(std::string_view line) {
  const bool negated = line.starts_with('!');
  if (negated) line.remove_prefix(1);
  const bool folders_only = line.ends_with('/');
  if (folders_only) line.remove_suffix(1);
  if (line.empty()) return std::nullopt;
  const bool name_only = line.find('/') == std::string_view::npos;
  if (line.starts_with('/')) line.remove_prefix(1);
  IgnorePattern pattern(line);
  pattern.negated_ = negated;
  pattern.folders_only_ = folders_only;
  pattern.name_only_ = name_only;
  if (name_only && line.size() > 1 && line[0] == '*' && !has_wildcard(line.substr(1)))
    pattern.suffix_ = line.substr(1);
  return pattern;
}

bool IgnorePattern::matches(std::string_view path, Entry entry) const {
  if (folders_only_ && entry != Entry::folder) return false;
  if (!name_only_) return glob_.matches(path);
  const std::string_view name = last_part(path);
  return suffix_.empty() ? glob_.matches(name) : name.ends_with(suffix_);
}

IgnoreFile IgnoreFile::parse(std::string_view text) {
  IgnoreFile file;
  for (std::string_view line : split_lines(without_bom(text))) {
    line = without_ending(line);
    if (line.empty() || line.starts_with('#')) continue;
    auto pattern = IgnorePattern::parse(without_trailing_spaces(line));
    if (!pattern) continue;
    if (file.patterns_.size() == k_patterns_max) {
      file.cut_ = true;
      break;
    }
    file.add(std::move(*pattern));
  }
  return file;
}

void IgnoreFile::add(IgnorePattern pattern) {
  const std::size_t number = patterns_.size();
  if (pattern.name_only_ && pattern.glob_.is_literal())
    by_name_[pattern.glob_.prefix()].push_back(number);
  else if (pattern.suffix_.rfind('.') == 0)
    by_extension_[pattern.suffix_].push_back(number);
  else
    others_.push_back(number);
  patterns_.push_back(std::move(pattern));
}

void IgnoreFile::last_match(const std::vector<std::size_t>& among, std::string_view path,
                            Entry entry, std::optional<std::size_t>& last) const {
  for (auto it = among.rbegin(); it != among.rend() && (!last || *it > *last); ++it)
    if (patterns_[*it].matches(path, entry)) last = *it;
}

Verdict IgnoreFile::check(std::string_view path, Entry entry) const {
  if (patterns_.empty()) return Verdict::silent;
  const std::string_view name = last_part(path);
  std::optional<std::size_t> last;
  if (const auto found = by_name_.find(name); found != by_name_.end())
    last_match(found->second, path, entry, last);
  if (const auto found = by_extension_.find(last_extension(name)); found != by_extension_.end())
    last_match(found->second, path, entry, last);
  last_match(others_, path, entry, last);
  if (!last) return Verdict::silent;
  return patterns_[*last].negated() ? Verdict::kept : Verdict::ignored;
}

IgnoreRules IgnoreRules::enter(std::string_view folder, const Texts& texts) const {
  if (texts.gitignore.empty() && texts.ignore.empty() && texts.exclude.empty() &&
      !texts.is_repository)
    return *this;
  auto level = std::make_shared<Level>();
  level->around = level_;
  level->folder = folder;
  if (!level->folder.empty()) level->folder.push_back('/');
  level->gitignore = IgnoreFile::parse(texts.gitignore);
  level->ignore = IgnoreFile::parse(texts.ignore);
  level->exclude = IgnoreFile::parse(texts.exclude);
  level->is_repository = texts.is_repository;
  IgnoreRules rules;
  rules.level_ = std::move(level);
  return rules;
}

template <class Pick>
Verdict IgnoreRules::ask(std::string_view path, Entry entry, Pick pick, bool to_repository) const {
  for (const Level* level = level_.get(); level != nullptr; level = level->around.get()) {
    if (path.starts_with(level->folder)) {
      const Verdict verdict = pick(*level).check(path.substr(level->folder.size()), entry);
      if (verdict != Verdict::silent) return verdict;
    }
    if (to_repository && level->is_repository) break;
  }
  return Verdict::silent;
}

bool IgnoreRules::ignores(std::string_view path, Entry entry) const {
  if (level_ == nullptr) return false;
  Verdict verdict = ask(
      path, entry, [](const Level& level) -> auto& { return level.ignore; }, false);
  if (verdict == Verdict::silent)
    verdict = ask(
        path, entry, [](const Level& level) -> auto& { return level.gitignore; }, true);
  if (verdict == Verdict::silent)
    verdict = ask(
        path, entry, [](const Level& level) -> auto& { return level.exclude; }, true);
  return verdict == Verdict::ignored;
}

bool IgnoreRules::ignores_below(std::string_view path, Entry entry) const {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1))
    if (ignores(path.substr(0, slash), Entry::folder)) return true;
  return ignores(path, entry);
}

}  // namespace text
