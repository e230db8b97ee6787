#pragma once
// The tools of one session.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "llm/model.h"
#include "tools/plan.h"
#include "tools/read_ledger.h"
#include "tools/report.h"
#include "tools/tool.h"

namespace tools {

struct SetOptions {
  llm::ModelInfo model;             ///< decides between edit and apply_patch, and whether images are shown
  std::vector<std::string> only;    ///< names of the tools wanted; empty = all
  PlanSink on_plan;                 ///< after the plan has changed; may be empty
  ReportSink on_report;             ///< empty = there is no tool `report`, the model ends with a message
};

/// Owns a session's tools. For the loop's thread.
class ToolSet {
 public:
  /// `workspace` must outlive the set. The shell's tools are not in it: add() them.
  ToolSet(workspace::Workspace& workspace, SetOptions options);
  ~ToolSet();
  ToolSet(const ToolSet&) = delete;

  /// Takes a tool of somebody else (the shell, MCP). Ignored if `only` does not name it; replaces a
  /// tool of the same name.
  void add(std::unique_ptr<Tool> tool);

  /// What the model is offered now. The order is fixed, and tools that are offered only later come
  /// last, so that a provider's prompt cache keeps its prefix.
  [[nodiscard]] std::vector<llm::ToolSpec> specs() const;

  /// nullptr if there is none. Also finds tools that are not offered now.
  [[nodiscard]] Tool* find(std::string_view name) const;
  /// For a call of a tool that there is not: an error that names those that there are.
  [[nodiscard]] Output unknown(std::string_view name) const;

  [[nodiscard]] const std::vector<PlanItem>& plan() const { return plan_; }
  /// For a resumed session.
  void set_plan(std::vector<PlanItem> items) { plan_ = std::move(items); }
  [[nodiscard]] ReadLedger& ledger() { return ledger_; }

 private:
  [[nodiscard]] bool wanted(std::string_view name) const;

  ReadLedger ledger_;
  SetOptions options_;
  std::vector<PlanItem> plan_;
  std::vector<std::unique_ptr<Tool>> tools_;   // in the order of specs()
};

/// Bytes of the specs as JSON: what a request spends on them.
std::size_t spec_bytes(const std::vector<llm::ToolSpec>& specs);

}  // namespace tools
