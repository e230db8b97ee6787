#include "discovery.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/try.h"
#include "listed_tool.h"
#include "text/cut.h"

namespace mcp {

namespace {

using base::Code;

constexpr io::Millis k_fetch_time{30000};
constexpr std::size_t k_document_max = std::size_t{1} << 20;
constexpr std::size_t k_list_max = 200, k_text_max = 2048, k_shown_max = 200;

std::string shown(std::string_view text) { return plain(text::clip(text, k_shown_max)); }

std::vector<std::string> texts_of(const json::Value& value, std::string_view key) {
  std::vector<std::string> out;
  if (const auto* list = json::array_or_null(json::find(value, key)))
    for (const auto& one : *list) {
      const auto text = json::string_or(&one);
      if (!text.empty() && text.size() <= k_text_max && out.size() < k_list_max) out.emplace_back(text);
    }
  return out;
}

bool has(const std::vector<std::string>& list, std::string_view text) { return std::find(list.begin(), list.end(), text) != list.end(); }

/// The document at `url`; null if there is none.
io::Task<base::Result<json::Value>> document(io::HttpClient& http, std::string url) {
  io::HttpRequest request;
  request.url = std::move(url);
  request.headers = {{"Accept", "application/json"}, {"MCP-Protocol-Version", "2026-07-28"}};
  CO_TRY(auto answer, co_await fetch_json(http, std::move(request)));
  if (answer.status >= 500) co_return base::fail(Code::unavailable, "the login's metadata cannot be read: HTTP " + std::to_string(answer.status));
  if (answer.status != 200 || !answer.body.is_object()) co_return json::Value();
  co_return std::move(answer.body);
}

std::string without_slash(std::string path) {
  while (path.ends_with('/')) path.pop_back();
  return path;
}

base::Result<Resource> read_resource(const json::Value& document, const Url& server) {
  Resource out;
  out.id = json::string_or(json::find(document, "resource"));
  const auto resource = read_url(out.id);
  // A server must not get tokens that are for another one.
  const bool is_same = resource && resource->target == server.target;
  const std::string above = resource ? without_slash(resource->path) : "";
  const bool is_above = is_same && (server.path.starts_with(above + "/") || without_slash(server.path) == above || above.empty());
  if (!is_above) return base::fail(Code::invalid, "the server's metadata is about another resource: " + shown(out.id));
  out.issuers = texts_of(document, "authorization_servers");
  out.scopes = texts_of(document, "scopes_supported");
  return out;
}

base::Result<std::string> endpoint(const json::Value& document, std::string_view key, const Url& server) {
  const std::string text(json::string_or(json::find(document, key)));
  if (text.empty()) return text;
  const auto url = read_url(text);
  if (!url || !may_carry_secrets(*url, server))
    return base::fail(Code::invalid, "the authorization server's " + std::string(key) + " is no https address: " + shown(text));
  return text;
}

base::Result<AuthorizationServer> read_authorization_server(const json::Value& document, const Url& server, const std::string& issuer) {
  AuthorizationServer out;
  out.issuer = json::string_or(json::find(document, "issuer"));
  if (out.issuer != issuer)   // to the letter: RFC 8414, 3.3
    return base::fail(Code::invalid, "the metadata of the authorization server " + shown(issuer) + " is that of another one: " + shown(out.issuer));
  TRY(out.authorization_endpoint, endpoint(document, "authorization_endpoint", server));
  TRY(out.token_endpoint, endpoint(document, "token_endpoint", server));
  TRY(out.registration_endpoint, endpoint(document, "registration_endpoint", server));
  TRY(out.revocation_endpoint, endpoint(document, "revocation_endpoint", server));
  if (out.token_endpoint.empty()) return base::fail(Code::invalid, "the authorization server " + shown(issuer) + " has no token endpoint");
  out.auth_methods = texts_of(document, "token_endpoint_auth_methods_supported");
  if (out.auth_methods.empty()) out.auth_methods = {"client_secret_basic"};   // what RFC 8414 says of none
  out.scopes = texts_of(document, "scopes_supported");
  out.takes_metadata_url = json::bool_or(json::find(document, "client_id_metadata_document_supported"));
  out.sends_issuer = json::bool_or(json::find(document, "authorization_response_iss_parameter_supported"));
  if (!out.authorization_endpoint.empty() && !has(texts_of(document, "code_challenge_methods_supported"), "S256"))
    return base::fail(Code::unsupported, "the authorization server " + shown(issuer) + " does not offer PKCE (S256)");
  return out;
}

}  // namespace

io::Task<base::Result<JsonAnswer>> fetch_json(io::HttpClient& http, io::HttpRequest request) {
  auto work = http.fetch(std::move(request), {});
  CO_TRY(const auto response, co_await io::within(k_fetch_time, "a login's server", std::move(work)));
  if (response.body.size() > k_document_max) co_return base::fail(Code::too_big, "a login's server sent more than 1 MiB");
  JsonAnswer out;
  out.status = response.status;
  if (auto parsed = json::parse(response.body)) out.body = *std::move(parsed);
  co_return out;
}

io::Task<base::Result<Resource>> find_resource(io::HttpClient& http, Url server, std::string named) {
  std::vector<std::string> places;
  if (!named.empty()) {
    const auto url = read_url(named);
    if (!url || !may_carry_secrets(*url, server)) co_return base::fail(Code::invalid, "the server names no https address for its metadata: " + shown(named));
    places.push_back(std::move(named));
  }
  const std::string well_known = server.origin + "/.well-known/oauth-protected-resource";
  if (const auto path = without_slash(server.path); !path.empty()) places.push_back(well_known + path);
  places.push_back(well_known);
  for (const auto& place : places) {
    CO_TRY(const auto found, co_await document(http, place));
    if (found.is_object()) co_return read_resource(found, server);
  }
  co_return base::fail(Code::not_found, "the server does not say who gives tokens for it (no protected resource metadata)");
}

io::Task<base::Result<AuthorizationServer>> find_authorization_server(io::HttpClient& http, Url server, std::string issuer) {
  const auto url = read_url(issuer);
  if (!url || !url->query.empty() || !may_carry_secrets(*url, server))
    co_return base::fail(Code::invalid, "the server names an authorization server that is no https address: " + shown(issuer));
  const auto path = without_slash(url->path);
  std::vector<std::string> places = {url->origin + "/.well-known/oauth-authorization-server" + path,
                                     url->origin + "/.well-known/openid-configuration" + path};
  if (!path.empty()) places.push_back(url->origin + path + "/.well-known/openid-configuration");
  for (const auto& place : places) {
    CO_TRY(const auto found, co_await document(http, place));
    if (found.is_object()) co_return read_authorization_server(found, server, issuer);
  }
  co_return base::fail(Code::not_found, "the authorization server " + shown(issuer) + " has no metadata");
}

std::vector<std::string> words_of(std::string_view scope) {
  std::vector<std::string> out;
  while (!scope.empty()) {
    const auto end = std::min(scope.find(' '), scope.size());
    if (const auto word = scope.substr(0, end); !word.empty() && !has(out, word) && out.size() < k_list_max) out.emplace_back(word);
    scope.remove_prefix(std::min(end + 1, scope.size()));
  }
  return out;
}

}  // namespace mcp
