#pragma once
// Which MCP servers there are: `[mcp.NAME]` of the user's config.toml, `mcpServers` of a project's .mcp.json, and what an editor
// brings along.
//
// The user's own may name variables of the environment, ${NAME} or ${NAME:-otherwise}. A project's file comes from anybody: it
// gets no variable (a key would go to whatever program or address the file names), and its programs run in the sandbox.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "base/error.h"
#include "engine/session.h"
#include "io/http.h"
#include "mcp/login.h"

namespace engine {

inline constexpr std::size_t k_mcp_servers_max = 200;
inline constexpr std::size_t k_mcp_file_max = std::size_t{256} << 10;
inline constexpr std::int64_t k_mcp_timeout_s = 120;

struct McpServer {
  enum class From : std::uint8_t { user, project, front_end };
  std::string name;                  ///< 1 to 40 letters, digits and - _
  From from = From::user;
  std::vector<std::string> argv;     ///< of a program; empty = there is an address
  std::string cwd;                   ///< "" = the project's folder
  std::map<std::string, std::string, std::less<>> env;
  std::string url;
  io::Headers headers;
  mcp::LoginSetup login;             ///< of an address; the private key is a file's path here
  std::int64_t timeout_s = k_mcp_timeout_s;   ///< of a call
  bool is_sandboxed = false;
  std::string shown;                 ///< the command or the address as it is written, without the values of variables
  std::vector<std::string> secrets;  ///< values that may be keys: what comes from the server is shown without them
  std::string problem;               ///< "", or why it cannot be used
  bool is_enabled = true;            ///< false: the user switched it off
};

/// For people and logs, at most 200 bytes: the command, or the address, without what may be a key.
std::string what_it_is(const McpServer& server);
/// A line each of all that whoever trusts it should know: the whole command, the host, the names of variables and headers (and
/// the values of variables that are no credentials by their name: some make a program load code).
std::vector<std::string> all_of_it(const McpServer& server);

/// Those of `[mcp.NAME]`, also the ones that are switched off. Fails with invalid (path, line and what is wrong).
base::Result<std::vector<McpServer>> read_user_servers(std::string_view config_text, const std::string& config_path, const base::Env& env);

/// What a front end brings along, with names that can be used, each once.
std::vector<McpServer> given_servers(const std::vector<GivenServer>& given);

/// Fails with invalid (path and what is wrong). A server that is wrong by itself has a problem.
base::Result<std::vector<McpServer>> read_project_servers(std::string_view text, const std::string& path);

}  // namespace engine
