#pragma once
// What a server says with 401 or 403 about the login it wants: WWW-Authenticate. Internal to mcp.

#include <string>
#include <string_view>

#include "io/http.h"

namespace mcp {

struct Challenge {
  std::string resource_metadata, scope, error;   ///< "" = it does not say
};

/// The parameters of the Bearer challenge (RFC 6750, RFC 9728), of however many challenges and headers there are. What is not
/// well-formed ends the reading.
Challenge bearer_challenge(const io::Headers& headers);

}  // namespace mcp
