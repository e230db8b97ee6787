// What a path of the project holds now is compared with what the copy's session found there: a ctime
// before the copy was begun says that nobody touched it (nobody can set a ctime), else the bytes must be
// equal. What differs is a conflict, and what the project has already is no change any more.
//
// Folders around what is laid out get the modes that they have in the project, so that copying over them
// changes nothing about them.

#include "workspace/carry.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "capture.h"
#include "place.h"
#include "rooted.h"
#include "text/ignore.h"
#include "text/sha256.h"
#include "tree_copy.h"
#include "tree_walk.h"
#include "workspace/git_effects.h"

namespace workspace {

using base::Code;
using base::join;

namespace {

constexpr std::size_t k_content_max = std::size_t{1} << 30;
constexpr std::uint64_t k_compared_max = std::uint64_t{64} << 20;
constexpr std::size_t k_ignore_file_max = std::size_t{1} << 20;
constexpr std::size_t k_entries_max = 400000;
constexpr std::uint64_t k_folder_max = std::uint64_t{4} << 30;

constexpr const char* k_changed = "changed in the project since it was copied";

/// The .gitignore files of a tree, read where they are needed.
class Ignored {
 public:
  explicit Ignored(const Rooted& root) : root_(root) {}
  bool operator()(const std::string& path, bool is_folder) {
    const std::string folder = base::parent(path);
    return rules(folder == "." ? "" : folder)
        .ignores_below(path, is_folder ? text::Entry::folder : text::Entry::file);
  }

 private:
  const text::IgnoreRules& rules(const std::string& folder) {
    if (const auto known = known_.find(folder); known != known_.end()) return known->second;
    text::IgnoreRules around;
    if (!folder.empty()) {
      const std::string above = base::parent(folder);
      around = rules(above == "." ? "" : above);
    }
    Entry entry;
    const auto bytes = read_entry(root_, join(folder, ".gitignore"), entry, k_ignore_file_max);
    text::IgnoreRules::Texts texts;
    if (bytes && entry.kind == Kind::file) texts.gitignore = *bytes;
    return known_.emplace(folder, texts.gitignore.empty() ? around : around.enter(folder, texts)).first->second;
  }

  const Rooted& root_;
  std::map<std::string, text::IgnoreRules> known_;
};

bool is_chosen(const std::string& path, const std::vector<std::string>& paths) {
  return paths.empty() || std::any_of(paths.begin(), paths.end(), [&](const auto& one) { return base::is_within(path, one); });
}

/// One path that is to be carried over.
struct Item {
  Effect effect;
  bool is_held = false;
};

class Layout {
 public:
  Layout(const Workspace& from, const CarryOptions& options) : from_(from), options_(options) {}
  base::Result<Carried> run();

 private:
  void gather();
  void add(const Effect& effect, bool is_held);
  [[nodiscard]] bool is_buried(const Effect& effect) const;
  base::Result<> carry(const Item& item);
  base::Result<bool> is_as_it_was(const Effect& effect, const Entry& now) const;
  base::Result<bool> is_there_already(const Effect& effect, const std::optional<Entry>& now) const;
  base::Result<std::string> intruder(const std::string& folder) const;
  base::Result<> remove(const Item& item);
  base::Result<> put(const Item& item, const std::optional<Entry>& now);
  base::Result<> put_folder(const Item& item, const std::string& to);
  base::Result<> make_parents(const std::string& path);
  [[nodiscard]] std::string fresh() const { return join(options_.into, "new"); }

