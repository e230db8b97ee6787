// Logins at servers in memory: what is asked of whom, and what a hostile one does not get.

#include "mcp/login.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

#include "challenge.h"
#include "json/json.h"
#include "mcp/client.h"
#include "url.h"

namespace mcp {
namespace {

using base::Code;
using base::Result;

constexpr const char* k_server = "https://tools.example/mcp";
constexpr const char* k_issuer = "https://login.example";
constexpr const char* k_metadata = "https://login.example/.well-known/oauth-authorization-server";
constexpr const char* k_resource = "https://tools.example/.well-known/oauth-protected-resource/mcp";

/// A world of documents; what is not in it is not there.
class World final : public io::HttpClient {
 public:
  World() {
    set(k_resource, {{"resource", k_server}, {"authorization_servers", json::Array{k_issuer}}, {"scopes_supported", json::Array{"read"}}});
    set(k_metadata, {{"issuer", k_issuer},
                     {"authorization_endpoint", "https://login.example/authorize"},
                     {"token_endpoint", "https://login.example/token"},
                     {"registration_endpoint", "https://login.example/register"},
                     {"code_challenge_methods_supported", json::Array{"S256"}},
                     {"token_endpoint_auth_methods_supported", json::Array{"none"}},
                     {"authorization_response_iss_parameter_supported", true}});
    set("https://login.example/register", {{"client_id", "first-client"}});
    set("https://login.example/token",
        {{"access_token", "first-access"}, {"refresh_token", "first-refresh"}, {"token_type", "Bearer"}, {"expires_in", 3600}});
  }
  void set(const std::string& url, json::Object document) { documents[url] = std::move(document); }
  void change(const std::string& url, const std::string& member, json::Value value) { documents[url][member] = std::move(value); }
  void remove(const std::string& url, const std::string& member) { documents[url].erase(member); }

  io::Task<Result<io::HttpResponse>> fetch(io::HttpRequest request, io::HttpSink) override {
    io::HttpResponse out;
    const auto found = documents.find(request.url);
    out.status = found == documents.end() ? 404 : request.url == refuses ? 400 : 200;
    out.body = found == documents.end() ? "" : json::dump(refuses == request.url ? json::Object{{"error", "invalid_grant"}} : found->second);
    seen.push_back(std::move(request));
    CO_TRY_DO(co_await io::sleep(io::Millis(1)));
    co_return out;
  }
  [[nodiscard]] std::size_t count(const std::string& url) const {
    return static_cast<std::size_t>(std::count_if(seen.begin(), seen.end(), [&](const auto& request) { return request.url == url; }));
  }
  [[nodiscard]] std::string body_of(const std::string& url) const {
    for (auto it = seen.rbegin(); it != seen.rend(); ++it)
      if (it->url == url) return it->body;
    return "";
  }

  std::map<std::string, json::Object> documents;
  std::vector<io::HttpRequest> seen;
  std::string refuses;
};

/// A person who says yes, unless told otherwise.
class Person final : public Browser {
 public:
  [[nodiscard]] std::string redirect_uri() const override { return "http://127.0.0.1:7/callback"; }
  io::Task<Result<std::string>> visit(std::string url, std::string state) override {
    pages.push_back(url);
    co_return answer(state);
  }
  std::function<std::string(const std::string& state)> answer = [](const std::string& state) {
    return "/callback?code=x&iss=https%3A%2F%2Flogin.example&state=" + state;
  };
  std::vector<std::string> pages;
};

class LoginTest : public testing::Test {
 protected:
  std::unique_ptr<Login> login(Browser* browser, LoginSetup setup = {}, std::string url = k_server, bool is_fresh = false) {
    LoginStore store;
    store.load = [this] { return Result<std::string>(kept_); };
    store.save = [this](const std::string& text) {
      kept_ = text;
      return Result<>();
    };
    return Login::make(loop_, Login::Parts{world_, std::move(url), std::move(setup), std::move(store), browser, "say please", is_fresh});
  }
  /// The end of a new login that a 401 begins.
  Result<> begin(const std::string& challenge = "", LoginSetup setup = {}, std::string url = k_server) {
    const auto one = login(&person_, std::move(setup), std::move(url), true);
    io::Headers headers;
    if (!challenge.empty()) headers.emplace_back("WWW-Authenticate", challenge);
    return loop_.run(one->renew("", 401, headers));
  }
  std::string token(Login& one) { return loop_.run(one.token()).value_or("(none)"); }

