// !command: the user's own shell, in the project's folder, with nothing between it and the machine: it is the user who asks. Its
// output is printed as it comes, at the pace of the terminal.

#include <algorithm>

#include "base/ids.h"
#include "clean.h"
#include "interactive.h"
#include "io/holders.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "words.h"

namespace tui {

namespace {

constexpr std::size_t k_line_max = std::size_t{64} << 10;
constexpr std::size_t k_kept_max = std::size_t{16} << 10;
/// What a stopped command has written already is still shown.
constexpr io::Millis k_last_words{300};

Line output_line(std::string_view bytes) { return Line("  ").add(clean_output(bytes)); }

}  // namespace

void Interactive::run_shell(std::string command, bool tell) {
  if (shell_) return complain("your last command still runs: Esc ends it");
  auto shell = std::make_shared<UserShell>();
  shell->command = std::move(command);
  shell->tell = tell;
  shell->begun_ms = base::steady_ms();
  shell_ = shell;
  say({Line("! ", Tone::accent, k_bold).add(clean_line(shell->command), Tone::plain, k_bold)});
  scope_.spawn(shell_task(std::move(shell)));
  tick();
}

void Interactive::shell_output(UserShell& shell, std::string_view bytes) {
  shell.kept += bytes;
  if (shell.kept.size() > 8 * k_kept_max) shell.kept = text::keep_ends(shell.kept, 4 * k_kept_max);
  shell.line += bytes;
  Lines lines;
  std::size_t begin = 0;
  for (auto end = shell.line.find('\n'); end != std::string::npos; end = shell.line.find('\n', begin)) {
    lines.push_back(output_line(std::string_view(shell.line).substr(begin, end - begin)));
    begin = end + 1;
  }
  shell.line.erase(0, begin);
  if (shell.line.size() > k_line_max) lines.push_back(output_line(std::exchange(shell.line, {})));
  transcript_->add(std::move(lines));
}

io::Task<> Interactive::shell_task(std::shared_ptr<UserShell> shell) {
  io::ProcessSpec spec;
  const auto program = options_.env.get("SHELL").value_or("/bin/sh");
  spec.argv = {std::string(program), "-c", shell->command};
  spec.cwd = options_.cwd;
  spec.env = options_.command_env.all();
  auto started = io::Process::start(loop_, std::move(spec));
  if (!started) {
    shell_.reset();
    complain(started.error().what);
    co_return;
  }
  shell->process = *std::move(started);
  for (;;) {
    const bool stopped = shell->stop.cancelled();
    const auto bytes = co_await next_output(*shell);
    if (!bytes && !stopped && shell->stop.cancelled()) continue;   // its last words
    if (!bytes || bytes->empty()) break;
    shell_output(*shell, *bytes);
    draw_soon();
    while (terminal_->is_behind() && !exit_) {
      co_await drained_.wait();
      const bool cancelled = co_await io::is_cancelled();
      if (cancelled) break;
    }
  }
  if (!shell->line.empty()) shell_output(*shell, "\n");
  const auto ended = co_await end_of(*shell);
  shell->process.reset();
  shell_.reset();
  const auto took = duration(base::steady_ms() - shell->begun_ms);
  std::string how = !ended ? "left alone: it could not be ended" : ended->signal != 0 ? "killed by signal " + std::to_string(ended->signal) : "exit " + std::to_string(ended->code);
  transcript_->add({Line(ended && ended->code == 0 ? "✓ " : "✗ ", ended && ended->code == 0 ? Tone::good : Tone::bad).add(how + "  " + took, Tone::dim)});
  if (shell->tell)
    enclosed_.context.push_back("$ " + shell->command + "\n```\n" + text::keep_ends(clean_output(shell->kept), k_kept_max) + "\n```\n(" + how + ")");
  draw_soon();
}

/// What is left of the time that a stopped command has; > 0 until it is over.
static io::Millis last_words(std::int64_t stopped_ms) { return k_last_words - io::Millis(base::steady_ms() - stopped_ms); }

io::Task<base::Result<std::string>> Interactive::next_output(UserShell& shell) {
  auto reading = shell.process->read_out();
  if (!shell.stop.cancelled()) co_return co_await io::cancellable(shell.stop, std::move(reading));
  const auto left = last_words(shell.stopped_ms);
  if (left.count() <= 0) co_return std::string();
  co_return co_await io::within(left, "the command", std::move(reading));
}

/// Fails with timeout where the command was stopped and cannot be ended: it is another user's now.
io::Task<base::Result<io::ExitStatus>> Interactive::end_of(UserShell& shell) {
  if (!shell.stop.cancelled()) {
    auto waiting = shell.process->wait();
    auto ended = co_await io::cancellable(shell.stop, std::move(waiting));
    if (ended || !shell.stop.cancelled()) co_return ended;
  }
  auto waiting = shell.process->wait();
  co_return co_await io::within(k_last_words, "the command", std::move(waiting));
}

/// What left the command's session goes too: its output would never end.
void Interactive::stop_shell() {
  const auto shell = shell_;
  if (!shell || !shell->process) return;
  io::kill_with_holders(*shell->process);
  if (!shell->stop.cancelled()) shell->stopped_ms = base::steady_ms();
  shell->stop.cancel();
}

}  // namespace tui
