// The shell's tools share one owner of running commands.
//
// A step of the workspace is open from before a command starts until its call returns. A command that
// is handed back running keeps changing things, so then a next step is opened at once, and it is
// closed by the next call of a shell tool or at the end: everything that happens lies in some step.

#include "tools/shell.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>

#include "arguments.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "io/process.h"
#include "makers.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "workspace/workspace.h"

namespace tools {

namespace {

constexpr std::size_t k_whole_max = std::size_t{16} << 20;   ///< of a command's output, for the blob
constexpr std::size_t k_running_max = 16;                    ///< commands at once
constexpr std::size_t k_effects_named = 5;
constexpr io::Millis k_grace{2000};
constexpr io::Millis k_grace_cancelled{60};
constexpr io::Millis k_last_words{200};   ///< after its end, for output that is still in the pipe
constexpr std::int64_t k_wait_max_s = 3600;

struct Command {
  int id = 0;
  std::string line;
  std::unique_ptr<io::Process> process;
  text::EndsBuffer fresh{k_output_max};    ///< since the model last saw it
  text::EndsBuffer whole{k_whole_max};
  bool at_end = false;                     ///< the output is over
  bool pty = false;
  std::int64_t started = base::steady_ms();
  std::function<void(std::string_view)> watch;
};

class ShellImpl final : public Shell {
 public:
  ShellImpl(io::Loop& loop, workspace::Workspace& workspace, ShellOptions options)
      : loop_(loop),
        workspace_(workspace),
        options_(std::move(options)),
        env_(shell_env(options_.env, options_.secret_names)),
        readers_(loop) {}

  struct Start {
    std::string line, cwd;
    io::Millis wait{0};
    std::optional<io::Millis> timeout;
    bool pty = false;
  };
  io::Task<Output> start(Start start, Run run);
  io::Task<Output> go_on(int id, std::string input, io::Millis wait, Run run);
  io::Task<Output> kill(int id, Run run);
  io::Task<> close() override;
  std::size_t running() const override { return commands_.size(); }

 private:
  io::Task<> read(std::shared_ptr<Command> command);
  io::Task<bool> wait_end(std::shared_ptr<Command> command, io::Millis limit);
  io::Task<Output> report(std::shared_ptr<Command> command, std::string call_id, bool timed_out);
  io::Task<base::Result<>> begin_step(std::string id, std::string what);
  io::Task<std::string> end_step();
  base::Result<std::shared_ptr<Command>> find(int id) const;

