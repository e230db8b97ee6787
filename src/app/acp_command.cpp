// plumb acp: the Agent Client Protocol on standard input and output, for editors.

#include "commands.h"
#include "stdio_server.h"

extern const char* const plumb_version;

namespace app {

int acp_command(const Args&, base::Env env) {
  return serve_stdio(env, "this speaks the Agent Client Protocol, and is meant to be started by an editor (docs/acp.md)",
                     [](plumb::Host& host, int in, int out) {
                       acp::ConnectionOptions connection;
                       connection.version = plumb_version;
                       connection.takes_servers = true;
                       return std::make_unique<acp::Stdio>(host, in, out, std::move(connection));
                     });
}

}  // namespace app
