#pragma once
// The Model Context Protocol from the server's side, over whatever carries messages: JSON-RPC, the two eras, what is at work.
// Everything is for one thread.

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mcp_server/offering.h"

namespace mcp_server {

inline constexpr std::string_view k_modern_version = "2026-07-28";
/// Those with a handshake, the newest first.
inline constexpr std::array<std::string_view, 4> k_legacy_versions = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};

/// Where messages of ours go. None of its functions may call back into the protocol.
class Outlet {
 public:
  virtual ~Outlet() = default;
  /// `about`: key_of() of the request that it belongs to; "" = none that could be told.
  virtual void send(const std::string& about, json::Object message) = 0;
  /// True while the other side is slow: what need not be told is not.
  [[nodiscard]] virtual bool is_slow() const = 0;
};

/// An id of a request as a key.
std::string key_of(const json::Value& id);

class Protocol {
 public:
  /// `era`: of all messages, where the transport knows it; else each message tells.
  Protocol(Offering& offering, Outlet& outlet, std::optional<Era> era);
  /// Cancels what is at work.
  ~Protocol();
  Protocol(const Protocol&) = delete;

  void receive(std::string_view text);
  /// One message that has been parsed.
  void take(const json::Value& message);
  /// The client does not wait for the answer to the request any more.
  void cancel(const std::string& key);
  /// Says that something was wrong with a message before it could be taken.
  void refuse(const json::Value& id, int code, std::string what);
  /// Nothing is taken or sent any more.
  void close();
  [[nodiscard]] std::size_t at_work() const;

  struct Impl;

 private:
  std::shared_ptr<Impl> impl_;   ///< shared, so that exchanges can hold it weakly
};

}  // namespace mcp_server
