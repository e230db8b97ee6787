#pragma once
// What a command does is said by a file of the project (a script, a Makefile): whoever rewrites it passes every check by it.
// Internal to engine.

#include <string>
#include <string_view>

#include "change_set.h"

namespace engine {

/// The first file of the change that says what `command` does: a script that it names or runs with an interpreter, or the file
/// of make, npm, just, tox, ... in which its targets stand. "" = none is known; what those call in turn is not looked at.
/// `folder`: in which it runs, from the root; "" = the root.
std::string redefined_by(std::string_view command, const std::string& folder, const ChangeSet& changes);

}  // namespace engine
