// Throwing away: effects that are not wanted, and old versions that do not fit any more. Each begins
// with a line in the journal and ends with another, so that a kill in between is finished later.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/paths.h"
#include "base/try.h"
#include "file_store.h"
#include "stat.h"

namespace txn {

using base::Code;

base::Result<> FileStore::drop(std::uint64_t number, const Filter& chosen) {
  TRY(const std::size_t at, find(number));
  if (all_[at].dropped) return {};
  std::vector<std::size_t> effects;
  bool is_all = true;
  for (std::size_t i = 0; i < all_[at].effects.size(); ++i) {
    const Effect& effect = all_[at].effects[i];
    const bool is_chosen = effect.state != State::dropped && (!chosen || chosen(effect));
    if (is_chosen && effect.state == State::applied)
      return base::fail(Code::invalid, effect.path + " is applied: undo it first");
    if (is_chosen) effects.push_back(i);
    is_all &= is_chosen || effect.state == State::dropped;
  }
  if (is_all) {
    for (const std::size_t i : effects) all_[at].effects[i].state = State::dropped;
    return clear(at);
  }
  if (effects.empty()) return {};
  TRY_DO(append(at, format_drop(effects)));
  for (const std::size_t i : effects) all_[at].effects[i].state = State::dropped;
  TRY_DO(remove_shelves(at, effects));
  return append(at, format_word("dropped"));
}

// Nothing is left of it but its record; of one without effects not even that.
base::Result<> FileStore::clear(std::size_t at) {
  const std::uint64_t number = all_[at].number;
  if (all_[at].effects.empty()) {
    TRY_DO(base::remove_all(path_of(number, "")));
    all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(at));
    inner_.erase(inner_.begin() + static_cast<std::ptrdiff_t>(at));
    return {};
  }
  all_[at].dropped = true;
  all_[at].stored_bytes = 0;
  TRY_DO(save(at));
  for (const char* part : {"u", "w", "undo"}) TRY_DO(base::remove_all(path_of(number, part)));
  return {};
}

base::Result<> FileStore::remove_shelves(std::size_t at, const std::vector<std::size_t>& effects) {
  for (const std::size_t i : effects) {
    const Way way = inner_[at].items[i].way;
    if (way != Way::folder) TRY_DO(base::remove_all(shelf_path(at, i)));
    if (way == Way::remove) TRY_DO(base::remove_all(base::join(upper(all_[at].number), all_[at].effects[i].path)));
  }
  return {};
}

// ---- the quota ----

base::Result<std::vector<std::uint64_t>> FileStore::shrink(std::uint64_t bytes) { return shrink_all_but(bytes, 0); }

base::Result<std::vector<std::uint64_t>> FileStore::shrink_all_but(std::uint64_t bytes, std::uint64_t kept) {
  std::vector<std::uint64_t> gone;
  std::uint64_t sum = stored_bytes();
  for (std::size_t at = 0; at < all_.size() && sum > bytes; ++at) {
    if (all_[at].number == kept || all_[at].stored_bytes == 0 || inner_[at].pending) continue;
    sum -= all_[at].stored_bytes;
    TRY_DO(append(at, format_word("expire")));
    all_[at].expired = true;
    TRY_DO(expire(at));
    gone.push_back(all_[at].number);
  }
  return gone;
}

base::Result<> FileStore::expire(std::size_t at) {
  const std::uint64_t number = all_[at].number;
  std::vector<std::size_t> effects;
  for (std::size_t i = 0; i < all_[at].effects.size(); ++i) {
    const Effect& effect = all_[at].effects[i];
    if (effect.state != State::applied) continue;
    // An editor that held the old file open may have written into it since: that is nobody's to drop.
    const std::string shelf = shelf_path(at, i);
    TRY(const auto found, look(AT_FDCWD, shelf));
    const bool is_written = found && effect.before && effect.before->kind == Kind::file &&
                            found->inode == effect.before->inode && !is_same(*found, *effect.before);
    if (!is_written) {
      effects.push_back(i);
      continue;
    }
    const std::string folder = base::join(options_.dir, "kept");
    TRY_DO(base::make_dirs(folder, 0700));
    const std::string kept = base::join(folder, std::to_string(number) + "-x" + std::to_string(i) + "-" +
                                                    std::string(base::file_name(effect.path)));
    if (::rename(shelf.c_str(), kept.c_str()) != 0) return base::fail_errno("cannot keep " + shelf);
    recovered_.push_back(kept + ": somebody wrote into the old version of " + effect.path + " after transaction " +
                         std::to_string(number) + " had replaced it");
  }
  TRY_DO(remove_shelves(at, effects));
  all_[at].stored_bytes = 0;
  return append(at, format_word("expired"));
}

}  // namespace txn
