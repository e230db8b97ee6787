// Who gets what, by requests as values. What bytes make a request is http_test.cpp's subject.
#include "site.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "json/json.h"

namespace server {
namespace {

constexpr const char* k_host = "127.0.0.1:7586";
constexpr const char* k_origin = "http://127.0.0.1:7586";

struct World {
  std::int64_t now = 1'000'000'000'000;
  Access access;
  std::vector<Grant> opened;
  PlumbSite site;

  explicit World(std::string only_session = "")
      : access({7}), site(access, Origins({"box.example"}, false), {false, std::move(only_session)},
                          [this](const Grant& grant, const std::shared_ptr<Socket>&) {
                            opened.push_back(grant);
                            return std::unique_ptr<SocketUser>();
                          },
                          [this] { return now; }) {}

  Response ask(std::string method, std::string target, io::Headers headers = {}, std::string body = "") {
    headers.emplace_back("Host", k_host);
    return site.answer({std::move(method), std::move(target), std::move(headers), std::move(body), false});
  }
  Response login(const std::string& token, const std::string& session = "", io::Headers headers = {}) {
    headers.emplace_back("Origin", k_origin);
    headers.emplace_back("Content-Type", "application/json");
    return ask("POST", "/login", headers, json::dump(json::Object{{"token", token}, {"session", session}}));
  }
  /// True if the WebSocket opens; then `opened` says with what rights.
  bool opens(io::Headers headers, const std::string& target = "/acp") {
    headers.emplace_back("host", k_host);
    const auto upgrade = site.upgrade({"GET", target, std::move(headers), "", true});
    if (upgrade.open) upgrade.open(nullptr);
    return upgrade.open != nullptr;
  }
};

std::string cookie_of(const Response& response) {
  const auto value = io::header(response.headers, "set-cookie");
  return std::string(value.substr(0, value.find(';')));
}

std::string key_of(const Response& response) { return std::string(json::string_or(json::find(*json::parse(response.body), "key"))); }

TEST(Site, AnAssetIsFoundByItsExactPathOnly) {
  World world;
  EXPECT_EQ(world.ask("GET", "/").status, 200);
  EXPECT_EQ(world.ask("GET", "/index.html?x=1").status, 200);
  for (const char* path : {"/../etc/passwd", "/%2e%2e/etc/passwd", "//etc/passwd", "/assets/../index.html", "/./index.html", "index.html", "",
                           "/index.html/", "/INDEX.HTML", "/index.html%00", "http://127.0.0.1:7586/", "*", "\\", "/\xff"})
    EXPECT_EQ(world.ask("GET", path).status, 404) << path;
}

TEST(Site, EveryAnswerHasTheHeadersThatGuardThePage) {
  World world;
  for (const auto& response : {world.ask("GET", "/"), world.ask("GET", "/nothing"), world.login("wrong"), world.site.error(431)}) {
    const auto csp = io::header(response.headers, "content-security-policy");
    EXPECT_NE(csp.find("default-src 'none'"), std::string::npos);
    EXPECT_NE(csp.find("script-src 'self';"), std::string::npos);
    EXPECT_NE(csp.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(csp.find("unsafe-eval"), std::string::npos);
    EXPECT_EQ(io::header(response.headers, "x-content-type-options"), "nosniff");
    EXPECT_EQ(io::header(response.headers, "referrer-policy"), "no-referrer");
    EXPECT_EQ(io::header(response.headers, "x-frame-options"), "DENY");
  }
}

TEST(Site, OtherMethodsAreNamed) {
  World world;
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"}) {
    const auto response = world.ask(method, "/index.html");
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(io::header(response.headers, "allow"), "GET, HEAD");
  }
  EXPECT_EQ(io::header(world.ask("PUT", "/login").headers, "allow"), "GET, HEAD, POST");
  EXPECT_EQ(world.ask("GET", "/acp").status, 426);
}

TEST(Site, AnUnchangedAssetIsNotSentAgain) {
  World world;
  const auto first = world.ask("GET", "/", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(io::header(first.headers, "content-encoding"), "gzip");
  const std::string etag(io::header(first.headers, "etag"));
  EXPECT_EQ(world.ask("GET", "/", {{"If-None-Match", "\"x\", W/" + etag}}).status, 304);
  EXPECT_EQ(world.ask("GET", "/", {{"If-None-Match", "\"x\""}}).status, 200);
  const auto plain = world.ask("GET", "/");
  EXPECT_EQ(io::header(plain.headers, "content-encoding"), "");
  EXPECT_EQ(plain.body.substr(0, 9), "<!doctype");
  EXPECT_EQ(plain.body, gunzip(first.fixed, 1 << 20));
  EXPECT_EQ(io::header(world.ask("GET", "/", {{"Accept-Encoding", "gzip;q=0"}}).headers, "content-encoding"), "");
}

TEST(Site, ForeignNamesAndPagesGetNothing) {
  World world;
  EXPECT_EQ(world.site.answer({"GET", "/", {{"Host", "evil.example:7586"}}, "", false}).status, 403);
  EXPECT_EQ(world.site.answer({"GET", "/", {}, "", false}).status, 400);
  EXPECT_EQ(world.ask("GET", "/", {{"Host", k_host}}).status, 400);   // two of them
  EXPECT_EQ(world.ask("GET", "/", {{"Origin", "http://evil.example"}}).status, 403);
  EXPECT_EQ(world.ask("GET", "/", {{"Origin", "http://127.0.0.1:3000"}}).status, 403);
  EXPECT_EQ(world.ask("GET", "/", {{"Origin", "null"}}).status, 403);
  EXPECT_EQ(world.ask("GET", "/", {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}}).status, 403);
  EXPECT_EQ(world.ask("GET", "/", {{"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Mode", "cors"}}).status, 403);
  EXPECT_EQ(world.ask("GET", "/", {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}}).status, 200);   // a link
  EXPECT_EQ(world.ask("GET", "/", {{"Sec-Fetch-Site", "same-origin"}, {"Origin", k_origin}}).status, 200);
}

TEST(Site, ATokenBecomesACookieAndAKey) {
  World world;
  const auto in = world.login(world.access.token({Rights::steer, ""}));
  ASSERT_EQ(in.status, 200);
  const auto cookie = io::header(in.headers, "set-cookie");
  for (const char* part : {"; HttpOnly", "; SameSite=Strict", "; Path=/"}) EXPECT_NE(cookie.find(part), std::string::npos) << part;
  EXPECT_EQ(in.body.find(cookie_of(in).substr(20)), std::string::npos) << "the page must not see its cookie";
  const io::Headers both = {{"Cookie", "a=b; " + cookie_of(in)}, {"Origin", k_origin}, {"Sec-WebSocket-Protocol", "plumb, " + key_of(in)}};
  ASSERT_TRUE(world.opens(both));
  EXPECT_EQ(world.opened.back(), (Grant{Rights::steer, ""}));
  EXPECT_EQ(world.ask("GET", "/login", {{"Cookie", cookie_of(in)}, {"Plumb-Key", key_of(in)}}).status, 200);
  EXPECT_EQ(world.ask("GET", "/login", {{"Cookie", cookie_of(in)}}).status, 401);
}

TEST(Site, CookieOrKeyAloneOpensNothing) {
  World world;
  const auto in = world.login(world.access.token({Rights::steer, ""}));
  const auto other = world.login(world.access.token({Rights::steer, ""}));
  const std::string protocol = "plumb, " + key_of(in);
  EXPECT_FALSE(world.opens({{"Origin", k_origin}}));
  EXPECT_FALSE(world.opens({{"Origin", k_origin}, {"Cookie", cookie_of(in)}}));
  EXPECT_FALSE(world.opens({{"Origin", k_origin}, {"Sec-WebSocket-Protocol", protocol}}));
  EXPECT_FALSE(world.opens({{"Origin", k_origin}, {"Cookie", cookie_of(other)}, {"Sec-WebSocket-Protocol", protocol}}));
  EXPECT_FALSE(world.opens({{"Cookie", cookie_of(in)}, {"Sec-WebSocket-Protocol", protocol}})) << "no Origin";
  EXPECT_FALSE(world.opens({{"Origin", "http://evil.example"}, {"Cookie", cookie_of(in)}, {"Sec-WebSocket-Protocol", protocol}}));
  EXPECT_FALSE(world.opens({{"Origin", k_origin}, {"Cookie", cookie_of(in)}, {"Sec-WebSocket-Protocol", protocol}}, "/other"));
  EXPECT_TRUE(world.opens({{"Origin", k_origin}, {"Cookie", cookie_of(in)}, {"Sec-WebSocket-Protocol", protocol}}));
  world.now += k_login_ms;
  EXPECT_FALSE(world.opens({{"Origin", k_origin}, {"Cookie", cookie_of(in)}, {"Sec-WebSocket-Protocol", protocol}}));
}

TEST(Site, OneBrowserMayHaveSeveralLinks) {
  World world;
  const auto first = world.login(world.access.token({Rights::watch, ""}));
  const auto second = world.login(world.access.token({Rights::steer, "01ABC"}), "01ABC", {{"Cookie", cookie_of(first)}});
  ASSERT_EQ(second.status, 200);
  EXPECT_EQ(io::header(second.headers, "set-cookie"), "");
  for (const auto& [in, grant] : {std::pair{first, Grant{Rights::watch, ""}}, std::pair{second, Grant{Rights::steer, "01ABC"}}}) {
    ASSERT_TRUE(world.opens({{"Origin", k_origin}, {"Cookie", cookie_of(first)}, {"Sec-WebSocket-Protocol", key_of(in)}}));
    EXPECT_EQ(world.opened.back(), grant);
  }
}

TEST(Site, AServerOfOneSessionLetsNobodyElseIn) {
  World world("01ABC");
  const auto in = world.login(world.access.token({Rights::steer, ""}));
  EXPECT_EQ(json::string_or(json::find(*json::parse(in.body), "session")), "01ABC");
  EXPECT_EQ(world.login(world.access.token({Rights::watch, "01ABC"}), "01ABC").status, 200);
  EXPECT_EQ(world.login(world.access.token({Rights::steer, "01XYZ"}), "01XYZ").status, 401);
}

TEST(Site, AProgramComesWithItsToken) {
  World world;
  EXPECT_TRUE(world.opens({{"Authorization", "Bearer " + world.access.token({Rights::watch, ""})}}));
  EXPECT_TRUE(world.opens({{"Authorization", "Bearer " + world.access.token({Rights::steer, "01ABC"}) + "&s=01ABC"}}));
  EXPECT_EQ(world.opened.back(), (Grant{Rights::steer, "01ABC"}));
  EXPECT_FALSE(world.opens({{"Authorization", "Bearer " + world.access.token({Rights::steer, "01ABC"})}}));
  EXPECT_FALSE(world.opens({{"Authorization", "Bearer x"}}));
}

TEST(Site, APageThatSteersMakesLinksToNoMoreThanItHas) {
  World world;
  const auto ask = [&](const Response& in, const std::string& rights, const std::string& session) {
    const io::Headers headers = {{"Origin", k_origin}, {"Cookie", cookie_of(in)}, {"Plumb-Key", key_of(in)}};
    return world.ask("POST", "/link", headers, json::dump(json::Object{{"rights", rights}, {"session", session}}));
  };
  const auto steers = world.login(world.access.token({Rights::steer, ""}));
  const auto watches = world.login(world.access.token({Rights::watch, ""}));
  const auto one = world.login(world.access.token({Rights::steer, "01ABC"}), "01ABC");
  const auto made = ask(steers, "watch", "01ABC");
  ASSERT_EQ(made.status, 200);
  EXPECT_EQ(json::string_or(json::find(*json::parse(made.body), "fragment")), world.access.token({Rights::watch, "01ABC"}) + "&s=01ABC");
  EXPECT_EQ(ask(steers, "steer", "").status, 200);
  EXPECT_EQ(ask(one, "watch", "01ABC").status, 200);
  EXPECT_EQ(ask(one, "watch", "01XYZ").status, 403);
  EXPECT_EQ(ask(one, "watch", "").status, 403);
  EXPECT_EQ(ask(watches, "watch", "").status, 403);
  EXPECT_EQ(ask(steers, "own", "").status, 400);
  EXPECT_EQ(ask(steers, "watch", "../x").status, 400);
  EXPECT_EQ(ask(world.login("wrong"), "watch", "").status, 401);
}

TEST(Site, TooManyWrongTokensAreNotLookedAt) {
  World world;
  for (int i = 0; i < WrongTokens::k_burst; ++i) EXPECT_EQ(world.login("wrong").status, 401);
  const auto late = world.login(world.access.token({Rights::steer, ""}));
  EXPECT_EQ(late.status, 429);
  EXPECT_EQ(io::header(late.headers, "retry-after"), "2");
  world.now += WrongTokens::k_refill_ms;
  EXPECT_EQ(world.login(world.access.token({Rights::steer, ""})).status, 200);
}

TEST(Site, ALoginIsAskedForByAPageOfOurs) {
  World world;
  const std::string body = json::dump(json::Object{{"token", world.access.token({Rights::steer, ""})}});
  EXPECT_EQ(world.ask("POST", "/login", {{"Content-Type", "application/json"}}, body).status, 403);
  EXPECT_EQ(world.ask("POST", "/login", {{"Origin", k_origin}, {"Content-Type", "text/plain"}}, body).status, 415);
  EXPECT_EQ(world.ask("POST", "/login", {{"Origin", k_origin}, {"Content-Type", "application/json"}}, "{").status, 400);
  EXPECT_EQ(world.ask("POST", "/login", {{"Origin", k_origin}, {"Content-Type", "application/json"}}, "[1]").status, 401);
}

TEST(Gunzip, IsBoundedAndRefusesDamage) {
  World world;
  const std::string packed(world.ask("GET", "/", {{"Accept-Encoding", "gzip"}}).fixed);
  EXPECT_EQ(gunzip(packed, 10), "");
  EXPECT_EQ(gunzip(packed.substr(0, packed.size() / 2), 1 << 20), "");
  EXPECT_EQ(gunzip("", 10), "");
}

}  // namespace
}  // namespace server
