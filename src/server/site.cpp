#include "site.h"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

#include "assets.h"
#include "json/json.h"
#include "sender.h"

namespace server {

namespace {

constexpr std::size_t k_message_max_steer = std::size_t{160} << 20;   // 20 images of 5 MiB in base 64, and a prompt
constexpr std::size_t k_message_max_watch = std::size_t{64} << 10;

std::string_view path_of(const Request& request) {
  const std::string_view target = request.target;
  return target.substr(0, target.find('?'));
}

bool is_header(std::string_view name, std::string_view lower) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return std::equal(name.begin(), name.end(), lower.begin(), lower.end(), same);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The parts of a list, without blanks around them.
template <class F>
void each_part(std::string_view list, char separator, F&& f) {
  while (!list.empty()) {
    const auto end = std::min(list.find(separator), list.size());
    f(trimmed(list.substr(0, end)));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

bool takes_gzip(const Request& request) {
  bool takes = false;
  each_part(io::header(request.headers, "accept-encoding"), ',', [&](std::string_view part) {
    const auto name = trimmed(part.substr(0, part.find(';')));
    const bool never = part.find("q=0") != std::string_view::npos && part.find("q=0.") == std::string_view::npos;
    if ((name == "gzip" || name == "*") && !never) takes = true;
  });
  return takes;
}

bool has_etag(const Request& request, std::string_view etag) {
  bool has = false;
  each_part(io::header(request.headers, "if-none-match"), ',', [&](std::string_view part) {
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == etag || part == "*") has = true;
  });
  return has;
}

}  // namespace

PlumbSite::PlumbSite(Access access, Origins origins, Options options, Open open, Clock clock)
    : access_(access), cookie_(access.cookie_name()), origins_(std::move(origins)), options_(std::move(options)), open_(std::move(open)), clock_(std::move(clock)) {}

// ---- answers ----

void PlumbSite::add_security(Response& response, std::string_view host) const {
  // connect-src names the sockets too: 'self' does not cover ws: in every browser. `host` has been checked.
  std::string sockets;
  if (!host.empty()) sockets = (options_.tls ? " wss://" : " ws://") + std::string(host) + (options_.tls ? "" : " wss://" + std::string(host));
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'" + sockets +
          "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=(), serial=()");
  if (options_.tls) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
}

Response PlumbSite::refusal(int status, std::string why) const {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = std::move(why) + "\n";
  add_security(response, "");
  return response;
}

Response PlumbSite::answer_json(const json::Object& body) const {
  Response response;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  response.body = json::dump(body);
  add_security(response, "");
  return response;
}

Response PlumbSite::error(int status) {
  switch (status) {
    case 408: return refusal(status, "The request took too long.");
    case 413: return refusal(status, "The request's body is too large.");
    case 431: return refusal(status, "The request's head is too large.");
    case 503: return refusal(status, "Too many connections: try again soon.");
    default: return refusal(status, "This is no HTTP request.");
  }
}

/// Nothing, or why this request is not looked at any further.
std::optional<Response> PlumbSite::check_sender(const Request& request) const {
  auto refused = refuse_sender(request, origins_);
  if (!refused) return std::nullopt;
  return refusal(refused->status, std::move(refused->why));
}

Response PlumbSite::answer(const Request& request) {
  if (auto refused = check_sender(request)) return *std::move(refused);
  const auto path = path_of(request);
  const bool reads = request.method == "GET" || request.method == "HEAD";
  std::string allowed;
  if (path == "/login") {
    if (request.method == "POST") return login(request);
    if (reads) return who_am_i(request);
    allowed = "GET, HEAD, POST";
  } else if (path == "/link") {
    if (request.method == "POST") return make_link(request);
    allowed = "POST";
  } else if (path == "/acp") {
    auto response = refusal(426, "Here is a WebSocket.");
    response.headers.emplace_back("Upgrade", "websocket");
    return response;
  } else if (find_asset(path == "/" ? "/index.html" : path) == nullptr) {
    return refusal(404, "There is nothing here.");
  } else if (reads) {
    return page(request, path == "/" ? "/index.html" : path);
  } else {
    allowed = "GET, HEAD";
  }
  auto response = refusal(405, "Not this method.");
  response.headers.emplace_back("Allow", std::move(allowed));
  return response;
}

Response PlumbSite::page(const Request& request, std::string_view path) const {
  const Asset& asset = *find_asset(path);
  Response response;
  // Names under /assets/ hold a hash of what is in them.
  response.headers = {{"ETag", std::string(asset.etag)},
                      {"Cache-Control", path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache"},
                      {"Vary", "Accept-Encoding"}};
  add_security(response, io::header(request.headers, "host"));
  if (has_etag(request, asset.etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", std::string(asset.type));
  if (!asset.packed || takes_gzip(request)) {
    if (asset.packed) response.headers.emplace_back("Content-Encoding", "gzip");
    response.fixed = asset.bytes;
  } else {
    response.body = gunzip(asset.bytes, k_asset_max);
  }
  return response;
}

// ---- who is it ----

std::string PlumbSite::browser_of(const Request& request) const {
  std::string found;
  for (const auto& [name, value] : request.headers) {
    if (!is_header(name, "cookie")) continue;
    each_part(value, ';', [&](std::string_view part) {
      if (part.size() > cookie_.size() && part.starts_with(cookie_) && part[cookie_.size()] == '=' && found.empty())
        found = part.substr(cookie_.size() + 1);
    });
  }
  return access_.is_browser(found, clock_()) ? found : "";
}

/// What is left of a grant where only one session is served.
std::optional<Grant> PlumbSite::narrowed(std::optional<Grant> grant) const {
  if (!grant || options_.only_session.empty()) return grant;
  if (grant->session.empty()) grant->session = options_.only_session;
  return grant->session == options_.only_session ? grant : std::nullopt;
}

std::optional<Grant> PlumbSite::by_token(std::string_view token, std::string_view session) {
  auto grant = narrowed(access_.by_token(token, session));
  if (!grant) wrong_.was_wrong();
  return grant;
}

std::optional<Grant> PlumbSite::by_key(const Request& request, std::string_view key) const {
  const std::string browser = browser_of(request);
  return browser.empty() ? std::nullopt : narrowed(access_.by_key(key, browser));
}

Response PlumbSite::login(const Request& request) {
  // A form of another page cannot send this type, nor leave the Origin out.
  if (io::header(request.headers, "origin").empty()) return refusal(403, "No Origin was sent.");
  if (!io::header(request.headers, "content-type").starts_with("application/json")) return refusal(415, "A body in JSON is needed.");
  const std::int64_t now = clock_();
  const auto body = json::parse(request.body);
  if (!body) return refusal(400, "The body is no JSON.");
  if (!wrong_.may_try(now)) {
    auto response = refusal(429, "Too many wrong links: try again in some seconds.");
    response.headers.emplace_back("Retry-After", std::to_string(WrongTokens::k_refill_ms / 1000));
    return response;
  }
  const auto grant = by_token(json::string_or(json::find(*body, "token")), json::string_or(json::find(*body, "session")));
  if (!grant) return refusal(401, "This link is not valid (any more): use the one that plumb prints now.");
  std::string browser = browser_of(request);
  const bool is_new = browser.empty();
  if (is_new) browser = access_.new_browser(now);
  Response response = answer_json({{"key", access_.key(*grant, browser)}, {"rights", name(grant->rights)}, {"session", grant->session}});
  if (is_new) {
    response.headers.emplace_back("Set-Cookie", cookie_ + "=" + browser + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" +
                                                    std::to_string(k_login_ms / 1000) + (options_.tls ? "; Secure" : ""));
  }
  return response;
}

Response PlumbSite::who_am_i(const Request& request) const {
  const auto grant = by_key(request, io::header(request.headers, "plumb-key"));
  if (!grant) return refusal(401, "Not logged in: open the link that plumb prints.");
  return answer_json({{"rights", name(grant->rights)}, {"session", grant->session}});
}

/// A link to give away, by a page that steers: never to more than it has itself.
Response PlumbSite::make_link(const Request& request) const {
  if (io::header(request.headers, "origin").empty()) return refusal(403, "No Origin was sent.");
  const auto has = by_key(request, io::header(request.headers, "plumb-key"));
  if (!has) return refusal(401, "Not logged in: open the link that plumb prints.");
  const auto body = json::parse(request.body);
  if (!body) return refusal(400, "The body is no JSON.");
  const auto rights = json::string_or(json::find(*body, "rights"));
  const Grant wanted{rights == "steer" ? Rights::steer : Rights::watch, std::string(json::string_or(json::find(*body, "session")))};
  if ((rights != "steer" && rights != "watch") || (!wanted.session.empty() && !is_session_id(wanted.session)))
    return refusal(400, "Expected {\"rights\": \"watch\" or \"steer\", \"session\": an id, or none for all}.");
  if (has->rights != Rights::steer || (!has->session.empty() && has->session != wanted.session))
    return refusal(403, "This page cannot give away what it does not have.");
  return answer_json({{"fragment", fragment(access_, wanted)}});
}

/// For programs: `Authorization: Bearer TOKEN`, or `TOKEN&s=SESSION`. No page can send it with a WebSocket.
std::optional<Grant> PlumbSite::by_bearer(const Request& request) {
  auto text = io::header(request.headers, "authorization");
  if (!text.starts_with("Bearer ") || !wrong_.may_try(clock_())) return std::nullopt;
  text.remove_prefix(7);
  const auto at = text.find("&s=");
  return by_token(text.substr(0, at), at == std::string_view::npos ? std::string_view() : text.substr(at + 3));
}

Upgrade PlumbSite::upgrade(const Request& request) {
  Upgrade upgrade;
  if (auto refused = check_sender(request)) {
    upgrade.refused = *std::move(refused);
    return upgrade;
  }
  if (path_of(request) != "/acp") {
    upgrade.refused = refusal(404, "There is no WebSocket here.");
    return upgrade;
  }
  std::optional<Grant> grant = by_bearer(request);
  // Browsers always send an Origin here. It has been compared.
  if (!grant && !io::header(request.headers, "origin").empty()) {
    each_part(io::header(request.headers, "sec-websocket-protocol"), ',', [&](std::string_view part) {
      if (!grant) grant = by_key(request, part);
    });
  }
  if (!grant) {
    upgrade.refused = refusal(401, "Not logged in: open the link that plumb prints.");
    return upgrade;
  }
  each_part(io::header(request.headers, "sec-websocket-protocol"), ',', [&](std::string_view part) {
    if (part == "plumb") upgrade.protocol = "plumb";
  });
  upgrade.message_max = grant->rights == Rights::steer ? k_message_max_steer : k_message_max_watch;
  upgrade.open = [open = open_, grant = *grant](std::shared_ptr<Socket> socket) { return open(grant, std::move(socket)); };
  return upgrade;
}

}  // namespace server
