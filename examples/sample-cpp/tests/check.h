#pragma once
#include <iostream>

inline int failures = 0;

/// Tells where two values differ and goes on.
#define CHECK_EQUAL(actual, expected)                                                     \
  do {                                                                                    \
    const auto actual_value = (actual);                                                   \
    const decltype(actual_value) expected_value = (expected);                             \
    if (!(actual_value == expected_value)) {                                              \
      std::cerr << __FILE__ << ":" << __LINE__ << ": " #actual " is not " #expected "\n"; \
      ++failures;                                                                         \
    }                                                                                     \
  } while (false)

inline int report() {
  if (failures > 0) std::cerr << failures << " failed\n";
  return failures > 0 ? 1 : 0;
}
