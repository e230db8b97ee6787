// plumb check: the checks of the project, run by hand: a table of tests, what the failing ones say, a sum.

#include <boost/json.hpp>

#include <algorithm>
#include <cstdio>

#include "commands.h"
#include "engine/check.h"
#include "interrupt.h"
#include "progress.h"

namespace app {

namespace {

using engine::CheckedRun;

constexpr std::size_t k_rows_max = 200;        // beyond, tests that passed are counted, not listed
constexpr std::size_t k_failures_told = 50;
constexpr std::size_t k_lines_told = 30;       // of one failure
constexpr std::size_t k_name_width = 70;

std::string seconds(std::int64_t ms) {
  if (ms < 0) return "-";
  char text[32];
  std::snprintf(text, sizeof text, "%.2f s", static_cast<double>(ms) / 1000);
  return text;
}

/// One line, in a column.
std::string cell(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string table_of(const CheckedRun& run) {
  std::string out;
  std::size_t width = 0;
  for (const auto& test : run.tests) width = std::max(width, std::min(test.name.size(), k_name_width));
  const bool is_long = run.tests.size() > k_rows_max;
  std::size_t left_out = 0, shown = 0;
  for (const auto& test : run.tests) {
    if ((is_long && test.outcome == "passed") || shown >= 5 * k_rows_max) {
      ++left_out;
      continue;
    }
    ++shown;
    out += "  " + cell(test.outcome, 8) + " " + cell(safe(test.name), width) + "  " + seconds(test.duration_ms) + "\n";
  }
  if (left_out > 0) out += "  and " + std::to_string(left_out) + " more (--json has all)\n";
  return out;
}

std::string last_lines(const std::string& text, std::size_t count, const std::string& indent) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  std::string out;
  for (std::size_t i = lines.size() > count ? lines.size() - count : 0; i < lines.size(); ++i)
    out += indent + safe(lines[i]) + "\n";
  return out;
}

std::string failures_of(const CheckedRun& run) {
  std::string out;
  std::size_t told = 0;
  for (const auto& test : run.tests) {
    if (test.outcome != "failed" && test.outcome != "error") continue;
    if (++told > k_failures_told) continue;
    out += "\n" + safe(test.name) + "\n" + last_lines(test.message, k_lines_told, "    ");
  }
  if (told > k_failures_told) out += "\nand " + std::to_string(told - k_failures_told) + " more\n";
  // Nothing can be said by test: then what was printed.
  if (told == 0 && run.status == CheckedRun::Status::failed) out += "\n" + last_lines(run.output, 2 * k_lines_told, "    ");
  return out;
}

std::string sum_of(const CheckedRun& run) {
  std::string out = std::string(engine::name(run.status)) + ": ";
  if (run.status == CheckedRun::Status::not_needed) return out + safe(run.part) + "\n";
  if (run.passed >= 0)
    out += std::to_string(run.passed) + " passed, " + std::to_string(run.failed) + " failed, " + std::to_string(run.skipped) +
           " skipped";
  else
    out += "exit code " + std::to_string(run.exit_code) + ", and no results by test";
  out += " in " + seconds(run.duration_ms);
  if (run.timed_out) out += " (it did not end in its time)";
  if (run.passed >= 0 && run.exit_code != 0 && run.failed == 0) out += "; the command ended with " + std::to_string(run.exit_code);
  if (run.evidence == "printed") out += "; read from what it printed";
  if (!run.doubt.empty()) out += "\n  but: " + safe(run.doubt);
  return out + "\n";
}

void print(const engine::Checked& checked) {
  std::string out;
  for (const auto& run : checked.runs) {
    if (&run != &checked.runs.front()) out += "\n";
    out += safe(run.command) + "  (" + safe(run.why) + ")\n" + table_of(run) + failures_of(run) + "\n" + sum_of(run);
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

}  // namespace

int check_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  engine::CheckOptions options;
  options.cwd = folder_of(args);
  if (options.cwd.empty()) return complain("no such folder: " + args.dir, 2);
  if (args.all && args.affected) return complain("--all and --affected cannot both be meant", 2);
  if (args.affected && !args.words.empty()) return complain("either --affected or names of tests", 2);
  options.command = args.check;
  options.is_affected_only = args.affected;
  options.names = args.words;
  if (!args.quiet)
    options.on_start = [](const std::string& command, const std::string& why) {
      std::fprintf(stderr, "running %s%s\n", safe(command).c_str(), why.empty() ? "" : (" (" + safe(why) + ")").c_str());
    };
  io::Loop loop;
  Interrupt interrupt(loop);
  const auto checked =
      loop.run(io::cancellable(interrupt.cancel(), engine::run_checks(loop, *std::move(settings), std::move(options))));
  if (interrupt.signal() != 0) return complain("interrupted", 128 + interrupt.signal());
  if (!checked) return complain(checked.error().what, checked.error().code == base::Code::invalid ? 2 : 1);
  if (!checked->warning.empty() && !args.quiet) complain(checked->warning);
  if (args.json)
    std::puts(json::dump(engine::to_json(*checked)).c_str());
  else
    print(*checked);
  if (checked->runs.empty() && !args.json) return complain(checked->advice, engine::exit_code(*checked));
  return engine::exit_code(*checked);
}

}  // namespace app
