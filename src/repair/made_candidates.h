#pragma once
// For tests of the operators: the candidates of the first function of a text, and what each costs.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "operators.h"

namespace repair {

struct Made {
  Source source;
  std::vector<Candidate> candidates;
};

inline Made make(const std::string& path, const std::string& text) {
  auto source = Source::parse(path, text);
  EXPECT_TRUE(source) << source.error().what;
  EXPECT_FALSE(source->units().empty());
  Made made{*std::move(source), {}};
  made.candidates = make_candidates(made.source, 0, 0, [](std::size_t) { return true; });
  return made;
}

/// The cost of the candidate that makes `before` (in the text) `after`, or -1.
inline double cost_of(const Made& made, const std::string& before, const std::string& after) {
  std::string wanted = made.source.text();
  const auto at = wanted.find(before);
  EXPECT_NE(at, std::string::npos) << before;
  if (at == std::string::npos) return -1;
  wanted.replace(at, before.size(), after);
  for (const auto& candidate : made.candidates)
    if (edited(made.source.text(), candidate.splices) == wanted) return candidate.cost;
  return -1;
}

/// A text with a trap in it, and the way out.
struct Trap {
  const char *path, *text, *before, *after;
  double most;  ///< that the way out may cost
};

inline void expect_way_out(const std::vector<Trap>& traps) {
  for (const auto& one : traps) {
    const double cost = cost_of(make(one.path, one.text), one.before, one.after);
    EXPECT_GE(cost, 0) << one.text << "wants " << one.after;
    EXPECT_LE(cost, one.most) << one.text << "wants " << one.after;
  }
}

}  // namespace repair
