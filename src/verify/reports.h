#pragma once
// All reports of one run, as results.

#include <string>
#include <vector>

#include "report_script.h"

namespace verify {

struct Reported {
  std::vector<TestResult> tests;
  std::size_t files = 0;   ///< reports that could be read
  std::string problem;     ///< of one that could not: "ctest-1.xml: no whole XML: ..."
};

enum class Kind {
  all,
  pytest,   ///< only pytest-guess.xml
  gtest,    ///< only gtest/*.xml
  tree,     ///< only those that the run wrote into the project
};
/// `dir`: the project's folder, for names of files.
Reported read_reports(const std::vector<ReportFile>& files, const std::string& dir, Kind kind);

}  // namespace verify
