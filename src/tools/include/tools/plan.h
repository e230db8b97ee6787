#pragma once
// The visible plan that the model keeps with the tool `plan`.

#include <functional>
#include <string>
#include <vector>

namespace tools {

inline constexpr std::size_t k_plan_items_max = 50;
inline constexpr std::size_t k_plan_text_max = 500;   ///< bytes of an item

struct PlanItem {
  std::string text;
  std::string status;   ///< "pending", "in_progress", "completed"
  bool operator==(const PlanItem&) const = default;
};

/// Takes each new state of the plan, on the loop's thread. Must not throw.
using PlanSink = std::function<void(const std::vector<PlanItem>& items)>;

}  // namespace tools
