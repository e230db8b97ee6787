#pragma once
// Does an edit make use of a name that nothing used, or leave one unused? A parameter that a function does not look
// at is a sign of a fault more often than of intent.

#include <map>
#include <set>
#include <string>

#include "candidate.h"
#include "source.h"

namespace repair {

class Usage {
 public:
  /// Counts the names of the unit.
  Usage(const Source& source, const Unit& unit);
  /// What is to be added to the cost of a candidate of this unit: less for a name that comes into use, more for one
  /// that goes out of it.
  [[nodiscard]] double surcharge(const Candidate& candidate) const;

 private:
  const Source& source_;
  std::set<std::string, std::less<>> declared_;          ///< parameters and locals
  std::map<std::string, std::size_t, std::less<>> counts_;  ///< how often each of them stands in the unit
};

}  // namespace repair
