#pragma once
// Whether what a project brings along may run: the same of its hooks and of its MCP servers.

#include <string>
#include <vector>

namespace engine {

/// A value: of the content that was read when it was made.
struct ProjectTrust {
  std::string hash;              ///< of that content; "" = the project has none
  bool is_trusted = false;       ///< as it is now
  bool was_trusted = false;      ///< with another content
  std::vector<std::string> notices;   ///< for the user
};

}  // namespace engine
