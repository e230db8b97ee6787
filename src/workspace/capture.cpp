// A command's before-images are taken before it runs, of everything, because nobody knows what it
// will touch. What makes this bearable is that nearly always nearly nothing has changed:
//   - an entry whose inode, size, mtime and ctime are those of the last snapshot has its content
//     too. ctime cannot be set by a program; the one gap is a change within the clock tick of the
//     last look (jiffies: up to 10 ms), so entries that fresh are marked unsure and read again;
//   - a file of 0 bytes is not opened (and so no file of /proc is, which says 0 and may block).
// Where the store's room does not suffice for all that is new, what .gitignore names comes last,
// and of it the smallest first.

#include "capture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "base/paths.h"
#include "base/try.h"
#include "ignored.h"

namespace workspace {
namespace {

using base::Code;

constexpr std::int64_t k_tick_ns = 20'000'000;
constexpr std::int64_t k_coarse_tick_ns = 2'000'000'000;  ///< file systems that know seconds only

std::int64_t now_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

bool is_fresh(const Entry& entry, std::int64_t now) {
  const std::int64_t tick = entry.ctime_ns % 1'000'000'000 == 0 ? k_coarse_tick_ns : k_tick_ns;
  return entry.ctime_ns > now - tick;
}

bool same_stat(const Entry& a, const Entry& b) {
  return a.kind == b.kind && a.inode == b.inode && a.size == b.size && a.mtime_ns == b.mtime_ns &&
         a.ctime_ns == b.ctime_ns;
}

base::Result<> fill_buffer(int fd, std::string& bytes) {
  std::size_t used = 0;
  // One byte more than stat said, so that a file that grew is noticed at once.
  while (used < bytes.size()) {
    const ssize_t got = ::read(fd, bytes.data() + used, bytes.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("cannot read");
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  bytes.resize(used);
  return {};
}

base::Result<> read_link(int fd, const std::string& shown, std::string& target) {
  target.resize(PATH_MAX);
  const ssize_t size = ::readlinkat(fd, "", target.data(), target.size());
  if (size < 0) return base::fail_errno("cannot read the link " + shown);
  target.resize(static_cast<std::size_t>(size));
  return {};
}

// As read_entry, into a buffer that is used again for each file.
base::Result<> read_into(const Rooted& root, const std::string& relative, Entry& entry,
                         std::uint64_t limit, std::string& bytes) {
  const bool maybe_link = entry.kind == Kind::symlink;
  int flags = maybe_link ? O_PATH | O_NOFOLLOW : O_RDONLY | O_NONBLOCK | O_NOCTTY;
  base::Fd fd(root.open_at(relative, flags));
  if (!fd && errno == ELOOP) {
    flags = O_PATH | O_NOFOLLOW;
    fd.reset(root.open_at(relative, flags));
  }
  if (!fd) return base::fail_errno("cannot read " + relative);
  struct stat st {};
  if (::fstat(fd.get(), &st) != 0) return base::fail_errno("cannot read " + relative);
  fill(entry, st);
  if (entry.kind == Kind::symlink) return read_link(fd.get(), relative, bytes);
  if (entry.kind != Kind::file || (flags & O_PATH) != 0)
    return base::fail(Code::invalid, relative + " is not a regular file");
  bytes.clear();
  if (entry.size > limit)
    return base::fail(Code::too_big, relative + " has more than " + std::to_string(limit) +
                                         " bytes, the limit here");
  if (entry.size == 0) return {};
  bytes.resize(entry.size + 1);
  if (auto done = fill_buffer(fd.get(), bytes); !done)
    return base::with(std::move(done).error(), relative);
  // Bytes and stat must belong together, else the entry would vouch for bytes it never had.
  if (bytes.size() != entry.size) entry.unsure = true;
  return {};
}

class Capture {
 public:
  Capture(const Rooted& root, ObjectStore& store, const CaptureRules& rules, std::stop_token stop)
      : root_(root), store_(store), rules_(rules), stop_(std::move(stop)) {}

  base::Result<Snapshot> run(const Snapshot& old_tree, bool& changed);

 private:
  void take_over(const Snapshot& old_tree, bool& changed);
  [[nodiscard]] bool wants(const Entry& entry) const;
  void order();
  base::Result<> read(Entry& entry, bool ignored);
  base::Result<> hash_in_pieces(Entry& entry);

  const Rooted& root_;
  ObjectStore& store_;
  const CaptureRules& rules_;
  std::stop_token stop_;
  Snapshot tree_;
  std::vector<std::size_t> todo_;
  std::vector<bool> ignored_;  ///< empty unless the room is short
  std::uint64_t ignored_used_ = 0;
  std::int64_t started_ = 0;
  std::string bytes_;
};

bool Capture::wants(const Entry& entry) const {
  if (entry.kind != Kind::file && entry.kind != Kind::symlink) return false;
  if (entry.unsure || !entry.hashed) return !rules_.keep || entry.size <= rules_.file_max;
  return rules_.keep && !entry.kept && !entry.refused && entry.size <= rules_.file_max;
}

void Capture::take_over(const Snapshot& old_tree, bool& changed) {
  changed = old_tree.entries.size() != tree_.entries.size() ||
            old_tree.incomplete != tree_.incomplete;
  auto old_entry = old_tree.entries.begin();
  for (std::size_t i = 0; i < tree_.entries.size(); ++i) {
    Entry& entry = tree_.entries[i];
    while (old_entry != old_tree.entries.end() && before(old_entry->path, entry.path)) ++old_entry;
    const bool found = old_entry != old_tree.entries.end() && old_entry->path == entry.path;
    if (!found || !same_stat(*old_entry, entry) || old_entry->mode != entry.mode) changed = true;
    if (found && same_stat(*old_entry, entry) && !old_entry->unsure && old_entry->hashed) {
      entry.hashed = true;
      entry.hash = old_entry->hash;
      entry.kept = old_entry->kept && store_.has(entry.hash);
      entry.refused = old_entry->refused;
    }
    if (wants(entry)) todo_.push_back(i);
  }
}

void Capture::order() {
  std::uint64_t bytes = 0;
  for (const std::size_t i : todo_) bytes += tree_.entries[i].size;
  if (!rules_.keep || bytes <= std::min(store_.room(), rules_.ignored_max)) return;
  ignored_ = find_ignored(root_, tree_);
  // What the store has already of ignored files counts too, or each snapshot would add a budget.
  for (std::size_t i = 0; i < tree_.entries.size(); ++i)
    if (ignored_[i] && tree_.entries[i].kept) ignored_used_ += tree_.entries[i].size;
  std::stable_sort(todo_.begin(), todo_.end(), [&](std::size_t a, std::size_t b) {
    if (ignored_[a] != ignored_[b]) return !ignored_[a];
    return ignored_[a] && tree_.entries[a].size < tree_.entries[b].size;
  });
}

base::Result<> Capture::hash_in_pieces(Entry& entry) {
  base::Fd fd(root_.open_at(entry.path, O_RDONLY | O_NONBLOCK | O_NOCTTY));
  struct stat st {};
  if (!fd || ::fstat(fd.get(), &st) != 0 || !S_ISREG(st.st_mode)) return {};
  fill(entry, st);
  text::Sha256 sum;
  bytes_.resize(std::size_t{1} << 20);
  for (;;) {
    if (stop_.stop_requested()) return base::fail(Code::cancelled, "cancelled");
    const ssize_t got = ::read(fd.get(), bytes_.data(), bytes_.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {};
    if (got == 0) break;
    sum.add({bytes_.data(), static_cast<std::size_t>(got)});
  }
  entry.hash = sum.digest();
  entry.hashed = true;
  entry.unsure = is_fresh(entry, started_);
  return {};
}

base::Result<> Capture::read(Entry& entry, bool ignored) {
  entry.hashed = entry.kept = entry.unsure = entry.refused = false;
  if (entry.size > rules_.file_max) return hash_in_pieces(entry);
  if (entry.size == 0 && entry.kind == Kind::file) {
    bytes_.clear();
  } else if (auto done = read_into(root_, entry.path, entry, rules_.file_max, bytes_); !done) {
    // Gone, unreadable or another kind of thing by now: an entry without a hash, and looked at again.
    entry.unsure = true;
    return {};
  }
  text::Sha256 sum;
  sum.add(bytes_);
  entry.hash = sum.digest();
  entry.hashed = true;
  entry.unsure = entry.unsure || is_fresh(entry, started_);
  entry.kept = store_.has(entry.hash);
  if (entry.kept || !rules_.keep) return {};
  entry.refused = bytes_.size() > store_.room() ||
                  (ignored && ignored_used_ + bytes_.size() > rules_.ignored_max);
  if (entry.refused) return {};
  if (ignored) ignored_used_ += bytes_.size();
  TRY_DO(store_.put(entry.hash, bytes_));
  entry.kept = true;
  return {};
}

base::Result<Snapshot> Capture::run(const Snapshot& old_tree, bool& changed) {
  started_ = now_ns();
  TRY(tree_, walk(root_, rules_.walk, stop_));
  take_over(old_tree, changed);
  order();
  for (const std::size_t i : todo_) {
    if (stop_.stop_requested()) return base::fail(Code::cancelled, "cancelled");
    TRY_DO(read(tree_.entries[i], !ignored_.empty() && ignored_[i]));
  }
  if (!todo_.empty()) changed = true;
  TRY_DO(store_.flush());
  return std::move(tree_);
}

}  // namespace

base::Result<std::string> read_entry(const Rooted& root, const std::string& relative, Entry& entry,
                                     std::uint64_t limit) {
  std::string bytes;
  TRY_DO(read_into(root, relative, entry, limit, bytes));
  return bytes;
}

base::Result<Snapshot> capture(const Rooted& root, ObjectStore& store, const CaptureRules& rules,
                               const Snapshot& old_tree, bool& changed, std::stop_token stop) {
  return Capture(root, store, rules, std::move(stop)).run(old_tree, changed);
}

}  // namespace workspace
