#pragma once
// Gradle writes into its own folder at every start, and in the sandbox that of the user is read-only.

#include <string>

#include "base/env.h"
#include "base/error.h"

namespace engine {

/// Makes a Gradle folder at `own` that has the distributions which the user's has (by link, each with a
/// lock of its own), and nothing of its settings, which may hold passwords. `theirs` need not exist.
base::Result<> make_gradle_home(const std::string& theirs, const std::string& own);

/// The user's Gradle folder: GRADLE_USER_HOME, else ~/.gradle.
std::string users_gradle_home(const base::Env& env, const std::string& home);

}  // namespace engine
