#pragma once
// Who may give tokens for a server, and how: protected resource metadata (RFC 9728) and authorization server metadata (RFC 8414,
// OpenID Connect discovery). Internal to mcp.
//
// All of it is said by strangers: documents are bounded, and an address is taken only where tokens may be sent (url.h).

#include <boost/json/value.hpp>

#include <string>
#include <vector>

#include "io/http.h"
#include "json/json.h"
#include "url.h"

namespace mcp {

struct Resource {
  std::string id;                            ///< as it is published: what tokens are asked for
  std::vector<std::string> issuers, scopes;
};

struct AuthorizationServer {
  std::string issuer;
  std::string authorization_endpoint, token_endpoint, registration_endpoint, revocation_endpoint;   ///< "" = none
  std::vector<std::string> auth_methods;     ///< of the token endpoint
  std::vector<std::string> scopes;
  bool takes_metadata_url = false;           ///< client id metadata documents
  bool sends_issuer = false;                 ///< RFC 9207
};

/// A fetch with an answer in JSON, of at most 1 MiB, within 30 s.
struct JsonAnswer {
  int status = 0;
  json::Value body;                          ///< null if it is no JSON
};
io::Task<base::Result<JsonAnswer>> fetch_json(io::HttpClient& http, io::HttpRequest request);

/// Looked for at `named` (of the challenge) if it is not "", else in the two places that there are for `server`. Fails with
/// not_found, invalid (it is about another server, or names an address that is not safe), and as fetch.
io::Task<base::Result<Resource>> find_resource(io::HttpClient& http, Url server, std::string named);

/// Fails with not_found, invalid (another issuer, an address that is not safe), unsupported (no PKCE), and as fetch.
io::Task<base::Result<AuthorizationServer>> find_authorization_server(io::HttpClient& http, Url server, std::string issuer);

/// The words of a scope, each once, in their order.
std::vector<std::string> words_of(std::string_view scope);

}  // namespace mcp
