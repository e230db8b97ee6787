// From an upper to effects. The upper holds only what was touched, so the work is in proportion to the
// changes, not to the tree:
//
//   in the upper              nothing below      a file or link below     a folder below
//   whiteout                  -                  deleted                  deleted, whole
//   file, link                created            modified | attributes    type
//   folder                    created, whole     type                     looked into
//   folder, opaque            created, whole     type                     see below
//   fifo, socket, device      (named, never put in place)
//
// A folder that was removed and made again is opaque. Small ones are compared name by name, so that
// what came back equal is no effect; large ones change places as a whole.
//
// What the upper tells about the others: a copied-up file or folder carries an origin mark. If there is
// nothing below it although nobody here renamed it, then somebody else removed it meanwhile. And
// whatever has a ctime at or after the clock was touched by somebody else.

#include "scan.h"

#include <fcntl.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <unordered_set>

#include "base/paths.h"
#include "base/try.h"
#include "contents.h"
#include "stat.h"
#include "subtree.h"
#include "xattrs.h"

namespace txn {
namespace {

using base::Code;
using RawStat = std::optional<struct stat>;

/// Replaced folders of at most so many entries, old and new each, are compared name by name.
constexpr std::uint64_t k_compared_max = 4096;
constexpr std::uint64_t k_copied_up_noted = std::uint64_t{256} << 20;

std::string human(std::uint64_t bytes) {
  const bool giga = bytes >= std::uint64_t{1} << 30;
  const std::uint64_t tenths = bytes * 10 >> (giga ? 30 : 20);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + (giga ? " GiB" : " MiB");
}

std::string count_of(std::uint64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

bool is_whiteout(const struct stat& st) { return S_ISCHR(st.st_mode) && st.st_rdev == makedev(0, 0); }

// A folder of the upper, readable while this lives.
class UpperFolder {
 public:
  static base::Result<UpperFolder> open(int parent, const std::string& name, mode_t mode) {
    UpperFolder out;
    out.parent_ = parent;
    out.name_ = name;
    out.mode_ = mode & 07777U;
    auto fd = open_folder(parent, name);
    if (!fd && (mode & 0700) != 0700 && ::fchmodat(parent, name.c_str(), 0700, 0) == 0) {
      out.is_loosened_ = true;
      fd = open_folder(parent, name);
    }
    if (!fd) return base::fail(std::move(fd).error());
    out.fd_ = std::move(*fd);
    return out;
  }
  UpperFolder(UpperFolder&& other) noexcept
      : fd_(std::move(other.fd_)), parent_(other.parent_), name_(std::move(other.name_)),
        mode_(other.mode_), is_loosened_(std::exchange(other.is_loosened_, false)) {}
  UpperFolder& operator=(UpperFolder&&) = delete;
  ~UpperFolder() {
    // It was ours to change a moment ago; if this fails, the effect shows another mode.
    if (is_loosened_) (void)::fchmodat(parent_, name_.c_str(), mode_, 0);
  }
  [[nodiscard]] int get() const { return fd_.get(); }

 private:
  UpperFolder() = default;
  base::Fd fd_;
  int parent_ = -1;
  std::string name_;
  mode_t mode_ = 0;
  bool is_loosened_ = false;
};

class Scanner {
 public:
  explicit Scanner(const ScanInput& input) : in_(input) {}

  base::Result<Scan> run() {
    TRY_DO(folder(in_.upper, in_.tree, "", false));
    for (const std::string& path : in_.deletes) TRY_DO(noted_delete(path));
    std::vector<std::size_t> order(out_.effects.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return out_.effects[a].path < out_.effects[b].path;
    });
    Scan sorted;
    sorted.effects.reserve(order.size());
    sorted.items.reserve(order.size());
    for (const std::size_t i : order) {
      sorted.effects.push_back(std::move(out_.effects[i]));
      sorted.items.push_back(std::move(out_.items[i]));
    }
    return sorted;
  }

 private:
  [[nodiscard]] bool is_excluded(const std::string& path) const {
    return std::any_of(in_.excluded->begin(), in_.excluded->end(), [&](const std::string& out) {
      return path == out || (path.size() > out.size() && path[out.size()] == '/' && path.starts_with(out));
    });
  }
  [[nodiscard]] bool holds_excluded(const std::string& path) const {
    return std::any_of(in_.excluded->begin(), in_.excluded->end(), [&](const std::string& out) {
      return out.size() > path.size() && out[path.size()] == '/' && out.starts_with(path);
    });
  }

  // `lower` -1: nothing below. `opaque`: what is below and not above is deleted.
  base::Result<> folder(int upper, int lower, const std::string& at, bool opaque) {
    TRY(const auto names, names_in(upper));
    for (const std::string& name : names) {
      const std::string path = at.empty() ? name : at + "/" + name;
      if (is_excluded(path)) continue;
      TRY(const RawStat above, look_raw(upper, name));
      if (!above) continue;
      RawStat below;
      if (lower >= 0) {
        TRY(below, look_raw(lower, name));
      }
      TRY_DO(entry(upper, lower, name, path, *above, below, opaque));
    }
    if (opaque && lower >= 0) return missing(names, lower, at);
    return {};
  }

  // What an opaque folder hides.
  base::Result<> missing(const std::vector<std::string>& above, int lower, const std::string& at) {
    const std::unordered_set<std::string_view> there(above.begin(), above.end());
    TRY(const auto names, names_in(lower));
    for (const std::string& name : names) {
      const std::string path = at.empty() ? name : at + "/" + name;
      if (there.contains(name) || is_excluded(path)) continue;
      TRY(const RawStat below, look_raw(lower, name));
      if (below) TRY_DO(deleted(lower, name, path, *below));
    }
    return {};
  }

  base::Result<> entry(int upper, int lower, const std::string& name, const std::string& path,
                       const struct stat& above, const RawStat& below, bool opaque) {
    if (is_whiteout(above)) return below ? deleted(lower, name, path, *below) : base::Result<>();
    TRY(const OverlayMarks marks, overlay_marks(upper, name));
    if (marks.redirect)
      return base::fail(Code::unsupported, "the upper has a redirect at " + path +
                                               ": mount overlays with userxattr, without redirect_dir "
                                               "and metacopy");
    if (marks.whiteout && S_ISREG(above.st_mode) && above.st_size == 0)
      return below ? deleted(lower, name, path, *below) : base::Result<>();
    if (S_ISDIR(above.st_mode) && below && S_ISDIR(below->st_mode))
      return both_folders(upper, lower, name, path, above, *below, marks, opaque);
    if (!S_ISREG(above.st_mode) && !S_ISLNK(above.st_mode) && !S_ISDIR(above.st_mode))
      return special(name, lower, path, above, below);
    if (!below) return created(upper, lower, name, path, above, marks);
    if ((above.st_mode & S_IFMT) != (below->st_mode & S_IFMT))
      return replaced(upper, lower, name, path, above, *below, Change::type);
    return S_ISLNK(above.st_mode) ? both_links(upper, lower, name, path, above, *below)
                                  : both_files(upper, lower, name, path, above, *below, marks);
  }

  // ---- each case of the table ----

  base::Result<> deleted(int lower, const std::string& name, const std::string& path,
                         const struct stat& below) {
    if (S_ISDIR(below.st_mode) && holds_excluded(path)) {
      // Something of ours lies in it: all but that goes, one by one.
      TRY(const base::Fd fd, open_folder(lower, name));
      return missing({}, fd.get(), path);
    }
    Effect effect = begin(path, Change::deleted, &below, nullptr);
    Item item;
    item.way = Way::remove;
    effect.bytes = effect.before->size;
    if (effect.before->kind == Kind::folder) {
      TRY_DO(survey_old(lower, name, effect, item));
      effect.bytes = item.old_bytes;
    }
    item.old_bytes = effect.before->kind == Kind::symlink ? 0 : effect.bytes;
    return add(std::move(effect), std::move(item));
  }

  base::Result<> created(int upper, int lower, const std::string& name, const std::string& path,
                         const struct stat& above, const OverlayMarks& marks) {
    Effect effect = begin(path, Change::created, nullptr, &above);
    Item item;
    item.way = Way::create;
    TRY_DO(survey_new(upper, name, effect));
    if (marks.has_origin) TRY_DO(suspect_removal(lower, path, above, item));
    return add(std::move(effect), std::move(item));
  }

  // A copied-up thing without a lower: renamed by the command, or removed by somebody else. Only the
  // latter changes the folder below after the clock started.
  base::Result<> suspect_removal(int lower, const std::string& path, const struct stat& above,
                                 Item& item) {
    struct stat parent {};
    const bool parent_is_there = lower >= 0 && ::fstat(lower, &parent) == 0;
    const bool is_folder = S_ISDIR(above.st_mode);   // folders cannot be renamed in our mounts
    if (is_folder || !parent_is_there || nanoseconds(parent.st_mtim) >= in_.clock_ns)
      item.suspicion = "changed here, but removed from " + base::parent(path) + " by somebody meanwhile";
    return {};
  }

  base::Result<> replaced(int upper, int lower, const std::string& name, const std::string& path,
                          const struct stat& above, const struct stat& below, Change change) {
    Effect effect = begin(path, change, &below, &above);
    Item item;
    item.way = Way::exchange;
    const bool was_folder = S_ISDIR(below.st_mode);
    item.old_bytes = S_ISREG(below.st_mode) ? effect.before->size : 0;
    if (was_folder) {
      if (holds_excluded(path)) {
        item.way = Way::never;
        effect.why = "plumb's own files lie in it";
      }
      TRY_DO(survey_old(lower, name, effect, item));
    }
    const std::uint64_t removed = effect.entries;
    effect.entries = 1;
    TRY_DO(survey_new(upper, name, effect));
    if (was_folder && !S_ISDIR(above.st_mode)) {
      effect.entries = removed;
      effect.notes.push_back("replaces a folder of " + count_of(removed, "entry", "entries"));
    } else if (was_folder) {
      effect.notes.push_back("replaced as a whole: " + count_of(removed, "entry", "entries") + " before");
    }
    if (S_ISREG(below.st_mode)) note_links(below, effect);
    return add(std::move(effect), std::move(item));
  }

  base::Result<> special(const std::string& name, int lower, const std::string& path,
                         const struct stat& above, const RawStat& below) {
    if (below && (above.st_mode & S_IFMT) == (below->st_mode & S_IFMT)) return {};   // copied up
    (void)name;
    (void)lower;
    Effect effect = begin(path, below ? Change::type : Change::created, below ? &*below : nullptr, &above);
    const std::string what = S_ISFIFO(above.st_mode) ? "a fifo" : S_ISSOCK(above.st_mode) ? "a socket" : "a device";
    effect.why = what + " is not put in the tree";
    effect.notes.push_back(effect.why);
    Item item;
    item.way = Way::never;
    return add(std::move(effect), std::move(item));
  }

  base::Result<> both_folders(int upper, int lower, const std::string& name, const std::string& path,
                              const struct stat& above, const struct stat& below,
                              const OverlayMarks& marks, bool opaque) {
    const bool is_opaque = opaque || marks.opaque;
    if (is_opaque && !holds_excluded(path)) {
      TRY(const Survey old_one, survey(lower, name, k_compared_max + 1));
      TRY(const Survey new_one, survey(upper, name, k_compared_max + 1));
      if (std::max(old_one.entries, new_one.entries) > k_compared_max)
        return replaced(upper, lower, name, path, above, below, Change::modified);
    }
    // Without an origin mark and not opaque, both sides made the folder: whose mode it has is no effect.
    if (is_opaque || marks.has_origin)
      TRY_DO(folder_attributes(upper, lower, name, path, above, below, is_opaque));
    TRY(const UpperFolder up, UpperFolder::open(upper, name, above.st_mode));
    base::Fd low(::openat(lower, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!low && errno == EACCES && !is_opaque)   // search permission is enough to look at names
      low.reset(::openat(lower, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!low) return base::fail_errno("cannot open the folder " + path);
    return folder(up.get(), low.get(), path, is_opaque);
  }

  base::Result<> folder_attributes(int upper, int lower, const std::string& name,
                                   const std::string& path, const struct stat& above,
                                   const struct stat& below, bool is_opaque) {
    TRY(auto new_ones, attributes(upper, name, above));
    TRY(auto old_ones, attributes(lower, name, below));
    new_ones.mtime_ns = old_ones.mtime_ns;   // changes with what is in it
    if (new_ones.is_closed || old_ones.is_closed) {
      // Left as they are: a folder cannot change places with the one in the upper.
      new_ones.is_closed = old_ones.is_closed = false;
      new_ones.xattrs = old_ones.xattrs = {};
    }
    if (new_ones == old_ones) return {};
    Effect effect = begin(path, Change::attributes, &below, &above);
    // In place: the folder stays what it is.
    effect.after = effect.before;
    effect.after->mode = new_ones.mode;
    Item item;
    item.way = Way::folder;
    item.old_attributes = std::move(old_ones);
    item.new_attributes = std::move(new_ones);
    if (!is_opaque && nanoseconds(below.st_ctim) >= in_.clock_ns)
      item.suspicion = "somebody changed the folder meanwhile";
    return add(std::move(effect), std::move(item));
  }

  base::Result<> both_links(int upper, int lower, const std::string& name, const std::string& path,
                            const struct stat& above, const struct stat& below) {
    TRY(const auto new_one, link_target(upper, name));
    TRY(const auto old_one, link_target(lower, name));
    if (new_one == old_one) return {};
    Effect effect = begin(path, Change::modified, &below, &above);
    Item item;
    item.way = Way::exchange;
    return add(std::move(effect), std::move(item));
  }

  base::Result<> both_files(int upper, int lower, const std::string& name, const std::string& path,
                            const struct stat& above, const struct stat& below, const OverlayMarks& marks) {
    bool equal = above.st_size == below.st_size;
    if (equal && above.st_size > 0) {
      TRY(equal, equal_contents(upper, name, lower, name));
    }
    TRY(auto new_ones, attributes(upper, name, above));
    Effect effect = begin(path, equal ? Change::attributes : Change::modified, &below, &above);
    Item item;
    if (!equal) {
      item.way = Way::exchange;
      item.old_bytes = effect.before->size;
      TRY_DO(survey_new(upper, name, effect));
      note_links(below, effect);
      if (marks.has_origin) note_copied_up(above, effect);   // else it was written whole
      return add(std::move(effect), std::move(item));
    }
    TRY(auto old_ones, attributes(lower, name, below));
    // Only bits that are new are taken off: the tree's own stay.
    strip_mode(effect, new_ones.mode, old_ones.mode & (S_ISUID | S_ISGID));
    if (new_ones == old_ones) return {};
    Attributes timeless = new_ones;
    timeless.mtime_ns = old_ones.mtime_ns;
    effect.quiet = timeless == old_ones;
    const bool is_touched = nanoseconds(below.st_ctim) >= in_.clock_ns;
    if (effect.quiet && is_touched) return {};   // both wrote the same bytes: no conflict, no effect
    if (effect.quiet) effect.notes.push_back("only its time");
    effect.bytes = effect.before->size;
    // Elsewhere the same inode may have other names: they must not change with this one.
    const bool in_place = below.st_nlink == 1 && !new_ones.is_closed && !old_ones.is_closed && 
                          new_ones.uid == old_ones.uid && new_ones.gid == old_ones.gid;
    if (!in_place) {
      item.way = Way::exchange;
      item.old_bytes = effect.before->size;
      note_links(below, effect);
      return add(std::move(effect), std::move(item));
    }
    item.way = Way::attributes;
    effect.after = effect.before;
    effect.after->mode = new_ones.mode;
    effect.after->mtime_ns = new_ones.mtime_ns;
    item.old_attributes = std::move(old_ones);
    item.new_attributes = std::move(new_ones);
    note_copied_up(above, effect);
    return add(std::move(effect), std::move(item));
  }

  base::Result<> noted_delete(const std::string& path) {
    // put() checked it against the tree; every component is a folder of the tree, not a link.
    base::Fd at(::openat(in_.tree, ".", O_PATH | O_DIRECTORY | O_CLOEXEC));
    std::size_t begin_at = 0;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', begin_at)) {
      const std::string name = path.substr(begin_at, slash - begin_at);
      begin_at = slash + 1;
      at.reset(::openat(at.get(), name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!at) return {};   // gone with its folder
    }
    const std::string name = path.substr(begin_at);
    TRY(const RawStat below, look_raw(at.get(), name));
    return below ? deleted(at.get(), name, path, *below) : base::Result<>();
  }

  // ---- parts of them ----

  static Effect begin(const std::string& path, Change change, const struct stat* below,
                      const struct stat* above) {
    Effect effect;
    effect.path = path;
    effect.change = change;
    if (below != nullptr) effect.before = to_stat(*below);
    if (above != nullptr) effect.after = to_stat(*above);
    return effect;
  }

  static base::Result<Attributes> attributes(int folder, const std::string& name, const struct stat& st) {
    Attributes out;
    out.mode = st.st_mode & 07777U;
    out.uid = st.st_uid;
    out.gid = st.st_gid;
    out.mtime_ns = nanoseconds(st.st_mtim);
    auto xattrs = xattrs_of(folder, name);
    if (!xattrs && xattrs.error().code != Code::denied) return base::fail(std::move(xattrs).error());
    if (xattrs) out.xattrs = std::move(*xattrs);
    else out.is_closed = true;
    return out;
  }

  static void strip_mode(Effect& effect, std::uint32_t& mode, std::uint32_t kept) {
    const std::uint32_t stripped = mode & (S_ISUID | S_ISGID) & ~kept;
    if ((stripped & S_ISUID) != 0) effect.notes.emplace_back("setuid bit removed");
    if ((stripped & S_ISGID) != 0) effect.notes.emplace_back("setgid bit removed");
    mode &= ~stripped;
  }

  static void note_links(const struct stat& below, Effect& effect) {
    if (below.st_nlink > 1)
      effect.notes.push_back("hard link broken (" + std::to_string(below.st_nlink) + " names)");
  }

  static void note_copied_up(const struct stat& above, Effect& effect) {
    const auto size = static_cast<std::uint64_t>(above.st_size);
    if (size >= k_copied_up_noted) effect.notes.push_back(human(size) + " copied up");
  }

  // Size, notes and mode of the new version.
  static base::Result<> survey_new(int upper, const std::string& name, Effect& effect) {
    if (effect.after->kind == Kind::file) {
      effect.bytes = effect.after->size;
      strip_mode(effect, effect.after->mode, 0);
      return {};
    }
    if (effect.after->kind != Kind::folder) return {};
    TRY(const Survey found, survey(upper, name, k_entries_max));
    effect.entries = found.entries;
    effect.bytes = found.bytes;
    effect.may_hold_git = effect.may_hold_git || found.may_hold_git;
    if (!found.is_complete) effect.notes.push_back("more than " + std::to_string(k_entries_max) + " entries");
    if (found.specials > 0)
      effect.notes.push_back(count_of(found.specials, "fifo, socket or device", "fifos, sockets or devices") + " in it left out");
    if (found.privileged > 0)
      effect.notes.push_back("setuid or setgid bit removed in " + count_of(found.privileged, "file", "files"));
    return {};
  }

  // Counts what a deleted or replaced folder holds, and looks for what somebody else changed in it: an
  // edit in place does not touch the folder itself.
  base::Result<> survey_old(int lower, const std::string& name, Effect& effect, Item& item) {
    TRY(const Survey found,
        survey(lower, name, k_entries_max, [&](const Entry& entry) -> base::Result<Walk> {
          if (nanoseconds(entry.st.st_ctim) >= in_.clock_ns && item.suspicion.empty())
            item.suspicion = base::join(effect.path, entry.path) + " was changed by somebody meanwhile";
          return Walk::on;
        }));
    effect.entries = found.entries;
    effect.may_hold_git = effect.may_hold_git || found.may_hold_git;
    item.old_bytes = found.bytes;
    item.newest_old_ns = found.newest_ns;
    if (!found.is_complete) effect.notes.push_back("more than " + std::to_string(k_entries_max) + " entries");
    return {};
  }

  base::Result<> add(Effect effect, Item item) {
    if (item.suspicion.empty() && effect.before && effect.before->kind != Kind::folder &&
        effect.before->ctime_ns >= in_.clock_ns)
      item.suspicion = "changed by somebody meanwhile";
    item.place = effect.before;
    out_.effects.push_back(std::move(effect));
    out_.items.push_back(std::move(item));
    return {};
  }

  const ScanInput& in_;
  Scan out_;
};

}  // namespace

base::Result<Scan> scan(const ScanInput& input) { return Scanner(input).run(); }

}  // namespace txn
