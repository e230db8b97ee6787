#pragma once
// How a check is run so that its runner reports each test: what is added to its command, and which
// files of the project the runner writes in any case.

#include <string>
#include <vector>

#include "verify/verify.h"

namespace verify {

struct ReportPlan {
  std::string run;                 ///< for sh, with $PLUMB_REPORTS for the folder of reports
  /// Runners that were asked for a report: one that ended well without it is in doubt.
  std::vector<std::string> asked;
  bool go_json = false;            ///< `go test` prints its report
  bool is_guess = false;           ///< no runner is known: variables ask those that may be inside
  /// Files in the project: patterns of find's -path. Those of them count that the run has written.
  std::vector<std::string> tree;
  /// Words that only we put there: an output that complains about one means a runner without them.
  std::vector<std::string> marks;
};

/// `dir` is where the check's project lies: package.json tells what `npm test` is.
ReportPlan plan_reports(const Check& check, const std::string& dir);

}  // namespace verify
