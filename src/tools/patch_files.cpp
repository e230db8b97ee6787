// The patch tool for people and scripts: plain files below a folder, no session. Before-images are
// in memory, so that a failure half-way is put back.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <utility>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "tools/patch.h"

namespace tools {
namespace {

base::Result<std::string> real_path(const std::string& path) {
  char buffer[PATH_MAX];
  if (::realpath(path.c_str(), buffer) == nullptr) return base::fail_errno("cannot resolve " + path);
  return std::string(buffer);
}

// The real path of the deepest part of `path` that exists: what a symlink on the way leads to.
base::Result<std::string> real_part(std::string path) {
  struct stat st {};
  while (::lstat(path.c_str(), &st) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) return base::fail_errno("cannot look at " + path);
    const std::string up = base::parent(path);
    if (up == path) break;
    path = up;
  }
  return real_path(path);
}

class Folder {
 public:
  explicit Folder(std::string root) : root_(std::move(root)) {}

  /// The absolute path, if it is below the folder by its text and by what it leads to.
  base::Result<std::string> locate(const std::string& path) const {
    if (path.find('\0') != std::string::npos)
      return base::fail(base::Code::invalid, "a path has a NUL byte");
    const std::string absolute = base::normalize(base::join(root_, path));
    const auto denied = [&] {
      return base::fail(base::Code::denied, path + " leads out of " + root_ +
                                                ": a patch may only touch files below it");
    };
    if (absolute == root_ || !base::is_within(absolute, root_)) return denied();
    TRY(const auto real, real_part(absolute));
    if (!base::is_within(real, root_)) return denied();
    return absolute;
  }

  base::Result<std::optional<std::string>> read(const std::string& path) const {
    TRY(const auto absolute, locate(path));
    auto bytes = base::read_file(absolute, k_patched_file_max);
    if (!bytes && bytes.error().code == base::Code::not_found) return std::optional<std::string>{};
    if (!bytes) return base::fail(std::move(bytes).error());
    return std::optional(std::move(*bytes));
  }

 private:
  std::string root_;
};

// Undoes its steps, newest first, unless it is told that all went well.
class Rollback {
 public:
  ~Rollback() {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) (*step)();
  }
  void add(std::function<void()> step) { steps_.push_back(std::move(step)); }
  void commit() { steps_.clear(); }

 private:
  std::vector<std::function<void()>> steps_;
};

constexpr mode_t k_new_mode = 0644;

mode_t mode_of(const std::string& path) {
  struct stat st {};
  return ::stat(path.c_str(), &st) == 0 ? st.st_mode & 07777 : k_new_mode;
}

std::optional<std::string> link_target(const std::string& path) {
  char buffer[PATH_MAX];
  const ssize_t size = ::readlink(path.c_str(), buffer, sizeof buffer);
  if (size < 0) return std::nullopt;
  return std::string(buffer, static_cast<std::size_t>(size));
}

base::Result<> refuse_read_only(const std::string& path) {
  struct stat st {};
  if (::stat(path.c_str(), &st) == 0 && (st.st_mode & 0222) == 0)
    return base::fail(base::Code::denied, path + " is read-only");
  return {};
}

base::Result<> make_parents(const std::string& path, Rollback& rollback) {
  std::vector<std::string> missing;
  for (std::string up = base::parent(path); !base::exists(up); up = base::parent(up))
    missing.push_back(up);
  for (auto folder = missing.rbegin(); folder != missing.rend(); ++folder) {
    TRY_DO(base::make_dirs(*folder));
    rollback.add([name = *folder] { static_cast<void>(::rmdir(name.c_str())); });
  }
  return {};
}

base::Result<> put(const std::string& path, const PatchedFile& file, mode_t mode, Rollback& rollback) {
  if (file.before) {
    TRY_DO(refuse_read_only(path));
    const mode_t old_mode = mode_of(path);
    // What fails in here has no one left to be told but the reader of the first error.
    if (const auto target = link_target(path); target && !file.after) {
      rollback.add([path, to = *target] { static_cast<void>(::symlink(to.c_str(), path.c_str())); });
    } else {
      rollback.add([path, bytes = *file.before, old_mode] {
        if (base::write_file(path, bytes, old_mode))
          static_cast<void>(::chmod(path.c_str(), old_mode));
      });
    }
  } else {
    TRY_DO(make_parents(path, rollback));
    rollback.add([path] { static_cast<void>(::unlink(path.c_str())); });
  }
  if (!file.after) {
    if (::unlink(path.c_str()) != 0) return base::fail_errno("Failed to delete file " + path);
    return {};
  }
  TRY_DO(base::write_file(path, *file.after, mode));
  if (!file.mode_of.empty() && ::chmod(path.c_str(), mode) != 0)
    return base::fail_errno("cannot set the mode of " + path);
  return {};
}

}  // namespace

base::Result<PatchSummary> apply_patch_files(std::string_view text, const std::string& cwd) {
  TRY(auto root, real_path(cwd));
  const Folder folder(std::move(root));
  TRY(const auto patch, parse_patch(text));
  TRY(const auto plan, plan_patch(patch, [&](const std::string& path) { return folder.read(path); }));
  std::vector<std::pair<std::string, mode_t>> targets;
  for (const auto& file : plan.files) {
    TRY(auto path, folder.locate(file.path));
    std::string source = path;
    if (!file.mode_of.empty()) {
      TRY(source, folder.locate(file.mode_of));
    }
    const mode_t mode = mode_of(source);
    targets.emplace_back(std::move(path), mode);
  }
  Rollback rollback;
  for (std::size_t i = 0; i < plan.files.size(); ++i)
    TRY_DO(put(targets[i].first, plan.files[i], targets[i].second, rollback));
  rollback.commit();
  return plan.summary;
}

}  // namespace tools
