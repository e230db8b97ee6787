// plumb run, resume and ask: a prompt in, a session run, a report out.

#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <cerrno>
#include <csignal>
#include <optional>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "attempts_command.h"
#include "commands.h"
#include "engine/session.h"
#include "host/host.h"
#include "io/event.h"
#include "io/signals.h"
#include "live_page.h"
#include "progress.h"
#include "session_output.h"

namespace app {

namespace {

using engine::Session;

/// Larger than the window of any model.
constexpr std::size_t k_prompt_max = std::size_t{4} << 20;

constexpr const char* k_go_on = "The session was interrupted. Look at what is done already, then go on with the task.";

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// The prompt from words, --file, or standard input; empty = there is none.
base::Result<std::string> prompt_of(const Args& args) {
  if (!args.file.empty()) return base::read_file(args.file, k_prompt_max);
  const std::string words = joined(args.words);
  if (!words.empty() && words != "-") return words;
  if (words != "-" && ::isatty(STDIN_FILENO) == 1) return std::string();
  auto given = read_stdin(k_prompt_max);
  if (!given && given.error().code == base::Code::too_big)
    given.error().what += ": leave what is long in a file of the project and name it in the task";
  return given;
}

base::Result<std::string> schema_of(const Args& args) {
  if (args.json_schema.empty() || args.json_schema.starts_with('{')) return args.json_schema;
  return base::read_file(args.json_schema, std::size_t{1} << 20);
}

base::Result<engine::SessionOptions> options_of(const Args& args, const engine::Settings& settings) {
  engine::SessionOptions options;
  options.cwd = folder_of(args);
  if (options.cwd.empty()) return base::fail(base::Code::not_found, "no such folder: " + args.dir);
  options.model = args.model;
  options.effort = args.effort.empty() ? settings.effort : args.effort;
  options.turns_max = args.max_turns > 0 ? args.max_turns : settings.max_turns.value_or(options.turns_max);
  options.budget_usd = args.max_budget_usd >= 0 ? args.max_budget_usd : settings.max_budget_usd.value_or(-1);
  options.tokens_max = args.max_tokens > 0 ? args.max_tokens : settings.max_tokens.value_or(-1);
  options.check = args.check;
  options.verify = !args.no_verify;
  options.tests_may_change = args.tests_may_change;
  if (args.max_rounds >= 0) options.rounds_max = args.max_rounds;
  TRY(options.output_schema, schema_of(args));
  return options;
}

}  // namespace

void print_line(const json::Value& value) {
  const std::string line = json::dump(value) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fflush(stdout);
}

int fail_with(const Args& args, const base::Error& error) {
  const int code = exit_code_for(error);
  if (args.format != Format::text)
    print_line(json::Object{{"type", "result"},
                            {"end", "failed"},
                            {"exit_code", code},
                            {"error", json::Object{{"code", base::name(error.code)}, {"message", error.what}}}});
  return complain(error.what, code);
}

json::Value to_line(const engine::SessionEvent& event) {
  auto payload = json::parse(event.payload);
  return json::Object{{"type", event.type},
                      {"seq", event.seq},
                      {"t", event.time_ms},
                      {"p", payload ? *std::move(payload) : json::Value(event.payload)}};
}

json::Value to_line(const engine::Live& live) {
  const char* what = live.what == engine::Live::What::text          ? "text"
                     : live.what == engine::Live::What::reasoning   ? "reasoning"
                     : live.what == engine::Live::What::tool_output ? "tool_output"
                                                                    : "void_since_retry";
  json::Object p = {{"what", what}, {"text", live.bytes}};
  if (!live.call_id.empty()) p["id"] = live.call_id;
  return json::Object{{"type", "live"}, {"p", std::move(p)}};
}

namespace {

engine::Listener listener_for(const Args& args, Progress& progress, bool show_progress) {
  engine::Listener listener;
  const bool stream = args.format == Format::stream_json;
  listener.on_event = [stream, show_progress, &progress](const engine::SessionEvent& event) {
    if (stream) print_line(to_line(event));
    if (show_progress) progress.event(event);
  };
  if (!stream && show_progress)
    listener.on_live = [&progress](const engine::Live& live) { progress.live(live); };
  if (stream)
    listener.on_live = [](const engine::Live& live) { print_line(to_line(live)); };
  return listener;
}

void print_report(const Args& args, const engine::Report& report, engine::Purpose purpose,
                  const base::Env& env) {
  if (args.format != Format::text) {
    json::Value out = engine::to_json(report);
    out.as_object()["type"] = "result";
    if (auto receipt = json::parse(report.receipt_text)) out.as_object()["receipt"] = *std::move(receipt);
    print_line(out);
    return;
  }
  if (purpose == engine::Purpose::ask) {
    if (!report.text.empty()) std::fputs((report.text + "\n").c_str(), stdout);
    if (!report.error.empty()) complain(report.error);
    return;
  }
  std::fputs(report_text(report, colour_for(stdout, env)).c_str(), stdout);
}

struct Job {
  const Args& args;
  engine::Settings settings;
  engine::Purpose purpose = engine::Purpose::work;
  std::string resumed;   ///< "" = a new session
  std::string prompt;
};

/// The session's id: a new one, or that of the record, with the options of this run.
base::Result<std::string> session_on(host::Host& host, const Job& job, const engine::SessionOptions& options) {
  if (job.resumed.empty()) return host.create_with(options);
  TRY(const auto info, host.info(job.resumed, options.cwd));
  TRY_DO(host.set_options(info.id, options));
  return info.id;
}

/// Waits for the end of the prompt; a cancellation reaches the run.
io::Task<host::RunEnd> run_on(io::Loop& loop, host::Host& host, std::string id, std::string prompt, io::CancelSource& cancel) {
  std::optional<host::RunEnd> end;
  io::Event ended(io::executor_of(loop));
  const auto begun = host.prompt_with(id, {std::move(prompt), {}}, [&](const host::RunEnd& how) {
    end = how;
    ended.notify();
  });
  if (!begun) {
    host::RunEnd none;
    none.not_started = begun.error();
    co_return none;
  }
  while (!end && !cancel.cancelled()) co_await io::cancellable(cancel, ended.wait());
  if (!end) host.cancel(id, [](const base::Result<>&) {});   // it may have ended just now
  while (!end) co_await ended.wait();
  co_return *std::move(end);
}

/// --live: the same on a host, with a page beside it.
io::Task<int> work_with_page(io::Loop& loop, const Job& job, engine::SessionOptions options, io::CancelSource& cancel) {
  Progress progress(stderr, colour_for(stderr, job.settings.env));
  const auto host = host::make(loop, job.settings);
  host->listen(listener_for(job.args, progress, !job.args.quiet));
  const auto id = session_on(*host, job, options);
  if (!id) co_return fail_with(job.args, id.error());
  auto page = LivePage::open(loop, *host, job.settings.env, *id);
  if (!page) co_return fail_with(job.args, page.error());
  std::fprintf(stderr, "live: %s\n", page->link().c_str());
  const std::string prompt = job.prompt.empty() ? std::string(k_go_on) : job.prompt;
  const auto end = co_await run_on(loop, *host, *id, prompt, cancel);
  co_await page->close();
  co_await host->close();
  if (end.not_started) co_return fail_with(job.args, *end.not_started);
  print_report(job.args, end.report, job.purpose, job.settings.env);
  co_return end.report.exit_code;
}

io::Task<int> work(io::Loop& loop, const Job& job, io::CancelSource& cancel) {
  auto options = options_of(job.args, job.settings);
  if (!options) co_return fail_with(job.args, options.error());
  options->purpose = job.purpose;
  if (job.args.attempts > 0 || !job.args.attempt_models.empty())
    co_return co_await io::cancellable(cancel, attempts_command(loop, job.args, job.settings, *options, job.prompt));
  if (job.args.live) co_return co_await work_with_page(loop, job, *options, cancel);
  const bool show = !job.args.quiet && job.purpose == engine::Purpose::work;
  Progress progress(stderr, colour_for(stderr, job.settings.env));
  auto listener = listener_for(job.args, progress, show);
  auto starting = job.resumed.empty()
                      ? Session::start(loop, job.settings, *options, job.prompt, std::move(listener))
                      : Session::resume(loop, job.settings, *options, job.resumed, std::move(listener));
  auto session = co_await io::cancellable(cancel, std::move(starting));
  if (!session) co_return fail_with(job.args, session.error());
  const std::string prompt = job.prompt.empty() ? std::string(k_go_on) : job.prompt;
  const auto report = co_await io::cancellable(cancel, (*session)->run(prompt));
  print_report(job.args, report, job.purpose, job.settings.env);
  co_return report.exit_code;
}

int run_job(const Job& job) {
  io::Loop loop;
  io::CancelSource cancel;
  int signalled = 0;
  // The first signal ends the run in order; the second ends plumb at once. The log is good for both.
  io::Signals signals(loop, {SIGINT, SIGTERM, SIGHUP}, [&](int signal) {
    if (signalled != 0) ::_exit(128 + signal);
    signalled = signal;
    cancel.cancel();
  });
  const int code = loop.run(work(loop, job, cancel));
  return signalled != 0 && code != 0 ? 128 + signalled : code;
}

}  // namespace

base::Result<engine::Settings> settings_for(const Args& args, base::Env env) {
  auto settings = engine::load_settings(std::move(env));
  if (!settings) return settings;
  const auto set = engine::set_sandbox(*settings, args.sandbox, args.network, args.hosts, args.writable);
  if (!set) return base::fail(set.error());
  return settings;
}

int exit_code_for(const base::Error& error) {
  switch (error.code) {
    case base::Code::unauthenticated:
    case base::Code::unavailable: return engine::exit_model;
    case base::Code::not_found:
    case base::Code::invalid:
    case base::Code::ambiguous:
    case base::Code::too_big: return engine::exit_usage;
    default: return engine::exit_error;
  }
}

int run_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return fail_with(args, settings.error());
  Job job{args, *std::move(settings), engine::Purpose::work, args.resume, ""};
  if (args.continue_last) job.resumed = "last";
  auto prompt = prompt_of(args);
  if (!prompt) return fail_with(args, prompt.error());
  job.prompt = *std::move(prompt);
  if (job.prompt.find_first_not_of(" \t\r\n") == std::string::npos) job.prompt.clear();
  if (!job.resumed.empty() && (args.attempts > 0 || !args.attempt_models.empty()))
    return complain("--attempts starts new sessions: it does not go with --continue and --resume", engine::exit_usage);
  if (args.live && (args.attempts > 0 || !args.attempt_models.empty()))
    return complain("--live shows one session: `plumb serve` shows attempts", engine::exit_usage);
  if (job.prompt.empty() && job.resumed.empty())
    return complain("no task: give it as an argument, with --file, or on standard input", engine::exit_usage);
  return run_job(job);
}

