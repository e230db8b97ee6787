// !command: the user's own shell, in the project's folder, with nothing between it and the machine: it is the user who asks. Its
// output is printed as it comes, at the pace of the terminal.

#include <algorithm>

#include "base/ids.h"
#include "clean.h"
#include "interactive.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "words.h"

namespace tui {

namespace {

constexpr std::size_t k_line_max = std::size_t{64} << 10;
constexpr std::size_t k_kept_max = std::size_t{16} << 10;

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
    const auto bytes = co_await shell->process->read_out();
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
  const auto ended = co_await shell->process->wait();
  shell->process.reset();
  shell_.reset();
  const auto took = duration(base::steady_ms() - shell->begun_ms);
  std::string how = !ended ? "ended" : ended->signal != 0 ? "killed by signal " + std::to_string(ended->signal) : "exit " + std::to_string(ended->code);
  transcript_->add({Line(ended && ended->code == 0 ? "✓ " : "✗ ", ended && ended->code == 0 ? Tone::good : Tone::bad).add(how + "  " + took, Tone::dim)});
  if (shell->tell)
    context_.push_back("$ " + shell->command + "\n```\n" + text::keep_ends(clean_output(shell->kept), k_kept_max) + "\n```\n(" + how + ")");
  draw_soon();
}

void Interactive::stop_shell() {
  if (shell_ && shell_->process) shell_->process->signal_group(SIGKILL);
}

}  // namespace tui
