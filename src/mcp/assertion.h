#pragma once
// How a program shows who it is without a secret: a signed statement (RFC 7523, private_key_jwt). Internal to mcp.

#include <string>

#include "base/error.h"

namespace mcp {

/// A JWT signed with ES256, good for one use within five minutes. `private_key`: PEM, of the curve P-256. OpenSSL is loaded
/// when this is first called. Fails with invalid (the key), unsupported (no OpenSSL 3 here).
base::Result<std::string> client_assertion(const std::string& private_key, const std::string& client_id, const std::string& audience);

}  // namespace mcp
