#pragma once
// The structured report that ends the model's work: what it says it did and checked, and what it doubts.
// None of it is believed; each claim is held against the session's record (verify/claims.h).

#include <functional>
#include <string>
#include <vector>

namespace tools {

inline constexpr std::size_t k_report_items_max = 20;      ///< of each list
inline constexpr std::size_t k_report_text_max = 2000;     ///< bytes of an item; 4 times that of the summary

struct ReportedCheck {
  std::string claim;     ///< "all tests pass"
  std::string command;   ///< the command whose run shows it; "" = none named
};

struct FinalReport {
  std::string summary;
  std::vector<ReportedCheck> checked;
  std::vector<std::string> doubts, questions;
};

/// Takes the report, on the loop's thread. Must not throw.
using ReportSink = std::function<void(const FinalReport& report)>;

}  // namespace tools
