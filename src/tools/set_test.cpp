#include "tools/set.h"

#include <gtest/gtest.h>

#include <set>

#include "json/json.h"
#include "tool_bench.h"

namespace tools {
namespace {

// Stands for a tool of another owner, such as the shell's.
class OtherTool final : public Tool {
 public:
  OtherTool(std::string name, bool offered) : offered_(offered) { spec_.name = std::move(name); }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] bool offered() const override { return offered_; }
  io::Task<Output> run(std::string, tools::Run) override { co_return Output{}; }

 private:
  llm::ToolSpec spec_;
  bool offered_;
};

class ToolSetTest : public ToolBench {
 protected:
  std::unique_ptr<ToolSet> make(const std::string& edit_tool, std::vector<std::string> only = {}) {
    SetOptions options;
    options.model.edit_tool = edit_tool;
    options.model.freeform = freeform;
    options.only = std::move(only);
    options.on_plan = [this](const std::vector<PlanItem>& items) { plans.push_back(items); };
    return std::make_unique<ToolSet>(files.workspace(), std::move(options));
  }
  static std::string names(const ToolSet& tools) {
    std::string out;
    for (const auto& spec : tools.specs()) out.append(out.empty() ? "" : " ").append(spec.name);
    return out;
  }
  bool freeform = false;
  std::vector<std::vector<PlanItem>> plans;
};

TEST_F(ToolSetTest, GivesEachModelTheEditToolThatItKnows) {
  EXPECT_EQ(names(*make("edit")), "read search list outline edit write plan");
  EXPECT_EQ(names(*make("apply_patch")), "read search list outline apply_patch write plan");
  EXPECT_EQ(names(*make("")), "read search list outline edit write plan");
}

TEST_F(ToolSetTest, KeepsAStableOrderAndPutsLateComersLast) {
  const auto tools = make("edit");
  tools->add(std::make_unique<OtherTool>("shell_wait", false));
  tools->add(std::make_unique<OtherTool>("shell", true));
  tools->add(std::make_unique<OtherTool>("mcp_x", true));
  EXPECT_EQ(names(*tools), "read search list outline edit write shell plan mcp_x");
  EXPECT_NE(tools->find("shell_wait"), nullptr);
}

TEST_F(ToolSetTest, HasOnlyWhatWasAskedFor) {
  const auto tools = make("edit", {"read", "shell"});
  tools->add(std::make_unique<OtherTool>("shell", true));
  tools->add(std::make_unique<OtherTool>("other", true));
  EXPECT_EQ(names(*tools), "read shell");
  EXPECT_EQ(tools->find("write"), nullptr);
}

TEST_F(ToolSetTest, TheReportIsTakenOnceItIsWhole) {
  FinalReport taken;
  SetOptions options;
  options.on_report = [&](const FinalReport& report) { taken = report; };
  ToolSet tools(files.workspace(), std::move(options));
  Tool* report = tools.find("report");
  ASSERT_NE(report, nullptr);
  io::Loop loop;
  const auto call = [&](const char* arguments) { return loop.run(report->run(arguments, tools::Run{})); };
  for (const char* bad : {"{}", R"({"summary":" "})", R"({"summary":"x","checked":[{"command":"make"}]})"}) {
    const Output out = call(bad);
    EXPECT_TRUE(out.is_error) << bad;
    EXPECT_FALSE(out.final_text) << bad;
  }
  EXPECT_TRUE(taken.summary.empty());
  const Output out = call(R"({"summary":"done it","checked":[{"claim":"tests pass","command":"make test"}],)"
                          R"("doubts":["windows"],"questions":[]})");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_EQ(out.final_text, "done it");
  ASSERT_EQ(taken.checked.size(), 1U);
  EXPECT_EQ(taken.checked[0].command, "make test");
  EXPECT_EQ(taken.doubts, std::vector<std::string>{"windows"});
}

TEST_F(ToolSetTest, NamesItsToolsWhenAskedForAnother) {
  const auto tools = make("edit", {"read", "edit"});
  EXPECT_EQ(tools->find("grep\xFF"), nullptr);
  const auto out = tools->unknown("grep\xFF");
  EXPECT_TRUE(out.is_error);
  EXPECT_EQ(out.text, "there is no tool `grep\xEF\xBF\xBD`; the tools are: read, edit");
}

// The shell has 1,300 bytes to itself; the bound over all is checked where it is known (the bench of
// the first request).
TEST_F(ToolSetTest, SpendsFewBytesOnItsSpecs) {
  constexpr std::size_t k_without_shell_max = 3200;
  EXPECT_LE(spec_bytes(make("edit")->specs()), k_without_shell_max);
  EXPECT_LE(spec_bytes(make("apply_patch")->specs()), k_without_shell_max);
  freeform = true;
  EXPECT_LE(spec_bytes(make("apply_patch")->specs()), k_without_shell_max);
  RecordProperty("edit", static_cast<int>(spec_bytes(make("edit")->specs())));
}

TEST_F(ToolSetTest, OffersOnlySchemasThatAreObjectsWithTheirRequiredMembers) {
  for (const std::string edit_tool : {"edit", "apply_patch"}) {
    for (const auto& spec : make(edit_tool)->specs()) {
      SCOPED_TRACE(spec.name);
      const auto schema = json::parse(spec.schema);
      ASSERT_TRUE(schema) << schema.error().what;
      EXPECT_EQ(json::string_or(json::find(*schema, "type")), "object");
      const auto* properties = json::object_or_null(json::find(*schema, "properties"));
      ASSERT_NE(properties, nullptr);
      if (const auto* required = json::array_or_null(json::find(*schema, "required")))
        for (const auto& name : *required)
          EXPECT_TRUE(properties->contains(name.get_string())) << name;
      EXPECT_FALSE(spec.description.empty());
      EXPECT_NE(spec.description.back(), '\n');
    }
  }
}

TEST_F(ToolSetTest, EachToolSaysThatBrokenArgumentsAreBroken) {
  set = make("edit");
  for (const auto& spec : set->specs()) {
    for (const std::string text : {"{\"path\":", "[]", "7"}) {
      const auto out = call(spec.name, text);
      EXPECT_TRUE(out.is_error) << spec.name << text;
      EXPECT_TRUE(has(out.text, "JSON")) << out.text;
    }
  }
}

// What a schema names must be known to the reader of the arguments.
TEST_F(ToolSetTest, EachToolKnowsAllThatItsSchemaNames) {
  set = make("edit");
  for (const auto& spec : set->specs()) {
    const auto schema = json::parse(spec.schema);
    ASSERT_TRUE(schema);
    json::Object arguments;
    for (const auto& [name, property] : *json::object_or_null(json::find(*schema, "properties"))) {
      const auto type = json::string_or(json::find(property, "type"));
      if (type == "integer") arguments[name] = 1;
      else if (type == "boolean") arguments[name] = true;
      else if (type == "array") arguments[name] = json::Array();
      else arguments[name] = "x";
    }
    EXPECT_FALSE(has(call(spec.name, json::dump(arguments)).text, "ignored")) << spec.name;
  }
}

TEST_F(ToolSetTest, KeepsThePlan) {
  set = make("edit");
  auto out = call("plan", R"({"items":[{"text":"look","status":"completed"},{"text":"do","status":"in_progress"}]})");
  EXPECT_EQ(out.text, "plan kept: 1 of 2 done");
  const std::vector<PlanItem> wanted{{"look", "completed"}, {"do", "in_progress"}};
  EXPECT_EQ(set->plan(), wanted);
  ASSERT_EQ(plans.size(), 1U);
  EXPECT_EQ(plans[0], wanted);
  EXPECT_EQ(call("plan", R"({"plan":[{"step":"x","status":"done"}]})").text, "plan kept: 1 of 1 done");
  EXPECT_EQ(set->plan(), (std::vector<PlanItem>{{"x", "completed"}}));
  EXPECT_EQ(call("plan", R"({"items":[{"text":"x","status":"later"}]})").text,
            "/items/0/status: expected pending, in_progress or completed");
  EXPECT_EQ(call("plan", R"({"items":[{"status":"pending"}]})").text, "/items/0/text: missing");
  EXPECT_EQ(call("plan", "").text, "/items: missing");
  EXPECT_EQ(plans.size(), 2U);
}

}  // namespace
}  // namespace tools