  io::Loop& loop_;
  workspace::Workspace& workspace_;
  ShellOptions options_;
  base::Env env_;
  std::map<int, std::shared_ptr<Command>> commands_;   ///< those that run
  int last_id_ = 0;
  bool step_open_ = false;
  io::Scope readers_;   ///< last, so that it goes first
};

std::string brief(const std::string& line) {
  const auto end = line.find('\n');
  std::string out(text::clip(line.substr(0, end), 200));
  return end == std::string::npos ? out : out + " ...";
}

io::Task<> ShellImpl::read(std::shared_ptr<Command> command) {
  for (;;) {
    auto bytes = co_await command->process->read_out();
    if (!bytes || bytes->empty()) break;
    command->fresh.add(*bytes);
    command->whole.add(*bytes);
    if (command->watch) command->watch(*bytes);
  }
  command->at_end = true;
}

/// True once the command has ended and its output is in.
io::Task<bool> ShellImpl::wait_end(std::shared_ptr<Command> command, io::Millis limit) {
  auto ended = co_await io::within(limit, brief(command->line), command->process->wait());
  if (!ended) co_return false;
  // What it left in the background holds the pipe open: it gets a moment, then it is ended.
  for (io::Millis waited{0}, step{0}; !command->at_end && waited < k_last_words; waited += step) {
    step = std::max(io::Millis(1), waited);
    if (auto slept = co_await io::sleep(step); !slept) break;
  }
  command->process->signal_group(SIGKILL);
  co_return true;
}

io::Task<base::Result<>> ShellImpl::begin_step(std::string id, std::string what) {
  if (step_open_) co_await end_step();
  auto begun = co_await workspace_.before_command(std::move(id), std::move(what));
  step_open_ = begun.has_value();
  co_return begun;
}

/// A line for the model about what changed; "" if nothing did.
io::Task<std::string> ShellImpl::end_step() {
  if (!step_open_) co_return std::string();
  step_open_ = false;
  auto step = co_await workspace_.after_command();
  if (!step) co_return "[what it changed could not be recorded: " + step.error().what + "]\n";
  if (step->effects.empty()) co_return std::string();
  std::string out = "[changed " + std::to_string(step->effects.size()) + ": ";
  for (std::size_t i = 0; i < step->effects.size() && i < k_effects_named; ++i) {
    if (i > 0) out += ", ";
    out += text::to_valid_utf8(step->effects[i].path);
    if (step->effects[i].change == workspace::Change::deleted) out += " (deleted)";
  }
  if (step->effects.size() > k_effects_named) out += ", ...";
  co_return out + "]\n";
}

base::Result<std::shared_ptr<Command>> ShellImpl::find(int id) const {
  const auto found = commands_.find(id);
  if (found != commands_.end()) return found->second;
  std::string ids;
  for (const auto& [other, command] : commands_) ids += (ids.empty() ? "" : ", ") + std::to_string(other);
  return base::fail(base::Code::not_found, "no command with id " + std::to_string(id) + " is running" +
                                               (ids.empty() ? "" : "; running: " + ids));
}

io::Task<Output> ShellImpl::report(std::shared_ptr<Command> command, std::string call_id, bool timed_out) {
  const auto status = command->process->ended();
  Output output;
  output.title = brief(command->line);
  std::string end;
  if (status) {
    commands_.erase(command->id);
    end = timed_out            ? "[ended by timeout]\n"
          : status->signal > 0 ? "[killed by signal " + std::to_string(status->signal) + "]\n"
          : status->code != 0  ? "[exit " + std::to_string(status->code) + "]\n"
                               : "";
    output.is_error = timed_out || status->code != 0;
  } else {
    const auto seconds = (base::steady_ms() - command->started) / 1000;
    end = "[still running after " + std::to_string(seconds) + " s, id " + std::to_string(command->id) + "]\n";
  }
  end += co_await end_step();
  const bool cut = command->fresh.is_cut();
  std::string shown = text::to_valid_utf8(command->fresh.text());
  command->fresh = text::EndsBuffer(k_output_max);
  if (!shown.empty() && !shown.ends_with('\n')) shown += '\n';
  output.text = shown + end;
  if (output.text.empty()) output.text = "[exit 0, no output]\n";
  if (cut) output.full = command->whole.text();
  command->watch = nullptr;
  if (!commands_.empty()) {
    // Commands go on: from here on what they change belongs to a step of its own.
    auto begun = co_await begin_step(call_id + "+", "commands in the background");
    if (!begun) output.text += "[what runs on cannot be recorded: " + begun.error().what + "]\n";
  }
  co_return output;
}

io::Task<Output> ShellImpl::start(Start start, Run run) {
  if (commands_.size() >= k_running_max)
    co_return failed({base::Code::too_big, std::to_string(k_running_max) +
                                               " commands are running: end one with shell_kill first"});
  io::ProcessSpec spec;
  const bool bash = ::access("/bin/bash", X_OK) == 0;
  spec.argv = {bash ? "/bin/bash" : "/bin/sh", "-c", start.line};
  spec.cwd = workspace_.root();
  if (!start.cwd.empty()) {
    auto folder = workspace_.resolve(start.cwd);
    if (!folder) co_return failed(folder.error());
    spec.cwd = *std::move(folder);
  }
  spec.env = env_.all();
  spec.terminal = start.pty ? io::Terminal::pty : io::Terminal::none;
  auto begun = co_await begin_step(run.call_id, "shell: " + brief(start.line));
  if (!begun) co_return failed(begun.error());
  auto process = io::Process::start(loop_, std::move(spec));
  if (!process) {
    co_await end_step();
    co_return failed(process.error());
  }
  auto command = std::make_shared<Command>();
  command->id = ++last_id_;
  command->line = start.line;
  command->pty = start.pty;
  command->process = *std::move(process);
  command->watch = std::move(run.on_output);
  commands_[command->id] = command;
  readers_.spawn(read(command));
  const bool kills = start.timeout && *start.timeout <= start.wait;
  const io::Millis limit = kills ? *start.timeout : start.wait;
  const bool ended = co_await wait_end(command, limit);
  const bool cancelled = co_await io::is_cancelled();
  if (!ended && (kills || cancelled)) {
    const io::Millis grace = cancelled ? k_grace_cancelled : k_grace;
    co_await command->process->end_group(grace);
  }
  co_return co_await io::shielded(report(command, run.call_id, !ended && kills && !cancelled));
}

io::Task<Output> ShellImpl::go_on(int id, std::string input, io::Millis wait, Run run) {
  auto command = find(id);
  if (!command) co_return failed(command.error());
  const std::shared_ptr<Command> one = *command;
  one->watch = std::move(run.on_output);
  if (!input.empty()) {
    if (!one->pty)
      co_return failed({base::Code::invalid, "command " + std::to_string(id) +
                                                 " was started without pty: its stdin is closed"});
    if (auto written = co_await one->process->write_in(std::move(input)); !written)
      co_return failed(written.error());
  }
  const bool ended = co_await wait_end(one, wait);
  const bool cancelled = co_await io::is_cancelled();
  if (!ended && cancelled) co_await one->process->end_group(k_grace_cancelled);
  co_return co_await io::shielded(report(one, run.call_id, false));
}

io::Task<Output> ShellImpl::kill(int id, Run run) {
  auto command = find(id);
  if (!command) co_return failed(command.error());
  const std::shared_ptr<Command> one = *command;
  co_await one->process->end_group(k_grace);
  co_await io::shielded(wait_end(one, k_grace));
  auto output = co_await io::shielded(report(one, run.call_id, false));
  output.is_error = false;   // that it was killed is what was wanted
  co_return output;
}

io::Task<> ShellImpl::close() {
  for (const auto& [id, command] : commands_) co_await command->process->end_group(k_grace_cancelled);
  readers_.cancel();
  co_await io::shielded(readers_.wait());
  commands_.clear();
  co_await io::shielded(end_step());
}

// ---- the tools ----

struct ShellArguments {
  std::string command;
  std::optional<double> wait_s, timeout_s;
  std::optional<std::string> cwd;
  bool pty = false;
};
BOOST_DESCRIBE_STRUCT(ShellArguments, (), (command, wait_s, timeout_s, cwd, pty))
constexpr std::array k_shell_aliases = {Alias{"cmd", "command"}, Alias{"timeout", "timeout_s"},
                                        Alias{"workdir", "cwd"}};
struct WaitArguments {
  std::int64_t id = 0;
  std::optional<double> wait_s;
};
BOOST_DESCRIBE_STRUCT(WaitArguments, (), (id, wait_s))
struct InputArguments {
  std::int64_t id = 0;
  std::string text;
  std::optional<double> wait_s;
};
BOOST_DESCRIBE_STRUCT(InputArguments, (), (id, text, wait_s))

io::Millis millis(double seconds) {
  const double bounded = std::clamp(seconds, 0.0, static_cast<double>(k_wait_max_s));
  return io::Millis(static_cast<std::int64_t>(bounded * 1000));
}

constexpr std::string_view k_shell_text =
#include "embed/shell.md.inc"
    ;
constexpr std::string_view k_wait_text =
#include "embed/shell_wait.md.inc"
    ;
constexpr std::string_view k_input_text =
#include "embed/shell_input.md.inc"
    ;
constexpr std::string_view k_kill_text =
#include "embed/shell_kill.md.inc"
    ;

class ShellTool : public Tool {
 public:
  ShellTool(ShellImpl& shell, std::string name, std::string_view text, std::string schema) : shell_(shell) {
    spec_.name = std::move(name);
    spec_.description = tool_text(text);
    spec_.schema = std::move(schema);
  }
  const llm::ToolSpec& spec() const override { return spec_; }
  Access access() const override { return Access::writes; }
  bool offered() const override { return spec_.name == "shell" || shell_.running() > 0; }