int resume_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return fail_with(args, settings.error());
  Args rest = args;
  Job job{args, *std::move(settings), engine::Purpose::work, "last", ""};
  if (!rest.words.empty()) {
    job.resumed = rest.words.front();
    rest.words.erase(rest.words.begin());
  }
  if (!rest.words.empty() || !rest.file.empty()) {
    auto prompt = prompt_of(rest);
    if (!prompt) return fail_with(args, prompt.error());
    job.prompt = *std::move(prompt);
  }
  return run_job(job);
}

int ask_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return fail_with(args, settings.error());
  auto prompt = prompt_of(args);
  if (!prompt) return fail_with(args, prompt.error());
  if (prompt->find_first_not_of(" \t\r\n") == std::string::npos)
    return complain("no question: give it as an argument or on standard input", engine::exit_usage);
  return run_job(Job{args, *std::move(settings), engine::Purpose::ask, "", *std::move(prompt)});
}

std::string folder_of(const Args& args) {
  const std::string folder = base::absolute(args.dir.empty() ? "." : args.dir);
  return base::is_dir(folder) ? folder : std::string();
}

int complain(const std::string& what, int code) {
  std::fprintf(stderr, "plumb: %s\n", safe_text(what).c_str());
  return code;
}

base::Result<std::string> read_stdin(std::size_t limit) {
  std::string out;
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (got == 0) return out;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::fail_errno("cannot read standard input");
    out.append(buffer, static_cast<std::size_t>(got));
    if (out.size() > limit)
      return base::fail(base::Code::too_big, "standard input has more than " + std::to_string(limit >> 20) + " MiB");
  }
}

}  // namespace app
