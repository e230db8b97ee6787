#pragma once
// A session's summary is a fold over its events (journal.h): the index stores it and goes on from there.

#include "journal/journal.h"

namespace journal {

inline constexpr std::size_t k_task_max = 400;           ///< bytes of a task that are listed
inline constexpr std::size_t k_words_max = 64 << 10;     ///< bytes of one event that are searched

/// The parts of a summary that have no column of their own in the index, as JSON text, and back. What cannot be
/// read is left empty.
std::string rest_to_json(const Summary& summary);
void rest_from_json(Summary& summary, std::string_view text);

}  // namespace journal
