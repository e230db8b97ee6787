#pragma once
// Addresses and command lines as people and logs may see them: without what may be a credential. Internal to engine.

#include <string>
#include <string_view>
#include <vector>

namespace engine {

inline constexpr std::string_view k_hidden = "(hidden)";

/// The parts of an address, by text alone: "https" "user:pw" "host:1" "/path" "a=1". Any text is accepted.
struct AddressParts {
  std::string_view scheme, user, host, path, query;   ///< scheme "" = it is no address
};
AddressParts address_parts(std::string_view url);

/// Without user and password ("...@") and with the values of the query hidden.
std::string hidden_in_address(std::string_view url);

/// A word of a command line: addresses as above; `--token=x`, `API_KEY=x`, `Authorization: x` without the value; what has the
/// form of a key is hidden as a whole. `before` is the word before it: `--token` hides this one.
std::string hidden_in_word(std::string_view word, std::string_view before);
std::vector<std::string> hidden_in_words(const std::vector<std::string>& words);

}  // namespace engine
