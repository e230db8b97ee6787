#pragma once
// N/meta: what a transaction is, as JSON. Written when it begins, when it was planned (and from then
// on it does not change: the journal tells what became of its effects), and when it is dropped.

#include <string>

#include "item.h"

namespace txn {

struct Record {
  Transaction transaction;            ///< states as of planning
  std::vector<Item> items;
  std::int64_t clock_ns = 0;
  std::vector<std::string> deletes;   ///< put() where no whiteout can be made
};

std::string format_record(const Record& record);
/// Fails with invalid: a version that is not known, a path that leads out of the root.
base::Result<Record> parse_record(std::string_view text);

/// Relative, normalized, not "." and not above.
bool is_inside(std::string_view path);

}  // namespace txn
