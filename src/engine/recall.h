#pragma once
// The tool `recall`: what left the model's window is on record, and can be had again.

#include <string>

#include "tools/tool.h"

namespace engine {

class Recall final : public tools::Tool {
 public:
  /// `dir`: the session's folder.
  explicit Recall(std::string dir);
  /// From now on the model sees it: something has left its window.
  void offer() { offered_ = true; }

  const llm::ToolSpec& spec() const override { return spec_; }
  tools::Access access() const override { return tools::Access::reads; }
  [[nodiscard]] bool offered() const override { return offered_; }
  /// {call, offset?}: that call's arguments and output, from byte `offset` on; {query}: the calls and messages in which
  /// it occurs.
  io::Task<tools::Output> run(std::string arguments, tools::Run run) override;

 private:
  std::string dir_;
  llm::ToolSpec spec_;
  bool offered_ = false;
};

}  // namespace engine
