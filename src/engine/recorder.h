#pragma once
// The turn loop's observer: everything goes into the journal first, then to whoever watches.

#include <string>

#include "agent/loop.h"
#include "engine/session.h"
#include "journal/journal.h"
#include "tape.h"
#include "workspace/workspace.h"

namespace engine {

class Recorder final : public agent::Observer {
 public:
  /// All must outlive it. `workspace` may be null (`plumb ask`).
  Recorder(journal::Journal& journal, JournalTape& tape, workspace::Workspace* workspace,
           const llm::ModelInfo& model, const Listener& listener)
      : journal_(journal), tape_(tape), workspace_(workspace), model_(model), listener_(listener),
        steps_recorded_(workspace == nullptr ? 0 : workspace->steps().size()) {}

  base::Result<> turn_started(int turn) override;
  void model_event(const llm::Event& event) override;
  base::Result<> answer(int turn, const llm::Response& response) override;
  base::Result<> tool_call(const llm::ToolCall& call) override;
  void tool_output(const std::string& call_id, std::string_view bytes) override;
  base::Result<agent::Progress> tool_result(const llm::ToolCall& call, const tools::Output& output,
                                            std::int64_t duration_ms) override;
  base::Result<> user_message(const std::string& text) override;
  base::Result<> compacted(const agent::Compaction& compaction) override;
  void notice(const std::string& text) override;
  /// Told after the record was; for whoever keeps what the model has in sight.
  void on_compacted(std::function<void()> f) { on_compacted_ = std::move(f); }
  /// What the answers of this process took.
  [[nodiscard]] const agent::Spent& answered() const { return answered_; }
  /// The effects of steps that no call has told yet. True if there were any.
  base::Result<bool> record_new_steps();

 private:
  base::Result<> append(std::string_view type, const json::Value& payload);

  journal::Journal& journal_;
  JournalTape& tape_;
  workspace::Workspace* workspace_;
  const llm::ModelInfo& model_;
  const Listener& listener_;
  std::size_t steps_recorded_;
  agent::Spent answered_;
  std::function<void()> on_compacted_;
  base::Result<> health_;   ///< a failure of a function that cannot return one
};

/// [{path, change, size_before, size_after, undoable}]
json::Value effects_to_json(const std::vector<workspace::Effect>& effects);

}  // namespace engine
