#pragma once
// Sessions of codex and Claude Code, taken over into plumb's own record. What they did to the tree is not plumb's to undo.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/settings.h"

namespace engine {

struct ForeignSession {
  std::string agent;      ///< codex, claude
  std::string id, path, cwd;
  std::string started;    ///< ISO time, "" = not known
  std::string task;       ///< its title, or its first prompt
};
/// Newest first; of `cwd`, or of all folders ("").
base::Result<std::vector<ForeignSession>> list_foreign(const Settings& settings, const std::string& cwd);

struct Imported {
  std::string id;         ///< of the new session
  std::string agent, cwd;
  std::size_t items = 0;  ///< messages, calls and results
  std::size_t unread = 0; ///< lines that are no JSON, left out
};
/// `name`: a file, an id or its unique beginning, or "last" (of `cwd`). The session works in the folder that its log names, in `cwd`
/// if that is gone. Fails with not_found, ambiguous, invalid (not a log of theirs; nothing in it), too_big, io; then nothing is left.
base::Result<Imported> import_session(const Settings& settings, const std::string& name, const std::string& cwd);

}  // namespace engine
