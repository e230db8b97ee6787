#pragma once
// A session's summary is a fold over its events: the index stores it and goes on from there.

#include "journal/journal.h"

namespace journal {

inline constexpr std::size_t k_task_max = 400;           ///< bytes of a task that are listed
inline constexpr std::size_t k_words_max = 64 << 10;     ///< bytes of one event that are searched

/// Takes one event into the summary. Returns what full-text search should find of it, "" for most.
/// Payloads are data: members that are missing or of another type count as empty.
std::string fold(Summary& summary, const Event& event);

}  // namespace journal
