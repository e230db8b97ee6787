#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace text {

/// RFC 4648 with padding, on one line.
std::string to_base64(std::string_view bytes);
/// The alphabet for URLs and file names, without padding.
std::string to_base64url(std::string_view bytes);
/// nullopt if `text` is not that. Missing padding is accepted, white space is not.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace text
