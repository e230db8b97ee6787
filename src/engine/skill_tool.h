#pragma once
// The tool `skill`: loads the text of a skill that the system prompt named.

#include <vector>

#include "agent/skills.h"
#include "tools/tool.h"

namespace engine {

class SkillTool final : public tools::Tool {
 public:
  /// Those of which the model was told.
  explicit SkillTool(std::vector<agent::Skill> skills);
  const llm::ToolSpec& spec() const override { return spec_; }
  tools::Access access() const override { return tools::Access::reads; }
  [[nodiscard]] bool offered() const override { return !skills_.empty(); }
  io::Task<tools::Output> run(std::string arguments, tools::Run run) override;

 private:
  std::vector<agent::Skill> skills_;
  llm::ToolSpec spec_;
};

}  // namespace engine
