#include "stdio_server.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "base/file.h"
#include "commands.h"
#include "progress.h"

namespace app {

namespace {

constexpr int k_signals[] = {SIGTERM, SIGINT, SIGHUP};
acp::Stdio* g_open = nullptr;   ///< what a signal ends

void on_signal(int) {
  if (g_open != nullptr) g_open->end();
}

}  // namespace

int serve_stdio(const base::Env& env, const char* hint,
                const std::function<std::unique_ptr<acp::Stdio>(plumb::Host& host, int in, int out)>& open) {
  if (::isatty(STDIN_FILENO) == 1) std::fprintf(stderr, "plumb: %s\n", hint);
  // What else prints must not get between the messages: standard output becomes standard error for it.
  const base::Fd out(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3));
  if (!out || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return complain("standard output is not open");
  plumb::HostOptions options;
  options.env = {env.all().begin(), env.all().end()};
  options.inherit = false;
  auto host = plumb::Host::open(std::move(options));
  if (!host) return complain(host.error().what, exit_code_for(host.error()));
  std::string problem;
  {
    const auto stdio = open(**host, STDIN_FILENO, out.get());
    g_open = stdio.get();
    for (const int number : k_signals) std::signal(number, on_signal);
    (*host)->run();
    problem = stdio->problem();
    for (const int number : k_signals) std::signal(number, SIG_IGN);   // the end is in work
    g_open = nullptr;
  }
  return problem.empty() ? 0 : complain(problem);
}

}  // namespace app
