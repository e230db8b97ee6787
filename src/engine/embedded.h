#pragma once
// Texts that are built in. Internal to engine.

#include <string>
#include <string_view>

namespace engine {

/// Without the line breaks at the end of its file.
inline std::string text_of(std::string_view embedded) { return std::string(embedded.substr(0, embedded.find_last_not_of('\n') + 1)); }

}  // namespace engine
