#pragma once
// A file of the project as the edit tools take it up. Internal to tools.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "io/task.h"
#include "names.h"

namespace workspace { class Workspace; }

namespace tools {

class ReadLedger;
struct Output;
struct Run;

/// Larger files are for the shell (head, sed, grep).
inline constexpr std::size_t k_text_file_max = std::size_t{32} << 20;

struct Loaded {
  std::string bytes;
  std::string hash;
  std::uint32_t mode = 0;
};

/// Reads and hashes on the pool. Fails as base::read_file, with the name that the model knows.
io::Task<base::Result<Loaded>> load(Place place);
/// The same at once, for any thread.
base::Result<Loaded> load_now(const Place& place);

/// Fails with denied for a file that nobody may write: replacing it would get around its mode.
base::Result<> check_writable(const Place& place, std::uint32_t mode);

/// A file that changed: for the result and for people who watch.
struct Changed {
  const Place& place;
  std::string_view before, after;
};
/// "(+2 -1)".
std::string counts(std::size_t added, std::size_t removed);
std::string counts(std::string_view before, std::string_view after);
/// The diff, to those who watch; a bounded part of it.
void show_diff(const Run& run, const Changed& changed);

}  // namespace tools
