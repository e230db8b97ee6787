#include <algorithm>
#include <array>
#include <utility>

#include "arguments.h"
#include "makers.h"
#include "text/cut.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/plan.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object","properties":)"
    R"({"text":{"type":"string"},"status":{"enum":["pending","in_progress","completed"]}},)"
    R"("required":["text","status"]}}},"required":["items"]})";

struct Item {
  std::string text;
  std::string status;
};
BOOST_DESCRIBE_STRUCT(Item, (), (text, status))
struct PlanArguments {
  std::vector<Item> items;
};
BOOST_DESCRIBE_STRUCT(PlanArguments, (), (items))
constexpr std::array k_aliases = {Alias{"plan", "items"}, Alias{"todos", "items"}};
// What other agents' plan tools call the members of an item.
constexpr std::array k_item_aliases = {Alias{"step", "text"}, Alias{"content", "text"}};

// Renames within the items; everything else is left to the reader, which says where it is wrong.
base::Result<std::vector<Item>> read_items(std::string_view arguments) {
  TRY(auto object, parse_arguments(arguments, k_aliases));
  auto* items = object.if_contains("items");
  if (items == nullptr) return base::fail(base::Code::invalid, "/items: missing");
  accept_string_for_array(*items);
  if (auto* list = items->if_array()) {
    for (auto& item : *list) {
      auto* members = item.if_object();
      if (members == nullptr) continue;
      for (const auto& [slip, name] : k_item_aliases) {
        const auto* found = members->if_contains(slip);
        if (found == nullptr || members->contains(name)) continue;
        json::Value copy = *found;   // it would move away while the object grows
        members->emplace(name, std::move(copy));
      }
    }
  }
  TRY(auto read, json::read<PlanArguments>(json::Value(std::move(object))));
  return std::move(read.items);
}

base::Result<std::vector<PlanItem>> checked(std::vector<Item> items) {
  if (items.size() > k_plan_items_max)
    return base::fail(base::Code::too_big, "the plan has " + std::to_string(items.size()) +
                                               " items; the limit is " + std::to_string(k_plan_items_max));
  std::vector<PlanItem> out;
  for (auto& item : items) {
    if (item.status == "done") item.status = "completed";
    if (item.status != "pending" && item.status != "in_progress" && item.status != "completed")
      return base::fail(base::Code::invalid,
                        "/items/" + std::to_string(out.size()) +
                            "/status: expected pending, in_progress or completed");
    out.push_back({std::string(text::clip(item.text, k_plan_text_max)), std::move(item.status)});
  }
  return out;
}

class PlanTool final : public Tool {
 public:
  explicit PlanTool(PlanSink sink) : sink_(std::move(sink)) {
    spec_.name = "plan";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::reads; }

  io::Task<Output> run(std::string arguments, Run) override {
    auto items = read_items(arguments);
    if (!items) co_return failed(items.error());
    auto plan = checked(std::move(*items));
    if (!plan) co_return failed(plan.error());
    const auto done = std::count_if(plan->begin(), plan->end(),
                                    [](const PlanItem& item) { return item.status == "completed"; });
    const std::string state = std::to_string(done) + " of " + std::to_string(plan->size()) + " done";
    if (sink_) sink_(*plan);
    co_return bounded("plan kept: " + state, "plan: " + state);
  }

 private:
  PlanSink sink_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_plan_tool(PlanSink sink) {
  return std::make_unique<PlanTool>(std::move(sink));
}

}  // namespace tools