  io::Loop loop_;
  World world_;
  Person person_;
  std::string kept_;
};

TEST_F(LoginTest, AsksForWhatTheServerNames) {
  ASSERT_TRUE(begin());
  ASSERT_EQ(person_.pages.size(), 1U);
  const auto& page = person_.pages[0];
  EXPECT_TRUE(page.starts_with("https://login.example/authorize?"));
  for (const auto& [key, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"response_type", "code"}, {"client_id", "first-client"}, {"scope", "read"}, {"resource", k_server}, {"code_challenge_method", "S256"}})
    EXPECT_EQ(query_value(page, key), value);
  const auto asked = "?" + world_.body_of("https://login.example/token");
  EXPECT_EQ(query_value(asked, "resource"), k_server);
  EXPECT_EQ(query_value(asked, "code_verifier").size(), 64U);
  const auto one = login(nullptr);
  EXPECT_EQ(token(*one), "first-access");
}

TEST_F(LoginTest, TheScopeOfTheChallengeGoesBeforeThatOfTheMetadataAndTheUsersBeforeBoth) {
  ASSERT_TRUE(begin("Bearer scope=\"notes files\""));
  kept_.clear();
  LoginSetup setup;
  setup.scope = "mine";
  ASSERT_TRUE(begin("Bearer scope=\"notes files\"", setup));
  kept_.clear();
  world_.remove(k_resource, "scopes_supported");
  world_.change(k_metadata, "scopes_supported", json::Array{"offline_access"});
  ASSERT_TRUE(begin());
  kept_.clear();
  ASSERT_TRUE(begin("Bearer scope=notes"));
  EXPECT_EQ(query_value(person_.pages[0], "scope"), "notes files");
  EXPECT_EQ(query_value(person_.pages[1], "scope"), "mine");
  EXPECT_EQ(query_value(person_.pages[2], "scope"), "");
  EXPECT_EQ(query_value(person_.pages[3], "scope"), "notes offline_access");
}

TEST_F(LoginTest, HostileMetadataGetsNobodyToAPageAndNoSecret) {
  struct Row {
    const char* document;
    const char* member;
    json::Value value;
  };
  for (const auto& row : std::vector<Row>{
           {k_resource, "resource", "https://evil.example/mcp"},
           {k_resource, "resource", "https://tools.example/mcp/other"},
           {k_resource, "resource", "https://tools.example/mc"},
           {k_resource, "resource", "http://tools.example/mcp"},
           {k_resource, "resource", nullptr},
           {k_resource, "authorization_servers", json::Array{"http://login.example"}},
           {k_resource, "authorization_servers", json::Array{"http://127.0.0.1:9"}},
           {k_resource, "authorization_servers", json::Array{"file:///etc/passwd"}},
           {k_resource, "authorization_servers", json::Array{"https://user@login.example"}},
           {k_resource, "authorization_servers", json::Array{}},
           {k_metadata, "issuer", "https://evil.example"},
           {k_metadata, "issuer", "https://login.example/"},
           {k_metadata, "authorization_endpoint", "http://login.example/authorize"},
           {k_metadata, "authorization_endpoint", "javascript:alert(1)"},
           {k_metadata, "authorization_endpoint", "https://login.example/\"><script>"},
           {k_metadata, "token_endpoint", "http://login.example/token"},
           {k_metadata, "token_endpoint", ""},
           {k_metadata, "registration_endpoint", "http://10.0.0.1/register"},
           {k_metadata, "code_challenge_methods_supported", json::Array{"plain"}},
           {k_metadata, "code_challenge_methods_supported", nullptr}}) {
    World good;
    world_.documents = good.documents;
    world_.change(row.document, row.member, row.value);
    EXPECT_FALSE(begin()) << row.member << json::dump(row.value);
    EXPECT_EQ(person_.pages.size(), 0U) << row.member << json::dump(row.value);
    EXPECT_EQ(world_.count("https://login.example/token"), 0U);
  }
}

TEST_F(LoginTest, TheMetadataThatTheChallengeNamesIsTakenOnlyFromASafeAddress) {
  world_.set("https://tools.example/elsewhere", world_.documents[k_resource]);
  ASSERT_TRUE(begin("Bearer resource_metadata=\"https://tools.example/elsewhere\""));
  EXPECT_EQ(world_.count(k_resource), 0U);
  kept_.clear();
  EXPECT_EQ(begin("Bearer resource_metadata=\"http://127.0.0.1/latest\"").error().code, Code::invalid);
}

TEST_F(LoginTest, AnAnswerThatIsNotOursIsRefused) {
  using Answer = std::function<std::string(const std::string&)>;
  const auto with = [](const std::string& more) { return Answer([more](const std::string& state) { return "/callback?state=" + state + more; }); };
  const std::string issuer = "&iss=https%3A%2F%2Flogin.example";
  for (const auto& [answer, part] : std::initializer_list<std::pair<Answer, const char*>>{
           {[&](const std::string&) { return "/callback?code=x&state=guessed" + issuer; }, "not one to it"},
           {with("&code=x"), "promises"},
           {with("&code=x&iss=https%3A%2F%2Fevil.example"), "evil.example"},
           {with("&code=x" + issuer + "%2F"), "comes from"},
           {with("&error=access_denied&error_description=no%0A%1B%5B31m" + issuer), "access_denied: no"},
           {with(issuer), "no code"}}) {
    person_.answer = answer;
    const auto done = begin();
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().what.find(part), std::string::npos) << done.error().what;
    EXPECT_EQ(done.error().what.find('\x1b'), std::string::npos);
  }
  EXPECT_EQ(world_.count("https://login.example/token"), 0U);
  EXPECT_EQ(kept_, "");
}

