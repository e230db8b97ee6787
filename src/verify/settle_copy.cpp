// CMake refuses a build folder whose cache names another place, and objects in it would be compared
// with sources there. The cache is worth keeping, though: it holds what the user chose (options,
// compiler, generator) and what was found. So the copy keeps the cache with the old place replaced
// by the new one, and nothing else.

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "cmake_cache.h"
#include "verify/verify.h"

namespace verify {
namespace {

bool ends_path(char c) {
  return c == '/' || c == '\n' || c == ';' || c == ':' || c == '"' || c == ' ';
}

/// Every whole path `from`, and those below it, as `to`.
std::string replace_path(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string_view::npos;
       at += from.size()) {
    const std::size_t end = at + from.size();
    const bool whole =
        (end == text.size() || ends_path(text[end])) &&
        (at == 0 || std::string_view("=;:\" ,\n").find(text[at - 1]) != std::string_view::npos);
    if (!whole) continue;
    out.append(text, done, at - done).append(to);
    done = end;
  }
  return out.append(text, done);
}

base::Result<> settle(const std::string& dir, const BuildFolder& build) {
  const std::string folder = base::join(dir, build.name);
  TRY(auto cache, base::read_file(base::join(folder, "CMakeCache.txt"), k_cmake_cache_max));
  // A build folder inside the source folder moves with it.
  if (!base::is_within(build.place, build.source)) cache = replace_path(cache, build.place, folder);
  cache = replace_path(cache, build.source, dir);
  TRY_DO(base::remove_all(folder));
  TRY_DO(base::make_dirs(folder));
  return base::write_file(base::join(folder, "CMakeCache.txt"), cache);
}

}  // namespace

base::Result<> settle_copy(const std::string& copy) {
  const std::string dir = base::absolute(copy);
  for (const auto& build : build_folders(dir))
    if (build.source != dir || build.place != base::join(dir, build.name))
      TRY_DO(settle(dir, build));
  return {};
}

}  // namespace verify
