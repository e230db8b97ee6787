#include "path_filter.h"

namespace code {
namespace {

/// The end of the group that opens at `open`, at its "}", or npos.
std::size_t closing_brace(std::string_view glob, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < glob.size(); ++at) {
    if (glob[at] == '\\')
      ++at;
    else if (glob[at] == '{')
      ++depth;
    else if (glob[at] == '}' && --depth == 0)
      return at;
  }
  return std::string_view::npos;
}

/// Replaces the first group by each of its parts; what comes out is looked at again.
void expand_braces(std::string glob, std::vector<std::string>& out) {
  std::vector<std::string> todo = {std::move(glob)};
  while (!todo.empty() && out.size() + todo.size() <= PathFilter::k_globs_max) {
    const std::string one = std::move(todo.back());
    todo.pop_back();
    const std::size_t open = one.find('{');
    const std::size_t close =
        open == std::string::npos ? std::string::npos : closing_brace(one, open);
    if (close == std::string::npos) {
      out.push_back(one);
      continue;
    }
    std::size_t begin = open + 1;
    int depth = 0;
    for (std::size_t at = begin; at <= close; ++at) {
      if (one[at] == '{') ++depth;
      if (one[at] == '}' && at != close) --depth;
      if (at != close && (one[at] != ',' || depth != 0)) continue;
      todo.push_back(one.substr(0, open) + one.substr(begin, at - begin) + one.substr(close + 1));
      begin = at + 1;
    }
  }
}

bool matches_with_folders(const text::IgnorePattern& pattern, std::string_view path) {
  if (pattern.matches(path, text::Entry::file)) return true;
  for (std::size_t slash = path.rfind('/'); slash != std::string_view::npos;
       slash = slash == 0 ? slash : path.rfind('/', slash - 1)) {
    if (pattern.matches(path.substr(0, slash), text::Entry::folder)) return true;
    if (slash == 0) break;
  }
  return false;
}

}  // namespace

PathFilter::PathFilter(const std::vector<std::string>& globs) {
  for (std::string_view glob : globs) {
    const bool negated = glob.starts_with('!');
    if (negated) glob.remove_prefix(1);
    if (glob.starts_with("./")) glob.remove_prefix(1);
    std::vector<std::string> expanded;
    expand_braces(std::string(glob), expanded);
    for (const std::string& one : expanded) {
      auto pattern = text::IgnorePattern::parse((negated ? "!" : "") + one);
      if (!pattern) continue;
      has_positive_ = has_positive_ || !negated;
      patterns_.push_back(std::move(*pattern));
    }
  }
}

bool PathFilter::lets_through(std::string_view path) const {
  for (auto it = patterns_.rbegin(); it != patterns_.rend(); ++it)
    if (matches_with_folders(*it, path)) return !it->negated();
  return !has_positive_;
}

bool PathFilter::enters(std::string_view path) const {
  for (auto it = patterns_.rbegin(); it != patterns_.rend(); ++it)
    if (it->matches(path, text::Entry::folder)) return !it->negated();
  return true;
}

}  // namespace code
