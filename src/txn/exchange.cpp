// Three ways of renaming, and changes in place:
//
//   created    shelf -> tree, nothing may be there      undo: tree -> shelf
//   exchanged  shelf <-> tree, no moment without a file undo: the same
//   removed    tree -> shelf, nothing may be there      undo: shelf -> tree
//
// The plan was checked a moment ago, but somebody may have saved a file since. So after each rename
// that takes something out of the tree, what came out is compared with what was expected, and goes
// back where it was if it is another thing: the window loses nothing.
//
// Renaming in a folder without the w bit, or a folder without it into another parent, is refused to
// its own owner; the bit is given for the length of the rename. The journal has the true modes.

#include "exchange.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "base/try.h"
#include "stat.h"
#include "xattrs.h"

namespace txn {
namespace {

using base::Code;

constexpr std::string_view k_clash = "changed by somebody at this very moment";

// Owner's write permission for folders, as long as it takes, wherever they go meanwhile.
class Loosened {
 public:
  void add(int folder, const std::string& name) {
    base::Fd fd(::openat(folder, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat st {};
    if (!fd || ::fstat(fd.get(), &st) != 0 || (st.st_mode & 0300) == 0300) return;
    if (::chmod(fd_path(fd.get()).c_str(), (st.st_mode & 07777U) | 0300U) == 0)
      held_.push_back({std::move(fd), st.st_mode & 07777U});
  }
  // 0 or an errno; what could not be restored can be tried again.
  int restore() {
    while (!held_.empty()) {
      if (::chmod(fd_path(held_.back().fd.get()).c_str(), held_.back().mode) != 0) return errno;
      held_.pop_back();
    }
    return 0;
  }

 private:
  struct Held {
    base::Fd fd;
    mode_t mode;
  };
  std::vector<Held> held_;
};

int rename_once(const Spot& from, const Spot& to, unsigned flags) {
  return ::renameat2(from.folder, from.name.c_str(), to.folder, to.name.c_str(), flags) == 0 ? 0 : errno;
}

// 0 or an errno; then nothing was renamed.
int rename_spots(const Spot& from, const Spot& to, unsigned flags) {
  int error = rename_once(from, to, flags);
  if (error != EACCES) return error;
  Loosened loosened;
  loosened.add(from.folder, ".");
  loosened.add(to.folder, ".");
  loosened.add(from.folder, from.name);
  if ((flags & RENAME_EXCHANGE) != 0) loosened.add(to.folder, to.name);
  error = rename_once(from, to, flags);
  const int trouble = loosened.restore();
  if (trouble == 0 || error != 0) {
    // Of a rename that failed, the first error is the one to tell; the modes get a second chance.
    if (trouble != 0) (void)loosened.restore();
    return error;
  }
  // Renamed, but a folder's mode could not be restored: back to how it was, as far as that goes.
  loosened.add(from.folder, ".");
  loosened.add(to.folder, ".");
  loosened.add(to.folder, to.name);
  if (rename_once(to, from, flags) != 0) return loosened.restore();
  (void)loosened.restore();
  return trouble;
}

tl::unexpected<base::Error> failed(const Effect& effect, int error) {
  return base::fail_errno("cannot put " + effect.path + " in place", error);
}

Moved clash(std::string why) { return {false, std::move(why)}; }

// Looks at what a rename took out of the tree; if that is something else, or cannot be told, it goes back.
base::Result<Moved> check_what_came(const Effect& effect, const Spot& tree, const Spot& shelf,
                                    const std::optional<Stat>& expected, unsigned flags) {
  auto found = look(shelf.folder, shelf.name);
  if (found && *found && expected && is_same(**found, *expected)) return Moved();
  if (const int back = rename_spots(shelf, tree, flags); back != 0)
    return base::fail_errno("cannot put back " + effect.path + ", which lies in the store now", back);
  if (!found) return base::fail(std::move(found).error());
  return clash(std::string(k_clash));
}

// Out of the tree into an empty place, looked at there.
base::Result<Moved> take_out(const Effect& effect, const Spot& tree, const Spot& shelf,
                             const std::optional<Stat>& expected) {
  const int error = rename_spots(tree, shelf, RENAME_NOREPLACE);
  if (error == ENOENT) return clash("it is gone already");
  if (error == EEXIST)
    return base::fail(Code::internal, "the store has another version at the place of " + effect.path);
  if (error != 0) return failed(effect, error);
  return check_what_came(effect, tree, shelf, expected, RENAME_NOREPLACE);
}

base::Result<Moved> put_in(const Effect& effect, const Spot& tree, const Spot& shelf) {
  const int error = rename_spots(shelf, tree, RENAME_NOREPLACE);
  if (error == EEXIST) return clash("something has this name now");
  if (error != 0) return failed(effect, error);
  return Moved();
}

base::Result<Moved> change_places(const Effect& effect, const Spot& tree, const Spot& shelf,
                                  const std::optional<Stat>& expected) {
  const int error = rename_spots(shelf, tree, RENAME_EXCHANGE);
  if (error == ENOENT) {
    TRY(const auto there, look(tree.folder, tree.name));
    if (!there) return clash("it is gone");
  }
  if (error != 0) return failed(effect, error);
  return check_what_came(effect, tree, shelf, expected, RENAME_EXCHANGE);
}

base::Result<> set_attributes(const std::string& path, const Attributes& from, const Attributes& to,
                              bool has_times) {
  TRY_DO(set_xattrs(path, from.xattrs, to.xattrs));
  if ((from.uid != to.uid || from.gid != to.gid) && ::chown(path.c_str(), to.uid, to.gid) != 0)
    return base::fail_errno("cannot change the owner");
  // Always: an access control list changes the mode, and so does chown.
  if (::chmod(path.c_str(), to.mode) != 0) return base::fail_errno("cannot change the mode");
  if (has_times) {
    const timespec times[2] = {{0, UTIME_OMIT}, to_timespec(to.mtime_ns)};
    if (::utimensat(AT_FDCWD, path.c_str(), times, 0) != 0) return base::fail_errno("cannot set the time");
  }
  return {};
}

base::Result<Moved> change_attributes(const Effect& effect, const Item& item, const Spot& tree,
                                      const std::optional<Stat>& expected, Forward forward) {
  const base::Fd fd(::openat(tree.folder, tree.name.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
  if (!fd && errno == ENOENT) return clash("it is gone");
  if (!fd) return base::fail_errno("cannot open " + effect.path);
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0) return base::fail_errno("cannot look at " + effect.path);
  const Stat found = to_stat(st);
  if (expected && !is_same(found, *expected)) return clash(std::string(k_clash));
  if (!item.old_attributes || !item.new_attributes)
    return base::fail(Code::internal, "no attributes are known of " + effect.path);
  const Attributes& from = forward == Forward::yes ? *item.old_attributes : *item.new_attributes;
  const Attributes& to = forward == Forward::yes ? *item.new_attributes : *item.old_attributes;
  const bool has_times = item.way == Way::attributes;
  const std::string path = fd_path(fd.get());
  auto done = set_attributes(path, from, to, has_times);
  if (done) return Moved();
  auto error = base::with(std::move(done).error(), effect.path);
  if (auto back = set_attributes(path, to, from, has_times); !back)
    error.value().what += "; its old attributes could not be restored: " + back.error().what;
  return error;
}

}  // namespace

base::Result<Moved> move(const Effect& effect, const Item& item, const Spot& tree, const Spot& shelf,
                         Forward forward) {
  const bool is_forward = forward == Forward::yes;
  switch (item.way) {
    case Way::create:
      return is_forward ? put_in(effect, tree, shelf) : take_out(effect, tree, shelf, item.place);
    case Way::remove:
      return is_forward ? take_out(effect, tree, shelf, item.place) : put_in(effect, tree, shelf);
    case Way::exchange: return change_places(effect, tree, shelf, item.place);
    case Way::attributes:
    case Way::folder: return change_attributes(effect, item, tree, item.place, forward);
    case Way::never: break;
  }
  return base::fail(Code::internal, effect.path + " cannot be put in place");
}

base::Result<> move_back(const Effect& effect, const Item& item, const Spot& tree, const Spot& shelf,
                         Forward was) {
  int error = 0;
  if (item.way == Way::attributes || item.way == Way::folder) {
    const Forward other = was == Forward::yes ? Forward::no : Forward::yes;
    TRY(const Moved moved, change_attributes(effect, item, tree, std::nullopt, other));
    if (!moved.is_done) return base::fail(Code::changed, effect.path + ": " + moved.clash);
    return {};
  }
  if (item.way == Way::exchange) {
    error = rename_spots(shelf, tree, RENAME_EXCHANGE);
  } else {
    const bool was_put_in = (item.way == Way::create) == (was == Forward::yes);
    error = was_put_in ? rename_spots(tree, shelf, RENAME_NOREPLACE) : rename_spots(shelf, tree, RENAME_NOREPLACE);
  }
  if (error != 0) return base::fail_errno("cannot take back " + effect.path, error);
  return {};
}

static base::Result<Interrupted> interrupted_attributes(const Effect& effect, const Item& item,
                                                        const Spot& tree, Forward forward) {
  TRY(const auto found, look(tree.folder, tree.name));
  const Stat& before = *effect.before;
  const Stat& after = *effect.after;
  const auto is_either = [&](const Stat& stat) {
    return (stat.mode == before.mode || stat.mode == after.mode) &&
           (item.way == Way::folder ||
            (stat.size == before.size && (stat.mtime_ns == before.mtime_ns || stat.mtime_ns == after.mtime_ns)));
  };
  if (!found || found->inode != before.inode || !is_either(*found)) return Interrupted::foreign;
  // Whatever part of it was done: all of it once more.
  TRY(const Moved moved, change_attributes(effect, item, tree, std::nullopt, forward));
  return moved.is_done ? Interrupted::done : Interrupted::foreign;
}

base::Result<Interrupted> look_at_interrupted(const Effect& effect, const Item& item, const Spot& tree,
                                              const Spot& shelf, Forward forward) {
  if (item.way == Way::attributes || item.way == Way::folder)
    return interrupted_attributes(effect, item, tree, forward);
  const bool is_forward = forward == Forward::yes;
  TRY(const auto in_tree, look(tree.folder, tree.name));
  TRY(const auto on_shelf, look(shelf.folder, shelf.name));
  if (item.way == Way::exchange) {
    const Stat& coming = is_forward ? *effect.after : *effect.before;
    const Stat& going = is_forward ? *effect.before : *effect.after;
    if (!in_tree || in_tree->inode != coming.inode) return Interrupted::not_done;
    if (on_shelf && on_shelf->inode == going.inode) return Interrupted::done;
    if (const int error = rename_spots(shelf, tree, RENAME_EXCHANGE); error != 0) return failed(effect, error);
    return Interrupted::foreign;
  }
  const Stat& version = item.way == Way::create ? *effect.after : *effect.before;
  const bool is_on_shelf = on_shelf && on_shelf->inode == version.inode;
  const bool is_taken_out = (item.way == Way::create) != is_forward;
  if (!is_taken_out) return is_on_shelf ? Interrupted::not_done : Interrupted::done;
  if (is_on_shelf) return Interrupted::done;
  if (!on_shelf) return Interrupted::not_done;
  if (const int error = rename_spots(shelf, tree, RENAME_NOREPLACE); error != 0) return failed(effect, error);
  return Interrupted::foreign;
}

base::Result<> mend_mode(const Spot& spot, const Stat& expected) {
  if (expected.kind != Kind::folder) return {};
  TRY(const auto found, look(spot.folder, spot.name));
  if (!found || found->inode != expected.inode || found->mode == expected.mode ||
      found->mode != (expected.mode | 0300U))
    return {};
  if (::fchmodat(spot.folder, spot.name.c_str(), expected.mode, 0) != 0)
    return base::fail_errno("cannot restore the mode of the folder " + spot.name);
  return {};
}

base::Result<> probe_exchange(int folder) {
  const Spot a{folder, ".probe-a"}, b{folder, ".probe-b"};
  for (const Spot& spot : {a, b}) {
    const base::Fd fd(::openat(folder, spot.name.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (!fd) return base::fail_errno("cannot write into the store");
  }
  const int error = rename_spots(a, b, RENAME_EXCHANGE);
  for (const Spot& spot : {a, b}) {
    if (::unlinkat(folder, spot.name.c_str(), 0) != 0) return base::fail_errno("cannot write into the store");
  }
  if (error != 0) {
    auto failed = base::fail_errno("this file system cannot exchange two files", error);
    failed.value().code = Code::unsupported;
    return failed;
  }
  return {};
}

}  // namespace txn
