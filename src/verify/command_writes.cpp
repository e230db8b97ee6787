// What a command starts and writes, as far as whoever makes Evidence must know it.

#include <optional>

#include "base/paths.h"
#include "claim_reading.h"
#include "command_kind.h"
#include "verify/claims.h"

namespace verify {

std::vector<std::string> scripts_started(const std::string& command) {
  std::vector<std::string> out;
  for (const Part& part : read_command_flow(command).parts) {
    const Action action = understand(part);
    const auto add = [&](const std::string& path) {
      out.push_back(part.dir.empty() ? path : base::join(part.dir, path));
    };
    if (!action.script.empty()) add(action.script);
    for (std::size_t i = 0; i < part.argv.size(); ++i) {
      // The program itself where it is named by a path, and a module that lies in the project.
      if (i == 0 && part.argv[i].find('/') != std::string::npos) add(part.argv[i]);
      if (i > 0 && part.argv[i - 1] == "-m") {
        add(part.argv[i] + ".py");
        add(part.argv[i] + "/__main__.py");
        add(part.argv[i] + "/__init__.py");
      }
    }
  }
  return out;
}

WritesAround writes_around(const std::string& command) {
  const CommandFlow line = read_command_flow(command);
  std::vector<Action> actions;
  std::optional<std::size_t> first, last;
  for (std::size_t i = 0; i < line.parts.size(); ++i) {
    actions.push_back(understand(line.parts[i]));
    if (actions[i].does == 0) continue;
    if (!first) first = i;
    last = i;
  }
  WritesAround out;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const bool writes = actions[i].does == 0 && !actions[i].harmless;
    if (writes && (!last || i < *last)) out.before = true;
    if (writes && last && i > *last) out.after = true;
  }
  return out;
}

}  // namespace verify
