#include "base/paths.h"

#include <unistd.h>

#include <climits>
#include <vector>

namespace base {

std::string join(std::string_view folder, std::string_view name) {
  if (folder.empty() || name.starts_with('/')) return std::string(name);
  if (name.empty()) return std::string(folder);
  std::string out(folder);
  if (!out.ends_with('/')) out += '/';
  out += name;
  return out;
}

std::string parent(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  if (slash == 0) return "/";
  return std::string(path.substr(0, slash));
}

std::string_view file_name(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view extension(std::string_view path) {
  const auto name = file_name(path);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view{} : name.substr(dot);
}

static std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  const bool rooted = path.starts_with('/');
  while (!path.empty()) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else if (part != ".." || !rooted) {
      parts.push_back(part);
    }
  }
  return parts;
}

std::string normalize(std::string_view path) {
  std::string out = path.starts_with('/') ? "/" : "";
  for (const auto part : parts_of(path)) out = join(out, part);
  return out.empty() ? "." : out;
}

std::string relative(std::string_view path, std::string_view folder) {
  const auto to = parts_of(path);
  const auto from = parts_of(folder);
  std::size_t same = 0;
  while (same < to.size() && same < from.size() && to[same] == from[same]) ++same;
  std::string out;
  for (std::size_t i = same; i < from.size(); ++i) out = join(out, "..");
  for (std::size_t i = same; i < to.size(); ++i) out = join(out, to[i]);
  return out.empty() ? "." : out;
}

bool is_within(std::string_view path, std::string_view folder) {
  const std::string inner = normalize(path);
  std::string outer = normalize(folder);
  if (inner == outer) return true;
  if (!outer.ends_with('/')) outer += '/';
  return inner.starts_with(outer);
}

std::string absolute(std::string_view path) {
  if (path.starts_with('/')) return normalize(path);
  char here[PATH_MAX];
  // Without a working folder (it was removed) the path stays relative to the root.
  const char* cwd = ::getcwd(here, sizeof here);
  return normalize(join(cwd != nullptr ? cwd : "/", path));
}

}  // namespace base
