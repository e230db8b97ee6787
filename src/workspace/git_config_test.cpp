#include "git_config.h"

#include <gtest/gtest.h>

#include "policy_for_test.h"

using namespace workspace;

static std::string shown(std::string_view text) {
  const auto settings = parse_git_config(text);
  if (!settings) return "!";
  std::string out;
  for (const GitSetting& setting : *settings) out += setting.key + "=" + setting.value + ";";
  return out;
}

struct GitConfigOfGit : PolicyTest {};

// Our reading against git's own.
TEST_F(GitConfigOfGit, ReadsWhatGitReads) {
  const bool has_git = std::system("git --version >/dev/null 2>&1") == 0;
  const struct {
    const char* text;
    const char* want;
  } k_cases[] = {
      {"", ""},
      {"# nothing\n; here\n", ""},
      {"[a]\nb = c\n", "a.b=c;"},
      {"[a] b = c", "a.b=c;"},
      {"[A]\nB = C\n", "a.b=C;"},
      {"[a \"B c\"]\nd=e\n", "a.B c.d=e;"},
      {"[a \"b\\\"c\\\\d\"]\ne=f\n", "a.b\"c\\d.e=f;"},
      {"[a.B]\nc=d\n", "a.b.c=d;"},
      {"[a]\nb\n", "a.b=true;"},
      {"[a]\nb =\n", "a.b=;"},
      {"[a]\nb = c # d\ne = f ; g\n", "a.b=c;a.e=f;"},
      {"[a]\nb = \"c # d\" # e\n", "a.b=c # d;"},
      {"[a]\nb = c\\\n  d\n", "a.b=c  d;"},
      {"[a]\nb = \"c\\nd\\te\\\\f\\\"g\"\n", "a.b=c\nd\te\\f\"g;"},
      {"[a]\nb = \"c \" \n", "a.b=c ;"},
      {"[a]\r\nb = c\r\n", "a.b=c;"},
      {"\xef\xbb\xbf[a]\nb=c\n", "a.b=c;"},
      {"[a]\nb=1\n[a]\nb=2\n", "a.b=1;a.b=2;"},
      {"[core]fsmonitor=x\n", "core.fsmonitor=x;"},
      {"[a]b=1\n[c]d=2", "a.b=1;c.d=2;"},
      {"[a]\nb = c = d\n", "a.b=c = d;"},
      {"[a]\n\t b-c2 = d\n", "a.b-c2=d;"},
      {"[a", "!"},
      {"[a \"b]\nc=d\n", "!"},
      {"[a \"b\" ]\nc=d\n", "!"},
      {"[a]\n1b=c\n", "!"},
      {"[a]\nb c\n", "!"},
      {"[a]\nb = \"c\n", "!"},
      {"[a]\nb = \\q\n", "!"},
      {"[a b]\nc=d\n", "!"},
  };
  for (const auto& row : k_cases) {
    EXPECT_EQ(shown(row.text), row.want) << row.text;
    if (!has_git || std::string_view(row.text).find('\n') == std::string_view::npos) continue;
    put("config", row.text);
    const std::string said = run("git config -f config -l -z | tr '\\0\\n' ';=' ; git config -f config -l >/dev/null");
    std::string want = row.want;
    for (char& c : want)
      if (c == '\n') c = '=';
    // A name without '=' is shown without a value.
    if (want == "a.b=true;") want = "a.b;";
    if (want == "!")
      EXPECT_TRUE(said.starts_with("!")) << row.text << said;
    else
      EXPECT_EQ(said, want) << row.text;
  }
}

TEST(GitConfig, RefusesNulAndTooMuch) {
  EXPECT_FALSE(parse_git_config(std::string_view("[a]\nb=c\0d\n", 10)));
  EXPECT_FALSE(parse_git_config(std::string(k_git_config_max + 1, '\n')));
  EXPECT_TRUE(parse_git_config(std::string(k_git_config_max, '\n')));
}

