#pragma once
// One connection of a command to the broker, from its first byte to its end.

#include <functional>
#include <memory>
#include <string>

#include "broker_dial.h"
#include "broker_request.h"
#include "broker_stream.h"
#include "sandbox/broker.h"

namespace sandbox {

/// What the connections of a broker share, and what outlives a Broker that was not closed.
struct BrokerState {
  DialPolicy policy;
  std::function<void(const Passage&)> on_passage;   ///< emptied when the Broker has gone
  std::unique_ptr<Gate> slots, lookups;             ///< made on the loop
  bool is_over = false;                             ///< the Broker has gone
};

/// Serves `client` until both sides have ended, it was refused, or it is cancelled. Leaves a slot.
io::Task<> serve_connection(std::shared_ptr<BrokerState> state, Stream client);

}  // namespace sandbox
