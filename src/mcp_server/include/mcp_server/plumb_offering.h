#pragma once
// What plumb offers to other agents: run_task, read_session, search_code, check. docs/mcp.md.

#include <string>

#include "mcp_server/offering.h"
#include "plumb/host.h"

namespace mcp_server {

struct Options {
  std::string version;             ///< of plumb, as the client is told
  std::string cwd;                 ///< where a call works that names no folder; absolute
};

/// For the host's thread; must go before the host.
class PlumbOffering final : public Offering {
 public:
  PlumbOffering(plumb::Host& host, Options options) : host_(host), options_(std::move(options)) {}

  [[nodiscard]] json::Object about() const override;
  [[nodiscard]] std::string instructions() const override;
  [[nodiscard]] json::Object capabilities(Era era) const override;
  [[nodiscard]] std::optional<json::Object> list(std::string_view method) const override;
  bool serve(const std::shared_ptr<Exchange>& exchange) override;

 private:
  plumb::Host& host_;
  Options options_;
};

}  // namespace mcp_server
