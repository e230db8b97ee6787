#pragma once
// What people type to find sessions, as a query of the index. Internal to journal.

#include <string>
#include <string_view>
#include <vector>

namespace journal {

/// The user's words as FTS5 terms: quoted, so that nothing in them is syntax, and with a star, so that the beginning of a
/// word is enough. At most 8.
std::vector<std::string> terms(std::string_view query);

}  // namespace journal
