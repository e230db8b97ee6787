#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "io/process.h"
#include "text/cut.h"
#include "verify/verify.h"

namespace verify {
namespace {

/// What readers get: enough for tens of thousands of tests by name.
constexpr std::size_t k_read_max = std::size_t{8} << 20;

/// How often a silent check is looked at.
constexpr io::Millis k_glance{200};

bool looks_like_credential(std::string_view name) {
  const auto has = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
  return name.ends_with("_KEY") || has("API_KEY") || has("_TOKEN") || has("SECRET") ||
         has("PASSWORD") || has("CREDENTIAL");
}

/// Its output has ended, or its time: waits for its end, and makes one where there is no time left.
io::Task<base::Result<io::ExitStatus>> finish(io::Process& process, CheckRun& run,
                                              io::Millis left) {
  if (!run.timed_out) {
    auto ended = co_await io::within(std::max(left, io::Millis(1)), "the check", process.wait());
    if (ended || ended.error().code != base::Code::timeout) co_return ended;
    run.timed_out = true;
  }
  co_await process.end_group(io::Millis(500));
  co_return co_await process.wait();
}

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

io::Task<base::Result<CheckRun>> run_check(io::Launcher launcher, Check check, std::string dir,
                                           base::Env env, io::Millis timeout) {
  if (!base::is_dir(dir)) co_return base::fail(base::Code::not_found, "no such folder: " + dir);
  io::ProcessSpec spec;
  spec.argv.emplace_back("/bin/sh");
  spec.argv.emplace_back("-c");
  spec.argv.push_back(check.command);
  spec.cwd = std::move(dir);
  spec.env = check_env(env).all();
  const auto start = base::steady_ms();
  // A timeout must not lose what was printed, so the deadline is ours and not run_process's.
  CO_TRY(auto process, co_await launcher.start(std::move(spec)));
  text::EndsBuffer output(k_read_max);
  CheckRun run;
  run.check = std::move(check);
  while (!run.timed_out) {
    const auto left = timeout - io::Millis(base::steady_ms() - start);
    const auto wait = std::clamp(left, io::Millis(1), k_glance);
    auto chunk = co_await io::within(wait, "the check", process->read_out());
    if (chunk && chunk->empty()) break;
    if (chunk) {
      output.add(*chunk);
    } else if (chunk.error().code != base::Code::timeout) {
      co_return base::fail(std::move(chunk).error());
    } else if (process->ended()) {
      break;  // something that the check left running keeps the pipe open
    }
    run.timed_out = left <= wait;
  }
  auto ended = co_await finish(*process, run, timeout - io::Millis(base::steady_ms() - start));
  if (!ended) co_return base::fail(std::move(ended).error());
  process->signal_group(SIGKILL);  // what it left running must not outlive it
  run.exit_code = ended->code;
  run.duration_ms = base::steady_ms() - start;
  const std::string all = output.text();
  run.tests = read_tests(run.check, all);
  run.total = read_total(all).value_or(-1);
  run.output = text::keep_ends(all, k_check_output_max);
  co_return run;
}

}  // namespace verify
