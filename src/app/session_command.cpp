// plumb run, resume and ask: a prompt in, a session run, a report out.

#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>

#include <cerrno>
#include <cmath>
#include <csignal>

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
  using First = engine::SessionOptions::RepairFirst;
  options.repair_first = args.repair_first ? First::asked : settings.repair_first ? First::where_it_fits : First::no;
  options.repair_budget_s = args.repair_budget > 0 ? args.repair_budget : settings.repair_budget_s.value_or(-1);
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
                     : live.what == engine::Live::What::search      ? "search"
                                                                    : "void_since_retry";
  json::Object p = {{"what", what}};
  if (live.what == engine::Live::What::search) {
    p["tried"] = live.search.tried;
    p["of"] = live.search.of;
    p["found"] = live.search.found;
    if (live.search.per_second > 0) p["per_second"] = std::round(live.search.per_second * 10) / 10;
    if (live.search.left_ms >= 0) p["left_ms"] = live.search.left_ms;
  } else {
    p["text"] = live.bytes;
  }
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

/// How a Host calls back, and a task waits for it.
struct Outcome {
  explicit Outcome(io::Loop& loop) : told(io::executor_of(loop)) {}
  std::optional<host::RunEnd> end;
  io::Event told;
};

io::Task<> wait_for(Outcome& outcome) {
  while (!outcome.end) {
    co_await outcome.told.wait();
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return;
  }
}

/// The recorded session that is to go on.
base::Result<std::string> resumable(host::Host& sessions, const std::string& name, const std::string& cwd) {
  TRY(const auto id, sessions.resumable(name, cwd));
  TRY(const auto row, sessions.info(id, cwd));
  if (row.process != 0)
    return base::fail(base::Code::changed, "another process (" + std::to_string(row.process) + ") is writing this session: " + id);
  return id;
}

/// What is said to a session that goes on without a next task. builtin knows tasks alone: it gets the session's first again.
std::string go_on_with(host::Host& sessions, const std::string& id, const Args& args) {
  constexpr std::size_t k_looked_at = 200;
  const auto row = sessions.info(id, "");
  const auto model = !args.model.empty() ? args.model : row ? row->model : std::string();
  const auto events = model == "builtin" ? sessions.events(id, 1, k_looked_at) : base::Result<std::vector<plumb::Event>>();
  if (!events) return k_go_on;
  for (const auto& event : *events) {
    if (event.type != "user.message") continue;
    const auto payload = json::parse(event.payload);
    if (!payload || json::find(*payload, "by") != nullptr) continue;   // a line of a damaged log; not the user's
    const auto* const typed = json::find(*payload, "typed");
    return std::string(json::string_or(typed != nullptr ? typed : json::find(*payload, "text")));
  }
  return k_go_on;
}

io::Task<int> run_prompt(host::Host& sessions, io::Loop& loop, const Job& job, std::string id, io::CancelSource& cancel) {
  Outcome outcome(loop);
  plumb::Prompt prompt;
  prompt.text = job.prompt.empty() ? go_on_with(sessions, id, job.args) : job.prompt;
  auto begun = sessions.prompt_with(id, std::move(prompt), [&outcome](const host::RunEnd& end) {
    outcome.end = end;
    outcome.told.notify();
  });
  if (!begun) co_return fail_with(job.args, begun.error());
  auto waiting = wait_for(outcome);
  co_await io::cancellable(cancel, std::move(waiting));
  if (!outcome.end) {   // cancelled: the run ends in order
    sessions.unqueue(id, -1, {});
    sessions.cancel(id, {});
    co_await wait_for(outcome);
  }
  if (outcome.end->not_started) co_return fail_with(job.args, *outcome.end->not_started);
  const auto& report = outcome.end->report;
  print_report(job.args, report, job.purpose, job.settings.env);
  // What others asked of this session meanwhile is done as well, before the program ends.
  auto others = sessions.idle(id);
  co_await io::cancellable(cancel, std::move(others));
  co_return outcome.end->report.exit_code;
}

