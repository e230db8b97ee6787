#include "xattrs.h"

#include <sys/xattr.h>

#include <cerrno>
#include <string_view>
#include <vector>

#include "base/try.h"
#include "stat.h"

namespace txn {
namespace {

constexpr std::string_view k_overlay = "user.overlay.";
constexpr std::string_view k_capability = "security.capability";
constexpr std::size_t k_xattr_max = 65536;   // the kernel's own bound, for lists and values

bool is_missing(int error) { return error == ENODATA || error == ENOTSUP || error == ENOENT; }

base::Result<std::vector<std::string>> list(const std::string& path) {
  char buffer[4096];
  std::vector<char> large;
  const char* at = buffer;
  ssize_t got = ::llistxattr(path.c_str(), buffer, sizeof buffer);
  if (got < 0 && errno == ERANGE) {
    large.resize(k_xattr_max);
    at = large.data();
    got = ::llistxattr(path.c_str(), large.data(), large.size());
  }
  std::vector<std::string> names;
  if (got < 0) {
    if (is_missing(errno)) return names;
    return base::fail_errno("cannot list the extended attributes of " + path);
  }
  for (const char* end = at + got; at < end; at += names.back().size() + 1) names.emplace_back(at);
  return names;
}

base::Result<std::string> value(const std::string& path, const std::string& name) {
  std::string out(256, 0);
  ssize_t got = ::lgetxattr(path.c_str(), name.c_str(), out.data(), out.size());
  if (got < 0 && errno == ERANGE) {
    out.resize(k_xattr_max);
    got = ::lgetxattr(path.c_str(), name.c_str(), out.data(), out.size());
  }
  if (got < 0) return base::fail_errno("cannot read the extended attribute " + name + " of " + path);
  out.resize(static_cast<std::size_t>(got));
  return out;
}

bool is_users(std::string_view name) {
  return (name.starts_with("user.") && !name.starts_with(k_overlay)) ||
         name.starts_with("system.posix_acl_");
}

}  // namespace

base::Result<OverlayMarks> overlay_marks(int folder, const std::string& name) {
  const std::string path = fd_path(folder, name);
  TRY(const auto names, list(path));
  OverlayMarks marks;
  for (const std::string& attribute : names) {
    if (!attribute.starts_with(k_overlay)) continue;
    marks.any = true;
    const std::string_view what = std::string_view(attribute).substr(k_overlay.size());
    if (what == "opaque") {
      // "x" says that whiteouts below have the form of files, not that the folder is opaque.
      TRY(const auto how, value(path, attribute));
      marks.opaque = how == "y";
    }
    marks.has_origin |= what == "origin";
    marks.whiteout |= what == "whiteout";
    marks.redirect |= what == "redirect" || what == "metacopy";
  }
  return marks;
}

base::Result<std::map<std::string, std::string>> xattrs_of(int folder, const std::string& name) {
  const std::string path = fd_path(folder, name);
  TRY(const auto names, list(path));
  std::map<std::string, std::string> out;
  for (const std::string& attribute : names) {
    if (!is_users(attribute)) continue;
    TRY(out[attribute], value(path, attribute));
  }
  return out;
}

base::Result<bool> strip_xattrs(int folder, const std::string& name) {
  const std::string path = fd_path(folder, name);
  TRY(const auto names, list(path));
  bool had_capability = false;
  for (const std::string& attribute : names) {
    const bool is_capability = attribute == k_capability;
    if (!is_capability && !attribute.starts_with(k_overlay)) continue;
    had_capability |= is_capability;
    if (::lremovexattr(path.c_str(), attribute.c_str()) != 0 && !is_missing(errno))
      return base::fail_errno("cannot remove the extended attribute " + attribute + " of " + path);
  }
  return had_capability;
}

base::Result<> set_xattrs(const std::string& path, const std::map<std::string, std::string>& from,
                          const std::map<std::string, std::string>& to) {
  for (const auto& [name, bytes] : to) {
    const auto old = from.find(name);
    if (old != from.end() && old->second == bytes) continue;
    if (::setxattr(path.c_str(), name.c_str(), bytes.data(), bytes.size(), 0) != 0)
      return base::fail_errno("cannot set the extended attribute " + name);
  }
  for (const auto& [name, bytes] : from) {
    if (to.contains(name)) continue;
    if (::removexattr(path.c_str(), name.c_str()) != 0 && !is_missing(errno))
      return base::fail_errno("cannot remove the extended attribute " + name);
  }
  return {};
}

}  // namespace txn
