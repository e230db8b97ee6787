#pragma once
// Logins at MCP servers: what the user has set up about them, and where they are kept. A login belongs to an address: it is used for
// whatever server has exactly that one.

#include <toml++/toml.h>

#include <memory>
#include <string>

#include "engine/settings.h"
#include "io/http.h"
#include "io/loop.h"
#include "mcp/login.h"
#include "mcp_config.h"

namespace engine {

/// `[mcp.NAME.oauth]`; `full` is its name for errors. Fails with invalid.
base::Result<> read_login_setup(const std::string& path, const std::string& full, const toml::node& node, mcp::LoginSetup& out);

/// A folder beside the credentials file: commands cannot see it.
std::string login_folder(const Settings& settings);

/// False for programs, and for addresses that are given a key by hand.
bool takes_login(const McpServer& server);

/// Is one kept?
bool has_login(const std::string& folder, const std::string& url);
/// Fails with not_found, io.
base::Result<> forget_login(const std::string& folder, const std::string& url);

/// With `browser` for a person who logs in anew; without one nobody is asked. Fails with denied, not_found, invalid (the
/// private key's file).
base::Result<std::unique_ptr<mcp::Login>> make_login(io::Loop& loop, io::HttpClient& http, const std::string& folder,
                                                     const McpServer& server, mcp::Browser* browser = nullptr);

}  // namespace engine
