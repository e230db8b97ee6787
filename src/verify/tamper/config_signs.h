#pragma once
// The words by which a change of a configuration or a recipe is known to weaken a check.

#include <cstdint>
#include <span>
#include <string_view>

#include "verify/tamper.h"

namespace verify::tamper {

/// What kind of configuration a file is: bits, since a setup.cfg speaks for several.
enum Kind : std::uint32_t {
  k_pytest = 1U << 0,
  k_node = 1U << 1,
  k_cmake = 1U << 2,
  k_make = 1U << 3,
  k_cargo = 1U << 4,
  k_maven = 1U << 5,
  k_gradle = 1U << 6,
  k_meson = 1U << 7,
  k_shell = 1U << 8,
  k_ci = 1U << 9,
  k_plumb = 1U << 10,
  k_instructions = 1U << 11,
  k_environment = 1U << 12,
  k_any = 0xFFFFFFFF,
};

std::uint32_t kind_of_config(std::string_view path, std::string_view text);

/// Where a sign has to stand.
enum class Where : std::uint8_t { added, removed, either };

struct Sign {
  std::uint32_t kinds;
  std::string_view sign;  ///< found as a word, in the line in lower case
  Where where;
  Tampering tampering;
  std::string_view what;
};
std::span<const Sign> config_signs();

/// The way in which a shell line hides that its command failed, "" if it does not.
std::string_view swallowing(std::string_view line);
/// True if a line is about running tests.
bool is_about_tests(std::string_view line);

}  // namespace verify::tamper
