#include "tools/repair.h"

#include <gtest/gtest.h>

#include "tool_bench.h"

namespace tools {
namespace {

class RepairToolTest : public ToolBench {
 protected:
  RepairToolTest() {
    set = std::make_unique<ToolSet>(files.workspace(), SetOptions{});
    add_repair(*set, files.workspace(), [this](RepairRequest request, std::function<void(std::string_view)> told) {
      return answer_with(std::move(request), std::move(told));
    });
  }
  io::Task<base::Result<RepairAnswer>> answer_with(RepairRequest request, std::function<void(std::string_view)> told) {
    asked = std::move(request);
    told("1 test, 1 fails");
    co_return answer;
  }
  Output repair(std::string arguments) { return call("repair", std::move(arguments)); }

  RepairRequest asked;
  base::Result<RepairAnswer> answer = RepairAnswer{{{"a.py", "x - 1\n", "x + 1\n"}}, "Fixed: test_a\n"};
};

TEST_F(RepairToolTest, MakesTheEditAsAStep) {
  files.put("a.py", "x - 1\n");
  const Output out = repair("{}");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(files.get("a.py"), "x + 1\n");
  EXPECT_NE(out.text.find("-x - 1\n+x + 1\n"), std::string::npos) << out.text;
  EXPECT_NE(out.text.find("Fixed: test_a"), std::string::npos);
  EXPECT_EQ(out.title, "repair a.py (+1 -1)");
  EXPECT_NE(watched.find("1 test, 1 fails\n"), std::string::npos);
  ASSERT_EQ(files.workspace().steps().size(), 1U);
  ASSERT_TRUE(files.workspace().undo_all());
  EXPECT_EQ(files.get("a.py"), "x - 1\n");
}

TEST_F(RepairToolTest, ADryRunOnlyShows) {
  files.put("a.py", "x - 1\n");
  const Output out = repair(R"({"dry_run": true})");
  EXPECT_NE(out.text.find("Not made"), std::string::npos) << out.text;
  EXPECT_EQ(files.get("a.py"), "x - 1\n");
  EXPECT_TRUE(files.workspace().steps().empty());
}

TEST_F(RepairToolTest, WhatChangedMeanwhileIsNotOverwritten) {
  files.put("a.py", "something else\n");
  const Output out = repair("{}");
  EXPECT_TRUE(out.is_error);
  EXPECT_EQ(files.get("a.py"), "something else\n");
}

TEST_F(RepairToolTest, PassesOnWhatItIsAskedFor) {
  files.put("a.py", "x - 1\n");
  files.put("src/b.py", "\n");
  (void)repair(R"({"tests": ["test_a"], "files": ["./src/b.py"], "budget_s": 5})");
  EXPECT_EQ(asked.tests, std::vector<std::string>{"test_a"});
  EXPECT_EQ(asked.files, std::vector<std::string>{"src/b.py"});
  EXPECT_EQ(asked.budget, io::Millis(5000));
  (void)repair(R"({"budget_s": 1e9})");
  EXPECT_EQ(asked.budget, io::Millis(1800000));
  EXPECT_TRUE(repair(R"({"files": ["../b.py"]})").is_error);
  EXPECT_TRUE(repair(R"({"tests": "test_a"})").is_error);
}

TEST_F(RepairToolTest, NothingFoundChangesNothing) {
  answer->files.clear();
  answer->text = "No fix: the time was used up.\n";
  const Output out = repair("{}");
  EXPECT_FALSE(out.is_error);
  EXPECT_EQ(out.text, "Nothing was changed. No fix: the time was used up.\n");
  answer = base::fail(base::Code::no_space, "no space left for a copy");
  EXPECT_TRUE(repair("{}").is_error);
}

TEST_F(RepairToolTest, SpendsFewBytesOnItsSpec) {
  EXPECT_LE(spec_bytes({set->find("repair")->spec()}), 700U);
}

}  // namespace
}  // namespace tools
