// Three passes, so that a path can change its kind and folders can come and go with what is in them:
//   1. backwards (children before their folder): what was created, or is of another kind, goes
//   2. forwards (a folder before its children): what was deleted or changed comes back
//   3. backwards: modes and times of folders, which the first two passes needed writable and changed
// Each path is judged when its turn comes, by content: as the step left it -> taken back; as it was
// before the step -> done already; anything else -> somebody's work, a conflict.

#include "restore.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>

#include "base/paths.h"
#include "base/try.h"
#include "place.h"

namespace workspace {
namespace {

using base::Code;

std::string name_of(const std::string& path) { return std::string(base::file_name(path)); }

std::string folder_part(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

bool is_content(Kind kind) { return kind == Kind::file || kind == Kind::symlink; }

class Restore {
 public:
  Restore(const Rooted& root, ObjectStore& store, std::vector<Effect>& effects,
          const RestoreRules& rules)
      : root_(root), store_(store), effects_(effects), rules_(rules), work_(effects.size()) {}

  UndoReport run();

 private:
  enum class Work : std::uint8_t { open, removed, folder, finished };

  void remove(std::size_t i);
  void put_back(std::size_t i);
  void finish_folder(std::size_t i);
  base::Result<> put_back_content(std::size_t i, const std::optional<Entry>& now);
  base::Result<> put_back_mode(const Effect& effect, const Entry& now);
  base::Result<> make_folder(const std::string& path, mode_t mode);
  base::Result<base::Fd> writable_folder_of(const std::string& path);
  base::Result<std::optional<Entry>> now_at(const Effect& effect) const;
  void finished(std::size_t i);
  void conflict(std::size_t i, std::string why);
  void lock_again();

  const Rooted& root_;
  ObjectStore& store_;
  std::vector<Effect>& effects_;
  const RestoreRules& rules_;
  std::vector<Work> work_;
  UndoReport report_;
  std::map<std::string, mode_t> unlocked_;  ///< folders made writable for a moment, and their mode
};

// Contents are hashed as far as one of the versions could be meant.
base::Result<std::optional<Entry>> Restore::now_at(const Effect& effect) const {
  std::uint64_t largest = 0;
  for (const auto* version : {&effect.before, &effect.after})
    if (*version) largest = std::max(largest, (*version)->size);
  return look(root_, effect.path, largest);
}

void Restore::finished(std::size_t i) {
  work_[i] = Work::finished;
  effects_[i].undone = true;
  report_.restored.push_back(effects_[i].path);
}

void Restore::conflict(std::size_t i, std::string why) {
  work_[i] = Work::finished;
  const Effect& effect = effects_[i];
  Conflict out{effect.path, std::move(why), {}};
  if (effect.before && is_content(effect.before->kind) && !effect.before->hash.empty() &&
      rules_.keep_aside) {
    const auto hash = hash_from_hex(effect.before->hash);
    if (const auto bytes = hash ? store_.get(*hash) : base::fail(hash.error())) {
      out.kept_as = rules_.keep_aside(effect, *bytes);
    } else {
      out.why += "; " + bytes.error().what;
    }
  }
  report_.conflicts.push_back(std::move(out));
}

// A step may have taken a folder's write permission, or have deleted things from one that another
// step closed: what we own can be opened for a moment.
base::Result<base::Fd> Restore::writable_folder_of(const std::string& path) {
  TRY(auto folder, root_.folder_of(path));
  struct stat st {};
  if (::fstat(folder.get(), &st) != 0) return base::fail_errno("cannot look at a folder");
  constexpr mode_t k_needed = S_IWUSR | S_IXUSR;
  if ((st.st_mode & k_needed) != k_needed && st.st_uid == ::geteuid() &&
      ::fchmod(folder.get(), (st.st_mode & 07777) | k_needed) == 0) {
    unlocked_.emplace(folder_part(path), st.st_mode & 07777);
  }
  return folder;
}

void Restore::lock_again() {
  for (const auto& [path, mode] : unlocked_) {
    base::Fd folder(root_.open_at(path, O_RDONLY | O_DIRECTORY));
    // It may be gone, which is as good; a chmod of what we own does not fail otherwise.
    if (folder) (void)::fchmod(folder.get(), mode);
  }
}

// Pass 1.
void Restore::remove(std::size_t i) {
  const Effect& effect = effects_[i];
  const bool removes = effect.after && (!effect.before || effect.before->kind != effect.after->kind);
  if (!removes) return;
  const auto now = now_at(effect);
  if (!now) return conflict(i, now.error().what);
  if (has_content_of(*now, effect.before)) {
    // Already as it was; what is a folder again may still need its mode.
    if (!effect.before) finished(i);
    return;
  }
  if (!*now) {
    work_[i] = Work::removed;
    return;
  }
  if (!has_content_of(*now, effect.after)) return conflict(i, "changed since by somebody else");
  const auto folder = writable_folder_of(effect.path);
  if (!folder) return conflict(i, folder.error().what);
  const int flags = effect.after->kind == Kind::folder ? AT_REMOVEDIR : 0;
  if (::unlinkat(folder->get(), name_of(effect.path).c_str(), flags) != 0 && errno != ENOENT) {
    const int code = errno;
    if (code == ENOTEMPTY || code == EEXIST)
      return conflict(i, "the folder has something in it that this step did not make");
    return conflict(i, base::fail_errno("cannot be removed", code).value().what);
  }
  if (!effect.before) return finished(i);
  work_[i] = Work::removed;
}

base::Result<> Restore::make_folder(const std::string& path, mode_t mode) {
  if (path.empty()) return {};
  TRY(const auto now, look(root_, path, 0));
  if (now && now->kind == Kind::folder) return {};
  if (now) return base::fail(Code::changed, path + " is no folder any more");
  TRY_DO(make_folder(folder_part(path), 0777));
  TRY(const auto folder, writable_folder_of(path));
  if (::mkdirat(folder.get(), name_of(path).c_str(), mode) != 0 && errno != EEXIST)
    return base::fail_errno("cannot make the folder " + path);
  return {};
}

base::Result<> Restore::put_back_mode(const Effect& effect, const Entry& now) {
  const std::uint32_t wanted = effect.before->mode;
  const bool older = now.kind == Kind::file && effect.after &&
                     now.mtime_ns == effect.after->mtime_ns &&
                     now.mtime_ns != effect.before->mtime_ns;
  if (now.mode == wanted && !older) return {};
  base::Fd fd(root_.open_at(effect.path, O_PATH | O_NOFOLLOW));
  struct stat st {};
  if (!fd || ::fstat(fd.get(), &st) != 0 || st.st_ino != now.inode)
    return base::fail(Code::changed, "changed since by somebody else");
  // By way of /proc, because fchmod does not take an O_PATH descriptor and a file that nobody may
  // read cannot be opened otherwise.
  const std::string by_fd = "/proc/self/fd/" + std::to_string(fd.get());
  const std::int64_t mtime = effect.before->mtime_ns;
  const timespec times[2] = {{0, UTIME_OMIT}, {mtime / 1'000'000'000, mtime % 1'000'000'000}};
  if (older && ::utimensat(AT_FDCWD, by_fd.c_str(), times, 0) != 0)
    return base::fail_errno("cannot set the time");
  if (::chmod(by_fd.c_str(), wanted) != 0) return base::fail_errno("cannot set the mode");
  return {};
}

base::Result<> Restore::put_back_content(std::size_t i, const std::optional<Entry>& now) {
  const Effect& effect = effects_[i];
  const Version& wanted = *effect.before;
  if (wanted.hash.empty() || !is_content(wanted.kind))
    return base::fail(Code::not_found, "its old content was not kept");
  TRY(const Hash hash, hash_from_hex(wanted.hash));
  TRY(const std::string bytes, store_.get(hash));
  TRY_DO(make_folder(folder_part(effect.path), 0777));
  TRY(const auto folder, writable_folder_of(effect.path));
  Thing thing{wanted.kind, bytes, wanted.mode, wanted.mtime_ns};
  // A mode that somebody set since is theirs.
  if (now && effect.after && now->mode != effect.after->mode) thing.mode = now->mode;
  return put_in_place(folder.get(), name_of(effect.path), rules_.temporary(i), thing, now);
}

// Pass 2.
void Restore::put_back(std::size_t i) {
  const Effect& effect = effects_[i];
  if (work_[i] == Work::finished || !effect.before) return;
  const auto now = now_at(effect);
  if (!now) return conflict(i, now.error().what);
  const bool was_removed = work_[i] == Work::removed && !*now;
  base::Result<> done;
  if (effect.before->kind == Kind::folder) {
    if (*now && (*now)->kind != Kind::folder) return conflict(i, "changed since by somebody else");
    if (effect.after && effect.after->kind == Kind::folder && !*now)
      return conflict(i, "removed since by somebody else");
    done = make_folder(effect.path, 0700);  // closed until its own mode is back
    if (!done) return conflict(i, done.error().what);
    work_[i] = Work::folder;  // the rest in pass 3
    return;
  }
  if (effect.change == Change::mode) {
    if (!*now || (*now)->kind != effect.after->kind)
      return conflict(i, "changed since by somebody else");
    if ((*now)->mode != effect.before->mode && (*now)->mode != effect.after->mode)
      return conflict(i, "its mode was changed since by somebody else");
    done = put_back_mode(effect, **now);
  } else if (has_content_of(*now, effect.before)) {
    done = {};
  } else if (was_removed || has_content_of(*now, effect.after)) {
    done = put_back_content(i, *now);
  } else {
    return conflict(i, "changed since by somebody else");
  }
  if (!done) return conflict(i, done.error().what);
  finished(i);
}

// Pass 3.
void Restore::finish_folder(std::size_t i) {
  if (work_[i] != Work::folder) return;
  const Effect& effect = effects_[i];
  base::Fd fd(root_.open_at(effect.path, O_RDONLY | O_DIRECTORY));
  const bool came_back = effect.change != Change::mode;
  if (!fd) {
    // Nobody may read it: made by us a moment ago, or a folder whose mode is all that changed.
    const auto now = now_at(effect);
    const auto done = now && *now ? put_back_mode(effect, **now)
                                  : base::Result<>(base::fail(Code::changed, "it is gone"));
    if (!done) return conflict(i, done.error().what);
    return finished(i);
  }
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0)
    return conflict(i, base::fail_errno("cannot look at it").value().what);
  // A mode that is neither is somebody's, or write permission that we lent it.
  const std::uint32_t mode = st.st_mode & 07777;
  const bool lent = unlocked_.contains(effect.path) || mode == (effect.before->mode | 0300) ||
                    (effect.after && mode == (effect.after->mode | 0300));
  if (!came_back && mode != effect.before->mode && mode != effect.after->mode && !lent)
    return conflict(i, "its mode was changed since by somebody else");
  const std::int64_t mtime = effect.before->mtime_ns;
  const timespec times[2] = {{0, UTIME_OMIT}, {mtime / 1'000'000'000, mtime % 1'000'000'000}};
  if ((came_back && ::futimens(fd.get(), times) != 0) ||
      ::fchmod(fd.get(), effect.before->mode) != 0)
    return conflict(i, base::fail_errno("cannot set mode and time").value().what);
  unlocked_.erase(effect.path);
  finished(i);
}

UndoReport Restore::run() {
  for (std::size_t i = 0; i < effects_.size(); ++i)
    if (effects_[i].undone) work_[i] = Work::finished;
  for (std::size_t i = effects_.size(); i-- > 0;)
    if (work_[i] == Work::open) remove(i);
  for (std::size_t i = 0; i < effects_.size(); ++i) put_back(i);
  for (std::size_t i = effects_.size(); i-- > 0;) finish_folder(i);
  lock_again();
  std::sort(report_.restored.begin(), report_.restored.end(), before);
  return std::move(report_);
}

}  // namespace

UndoReport restore(const Rooted& root, ObjectStore& store, std::vector<Effect>& effects,
                   const RestoreRules& rules) {
  return Restore(root, store, effects, rules).run();
}

}  // namespace workspace
