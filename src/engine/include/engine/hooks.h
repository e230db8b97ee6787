#pragma once
// Hooks by the user's own hand (`plumb hooks`): which there are in a folder, and whether the project's are trusted.
//
// A hook is a program that a run asks and tells at certain moments. Those of a project come from anybody, so none of them runs
// before the user has said so, once for each content of the files and of the project's scripts that they name. docs/hooks.md.

#include <string>
#include <vector>

#include "engine/project_trust.h"
#include "engine/settings.h"

namespace engine {

struct HookLine {
  std::string event, matcher, command;
  std::string where;             ///< the file that names it
  std::string state;             ///< "runs", "not trusted", ...
  bool is_usable = false;
};

/// The hash is that of `files`.
struct HookListing : ProjectTrust {
  std::vector<HookLine> hooks;   ///< the user's first
  std::vector<std::string> files;   ///< of the project: those that name hooks, and the scripts that these name; empty = none
  std::vector<std::string> unclear;   ///< commands of the project's that may run scripts that are not among the files
  std::string folder;            ///< the project
};

/// Runs nothing. Fails with invalid (config.toml, and what is wrong with it), denied.
base::Result<HookListing> list_hooks(const Settings& settings, const std::string& cwd);

/// From now on the project's hooks with this content (hash) are trusted. Fails with not_found (there are none), changed (they
/// have another content by now), io.
base::Result<> trust_hooks(const Settings& settings, const std::string& cwd, const std::string& hash);
/// Not any more. Fails with not_found (they were not trusted), io.
base::Result<> distrust_hooks(const Settings& settings, const std::string& cwd);

}  // namespace engine
