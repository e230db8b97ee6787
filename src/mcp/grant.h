#pragma once
// The requests of OAuth that carry secrets: a client is registered (RFC 7591), tokens are asked for. Internal to mcp.

#include <cstdint>
#include <string>

#include "discovery.h"
#include "url.h"

namespace mcp {

/// A client as an authorization server knows it.
struct ClientId {
  std::string id, secret;
  std::string auth_method;       ///< of the token endpoint: client_secret_basic, client_secret_post, none
  std::string private_key;       ///< PEM; if given, the client signs an assertion instead
  std::string issuer;            ///< who is meant by the assertion
};

struct Tokens {
  std::string access, refresh;
  std::int64_t expires_in_s = 0;   ///< 0 = it does not say
};

/// How a client with or without a secret shows who it is, of what the server takes. `registered`: what it said at the
/// registration.
std::string auth_method(const std::vector<std::string>& taken, const std::string& secret, const std::string& registered);

/// Fails with denied (it does not register us), protocol, and as fetch.
io::Task<base::Result<ClientId>> register_client(io::HttpClient& http, AuthorizationServer server, std::string redirect_uri);

/// `fields`: the grant. Fails with denied (the server says no: the text says why), protocol, and as fetch.
io::Task<base::Result<Tokens>> ask_for_tokens(io::HttpClient& http, std::string endpoint, ClientId client, Fields fields);

/// Tells the server that a token is not needed any more (RFC 7009). Fails with denied, and as fetch.
io::Task<base::Result<>> revoke_token(io::HttpClient& http, std::string endpoint, ClientId client, std::string token);

}  // namespace mcp
