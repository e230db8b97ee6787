#pragma once
// A markdown file that begins with YAML between two lines of three dashes: skills, slash commands. The files come from
// repositories, so they are taken as hostile: aliases, tags and deep nesting are refused by the bounds here.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace agent {

struct FrontMatter {
  struct Member {
    std::string key, value;      ///< a scalar as it is written; a list as "a, b"
  };
  std::vector<Member> members;   ///< of the top level
  std::string_view body;         ///< of the text that was read
  /// "" if there is none of that name.
  [[nodiscard]] std::string_view get(std::string_view key) const;
  [[nodiscard]] bool is_true(std::string_view key) const { return get(key) == "true" || get(key) == "yes"; }
};
inline constexpr std::size_t k_front_matter_max = std::size_t{16} << 10;

/// Without a first line of dashes the whole text is the body. Fails with invalid (line and what is wrong), too_big.
base::Result<FrontMatter> read_front_matter(std::string_view text);

}  // namespace agent
