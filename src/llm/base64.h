#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace llm {

/// RFC 4648, with padding, one line.
std::string to_base64(std::string_view bytes);
/// nullopt if `text` is not base64; white space and missing padding are accepted.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace llm
