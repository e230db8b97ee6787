#pragma once
// A connection's state, and the table of what a client may ask for.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "acp/connection.h"
#include "feed.h"
#include "params.h"
#include "rpc.h"
#include "session_view.h"
#include "subscription.h"

namespace acp {

/// Versions of the protocol that are spoken, lowest first. The draft of version 2 joins them when it is one.
inline constexpr int k_versions[] = {1};
/// The one to speak with a client that asks for `wanted`.
int negotiated(std::int64_t wanted);

inline constexpr std::size_t k_views_max = 1000;

struct Agent : std::enable_shared_from_this<Agent> {   // callbacks of the host hold it weakly
  Agent(plumb::Host& host, ConnectionOptions options) : host(host), options(std::move(options)) {}

  plumb::Host& host;
  ConnectionOptions options;
  std::shared_ptr<Peer> peer;

  bool initialized = false;
  int version = 1;
  ClientWants wants;
  bool reads_buffers = false;
  std::map<std::string, std::shared_ptr<SessionView>> views;
  std::map<std::string, std::shared_ptr<EventStream>> streams;
  plumb::Subscription watching;                             ///< the fleet
  std::map<std::string, plumb::SessionInfo> rows_waiting;   ///< changed while the client was slow

  [[nodiscard]] bool may_act() const { return options.rights == Rights::all; }
  [[nodiscard]] bool may_see(const std::string& id) const { return options.only_session.empty() || id == options.only_session; }
  void on_request(const std::string& method, const json::Value& params, const Reply& reply);
  void on_notification(const std::string& method, const json::Value& params);
  void drained();
  void send_row(const plumb::SessionInfo& info);
};

enum class Needs {
  nothing,         ///< what anybody may ask for
  all_sessions,    ///< reads, but not only one session
  rights,          ///< changes something in a session
  all_rights,      ///< changes, or shows, more than one session
};
struct Method {
  Needs needs = Needs::rights;
  void (*run)(Agent& agent, const json::Value& params, const Reply& reply) = nullptr;
};
/// By name: those of ACP, and those whose name begins with "_plumb/".
const std::map<std::string, Method, std::less<>>& acp_methods();
const std::map<std::string, Method, std::less<>>& plumb_methods();

}  // namespace acp
