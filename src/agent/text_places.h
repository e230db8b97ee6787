#pragma once
// Where the texts lie that a project or a user keeps for the model: skills, commands, roles of subagents.

#include <string>
#include <string_view>
#include <vector>

#include "agent/skills.h"

namespace agent {

/// In each folder, in this order.
inline constexpr const char* k_families[] = {".agents", ".claude"};
inline constexpr std::size_t k_text_name_max = 64;

/// The folders to look in, the nearest first.
std::vector<std::string> folders_of(const SkillPlaces& places);
/// Nothing if it cannot be listed: most places are not there.
std::vector<std::string> names_in(const std::string& folder);
/// What the standard allows, and upper case: others wrote such names.
bool is_text_name(std::string_view name);
/// Without control characters, at most `limit` bytes.
std::string one_line(std::string_view text, std::size_t limit);

}  // namespace agent
