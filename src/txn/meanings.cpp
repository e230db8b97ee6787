// What somebody rewrote without changing what it says. The meaning of both versions is noted when the
// effects are read, as that is the one moment at which both can be: later the old one is in the store,
// and somebody's rewriting may have taken the place of the new one.
//
// A version with the same meaning is adopted: it becomes the one that we know, on disk too, before
// anything moves. From there on conflicts, journal and recovery need to know nothing of meanings.

#include "base/paths.h"
#include "base/try.h"
#include "contents.h"
#include "file_store.h"
#include "folders.h"
#include "stat.h"

namespace txn {
namespace {

bool may_have_meaning(const Meanings& meanings, const Effect& effect) {
  return meanings.are_known && meanings.of && meanings.are_known(effect.path);
}

/// "" if it cannot be told; that only means that a rewritten file stays a conflict.
std::string meaning_at(const Meanings& meanings, int folder, const std::string& name, const std::optional<Stat>& stat) {
  if (!stat || stat->kind != Kind::file) return std::string();
  const auto bytes = read_version(folder, name, *stat, Meanings::k_bytes_max);
  return bytes ? meanings.of(*bytes) : std::string();
}

}  // namespace

base::Result<> FileStore::note_meanings(std::size_t at, int tree, int upper) {
  for (std::size_t i = 0; i < all_[at].effects.size(); ++i) {
    const Effect& effect = all_[at].effects[i];
    Item& item = inner_[at].items[i];
    if (!may_have_meaning(options_.meanings, effect)) continue;
    const std::string name(base::file_name(effect.path));
    const auto note = [&](int root, const std::string& shown, const std::optional<Stat>& stat) {
      Folders folders(root, shown);
      const auto folder = folders.open_parent(effect.path);
      return folder ? meaning_at(options_.meanings, *folder, name, stat) : std::string();
    };
    if (effect.before) item.old_meaning = note(tree, options_.root, effect.before);
    if (effect.after && item.way != Way::attributes) item.new_meaning = note(upper, "the upper", effect.after);
  }
  return {};
}

base::Result<> FileStore::take_same_meanings(std::size_t at, Site& site, Direction direction,
                                             const std::vector<Job>& jobs) {
  bool any = false;
  for (const Job& job : jobs) {
    Effect& effect = all_[at].effects[job.effect];
    Item& item = inner_[at].items[job.effect];
    const bool is_undo = direction == Direction::undo;
    const std::string& expected = is_undo ? item.new_meaning : item.old_meaning;
    if (expected.empty() || !item.place || !may_have_meaning(options_.meanings, effect)) continue;
    const auto spot = site.tree_spot(effect.path);
    if (!spot) continue;   // the search for conflicts says why
    TRY(const auto found, look(spot->folder, spot->name));
    if (!found || is_untouched(*found, *item.place) || found->mode != item.place->mode || found->links > 1) continue;
    if (meaning_at(options_.meanings, spot->folder, spot->name, found) != expected) continue;
    std::optional<Stat>& known = is_undo ? effect.after : effect.before;
    known = found;
    item.place = found;
    any = true;
  }
  return any ? save(at) : base::Result<>();
}

}  // namespace txn
