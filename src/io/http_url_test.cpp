#include "io/http_url.h"

#include <gtest/gtest.h>

#include <vector>

namespace io {
namespace {

struct Parsed {
  std::string url, name;   // "" = refused
};

TEST(HttpTarget, IsTheHostAndPortOfAUrl) {
  const std::vector<Parsed> cases = {
      {"http://a", "a:80"},
      {"HTTPS://A.Example/x?y#z", "a.example:443"},
      {"http://a:8080?x", "a:8080"},
      {"https://user:p@ss@host:1/", "host:1"},
      {"http://[::1]:11434/api", "[::1]:11434"},
      {"http://[::1]", "[::1]:80"},
      {"http://a@b/c@d", "b:80"},
      {"a", ""}, {"", ""}, {"http:/a", ""}, {"http://", ""}, {"http:///x", ""}, {"http://a:0", ""},
      {"http://a:65536", ""}, {"http://a:8x", ""}, {"http://a\\b", ""}, {"http://a\n", ""}, {"gopher://a", ""},
  };
  for (const auto& each : cases) {
    const auto target = http_target(each.url);
    EXPECT_EQ(target ? target->name() : "", each.name) << each.url;
  }
}

TEST(HttpTarget, KnowsLoopback) {
  for (const char* url : {"http://localhost", "http://LOCALHOST:1", "http://a.localhost", "http://127.0.0.1",
                          "http://127.1.2.3", "http://[::1]", "http://0.0.0.0"})
    EXPECT_TRUE(is_loopback(*http_target(url))) << url;
  for (const char* url : {"http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1", "http://notlocalhost"})
    EXPECT_FALSE(is_loopback(*http_target(url))) << url;
}

struct Proxied {
  std::string url, no_proxy;
  bool proxied;
};

TEST(HttpProxy, IsNotUsedForWhatNoProxyNames) {
  const std::vector<Proxied> cases = {
      {"http://a.example", "", true},
      {"http://a.example", "*", false},
      {"http://a.example", "a.example", false},
      {"http://a.example", "A.EXAMPLE", false},
      {"http://a.example", "example", false},
      {"http://a.example", ".example", false},
      {"http://a.example", "*.example", false},
      {"http://example", ".example", false},
      {"http://aexample", "example", true},
      {"http://a.example", "b.example,  c.example , example", false},
      {"http://a.example:81", "a.example:80", true},
      {"http://a.example:81", "a.example:81", false},
      {"http://10.1.2.3", "10.1.2.3", false},
      {"http://[fe80::1]", "fe80::1", false},
      {"http://[fe80::1]", "[fe80::1]", false},
      {"http://a.example", ",, .", true},
      {"http://127.0.0.1", "", false},
  };
  for (const auto& each : cases) {
    base::Env env;
    env.set("all_proxy", "http://proxy:1");
    env.set("no_proxy", each.no_proxy);
    EXPECT_EQ(!proxy_for(*http_target(each.url), env).empty(), each.proxied) << each.url << " " << each.no_proxy;
  }
}

TEST(HttpProxy, OfTheSchemeGoesBeforeTheOneForAll) {
  base::Env env;
  env.set("ALL_PROXY", "all");
  env.set("https_proxy", "tls");
  EXPECT_EQ(proxy_for(*http_target("https://a"), env), "tls");
  EXPECT_EQ(proxy_for(*http_target("http://a"), env), "all");
}

}  // namespace
}  // namespace io
