#pragma once
// Clients show messages as Markdown. What commands and strangers wrote must not become links, images or headings.

#include <string>
#include <string_view>

namespace acp {

/// In a fence that the text itself cannot close.
std::string fenced(std::string_view text, std::string_view language = {});
/// In one line of running text: no markup of its own, control characters replaced.
std::string plain(std::string_view text);
/// `text` in a code span.
std::string code(std::string_view text);

}  // namespace acp
