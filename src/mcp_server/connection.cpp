// One client over a transport of whole messages.

#include "mcp_server/connection.h"

#include <utility>

#include "mcp_server/protocol.h"

namespace mcp_server {

struct Connection::Impl final : Outlet {
  Impl(plumb::Host& host, acp::Transport& t, Options options)
      : transport(t), offering(host, std::move(options)), protocol(offering, *this, std::nullopt) {}

  void send(const std::string&, json::Object message) override {
    if (is_closed) return;
    transport.send(json::dump(message));
    if (transport.waiting() <= acp::k_queue_max) return;
    is_closed = true;
    transport.close("the client does not read: " + std::to_string(transport.waiting() >> 20) + " MiB wait for it");
  }
  [[nodiscard]] bool is_slow() const override { return transport.waiting() > acp::k_queue_slow; }

  acp::Transport& transport;
  bool is_closed = false;
  PlumbOffering offering;
  Protocol protocol;   // last: it uses all of the above
};

Connection::Connection(plumb::Host& host, acp::Transport& transport, Options options)
    : impl_(std::make_unique<Impl>(host, transport, std::move(options))) {}

Connection::~Connection() = default;

void Connection::receive(std::string_view message) {
  if (!impl_->is_closed) impl_->protocol.receive(message);
}

void Connection::refuse_oversized() { impl_->protocol.refuse(nullptr, k_invalid_request, "the message is too large"); }

}  // namespace mcp_server
