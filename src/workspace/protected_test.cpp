#include "protected.h"

#include <gtest/gtest.h>

using namespace workspace;

TEST(Protected, ByNameAtAnyDepth) {
  const struct {
    const char* path;
    Guard guard;
    bool is_link = false;
  } k_cases[] = {
      {".envrc", Guard::always},
      {"a/b/.envrc", Guard::always},
      {".ENVRC", Guard::always},
      {".envrc/x", Guard::none},
      {"x.envrc", Guard::none},
      {".vscode/settings.json", Guard::always},
      {"a/.vscode/tasks.json", Guard::always},
      {".vscode/launch.json", Guard::always},
      {".vscode/extensions.json", Guard::none},
      {".vscode/x/settings.json", Guard::none},
      {".vscode", Guard::none},
      {".vscode", Guard::always, true},
      {".idea/workspace.xml", Guard::always},
      {".idea/a/b", Guard::always},
      {".idea", Guard::none},
      {".devcontainer/devcontainer.json", Guard::always},
      {".husky/pre-commit", Guard::always},
      {".mcp.json", Guard::always},
      {".claude/settings.json", Guard::always},
      {".codex/config.toml", Guard::always},
      {".cursor/mcp.json", Guard::always},
      {".agents/x", Guard::always},
      {".plumb/config.toml", Guard::always},
      {".bashrc", Guard::always},
      {".zshenv", Guard::always},
      {".profile", Guard::always},
      {".config/fish/config.fish", Guard::always},
      {".config/other", Guard::none},
      {".config", Guard::always, true},
      {".github/workflows/ci.yml", Guard::ci},
      {".github", Guard::ci, true},
      {".github/ISSUE_TEMPLATE.md", Guard::none},
      {".gitlab-ci.yml", Guard::ci},
      {"sub/.circleci/config.yml", Guard::ci},
      {"Jenkinsfile", Guard::ci},
      {".gitattributes", Guard::attributes},
      {"a/.gitattributes", Guard::attributes},
      {".gitmodules", Guard::modules},
      {".env", Guard::environment},
      {".env.local", Guard::environment},
      {"env", Guard::none},
      {"lib/python3/site-packages/x.pth", Guard::start_file},
      {"model.pth", Guard::start_file},
      {".venv/bin/python", Guard::program},
      {"node_modules/.bin/tsc", Guard::program},
      {"node_modules", Guard::none, true},
      {".venv", Guard::none, true},
      {"node_modules/x/.github/workflows/ci.yml", Guard::none},
      {"node_modules/x/.vscode/settings.json", Guard::none},
      {".venv/lib/python3/site-packages/x/.envrc", Guard::none},
      {"node_modules/x/node_modules/.bin/y", Guard::program},
      {"Makefile", Guard::none},
      {"AGENTS.md", Guard::none},
      {"src/config", Guard::none},
      {"x.code-workspace", Guard::always},
      {"", Guard::none},
  };
  for (const auto& row : k_cases)
    EXPECT_EQ(protection(row.path, row.is_link).guard, row.guard) << row.path << " " << row.is_link;
}

TEST(Protected, AttributesThatAddDrivers) {
  const struct {
    const char* before;
    const char* after;
    bool adds;
  } k_cases[] = {
      {"", "", false},
      {"", "*.txt text eol=lf\n", false},
      {"", "*.c filter=x", true},
      {"", "*.c diff=x", true},
      {"", "*.c merge=x", true},
      {"", "*.py diff=python\n*.lock merge=union -diff\n", false},
      {"", "# *.c filter=x\n", false},
      {"", "*.c -filter !merge\n", false},
      {"*.c filter=x\n", "*.txt text\n*.c filter=x\n", false},
      {"*.c filter=x\n", "*.h filter=x\n", true},
      {"*.c filter=x\n", "", false},
      {"", "[attr]x filter=y\n", true},
      {"", "*.c\ttext\tfilter=x\r\n", true},
  };
  for (const auto& row : k_cases) EXPECT_EQ(adds_drivers(row.before, row.after), row.adds) << row.after;
}

TEST(Protected, VariablesThatLoadCode) {
  const struct {
    const char* before;
    const char* after;
    const char* name;
  } k_cases[] = {
      {"", "A=1\nDATABASE_URL=x\n", ""},
      {"", "LD_PRELOAD=x", "LD_PRELOAD"},
      {"", "export NODE_OPTIONS=--require=x\n", "NODE_OPTIONS"},
      {"", "  BASH_ENV = x\n", "BASH_ENV"},
      {"", "GIT_SSH_COMMAND=x\n", "GIT_SSH_COMMAND"},
      {"", "PATH=x:$PATH\n", "PATH"},
      {"", "# PATH=x\n", ""},
      {"PATH=x\n", "A=1\nPATH=x\n", ""},
      {"PATH=x\n", "PATH=y\n", "PATH"},
      {"", "MY_PATH=x\n", ""},
  };
  for (const auto& row : k_cases) EXPECT_EQ(added_loader(row.before, row.after), row.name) << row.after;
}

TEST(Protected, StartFilesThatRunCode) {
  EXPECT_TRUE(runs_code("import os; os.system('x')\n"));
  EXPECT_TRUE(runs_code("../lib\nimport\tx"));
  EXPECT_FALSE(runs_code("../lib\nimportant\n# import x\n"));
}

TEST(Protected, FilesThatHoldKeys) {
  for (const char* path : {".env", "a/.env.production", "id_ed25519", "x.pem", "tls/server.key", ".netrc",
                           ".ssh/config", "secrets.yaml", "ID_RSA"})
    EXPECT_TRUE(is_secret(path)) << path;
  for (const char* path : {".env.example", "id_ed25519.pub", "keys.cpp", "env", ".key", "monkey.txt", ""})
    EXPECT_FALSE(is_secret(path)) << path;
}
