#include "acp/connection.h"

#include <boost/json.hpp>

#include <algorithm>

#include "agent.h"
#include "values.h"

namespace acp {

int negotiated(std::int64_t wanted) {
  int best = k_versions[0];
  for (const int version : k_versions)
    if (version <= wanted) best = version;
  return best;
}

void Agent::on_request(const std::string& method, const json::Value& params, const Reply& reply) {
  const auto& methods = method.starts_with("_plumb/") ? plumb_methods() : acp_methods();
  const auto found = methods.find(method);
  if (found == methods.end()) return reply.fail(k_unknown_method, "no such method: " + method);
  if (!initialized && method != "initialize") return reply.fail(k_invalid_request, "initialize comes first");
  const auto needs = found->second.needs;
  const bool changes = needs == Needs::rights || needs == Needs::all_rights;
  if (changes && !may_act()) return reply.fail(k_watches_only, "this link only watches");
  const bool wide = needs == Needs::all_sessions || needs == Needs::all_rights;
  if (wide && !options.only_session.empty()) return reply.fail(k_watches_only, "this link is for one session only");
  if (const auto* id = json::find(params, "sessionId"); id != nullptr && id->is_string() && method != "_plumb/sessions/info" && !may_see(std::string(json::string_or(id))))
    return reply.fail(k_not_found, "no such session: " + std::string(json::string_or(id)));
  found->second.run(*this, params, reply);
}

void Agent::on_notification(const std::string& method, const json::Value& params) {
  if (method != "session/cancel" || !may_act()) return;   // others are ignored, as JSON-RPC says
  const std::string id(json::string_or(json::find(params, "sessionId")));
  if (const auto found = views.find(id); found != views.end()) found->second->cancel();
}

void Agent::drained() {
  for (const auto& [id, info] : std::exchange(rows_waiting, {})) send_row(info);
  const auto open = views;   // a feed may end while another one is told
  for (const auto& [id, view] : open) view->drained();
  for (const auto& [id, stream] : std::map(streams)) stream->drained();
}

void Agent::send_row(const plumb::SessionInfo& info) {
  if (!may_see(info.id)) return;
  if (peer->slow()) rows_waiting[info.id] = info;
  else peer->notify("_plumb/session", json::Object{{"session", row_to_json(info)}});
}

Connection::Connection(plumb::Host& host, Transport& transport, ConnectionOptions options)
    : agent_(std::make_shared<Agent>(host, std::move(options))) {
  const std::weak_ptr<Agent> weak = agent_;
  agent_->peer = std::make_shared<Peer>(
      transport, agent_->options,
      Peer::Handlers{[weak](const std::string& method, const json::Value& params, const Reply& reply) {
                       if (const auto self = weak.lock()) self->on_request(method, params, reply);
                     },
                     [weak](const std::string& method, const json::Value& params) {
                       if (const auto self = weak.lock()) self->on_notification(method, params);
                     }});
}

Connection::~Connection() = default;

void Connection::receive(std::string_view message) { agent_->peer->receive(message); }
void Connection::refuse_oversized() { agent_->peer->refuse_oversized(); }
void Connection::drained() { agent_->drained(); }

}  // namespace acp
