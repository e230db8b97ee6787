#pragma once
// The tests before and after, and which became which.

#include <deque>
#include <optional>
#include <vector>

#include "tamper/compare_suites.h"
#include "tamper/suite.h"

namespace verify::tamper {

/// A test, before or after, and what has been found out about it.
struct Entry {
  const Subject* subject = nullptr;
  const TestCase* test = nullptr;
  std::vector<Assertion> assertions;  ///< with calls of helpers that assert
  std::vector<bool> used;             ///< those that have found their partner
  std::vector<bool> rows_used;
  Entry* partner = nullptr;
  bool gone = false;
  bool hidden = false;  ///< by a later definition of the same name
};

struct Parsed {
  const Subject* subject = nullptr;
  std::optional<Suite> before, after;
};

/// Both refer to the suites that they were made of.
struct Tests {
  std::deque<Entry> before, after;
};

/// All tests, helpers and top levels of the files. What leaves all others out ("only") is reported.
Tests gather_tests(const std::vector<Parsed>& files, Report& report);
/// Sets the partners. A test that has none was deleted, or is new.
void pair_tests(Tests& tests);

}  // namespace verify::tamper