io::Task<int> run_in(host::Host& sessions, io::Loop& loop, const Job& job, engine::SessionOptions options,
                     io::CancelSource& cancel) {
  std::string id;
  if (job.resumed.empty()) {
    auto made = sessions.create_with(std::move(options));
    if (!made) co_return fail_with(job.args, made.error());
    id = *std::move(made);
  } else {
    auto found = resumable(sessions, job.resumed, options.cwd);
    if (!found) co_return fail_with(job.args, found.error());
    id = *std::move(found);
    if (auto set = sessions.set_options(id, std::move(options)); !set) co_return fail_with(job.args, set.error());
  }
  if (!job.args.live) co_return co_await run_prompt(sessions, loop, job, id, cancel);
  auto page = LivePage::open(loop, sessions, job.settings.env, id);
  if (!page) co_return fail_with(job.args, page.error());
  std::fprintf(stderr, "live: %s\n", page->link().c_str());
  const int code = co_await run_prompt(sessions, loop, job, id, cancel);
  co_await page->close();
  co_return code;
}

/// `running` is the Host while it works.
io::Task<int> work(io::Loop& loop, const Job& job, io::CancelSource& cancel, host::Host*& running) {
  auto options = options_of(job.args, job.settings);
  if (!options) co_return fail_with(job.args, options.error());
  options->purpose = job.purpose;
  if (job.args.attempts > 0 || !job.args.attempt_models.empty()) {
    options->repair_first = engine::SessionOptions::RepairFirst::no;
    co_return co_await io::cancellable(cancel, attempts_command(loop, job.args, job.settings, *options, job.prompt));
  }
  const bool show = !job.args.quiet && job.purpose == engine::Purpose::work;
  Progress progress(stderr, colour_for(stderr, job.settings.env));
  const auto sessions = host::make(loop, job.settings);
  sessions->listen(listener_for(job.args, progress, show));
  if (const auto told = sessions->notify_people({}); !told) co_return fail_with(job.args, told.error());
  running = sessions.get();
  const int code = co_await run_in(*sessions, loop, job, *std::move(options), cancel);
  running = nullptr;
  co_await sessions->close();
  co_return code;
}

int run_job(const Job& job) {
  io::Loop loop;
  io::CancelSource cancel;
  int signalled = 0;
  host::Host* running = nullptr;
  // The first signal ends the run in order; the second ends plumb at once. The log is good for both. Before that,
  // Ctrl-C ends a search that has found something.
  io::Signals signals(loop, {SIGINT, SIGTERM, SIGHUP}, [&](int signal) {
    if (signal == SIGINT && signalled == 0 && running != nullptr && running->stop_search()) {
      complain("the search ends here, with the best so far; once more to cancel");
      return;
    }
    if (signalled != 0) ::_exit(128 + signal);
    signalled = signal;
    cancel.cancel();
  });
  const int code = loop.run(work(loop, job, cancel, running));
  return signalled != 0 && code != 0 ? 128 + signalled : code;
}

}  // namespace

base::Result<engine::Settings> settings_for(const Args& args, base::Env env) {
  auto settings = engine::load_settings(std::move(env));
  if (!settings) return settings;
  const std::string folder = folder_of(args);   // "" = there is none: said by whoever needs it
  if (!folder.empty()) settings = engine::with_project(*std::move(settings), folder);
  if (!settings) return settings;
  const auto set = engine::set_sandbox(*settings, args.sandbox, args.network, args.hosts, args.writable);
  if (!set) return base::fail(set.error());
  return settings;
}

int exit_code_for(const base::Error& error) { return host::exit_code_for(error); }

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
  if (args.repair_first && (args.attempts > 0 || !args.attempt_models.empty()))
    return complain("--repair-first does not go with --attempts: make one of them builtin's, --attempt-models builtin,...", engine::exit_usage);
  if (job.prompt.empty() && job.resumed.empty())
    return complain("no task: give it as an argument, with --file, or on standard input", engine::exit_usage);
  return run_job(job);
}

int resume_command(const Args& args, base::Env env) {
  auto settings = settings_for(args, std::move(env));
  if (!settings) return fail_with(args, settings.error());
  Args rest = args;
  Job job{args, *std::move(settings), engine::Purpose::work, "last", ""};
  // Ids have no blanks: one word with some is the task.
  const bool is_task = rest.words.size() == 1 && rest.words.front().find(' ') != std::string::npos;
  if (!rest.words.empty() && !is_task) {
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
