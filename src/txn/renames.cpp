// Deleted and created things are matched by kind, size and number of entries first, then by content.
// Of several candidates the one with the same name wins, then the first. Empty files all look alike
// and are not matched.

#include "renames.h"

#include <map>
#include <tuple>

#include "base/paths.h"
#include "base/try.h"
#include "contents.h"

namespace txn {
namespace {

constexpr int k_comparisons_max = 2000;
constexpr std::uint64_t k_bytes_max = std::uint64_t{64} << 20;
constexpr std::uint64_t k_entries_compared = 5000;

using Key = std::tuple<Kind, std::uint64_t, std::uint64_t>;   // kind, bytes, entries

Key key_of(const Effect& effect, const Stat& stat) { return {stat.kind, effect.bytes, effect.entries}; }

bool is_candidate(const Effect& effect, const Stat& stat) {
  if (stat.kind == Kind::file) return effect.bytes > 0;
  return stat.kind == Kind::folder && effect.entries > 1 && effect.entries <= k_entries_compared;
}

}  // namespace

base::Result<> find_renames(int tree, int upper, Scan& found) {
  std::multimap<Key, std::size_t> deleted;
  for (std::size_t i = 0; i < found.effects.size(); ++i) {
    const Effect& effect = found.effects[i];
    if (effect.change == Change::deleted && is_candidate(effect, *effect.before))
      deleted.emplace(key_of(effect, *effect.before), i);
  }
  if (deleted.empty()) return {};
  int comparisons = 0;
  std::uint64_t budget = k_bytes_max;

  const auto is_equal = [&](const Effect& from, const Effect& to) -> base::Result<bool> {
    if (++comparisons > k_comparisons_max) return false;
    if (to.after->kind == Kind::folder)
      return equal_folders(upper, to.path, tree, from.path, k_entries_compared, budget);
    // Beyond the budget the times decide: moving keeps them to the nanosecond.
    if (to.bytes > budget) return from.before->mtime_ns == to.after->mtime_ns;
    budget -= to.bytes;
    return equal_contents(upper, to.path, tree, from.path);
  };

  for (const bool by_name : {true, false}) {
    for (Effect& to : found.effects) {
      if (to.change != Change::created || !to.renamed_from.empty() || !to.after || !is_candidate(to, *to.after))
        continue;
      auto [first, last] = deleted.equal_range(key_of(to, *to.after));
      for (; first != last; ++first) {
        Effect& from = found.effects[first->second];
        if (by_name && base::file_name(from.path) != base::file_name(to.path)) continue;
        // A path that cannot be read is no rename that could be shown.
        const auto equal = is_equal(from, to);
        if (!equal || !*equal) continue;
        to.renamed_from = from.path;
        from.renamed_to = to.path;
        deleted.erase(first);
        break;
      }
    }
  }
  return {};
}

}  // namespace txn
