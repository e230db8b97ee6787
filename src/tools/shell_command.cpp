#include "shell_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "base/ids.h"
#include "base/try.h"

namespace tools {

namespace {

constexpr io::Millis k_last_words{200};   // for output after the end, when a child holds the pipe
constexpr io::Millis k_settle{100};       // for children to end after their parent, as of a pipeline
constexpr io::Millis k_die{2000};         // for the killed to be gone, which takes as long as the machine is busy
constexpr io::Millis k_look{25};          // how often wait_quiet looks
constexpr io::Millis k_ask{100};          // how often it asks for input, which reads /proc
constexpr io::Millis k_look_behind{100};  // how often wait_background reads /proc

/// Lends a call's on_output to a command for the time of the call.
class Listening {
 public:
  Listening(ShellCommand::OnOutput& place, ShellCommand::OnOutput on_output) : place_(place) {
    place_ = std::move(on_output);
  }
  ~Listening() { place_ = nullptr; }
  Listening(const Listening&) = delete;

 private:
  ShellCommand::OnOutput& place_;
};

}  // namespace

io::Task<base::Result<std::shared_ptr<ShellCommand>>> ShellCommand::start(io::Launcher launcher, io::Scope& scope,
                                                                          int id, ShellRequest request,
                                                                          io::ProcessSpec spec, io::Millis grace) {
  CO_TRY(auto process, co_await launcher.start(std::move(spec)));
  const auto timeout = request.timeout;
  auto command = std::make_shared<ShellCommand>(id, std::move(request), std::move(process), grace);
  scope.spawn(read(command));
  if (timeout) scope.spawn(watch(command, *timeout));
  co_return command;
}

ShellCommand::ShellCommand(int id, ShellRequest request, std::unique_ptr<io::Process> process, io::Millis grace)
    : id_(id), request_(std::move(request)), process_(std::move(process)), grace_(grace),
      since_ms_(base::now_ms()), printed_(k_shell_full_max) {
  if (request_.pty) screen_.emplace(k_shell_columns, k_shell_rows);
}

io::Task<> ShellCommand::read(std::shared_ptr<ShellCommand> self) {
  while (true) {
    const auto bytes = co_await self->process_->read_out();
    if (!bytes || bytes->empty()) break;
    self->printed_.add(*bytes);
    if (self->screen_) self->screen_->feed(*bytes);
    self->printed_ever_ += bytes->size();
    self->printed_at_ = base::steady_ms();
    if (self->on_output_) self->on_output_(*bytes);
  }
  self->all_read_.cancel();
}

io::Task<> ShellCommand::watch(std::shared_ptr<ShellCommand> self, io::Millis timeout) {
  const auto status = co_await io::within(timeout, "the command", self->process_->wait());
  if (status || status.error().code != base::Code::timeout) co_return;
  self->timed_out_ = true;
  co_await self->process_->end_group(self->grace_);
}

io::Task<> ShellCommand::read_rest() {
  if (all_read_.cancelled()) co_return;
  (void)co_await io::cancellable(all_read_, io::sleep(k_last_words));
}

io::Task<> ShellCommand::settle(io::Millis limit) {
  const auto until = base::steady_ms() + limit.count();
  auto pause = io::Millis(1);
  while (process_->has_processes() && base::steady_ms() < until) {
    const auto slept = co_await io::sleep(pause);
    if (!slept) break;
    pause = std::min(pause * 2, k_look);
  }
}

io::Task<base::Result<>> ShellCommand::wait(io::Millis limit, OnOutput on_output) {
  const auto self = shared_from_this();
  const Listening listening(on_output_, std::move(on_output));
  const auto status = co_await io::within(limit, "the command", process_->wait());
  if (status) {
    co_await read_rest();
    co_await settle(k_settle);
  } else if (status.error().code != base::Code::timeout) {
    co_return base::fail(status.error());
  }
  co_return base::Result<>();
}

io::Task<base::Result<>> ShellCommand::wait_quiet(io::Millis limit, Quiet quiet, OnOutput on_output) {
  const auto self = shared_from_this();
  const Listening listening(on_output_, std::move(on_output));
  const auto begin = base::steady_ms(), until = begin + limit.count();
  const auto before = printed_ever_;
  auto ask_at = begin + quiet.settled.count();
  for (auto now = begin; !ended() && now < until; now = base::steady_ms()) {
    if (printed_ever_ != before && now - printed_at_ >= quiet.quiet.count()) break;
    if (now >= ask_at && now - printed_at_ >= quiet.settled.count()) {
      if (is_waiting()) break;
      ask_at = now + k_ask.count();
    }
    CO_TRY_DO(co_await io::sleep(k_look));
  }
  if (ended()) {
    co_await read_rest();
    co_await settle(k_settle);
  }
  co_return base::Result<>();
}

io::Task<base::Result<>> ShellCommand::wait_background(io::Millis limit, OnOutput on_output) {
  const auto self = shared_from_this();
  const Listening listening(on_output_, std::move(on_output));
  const auto until = base::steady_ms() + limit.count();
  while (is_alive() && base::steady_ms() < until) {
    CO_TRY_DO(co_await io::sleep(k_look_behind));
  }
  if (ended()) co_await read_rest();
  co_return base::Result<>();
}

io::Task<base::Result<>> ShellCommand::type(std::string text) {
  const auto self = shared_from_this();
  co_return co_await process_->write_in(std::move(text));
}

io::Task<> ShellCommand::end(io::Millis grace, OnOutput on_output) {
  const auto self = shared_from_this();
  const Listening listening(on_output_, std::move(on_output));
  co_await process_->end_group(grace);
  // Also where the caller is cancelled, whose sleeps end at once: what is not gone yet counts as running.
  co_await io::shielded(read_rest());
  co_await io::shielded(settle(k_die));
}

void ShellCommand::kill_now() { process_->signal_group(SIGKILL); }

ShellCommand::Printed ShellCommand::take_printed() {
  Printed out;
  out.bytes = printed_.text();
  out.total = printed_.total();
  if (screen_) {
    const bool drawn = screen_->take_drawn();
    const std::string scrolled = screen_->take_scrolled();
    if (drawn) {
      out.drawn = fmt::format("{}[screen of {}x{}, cursor in row {}, column {}]\n{}", scrolled, screen_->columns(),
                              screen_->rows(), screen_->row() + 1, screen_->column() + 1, screen_->text());
    }
  }
  printed_ = text::EndsBuffer(k_shell_full_max);
  return out;
}

}  // namespace tools
