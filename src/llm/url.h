#pragma once
#include <string>
#include <string_view>

namespace llm {

/// base_url + path; a query of the base ("?api-version=1", Azure) stays at the end.
std::string endpoint(std::string_view base_url, std::string_view path);
/// Without user:password@, and with the values of query members that look like secrets cut out.
std::string without_credentials(std::string_view url);
/// `text` with every occurrence of `key` replaced by "[key]"; as it is if key is shorter than 6 bytes.
std::string scrubbed(std::string text, std::string_view key);

}  // namespace llm
