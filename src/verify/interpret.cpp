// A report wins over what is printed: the tests themselves can print anything. Where a runner was asked for
// a report, ended well and left none, its process was ended from inside before it could say how the tests
// went (a test that calls os._exit(0)): then what is printed must not be believed either.

#include "interpret.h"

#include <algorithm>

#include "readers.h"
#include "reports.h"
#include "text/cut.h"

namespace verify {
namespace {

std::int64_t count_ran(const std::vector<TestResult>& tests) {
  return std::count_if(tests.begin(), tests.end(),
                       [](const TestResult& test) { return test.outcome != Outcome::skipped; });
}

std::string missing_report(const ReportPlan& plan, const Reported& reported) {
  std::string runners;
  for (const auto& runner : plan.asked)
    if (runners.find(runner) == std::string::npos) runners += (runners.empty() ? "" : ", ") + runner;
  if (!reported.problem.empty()) return "the report of " + runners + " could not be read (" + reported.problem + ")";
  return runners + " ended without the report that it was asked for";
}

/// With a runner that nobody knows beforehand, the reports that variables asked for count where they
/// speak of what was printed: inside of tests a pytest may run that is not the project's own.
Reported read_guessed(const std::vector<ReportFile>& files, const std::string& dir, const Printed& printed,
                      const OutputLines& lines) {
  if (Reported tree = read_reports(files, dir, Kind::tree); tree.files > 0) return tree;
  if (printed.reader == "pytest" || printed.reader.empty())
    if (Reported pytest = read_reports(files, dir, Kind::pytest); pytest.files > 0 && pytest_runs(lines) <= 1)
      return pytest;
  if (printed.reader == "gtest" || printed.reader.empty()) return read_reports(files, dir, Kind::gtest);
  return {};
}

/// More files than one for each runner that was asked are there where a runner writes several.
bool is_report_missing(const ReportPlan& plan, const Reported& reported) {
  if (plan.asked.empty()) return false;
  const bool may_skip = plan.run.find("||") != std::string::npos;
  return may_skip ? reported.files == 0 : reported.files < plan.asked.size();
}

void take_report(CheckRun& run, std::vector<TestResult> tests) {
  run.tests = each_once(std::move(tests));
  run.total = count_ran(run.tests);
  run.evidence = ReadFrom::report;
}

}  // namespace

CheckRun interpret(const ReportPlan& planned, const Check& check, const std::string& dir, const RunOutput& output) {
  const ReportFiles files = report_files(output.reports, output.nonce);
  const bool is_plain = std::any_of(files.files.begin(), files.files.end(),
                                    [](const ReportFile& file) { return file.name == "plain"; });
  const ReportPlan plan = is_plain ? ReportPlan{.run = check.command} : planned;
  CheckRun run;
  run.check = check;
  run.check.run = plan.run;
  const OutputLines lines(output.printed);
  const std::string readable = plan.go_json ? plain_go_output(output.printed) : std::string();
  run.output = text::keep_ends(plan.go_json ? readable : output.printed, k_check_output_max);
  if (plan.go_json) {
    if (auto tests = read_go_json(lines); !tests.empty()) {
      take_report(run, std::move(tests));
      if (output.printed_cut) run.doubt = "go test printed more than can be kept, so some tests are not known";
      return run;
    }
  }
  Printed printed = read_printed(check, lines);
  Reported reported = plan.is_guess ? read_guessed(files.files, dir, printed, lines)
                                    : read_reports(files.files, dir, Kind::all);
  const bool is_missing = is_report_missing(plan, reported);
  if (reported.files > 0) {
    take_report(run, std::move(reported.tests));
  } else {
    run.tests = std::move(printed.tests);
    run.total = read_total(output.printed).value_or(-1);
    run.evidence = run.tests.empty() && run.total < 0 ? ReadFrom::none : ReadFrom::printed;
    run.doubt = printed.doubt;
  }
  if (output.reports_cut || files.is_cut)
    run.doubt = "the reports are larger than can be kept, so some tests are not known";
  else if (is_missing && output.ended_well)
    run.doubt = missing_report(plan, reported);
  return run;
}

}  // namespace verify
