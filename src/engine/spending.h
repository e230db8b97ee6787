#pragma once
// What all runs on this machine may spend together. The logs of the sessions say what was spent; what calls that are out
// now could cost at most is reserved in a file beside them, so that two runs do not spend the same dollar. Internal to engine.

#include <string>

#include "engine/settings.h"

namespace engine {

class Spending {
 public:
  /// `project`: the folder whose budget counts. Reserves nothing yet.
  Spending(std::string state_dir, Settings::Budgets budgets, std::string project, std::string session);
  Spending(const Spending&) = delete;
  ~Spending();

  /// What a call may cost at most, as far as it is known before it is made.
  struct Call {
    double input_usd = 0;          ///< certain
    double output_usd = 0;         ///< if the answer is as long as it may be
    double least_output_usd = 0;   ///< of an answer that is of use
  };
  /// Takes as much as fits of the call for this run, in place of what it had reserved before; what its answer may cost then.
  /// Fails with budget (which one, and what is spent of it), io.
  base::Result<double> reserve(const Call& call);
  /// The call has ended: it cost so much, which its session's log tells; and `lost_usd`, which no log tells: of attempts
  /// that broke off.
  void settle(double usd, double lost_usd = 0);

 private:
  std::string state_dir_, project_, session_;
  Settings::Budgets budgets_;
  bool has_reserved_ = false;
  double input_usd_ = 0;         ///< of what is reserved
};

/// What is spent of each budget, calls that are out included. Fails with io.
struct SpentSoFar {
  double day = 0, project = 0, all = 0;
};
base::Result<SpentSoFar> spent_so_far(const std::string& state_dir, const std::string& project);

}  // namespace engine
