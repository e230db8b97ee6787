#pragma once
// The operations on the tree themselves: each one rename (or one change of attributes), checked, and
// taken back when what came out of the tree is not what was planned.

#include <string>

#include "folders.h"
#include "item.h"

namespace txn {

/// A name in an open folder.
struct Spot {
  int folder = -1;
  std::string name;
};

enum class Forward : bool { no, yes };   ///< yes: the new version goes into the tree

/// What a move came to.
struct Moved {
  bool is_done = true;
  std::string clash;                     ///< why not: nothing was changed
};

/// `shelf` is where the version lies that is not in the tree. `expected`: what should be in the tree
/// now. On failure (no_space, denied, io) nothing was changed.
base::Result<Moved> move(const Effect& effect, const Item& item, const Spot& tree, const Spot& shelf,
                         Forward forward);

/// The same without looking at what it moves: for taking back what was just done.
base::Result<> move_back(const Effect& effect, const Item& item, const Spot& tree, const Spot& shelf,
                         Forward was);

/// How far an operation came that a kill interrupted, told by the inodes that are there.
enum class Interrupted : std::uint8_t {
  not_done,
  done,
  foreign,   ///< what came out of the tree was not what was planned: it has been put back now
};
base::Result<Interrupted> look_at_interrupted(const Effect& effect, const Item& item, const Spot& tree,
                                              const Spot& shelf, Forward forward);

/// After a kill between a rename and what follows it: gives a folder the mode it should have.
base::Result<> mend_mode(const Spot& spot, const Stat& expected);

/// Whether files can change places in this folder at all.
base::Result<> probe_exchange(int folder);

}  // namespace txn
