#include "agent/prompt.h"

#include <algorithm>

#include "base/file.h"
#include "base/paths.h"

namespace agent {

static constexpr std::string_view k_system =
#include "embed/system.md.inc"
    ;
static constexpr std::string_view k_ask =
#include "embed/ask.md.inc"
    ;

std::string project_root(const std::string& cwd) {
  for (std::string folder = cwd;; folder = base::parent(folder)) {
    if (base::exists(base::join(folder, ".git"))) return folder;
    if (folder == "/" || folder == ".") return cwd;
  }
}

static std::string surroundings(const Surroundings& where) {
  std::string out = "\n# Where you are\nFolder: " + where.cwd;
  if (where.root != where.cwd) out += " (project root: " + where.root + ")";
  out += "\nPlatform: " + where.platform + ". Date: " + where.date + ".";
  if (!where.git.empty()) out += "\nGit: " + where.git + ".";
  if (!where.check.empty()) out += "\nTest command: " + where.check;
  return out + "\n";
}

/// Those of folders below: read when they are needed.
static std::string nested_files(const Surroundings& where, const std::vector<InstructionFile>& nested) {
  constexpr std::size_t k_named = 20;
  if (nested.empty()) return {};
  std::string out = "\n# Instructions of folders\nEach holds for its folder: read it before you change something there.\n";
  for (std::size_t i = 0; i < std::min(nested.size(), k_named); ++i) out += "- " + base::relative(nested[i].path, where.cwd) + "\n";
  if (nested.size() > k_named) out += "- and " + std::to_string(nested.size() - k_named) + " more\n";
  return out;
}

std::string system_prompt(const Surroundings& where, const Instructions& instructions) {
  std::string out(k_system);
  out += surroundings(where);
  for (const auto& file : instructions.files) {
    if (file.shown == 0) continue;
    out += "\n# Instructions of the project (" + base::relative(file.path, where.cwd) + ")\n";
    out += file.text.substr(0, file.shown);
    if (!out.ends_with('\n')) out += '\n';
  }
  return out + nested_files(where, instructions.nested);
}

std::string ask_prompt(const Surroundings& where) {
  return std::string(k_ask) + surroundings(where);
}

}  // namespace agent
