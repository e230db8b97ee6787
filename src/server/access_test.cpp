#include "server/access.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"

namespace server {
namespace {

Access access_of(unsigned char fill) {
  std::array<unsigned char, 32> secret{};
  secret.fill(fill);
  return Access(secret);
}

TEST(Access, ATokenIsGoodForItsOwnRightsAndSessionOnly) {
  const Access access = access_of(1);
  for (const Grant& grant : {Grant{Rights::steer, ""}, Grant{Rights::watch, ""}, Grant{Rights::steer, "01ABC"}, Grant{Rights::watch, "01ABC"}}) {
    const std::string token = access.token(grant);
    EXPECT_EQ(token.size(), 43U);
    EXPECT_EQ(access.by_token(token, grant.session), grant);
    EXPECT_FALSE(access.by_token(token, grant.session.empty() ? "01ABC" : ""));
    EXPECT_FALSE(access.by_token(token, "01ABD"));
    EXPECT_FALSE(access_of(2).by_token(token, grant.session));
  }
}

TEST(Access, NothingThatIsNoTokenIsOne) {
  const Access access = access_of(1);
  const std::string token = access.token({Rights::steer, ""});
  EXPECT_FALSE(access.by_token("", ""));
  EXPECT_FALSE(access.by_token(token.substr(0, 42), ""));
  EXPECT_FALSE(access.by_token(token + "A", ""));
  EXPECT_FALSE(access.by_token(token + token, ""));
  EXPECT_FALSE(access.by_token(std::string(43, '\0'), ""));
}

TEST(Access, AKeyNeedsTheCookieOfItsBrowser) {
  const Access access = access_of(1);
  const std::string mine = access.new_browser(1000), other = access.new_browser(1000);
  EXPECT_NE(mine, other);
  const Grant grant{Rights::watch, "01ABC"};
  const std::string key = access.key(grant, mine);
  EXPECT_EQ(access.by_key(key, mine), grant);
  EXPECT_FALSE(access.by_key(key, other));
  EXPECT_FALSE(access.by_key(key, ""));
  EXPECT_FALSE(access.by_key(access.token(grant), mine));
  EXPECT_FALSE(access.by_key("s" + key.substr(1), mine));
}

TEST(Access, ALoginEndsAfterNinetyDays) {
  const Access access = access_of(1);
  const std::string browser = access.new_browser(5000);
  EXPECT_TRUE(access.is_browser(browser, 5000 + k_login_ms - 1));
  EXPECT_FALSE(access.is_browser(browser, 5000 + k_login_ms));
  EXPECT_FALSE(access.is_browser(browser + "A", 5000));
  EXPECT_FALSE(access.is_browser("", 5000));
  EXPECT_FALSE(access_of(2).is_browser(browser, 5000));
}

TEST(Access, TheSecretStaysAndIsPrivate) {
  auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  const std::string folder = dir->path() + "/server";
  auto first = Access::open(folder);
  ASSERT_TRUE(first) << first.error().what;
  struct stat st {};
  ASSERT_EQ(::stat((folder + "/secret").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600U);
  auto second = Access::open(folder);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->token({}), second->token({}));
  auto third = Access::open(folder, Access::Secret::replace);
  ASSERT_TRUE(third);
  EXPECT_NE(first->token({}), third->token({}));
  ASSERT_EQ(::chmod((folder + "/secret").c_str(), 0644), 0);
  auto open = Access::open(folder);
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().code, base::Code::denied);
}

TEST(Access, ABrokenSecretIsRefusedAndNotReplaced) {
  auto dir = base::TempDir::make();
  ASSERT_TRUE(dir);
  ASSERT_TRUE(base::write_file(dir->path() + "/secret", "short\n", 0600));
  auto opened = Access::open(dir->path());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, base::Code::invalid);
  EXPECT_EQ(*base::read_file(dir->path() + "/secret"), "short\n");
}

TEST(WrongTokens, ABurstIsLookedAtAndThenOneEveryTwoSeconds) {
  WrongTokens wrong;
  std::int64_t now = 1'000'000;
  for (int i = 0; i < WrongTokens::k_burst; ++i) {
    ASSERT_TRUE(wrong.may_try(now));
    wrong.was_wrong();
  }
  EXPECT_FALSE(wrong.may_try(now + WrongTokens::k_refill_ms - 1));
  EXPECT_TRUE(wrong.may_try(now + WrongTokens::k_refill_ms));
  wrong.was_wrong();
  EXPECT_FALSE(wrong.may_try(now + WrongTokens::k_refill_ms));
  EXPECT_TRUE(wrong.may_try(now + 100 * WrongTokens::k_refill_ms));
}

// RFC 4231 has no way in through the public interface; what it would catch (a wrong padding) shows as a token
// that another implementation does not make. python3: hmac.new(b"\1"*32, b"token\0s.", "sha256").
TEST(Access, TokensAreHmacSha256) {
  EXPECT_EQ(access_of(1).token({Rights::steer, ""}), "NW9KxgU1n9jy8Q-CXPfw65nJU2skVW04NBWSei_C9Ww");
}

}  // namespace
}  // namespace server
