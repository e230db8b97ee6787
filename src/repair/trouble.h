#pragma once
// What a run says that never came to the tests.

#include <string>
#include <string_view>

namespace repair {

/// The first error that a compiler, an interpreter or a build tool told, on one line of at most 300
/// bytes: "src/a.c:12:5: error: ...". "" if none is recognised. Pure, any thread.
std::string first_error(std::string_view output);

}  // namespace repair
