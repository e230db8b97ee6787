#include "terminal.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/file.h"
#include "base/ids.h"
#include "base/try.h"
#include "io/event.h"

namespace tui {

namespace {

constexpr std::string_view k_enter = "\033[?2004h"   // bracketed paste
                                     "\033[?u\033[c";   // kitty keys? and who are you, which every terminal answers
constexpr std::string_view k_leave = "\033[?2026l\033[?2004l\033[?25h\033[0m";
constexpr std::string_view k_kitty_on = "\033[>1u", k_kitty_off = "\033[<u";
constexpr std::size_t k_behind = std::size_t{64} << 10;
constexpr std::int64_t k_answers_ms = 150;

/// What a handler of a fatal signal needs, and nothing that it must not touch.
struct Rescue {
  volatile std::sig_atomic_t armed = 0;
  volatile std::sig_atomic_t kitty = 0;
  int fd = -1;
  termios before{};
};
Rescue g_rescue;   // NOLINT: a signal handler has no other way to it
constexpr std::array k_fatal = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
std::array<struct sigaction, k_fatal.size()> g_old;   // NOLINT

void rescue_write(std::string_view bytes) {
  [[maybe_unused]] const auto n = ::write(g_rescue.fd, bytes.data(), bytes.size());
}

void on_fatal(int signal) {
  if (g_rescue.armed != 0) {
    g_rescue.armed = 0;
    if (g_rescue.kitty != 0) rescue_write(k_kitty_off);
    rescue_write(k_leave);
    rescue_write("\r\n");
    ::tcsetattr(g_rescue.fd, TCSANOW, &g_rescue.before);
  }
  for (std::size_t i = 0; i < k_fatal.size(); ++i)
    if (k_fatal[i] == signal) ::sigaction(signal, &g_old[i], nullptr);
  ::raise(signal);
}

void catch_fatal() {
  for (std::size_t i = 0; i < k_fatal.size(); ++i) {
    struct sigaction now {};
    now.sa_handler = on_fatal;
    ::sigemptyset(&now.sa_mask);
    now.sa_flags = SA_NODEFER;
    ::sigaction(k_fatal[i], &now, &g_old[i]);
  }
}

void release_fatal() {
  for (std::size_t i = 0; i < k_fatal.size(); ++i) ::sigaction(k_fatal[i], &g_old[i], nullptr);
}

class Tty final : public Terminal, public std::enable_shared_from_this<Tty> {
 public:
  Tty(io::Loop& loop, base::Fd fd) : stream_(io::executor_of(loop), fd.release()) {}
  ~Tty() override {
    leave();
    boost::system::error_code ignored;   // closing what is already gone
    stream_.close(ignored);
  }

