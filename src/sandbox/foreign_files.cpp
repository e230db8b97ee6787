#include "foreign_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <queue>

#include "base/paths.h"

namespace sandbox {

namespace {

constexpr int k_entries_max = 1000;

class Look {
 public:
  explicit Look(const std::string& project) : project_(project) {
    consider(project);
    root_is_foreign_ = foreign_ > 0;
    folders_.push(project);
    while (!folders_.empty() && seen_ < k_entries_max) {
      const std::string folder = std::move(folders_.front());
      folders_.pop();
      look_into(folder);
    }
  }

  [[nodiscard]] ForeignFiles result() const {
    if (foreign_ == 0) return {};
    ForeignFiles out{.any = true, .most = root_is_foreign_ || foreign_ * 2 > seen_, .why = {}, .remedy = {}};
    const std::string whose = owner_ != ::geteuid() ? "another user (" + std::to_string(owner_) + ")" : "the group " + group_name();
    const std::string name = example_ == project_ ? "the project's folder" : base::relative(example_, project_);
    out.why = name + " belongs to " + whose + ", and what is not of your own user and group (" + std::to_string(foreign_) + " of " +
              std::to_string(seen_) + " looked at) cannot be written on an overlay without root";
    out.remedy = owner_ != ::geteuid() ? "chown -R it to yourself"
                                       : "start plumb with that group as yours (sg " + group_name() + " -c 'plumb ...'), or chgrp -R the files to yours";
    return out;
  }

 private:
  void look_into(const std::string& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), ::closedir);
    if (!stream) return;
    while (const dirent* entry = ::readdir(stream.get())) {
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      if (seen_ >= k_entries_max) return;
      consider(base::join(folder, name));
    }
  }

  void consider(const std::string& path) {
    struct stat info{};
    if (::lstat(path.c_str(), &info) != 0 || S_ISLNK(info.st_mode)) return;
    ++seen_;
    if (S_ISDIR(info.st_mode) && path != project_) folders_.push(path);
    const bool is_own = info.st_uid == ::geteuid() && info.st_gid == ::getegid();
    if (is_own || ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) return;   // what nobody here may write is not missed
    if (foreign_++ > 0) return;
    example_ = path;
    owner_ = info.st_uid;
    group_ = info.st_gid;
  }

  [[nodiscard]] std::string group_name() const {
    const struct group* entry = ::getgrgid(group_);
    return entry != nullptr ? entry->gr_name : std::to_string(group_);
  }

  const std::string& project_;
  std::queue<std::string> folders_;
  std::string example_;
  uid_t owner_ = 0;
  gid_t group_ = 0;
  int seen_ = 0, foreign_ = 0;
  bool root_is_foreign_ = false;
};

}  // namespace

ForeignFiles find_foreign_files(const std::string& project) {
  if (::geteuid() == 0) return {};
  return Look(project).result();
}

}  // namespace sandbox
