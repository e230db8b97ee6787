#include "agent_tool.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/try.h"
#include "embedded.h"
#include "foreign_text.h"
#include "json/json.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace engine {

using base::Code;

namespace {

constexpr std::string_view k_agent_text =
#include "embed/agent.md.inc"
    ;
constexpr std::string_view k_result_text =
#include "embed/agent_result.md.inc"
    ;
constexpr std::string_view k_agent_schema =
    R"({"type":"object","properties":{"tasks":{"type":"array","items":{"type":"object","properties":{"task":{"type":"string"},)"
    R"("role":{"type":"string"},"max_budget_usd":{"type":"number"}},"required":["task"]}}},"required":["tasks"]})";
constexpr std::string_view k_result_schema =
    R"({"type":"object","properties":{"agent":{"type":"integer","description":"its number"},)"
    R"("do":{"type":"string","enum":["diff","apply","drop"]}},"required":["agent","do"]})";

constexpr std::size_t k_files_told = 40, k_claims_told = 10, k_names_told = 10;
constexpr std::size_t k_words_max = std::size_t{6} << 10;   // of a subagent's own
constexpr std::size_t k_about_max = 200, k_line_max = 300;

std::string described(const std::vector<AgentRole>& roles) {
  std::string out = text_of(k_agent_text);
  for (const auto& role : roles)
    out += "\n" + role.name + ": " + text::to_valid_utf8(text::clip(role.description, k_about_max)) + (role.is_read_only ? " (changes nothing)" : "");
  return out;
}

base::Result<std::vector<AgentTask>> read_tasks(const std::string& arguments) {
  TRY(const auto value, json::parse(arguments));
  const auto* const list = json::array_or_null(json::find(value, "tasks"));
  if (list == nullptr) return base::fail(Code::invalid, "/tasks: expected an array of {task, role}");
  std::vector<AgentTask> out;
  for (const auto& one : *list) {
    AgentTask task;
    task.task = json::string_or(json::find(one, "task"));
    task.role = json::string_or(json::find(one, "role"));
    const std::string at = "/tasks/" + std::to_string(out.size());
    if (task.task.find_first_not_of(" \n\t") == std::string::npos) return base::fail(Code::invalid, at + "/task: expected a text");
    if (task.task.size() > k_agent_task_max) return base::fail(Code::too_big, at + "/task: more than 32 KiB");
    if (const auto* budget = json::find(one, "max_budget_usd"); budget != nullptr && !budget->is_null()) {
      if (!budget->is_number() || json::double_or(budget) <= 0) return base::fail(Code::invalid, at + "/max_budget_usd: expected dollars");
      task.budget_usd = json::double_or(budget);
    }
    out.push_back(std::move(task));
  }
  return out;
}

/// What comes from a subagent, or from its copy, as one line that cannot look like another of ours.
std::string line(std::string_view text) {
  std::string out = text::to_valid_utf8(text::clip(text, k_line_max));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return out;
}

void add_names(const char* heading, const std::vector<std::string>& names, std::string& out) {
  if (names.empty()) return;
  out += heading;
  for (std::size_t i = 0; i < std::min(names.size(), k_names_told); ++i) out += (i == 0 ? " " : ", ") + line(names[i]);
  out += names.size() > k_names_told ? " and " + std::to_string(names.size() - k_names_told) + " more\n" : "\n";
}

void add_changes(const Agent& agent, std::string& out) {
  const auto& changes = agent.report.changes;
  if (changes.empty() && agent.held == 0) {
    out += "It changed nothing.\n";
    return;
  }
  out += changes.empty() ? "All that it changed is held by the policy: it is not even in its copy's tree." : "Changed in its copy, and not in the project:";
  for (std::size_t i = 0; i < std::min(changes.size(), k_files_told); ++i) {
    out += "\n  " + changes[i].change + " " + line(changes[i].path);
    if (changes[i].added >= 0) out += " +" + std::to_string(changes[i].added) + " -" + std::to_string(changes[i].removed);
  }
  if (changes.size() > k_files_told) out += "\n  and " + std::to_string(changes.size() - k_files_told) + " more";
  out += "\nTake it or drop it: agent_result {\"agent\": " + std::to_string(agent.n) + ", \"do\": \"apply\"}\n";
}

void add_evidence(const Report& report, std::string& out) {
  if (!report.check.empty()) out += "Check: " + line(report.check);
  if (!report.check.empty() && report.tests_passed >= 0)
    out += ": " + std::to_string(report.tests_passed) + " passed, " + std::to_string(report.tests_failed) + " failed";
  if (!report.check.empty()) out += "\n";
  add_names("Mended:", report.fixed, out);
  add_names("Broken:", report.broken, out);
  add_names("Failing:", report.failing, out);
  if (!report.tampering.empty()) out += "It weakens what checks it: " + line(report.tampering.front().path) + ": " + line(report.tampering.front().what) + "\n";
  if (!report.held.empty()) out += std::to_string(report.held.size()) + " of its effects are held by the policy\n";
  for (std::size_t i = 0; i < std::min(report.claims.size(), k_claims_told); ++i)
    out += "It claims, " + report.claims[i].mark + ": \"" + line(report.claims[i].text) + "\" (" + line(report.claims[i].why) + ")\n";
}

/// What plumb knows comes first; what the subagent says stands apart.
std::string told(const Agent& agent) {
  std::string out = "agent " + std::to_string(agent.n) + " (" + agent.role + ", " + agent.model + ", session " + agent.session + "): " + agent.status();
  if (!agent.error.empty()) return out + ": " + line(agent.error) + "\n";
  if (!agent.report.reason.empty()) out += ": " + line(agent.report.reason);
  out += "\n";
  if (!agent.report.error.empty()) out += line(agent.report.error) + "\n";
  if (!agent.note.empty()) out += agent.note + "\n";
  add_changes(agent, out);
  add_evidence(agent.report, out);
  if (!agent.report.text.empty())
    out += "Its last words, which prove nothing:\n" + fenced(text::keep_ends(text::to_valid_utf8(agent.report.text), k_words_max)) + "\n";
  return out;
}

class AgentTool final : public tools::Tool {
 public:
  explicit AgentTool(Subagents& agents) : agents_(agents) {
    spec_.name = "agent";
    spec_.description = described(agents.roles());
    spec_.schema = k_agent_schema;
  }
  const llm::ToolSpec& spec() const override { return spec_; }
  tools::Access access() const override { return tools::Access::writes; }   // it alone uses the workspace

