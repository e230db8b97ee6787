#include "shell_state.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "shell_strays.h"
#include "shell_text.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "workspace/workspace.h"

namespace tools {

namespace {

constexpr io::Millis k_wait_min{100};        // a command that fails at once is not handed back
constexpr io::Millis k_wait_max{3600000};
constexpr io::Millis k_terminal_wait{10000}; // on a pty, which talks and waits for an answer
constexpr ShellCommand::Quiet k_quiet{io::Millis(500), io::Millis(150)};
constexpr io::Millis k_settled_waiting{1000};   // shell_wait: programs that draw may compute meanwhile
constexpr io::Millis k_grace_cancelled{60};  // somebody waits for the end of it all
constexpr std::size_t k_standing_max = 2048; // bytes of k_output_max for the lines behind the output
constexpr std::size_t k_title_max = 80;

std::string first_line(std::string_view command) {
  const auto begin = command.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return "";
  const auto line = command.substr(begin, command.find('\n', begin) - begin);
  const std::string valid = text::to_valid_utf8(line);
  const auto shown = text::clip(valid, k_title_max);
  return std::string(shown) + (begin + shown.size() < command.size() ? " ..." : "");
}

io::Millis bounded_wait(std::optional<io::Millis> asked, io::Millis usual) {
  return std::clamp(asked.value_or(usual), k_wait_min, k_wait_max);
}

}  // namespace

ShellState::ShellState(io::Loop& loop, workspace::Workspace& workspace, ShellOptions options)
    : loop_(loop), workspace_(workspace), options_(std::move(options)),
      env_(shell_env(options_.env, options_.secret_names)), mark_(base::random_hex(8) + "."),
      tasks_(loop) {
  if (workspace_.is_transactional()) return;
  options_.besides->begin = [this](std::string id, std::string what) { return begin_step(std::move(id), std::move(what)); };
  options_.besides->end = [this](std::string id) { return end_step(std::move(id)); };
}

ShellState::~ShellState() {
  options_.besides->begin = nullptr;
  options_.besides->end = nullptr;
  for (const auto& command : commands_) command->kill_now();
  if (ran_any_) signal_strays(mark_, SIGKILL);
}

// ---- commands ----

base::Result<io::ProcessSpec> ShellState::spec_of(const ShellRequest& request, int id) const {
  if (request.command.find('\0') != std::string::npos)
    return base::fail(base::Code::invalid, "the command holds a NUL character");
  io::ProcessSpec spec;
  const bool has_bash = ::access("/bin/bash", X_OK) == 0;
  spec.argv = {has_bash ? "/bin/bash" : "/bin/sh", "-c", request.command};
  TRY(spec.cwd, workspace_.resolve(request.cwd.empty() ? "." : request.cwd));
  if (!base::is_dir(spec.cwd)) return base::fail(base::Code::invalid, "cwd is not a folder: " + request.cwd);
  spec.env = env_.all();
  spec.env["PLUMB_SHELL"] = mark(id);   // by which strays are found
  spec.env["PWD"] = spec.cwd;
  spec.terminal = request.pty ? io::Terminal::pty : io::Terminal::none;
  if (request.pty) spec.env["TERM"] = "xterm";   // what Screen understands
  spec.columns = k_shell_columns;
  spec.rows = k_shell_rows;
  return spec;
}

base::Result<std::shared_ptr<ShellCommand>> ShellState::find(int id) const {
  std::string ids;
  for (const auto& command : commands_) {
    if (command->id() == id) return command;
    ids += (ids.empty() ? "" : ", ") + std::to_string(command->id());
  }
  return base::fail(base::Code::not_found, fmt::format("no command runs as id {}; {}", id,
                                                       ids.empty() ? "none runs" : "running: " + ids));
}

void ShellState::forget_ended() {
  // Those that nobody asked about, oldest first, and only where there is no room.
  while (commands_.size() >= k_shell_commands_max) {
    const auto ended = std::find_if(commands_.begin(), commands_.end(), [](const auto& each) { return !each->is_alive(); });
    if (ended == commands_.end()) return;
    commands_.erase(ended);
  }
}

// ---- steps ----

/// Whether anything that was started may still change the tree: a daemon, too, of which no command is known any more.
bool ShellState::goes_on() const {
  if (!commands_.empty() || (ran_any_ && signal_strays(mark_, 0) > 0)) return true;
  return options_.besides->goes_on && options_.besides->goes_on();
}

void ShellState::collect(workspace::Step step) {
  git_.insert(git_.end(), step.git.begin(), step.git.end());
  for (auto& effect : step.effects) {
    std::erase_if(effects_, [&](const auto& each) { return each.path == effect.path; });
    effects_.push_back(std::move(effect));
  }
}

/// While the model thinks. What fails here fails again, and is told, when a command needs it.
void ShellState::make_ready() {
  if (!options_.prepare) return;
  auto view = workspace_.prepare();
  if (view && *view) options_.prepare(**std::move(view));
}

io::Launcher ShellState::launcher(sandbox::View view) const {
  if (!options_.start) return {loop_};
  return {loop_, [start = options_.start, view = std::move(view)](io::ProcessSpec spec) { return start(std::move(spec), view); }};
}

/// A new command's step, after those of the commands that have ended: it finds what they did.
io::Task<base::Result<>> ShellState::open_step(std::string id, std::string what, workspace::Workspace::Command& opened) {
  if (!workspace_.is_transactional()) co_return co_await begin_step(std::move(id), std::move(what));
  const std::string problem = co_await end_transactions();
  if (!problem.empty()) co_return base::fail(base::Code::io, problem);
  CO_TRY(opened, co_await workspace_.before_command(std::move(id), std::move(what)));
  co_return base::Result<>();
}

io::Task<base::Result<>> ShellState::begin_step(std::string id, std::string what) {
  if (step_open_) {   // what ran in the background since the last call, and may still run
    auto step = co_await io::shielded(workspace_.next_command(id, what));
    if (step) {
      collect(*std::move(step));
      co_return base::Result<>();
    }
    if (step.error().code != base::Code::invalid) co_return base::fail(std::move(step).error());
    step_open_ = false;   // the last one could not be opened
  }
  CO_TRY_DO(co_await workspace_.before_command(std::move(id), std::move(what)));
  step_open_ = true;
  co_return base::Result<>();
}

/// Closes the steps of all commands that have ended.
io::Task<std::string> ShellState::end_transactions() {
  std::string problem;
  const auto commands = commands_;   // a copy: each wait may change the list
  for (const auto& command : commands) {
    if (command->transaction == 0 || command->is_alive()) continue;
    auto step = co_await workspace_.after_command(std::exchange(command->transaction, 0));
    if (step) collect(*std::move(step));
    if (!step) problem += "[what it changed is not in the tree: " + step.error().what + "]\n";
  }
  co_return problem;
}

io::Task<std::string> ShellState::end_step(std::string call_id) {
  std::string problem;
  if (workspace_.is_transactional()) {
    problem = co_await end_transactions();
    const std::string told = effects_lines(effects_, git_);
    effects_.clear();
    git_.clear();
    make_ready();
    co_return told + problem;
  }
  if (goes_on()) {
    const auto opened = co_await begin_step(call_id + "+", "shell: in the background");
    if (!opened) problem = "[what it changes may not be recorded: " + opened.error().what + "]\n";
  } else if (step_open_) {
    step_open_ = false;
    auto step = co_await workspace_.after_command();
    if (step) collect(*std::move(step));
    if (!step) problem = "[what it changed could not be recorded: " + step.error().what + "]\n";
  }
  const std::string line = effects_lines(effects_, git_);
  effects_.clear();
  co_return line + problem;
}

// ---- what the model is told ----

std::string ShellState::standing(const ShellCommand& command, bool alive) const {
  const auto ended = command.ended();
  if (!ended && command.request().pty && command.is_waiting())
    return fmt::format("[waits for input, id {}: shell_input answers]\n", command.id());
  if (!ended)
    return fmt::format("[still running after {} s, id {}]\n", (base::now_ms() - command.since_ms()) / 1000, command.id());
  std::string line;
  if (command.timed_out()) {
    line = fmt::format("[ended after timeout_s = {:.3g}]\n", static_cast<double>(command.request().timeout->count()) / 1000);
  } else if (ended->signal != 0) {
    line = fmt::format("[killed by signal {}]\n", ended->signal);
  } else if (ended->code != 0) {
    line = fmt::format("[exit {}]\n", ended->code);
  }
  if (alive) line += fmt::format("[what it started goes on in the background, id {}]\n", command.id());
  return line;
}

CommandState ShellState::state_of(const ShellCommand& command) const {
  CommandState state;
  state.id = command.id();
  state.text = command.request().command;
  const auto dir = workspace_.resolve(command.request().cwd.empty() ? "." : command.request().cwd);
  state.dir = dir ? base::relative(*dir, workspace_.root()) : command.request().cwd;   // a folder that is gone by now
  if (state.dir == ".") state.dir.clear();
  state.timed_out = command.timed_out();
  if (const auto ended = command.ended()) {
    state.ended = true;
    state.exit_code = ended->code;
    state.signal = ended->signal;
  }
  return state;
}

std::string ShellState::ended_meanwhile(const ShellCommand& command) const {
  std::string lines;
  for (const auto& other : commands_)
    if (other.get() != &command && !other->is_alive())
      lines += fmt::format("[id {} has ended: shell_wait tells how]\n", other->id());
  return lines;
}

io::Task<Output> ShellState::report(std::shared_ptr<ShellCommand> command, Run run, std::string problem) {
  const bool alive = command->is_alive();
  if (!alive && !workspace_.is_transactional()) std::erase(commands_, command);
  const std::string changed = co_await end_step(run.call_id);
  if (!alive) std::erase(commands_, command);
  std::string end = standing(*command, alive) + changed + ended_meanwhile(*command);
  if (!problem.empty()) end += "[" + problem + "]\n";
  Output out;
  auto printed = command->take_printed();
  bool cut = false;
  if (printed.drawn.empty()) {
    out.text = shown_output(printed.bytes, printed.total, k_output_max - k_standing_max, cut);
  } else {
    out.text = text::keep_ends(printed.drawn, k_output_max - k_standing_max);
  }
  if (out.text.empty() && end.empty()) end = "[exit 0, no output]";
  if (!out.text.empty() && out.text.back() != '\n') out.text += '\n';
  out.text += text::clip(end, k_standing_max - 1);
  while (!out.text.empty() && out.text.back() == '\n') out.text.pop_back();
  if (cut) out.full = std::move(printed.bytes);
  const auto status = command->ended();
  out.command = state_of(*command);
  out.is_error = !problem.empty() || (status && status->code != 0);
  out.title = first_line(command->request().command);
  co_return out;
}

// ---- calls ----

io::Task<Output> ShellState::start(ShellRequest request, std::optional<io::Millis> wait, Run run) {
  forget_ended();
  if (commands_.size() >= k_shell_commands_max)
    co_return failed({base::Code::too_big, fmt::format("{} commands run already: end one with shell_kill", commands_.size())});
  const int id = last_id_ + 1;
  auto spec = spec_of(request, id);
  if (!spec) co_return failed(spec.error());
  const std::string what = "shell: " + first_line(request.command);
  workspace::Workspace::Command opened;
  const auto begun = co_await open_step(run.call_id, what, opened);
  if (!begun && begun.error().code == base::Code::cancelled) co_return failed(begun.error());
  if (!begun)
    co_return failed({begun.error().code, "not run, since its changes could not be recorded: " + begun.error().what});
  const bool pty = request.pty;
  auto command = co_await ShellCommand::start(launcher(opened.view), tasks_, id, std::move(request), std::move(*spec),
                                              options_.grace);
  if (!command) {
    if (opened.number != 0) (void)co_await io::shielded(workspace_.after_command(opened.number));   // it did nothing
    const std::string changed = co_await io::shielded(end_step(run.call_id));
    auto out = failed(command.error());
    if (!changed.empty()) out.text += "\n" + changed;
    co_return out;
  }
  last_id_ = id;
  ran_any_ = true;
  (*command)->transaction = opened.number;
  (*command)->ask_with(options_.waits_for_input);
  commands_.push_back(*command);
  base::Result<> waited;
  if (pty) {
    waited = co_await (*command)->wait_quiet(bounded_wait(wait, k_terminal_wait), k_quiet, run.on_output);
  } else {
    waited = co_await (*command)->wait(bounded_wait(wait, options_.wait), run.on_output);
  }
  std::string problem;
  if (!waited) {
    problem = "cancelled by the user";
    co_await (*command)->end(k_grace_cancelled, run.on_output);
  }
  co_return co_await io::shielded(report(*command, run, std::move(problem)));
}

io::Task<Output> ShellState::wait(int id, io::Millis wait, Run run) {
  const auto command = find(id);
  if (!command) co_return failed(command.error());
  base::Result<> waited;
  if ((*command)->ended()) {
    // Its leader has ended before: only what it left behind can print or end.
    waited = co_await (*command)->wait_background(bounded_wait(wait, k_wait_min), run.on_output);
  } else if ((*command)->request().pty) {
    const auto limit = bounded_wait(wait, k_wait_min);
    const ShellCommand::Quiet quiet{limit, k_settled_waiting};
    waited = co_await (*command)->wait_quiet(limit, quiet, run.on_output);
  } else {
    waited = co_await (*command)->wait(bounded_wait(wait, k_wait_min), run.on_output);
  }
  const std::string problem = waited ? "" : "the wait was cancelled by the user";
  co_return co_await io::shielded(report(*command, run, problem));
}

io::Task<Output> ShellState::type(int id, std::string text, std::optional<io::Millis> wait, Run run) {
  const auto command = find(id);
  if (!command) co_return failed(command.error());
  if (!(*command)->request().pty)
    co_return failed({base::Code::invalid, "its input is closed: only a command started with pty takes input"});
  if (text.size() > k_shell_input_max)
    co_return failed({base::Code::too_big, fmt::format("text is over {} KiB: write it to a file", k_shell_input_max >> 10)});
  auto done = co_await (*command)->type(std::move(text));
  if (done) done = co_await (*command)->wait_quiet(bounded_wait(wait, k_terminal_wait), k_quiet, run.on_output);
  const std::string problem = done ? "" : done.error().what;
  co_return co_await io::shielded(report(*command, run, problem));
}

io::Task<Output> ShellState::end(int id, Run run) {
  const auto command = find(id);
  if (!command) co_return failed(command.error());
  co_await (*command)->end(options_.grace, run.on_output);
  signal_strays(mark(id), SIGKILL);
  auto out = co_await io::shielded(report(*command, run, ""));
  out.is_error = false;   // that it was killed is what was wanted
  co_return out;
}

io::Task<base::Result<>> ShellState::close() {
  std::vector<io::Task<>> ends;
  for (const auto& command : commands_) ends.push_back(command->end(options_.grace, nullptr));
  co_await io::shielded(io::all(std::move(ends)));
  std::vector<std::shared_ptr<ShellCommand>> ended;
  ended.swap(commands_);
  if (ran_any_ && signal_strays(mark_, SIGTERM) > 0) {
    (void)co_await io::shielded(io::sleep(k_grace_cancelled));
    signal_strays(mark_, SIGKILL);
  }
  tasks_.cancel();
  co_await io::shielded(tasks_.wait());
  commands_.swap(ended);
  const std::string problem = co_await io::shielded(end_transactions());
  commands_.clear();
  if (!problem.empty()) co_return base::fail(base::Code::io, problem);
  if (step_open_) {
    step_open_ = false;
    CO_TRY(auto step, co_await io::shielded(workspace_.after_command()));
    collect(std::move(step));
  }
  co_return base::Result<>();
}

}  // namespace tools
