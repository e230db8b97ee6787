// What must not be touched: a path that somebody changed since we last knew it. Told by inode, size,
// mtime and mode, and by the ctime, which nobody can set. An edit of a file in a folder does not touch
// the folder, so whole folders are walked for anything newer than what we know of.
//
// Some files only make sense together: a database with its -wal and -shm, and what git keeps in one
// .git (objects aside: their names are their content). A conflict in one is a conflict in all.

#include <algorithm>
#include <limits>
#include <set>

#include "base/paths.h"
#include "base/try.h"
#include "file_store.h"
#include "stat.h"
#include "subtree.h"

namespace txn {
namespace {

using base::Code;

/// A plan that is younger than this is not checked again inside of whole folders.
constexpr std::chrono::milliseconds k_fresh{2000};

/// "" if the path belongs to no group.
std::string group_of(const std::string& path) {
  for (std::size_t at = 0; at < path.size();) {
    std::size_t end = path.find('/', at);
    if (end == std::string::npos) break;
    if (path.compare(at, end - at, ".git") == 0) {
      const bool is_object = path.compare(end, 8, "/objects") == 0 && (path.size() == end + 8 || path[end + 8] == '/');
      return is_object ? std::string() : path.substr(0, end);
    }
    at = end + 1;
  }
  for (const std::string_view suffix : {"-wal", "-shm", "-journal"})
    if (path.ends_with(suffix)) return path.substr(0, path.size() - suffix.size());
  return path;
}

bool is_git(const std::string& group) { return group == ".git" || group.ends_with("/.git"); }

std::vector<Effect>::const_iterator at_path(const std::vector<Effect>& effects, std::string_view path) {
  return std::lower_bound(effects.begin(), effects.end(), path,
                          [](const Effect& effect, std::string_view p) { return effect.path < p; });
}

}  // namespace

base::Result<> FileStore::find_clashes(std::size_t at, Site& site, Direction direction,
                                       std::vector<Job>& jobs) const {
  for (Job& job : jobs) {
    TRY(job.clash, clash_of(at, site, direction, job.effect));
  }
  TRY_DO(git_locks(at, site, jobs));
  group_clashes(at, jobs);
  return {};
}

base::Result<std::string> FileStore::clash_of(std::size_t at, Site& site, Direction direction,
                                              std::size_t index) const {
  const Effect& effect = all_[at].effects[index];
  const Item& item = inner_[at].items[index];
  const bool is_undo = direction == Direction::undo;
  if (item.way == Way::never) return effect.why.empty() ? std::string("it is not put in the tree") : effect.why;
  if (item.sequence == 0 && !item.suspicion.empty()) return item.suspicion;

  auto spot = site.tree_spot(effect.path);
  if (!spot && spot.error().code == Code::changed) return spot.error().what;
  if (!spot) return base::fail(std::move(spot).error());
  TRY(const auto found, look(spot->folder, spot->name));
  if (!item.place) return found ? "something has this name now, made by " + who(at, index) : std::string();
  if (!found) return "it is gone, removed by " + who(at, index);
  const bool is_changed = !is_untouched(*found, *item.place) &&
                          !(is_same(*found, *item.place) && is_ours(at, effect.path, *found, Now::any));
  if (is_changed || (item.way == Way::folder && found->mode != item.place->mode))
    return "changed by " + who(at, index);

  // A whole folder is about to leave the tree: nothing of somebody else's may go with it.
  const bool leaves = item.way == Way::exchange || (item.way == Way::remove && !is_undo) ||
                      (item.way == Way::create && is_undo);
  if (!leaves || found->kind != Kind::folder) return std::string();
  if (is_undo) {
    for (std::size_t other = 0; other < all_.size(); ++other) {
      const auto& effects = all_[other].effects;
      const std::string below = effect.path + "/";
      for (auto it = at_path(effects, below); other != at && it != effects.end() && it->path.starts_with(below); ++it) {
        const Item& its = inner_[other].items[static_cast<std::size_t>(it - effects.begin())];
        if (it->state == State::applied && its.sequence > item.sequence)
          return it->path + " was changed since by transaction " + std::to_string(all_[other].number) + " (" +
                 all_[other].what + ")";
      }
    }
  } else if (item.sequence == 0 && inner_[at].planned_at &&
             std::chrono::steady_clock::now() - *inner_[at].planned_at < k_fresh) {
    return std::string();   // plan() has just walked it
  }
  return changed_inside(at, *spot, index, is_undo ? item.newest_new_ns : item.newest_old_ns);
}

base::Result<std::string> FileStore::changed_inside(std::size_t at, const Spot& spot, std::size_t index,
                                                    std::int64_t newest_ns) const {
  const Effect& effect = all_[at].effects[index];
  std::string changed;
  TRY(const Survey found,
      survey(spot.folder, spot.name, std::numeric_limits<std::uint64_t>::max(),
             [&](const Entry& entry) -> base::Result<Walk> {
               // Folders get a new ctime from what our own operations do in them.
               // And a file with more names from what they do to another of its names.
               if (S_ISDIR(entry.st.st_mode)) return Walk::on;
               const timespec& time = entry.st.st_nlink > 1 ? entry.st.st_mtim : entry.st.st_ctim;
               if (nanoseconds(time) <= newest_ns) return Walk::on;
               const std::string path = effect.path + "/" + entry.path;
               if (is_ours(at, path, to_stat(entry.st), Now::as_planned)) return Walk::on;
               changed = path;
               return Walk::stop;
             }));
  (void)found;
  if (changed.empty()) return std::string();
  return changed + " was made or changed by somebody since";
}

// True if another transaction left this very version there: then its ctime is our own doing. With
// as_planned only if the transaction is where it was when this one was planned: the earlier ones
// applied, the later ones taken back.
bool FileStore::is_ours(std::size_t at, const std::string& path, const Stat& found, Now now) const {
  for (std::size_t other = 0; other < all_.size(); ++other) {
    if (other == at) continue;
    const auto& effects = all_[other].effects;
    const auto effect = at_path(effects, path);
    if (effect == effects.end() || effect->path != path) continue;
    const Item& item = inner_[other].items[static_cast<std::size_t>(effect - effects.begin())];
    const bool was_moved = item.sequence > 0 && item.place;
    if (!was_moved || item.place->ctime_ns != found.ctime_ns || !is_same(found, *item.place)) continue;
    if (now == Now::any || (effect->state == State::applied) == (other < at)) return true;
  }
  return false;
}

// Who is known to have touched the path of an effect after it: the latest transaction, or somebody.
std::string FileStore::who(std::size_t at, std::size_t index) const {
  const std::string& path = all_[at].effects[index].path;
  std::uint64_t latest = inner_[at].items[index].sequence;
  std::string out = "somebody else";
  for (std::size_t other = 0; other < all_.size(); ++other) {
    if (other == at) continue;
    const auto& effects = all_[other].effects;
    for (std::string above = path; above != "." && above != "/"; above = base::parent(above)) {
      const auto effect = at_path(effects, above);
      if (effect == effects.end() || effect->path != above || effect->state != State::applied) continue;
      const Item& item = inner_[other].items[static_cast<std::size_t>(effect - effects.begin())];
      if (item.way == Way::folder && above != path) continue;
      if (item.sequence <= latest) continue;
      latest = item.sequence;
      out = "transaction " + std::to_string(all_[other].number) + " (" + all_[other].what + ")";
    }
  }
  return out;
}

base::Result<> FileStore::git_locks(std::size_t at, Site& site, std::vector<Job>& jobs) const {
  std::map<std::string, bool> locked;
  for (Job& job : jobs) {
    const std::string group = group_of(all_[at].effects[job.effect].path);
    if (!job.clash.empty() || !is_git(group)) continue;
    const auto [entry, is_new] = locked.emplace(group, false);
    const std::string lock = group + "/index.lock";
    if (is_new) {
      const auto& effects = all_[at].effects;
      const auto ours = at_path(effects, lock);
      const bool is_ours = ours != effects.end() && ours->path == lock;
      const auto spot = site.tree_spot(lock);
      if (spot && !is_ours) {
        TRY(const auto found, look(spot->folder, spot->name));
        entry->second = found.has_value();
      }
    }
    if (entry->second) job.clash = "git is at work there: " + lock + " exists";
  }
  return {};
}

void FileStore::group_clashes(std::size_t at, std::vector<Job>& jobs) const {
  std::map<std::string, std::string> first;
  for (const Job& job : jobs) {
    const std::string& path = all_[at].effects[job.effect].path;
    if (job.clash.empty() || inner_[at].items[job.effect].way == Way::never) continue;
    const std::string group = group_of(path);
    if (!group.empty()) first.emplace(group, path);
  }
  if (first.empty()) return;
  for (Job& job : jobs) {
    if (!job.clash.empty()) continue;
    const auto found = first.find(group_of(all_[at].effects[job.effect].path));
    if (found != first.end()) job.clash = "it belongs together with " + found->second + ", which cannot be put in place";
  }
}

}  // namespace txn
