#include "tools/repair.h"

#include <algorithm>
#include <array>
#include <utility>

#include "arguments.h"
#include "load.h"
#include "makers.h"
#include "text/diff.h"
#include "text/sha256.h"
#include "tools/read_ledger.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::string_view k_text =
#include "embed/repair.md.inc"
    ;
constexpr std::string_view k_schema =
    R"({"type":"object","properties":{"tests":{"type":"array","items":{"type":"string"}},)"
    R"("files":{"type":"array","items":{"type":"string"}},"budget_s":{"type":"number"},"dry_run":{"type":"boolean"}}})";

constexpr double k_budget_min_s = 1;

struct RepairArguments {
  std::optional<std::vector<std::string>> tests, files;
  std::optional<double> budget_s;
  std::optional<bool> dry_run;
};
BOOST_DESCRIBE_STRUCT(RepairArguments, (), (tests, files, budget_s, dry_run))

constexpr std::array k_aliases = {Alias{"timeout_s", "budget_s"}, Alias{"paths", "files"}};

class RepairTool final : public Tool {
 public:
  RepairTool(workspace::Workspace& workspace, ReadLedger& ledger, Repairer repairer)
      : workspace_(workspace), ledger_(ledger), repairer_(std::move(repairer)) {
    spec_.name = "repair";
    spec_.description = tool_text(k_text);
    spec_.schema = k_schema;
  }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override {
    return canonical_arguments(arguments, k_aliases);
  }

  io::Task<Output> run(std::string arguments, Run run) override {
    auto read = read_arguments<RepairArguments>(arguments, k_aliases);
    if (!read) co_return failed(read.error());
    auto request = request_of(read->value);
    if (!request) co_return failed(request.error());
    auto told = [on_output = run.on_output](std::string_view line) {
      if (on_output) on_output(std::string(line) + "\n");
    };
    auto answer = co_await repairer_(*std::move(request), std::move(told));
    if (!answer) co_return failed(answer.error());
    auto done = finish(*answer, read->value.dry_run.value_or(false), run);
    if (!done) co_return failed(done.error());
    co_return with_note(ignored_note(read->unknown), *std::move(done));
  }

 private:
  base::Result<RepairRequest> request_of(const RepairArguments& asked) const {
    RepairRequest request;
    request.tests = asked.tests.value_or(std::vector<std::string>());
    for (const auto& name : asked.files.value_or(std::vector<std::string>())) {
      TRY(const auto place, locate(workspace_, name));
      request.files.push_back(place.relative);
    }
    const double seconds = std::clamp(asked.budget_s.value_or(k_repair_budget_s), k_budget_min_s, k_repair_budget_max_s);
    request.budget = io::Millis(static_cast<std::int64_t>(seconds * 1000));
    return request;
  }

  base::Result<Output> finish(const RepairAnswer& answer, bool dry_run, const Run& run) {
    if (answer.files.empty()) return bounded("Nothing was changed. " + answer.text, "repair: nothing found");
    std::string diff, names;
    std::size_t added = 0, removed = 0;
    for (const auto& file : answer.files) {
      diff += text::unified_diff(file.path, file.before, file.after);
      const auto stats = text::diff_stats(file.before, file.after);
      added += stats.added;
      removed += stats.removed;
      names += (names.empty() ? "" : ", ") + shown_name(file.path);
    }
    const std::string title = "repair " + names + " " + counts(added, removed);
    if (dry_run) return bounded("Not made (dry_run):\n" + diff + answer.text, title + ", not made");
    TRY_DO(write(answer, title, run));
    return bounded("Made this edit:\n" + diff + answer.text, title);
  }

  base::Result<> write(const RepairAnswer& answer, const std::string& what, const Run& run) {
    std::vector<workspace::Workspace::FileWrite> writes;
    for (const auto& file : answer.files)
      writes.push_back({file.path, file.after, std::nullopt, text::sha256_hex(file.before)});
    TRY_DO(workspace_.write(run.call_id, what, std::move(writes)));
    for (const auto& file : answer.files) {
      TRY(const auto place, locate(workspace_, file.path));
      ledger_.saw(place.path, text::sha256_hex(file.after));
      show_diff(run, {place, file.before, file.after});
    }
    return {};
  }

  workspace::Workspace& workspace_;
  ReadLedger& ledger_;
  Repairer repairer_;
  llm::ToolSpec spec_;
};

}  // namespace

void add_repair(ToolSet& set, workspace::Workspace& workspace, Repairer repairer) {
  set.add(std::make_unique<RepairTool>(workspace, set.ledger(), std::move(repairer)));
}

}  // namespace tools
