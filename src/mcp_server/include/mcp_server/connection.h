#pragma once
// plumb as an MCP server for one client: tools that run a task, read sessions, search code and run checks. Of both eras: the
// stateless protocol of 2026-07-28, and the initialize handshake of the revisions before it. docs/mcp.md.
//
// Everything is for the host's thread. The connection must go before the host and before its transport.

#include <memory>
#include <string>
#include <string_view>

#include "acp/connection.h"
#include "mcp_server/plumb_offering.h"
#include "plumb/host.h"

namespace mcp_server {

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
  std::unique_ptr<Impl> impl_;
};

}  // namespace mcp_server