  io::Task<tools::Output> run(std::string arguments, tools::Run run) override {
    auto tasks = read_tasks(arguments);
    if (!tasks) co_return tools::failed(tasks.error());
    Subagents::Say say = [on_output = run.on_output](const std::string& line) {
      if (on_output) on_output(line);
    };
    const auto done = co_await agents_.run(*std::move(tasks), std::move(say));
    if (!done) co_return tools::failed(done.error());
    tools::Output out;
    for (const auto& agent : *done) out.text += (out.text.empty() ? "" : "\n") + told(agent);
    out.is_error = std::all_of(done->begin(), done->end(), [](const auto& one) { return !one.error.empty(); });
    out.title = std::to_string(done->size()) + (done->size() == 1 ? " subagent" : " subagents");
    for (const auto& agent : *done) out.title += (&agent == &done->front() ? ": " : ", ") + agent.status();
    if (out.text.size() > tools::k_output_max) {
      out.full = std::move(out.text);
      out.text = text::keep_ends(out.full, tools::k_output_max);
    }
    co_return out;
  }

 private:
  Subagents& agents_;
  llm::ToolSpec spec_;
};

/// For the model.
std::string told(int n, const TakeResult& taken) {
  std::string out;
  if (!taken.conflicts.empty()) {
    out = "Nothing was put into the project: it has changed since subagent " + std::to_string(n) + " got its copy.";
    for (const auto& conflict : taken.conflicts) out += "\n  " + line(conflict.path) + ": " + line(conflict.why);
    return out + "\nLook at its diff and make the change by hand, or drop it.";
  }
  out = taken.applied.empty() ? "Nothing was put into the project." : "Put into the project:";
  for (std::size_t i = 0; i < std::min(taken.applied.size(), k_files_told); ++i) out += "\n  " + line(taken.applied[i]);
  if (taken.applied.size() > k_files_told) out += "\n  and " + std::to_string(taken.applied.size() - k_files_told) + " more";
  if (!taken.held.empty()) out += "\nHeld for the user to decide, NOT in the tree:";
  for (const auto& path : taken.held) out += "\n  " + line(path);
  for (const auto& left : taken.left) out += "\nLeft in the copy: " + line(left);
  return out;
}

class ResultTool final : public tools::Tool {
 public:
  explicit ResultTool(Subagents& agents) : agents_(agents) {
    spec_.name = "agent_result";
    spec_.description = text_of(k_result_text);
    spec_.schema = k_result_schema;
  }
  const llm::ToolSpec& spec() const override { return spec_; }
  tools::Access access() const override { return tools::Access::writes; }
  [[nodiscard]] bool offered() const override {
    return std::any_of(agents_.all().begin(), agents_.all().end(), [](const auto& one) { return one.files + one.held > 0; });
  }

  io::Task<tools::Output> run(std::string arguments, tools::Run) override {
    const auto value = json::parse(arguments);
    if (!value) co_return tools::failed(value.error());
    const int n = static_cast<int>(json::int_or(json::find(*value, "agent")));
    const std::string wish(json::string_or(json::find(*value, "do")));
    tools::Output out;
    out.title = wish + " agent " + std::to_string(n);
    if (wish == "apply") {
      const auto taken = co_await agents_.apply(n);
      if (!taken) co_return tools::failed(taken.error());
      out.text = told(n, *taken);
      out.is_error = !taken->conflicts.empty();
    } else if (wish == "diff") {
      const auto diff = agents_.diff(n);
      if (!diff) co_return tools::failed(diff.error());
      out.text = text::keep_ends(text::to_valid_utf8(*diff), tools::k_output_max);
      if (out.text.size() < diff->size()) out.full = *diff;
    } else if (wish == "drop") {
      const auto dropped = agents_.drop(n);
      if (!dropped) co_return tools::failed(dropped.error());
      out.text = "dropped";
    } else {
      co_return tools::failed({Code::invalid, "/do: expected diff, apply or drop"});
    }
    co_return out;
  }

 private:
  Subagents& agents_;
  llm::ToolSpec spec_;
};

}  // namespace

std::vector<std::unique_ptr<tools::Tool>> make_agent_tools(Subagents& agents) {
  std::vector<std::unique_ptr<tools::Tool>> out;
  out.push_back(std::make_unique<AgentTool>(agents));
  out.push_back(std::make_unique<ResultTool>(agents));
  return out;
}

}  // namespace engine
