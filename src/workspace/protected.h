#pragma once
// Protected paths: files that a program outside of the sandbox will run or obey later (docs/policy.md has
// the list for people). By name at any depth, in small and capital letters alike; where the name alone
// does not decide, by content. Pure.

#include <cstdint>
#include <string>
#include <string_view>

namespace workspace {

/// What a name asks for.
enum class Guard : std::uint8_t {
  none,
  always,        ///< whoever writes it decides what runs later
  ci,            ///< the same, on a server, when it is pushed
  attributes,    ///< .gitattributes: if it brings in filters, diff or merge drivers
  modules,       ///< .gitmodules: if it names other places to fetch from
  environment,   ///< .env: if it sets a variable that makes programs load code
  program,       ///< in a folder that stands in people's PATH: new or changed programs
  start_file,    ///< *.pth: lines that Python runs at each start
};

struct Protection {
  Guard guard = Guard::none;
  std::string_view what;     ///< "a shell's start file": goes on "runs outside the sandbox later: "
};

/// Of a path relative to the project's root. `is_link`: a link put where such files or their folder lie is
/// judged as they are, for what it leads to is theirs then. Below node_modules and site-packages nothing
/// but programs and start files count: nobody opens a package in an editor or pushes it.
Protection protection(std::string_view path, bool is_link);

/// True if the attributes of `after` name a filter, diff or merge driver that `before` does not; those
/// built into git are harmless.
bool adds_drivers(std::string_view before, std::string_view after);
/// The first variable that `after` sets otherwise than `before` and that makes programs load or run
/// something; "" if none does.
std::string added_loader(std::string_view before, std::string_view after);
/// True if Python would run a line of this .pth file.
bool runs_code(std::string_view start_file);
/// True for files that hold keys and passwords: .env, id_ed25519, *.pem ...
bool is_secret(std::string_view path);

}  // namespace workspace
