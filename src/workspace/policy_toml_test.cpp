#include <gtest/gtest.h>

#include "workspace/policy.h"
#include "workspace/sandbox_settings.h"

using namespace workspace;

TEST(PolicyToml, ReadsRulesInOrder) {
  const auto policy = read_policy(R"(
model = "x"
[effects]
large = "512 MiB"
many = 100
[[effects.rules]]
what = ["deleted", "unsaved"]
paths = ["docs/**", "*.sql"]
verdict = "deny"
[[effects.rules]]
verdict = "allow"
)",
                                  "config.toml", R"(
[effects]
large = 1024
[[effects.rules]]
what = ["code-outside"]
verdict = "ask"
)",
                                  "/etc/plumb/managed.toml");
  ASSERT_TRUE(policy) << policy.error().what;
  EXPECT_EQ(policy->large, 1024u);
  EXPECT_EQ(policy->many, 100u);
  ASSERT_EQ(policy->user.size(), 2u);
  EXPECT_EQ(policy->user[0].what, (std::vector<std::string>{"deleted", "unsaved"}));
  EXPECT_EQ(policy->user[0].paths, (std::vector<std::string>{"docs/**", "*.sql"}));
  EXPECT_EQ(policy->user[0].verdict, Verdict::refuse);
  EXPECT_EQ(policy->user[0].from, "config.toml, rule 1");
  EXPECT_EQ(policy->user[1].verdict, Verdict::apply);
  ASSERT_EQ(policy->managed.size(), 1u);
  EXPECT_EQ(policy->managed[0].verdict, Verdict::hold);
  EXPECT_EQ(policy->managed[0].from, "managed by /etc/plumb/managed.toml, rule 1");
}

TEST(PolicyToml, NoFileIsTheDefault) {
  const auto policy = read_policy("", "config.toml", "max_turns = 5\n[budget]\nday_usd = 1\n", "managed.toml");   // others read those
  ASSERT_TRUE(policy);
  EXPECT_TRUE(policy->user.empty());
  EXPECT_TRUE(policy->managed.empty());
  EXPECT_EQ(policy->large, std::uint64_t{2} << 30);
}

TEST(PolicyToml, TheUserCannotRaiseManagedLimits) {
  const auto policy =
      read_policy("[effects]\nlarge = '9 GiB'\nmany = 9\n", "u", "[effects]\nlarge = '1 GiB'\nmany = 99\n", "m");
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->large, std::uint64_t{1} << 30);
  EXPECT_EQ(policy->many, 9u);
}

// Whatever is broken stops everything, with the place of what is wrong.
TEST(PolicyToml, RefusesWhatItDoesNotUnderstand) {
  const struct {
    const char* user;
    const char* managed;
    const char* why;
  } k_cases[] = {
      {"[effects", "", "u:1: "},
      {"", "\n\nx = [", "m:3: "},
      {"[effects]\nrule = 1", "", "u:2: there is no setting 'rule' here; there are large, many and"},
      {"effects = 1", "", "u:1: effects must be a table"},
      {"[effects]\nrules = 1", "", "u:2: rules must be tables"},
      {"[effects]\nrules = [1]", "", "u:2: rules must be tables"},
      {"[effects]\nlarge = -1", "", "u:2: large must be a positive integer"},
      {"[effects]\nlarge = '1 GB'", "", "u:2: large must be a size"},
      {"[effects]\nlarge = '99999999999999 TiB'", "", "u:2: large must be a size"},
      {"[effects]\nmany = 'x'", "", "u:2: many must be a positive integer"},
      {"[[effects.rules]]\nwhat = ['deleted']", "", "u:1: a rule needs verdict"},
      {"[[effects.rules]]\nverdict = 'maybe'", "", "u:2: verdict must be \"allow\", \"ask\" or \"deny\""},
      {"[[effects.rules]]\nverdict = 1", "", "u:2: verdict must be"},
      {"[[effects.rules]]\nverdict = 'ask'\nwhat = 'deleted'", "", "u:3: what must be a list of strings"},
      {"[[effects.rules]]\nverdict = 'ask'\nwhat = [1]", "", "u:3: each of what must be a string"},
      {"[[effects.rules]]\nverdict = 'ask'\nwhat = ['delete']", "", "u:3: what must be of: created, modified"},
      {"[[effects.rules]]\nverdict = 'ask'\nwhat = ['deleted',\n'created']", "",
       "u:3: no effect is both created and deleted: this rule would never apply"},
      {"[[effects.rules]]\nverdict = 'ask'\nwhat = ['tracked', 'untracked']", "", "both tracked and untracked"},
      {"[[effects.rules]]\nverdict = 'ask'\npaths = []", "", "u:3: paths must be left out"},
      {"[[effects.rules]]\nverdict = 'ask'\npaths = ['a',\n'[b']", "", "u:4: a pattern with '['"},
      {"[[effects.rules]]\nverdict = 'ask'\npaths = ['!a']", "", "must not begin with '!'"},
      {"[[effects.rules]]\nverdict = 'ask'\npaths = ['../a']", "", "a pattern with '..' fits nothing"},
      {"[[effects.rules]]\nverdict = 'ask'\npaths = ['~/a']", "", "'~' fits nothing"},
      {"[[effects.rules]]\nverdict = 'ask'\npaths = ['']", "", "must not be empty"},
      {"[[effects.rules]]\nverdict = 'ask'\npath = ['a']", "", "u:3: there is no setting 'path' here"},
      {"", "[effect]\n", "m:1: there is no setting 'effect' here; there are [effects] and [sandbox]"},
      {"", "[[effects.rules]]\nverdict = 'x'", "m:2: verdict must be"},
  };
  for (const auto& row : k_cases) {
    const auto policy = read_policy(row.user, "u", row.managed, "m");
    ASSERT_FALSE(policy) << row.user << row.managed;
    EXPECT_EQ(policy.error().code, base::Code::invalid);
    EXPECT_NE(policy.error().what.find(row.why), std::string::npos)
        << policy.error().what << "\n  wanted: " << row.why;
  }
  EXPECT_FALSE(read_policy(std::string(2 << 20, '\n'), "u", "", "m"));
}

