#pragma once
// What is served at /mcp. Internal to server.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "http.h"
#include "mcp_server/protocol.h"
#include "origins.h"
#include "server/access.h"

namespace server {

/// The messages about one request, on their way back: one response, or a stream of events.
struct McpReply {
  std::vector<json::Object> early;   ///< before there is a body
  std::shared_ptr<Body> body;
  bool is_answered = false;
};

/// One conversation: a session of the older era, or one request of the newer one.
class McpTalk final : public mcp_server::Outlet, public std::enable_shared_from_this<McpTalk> {
 public:
  McpTalk(mcp_server::Offering& offering, mcp_server::Era era) : era_(era), protocol_(offering, *this, era) {}

  /// Takes a message; the response to its sender.
  Response post(const json::Value& message);
  void close();
  [[nodiscard]] bool is_idle() const { return replies_.empty(); }
  [[nodiscard]] mcp_server::Era era() const { return era_; }
  std::int64_t used_ms = 0;

  void send(const std::string& about, json::Object message) override;
  [[nodiscard]] bool is_slow() const override;

 private:
  Response stream_of(const std::string& key);
  void gone(const std::string& key);

  mcp_server::Era era_;
  std::map<std::string, McpReply> replies_;   ///< by the request's key
  std::optional<json::Object> stray_;         ///< an error about nothing that could be told
  mcp_server::Protocol protocol_;             ///< last: it uses all of the above
};

class McpSite final : public Site {
 public:
  using Clock = std::int64_t (*)();
  McpSite(mcp_server::Offering& offering, std::optional<Access> access, Origins origins, Clock clock)
      : offering_(offering), access_(std::move(access)), origins_(std::move(origins)), clock_(clock) {}

  Response answer(const Request& request) override;
  Upgrade upgrade(const Request& request) override;
  Response error(int status) override;
  /// Cancels what is at work.
  void close();

 private:
  [[nodiscard]] bool is_allowed(const Request& request);
  Response post(const Request& request);
  Response post_modern(const Request& request, const json::Value& message);
  Response post_legacy(const Request& request, const json::Value& message);
  Response end_session(const Request& request);
  bool make_room();

  mcp_server::Offering& offering_;
  std::optional<Access> access_;
  Origins origins_;
  Clock clock_;
  WrongTokens wrong_;
  std::map<std::string, std::shared_ptr<McpTalk>> sessions_;
  std::set<std::shared_ptr<McpTalk>> requests_;   ///< of the newer era, at work
};

}  // namespace server
