#pragma once
// The tool repair: a search for a small edit that makes failing tests pass. The tool speaks with the
// model and makes the edit; the search itself is somebody else's, who hands in a Repairer.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "io/task.h"
#include "tools/set.h"

namespace tools {

inline constexpr double k_repair_budget_s = 60, k_repair_budget_max_s = 1800;   ///< of the search

struct RepairRequest {
  std::vector<std::string> tests;   ///< parts of their names; empty = all that fail
  std::vector<std::string> files;   ///< relative to the root; empty = any
  io::Millis budget{60000};
};

struct RepairedFile {
  std::string path;                 ///< relative to the root
  std::string before, after;
};

struct RepairAnswer {
  std::vector<RepairedFile> files;  ///< the best edit, empty = none
  std::string text;                 ///< what it is and how sure, or why there is none
};

/// Changes nothing itself. `told` takes lines about how it goes. Fails with cancelled, and with what made
/// the search impossible.
using Repairer = std::function<io::Task<base::Result<RepairAnswer>>(
    RepairRequest request, std::function<void(std::string_view line)> told)>;

/// Adds the tool to `set`. Its edit is one step of `workspace`, made only if no file is other than the
/// search saw it. Both must outlive the set.
void add_repair(ToolSet& set, workspace::Workspace& workspace, Repairer repairer);

}  // namespace tools
