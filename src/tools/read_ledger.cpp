#include "tools/read_ledger.h"

#include <algorithm>
#include <utility>

namespace tools {

void ReadLedger::saw(const std::string& path, std::string hash) {
  seen_[path] = Seen{std::move(hash), ++order_};
  if (seen_.size() > k_files_max) drop_oldest();
}

void ReadLedger::forget(const std::string& path) { seen_.erase(path); }

void ReadLedger::showed(const std::string& path, const std::string& hash, std::size_t first, std::size_t last,
                        std::string call) {
  if (in_sight_.size() >= k_files_max) in_sight_.clear();
  in_sight_.emplace(path, InSight{hash, std::move(call), first, last});
}

std::string ReadLedger::shown_by(const std::string& path, const std::string& hash, std::size_t first,
                                 std::size_t last) const {
  const auto [begin, end] = in_sight_.equal_range(path);
  const auto found = std::find_if(begin, end, [&](const auto& entry) {
    const InSight& seen = entry.second;
    return seen.hash == hash && seen.first <= first && last <= seen.last;
  });
  return found == end ? std::string() : found->second.call;
}

void ReadLedger::drop_oldest() {
  const auto oldest = std::min_element(seen_.begin(), seen_.end(), [](const auto& a, const auto& b) {
    return a.second.order < b.second.order;
  });
  seen_.erase(oldest);
}

base::Result<> ReadLedger::check(const std::string& path, const std::string& hash,
                                 const std::string& shown) const {
  const auto found = seen_.find(path);
  if (found == seen_.end())
    return base::fail(base::Code::invalid,
                      shown + " was not read yet: read it first, then change it");
  if (found->second.hash != hash)
    return base::fail(base::Code::changed, shown + " was changed by somebody else since it was read: "
                                                   "read it again, then change it");
  return {};
}

}  // namespace tools
