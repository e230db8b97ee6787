#pragma once
// The runs on record as claims look at them: what a claim wants of a run, and what a run shows of it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "claim_look.h"
#include "claim_reading.h"
#include "verify/claims.h"

namespace verify {

struct Wanted {
  unsigned does = 0;
  std::vector<Action> named;  ///< the parts of the command that the claim names and that matter
  std::string command;
  bool exact = false;  ///< structured: the selection must be the same as well
};
Wanted wanted_of(const Claim& claim, unsigned does);
bool is_named(const Wanted& wanted, const Action& action);

class Runs {
 public:
  /// `evidence` must outlive it, in the order in which it came.
  Runs(const std::vector<Evidence>& evidence, const std::vector<std::string>& checks, std::uint64_t last_change);

  [[nodiscard]] const std::vector<Evidence>& evidence() const { return evidence_; }
  [[nodiscard]] const Known& known(std::size_t at) const { return known_[at]; }
  [[nodiscard]] bool is_check(const Action& action) const;
  /// The run as it bears on a claim that wants something which does `does`; nothing if it does not.
  /// With `wanted`, only what it names.
  [[nodiscard]] std::optional<Look> look(std::size_t at, unsigned does, const Wanted* wanted) const;
  /// The newest run of plumb's own on the tree as it is.
  [[nodiscard]] std::optional<Look> harness(unsigned does) const;
  /// Whether tests failed in a run before that event, on a tree before the last change.
  [[nodiscard]] bool failed_before(std::uint64_t event) const;
  /// Any command, the same one, that failed before the last change and ends well since: proves `out`.
  bool red_then_green(MarkedClaim& out) const;

 private:
  Look look_at(const Known& known, std::size_t i, unsigned does) const;
  /// The run itself if a build that went well comes before part `i` on the same tree; 0 = none does.
  [[nodiscard]] std::uint64_t built_before(const Known& known, std::size_t i) const;

  const std::vector<Evidence>& evidence_;
  std::vector<Known> known_;
  std::vector<Action> checks_;
  std::uint64_t last_change_;
};

}  // namespace verify