  base::Result<> enter() override {
    if (!entered_ && ::tcgetattr(fd(), &before_) != 0) return base::fail_errno("cannot read the terminal's settings");
    termios raw = before_;
    raw.c_iflag &= ~static_cast<tcflag_t>(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    raw.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    raw.c_cflag = (raw.c_cflag & ~static_cast<tcflag_t>(CSIZE | PARENB)) | CS8;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (::tcsetattr(fd(), TCSANOW, &raw) != 0) return base::fail_errno("cannot set the terminal up");
    g_rescue.fd = fd();
    g_rescue.before = before_;
    g_rescue.kitty = kitty_ ? 1 : 0;
    g_rescue.armed = 1;
    if (!std::exchange(entered_, true)) catch_fatal();
    asked_ms_ = base::steady_ms();
    write(k_enter);
    return {};
  }

  void leave() override {
    if (!std::exchange(entered_, false)) return;
    // Answers that are still under way would be typed into the shell.
    std::array<char, 4096> answers{};
    for (std::int64_t left = 0; asked_ms_ != 0 && (left = asked_ms_ + k_answers_ms - base::steady_ms()) > 0;) {
      pollfd ready{fd(), POLLIN, 0};
      if (::poll(&ready, 1, static_cast<int>(left)) <= 0) break;
      const auto n = ::read(fd(), answers.data(), answers.size());
      if (n <= 0 || std::string_view(answers.data(), static_cast<std::size_t>(n)).find('c') != std::string_view::npos) break;
    }
    if (kitty_) write(k_kitty_off);
    write(k_leave);
    write_out_at_last();
    g_rescue.armed = 0;
    release_fatal();
    ::tcsetattr(fd(), TCSADRAIN, &before_);
    kitty_ = false;
    asked_ms_ = 0;
  }

  void listen(Callbacks callbacks) override {
    callbacks_ = std::move(callbacks);
    wait_for_bytes();
  }

  void write(std::string_view bytes) override {
    out_ += bytes;
    was_behind_ = was_behind_ || is_behind();
    flush();
  }

  [[nodiscard]] bool is_behind() const override { return out_.size() - taken_ > k_behind; }

  void use_kitty_keys() override {
    if (!entered_ || std::exchange(kitty_, true)) return;
    g_rescue.kitty = 1;
    write(k_kitty_on);
  }

  void answered() override { asked_ms_ = 0; }

  [[nodiscard]] Size size() const override {
    winsize size{};
    if (::ioctl(const_cast<Tty*>(this)->fd(), TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
    return {size.ws_col, size.ws_row};
  }

  void end() {
    callbacks_ = {};
    boost::system::error_code ignored;   // nothing waits, then there is nothing to cancel
    stream_.cancel(ignored);
  }

 private:
  int fd() { return stream_.native_handle(); }

  void wait_for_bytes() {
    stream_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [weak = weak_from_this()](boost::system::error_code error) {
      const auto self = weak.lock();
      if (self && !error) self->read_some();
    });
  }

  void read_some() {
    std::array<char, std::size_t{64} << 10> bytes;   // NOLINT: read() fills it
    const auto n = ::read(fd(), bytes.data(), bytes.size());
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return wait_for_bytes();
    if (n <= 0) {
      if (const auto gone = callbacks_.on_gone) gone();
      return;
    }
    wait_for_bytes();
    if (const auto tell = callbacks_.on_bytes) tell({bytes.data(), static_cast<std::size_t>(n)});
  }

  void flush() {
    if (writing_) return;
    while (taken_ < out_.size()) {
      const auto n = ::write(fd(), out_.data() + taken_, std::min<std::size_t>(out_.size() - taken_, std::size_t{64} << 10));
      if (n > 0) {
        taken_ += static_cast<std::size_t>(n);
        continue;
      }
      if (n < 0 && errno == EINTR) continue;
      if (n < 0 && errno != EAGAIN) break;   // it is gone: on_gone tells
      writing_ = true;
      stream_.async_wait(boost::asio::posix::stream_descriptor::wait_write, [weak = weak_from_this()](boost::system::error_code error) {
        const auto self = weak.lock();
        if (!self || error) return;
        self->writing_ = false;
        self->flush();
      });
      return;
    }
    out_.clear();
    taken_ = 0;
    if (std::exchange(was_behind_, false))
      if (const auto tell = callbacks_.on_drained) tell();
  }

  /// The end: it may make us wait, but not for long.
  void write_out_at_last() {
    const auto until = base::steady_ms() + 500;
    while (taken_ < out_.size() && base::steady_ms() < until) {
      const auto n = ::write(fd(), out_.data() + taken_, out_.size() - taken_);
      if (n > 0) taken_ += static_cast<std::size_t>(n);
      else if (errno == EAGAIN) {
        pollfd ready{fd(), POLLOUT, 0};
        ::poll(&ready, 1, 50);
      } else if (errno != EINTR) break;
    }
    out_.clear();
    taken_ = 0;
  }

  boost::asio::posix::stream_descriptor stream_;
  Callbacks callbacks_;
  termios before_{};
  std::string out_;          ///< what the terminal has not taken yet, from taken_ on
  std::size_t taken_ = 0;
  bool entered_ = false, kitty_ = false, writing_ = false, was_behind_ = false;
  std::int64_t asked_ms_ = 0;
};

/// What waits on the descriptor holds only a weak reference: it ends with this.
class Owned final : public Terminal {
 public:
  explicit Owned(std::shared_ptr<Tty> tty) : tty_(std::move(tty)) {}
  ~Owned() override { tty_->end(); }
  base::Result<> enter() override { return tty_->enter(); }
  void leave() override { tty_->leave(); }
  void listen(Callbacks callbacks) override { tty_->listen(std::move(callbacks)); }
  void write(std::string_view bytes) override { tty_->write(bytes); }
  [[nodiscard]] bool is_behind() const override { return tty_->is_behind(); }
  void use_kitty_keys() override { tty_->use_kitty_keys(); }
  void answered() override { tty_->answered(); }
  [[nodiscard]] Size size() const override { return tty_->size(); }

 private:
  std::shared_ptr<Tty> tty_;
};

}  // namespace

base::Result<std::unique_ptr<Terminal>> Terminal::open(io::Loop& loop) {
  if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDOUT_FILENO) != 1)
    return base::fail(base::Code::unsupported, "standard input and output are no terminal");
  std::array<char, 256> name{};
  base::Fd fd;
  if (::ttyname_r(STDOUT_FILENO, name.data(), name.size()) == 0) fd.reset(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) fd.reset(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return base::fail_errno("cannot open the terminal");
  return std::make_unique<Owned>(std::make_shared<Tty>(loop, std::move(fd)));
}

}  // namespace tui
