#pragma once
// The turn loop: conversation in, events out. It owns nothing but its counters; the model, the
// tools and the observer are handed in, so that it runs the same in a test, in the terminal and in
// a server with a thousand sessions.
//
//   ask the model -> run the tools that it calls -> hand the results back -> until it ends
//
// Order of events, always: turn_started, model_event*, answer, then for each call tool_call
// (before it runs), tool_output*, tool_result.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agent/context.h"
#include "io/loop.h"
#include "llm/model.h"
#include "tools/tool.h"

namespace agent {

/// The tools of a session, as the loop needs them.
class Toolbox {
 public:
  virtual ~Toolbox() = default;
  [[nodiscard]] virtual std::vector<llm::ToolSpec> specs() const = 0;
  /// nullptr if there is no tool of that name.
  [[nodiscard]] virtual tools::Tool* find(const std::string& name) = 0;
};

enum class Progress { none, changed };

/// Told of everything, on the loop's thread. A failure of a function that returns a Result ends the
/// run: what cannot be recorded is not done.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual base::Result<> turn_started(int turn) = 0;
  virtual void model_event(const llm::Event& event) = 0;
  virtual base::Result<> answer(int turn, const llm::Response& response) = 0;
  virtual base::Result<> tool_call(const llm::ToolCall& call) = 0;
  virtual void tool_output(const std::string& call_id, std::string_view bytes) = 0;
  /// Says whether the call changed the project: then the same call again is no repetition.
  virtual base::Result<Progress> tool_result(const llm::ToolCall& call, const tools::Output& output,
                                             std::int64_t duration_ms) = 0;
  virtual base::Result<> user_message(const std::string& text) = 0;
  /// Before it is done: the conversation no longer fits the window.
  virtual base::Result<> compacted(const Compaction& compaction) = 0;
  virtual void notice(const std::string& text) = 0;
};

struct Limits {
  int turns_max = 200;
  double budget_usd = -1;         ///< < 0 = none
  std::int64_t tokens_max = -1;   ///< input and output together, < 0 = none
};

enum class End {
  done,        ///< the model ended its turn
  turns,       ///< turns_max reached
  budget,      ///< the next call could overshoot: it was not made
  stuck,       ///< the same call over and over without progress
  refused,     ///< the model or its provider refused, or a hook of the user's
  cancelled,
  failed,      ///< see error
};
std::string_view name(End end);

struct Outcome {
  End end = End::done;
  std::string text;          ///< the model's last message
  base::Error error;         ///< set when end is failed; its text otherwise says more
  llm::Usage usage;
  double cost_usd = 0;       ///< negative: a price is not known
  int turns = 0;
};

/// What was spent before (a resumed session): counts against the limits.
struct Spent {
  llm::Usage usage;
  double cost_usd = 0;
  int turns = 0;
};

/// A moment at which nothing is half done: no request is out, every call has its result.
enum class Rest { before_request, at_end };
/// What there is to tell the model at such a moment; recorded by who tells it. The run waits for it, and at its end goes
/// on if there is anything.
using Between = std::function<io::Task<base::Result<std::vector<llm::UserMessage>>>(Rest rest)>;

/// Who has a say when the conversation is made shorter. Both may be empty; a failure ends the run.
struct OnCompaction {
  /// Before it is on record. False = not now: what does not fit is the provider's to refuse.
  std::function<io::Task<base::Result<bool>>(const Compaction& plan)> may;
  std::function<io::Task<base::Result<>>(const Compaction& plan)> done;
};

struct LoopOptions {
  Limits limits;
  Spent spent;
  /// What others (subagents) have spent so far of the same limits. May be empty.
  std::function<Spent()> elsewhere;
  std::string effort;
  std::string output_schema;
  std::string cache_key;
  Between between;           ///< may be empty
  OnCompaction on_compaction;
};

/// Runs until the model ends, a limit is met, or the task is cancelled. `conversation` grows; it is
/// valid for a next call at every end (each tool call has its result). The references must live until
/// the task has ended.
io::Task<Outcome> run(Conversation& conversation, Toolbox& toolbox, llm::Model& model,
                      Observer& observer, LoopOptions options);

/// Tokens, roughly, of what would be sent: bytes / 4.
std::int64_t estimate_tokens(const Conversation& conversation, const std::vector<llm::ToolSpec>& tools);

}  // namespace agent
