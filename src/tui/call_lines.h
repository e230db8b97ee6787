#pragma once
// What a tool call left behind, as lines: the end of its output, its effects. Results are safe for a terminal. Pure.

#include <cstddef>
#include <string>
#include <string_view>

#include "json/json.h"
#include "style.h"

namespace tui {

inline constexpr std::size_t k_output_lines = 5;    ///< of a command that ended
inline constexpr std::size_t k_effects_shown = 8;

/// The array member `key`; an empty one if there is none.
const json::Array& list(const json::Value& value, const char* key);
/// The last lines of a command's output, set in; of one that ended with how many were before them.
Lines output_tail(std::string_view output, std::size_t lines_max);
/// What became of a call that failed, from the note that the shell tool writes at the end of its output: "exit 1".
std::string end_note(const std::string& output);
/// Without what the shell tool tells the model of held effects: they are shown as such.
std::string without_notes(std::string output);
/// Whether people want to see the output of such a tool when it ended well.
bool shows_output(std::string_view name);
/// The effects of a step by name.
Lines named_effects(const json::Value& p);

}  // namespace tui
