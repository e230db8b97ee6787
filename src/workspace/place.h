#pragma once
// Single paths: what is there, and putting one thing in its place at once.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "object_store.h"
#include "rooted.h"
#include "snapshot.h"
#include "workspace/workspace.h"

namespace workspace {

/// What lies at a path now. The hash is filled for files and links of at most `hash_max` bytes.
/// Nothing = no such path (also if a folder above it is missing or is none any more).
base::Result<std::optional<Entry>> look(const Rooted& root, const std::string& relative,
                                        std::uint64_t hash_max);

/// True if `now` is the content `version`: kind, and bytes (or where those were not kept: size and
/// time). Modes do not count.
bool has_content_of(const std::optional<Entry>& now, const std::optional<Version>& version);

/// A thing to be put in place. mtime: nothing = now.
struct Thing {
  Kind kind = Kind::file;     ///< file or symlink
  std::string_view bytes;     ///< or the link's target
  std::uint32_t mode = 0644;  ///< of a file, exactly (no umask)
  std::optional<std::int64_t> mtime_ns;
};

/// Puts `thing` at folder/name at once, by way of folder/temporary. `expected` is what was seen there
/// before, nothing = the name was free; if it is another thing by now, nothing is changed. Fails with
/// changed, denied, no_space, io.
base::Result<> put_in_place(int folder, const std::string& name, const std::string& temporary,
                            const Thing& thing, const std::optional<Entry>& expected);

}  // namespace workspace
