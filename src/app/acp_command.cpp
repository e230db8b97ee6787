// plumb acp: the Agent Client Protocol on standard input and output, for editors.

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>

#include "acp/stdio.h"
#include "base/file.h"
#include "commands.h"
#include "plumb/host.h"
#include "progress.h"

extern const char* const plumb_version;

namespace app {

namespace {

acp::Stdio* g_open = nullptr;   ///< what a signal ends

void on_signal(int) {
  if (g_open != nullptr) g_open->end();
}

}  // namespace

int acp_command(const Args&, base::Env env) {
  if (::isatty(STDIN_FILENO) == 1)
    std::fputs("plumb: this speaks the Agent Client Protocol, and is meant to be started by an editor (docs/acp.md)\n", stderr);
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
    acp::ConnectionOptions connection;
    connection.version = plumb_version;
    acp::Stdio stdio(**host, STDIN_FILENO, out.get(), std::move(connection));
    g_open = &stdio;
    std::signal(SIGTERM, on_signal);
    std::signal(SIGINT, on_signal);
    std::signal(SIGHUP, on_signal);
    (*host)->run();
    problem = stdio.problem();
    std::signal(SIGTERM, SIG_IGN);   // the end is in work
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGHUP, SIG_IGN);
    g_open = nullptr;
  }
  return problem.empty() ? 0 : complain(problem);
}

}  // namespace app
