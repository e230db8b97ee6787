#include "snapshot_file.h"

#include <unistd.h>

#include <cstdio>

#include "base/file.h"
#include "base/ids.h"
#include "base/try.h"

namespace workspace {

static constexpr std::size_t k_snapshot_file_max = std::size_t{1} << 30;

base::Result<> save_snapshot(const Snapshot& snapshot, const std::string& root,
                             const std::string& session_file, const std::string& shared_file) {
  const std::string bytes = to_bytes(snapshot, root);
  TRY_DO(base::write_file(session_file, bytes, 0600));
  const std::string temporary = shared_file + "-" + base::random_hex(8);
  if (::link(session_file.c_str(), temporary.c_str()) == 0) {
    // If this fails the next session takes an older snapshot, or none.
    if (::rename(temporary.c_str(), shared_file.c_str()) != 0) ::unlink(temporary.c_str());
    ::unlink(temporary.c_str());  // rename of two names of one file does nothing, and says so to nobody
    return {};
  }
  return base::write_file(shared_file, bytes, 0600);
}

Snapshot load_snapshot(const std::string& file, const std::string& root) {
  const auto bytes = base::read_file(file, k_snapshot_file_max);
  if (!bytes) return {};
  auto snapshot = from_bytes(*bytes, root);
  return snapshot ? std::move(*snapshot) : Snapshot{};
}

}  // namespace workspace
