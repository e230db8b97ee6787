#pragma once
// Which language a file is written in, by its name, or by its "#!" line for scripts.

#include <cstdint>
#include <optional>
#include <string_view>

namespace code {

/// The languages that plumb can parse.
enum class Language : std::uint8_t { c, cpp, go, java, javascript, python, rust, tsx, typescript };

/// "C", "C++", "TypeScript", ...
std::string_view name(Language language);

/// From the path's extension or name, else from the first line of `text`. A ".h" is C++ if `text`
/// has something that only C++ has.
std::optional<Language> language_of(std::string_view path, std::string_view text = {});

/// What people call the language of such a file, also of those that plumb cannot parse ("Shell",
/// "CMake", "Markdown"); "" if unknown.
std::string_view language_name(std::string_view path);

}  // namespace code
