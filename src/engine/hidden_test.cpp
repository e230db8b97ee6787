#include "hidden.h"

#include <gtest/gtest.h>

namespace engine {
namespace {

TEST(Hidden, AddressesAreShownWithTheHostThatIsSpokenTo) {
  const char* const rows[][3] = {{"https://user:pw@example.org/mcp", "example.org", "https://...@example.org/mcp"},
                                 {"https://good.org@evil.org/x", "evil.org", "https://...@evil.org/x"},
                                 {"https://evil.org/x@good.org", "evil.org", "https://evil.org/x@good.org"},
                                 {"https://evil.org?a@good.org", "evil.org", "https://evil.org?(hidden)"},
                                 {"https://evil.org#@good.org", "evil.org", "https://evil.org#@good.org"},
                                 {"https://a@b@c.org:1/", "c.org:1", "https://...@c.org:1/"},
                                 {"https://e.org/mcp?key=1&x=2", "e.org", "https://e.org/mcp?key=(hidden)&x=(hidden)"},
                                 {"no address", "", "no address"}};
  for (const auto& [url, host, shown] : rows) {
    EXPECT_EQ(address_parts(url).host, host) << url;
    EXPECT_EQ(hidden_in_address(url), shown);
  }
}

TEST(Hidden, WordsOfACommandLine) {
  const std::vector<std::string> words = {"npx",       "-y",           "@scope/server-github2", "--token",  "abc",   "--api-key=abc", "GITHUB_TOKEN=abc", "-H",
                                          "Authorization: Bearer abc", "--db=postgres://u:p@h/d", "ghp_0123456789abcdef", "--port=80", "/home/me/a1b2", "a1b2c3d4e5f6a7b8c9d0e1f2"};
  EXPECT_EQ(hidden_in_words(words),
            (std::vector<std::string>{"npx", "-y", "@scope/server-github2", "--token", "(hidden)", "--api-key=(hidden)", "GITHUB_TOKEN=(hidden)", "-H",
                                      "Authorization: (hidden)", "--db=postgres://...@h/d", "(hidden)", "--port=80", "/home/me/a1b2", "(hidden)"}));
}

}  // namespace
}  // namespace engine
