#pragma once
// One function a tool. Internal to tools: sessions get them through ToolSet. What is passed by
// reference must outlive the tool.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tools/plan.h"
#include "tools/report.h"
#include "tools/tool.h"

namespace tools {

class ReadLedger;
enum class Images { no, yes };
enum class Freeform { no, yes };

std::unique_ptr<Tool> make_read_tool(workspace::Workspace& workspace, ReadLedger& ledger, Images images);
std::unique_ptr<Tool> make_edit_tool(workspace::Workspace& workspace, ReadLedger& ledger);
std::unique_ptr<Tool> make_write_tool(workspace::Workspace& workspace, ReadLedger& ledger);
std::unique_ptr<Tool> make_apply_patch_tool(workspace::Workspace& workspace, ReadLedger& ledger,
                                            Freeform freeform);
std::unique_ptr<Tool> make_search_tool(workspace::Workspace& workspace);
std::unique_ptr<Tool> make_list_tool(workspace::Workspace& workspace);
std::unique_ptr<Tool> make_outline_tool(workspace::Workspace& workspace);
std::unique_ptr<Tool> make_plan_tool(PlanSink sink);
std::unique_ptr<Tool> make_report_tool(ReportSink sink);

/// The text for the model, without the line feed that an editor leaves at the end.
std::string tool_text(std::string_view embedded);

/// At the start of `output`: what was in the call and had no effect.
Output with_note(std::string note, Output output);

/// `text` for the model: valid UTF-8, at most k_output_max bytes (head and tail kept, the whole in
/// `full`).
Output bounded(std::string text, std::string title);

}  // namespace tools