 protected:
  ShellImpl& shell_;
  llm::ToolSpec spec_;
};

class StartTool final : public ShellTool {
 public:
  StartTool(ShellImpl& shell, io::Millis wait)
      : ShellTool(shell, "shell", k_shell_text,
                  R"({"type":"object","properties":{"command":{"type":"string"},"cwd":{"type":"string"},)"
                  R"("wait_s":{"type":"number"},"timeout_s":{"type":"number"},"pty":{"type":"boolean"}},)"
                  R"("required":["command"]})"),
        wait_(wait) {}
  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<ShellArguments>(arguments, k_shell_aliases);
    if (!read) co_return failed(read.error());
    auto& given = read->value;
    if (given.command.find_first_not_of(" \t\r\n") == std::string::npos)
      co_return failed({base::Code::invalid, "/command: empty"});
    if (given.command.find('\0') != std::string::npos)
      co_return failed({base::Code::invalid, "/command: has a NUL byte"});
    ShellImpl::Start start;
    start.line = std::move(given.command);
    start.cwd = given.cwd.value_or("");
    start.wait = given.wait_s ? millis(*given.wait_s) : wait_;
    if (given.timeout_s) start.timeout = millis(*given.timeout_s);
    // A timeout beyond the usual wait is a wish to wait that long.
    if (start.timeout && !given.wait_s) start.wait = std::max(start.wait, *start.timeout);
    start.pty = given.pty;
    auto output = co_await shell_.start(std::move(start), std::move(run));
    co_return with_note(ignored_note(read->unknown), std::move(output));
  }

