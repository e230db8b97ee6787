#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "json/json.h"
#include "llm/item.h"

namespace llm::wire {

/// Puts the tool calls of a Chat Completions stream together. By the book a call is told by its
/// `index`, and `id` and `name` come with its first piece. Servers that were seen leave the index
/// out, set it to 0 for all, count pieces with it, repeat id and name in every piece, send all
/// calls with the same id or none. What decides, in this order: a new id begins a new call; a known
/// id goes on with it, unless a name comes after its arguments were complete; without an id the
/// index decides; without both the last call goes on, again unless it was complete and a name comes.
class ChatCalls {
 public:
  struct Call {
    std::string id, name, arguments;
    std::int64_t index = -1;
    bool announced = false;
    std::string extra;   ///< JSON of extra_content (Gemini's thought signatures), or ""
  };
  /// Takes one entry of delta.tool_calls; returns the call if it has just got its name, else nullptr.
  const Call* take(const json::Value& delta);
  [[nodiscard]] const std::vector<Call>& calls() const { return calls_; }

 private:
  Call& target(const std::string& id, std::int64_t index, bool has_name);
  std::vector<Call> calls_;
};

}  // namespace llm::wire
