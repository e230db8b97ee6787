// One login at one server: what is kept of it, when it is renewed, and the way to a new one.
//
// What is kept goes with the server's exact URL: a file that is about another one is not looked at. A token that ran out is
// renewed by its refresh token; only when that is refused must a person (or, for programs, the client's own secret) begin
// anew. Whatever is asked for, the same thing is never asked for twice: rights that were refused although they were asked
// for are an error, not another page.

#include "mcp/login.h"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

#include "base/ids.h"
#include "base/try.h"
#include "challenge.h"
#include "discovery.h"
#include "grant.h"
#include "io/event.h"
#include "text/base64.h"
#include "text/cut.h"
#include "listed_tool.h"
#include "text/sha256.h"

namespace mcp {

namespace {

using base::Code;

constexpr int k_logins_max = 5;                  // of one connection
constexpr std::int64_t k_early_ms = 30000;       // a token is renewed so long before it runs out
constexpr std::size_t k_shown_max = 200;

struct Kept {
  ClientId client;
  std::string redirect_uri, resource, token_endpoint, revocation_endpoint;
  std::string access_token, refresh_token;
  std::int64_t expires_at_ms = 0;                ///< 0 = unknown
  std::vector<std::string> scope;                ///< asked for, or to be asked for next time
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

bool has(const std::vector<std::string>& list, const std::string& text) { return std::find(list.begin(), list.end(), text) != list.end(); }

void add(std::vector<std::string>& to, const std::vector<std::string>& words) {
  for (const auto& word : words)
    if (!has(to, word)) to.push_back(word);
}

std::string write(const Kept& kept, const std::string& url) {
  const json::Object out = {{"url", url},
                            {"issuer", kept.client.issuer},
                            {"resource", kept.resource},
                            {"token_endpoint", kept.token_endpoint},
                            {"revocation_endpoint", kept.revocation_endpoint},
                            {"client_id", kept.client.id},
                            {"client_secret", kept.client.secret},
                            {"auth_method", kept.client.auth_method},
                            {"access_token", kept.access_token},
                            {"refresh_token", kept.refresh_token},
                            {"expires_at_ms", kept.expires_at_ms},
                            {"scope", joined(kept.scope)}};
  return json::dump(out) + "\n";
}

base::Result<Kept> read(const std::string& text, const std::string& url) {
  Kept out;
  if (text.empty()) return out;
  const auto parsed = json::parse(text);
  if (!parsed) return base::fail(Code::invalid, "what is kept of the login cannot be read");
  const auto member = [&](std::string_view key) { return std::string(json::string_or(json::find(*parsed, key))); };
  if (member("url") != url) return out;
  out.client = {member("client_id"), member("client_secret"), member("auth_method"), "", member("issuer")};
  out.resource = member("resource");
  out.token_endpoint = member("token_endpoint");
  out.revocation_endpoint = member("revocation_endpoint");
  out.access_token = member("access_token");
  out.refresh_token = member("refresh_token");
  out.expires_at_ms = json::int_or(json::find(*parsed, "expires_at_ms"));
  out.scope = words_of(member("scope"));
  return out;
}

std::string challenge_of(const std::string& verifier) {
  text::Sha256 sha;
  sha.add(verifier);
  const auto digest = sha.digest();
  return text::to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

/// The code in the answer to a login, if it is one to us, and from who was asked (RFC 9207).
base::Result<std::string> code_in(const std::string& target, const std::string& state, const AuthorizationServer& server) {
  if (query_value(target, "state") != state) return base::fail(Code::denied, "the answer to the login is not one to it");
  const auto issuer = query_value(target, "iss");
  if (issuer.empty() && server.sends_issuer)
    return base::fail(Code::denied, "the answer to the login does not say who gives it, although " + server.issuer + " promises to");
  if (!issuer.empty() && issuer != server.issuer)
    return base::fail(Code::denied, "the answer to the login comes from " + plain(text::clip(issuer, k_shown_max)) + ", not from " + server.issuer);
  if (const auto error = query_value(target, "error"); !error.empty()) {
    const auto about = query_value(target, "error_description");
    return base::fail(Code::denied, "the login was refused: " + plain(text::clip(about.empty() ? error : error + ": " + about, k_shown_max)));
  }
  auto code = query_value(target, "code");
  if (code.empty()) return base::fail(Code::protocol, "the answer to the login has no code");
  return code;
}

class KeptLogin final : public Login {
 public:
  KeptLogin(io::Loop& loop, Parts parts) : parts_(std::move(parts)), free_(io::executor_of(loop)) {}

  io::Task<base::Result<std::string>> token() override {
    co_await wait_for_others();
    if (!is_loaded_) CO_TRY_DO(load());
    const bool is_old = kept_.expires_at_ms > 0 && base::now_ms() > kept_.expires_at_ms - k_early_ms;
    if (is_old && !kept_.refresh_token.empty()) {
      const Busy busy(*this);
      // If it fails the old one is tried: the server's answer says what to do.
      (void)co_await refresh();
    }
    co_return kept_.access_token;
  }

  io::Task<base::Result<>> renew(std::string used, int status, io::Headers headers) override {
    co_await wait_for_others();
    const bool cancelled = co_await io::is_cancelled();
    if (cancelled) co_return base::fail(io::cancelled_error());
    if (kept_.access_token != used) co_return base::Result<>();   // renewed meanwhile
    const Busy busy(*this);
    CO_TRY_DO(load());
    if (kept_.access_token != used && !kept_.access_token.empty()) co_return base::Result<>();   // by another process
    const auto challenge = bearer_challenge(headers);
    if (status == 403) {
      CO_TRY_DO(note_rights(challenge));
    } else if (!used.empty() && !kept_.refresh_token.empty()) {
      const auto refreshed = co_await refresh();
      if (refreshed) co_return base::Result<>();
      if (refreshed.error().code != Code::denied) co_return base::fail(refreshed.error());
    }
    co_return co_await begin(challenge);
  }

  io::Task<base::Result<bool>> revoke() override {
    CO_TRY_DO(load());
    const auto token = kept_.refresh_token.empty() ? kept_.access_token : kept_.refresh_token;
    if (token.empty() || kept_.revocation_endpoint.empty()) co_return false;
    CO_TRY_DO(co_await revoke_token(parts_.http, kept_.revocation_endpoint, kept_.client, token));
    co_return true;
  }

  [[nodiscard]] std::vector<std::string> secrets() const override {
    std::vector<std::string> out = {kept_.access_token, kept_.refresh_token, kept_.client.secret, parts_.setup.client_secret};
    std::erase(out, "");
    return out;
  }

 private:
  /// One at a time renews; the others wait for what it gets.
  class Busy {
   public:
    explicit Busy(KeptLogin& owner) : owner_(owner) { owner_.is_busy_ = true; }
    ~Busy() {
      owner_.is_busy_ = false;
      owner_.free_.notify();
    }
    Busy(const Busy&) = delete;

   private:
    KeptLogin& owner_;
  };

  io::Task<> wait_for_others() {
    bool cancelled = false;
    while (is_busy_ && !cancelled) {
      co_await free_.wait();
      cancelled = co_await io::is_cancelled();
    }
  }

  base::Result<> load() {
    TRY(const auto text, parts_.store.load());
    TRY(kept_, read(text, parts_.url));
    is_loaded_ = true;
    if (parts_.is_fresh) forget_issuer();   // but not which rights are needed
    return {};
  }

  void take(const Tokens& tokens) {
    kept_.access_token = tokens.access;
    if (!tokens.refresh.empty()) kept_.refresh_token = tokens.refresh;
    kept_.expires_at_ms = tokens.expires_in_s == 0 ? 0 : base::now_ms() + tokens.expires_in_s * 1000;
  }

  io::Task<base::Result<>> refresh() {
    std::shared_ptr<void> held;
    if (parts_.store.lock) {
      CO_TRY(held, co_await parts_.store.lock());
    }
    const std::string old = kept_.access_token;
    CO_TRY_DO(load());
    if (kept_.access_token != old && !kept_.access_token.empty()) co_return base::Result<>();   // another process was first
    if (kept_.refresh_token.empty()) co_return base::fail(Code::denied, "the login cannot be renewed");
    Fields fields = {{"grant_type", "refresh_token"}, {"refresh_token", kept_.refresh_token}, {"resource", kept_.resource}};
    const auto tokens = co_await ask_for_tokens(parts_.http, kept_.token_endpoint, kept_.client, std::move(fields));
    if (!tokens) co_return base::fail(tokens.error());
    take(*tokens);
    co_return parts_.store.save(write(kept_, parts_.url));
  }

  /// The rights that a refused request needs are asked for with the next login. Fails with denied if they were already.
  base::Result<> note_rights(const Challenge& challenge) {
    if (challenge.error != "insufficient_scope") return base::fail(Code::denied, "the server refuses (HTTP 403)");
    auto scope = kept_.scope;
    add(scope, words_of(challenge.scope));
    if (scope.size() == kept_.scope.size())
      return base::fail(Code::denied, "the server refuses for want of rights (" + plain(text::clip(challenge.scope, k_shown_max))
          + ") that the login has asked for");
    kept_.scope = std::move(scope);
    if (parts_.browser != nullptr || parts_.setup.is_for_programs) return {};
    return parts_.store.save(write(kept_, parts_.url));
  }

  io::Task<base::Result<>> begin(Challenge challenge) {
    if (parts_.browser == nullptr && !parts_.setup.is_for_programs)
      co_return base::fail(Code::unauthenticated, "the server wants a login" + (parts_.advice.empty() ? "" : ": " + parts_.advice));
    if (!parts_.setup.is_for_programs && ++logins_ > k_logins_max)
      co_return base::fail(Code::denied, "the server wants a login again and again");
    CO_TRY(const auto server, read_url(parts_.url));
    if (!may_carry_secrets(server, server)) co_return base::fail(Code::invalid, "a login is only sent to https addresses");
    CO_TRY(const auto resource, co_await resource_of(server, challenge.resource_metadata));
    CO_TRY(const auto issuer, issuer_of(resource));
    CO_TRY(const auto authorization, co_await find_authorization_server(parts_.http, server, issuer));
    if (kept_.client.issuer != issuer) forget_issuer();
    kept_.scope = scope_for(challenge, resource, authorization);
    kept_.resource = resource.id;
    kept_.token_endpoint = authorization.token_endpoint;
    kept_.revocation_endpoint = authorization.revocation_endpoint;
    Fields fields;
    if (parts_.setup.is_for_programs) {
      CO_TRY(kept_.client, given_client(authorization));
      fields = {{"grant_type", "client_credentials"}, {"scope", joined(kept_.scope)}};
    } else {
      CO_TRY(fields, co_await code_fields(authorization));
    }
    fields.emplace_back("resource", kept_.resource);
    CO_TRY(const auto tokens, co_await ask_for_tokens(parts_.http, kept_.token_endpoint, kept_.client, std::move(fields)));
    kept_.refresh_token.clear();
    take(tokens);
    parts_.is_fresh = false;
    co_return parts_.store.save(write(kept_, parts_.url));
  }

  io::Task<base::Result<Resource>> resource_of(Url server, std::string named) {
    auto found = co_await find_resource(parts_.http, server, std::move(named));
    if (found || found.error().code != Code::not_found) co_return found;
    // The user may know; and servers of 2025-03-26 are their own authorization servers.
    const auto& known = parts_.setup.issuer;
    co_return Resource{server.origin + server.path, {known.empty() ? server.origin : known}, {}};
  }

  [[nodiscard]] base::Result<std::string> issuer_of(const Resource& resource) const {
    const auto& wanted = parts_.setup.issuer;
    if (has(resource.issuers, wanted)) return wanted;
    if (!wanted.empty())
      return base::fail(Code::denied, "the server does not take logins of " + wanted + " (the issuer of its setup)");
    if (resource.issuers.empty()) return base::fail(Code::invalid, "the server names no authorization server");
    return resource.issuers.front();
  }

  /// Nothing that one authorization server gave is shown to another.
  void forget_issuer() {
    kept_.client = {};
    kept_.redirect_uri.clear();
    kept_.access_token.clear();
    kept_.refresh_token.clear();
  }

  [[nodiscard]] std::vector<std::string> scope_for(const Challenge& challenge, const Resource& resource,
                                                   const AuthorizationServer& server) const {
    std::vector<std::string> out = kept_.scope;
    if (!parts_.setup.scope.empty()) add(out, words_of(parts_.setup.scope));
    else if (!challenge.scope.empty()) add(out, words_of(challenge.scope));
    else add(out, resource.scopes);
    if (!out.empty() && !parts_.setup.is_for_programs && has(server.scopes, "offline_access")) add(out, {"offline_access"});
    return out;
  }

  [[nodiscard]] base::Result<ClientId> given_client(const AuthorizationServer& server) const {
    const auto& setup = parts_.setup;
    if (setup.client_id.empty()) return base::fail(Code::invalid, "the setup of the server has no client_id");
    return ClientId{setup.client_id, setup.client_secret, auth_method(server.auth_methods, setup.client_secret, ""), setup.private_key,
                    server.issuer};
  }

  io::Task<base::Result<>> choose_client(AuthorizationServer server) {
    const auto uri = parts_.browser->redirect_uri();
    if (!parts_.setup.client_id.empty()) {
      CO_TRY(kept_.client, given_client(server));
    } else if (server.takes_metadata_url && !parts_.setup.metadata_url.empty()) {
      kept_.client = ClientId{parts_.setup.metadata_url, "", "none", "", server.issuer};
    } else if (server.registration_endpoint.empty()) {
      co_return base::fail(Code::unsupported, server.issuer + " registers no clients by itself: register one there, and write its client_id "
          "into your config.toml (docs/mcp.md)");
    } else if (kept_.client.id.empty() || kept_.redirect_uri != uri) {
      CO_TRY(kept_.client, co_await register_client(parts_.http, server, uri));
    }
    kept_.redirect_uri = uri;
    co_return base::Result<>();
  }

  /// A person logs in; what the token endpoint is then to be told.
  io::Task<base::Result<Fields>> code_fields(AuthorizationServer server) {
    if (server.authorization_endpoint.empty()) co_return base::fail(Code::invalid, server.issuer + " has no page to log in");
    CO_TRY_DO(co_await choose_client(server));
    const std::string verifier = base::random_hex(32), state = base::random_hex(16);
    const Fields asked = {{"response_type", "code"},   {"client_id", kept_.client.id},
                          {"redirect_uri", kept_.redirect_uri}, {"scope", joined(kept_.scope)},
                          {"state", state},            {"code_challenge", challenge_of(verifier)},
                          {"code_challenge_method", "S256"},    {"resource", kept_.resource}};
    const bool has_query = server.authorization_endpoint.find('?') != std::string::npos;
    std::string page = server.authorization_endpoint + (has_query ? "&" : "?") + form(asked);
    CO_TRY(const auto target, co_await parts_.browser->visit(std::move(page), state));
    CO_TRY(const auto code, code_in(target, state, server));
    Fields out = {{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", kept_.redirect_uri}, {"code_verifier", verifier}};
    co_return out;
  }

  Parts parts_;
  Kept kept_;
  bool is_loaded_ = false, is_busy_ = false;
  int logins_ = 0;
  io::Event free_;
};

}  // namespace

std::unique_ptr<Login> Login::make(io::Loop& loop, Parts parts) { return std::make_unique<KeptLogin>(loop, std::move(parts)); }

}  // namespace mcp
