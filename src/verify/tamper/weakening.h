#pragma once
// Two assertions of the same test, before and after: is the new one the weaker?

#include <map>
#include <string>
#include <vector>

#include "tamper/assertion.h"
#include "verify/tamper.h"

namespace verify::tamper {

using Constants = std::map<std::string, Tokens>;

struct Judged {
  enum class Kind : std::uint8_t { same, weaker, other } kind = Kind::same;
  std::string why;  ///< for people; may be ""
};

/// `old_names` and `new_names` say what named values are, where a literal became a name; the first
/// that knows a name is right.
Judged judge_assertion(const Assertion& before, const Assertion& after,
                       const std::vector<const Constants*>& old_names,
                       const std::vector<const Constants*>& new_names);

/// How likely `after` is what became of `before`; 0 = it is not.
int likeness(const Assertion& before, const Assertion& after);

}  // namespace verify::tamper
