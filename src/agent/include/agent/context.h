#pragma once
// How a conversation that no longer fits the model's window is made smaller.
//
// The whole of it is on record and can be recalled. Two ways, the cheaper one first, both done rarely and then by much,
// since each changes the prefix that the provider keeps in its cache:
//   masked    older tool outputs are replaced by a line that names the call;
//   rebuilt   everything but the last turns is replaced by the work ledger (ledger.h).
// Pure: the same conversation and numbers give the same result, so a resume or a replay sends what was sent before.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agent/ledger.h"
#include "llm/item.h"

namespace agent {

struct Conversation {
  std::string instructions;
  std::vector<llm::Item> items;
  Ledger ledger;                 ///< of what was dropped from `items`
};

struct Compaction {
  enum class Kind : std::uint8_t { masked, rebuilt };
  Kind kind = Kind::masked;
  struct Masked {
    std::string call_id, text;
  };
  std::vector<Masked> masked;    ///< results, with what stands in their place
  std::size_t kept = 0;          ///< items at the end that stay, of `rebuilt`
  std::string ledger;            ///< the message before them
  std::size_t bytes_before = 0, bytes_after = 0;   ///< of the items
};
inline constexpr std::string_view name(Compaction::Kind kind) {
  return kind == Compaction::Kind::masked ? "masked" : "rebuilt";
}

/// How to get the items down to `bytes_wanted`; nothing if they are there, or if there is nothing to gain (they are the last
/// turn alone).
std::optional<Compaction> plan_compaction(const Conversation& conversation, std::size_t bytes_wanted);
void apply(Conversation& conversation, const Compaction& compaction);

/// Roughly what an item takes in a request.
std::size_t bytes_of(const llm::Item& item);
std::size_t bytes_of(const std::vector<llm::Item>& items);

}  // namespace agent