 private:
  io::Millis wait_;
};

class WaitTool final : public ShellTool {
 public:
  explicit WaitTool(ShellImpl& shell)
      : ShellTool(shell, "shell_wait", k_wait_text,
                  R"({"type":"object","properties":{"id":{"type":"integer"},"wait_s":{"type":"number"}},"required":["id"]})") {}
  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<WaitArguments>(arguments);
    if (!read) co_return failed(read.error());
    const io::Millis wait = millis(read->value.wait_s.value_or(30));
    co_return co_await shell_.go_on(static_cast<int>(read->value.id), "", wait, std::move(run));
  }
};

class InputTool final : public ShellTool {
 public:
  explicit InputTool(ShellImpl& shell)
      : ShellTool(shell, "shell_input", k_input_text,
                  R"({"type":"object","properties":{"id":{"type":"integer"},"text":{"type":"string"},"wait_s":{"type":"number"}},"required":["id","text"]})") {}
  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<InputArguments>(arguments);
    if (!read) co_return failed(read.error());
    const io::Millis wait = millis(read->value.wait_s.value_or(1));
    auto& given = read->value;
    co_return co_await shell_.go_on(static_cast<int>(given.id), std::move(given.text), wait, std::move(run));
  }
};

class KillTool final : public ShellTool {
 public:
  explicit KillTool(ShellImpl& shell)
      : ShellTool(shell, "shell_kill", k_kill_text,
                  R"({"type":"object","properties":{"id":{"type":"integer"}},"required":["id"]})") {}
  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<WaitArguments>(arguments);
    if (!read) co_return failed(read.error());
    co_return co_await shell_.kill(static_cast<int>(read->value.id), std::move(run));
  }
};

}  // namespace

std::unique_ptr<Shell> add_shell(ToolSet& set, io::Loop& loop, workspace::Workspace& workspace,
                                 ShellOptions options) {
  const io::Millis wait = options.wait;
  auto shell = std::make_unique<ShellImpl>(loop, workspace, std::move(options));
  set.add(std::make_unique<StartTool>(*shell, wait));
  set.add(std::make_unique<WaitTool>(*shell));
  set.add(std::make_unique<InputTool>(*shell));
  set.add(std::make_unique<KillTool>(*shell));
  return shell;
}

}  // namespace tools
