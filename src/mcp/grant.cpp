#include "grant.h"

#include <boost/json.hpp>

#include <algorithm>

#include "assertion.h"
#include "base/try.h"
#include "listed_tool.h"
#include "text/base64.h"
#include "text/cut.h"

namespace mcp {

namespace {

using base::Code;

constexpr std::size_t k_secret_max = std::size_t{16} << 10, k_shown_max = 300;
constexpr std::int64_t k_expiry_max = 366LL * 24 * 3600;
constexpr std::string_view k_assertion_type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

bool has(const std::vector<std::string>& list, std::string_view text) { return std::find(list.begin(), list.end(), text) != list.end(); }

/// What may stand in a header or a form, and is no more than a secret can be. "" is none.
base::Result<std::string> secret_at(const json::Value& value, std::string_view key) {
  std::string out(json::string_or(json::find(value, key)));
  const bool is_plain = std::all_of(out.begin(), out.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!is_plain || out.size() > k_secret_max) return base::fail(Code::protocol, "the authorization server's " + std::string(key) + " is no token");
  return out;
}

/// RFC 6749, 5.2. Only its words: the rest of an answer could hold what was sent.
base::Error refusal(std::string_view what, const JsonAnswer& answer) {
  const auto error = json::string_or(json::find(answer.body, "error")), about = json::string_or(json::find(answer.body, "error_description"));
  std::string why = "HTTP " + std::to_string(answer.status);
  if (!error.empty()) why = plain(text::clip(error, k_shown_max));
  if (!about.empty()) why += ": " + plain(text::clip(about, k_shown_max));
  return {answer.status >= 500 ? Code::unavailable : Code::denied, std::string(what) + " (" + why + ")"};
}

io::HttpRequest post(std::string url, std::string type, std::string body) {
  io::HttpRequest out;
  out.method = "POST";
  out.url = std::move(url);
  out.headers = {{"Accept", "application/json"}, {"Content-Type", std::move(type)}};
  out.body = std::move(body);
  return out;
}

base::Result<> sign_in(const ClientId& client, Fields& fields, io::Headers& headers) {
  if (!client.private_key.empty()) {
    TRY(auto assertion, client_assertion(client.private_key, client.id, client.issuer));
    fields.emplace_back("client_assertion_type", k_assertion_type);
    fields.emplace_back("client_assertion", std::move(assertion));
    return {};
  }
  if (client.auth_method == "client_secret_basic" && !client.secret.empty()) {
    headers.emplace_back("Authorization", "Basic " + text::to_base64(percent_encoded(client.id) + ":" + percent_encoded(client.secret)));
    return {};
  }
  fields.emplace_back("client_id", client.id);
  if (client.auth_method == "client_secret_post") fields.emplace_back("client_secret", client.secret);
  return {};
}

}  // namespace

std::string auth_method(const std::vector<std::string>& taken, const std::string& secret, const std::string& registered) {
  if (secret.empty()) return "none";
  const auto is_known = [](std::string_view method) {
    return method == "client_secret_basic" || method == "client_secret_post" || method == "none";
  };
  if (is_known(registered) && has(taken, registered)) return registered;
  for (const auto* method : {"client_secret_basic", "client_secret_post", "none"})
    if (has(taken, method)) return method;
  return "client_secret_basic";
}

io::Task<base::Result<ClientId>> register_client(io::HttpClient& http, AuthorizationServer server, std::string redirect_uri) {
  json::Object about = {{"client_name", "plumb"},
                        {"redirect_uris", json::Array{redirect_uri}},
                        {"grant_types", json::Array{"authorization_code", "refresh_token"}},
                        {"response_types", json::Array{"code"}},
                        {"application_type", "native"}};
  // Nothing that a program on somebody's machine holds is a secret from them.
  about["token_endpoint_auth_method"] = has(server.auth_methods, "none") ? "none" : auth_method(server.auth_methods, "secret", "");
  auto request = post(server.registration_endpoint, "application/json", json::dump(about));
  CO_TRY(const auto answer, co_await fetch_json(http, std::move(request)));
  if (answer.status < 200 || answer.status >= 300)
    co_return base::fail(refusal("the authorization server does not register plumb as a client", answer));
  ClientId out;
  CO_TRY(out.id, secret_at(answer.body, "client_id"));
  CO_TRY(out.secret, secret_at(answer.body, "client_secret"));
  if (out.id.empty()) co_return base::fail(Code::protocol, "the authorization server registered plumb without a client_id");
  const std::string said(json::string_or(json::find(answer.body, "token_endpoint_auth_method")));
  out.auth_method = auth_method(server.auth_methods, out.secret, said);
  out.issuer = server.issuer;
  co_return out;
}

/// A form with who sends it.
static base::Result<io::HttpRequest> signed_form(std::string endpoint, const ClientId& client, Fields fields) {
  io::Headers headers;
  TRY_DO(sign_in(client, fields, headers));
  auto out = post(std::move(endpoint), "application/x-www-form-urlencoded", form(fields));
  out.headers.insert(out.headers.end(), headers.begin(), headers.end());
  return out;
}

io::Task<base::Result<Tokens>> ask_for_tokens(io::HttpClient& http, std::string endpoint, ClientId client, Fields fields) {
  CO_TRY(auto request, signed_form(std::move(endpoint), client, std::move(fields)));
  CO_TRY(const auto answer, co_await fetch_json(http, std::move(request)));
  if (answer.status != 200) co_return base::fail(refusal("the authorization server gives no token", answer));
  Tokens out;
  CO_TRY(out.access, secret_at(answer.body, "access_token"));
  CO_TRY(out.refresh, secret_at(answer.body, "refresh_token"));
  std::string type(json::string_or(json::find(answer.body, "token_type")));
  std::transform(type.begin(), type.end(), type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (out.access.empty() || type != "bearer") co_return base::fail(Code::protocol, "the authorization server's token is no bearer token");
  out.expires_in_s = std::clamp<std::int64_t>(json::int_or(json::find(answer.body, "expires_in")), 0, k_expiry_max);
  co_return out;
}

io::Task<base::Result<>> revoke_token(io::HttpClient& http, std::string endpoint, ClientId client, std::string token) {
  Fields fields = {{"token", std::move(token)}};
  CO_TRY(auto request, signed_form(std::move(endpoint), client, std::move(fields)));
  CO_TRY(const auto answer, co_await fetch_json(http, std::move(request)));
  if (answer.status != 200) co_return base::fail(refusal("the authorization server does not end the login", answer));
  co_return base::Result<>();
}

}  // namespace mcp
