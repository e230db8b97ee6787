#include "rules.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "command_definition.h"
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

TEST(RulesIn, APathThatIsALinkMeansAlsoWhatItLeadsTo) {
  const auto dir = base::TempDir::make();
  const std::string root = dir->path();
  ASSERT_TRUE(base::make_dirs(base::join(root, "third/lib")));
  ASSERT_EQ(::symlink("third/lib", base::join(root, "vendor").c_str()), 0);
  ASSERT_EQ(::symlink("/tmp", base::join(root, "away").c_str()), 0);
  agent::Instructions instructions;
  instructions.files.push_back({base::join(root, "AGENTS.md"), "Never touch `vendor/` or `away/`.", 0});
  const auto rules = rules_in(instructions, root, root);
  ASSERT_EQ(rules.size(), 1u);
  EXPECT_EQ(told(rules[0]), "never-touch: /vendor/ /third/lib /away/");
  EXPECT_EQ(effect_rules(rules).at(0).paths, (std::vector<std::string>{"/vendor", "/third/lib", "/away"}));   // the link itself too
}

TEST(RulesIn, TheLastRecordCounts) {
  const auto recorded = [](std::vector<Rule> rules) {
    journal::Event event;
    event.type = "rules";
    event.payload = json::dump(rules_to_json(rules));
    return event;
  };
  Rule rule;
  rule.file = "AGENTS.md";
  rule.kind = "no-new-dependencies";
  EXPECT_EQ(recorded_rules({recorded({}), recorded({rule})}).value().size(), 1u);
  EXPECT_TRUE(recorded_rules({recorded({rule}), recorded({})}).value().empty());
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

TEST(RedefinedBy, NamesTheFileThatSaysWhatACommandDoes) {
  const auto by = [](const char* command, const char* path, const char* folder = "", const char* before = "a", const char* after = "b") {
    ChangeSet changes;
    changes.files.push_back({path, before, after});
    return redefined_by(command, folder, changes);
  };
  EXPECT_EQ(by("make lint", "Makefile"), "Makefile");
  EXPECT_EQ(by("make -C sub lint", "sub/Makefile"), "sub/Makefile");
  EXPECT_EQ(by("make -C sub lint", "Makefile"), "");
  EXPECT_EQ(by("make lint", "build/rules.mk"), "build/rules.mk");
  EXPECT_EQ(by("make -f own.mak lint", "own.mak"), "own.mak");
  EXPECT_EQ(by("sh lint.sh", "lint.sh"), "lint.sh");
  EXPECT_EQ(by("CI=1 bash -eu ./scripts/lint.sh --all", "scripts/lint.sh"), "scripts/lint.sh");
  EXPECT_EQ(by("scripts/lint", "scripts/lint"), "scripts/lint");
  EXPECT_EQ(by("cd web && npm test", "web/package.json", "", R"({"scripts":{"test":"jest"}})", R"({"scripts":{"test":"true"}})"), "web/package.json");
  EXPECT_EQ(by("npm test", "package.json", "", R"({"scripts":{"test":"jest"}})", R"({"scripts":{"test":"jest"},"x":1})"), "");
  EXPECT_EQ(by("make lint", "sub/Makefile", "sub"), "sub/Makefile");
  EXPECT_EQ(by("ruff check src/a.py", "src/a.py"), "");
  EXPECT_EQ(by("python3 -m pytest", "Makefile"), "");
}

}  // namespace
}  // namespace engine
