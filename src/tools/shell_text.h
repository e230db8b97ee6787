#pragma once
// What a command printed, as text for a model.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace workspace { struct Effect; }

namespace tools {

/// What a person would see at the end: without escape sequences and other control characters; of a
/// line that was written over by carriage returns (progress) only its last state; valid UTF-8.
/// Takes a time linear in the bytes.
std::string plain_output(std::string_view bytes);

/// The same in at most `limit` bytes, head and tail kept. `total` = bytes printed, of which `bytes`
/// may itself be head and tail. `cut` is set if something was left out.
std::string shown_output(std::string_view bytes, std::size_t total, std::size_t limit, bool& cut);

inline constexpr std::size_t k_effects_shown_max = 10;

/// What became of effects, a line each kind: "[changed: M a.cpp, A b.txt and 3 more]\n", "[held for the
/// user, not in the tree: D notes (deletes what only you have)]\n", ... and what happened to
/// repositories. "" if nothing changed.
std::string effects_lines(const std::vector<workspace::Effect>& effects, const std::vector<std::string>& git);

}  // namespace tools
