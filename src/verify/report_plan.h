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
  /// Folders in the project that are removed first, patterns likewise: a runner that finds its old results
  /// there runs nothing.
  std::vector<std::string> removed;
  /// Exit codes by which a runner says that it does not know its options. If no report is there then, the
  /// command is run again as it is.
  std::vector<int> unknown_options;
};

/// `dir` is where the check's project lies: package.json tells what `npm test` is.
ReportPlan plan_reports(const Check& check, const std::string& dir);

}  // namespace verify
