#pragma once
// A client over any transport: what the two ways to get one share, and tests. Internal to mcp.

#include <memory>

#include "mcp/client.h"
#include "transport.h"

namespace mcp {

enum class Era { find_out, legacy };

/// Fails as Client::start; the transport is closed then.
io::Task<base::Result<std::unique_ptr<Client>>> shake_hands(io::Loop& loop, std::unique_ptr<Transport> transport, Options options,
                                                           Era era);

}  // namespace mcp
