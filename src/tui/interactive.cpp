#include "interactive.h"

#include <csignal>
#include <unistd.h>

#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "clean.h"
#include "io/signals.h"
#include "plain.h"

namespace tui {

namespace {

/// Frames are drawn at most so often; a key's echo is not held up by it.
constexpr std::int64_t k_frame_ms = 16;

/// Stops the whole job, as the terminal's own Ctrl-Z would: what the shell waits for may be a program that waits for us. Comes
/// back when the job goes on; at once where no shell could bring it back (an orphaned group), since then nothing is stopped.
void stop_job() {
  struct sigaction standard {}, stops {}, goes_on {};
  standard.sa_handler = SIG_DFL;
  ::sigaction(SIGTSTP, &standard, &stops);
  ::sigaction(SIGCONT, &standard, &goes_on);
  ::kill(0, SIGTSTP);
  ::sigaction(SIGTSTP, &stops, nullptr);
  ::sigaction(SIGCONT, &goes_on, nullptr);
}

Colours colours_of(const base::Env& env) { return env.get("NO_COLOR") ? Colours::none : Colours::ansi; }

}  // namespace

Interactive::Interactive(io::Loop& loop, plumb::Host& host, Options options, std::unique_ptr<Terminal> terminal)
    : loop_(loop), host_(host), options_(std::move(options)), terminal_(std::move(terminal)), screen_(colours_of(options_.env)),
      history_(options_.history_file), scope_(loop), ended_(io::executor_of(loop)), drained_(io::executor_of(loop)),
      draw_timer_(io::executor_of(loop)), tick_timer_(io::executor_of(loop)), key_timer_(io::executor_of(loop)) {
  close_session();
}

Interactive::~Interactive() = default;

io::Task<base::Result<int>> Interactive::run() {
  CO_TRY_DO(terminal_->enter());
  resized();
  io::Signals signals(loop_, {SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGQUIT}, [this](int signal) { signalled(signal); });
  Terminal::Callbacks callbacks;
  callbacks.on_bytes = [this](std::string_view bytes) { this->bytes(bytes); };
  callbacks.on_drained = [this] {
    drained_.notify();
    draw_soon();
  };
  callbacks.on_gone = [this] { quit(1); };
  terminal_->listen(std::move(callbacks));
  take_notices();
  Line head("plumb ", Tone::accent, k_bold);
  std::string folder = clean_line(options_.cwd);
  if (const auto home = options_.env.get("HOME"); home && base::is_within(folder, *home)) folder = "~" + folder.substr(home->size());
  head.add(options_.version + " · " + folder + " · /help for keys and commands", Tone::dim);
  say({head});
  if (!options_.session.empty()) open(options_.session);
  if (options_.pick) choose_session();
  draw();
  while (!exit_) co_await ended_.wait();
  if (options_.notices) *options_.notices = {};
  stop_shell();
  scope_.cancel();
  co_await scope_.wait();
  picker_.reset();
  screen_.print(transcript_->take());
  std::string last = screen_.leave();
  if (open_ && !open_->facts.prompts.empty())
    last += paint(Line("go on with it: plumb --resume " + open_->id, Tone::dim), colours_of(options_.env)) + "\r\n";
  terminal_->write(last);
  terminal_->leave();
  open_.reset();
  co_return *exit_;
}

/// What others would write to the terminal is written between two frames.
void Interactive::take_notices() {
  if (!options_.notices) return;
  options_.notices->ring = [this](std::string_view sequence) { terminal_->write(sequence); };
  options_.notices->say = [this](const std::string& text) { say({Line("! ", Tone::warn).add(clean_line(text))}); };
}

void Interactive::quit(int code) {
  if (!exit_) exit_ = code;
  ended_.notify();
}

void Interactive::signalled(int signal) {
  switch (signal) {
    case SIGWINCH: return resized();
    case SIGTSTP: return suspend();
    case SIGCONT:
      if (const auto again = terminal_->enter(); !again) return quit(1);
      screen_.lost();
      return resized();
    default: quit(128 + signal);
  }
}

/// The shell gets its terminal back until it lets us go on.
void Interactive::suspend() {
  terminal_->write(screen_.leave());
  terminal_->leave();
  stop_job();
  if (const auto again = terminal_->enter(); !again) return quit(1);
  resized();
}

void Interactive::resized() {
  const auto size = terminal_->size();
  screen_.resize(size.columns, size.rows);
  draw_soon();
}

/// Seconds that pass are shown while something runs, and only then.
void Interactive::tick() {
  if (ticking_ || (!is_running() && !shell_)) return;
  ticking_ = true;
  tick_timer_.expires_after(std::chrono::seconds(1));
  tick_timer_.async_wait([this, alive = alive()](boost::system::error_code error) {
    if (alive.expired() || error) return;
    ticking_ = false;
    draw_soon();
    tick();
  });
}

void Interactive::draw_soon() {
  if (draw_due_) return;
  draw_due_ = true;
  const auto wait = drawn_ms_ + k_frame_ms - base::steady_ms();
  draw_timer_.expires_after(std::chrono::milliseconds(wait > 0 ? wait : 0));
  draw_timer_.async_wait([this, alive = alive()](boost::system::error_code error) {
    if (alive.expired() || error) return;
    draw_due_ = false;
    draw();
  });
}

void Interactive::say(Lines lines) {
  transcript_->say(std::move(lines));
  draw_soon();
}

io::Task<base::Result<int>> run(io::Loop& loop, plumb::Host& host, Options options) {
  const bool dumb = options.env.get("TERM").value_or("dumb") == "dumb";
  if (options.plain || dumb) co_return co_await run_plain(loop, host, std::move(options));
  auto terminal = Terminal::open(loop);
  if (!terminal) co_return base::fail(std::move(terminal).error());
  Interactive interactive(loop, host, std::move(options), *std::move(terminal));
  co_return co_await interactive.run();
}

}  // namespace tui