TEST_F(LoginTest, ATokenThatIsNoneIsRefused) {
  for (const auto& [member, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"access_token", "a\r\nHost: evil"}, {"access_token", ""}, {"token_type", "mac"}, {"refresh_token", "a b"}}) {
    World good;
    world_.documents = good.documents;
    world_.change("https://login.example/token", member, value);
    EXPECT_EQ(begin().error().code, Code::protocol) << member << value;
    EXPECT_EQ(kept_, "");
  }
}

TEST_F(LoginTest, WithoutAPersonNothingBegins) {
  const auto one = login(nullptr);
  const auto done = loop_.run(one->renew("", 401, {}));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::unauthenticated);
  EXPECT_NE(done.error().what.find("say please"), std::string::npos);
  EXPECT_TRUE(world_.seen.empty());
}

TEST_F(LoginTest, ARefusedTokenIsRenewedOnceHoweverManyWait) {
  ASSERT_TRUE(begin());
  world_.change("https://login.example/token", "access_token", "a2");
  world_.remove("https://login.example/token", "refresh_token");
  const auto one = login(nullptr);
  ASSERT_EQ(token(*one), "first-access");
  const auto before = world_.count("https://login.example/token");
  std::vector<io::Task<Result<>>> all;
  for (int n = 0; n < 3; ++n) all.push_back(one->renew("first-access", 401, {}));
  for (const auto& done : loop_.run(io::all(std::move(all)))) EXPECT_TRUE(done);
  EXPECT_EQ(world_.count("https://login.example/token"), before + 1);
  EXPECT_EQ(token(*one), "a2");
  EXPECT_NE(kept_.find("\"first-refresh\""), std::string::npos);   // no new one was given: the old one stays
  world_.refuses = "https://login.example/token";
  EXPECT_EQ(loop_.run(one->renew("a2", 401, {})).error().code, Code::unauthenticated);
}

TEST_F(LoginTest, MoreRightsAreAskedForTogetherWithThoseThereAreAndNeverTwice) {
  ASSERT_TRUE(begin("Bearer scope=read"));
  const auto one = login(&person_);
  ASSERT_EQ(token(*one), "first-access");
  const io::Headers wants_more = {{"WWW-Authenticate", R"(Bearer error="insufficient_scope", scope="write")"}};
  world_.change("https://login.example/token", "access_token", "a2");
  ASSERT_TRUE(loop_.run(one->renew("first-access", 403, wants_more)));
  EXPECT_EQ(query_value(person_.pages.back(), "scope"), "read write");
  EXPECT_EQ(loop_.run(one->renew("a2", 403, wants_more)).error().code, Code::denied);
  EXPECT_EQ(loop_.run(one->renew("a2", 403, {})).error().code, Code::denied);
  EXPECT_EQ(person_.pages.size(), 2U);
}

