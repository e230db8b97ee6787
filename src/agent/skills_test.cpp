#include "agent/skills.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/paths.h"

namespace {

class Skills : public testing::Test {
 protected:
  void put(const std::string& path, const std::string& text) {
    const auto whole = base::join(root(), path);
    ASSERT_TRUE(base::make_dirs(base::parent(whole)));
    ASSERT_TRUE(base::write_file(whole, text));
  }
  [[nodiscard]] std::string root() const { return dir_.path(); }
  std::vector<agent::Skill> find() {
    return agent::find_skills({base::join(root(), "project/sub"), base::join(root(), "project"), base::join(root(), "home")}, problems);
  }
  std::vector<agent::Command> commands() {
    return agent::find_commands({base::join(root(), "project/sub"), base::join(root(), "project"), base::join(root(), "home")},
                                base::join(root(), "config"), problems);
  }
  std::vector<std::string> problems;

 private:
  base::TempDir dir_ = *base::TempDir::make();
};

}  // namespace

TEST_F(Skills, AreFoundUpwardsAndAtHomeTheNearestOfEachName) {
  put("project/sub/.agents/skills/release/SKILL.md", "---\nname: release\ndescription: near\n---\nDo it.\n");
  put("project/.agents/skills/release/SKILL.md", "---\nname: release\ndescription: far\n---\n");
  put("project/.claude/skills/pdf/SKILL.md", "---\nname: pdf\ndescription: >\n  reads\n  PDF files\nallowed-tools: [Read, Bash]\n---\n");
  put("home/.agents/skills/mine/SKILL.md", "---\ndescription: \"named by its folder\"\ndisable-model-invocation: true\n---\n");
  const auto skills = find();
  ASSERT_EQ(skills.size(), 3u);
  EXPECT_EQ(skills[0].name, "mine");
  EXPECT_TRUE(skills[0].for_user_only);
  EXPECT_EQ(skills[1].name, "pdf");
  EXPECT_EQ(skills[1].description, "reads PDF files ");
  EXPECT_EQ(skills[2].description, "near");
  EXPECT_EQ(agent::skill_text(skills[2]).value(), "Do it.\n");
  EXPECT_TRUE(problems.empty());
  const std::string told = agent::skills_prompt(skills);
  EXPECT_NE(told.find("- release: near"), std::string::npos);
  EXPECT_EQ(told.find("mine"), std::string::npos);
}

TEST_F(Skills, ThatCannotBeReadAreNamedAndLeftOut) {
  put("project/.agents/skills/a/SKILL.md", "---\nname: a\n---\n");
  put("project/.agents/skills/b/SKILL.md", "---\nname: b\ndescription: [unclosed\n---\n");
  put("project/.agents/skills/c/SKILL.md", "---\nname: c\n");
  put("project/.agents/skills/d/SKILL.md", "---\nname: \"../x y\"\ndescription: d\n---\n");
  put("project/.agents/skills/e/SKILL.md", "---\nname: e\ndescription: " + std::string(20000, '[') + "\n---\n");
  std::string laughs = "---\na: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    laughs += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) laughs += std::string(i > 0 ? "," : "") + "*" + static_cast<char>(c - 1);
    laughs += "]\n";
  }
  put("project/.agents/skills/f/SKILL.md", laughs + "name: f\ndescription: f\n---\n");
  EXPECT_TRUE(find().empty());
  ASSERT_EQ(problems.size(), 6u);
  EXPECT_NE(problems[0].find("there is no description"), std::string::npos) << problems[0];
  EXPECT_NE(problems[1].find("line "), std::string::npos) << problems[1];
  EXPECT_NE(problems[2].find("has no end"), std::string::npos) << problems[2];
  EXPECT_NE(problems[3].find("name:"), std::string::npos) << problems[3];
  EXPECT_NE(problems[5].find("nested too deep or too long"), std::string::npos) << problems[5];
}

TEST_F(Skills, TellTheModelABoundedList) {
  for (int i = 0; i < 50; ++i)
    put("project/.agents/skills/s" + std::to_string(i) + "/SKILL.md", "---\ndescription: " + std::string(900, 'x') + "\n---\n");
  const std::string told = agent::skills_prompt(find());
  EXPECT_LE(told.size(), agent::k_skills_told_max + 200);
  EXPECT_NE(told.find(" more)"), std::string::npos);
}

TEST_F(Skills, CommandsTakeThePlaceOfTheirName) {
  put("project/.claude/commands/review.md", "---\ndescription: looks at code\n---\nReview $1 with care, and $2.\n");
  put("project/.agents/commands/git/tidy.md", "Tidy the history: $ARGUMENTS\n");
  put("config/commands/plain.md", "Just do it.\n");
  put("project/.agents/skills/release/SKILL.md", "---\ndescription: d\n---\nRelease steps.\n");
  const auto all = commands();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].name, "git:tidy");
  EXPECT_EQ(all[0].description, "Tidy the history: $ARGUMENTS");
  EXPECT_EQ(all[2].description, "looks at code");
  const auto expand = [&](const std::string& prompt) { return agent::expand_command(prompt, all, find()).value(); };
  EXPECT_EQ(expand("/review src/a.cpp tests"), "Review src/a.cpp with care, and tests.\n");
  EXPECT_EQ(expand("/review src/a.cpp"), "Review src/a.cpp with care, and .\n");
  EXPECT_EQ(expand("/git:tidy the last\nthree"), "Tidy the history: the last\nthree\n");
  EXPECT_EQ(expand("/plain now"), "Just do it.\n\nnow\n");
  EXPECT_EQ(expand("/etc/hosts is wrong"), "/etc/hosts is wrong");
  EXPECT_EQ(expand("say /plain"), "say /plain");
  EXPECT_TRUE(expand("/release").ends_with("Release steps.\n"));
  EXPECT_TRUE(problems.empty());
}
