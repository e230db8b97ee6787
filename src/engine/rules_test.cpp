#include "rules.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "rule_keeper.h"

namespace engine {
namespace {

struct Row {
  const char *file, *text, *below, *told;
};

/// "kind folder: patterns"
std::string told(const Rule& rule) {
  std::string out = rule.kind + (rule.folder.empty() ? "" : " in " + rule.folder) + ":";
  for (const auto& path : rule.paths) out += " " + path;
  for (const auto& command : rule.commands) out += " " + command;
  return out;
}

TEST(RulesIn, PathsAreSeenFromTheFolderThatIsWorkedIn) {
  const auto dir = base::TempDir::make();
  const std::string root = dir->path();
  ASSERT_TRUE(base::make_dirs(base::join(root, "sub/deep")));
  ASSERT_TRUE(base::make_dirs(base::join(root, "vendor")));
  const Row rows[] = {
      {"AGENTS.md", "Never touch `vendor/`.", "", "never-touch: /vendor/"},
      {"AGENTS.md", "Never touch `a.lock`.", "", "never-touch: a.lock"},
      {"AGENTS.md", "Never touch `./x/a.c`.", "", "never-touch: /x/a.c"},
      {"sub/AGENTS.md", "Never touch `deep/` or `a.lock`.", "", "never-touch in sub: /sub/deep/ /sub/**/a.lock"},
      {"sub/AGENTS.md", "Run `make x` before committing.", "", "run-before-commit in sub: make x"},
      {"AGENTS.md", "Never touch `vendor/`.", "sub", "advice:"},
      {"AGENTS.md", "Never touch `sub/deep/`.", "sub", "never-touch: /deep/"},
      {"AGENTS.md", "Never touch `sub/`.", "sub/deep", "never-touch: *"},
      {"AGENTS.md", "Never touch `s*/deep/x.c`.", "sub", "never-touch: /deep/x.c"},
      {"AGENTS.md", "Never touch `**/gen/x.c`.", "sub", "never-touch: **/gen/x.c"},
      {"AGENTS.md", "Never touch `a.lock`.", "sub", "never-touch: a.lock"},
      {"AGENTS.md", "Run `make x` before committing.", "sub", "advice: make x"},
      {"../config/AGENTS.md", "Never touch `vendor/`.", "", "never-touch: vendor/"},
  };
  for (const auto& row : rows) {
    agent::Instructions instructions;
    const auto path = base::normalize(base::join(root, row.file));
    instructions.files.push_back({path, row.text, 0});
    const auto rules = rules_in(instructions, root, base::normalize(base::join(root, row.below)));
    ASSERT_EQ(rules.size(), 1u) << row.text;
    EXPECT_EQ(told(rules[0]), row.told) << row.file << " from " << row.below << ": " << row.text;
  }
}

TEST(RulesIn, TheRecordGivesThemBack) {
  Rule rule;
  rule.file = "sub/AGENTS.md";
  rule.line = 7;
  rule.text = "Never delete `a`.";
  rule.kind = "never-touch";
  rule.against = "deletes";
  rule.paths = {"/sub/a"};
  rule.folder = "sub";
  Rule advice;
  advice.kind = "advice";
  journal::Event event;
  event.type = "rules";
  event.payload = json::dump(rules_to_json({rule, advice}));
  const auto read = recorded_rules({event});
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(read->front().where(), "sub/AGENTS.md:7");
  EXPECT_EQ(read->front().against, "deletes");
  EXPECT_EQ(read->front().paths, rule.paths);
  EXPECT_EQ(read->front().folder, "sub");
  EXPECT_FALSE(recorded_rules({}));
}

TEST(RuleKeeper, RefusesWhatThePolicyCannotKnow) {
  Rule hand;
  hand.file = "AGENTS.md";
  hand.kind = "never-touch";
  hand.against = "hand";
  hand.paths = {"/gen/"};
  Rule deletes = hand;
  deletes.against = "deletes";
  deletes.paths = {"*.sql"};
  RuleKeeper keeper({hand, deletes});
  using workspace::Change;
  EXPECT_NE(keeper.refusal("gen/a/b.c", Change::created, true), "");
  EXPECT_EQ(keeper.refusal("src/gen.c", Change::created, true), "");
  EXPECT_EQ(keeper.refusal("a.sql", Change::deleted, true), "");    // the policy's own
  EXPECT_NE(keeper.refusal("a.sql", Change::deleted, false), "");
  EXPECT_EQ(keeper.refusal("a.sql", Change::modified, false), "");
}

}  // namespace
}  // namespace engine
