#include "tools/set.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "json/json.h"
#include "makers.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace tools {
namespace {

constexpr std::size_t k_unknown_shown_max = 100;

// What is used most comes first; strangers come behind, in the order in which they were added.
constexpr std::array<std::string_view, 12> k_order = {"read",  "search", "list",    "outline", "edit", "apply_patch",
                                                     "write", "shell",  "service", "repair",  "plan", "report"};

std::size_t rank(const Tool& tool) {
  const auto found = std::find(k_order.begin(), k_order.end(), tool.spec().name);
  return static_cast<std::size_t>(found - k_order.begin());
}

}  // namespace

ToolSet::ToolSet(workspace::Workspace& workspace, SetOptions options) : options_(std::move(options)) {
  const auto& model = options_.model;
  add(make_read_tool(workspace, ledger_, model.images ? Images::yes : Images::no));
  add(make_search_tool(workspace));
  add(make_list_tool(workspace));
  add(make_outline_tool(workspace));
  if (model.edit_tool == "apply_patch") {
    add(make_apply_patch_tool(workspace, ledger_, model.freeform ? Freeform::yes : Freeform::no));
  } else {
    add(make_edit_tool(workspace, ledger_));
  }
  add(make_write_tool(workspace, ledger_));
  add(make_plan_tool([this](const std::vector<PlanItem>& items) {
    plan_ = items;
    if (options_.on_plan) options_.on_plan(plan_);
  }));
  if (options_.on_report) add(make_report_tool(options_.on_report));
}

ToolSet::~ToolSet() = default;

bool ToolSet::wanted(std::string_view name) const {
  const auto& only = options_.only;
  return only.empty() || std::find(only.begin(), only.end(), name) != only.end();
}

void ToolSet::add(std::unique_ptr<Tool> tool) {
  const std::string& name = tool->spec().name;
  if (!wanted(name)) return;
  const auto same = std::find_if(tools_.begin(), tools_.end(),
                                 [&](const auto& each) { return each->spec().name == name; });
  if (same != tools_.end()) {
    *same = std::move(tool);
    return;
  }
  const auto place = std::upper_bound(tools_.begin(), tools_.end(), rank(*tool),
                                      [](std::size_t mine, const auto& each) { return mine < rank(*each); });
  tools_.insert(place, std::move(tool));
}

std::vector<llm::ToolSpec> ToolSet::specs() const {
  std::vector<llm::ToolSpec> out;
  for (const auto& tool : tools_)
    if (tool->offered()) out.push_back(tool->spec());
  return out;
}

Tool* ToolSet::find(std::string_view name) const {
  for (const auto& tool : tools_)
    if (tool->spec().name == name) return tool.get();
  return nullptr;
}

Output ToolSet::unknown(std::string_view name) const {
  std::string names;
  for (const auto& tool : tools_)
    if (tool->offered()) names.append(names.empty() ? "" : ", ").append(tool->spec().name);
  const std::string shown = text::to_valid_utf8(text::clip(name, k_unknown_shown_max));
  return failed({base::Code::not_found, "there is no tool `" + shown + "`; the tools are: " + names});
}

std::size_t spec_bytes(const std::vector<llm::ToolSpec>& specs) {
  std::size_t bytes = 0;
  for (const auto& spec : specs) {
    json::Object object;
    object["name"] = spec.name;
    object["description"] = spec.description;
    // A freeform tool is sent with its grammar instead of a schema.
    bytes += spec.grammar.empty() ? spec.schema.size() : json::dump(json::Value(spec.grammar.c_str())).size();
    bytes += json::dump(object).size();
  }
  return bytes;
}

}  // namespace tools