TEST(GitConfig, KnowsWhatMakesGitRunSomething) {
  const struct {
    const char* key;
    const char* value;
    bool is_dangerous;
  } k_cases[] = {
      {"user.name", "n", false},
      {"user.email", "e", false},
      {"branch.main.remote", "origin", false},
      {"branch.a.b.merge", "refs/heads/x", false},
      {"branch.main.mergeoptions", "-s evil", true},
      {"remote.origin.url", "https://example.org/x", false},
      {"remote.origin.url", "git@example.org:x/y.git", false},
      {"remote.origin.url", "https://[::1]/x", false},
      {"remote.origin.url", "ext::sh -c evil", true},
      {"remote.origin.url", "-uevil", true},
      {"remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*", false},
      {"remote.origin.uploadpack", "x", true},
      {"remote.origin.receivepack", "x", true},
      {"remote.origin.vcs", "x", true},
      {"remote.origin.proxy", "x", true},
      {"remote.pushdefault", "x", false},
      {"core.bare", "false", false},
      {"core.autocrlf", "true", false},
      {"core.repositoryformatversion", "0", false},
      {"core.hookspath", "x", true},
      {"core.fsmonitor", "x", true},
      {"core.fsmonitor", "true", false},
      {"core.sshcommand", "x", true},
      {"core.editor", "x", true},
      {"core.pager", "x", true},
      {"core.askpass", "x", true},
      {"core.gitproxy", "x", true},
      {"core.worktree", "../sub", false},
      {"core.worktree", "../..", true},
      {"core.worktree", "/etc", true},
      {"core.worktree", "hooks", true},
      {"credential.helper", "x", true},
      {"credential.https://example.org.helper", "x", true},
      {"filter.lfs.clean", "x", true},
      {"filter.lfs.required", "true", true},
      {"diff.algorithm", "histogram", false},
      {"diff.x.command", "x", true},
      {"diff.x.textconv", "x", true},
      {"diff.external", "x", true},
      {"diff.x.xfuncname", "x", false},
      {"difftool.x.cmd", "x", true},
      {"merge.conflictstyle", "diff3", false},
      {"merge.x.driver", "x", true},
      {"merge.tool", "x", true},
      {"mergetool.x.cmd", "x", true},
      {"alias.co", "checkout", false},
      {"alias.lg", "log --oneline --graph", false},
      {"alias.st", "!evil", true},
      {"alias.st", "-c core.pager=evil status", true},
      {"alias.re", "rebase --exec evil", true},
      {"alias.re", "rebase -x evil", true},
      {"include.path", "x", true},
      {"includeif.gitdir:x.path", "x", true},
      {"url.https://evil.insteadof", "https://good", true},
      {"gpg.program", "x", true},
      {"gpg.ssh.program", "x", true},
      {"sequence.editor", "x", true},
      {"protocol.ext.allow", "always", true},
      {"submodule.x.url", "../x", false},
      {"submodule.x.active", "true", false},
      {"submodule.x.update", "rebase", false},
      {"submodule.x.update", "!evil", true},
      {"submodule.recurse", "true", false},
      {"http.proxy", "x", true},
      {"http.sslverify", "false", true},
      {"http.https://example.org.proxy", "x", true},
      {"http.postbuffer", "1", false},
      {"pager.log", "false", false},
      {"pager.log", "evil", true},
      {"interactive.difffilter", "x", true},
      {"init.defaultbranch", "main", false},
      {"init.templatedir", "x", true},
      {"gc.auto", "0", false},
      {"gc.recentobjectshook", "x", true},
      {"extensions.worktreeconfig", "true", false},
      {"trailer.x.command", "x", true},
      {"sendemail.smtpserver", "/bin/x", true},
      {"hook.x.command", "x", true},
      {"nobody.knows", "x", true},
      {"tar.x.command", "x", true},
      {"lfs.repositoryformatversion", "0", false},
      {"lfs.url", "x", true},
      {"", "", true},
  };
  for (const auto& row : k_cases)
    EXPECT_EQ(is_dangerous({row.key, row.value}, ".git"), row.is_dangerous) << row.key << "=" << row.value;
  EXPECT_FALSE(is_dangerous({"core.worktree", "../../../lib/x"}, ".git/modules/x"));
  EXPECT_TRUE(is_dangerous({"core.worktree", "../../../.."}, ".git/modules/x"));
}

TEST(GitConfig, NamesWhatChangedAmongTheDangerous) {
  const std::vector<GitSetting> one = {{"user.name", "n"}, {"core.pager", "a"}, {"core.pager", "b"}};
  using Keys = std::vector<std::string>;
  EXPECT_EQ(dangerous_changes(one, one, ".git"), Keys{});
  EXPECT_EQ(dangerous_changes(one, {{"core.pager", "a"}, {"core.pager", "b"}}, ".git"), Keys{});
  EXPECT_EQ(dangerous_changes(one, {{"core.pager", "b"}, {"core.pager", "a"}}, ".git"), Keys{"core.pager"});
  EXPECT_EQ(dangerous_changes(one, {{"core.pager", "a"}}, ".git"), Keys{"core.pager"});
  EXPECT_EQ(dangerous_changes({}, {{"core.editor", "a"}, {"gpg.program", "a"}}, ".git"),
            (Keys{"core.editor", "gpg.program"}));
}
