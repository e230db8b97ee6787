#pragma once
// The MCP servers of a session: which there are, and those that run. A server is started when it is first needed.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/project_trust.h"
#include "engine/session.h"
#include "io/http.h"
#include "io/process.h"
#include "mcp/client.h"
#include "mcp_config.h"
#include "secrets.h"
#include "sandbox/box.h"

namespace engine {

class Guard;

/// What a server in the sandbox sees: the project, and it cannot write to it (where the session has transactions), like a
/// service: what it would write is no step.
sandbox::View mcp_view(const Guard& guard);
/// False where the machine has none, and in mode "full", which restricts nothing.
bool has_mcp_sandbox(const Guard& guard, const Settings& settings);

/// Those that a session at `cwd` may use, and why others may not.
struct McpSetup : ProjectTrust {
  std::vector<McpServer> servers;
  std::vector<McpServer> refused;          ///< of a project that is not trusted, or shadowed by the user's
  std::string project_file, owner;         ///< of the project; file "" = none
};
/// Puts what a front end brings along before all others: one of the same name is not used.
void add_given(McpSetup& setup, const std::vector<GivenServer>& given);
/// Fails with invalid (config.toml), denied (a file that cannot be read). What is wrong in a project's file is a notice.
base::Result<McpSetup> find_mcp(const Settings& settings, const std::string& cwd, const std::optional<AttemptOf>& attempt);

/// For the loop's thread; close() must have been awaited before it goes, where one was opened.
class McpServers {
 public:
  struct Parts {
    io::Loop& loop;
    io::HttpClient& http;
    std::string cwd;
    std::map<std::string, std::string, std::less<>> env;   ///< for programs, without secrets
    std::function<io::Launcher()> sandbox;                 ///< where programs are started that run in it; empty = there is none
    const Secrets* secrets = nullptr;                      ///< whose handles calls may hold; null = none
    std::string logins{};                                  ///< the folder where logins are kept; "" = there are none
  };
  McpServers(Parts parts, std::vector<McpServer> servers);

  [[nodiscard]] const std::vector<McpServer>& all() const { return servers_; }
  /// nullptr if there is none.
  [[nodiscard]] const McpServer* find(const std::string& name) const;
  /// The connection, made now if there is none. One caller at a time. Fails with not_found, and as mcp::Client.
  io::Task<base::Result<mcp::Client*>> open(std::string name);
  /// "not started", "runs", or why not; for the model.
  [[nodiscard]] std::string standing(const std::string& name) const;
  /// Whether what it does happens in the sandbox.
  [[nodiscard]] bool is_sandboxed(const McpServer& server) const { return !server.argv.empty() && server.is_sandboxed && parts_.sandbox; }
  /// `text` without the values that the configuration gives to the server: keys.
  [[nodiscard]] std::string masked(const McpServer& server, std::string text) const;
  /// The same for all servers.
  [[nodiscard]] std::string masked(std::string text) const;
  /// Arguments of a call with the values of secrets in them. Fails as Secrets::in_arguments.
  [[nodiscard]] base::Result<std::string> filled(std::string arguments, const std::string& server) const;
  /// Ends all of them. Not shortened by a cancellation.
  io::Task<> close();

 private:
  struct Open {
    std::unique_ptr<mcp::Login> login;     ///< of an address
    std::unique_ptr<mcp::Client> client;   ///< uses the login
    int failures = 0;
    base::Error last;
  };
  io::Task<base::Result<std::unique_ptr<mcp::Client>>> start(McpServer server, mcp::Login* login);

  Parts parts_;
  std::vector<McpServer> servers_;
  std::map<std::string, Open> open_;
};

}  // namespace engine
