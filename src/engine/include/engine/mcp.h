#pragma once
// MCP servers by the user's own hand (`plumb mcp list`, ...): which there are in a folder, and whether the project's are trusted.
//
// A project's .mcp.json starts programs and opens connections. It comes from anybody, so nothing of it happens before the user
// has said so, once for each content of the file. docs/mcp.md.

#include <functional>
#include <string>
#include <vector>

#include "engine/project_trust.h"
#include "engine/settings.h"
#include "io/loop.h"

namespace engine {

struct McpLine {
  std::string name, what;        ///< what: the command or the address, shortened, without what may be a key
  std::vector<std::string> all;  ///< all that whoever trusts it should know, a line each
  std::string where;             ///< the file that names it
  std::string state;             ///< ready, untrusted, "shadowed", or why it cannot be used
  bool is_usable = false;
};

/// The hash is that of `project_file`.
struct McpListing : ProjectTrust {
  std::vector<McpLine> servers;  ///< the user's first
  std::string project_file;      ///< "" = the project has none
};

/// Starts nothing. Fails with invalid (a file, and what is wrong with it), denied.
base::Result<McpListing> list_mcp(const Settings& settings, const std::string& cwd);

/// From now on the project's file with this content (hash) is trusted. Fails with not_found (there is none), changed
/// (it has another content by now), io.
base::Result<> trust_mcp(const Settings& settings, const std::string& cwd, const std::string& hash);
/// Not any more. Fails with not_found (it was not trusted), io.
base::Result<> distrust_mcp(const Settings& settings, const std::string& cwd);

struct McpTool {
  std::string name, description, schema;
};
struct McpLook {
  std::string server, version, protocol;   ///< as it says
  std::vector<McpTool> tools;
  std::vector<std::string> left_out;
  std::string log;
};
/// Starts a server as a session would, and asks what it has. Fails with not_found (no such server), denied (it is not
/// trusted), and as the server does.
io::Task<base::Result<McpLook>> look_at_mcp(io::Loop& loop, Settings settings, std::string cwd, std::string name);

struct McpLogin {
  bool was_needed = false;       ///< false: the server lets everybody in
  McpLook look;
};
/// A person logs in at a server with an address, anew. `show` gets the page's address, as often as the server wants a login.
/// Waits ten minutes for each. Fails with not_found, invalid (a program, or an address with an Authorization header of its
/// own), denied (not trusted, refused), timeout, and as the servers do; what was kept before then stays.
io::Task<base::Result<McpLogin>> log_in_mcp(io::Loop& loop, Settings settings, std::string cwd, std::string name,
                                            std::function<void(std::string page)> show);
struct McpLogout {
  bool was_told = false;         ///< the authorization server has ended the login too
  std::string problem;           ///< "", or why it could not be told
};
/// Forgets what is kept, whether the authorization server can be told or not. Fails with not_found (no such server, no login), io.
io::Task<base::Result<McpLogout>> log_out_mcp(io::Loop& loop, Settings settings, std::string cwd, std::string name);

}  // namespace engine
