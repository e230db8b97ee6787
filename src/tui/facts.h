#pragma once
// What is known of a session from its events alone: the figures of the status line, the prompts that one can go back to, what
// waits for an answer. A fold; it shows nothing. One thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/json.h"
#include "plumb/host.h"

namespace tui {

struct PromptAt {
  std::uint64_t seq = 0;
  std::string text;
};
struct StepAt {
  std::uint64_t seq = 0;
  std::string id;
};
struct HeldEffect {
  std::string path, change, why;
  std::int64_t entries = 1;
};
struct HeldStep {
  std::uint64_t seq = 0;     ///< of the question
  std::string step, what;
  std::vector<HeldEffect> effects;
  std::size_t count = 0;
};
struct PlanItem {
  std::string text, status;
};
struct ForkedFrom {
  std::string id;            ///< "" = from none
  std::uint64_t copied = 0;  ///< events 2 to this one were its
};

struct Facts {
  std::string model;
  std::int64_t window = 0, used = 0;   ///< tokens of context; 0 = not known
  std::int64_t tokens_in = 0, tokens_cached = 0, tokens_out = 0, turns = 0;
  double cost_usd = 0;
  bool cost_known = true;
  std::string status, reason;          ///< of the last verdict
  std::string check;                   ///< that runs now
  std::vector<PlanItem> plan;
  std::optional<HeldStep> asked;       ///< the question that was asked last, if nothing has settled it since
  std::vector<std::string> steering;   ///< said to the model, which has not heard it yet
  std::vector<PromptAt> prompts;       ///< typed by the user, oldest first
  std::vector<StepAt> steps;
  ForkedFrom forked_from;
  std::uint64_t last_seq = 0;

  void event(const plumb::Event& event, const json::Value& payload);
};

}  // namespace tui
