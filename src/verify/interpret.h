#pragma once
// What a run's output and reports say, put together.

#include <string>

#include "report_plan.h"

namespace verify {

struct RunOutput {
  const std::string& printed;
  bool printed_cut;              ///< something is missing in its middle
  const std::string& reports;    ///< the stream, see report_script.h
  bool reports_cut;
  const std::string& nonce;
  bool ended_well;               ///< exit code 0, in time
};

/// All of a CheckRun but exit code, time and timeout.
CheckRun interpret(const ReportPlan& plan, const Check& check, const std::string& dir, const RunOutput& output);

}  // namespace verify
