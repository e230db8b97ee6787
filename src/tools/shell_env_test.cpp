#include <gtest/gtest.h>

#include "tools/shell.h"

namespace tools {
namespace {

TEST(ShellEnv, WithholdsWhatIsNamedLikeAKey) {
  for (const char* name : {"OPENAI_API_KEY", "GITHUB_TOKEN", "gitlab_token", "CLIENT_SECRET", "SECRET_KEY_BASE", "DB_PASSWORD",
                           "MYSQL_PWD", "AWS_PROFILE", "AWS_SECRET_ACCESS_KEY", "SSH_PRIVATE_KEY", "TOKEN", "NPM_AUTH_TOKEN",
                           "GH_PAT", "GOOGLE_APPLICATION_CREDENTIALS", "ANTHROPIC_AUTH_TOKEN", "GPG_PASSPHRASE", "DATABASE_URL",
                           "PLUMB_HOME", "NAMED_BY_CALLER"}) {
    base::Env env;
    env.set(name, "x");
    EXPECT_FALSE(shell_env(env, {"NAMED_BY_CALLER"}).get(name)) << name;
  }
  for (const char* name : {"PATH", "HOME", "PWD", "OLDPWD", "KEYBOARD", "TOKENIZERS_PARALLELISM", "LANG", "SSH_AUTH_SOCK", "PATCH",
                           "MONKEY", "CMAKE_PREFIX_PATH"}) {
    base::Env env;
    env.set(name, "x");
    EXPECT_TRUE(shell_env(env, {"NAMED_BY_CALLER"}).get(name)) << name;
  }
}

TEST(ShellEnv, WithholdsAKeyUnderAnyName) {
  base::Env env;
  env.set("MY_API_KEY", "sk-0123456789");
  env.set("COPY_OF_IT", "sk-0123456789");
  env.set("SHORT_TOKEN", "1");
  env.set("ONE", "1");
  const auto made = shell_env(env, {});
  EXPECT_FALSE(made.get("COPY_OF_IT"));
  EXPECT_EQ(made.get("ONE"), "1");
}

TEST(ShellEnv, AsksNobodyAndRunsNothing) {
  base::Env env;
  env.set("BASH_ENV", "/evil");
  env.set("PAGER", "less");
  env.set("GIT_ASKPASS", "/usr/bin/window");
  const auto made = shell_env(env, {});
  EXPECT_FALSE(made.get("BASH_ENV"));
  EXPECT_FALSE(made.get("GIT_ASKPASS"));
  EXPECT_EQ(made.get("PAGER"), "cat");
  EXPECT_EQ(made.get("GIT_EDITOR"), "true");
  EXPECT_EQ(made.get("GIT_TERMINAL_PROMPT"), "0");
  EXPECT_EQ(made.get("TERM"), "dumb");
  EXPECT_EQ(made.get("AGENT"), "plumb");
}

}  // namespace
}  // namespace tools
