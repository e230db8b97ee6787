#pragma once
// plumb as an MCP server for one client: tools that run a task, read sessions, search code and run checks. Of both eras: the
// stateless protocol of 2026-07-28, and the initialize handshake of the revisions before it. docs/mcp.md.
//
// Everything is for the host's thread. The connection must go before the host and before its transport.

#include <memory>
#include <string>
#include <string_view>

#include "acp/connection.h"
#include "plumb/host.h"

namespace mcp_server {

struct Options {
  std::string version;             ///< of plumb, as the client is told
  std::string cwd;                 ///< where a call works that names no folder; absolute
};

class Connection final : public acp::Endpoint {
 public:
  Connection(plumb::Host& host, acp::Transport& transport, Options options);
  /// Cancels what the client's calls started.
  ~Connection() override;
  Connection(const Connection&) = delete;

  void receive(std::string_view message) override;
  void refuse_oversized() override;
  void drained() override {}

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;     ///< shared, so that callbacks of the host can hold it weakly
};

}  // namespace mcp_server
