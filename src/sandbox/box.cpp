// The harness' side of a box: it holds the helper's socket, and opens slots. A slot is a command that
// has its view and waits for its order; run() gives one its order, at once (a cold start) or later
// (prepare() was called): the same packets in the same order, so there is one way only.
#include "sandbox/box.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <optional>

#include "base/paths.h"
#include "channel.h"
#include "command.h"
#include "helper.h"
#include "io/child_io.h"
#include "io/event.h"

namespace sandbox {

namespace {

using base::Code;
using base::Result;

bool same(const View& a, const View& b) {
  if (!a.prepared.empty() || !b.prepared.empty()) return a.prepared == b.prepared;
  return a.kind == b.kind && a.upper == b.upper && a.work == b.work && a.lowers == b.lowers &&
         a.repository_upper == b.repository_upper && a.repository_work == b.repository_work && a.writable == b.writable;
}

struct Slot {
  View view;
  std::unique_ptr<Channel> control;
};

struct Pipes {
  io::PipeEnds in, out, err;
};

Result<Pipes> open_pipes(const io::ProcessSpec& spec) {
  Pipes pipes;
  if (spec.open_stdin) {
    TRY(pipes.in, io::open_pipe(io::PipeTo::child));
  } else {
    pipes.in.childs.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!pipes.in.childs) return base::fail_errno("cannot open /dev/null");
  }
  TRY(pipes.out, io::open_pipe(io::PipeTo::us));
  if (!spec.merge_stderr) {
    TRY(pipes.err, io::open_pipe(io::PipeTo::us));
  }
  return pipes;
}

void add_proxies(std::map<std::string, std::string, std::less<>>& env) {
  for (const char* name : {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
    env[name] = "http://127.0.0.1:3128";
  for (const char* name : {"no_proxy", "NO_PROXY"}) env[name] = "localhost,127.0.0.1,::1";
}

/// A group can go when its last process has; the kernel is killing them.
void remove_group(const std::string& folder) {
  for (int tries = 0; tries < 50; ++tries) {
    const auto names = base::list_dir(folder);
    if (!names) return;
    for (const auto& name : *names) ::rmdir(base::join(folder, name).c_str());   // files refuse
    if (::rmdir(folder.c_str()) == 0) return;
    ::usleep(1000);
  }
}

class HelpedBox final : public Box {
 public:
  HelpedBox(io::Loop& loop, BoxOptions options, Helper helper)
      : loop_(loop), options_(std::move(options)), pid_(helper.pid), socket_(loop, std::move(helper.socket)) {}
  ~HelpedBox() override {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    if (!group_.empty()) remove_group(group_);
  }

  io::Task<Result<>> begin();
  io::Task<Result<std::unique_ptr<io::Process>>> run(io::ProcessSpec spec, View view) override;
  void prepare(View view) override;
  Usage usage(const io::Process& process) const override {
    const auto* command = dynamic_cast<const Command*>(&process);
    return command != nullptr ? command->usage() : Usage();
  }
  bool waits_for_input(const io::Process& process) const override {
    const auto* command = dynamic_cast<const Command*>(&process);
    return command != nullptr && command->waits_for_input();
  }
  Mode mode() const override { return options_.mode; }

 private:
  Result<std::unique_ptr<Channel>> open_slot(const View& view);
  Result<std::unique_ptr<Channel>> slot_for(const View& view);

  io::Loop& loop_;
  BoxOptions options_;
  std::string group_;   // the folder of its control group, or ""
  pid_t pid_;
  Channel socket_;
  std::optional<Slot> prepared_;
};

base::Error helper_is_gone() {
  return {Code::unavailable, "the sandbox's helper has ended: start a new session"};
}

base::Error error_of(const Packet& packet) { return {static_cast<Code>(packet.number), packet.text}; }

io::Task<Result<>> HelpedBox::begin() {
  CO_TRY(const auto memfd, pack(options_));
  const int fd = memfd.get();
  if (!send_packet(socket_.fd(), packet_of(Kind::start), std::span(&fd, 1))) co_return base::fail(helper_is_gone());
  CO_TRY(const auto received, co_await socket_.receive());
  if (received.what != Received::What::packet) co_return base::fail(helper_is_gone());
  if (received.packet.kind == Kind::failed) co_return base::fail(error_of(received.packet));
  group_ = received.packet.text;
  co_return Result<>();
}

Result<std::unique_ptr<Channel>> HelpedBox::open_slot(const View& view) {
  TRY(auto sockets, make_sockets());
  TRY(const auto memfd, pack(view));
  const std::array<int, 2> fds{memfd.get(), sockets.theirs.get()};
  if (!send_packet(socket_.fd(), packet_of(Kind::open), fds)) return base::fail(helper_is_gone());
  return std::make_unique<Channel>(loop_, std::move(sockets.ours));
}

Result<std::unique_ptr<Channel>> HelpedBox::slot_for(const View& view) {
  if (prepared_ && same(prepared_->view, view)) {
    auto control = std::move(prepared_->control);
    prepared_.reset();
    return control;
  }
  return open_slot(view);
}

void HelpedBox::prepare(View view) {
  if (prepared_ && same(prepared_->view, view)) return;
  prepared_.reset();
  auto control = open_slot(view);
  if (control) prepared_ = Slot{std::move(view), std::move(*control)};   // else run() will say why
}

/// What an order needs on its way.
Order order_of(io::ProcessSpec& spec, bool with_proxies) {
  Order order;
  if (with_proxies) add_proxies(spec.env);
  order.argv = std::move(spec.argv);
  for (const auto& [name, value] : spec.env) order.env.push_back(name + "=" + value);
  order.cwd = spec.cwd.empty() ? base::absolute(".") : std::move(spec.cwd);
  order.pty = spec.terminal == io::Terminal::pty;
  order.columns = spec.columns;
  order.rows = spec.rows;
  return order;
}

Result<> send_order(int control, const Order& order, const Pipes& pipes) {
  TRY(const auto memfd, pack(order));
  std::vector<int> fds{memfd.get()};
  if (!order.pty) {
    const int out = pipes.out.childs.get();
    const int err = pipes.err.childs ? pipes.err.childs.get() : out;
    fds.insert(fds.end(), {pipes.in.childs.get(), out, err});
  }
  // Refused if the view could not be mounted; then the reason can be read.
  (void)send_packet(control, packet_of(Kind::run), fds);
  return {};
}

io::Task<Result<Started>> await_start(std::unique_ptr<Channel> control) {
  Started started;
  while (true) {
    CO_TRY(auto received, co_await control->receive());
    if (received.what != Received::What::packet) co_return base::fail(helper_is_gone());
    switch (received.packet.kind) {
      case Kind::failed: co_return base::fail(error_of(received.packet));
      case Kind::ready:
        started.pid = received.sender;
        if (!received.fds.empty()) started.pidfd = std::move(received.fds[0]);
        break;
      case Kind::terminal:
        if (!received.fds.empty()) started.terminal = std::move(received.fds[0]);
        break;
      case Kind::started:
        started.control = std::move(control);
        co_return started;
      default: break;
    }
  }
}

io::Task<Result<std::unique_ptr<io::Process>>> HelpedBox::run(io::ProcessSpec spec, View view) {
  const bool cancelled = co_await io::is_cancelled();
  if (cancelled) co_return base::fail(io::cancelled_error());
  Pipes pipes;
  const bool is_pty = spec.terminal == io::Terminal::pty;
  if (!is_pty) {
    CO_TRY(pipes, open_pipes(spec));
  }
  const bool was_ready = prepared_ && same(prepared_->view, view);
  CO_TRY(auto control, slot_for(view));
  const auto order = order_of(spec, options_.network == Network::list);
  CO_TRY_DO(send_order(control->fd(), order, pipes));
  auto started = co_await await_start(std::move(control));
  if (!started && was_ready) {
    // Its folders may have got their final names before the helper came to mount them. Nothing ran yet.
    CO_TRY(control, open_slot(view));
    CO_TRY_DO(send_order(control->fd(), order, pipes));
    started = co_await await_start(std::move(control));
  }
  if (!started) co_return base::fail(started.error());
  auto ends = std::make_unique<io::ChildIo>(loop_);
  if (is_pty) {
    base::Fd master(::fcntl(started->terminal.get(), F_DUPFD_CLOEXEC, 3));
    if (!master) co_return base::fail_errno("cannot use a command's pseudo terminal");
    CO_TRY_DO(ends->take_pty(std::move(master)));
  } else {
    if (pipes.in.ours) ends->take_in(std::move(pipes.in.ours));
    ends->take_out(std::move(pipes.out.ours));
    if (pipes.err.ours) ends->take_err(std::move(pipes.err.ours));
  }
  std::unique_ptr<io::Process> command = std::make_unique<Command>(loop_, *std::move(started), std::move(ends));
  co_return command;
}

}  // namespace

std::string_view name(Mode mode) {
  switch (mode) {
    case Mode::overlay: return "overlay";
    case Mode::namespaces: return "namespaces";
    case Mode::landlock: return "landlock";
    case Mode::none: return "none";
  }
  return "none";
}

io::Task<Result<std::unique_ptr<Box>>> Box::start(io::Loop& loop, BoxOptions options) {
  CO_TRY(auto helper, start_helper(options.helper));
  auto box = std::make_unique<HelpedBox>(loop, std::move(options), std::move(helper));
  CO_TRY_DO(co_await box->begin());
  std::unique_ptr<Box> started = std::move(box);
  co_return started;
}

}  // namespace sandbox
