#pragma once
// What an edit takes away. A test suite is easily satisfied by less code: a guard that is gone, a branch
// that is never taken, a constant where something was computed. Such edits pass weak tests more often than
// they are right, so they come after all others.

#include "candidate.h"
#include "source.h"

namespace repair {

enum class Loss {
  none,
  part,   ///< of an expression: an operand, an argument, a call
  whole,  ///< a statement, a branch, or what comes behind a jump
};

/// By the tokens that change, whatever operator made the edit.
Loss loss_of(const Source& source, const Candidate& candidate);

}  // namespace repair