  const Workspace& from_;
  const CarryOptions& options_;
  std::unique_ptr<Rooted> root_, copy_;
  std::map<std::string, Item> items_;
  std::set<std::string> made_;   ///< folders below fresh()
  std::string gone_;
  Carried out_;
};

void Layout::add(const Effect& effect, bool is_held) {
  auto [at, is_new] = items_.emplace(effect.path, Item{effect, is_held});
  if (is_new) return;
  const auto before = at->second.effect.before;   // that of the whole session
  at->second = {effect, is_held};
  at->second.effect.before = before;
}

/// True for what a later step took away with a folder around it (a link may be in the folder's place now):
/// the folder's own effect tells it.
bool Layout::is_buried(const Effect& effect) const {
  if (!effect.after) return false;
  for (std::string folder = base::parent(effect.path); folder != "."; folder = base::parent(folder)) {
    const auto above = items_.find(folder);
    if (above == items_.end()) continue;
    const auto& after = above->second.effect.after;
    if (!above->second.is_held && (!after || after->kind != Kind::folder)) return true;
  }
  return false;
}

void Layout::gather() {
  for (const auto& effect : from_.total()) add(effect, false);
  for (const auto& step : from_.steps())
    for (const auto& effect : step.effects)
      if (effect.state == State::held) add(effect, true);
  Ignored ignored(*copy_);
  std::set<std::string> told;
  for (auto at = items_.begin(); at != items_.end();) {
    const auto& effect = at->second.effect;
    const auto& version = effect.after ? effect.after : effect.before;
    std::string why;
    if (!is_chosen(effect.path, options_.paths) || is_buried(effect)) why = "-";
    else if (is_git_path(effect.path) || effect.path.starts_with("../")) why = "git's own files stay in the copy";
    else if (version && version->kind == Kind::other) why = "neither a file, a link nor a folder";
    else if (options_.paths.empty() && ignored(effect.path, version && version->kind == Kind::folder)) why = "ignored by git";
    if (why.empty()) {
      ++at;
      continue;
    }
    const bool is_inner = told.contains(base::parent(effect.path));
    if (is_inner) told.insert(effect.path);
    if (why != "-" && !is_inner) {
      out_.left.push_back(effect.path + " (" + why + ")");
      told.insert(effect.path);
    }
    at = items_.erase(at);
  }
}

/// Whether what lies there now is what the session's first change found.
base::Result<bool> Layout::is_as_it_was(const Effect& effect, const Entry& now) const {
  const Version& before = *effect.before;
  if (now.kind != before.kind) return false;
  if (now.kind == Kind::folder || now.kind == Kind::other) return true;
  const bool looks_same = now.size == before.size && now.mtime_ns == before.mtime_ns;
  if (looks_same && now.ctime_ns < options_.since_ns) return true;
  if (now.size != before.size && now.kind == Kind::file) return false;
  const auto bytes = from_.content(effect, Workspace::Side::before, k_compared_max);
  if (!bytes || !now.hashed) return false;   // cannot be compared: rather a conflict
  text::Sha256 sum;
  sum.add(*bytes);
  return sum.digest() == now.hash;
}

base::Result<bool> Layout::is_there_already(const Effect& effect, const std::optional<Entry>& now) const {
  if (!effect.after) return !now;
  if (!now || now->kind != effect.after->kind || now->mode != effect.after->mode) return false;
  if (now->kind == Kind::folder) return effect.entries <= 1;
  const auto bytes = from_.content(effect, Workspace::Side::after, k_compared_max);
  if (!bytes || !now->hashed) return false;
  text::Sha256 sum;
  sum.add(*bytes);
  return sum.digest() == now->hash;
}

/// What somebody put into a folder of the project that is to go; "" = nothing.
base::Result<std::string> Layout::intruder(const std::string& folder) const {
  const int fd = root_->open_at(folder, O_RDONLY | O_DIRECTORY);
  if (fd < 0) return folder;
  ::close(fd);
  TRY(const auto inner, Rooted::open(join(root_->path(), folder)));
  WalkRules rules;
  rules.entries_max = k_entries_max;
  rules.with_git = true;
  TRY(const auto tree, walk(*inner, rules, {}));
  if (tree.incomplete) return folder + " (too large to be looked through)";
  for (const auto& entry : tree.entries)
    if (entry.ctime_ns >= options_.since_ns && !items_.contains(join(folder, entry.path))) return join(folder, entry.path);
  return std::string();
}

base::Result<> Layout::remove(const Item& item) {
  const std::string& path = item.effect.path;
  if (item.effect.before && item.effect.before->kind == Kind::folder) {
    TRY(const std::string other, intruder(path));
    if (!other.empty()) {
      out_.conflicts.push_back({other, "is new in the project, in a folder that the copy has no more", from_.root()});
      return {};
    }
  }
  gone_ += "./" + path;
  gone_ += '\0';
  return {};
}

base::Result<> Layout::make_parents(const std::string& path) {
  const std::string folder = base::parent(path);
  if (folder == "." || made_.contains(folder)) return {};
  TRY_DO(make_parents(folder));
  struct stat st {};
  const bool there = (::lstat(join(root_->path(), folder).c_str(), &st) == 0 && S_ISDIR(st.st_mode)) ||
                     (::lstat(join(copy_->path(), folder).c_str(), &st) == 0 && S_ISDIR(st.st_mode));
  const std::string made = join(fresh(), folder);
  if (::mkdir(made.c_str(), 0700) != 0 || (there && ::chmod(made.c_str(), (st.st_mode & 07777) | 0700) != 0))
    return base::fail_errno("cannot make the folder " + made);
  made_.insert(folder);
  return {};
}

base::Result<> Layout::put_folder(const Item& item, const std::string& to) {
  const auto& effect = item.effect;
  if (effect.entries > 1 && !item.is_held) {   // came whole, and is not listed further
    // Not through a link that took a folder's place.
    const base::Fd there(copy_->open_at(effect.path, O_RDONLY | O_DIRECTORY));
    if (!there) return base::fail_errno("cannot open " + effect.path + " in the copy");
    TRY(const auto from, Rooted::open(join(copy_->path(), effect.path)));
    CopyRules how;
    how.walk.entries_max = k_entries_max;
    how.bytes_max = k_folder_max;
    TRY_DO(copy_tree(*from, to, how, {}));
  } else if (!made_.contains(effect.path) && ::mkdir(to.c_str(), 0700) != 0) {
    return base::fail_errno("cannot make the folder " + to);
  }
  made_.insert(effect.path);
  // Writable to us until the command has copied it: a folder that nobody may write to stays as it is then.
  if (::chmod(to.c_str(), effect.after->mode | 0700) != 0) return base::fail_errno("cannot set the mode of " + to);
  return {};
}

base::Result<> Layout::put(const Item& item, const std::optional<Entry>& now) {
  const auto& effect = item.effect;
  const Version& after = *effect.after;
  const std::string to = join(fresh(), effect.path);
  // A file does not take the place of a folder or a link by being copied over it.
  if (now && now->kind != after.kind) TRY_DO(remove(item));
  TRY_DO(make_parents(effect.path));
  if (after.kind == Kind::folder) return put_folder(item, to);
  TRY(const std::string bytes, from_.content(effect, Workspace::Side::after, k_content_max));
  const timespec time{after.mtime_ns / 1'000'000'000, after.mtime_ns % 1'000'000'000};
  const timespec times[2] = {time, time};
  if (after.kind == Kind::symlink) {
    if (::symlink(bytes.c_str(), to.c_str()) != 0) return base::fail_errno("cannot make the link " + to);
    return {};
  }
  TRY_DO(base::write_file(to, bytes, 0600));
  if (::chmod(to.c_str(), after.mode) != 0 || ::utimensat(AT_FDCWD, to.c_str(), times, 0) != 0)
    return base::fail_errno("cannot set mode and time of " + to);
  return {};
}

base::Result<> Layout::carry(const Item& item) {
  const auto& effect = item.effect;
  TRY(const auto now, look(*root_, effect.path, k_compared_max));
  TRY(const bool is_done, is_there_already(effect, now));
  if (is_done) return {};
  const auto clash = [&](std::string why) {
    out_.conflicts.push_back({effect.path, std::move(why), join(from_.root(), effect.path)});
    return base::Result<>();
  };
  const bool is_folder = effect.after && effect.after->kind == Kind::folder;
  if (!effect.before && now && !(is_folder && now->kind == Kind::folder)) return clash("is new in the project, too");
  if (effect.before && !now) return clash("was removed from the project since it was copied");
  if (effect.before) {
    TRY(const bool is_same, is_as_it_was(effect, *now));
    if (!is_same) return clash(k_changed);
  }
  ++out_.count;
  out_.held += item.is_held ? 1 : 0;
  return effect.after ? put(item, now) : remove(item);
}

base::Result<Carried> Layout::run() {
  TRY(root_, Rooted::open(options_.root));
  TRY(copy_, Rooted::open(from_.root()));
  gather();
  if (::mkdir(options_.into.c_str(), 0700) != 0) return base::fail_errno("cannot make " + options_.into);
  struct stat st {};
  if (::mkdir(fresh().c_str(), 0700) != 0 || ::stat(root_->path().c_str(), &st) != 0 ||
      ::chmod(fresh().c_str(), (st.st_mode & 07777) | 0700) != 0)
    return base::fail_errno("cannot make " + fresh());
  for (const auto& [path, item] : items_) TRY_DO(carry(item));
  if (!gone_.empty()) {
    out_.gone = join(options_.into, "gone");
    TRY_DO(base::write_file(out_.gone, gone_, 0600));
  }
  TRY(const auto names, base::list_dir(fresh()));
  if (!names.empty()) out_.fresh = fresh();
  return std::move(out_);
}

}  // namespace

base::Result<Carried> lay_out(const Workspace& from, const CarryOptions& options) { return Layout(from, options).run(); }

base::Result<std::int64_t> file_clock(const std::string& folder) {
  const std::string path = join(folder, "clock");
  TRY_DO(base::remove_all(path));
  TRY_DO(base::write_file(path, "", 0600));
  struct stat st {};
  if (::stat(path.c_str(), &st) != 0) return base::fail_errno("cannot look at " + path);
  TRY_DO(base::remove_all(path));
  return st.st_ctim.tv_sec * std::int64_t{1'000'000'000} + st.st_ctim.tv_nsec;
}

std::vector<bool> are_ignored(const std::string& root, const std::vector<std::string>& paths) {
  std::vector<bool> out(paths.size(), false);
  const auto opened = Rooted::open(root);
  if (!opened) return out;
  Ignored ignored(**opened);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    struct stat st {};
    const bool is_folder = ::lstat(join(root, paths[i]).c_str(), &st) == 0 && S_ISDIR(st.st_mode);
    out[i] = ignored(paths[i], is_folder);
  }
  return out;
}

}  // namespace workspace
