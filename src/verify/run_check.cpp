#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "interpret.h"
#include "io/process.h"
#include "report_script.h"
#include "text/cut.h"
#include "verify/verify.h"

namespace verify {
namespace {

/// What readers get: enough for tens of thousands of tests by name.
constexpr std::size_t k_read_max = std::size_t{8} << 20;
/// Go's events are some five times what they tell of.
constexpr std::size_t k_read_json_max = std::size_t{32} << 20;
/// The reports are read while the script writes them, so that little is left at its end.
constexpr io::Millis k_last_words{5000};

/// How often a silent check is looked at.
constexpr io::Millis k_glance{200};

bool looks_like_credential(std::string_view name) {
  const auto has = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
  return name.ends_with("_KEY") || has("API_KEY") || has("_TOKEN") || has("SECRET") ||
         has("PASSWORD") || has("CREDENTIAL");
}

/// One run of the script: what was printed, and the stream of reports.
struct Raw {
  io::ExitStatus status;
  bool timed_out = false;
  std::string printed;
  bool is_cut = false;    ///< `printed` is not all
  std::string reports;
  bool reports_cut = false;
};

class Runner {
 public:
  Runner(io::Launcher launcher, std::string dir, base::Env env)
      : launcher_(std::move(launcher)), dir_(std::move(dir)), env_(check_env(env)) {}

  io::Task<base::Result<Raw>> run(std::vector<std::string> argv, std::string nonce, std::size_t read_max,
                                  io::Millis timeout) {
    io::ProcessSpec spec;
    spec.argv = std::move(argv);
    spec.cwd = dir_;
    spec.env = env_.all();
    spec.open_stdin = true;
    spec.merge_stderr = false;
    start_ = base::steady_ms();
    timeout_ = timeout;
    raw_ = {};
    // A timeout must not lose what was printed, so the deadline is ours and not run_process's.
    CO_TRY(process_, co_await launcher_.start(std::move(spec)));
    io::Scope reports(launcher_.loop());
    reports.spawn(collect_reports());
    auto done = co_await read_to_end(read_max, std::move(nonce));
    if (done && !raw_.timed_out) {
      // The pipe of the reports is the script's alone, and it has ended.
      co_await io::within(k_last_words, "the reports", wait_for(reports));
    }
    reports.cancel();
    co_await io::shielded(reports.wait());
    process_->signal_group(SIGKILL);  // what it left running must not outlive it
    process_.reset();
    if (!done) co_return base::fail(std::move(done).error());
    co_return std::move(raw_);
  }

 private:
  static io::Task<base::Result<bool>> wait_for(io::Scope& scope) {
    co_await scope.wait();
    co_return true;
  }

  /// Reads on when there is more than is kept: the script must not wait for us.
  io::Task<> collect_reports() {
    while (true) {
      const auto chunk = co_await process_->read_err();
      if (!chunk || chunk->empty()) co_return;
      if (raw_.reports.size() + chunk->size() <= k_reports_max)
        raw_.reports += *chunk;
      else
        raw_.reports_cut = true;
    }
  }

  [[nodiscard]] io::Millis left() const { return timeout_ - io::Millis(base::steady_ms() - start_); }

  io::Task<base::Result<>> read_to_end(std::size_t read_max, std::string nonce) {
    // Should it be gone already, its exit code tells more.
    (void)co_await process_->write_in(nonce + "\n");
    process_->close_in();
    text::EndsBuffer output(read_max);
    while (!raw_.timed_out) {
      const auto now_left = left();
      const auto wait = std::clamp(now_left, io::Millis(1), k_glance);
      auto chunk = co_await io::within(wait, "the check", process_->read_out());
      if (chunk && chunk->empty()) break;
      if (chunk) {
        output.add(*chunk);
      } else if (chunk.error().code != base::Code::timeout) {
        co_return base::fail(std::move(chunk).error());
      } else if (process_->ended()) {
        break;  // something that the check left running keeps the pipe open
      }
      raw_.timed_out = now_left <= wait;
    }
    raw_.printed = output.text();
    raw_.is_cut = output.is_cut();
    CO_TRY(raw_.status, co_await finish());
    co_return base::Result<>();
  }

  /// Its output has ended, or its time: waits for its end, and makes one where there is no time left.
  io::Task<base::Result<io::ExitStatus>> finish() {
    if (!raw_.timed_out) {
      auto ended = co_await io::within(std::max(left(), io::Millis(1)), "the check", process_->wait());
      if (ended || ended.error().code != base::Code::timeout) co_return ended;
      raw_.timed_out = true;
    }
    co_await process_->end_group(io::Millis(500));
    co_return co_await process_->wait();
  }

  io::Launcher launcher_;
  std::string dir_;
  base::Env env_;
  std::unique_ptr<io::Process> process_;
  Raw raw_;
  std::int64_t start_ = 0;
  io::Millis timeout_{0};
};

}  // namespace

base::Env check_env(const base::Env& env) {
  base::Env out = env;
  for (const auto& [name, value] : env.all())
    if (looks_like_credential(name)) out.unset(name);
  out.set("TERM", "dumb");
  out.set("NO_COLOR", "1");
  out.set("PAGER", "cat");
  out.set("GIT_PAGER", "cat");
  out.set("GIT_TERMINAL_PROMPT", "0");
  out.set("PYTHONDONTWRITEBYTECODE", "1");
  out.set("PYTHONUNBUFFERED", "1");  // what was printed before a timeout is worth having
  out.unset("FORCE_COLOR");
  out.unset("CLICOLOR_FORCE");
  out.unset("PYTEST_ADDOPTS");
  out.unset("MAKEFLAGS");  // of a make that runs us
  out.unset("MAKELEVEL");
  return out;
}

static constexpr std::string_view k_outcomes[] = {"passed", "failed", "skipped", "error"};

std::string_view name(Outcome outcome) { return k_outcomes[static_cast<std::size_t>(outcome)]; }

Outcome outcome_named(std::string_view word) {
  for (std::size_t i = 0; i < std::size(k_outcomes); ++i)
    if (k_outcomes[i] == word) return static_cast<Outcome>(i);
  return Outcome::error;
}

std::string_view name(ReadFrom evidence) {
  switch (evidence) {
    case ReadFrom::none: return "none";
    case ReadFrom::printed: return "printed";
    case ReadFrom::report: return "report";
  }
  return "none";
}

io::Task<base::Result<CheckRun>> run_check(io::Launcher launcher, Check check, std::string dir,
                                           base::Env env, io::Millis timeout) {
  if (!base::is_dir(dir)) co_return base::fail(base::Code::not_found, "no such folder: " + dir);
  if (check.timeout_s > 0) timeout = io::Millis(check.timeout_s * 1000);
  const ReportPlan plan = plan_reports(check, dir);
  const std::string nonce = base::random_hex(16);
  Runner runner(std::move(launcher), dir, std::move(env));
  const auto start = base::steady_ms();
  const std::size_t read_max = plan.go_json ? k_read_json_max : k_read_max;
  auto script = report_script(plan, check.command);
  CO_TRY(const Raw raw, co_await runner.run(std::move(script), nonce, read_max, timeout));
  const bool ended_well = raw.status.code == 0 && !raw.timed_out;
  CheckRun run = interpret(plan, check, dir,
                           {raw.printed, raw.is_cut, raw.reports, raw.reports_cut, nonce, ended_well});
  run.exit_code = raw.status.code;
  run.timed_out = raw.timed_out;
  run.duration_ms = base::steady_ms() - start;
  co_return run;
}

}  // namespace verify
