#include <array>
#include <utility>

#include "arguments.h"
#include "makers.h"
#include "text/cut.h"
#include "tools/report.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/report.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"summary":{"type":"string"},)"
    R"("checked":{"type":"array","items":{"type":"object","properties":{"claim":{"type":"string"},)"
    R"("command":{"type":"string"}},"required":["claim","command"]}},)"
    R"("doubts":{"type":"array","items":{"type":"string"}},)"
    R"("questions":{"type":"array","items":{"type":"string"}}},"required":["summary"]})";

struct Checked {
  std::string claim;
  std::optional<std::string> command;
};
BOOST_DESCRIBE_STRUCT(Checked, (), (claim, command))
struct ReportArguments {
  std::string summary;
  std::optional<std::vector<Checked>> checked;
  std::optional<std::vector<std::string>> doubts, questions;
};
BOOST_DESCRIBE_STRUCT(ReportArguments, (), (summary, checked, doubts, questions))

std::vector<std::string> clipped(std::optional<std::vector<std::string>> items) {
  std::vector<std::string> out;
  if (!items) return out;
  for (const std::string& item : *items)
    if (!item.empty()) out.emplace_back(text::clip(item, k_report_text_max));
  return out;
}

base::Result<FinalReport> checked(ReportArguments in) {
  const auto is_long = [](const auto& list) { return list && list->size() > k_report_items_max; };
  if (is_long(in.checked) || is_long(in.doubts) || is_long(in.questions))
    return base::fail(base::Code::too_big, "a list of the report has more than " +
                                               std::to_string(k_report_items_max) + " items: say what matters");
  if (in.summary.find_first_not_of(" \t\r\n") == std::string::npos)
    return base::fail(base::Code::invalid, "/summary: empty; say in a sentence what was done, or why nothing was");
  FinalReport out;
  out.summary = text::clip(in.summary, 4 * k_report_text_max);
  if (in.checked)
    for (Checked& one : *in.checked)
      out.checked.push_back({std::string(text::clip(one.claim, k_report_text_max)),
                             std::string(text::clip(one.command.value_or(""), k_report_text_max))});
  out.doubts = clipped(std::move(in.doubts));
  out.questions = clipped(std::move(in.questions));
  return out;
}

class ReportTool final : public Tool {
 public:
  explicit ReportTool(ReportSink sink) : sink_(std::move(sink)) {
    spec_.name = "report";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }   // alone, and after all others

  io::Task<Output> run(std::string arguments, Run) override {
    auto read = read_arguments<ReportArguments>(arguments);
    if (!read) co_return failed(read.error());
    auto report = checked(std::move(read->value));
    if (!report) co_return failed(report.error());
    sink_(*report);
    Output output = bounded("report taken", "report");
    output.final_text = std::move(report->summary);
    co_return output;
  }

 private:
  ReportSink sink_;
  llm::ToolSpec spec_;
};

}  // namespace

std::unique_ptr<Tool> make_report_tool(ReportSink sink) {
  return std::make_unique<ReportTool>(std::move(sink));
}

}  // namespace tools