TEST(SandboxToml, ReadsSettings) {
  const auto settings = read_sandbox_settings(R"([sandbox]
mode = "read-only"
network = "list"
mode_min = "landlock"
hosts = ["example.org", "*.example.net:8443"]
writable = ["/var/cache/x", "~/.cache/y"]
memory_mb = 4096
processes = 100
file_mb = 50
cpu_s = 20
)",
                                              "u", "", "m");
  ASSERT_TRUE(settings) << settings.error().what;
  EXPECT_EQ(settings->mode, SandboxMode::read_only);
  EXPECT_EQ(settings->network, SandboxNetwork::list);
  EXPECT_EQ(settings->mode_min, SandboxLevel::landlock);
  EXPECT_EQ(settings->hosts.size(), 2u);
  EXPECT_EQ(settings->writable[1], "~/.cache/y");
  EXPECT_EQ(settings->memory_mb, 4096u);
  EXPECT_EQ(settings->processes, 100u);
  EXPECT_EQ(settings->file_mb, 50u);
  EXPECT_EQ(settings->cpu_s, 20u);
  EXPECT_TRUE(settings->lowered.empty());
  const auto plain = read_sandbox_settings("model = 'x'", "u", "", "m");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->mode, SandboxMode::workspace);
  EXPECT_EQ(plain->network, SandboxNetwork::off);
}

TEST(SandboxToml, TheUserIsNeverLooserThanManaged) {
  const struct {
    const char* user;
    const char* managed;
    const char* want;   // mode network hosts writable memory processes; then what was lowered
  } k_cases[] = {
      {"", "", "workspace off [] [] 0 0 none 0"},
      {"mode='full'", "", "full off [] [] 0 0 none 0"},
      {"mode='full'", "mode='workspace'", "workspace off [] [] 0 0 none 1"},
      {"mode='full'", "mode='full'", "full off [] [] 0 0 none 0"},
      {"mode='read-only'", "mode='workspace'", "read-only off [] [] 0 0 none 0"},
      {"", "mode='read-only'", "read-only off [] [] 0 0 none 1"},
      {"network='on'", "network='off'", "workspace off [] [] 0 0 none 1"},
      {"network='on'", "network='list'", "workspace list [] [] 0 0 none 1"},
      {"network='on'", "hosts=['a.org']", "workspace list [] [] 0 0 none 1"},
      {"mode='full'", "network='off'", "workspace off [] [] 0 0 none 1"},
      {"mode='full'", "memory_mb=5", "workspace off [] [] 5 0 none 1"},
      {"network='list'\nhosts=['a.org','x.b.org','c.org']", "hosts=['a.org','*.b.org']",
       "workspace list [a.org x.b.org ] [] 0 0 none 1"},
      {"network='list'\nhosts=['*.org']", "hosts=['a.org']", "workspace list [] [] 0 0 none 1"},
      {"hosts=['b.org','xb.org']", "hosts=['*.b.org']", "workspace off [] [] 0 0 none 2"},
      {"writable=['/a/b','/a','/ab','/a//b/c/']", "writable=['/a/b']",
       "workspace off [] [/a/b /a//b/c/ ] 0 0 none 2"},
      {"writable=['/a']", "writable=[]", "workspace off [] [] 0 0 none 1"},
      {"memory_mb=10\nprocesses=10", "memory_mb=5\nprocesses=20", "workspace off [] [] 5 10 none 1"},
      {"", "memory_mb=5\nprocesses=20", "workspace off [] [] 5 20 none 0"},
      {"mode_min='landlock'", "mode_min='overlay'", "workspace off [] [] 0 0 overlay 0"},
      {"mode_min='overlay'", "mode_min='landlock'", "workspace off [] [] 0 0 overlay 0"},
  };
  for (const auto& row : k_cases) {
    const auto table = [](std::string_view text) { return "[sandbox]\n" + std::string(text); };
    const auto read = read_sandbox_settings(table(row.user), "u", table(row.managed), "m");
    ASSERT_TRUE(read) << read.error().what;
    std::string got = std::string(name(read->mode)) + " " + std::string(name(read->network)) + " [";
    for (const std::string& host : read->hosts) got += host + " ";
    got += "] [";
    for (const std::string& folder : read->writable) got += folder + " ";
    got += "] " + std::to_string(read->memory_mb) + " " + std::to_string(read->processes) + " " +
           std::string(name(read->mode_min)) + " " + std::to_string(read->lowered.size());
    EXPECT_EQ(got, row.want) << row.user << " / " << row.managed;
  }
}

