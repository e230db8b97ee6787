#pragma once
// A conversation in the form that providers insist on.

#include <string>
#include <vector>

#include "llm/item.h"

namespace llm {

/// Turns alternate. Every call of an assistant turn has its result at the beginning of the user
/// turn that follows, in the order of the calls, and every result there has its call.
struct Turn {
  bool assistant = false;
  std::vector<Item> items;
};

struct HistoryRules {
  std::string origin;          ///< reasoning of others is left out
  std::size_t id_max = 64;     ///< bytes of a call id
  bool nine_char_ids = false;  ///< Mistral
  bool images = true;          ///< false: a note in their place
};

/// Never fails: a call without a result gets one that says so; a result without a call is left out;
/// a user message between call and result moves behind the results; empty messages are left out;
/// ids are made of [A-Za-z0-9_-], short enough and unique. The same items give the same turns, and
/// items appended at the end do not change those before (prompt caches).
std::vector<Turn> turns_of(const std::vector<Item>& items, const HistoryRules& rules);

/// What a result says if nothing came.
inline constexpr std::string_view k_no_output = "(no output)";
inline constexpr std::string_view k_no_result = "(no result: the call was interrupted before it ended)";

}  // namespace llm
