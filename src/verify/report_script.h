#pragma once
// The shell script around a check, and what it hands back. The check runs in a sandbox with a /tmp of
// its own and, in a view of the project, with files that nobody outside can see: so reports leave it
// through a pipe that the check itself does not have (the script's standard error), between marks that
// it does not know (a nonce that the script reads from standard input before it starts the check).

#include <string>
#include <string_view>
#include <vector>

#include "io/process.h"
#include "report_plan.h"

namespace verify {

inline constexpr std::size_t k_report_max = std::size_t{16} << 20;       ///< bytes of one file
inline constexpr std::size_t k_reports_max = std::size_t{48} << 20;      ///< of all files of a run
inline constexpr std::size_t k_report_files_max = 4000;

/// argv of the process for a check with this command: feed `nonce` and a line feed to its standard input. Its exit code is that of
/// the check; 125 if it could not set itself up.
std::vector<std::string> report_script(const ReportPlan& plan, const std::string& command);

struct ReportFile {
  std::string name;   ///< "plain" = what follows is of the command as it is; else "pytest-1.xml", "gtest/a.xml", "tree:./target/surefire-reports/TEST-A.xml"
  std::string_view bytes;
};
struct ReportFiles {
  std::vector<ReportFile> files;   ///< into the stream
  bool is_cut = false;             ///< the stream ended inside a file
};
ReportFiles report_files(std::string_view stream, std::string_view nonce);

}  // namespace verify
