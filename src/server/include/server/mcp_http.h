#pragma once
// An MCP server at an address of this machine: streamable HTTP of both eras, at /mcp. Only 127.0.0.1 is listened at; who may ask
// is checked as for the live page (docs/server.md): Host and Origin, and a token.

#include <memory>
#include <optional>
#include <string>

#include "io/loop.h"
#include "mcp_server/offering.h"
#include "server/access.h"

namespace server {

struct McpOptions {
  unsigned short port = 0;         ///< 0 = any
  std::optional<Access> access;    ///< whose steer token opens it (`Authorization: Bearer TOKEN`); nothing: whoever comes, for tests
};

/// For the loop's thread.
class McpHttp {
 public:
  /// Listens and serves while the loop runs. Loop and offering must outlive it. Fails with exists (the port is taken), denied, io.
  static base::Result<std::unique_ptr<McpHttp>> open(io::Loop& loop, mcp_server::Offering& offering, McpOptions options);
  virtual ~McpHttp() = default;
  /// "http://127.0.0.1:1234/mcp"
  [[nodiscard]] virtual std::string url() const = 0;
  /// Ends what is at work, and all connections. Must have returned before the destructor runs; at most some seconds.
  virtual io::Task<> close() = 0;
};

}  // namespace server
