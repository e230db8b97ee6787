#include "reports.h"

#include <iterator>
#include <map>

#include "output_lines.h"
#include "report_readers.h"

namespace verify {
namespace {

using Results = base::Result<std::vector<TestResult>>;

bool is_of(const ReportFile& file, Kind kind) {
  switch (kind) {
    case Kind::all: return true;
    case Kind::pytest: return file.name == "pytest-guess.xml";
    case Kind::gtest: return file.name.starts_with("gtest/");
    case Kind::tree: return file.name.starts_with("tree:");
  }
  return false;
}

Results read_in_tree(std::string_view path, const ReportFile& file,
                     const std::map<std::string, std::string_view, std::less<>>& logs) {
  if (path.ends_with("testlog.json")) return read_meson_log(file.bytes);
  if (path.ends_with(".trs")) {
    const std::string name(path);
    const auto log = logs.find(name.substr(0, name.size() - 4) + ".log");
    return read_trs(name, file.bytes, log == logs.end() ? std::string_view() : log->second);
  }
  return read_junit(file.bytes, Dialect::plain);
}

Results read_one(const ReportFile& file, const std::string& dir,
                 const std::map<std::string, std::string_view, std::less<>>& logs) {
  std::string_view name = file.name;
  if (take(name, "tree:")) return read_in_tree(name, file, logs);
  if (name.starts_with("pytest-")) return read_junit(file.bytes, Dialect::pytest);
  if (name.starts_with("ctest-")) return read_junit(file.bytes, Dialect::ctest);
  if (name.starts_with("node-")) return read_junit(file.bytes, Dialect::node);
  if (name.starts_with("gtest/")) return read_junit(file.bytes, Dialect::gtest);
  if (name.starts_with("unittest-")) return read_unittest_notes(file.bytes);
  if (name.starts_with("jest-") || name.starts_with("vitest-")) return read_jest(file.bytes, dir);
  if (name.starts_with("mocha-")) return read_mocha(file.bytes, dir);
  return base::fail(base::Code::invalid, "nobody was asked for it");
}

}  // namespace

Reported read_reports(const std::vector<ReportFile>& files, const std::string& dir, Kind kind) {
  std::map<std::string, std::string_view, std::less<>> logs;
  for (const auto& file : files)
    if (file.name.starts_with("tree:") && file.name.ends_with(".log")) logs[file.name.substr(5)] = file.bytes;
  Reported reported;
  for (const auto& file : files) {
    if (!is_of(file, kind) || file.name == "plain" || (file.name.starts_with("tree:") && file.name.ends_with(".log"))) continue;
    auto results = read_one(file, dir, logs);
    if (!results) {
      if (reported.problem.empty()) reported.problem = file.name + ": " + results.error().what;
      continue;
    }
    ++reported.files;
    reported.tests.insert(reported.tests.end(), std::make_move_iterator(results->begin()),
                          std::make_move_iterator(results->end()));
  }
  return reported;
}

}  // namespace verify