TEST_F(LoginTest, WhatARunCouldNotAskForTheNextLoginDoes) {
  ASSERT_TRUE(begin("Bearer scope=read"));
  const auto run = login(nullptr);
  ASSERT_EQ(token(*run), "first-access");
  const auto done = loop_.run(run->renew("first-access", 403, {{"WWW-Authenticate", R"(Bearer error="insufficient_scope", scope="write")"}}));
  EXPECT_EQ(done.error().code, Code::unauthenticated);
  ASSERT_TRUE(begin("Bearer scope=read"));
  EXPECT_EQ(query_value(person_.pages.back(), "scope"), "read write");
}

TEST_F(LoginTest, AnotherAuthorizationServerLearnsNothingOfTheFirst) {
  ASSERT_TRUE(begin());
  const auto one = login(&person_);
  ASSERT_EQ(token(*one), "first-access");
  world_.change(k_resource, "authorization_servers", json::Array{"https://second.example"});
  const auto move = [](std::string text) {
    for (auto at = text.find("login.example"); at != std::string::npos; at = text.find("login.example")) text.replace(at, 13, "second.example");
    return json::parse(text)->as_object();
  };
  world_.set("https://second.example/.well-known/oauth-authorization-server", move(json::dump(world_.documents[k_metadata])));
  world_.set("https://second.example/register", {{"client_id", "c2"}});
  world_.set("https://second.example/token", {{"access_token", "b1"}, {"token_type", "bearer"}});
  world_.refuses = "https://login.example/token";   // the old one takes its refresh token no more
  person_.answer = [](const std::string& state) { return "/callback?code=x&iss=https%3A%2F%2Fsecond.example&state=" + state; };
  ASSERT_TRUE(loop_.run(one->renew("first-access", 401, {})));
  EXPECT_EQ(query_value(person_.pages.back(), "client_id"), "c2");
  for (const auto& request : world_.seen)
    if (request.url.starts_with("https://second.example"))
      for (const char* secret : {"first-client", "first-access", "first-refresh"}) EXPECT_EQ(request.body.find(secret), std::string::npos) << request.body;
  EXPECT_EQ(token(*one), "b1");
}

TEST_F(LoginTest, AClientOfTheUsersIsForItsIssuerAlone) {
  LoginSetup setup;
  setup.issuer = "https://mine.example";
  setup.client_id = "me";
  setup.client_secret = "hush";
  EXPECT_EQ(begin("", setup).error().code, Code::denied);
  for (const auto& request : world_.seen) EXPECT_EQ(request.body.find("hush"), std::string::npos);
  setup.issuer = k_issuer;
  world_.change(k_metadata, "token_endpoint_auth_methods_supported", json::Array{"client_secret_post"});
  ASSERT_TRUE(begin("", setup));
  EXPECT_EQ(query_value("?" + world_.body_of("https://login.example/token"), "client_secret"), "hush");
  EXPECT_EQ(world_.count("https://login.example/register"), 0U);
}

TEST_F(LoginTest, WhatIsKeptIsForItsAddressAlone) {
  ASSERT_TRUE(begin());
  const auto other = login(nullptr, {}, "https://tools.example/other");
  EXPECT_EQ(token(*other), "");
  kept_ = "{";
  const auto broken = login(nullptr);
  EXPECT_EQ(loop_.run(broken->token()).error().code, Code::invalid);
}

TEST_F(LoginTest, AServerThatNamesNobodyIsItsOwnAuthorizationServer) {
  world_.documents.erase(k_resource);
  EXPECT_EQ(begin().error().code, Code::not_found);
  auto own = world_.documents[k_metadata];
  own["issuer"] = "https://tools.example";
  world_.set("https://tools.example/.well-known/oauth-authorization-server", own);
  person_.answer = [](const std::string& state) { return "/callback?code=x&iss=https%3A%2F%2Ftools.example&state=" + state; };
  ASSERT_TRUE(begin());
  EXPECT_EQ(query_value(person_.pages.back(), "resource"), k_server);
}