TEST(SandboxToml, BoundsOfFilesAndProcessorTimeHoldToo) {
  const auto read = read_sandbox_settings("[sandbox]\nmode = 'full'\nfile_mb = 9\ncpu_s = 3", "u",
                                          "[sandbox]\nfile_mb = 5\ncpu_s = 20", "m");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->mode, SandboxMode::workspace);   // "full" knows no bounds
  EXPECT_EQ(read->file_mb, 5u);
  EXPECT_EQ(read->cpu_s, 3u);
  EXPECT_EQ(read->lowered.size(), 2u);
}

TEST(SandboxToml, BoundsHoldForLaterWishes) {
  auto settings = read_sandbox_settings("", "u", "[sandbox]\nnetwork = 'list'\nhosts = ['a.org']", "managed.toml");
  ASSERT_TRUE(settings);
  settings->network = SandboxNetwork::on;
  settings->hosts = {"a.org", "b.org"};
  bound(*settings);
  EXPECT_EQ(settings->network, SandboxNetwork::list);
  EXPECT_EQ(settings->hosts, std::vector<std::string>{"a.org"});
  ASSERT_EQ(settings->lowered.size(), 2u);
  EXPECT_EQ(settings->lowered[0],
            "sandbox: network = \"on\" is not allowed here, \"list\" is used (managed by managed.toml)");
}

TEST(SandboxToml, RefusesWhatItDoesNotUnderstand) {
  const struct {
    const char* text;
    const char* why;
  } k_cases[] = {
      {"[sandbox]\nmode = 'none'", "u:2: mode must be \"read-only\", \"workspace\" or \"full\""},
      {"[sandbox]\nnetwork = true", "u:2: network must be"},
      {"[sandbox]\nmode_min = 'x'", "u:2: mode_min must be"},
      {"[sandbox]\nnet = 'off'", "u:2: there is no setting 'net' here"},
      {"[sandbox]\nhosts = ['a.org',\n 'Evil.org']", "u:3: a host must be written in small letters"},
      {"[sandbox]\nhosts = ['*']", "a host must be"},
      {"[sandbox]\nhosts = ['']", "a host must be like"},
      {"[sandbox]\nhosts = ['a..b']", "a host must be like"},
      {"[sandbox]\nhosts = 'a.org'", "u:2: hosts must be a list"},
      {"[sandbox]\nwritable = ['x']", "u:2: each of writable must be an absolute folder"},
      {"[sandbox]\nwritable = ['/x/../y']", "without '..'"},
      {"[sandbox]\nmemory_mb = 0", "u:2: memory_mb must be a positive integer"},
      {"sandbox = 'off'", "u:1: sandbox must be a table"},
      {"[sandbox", "u:1: "},
  };
  for (const auto& row : k_cases) {
    const auto read = read_sandbox_settings(row.text, "u", "", "m");
    ASSERT_FALSE(read) << row.text;
    EXPECT_NE(read.error().what.find(row.why), std::string::npos) << read.error().what;
    EXPECT_FALSE(read_sandbox_settings("", "m", row.text, "u")) << row.text;
  }
}
