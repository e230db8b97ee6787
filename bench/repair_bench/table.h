#pragma once
// What many repairs amount to: a line a set, as text and as JSON.

#include <string>
#include <vector>

#include "json/json.h"
#include "measure.h"

namespace bench {

/// One line of one program.
std::string line_of(const Measured& measured);
/// A line a set (language, and whether it is held back), then sums of those that are held back and of all.
std::string table_of(const std::vector<Measured>& all);
/// The same, with every program.
json::Object json_of(const std::vector<Measured>& all);

}  // namespace bench