TEST_F(LoginTest, TheRefreshTokenIsEndedWhereTheServerTakesThat) {
  ASSERT_TRUE(begin());
  EXPECT_EQ(loop_.run(login(nullptr)->revoke()).value(), false);
  world_.change(k_metadata, "revocation_endpoint", "https://login.example/revoke");
  world_.set("https://login.example/revoke", {});
  ASSERT_TRUE(begin());
  EXPECT_EQ(loop_.run(login(nullptr)->revoke()).value(), true);
  EXPECT_EQ(query_value("?" + world_.body_of("https://login.example/revoke"), "token"), "first-refresh");
  world_.refuses = "https://login.example/revoke";
  EXPECT_EQ(loop_.run(login(nullptr)->revoke()).error().code, Code::denied);
}

TEST_F(LoginTest, AnAddressWithoutTlsGetsNoLogin) {
  EXPECT_EQ(begin("", {}, "http://tools.example/mcp").error().code, Code::invalid);
  EXPECT_TRUE(world_.seen.empty());
}

// ---- the pieces

TEST(Challenge, IsFoundAmongOthers) {
  struct Row {
    const char* header;
    const char* metadata;
    const char* scope;
    const char* error;
  };
  for (const auto& row : std::initializer_list<Row>{
           {"Bearer", "", "", ""},
           {"bearer resource_metadata=\"https://a/b\", scope=\"x y\"", "https://a/b", "x y", ""},
           {"Basic realm=\"Bearer scope=\\\"evil\\\"\", Bearer error=insufficient_scope , scope = one", "", "one", "insufficient_scope"},
           {"Bearer realm=\"x\", Digest scope=\"not ours\"", "", "", ""},
           {"Negotiate abc==, Bearer scope=z", "", "", ""},   // token68 ends the reading
           {"Bearer scope=\"never ends", "", "", ""},
           {"Bearer scope=\"a\", scope=\"b\"", "", "a", ""},
           {"", "", "", ""}}) {
    const auto found = bearer_challenge({{"www-Authenticate", row.header}});
    EXPECT_EQ(found.resource_metadata, row.metadata) << row.header;
    EXPECT_EQ(found.scope, row.scope) << row.header;
    EXPECT_EQ(found.error, row.error) << row.header;
  }
}

TEST(Url, IsTakenApartOrRefused) {
  const auto url = read_url("https://a.example:8443/x/y?z=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->origin, "https://a.example:8443");
  EXPECT_EQ(url->path, "/x/y");
  EXPECT_EQ(url->query, "z=1");
  for (const char* bad : {"", "a", "ftp://a", "https://", "https://a#b", "https://u:p@a/", "https://a/ b", "https://a\\b", "https://a/<"})
    EXPECT_FALSE(read_url(bad)) << bad;
}

TEST(Url, FormsAndQueriesAreEachOthersInverse) {
  std::string all;
  for (int c = 1; c < 256; ++c) all += static_cast<char>(c);
  EXPECT_EQ(query_value("/x?" + form({{"a", "1"}, {"none", ""}, {"b", all}}), "b"), all);
  EXPECT_EQ(form({{"a", "1"}, {"none", ""}}), "a=1");
  EXPECT_EQ(query_value("/x?a=1&a=2&b", "a"), "1");
  EXPECT_EQ(query_value("/x?a=1&b", "b"), "");
  EXPECT_EQ(query_value("/x", "a"), "");
  EXPECT_EQ(query_value("/x?a=%4", "a"), "%4");
}

TEST(Question, DefaultsAreWhatAnUntouchedFormSends) {
  const auto answer = accept_defaults({"m", R"({"properties":{"a":{"type":"integer","default":3},"b":{"type":"string"},"c":{"default":true}}})"});
  EXPECT_EQ(answer.content, R"({"a":3,"c":true})");
  EXPECT_EQ(accept_defaults({"m", "no"}).content, "{}");
}

}  // namespace
}  // namespace mcp
