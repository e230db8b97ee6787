#include "agent/prompt.h"

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"

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

static std::vector<std::string> folders_from(const std::string& root, const std::string& cwd) {
  std::vector<std::string> folders;
  for (std::string folder = cwd;; folder = base::parent(folder)) {
    folders.insert(folders.begin(), folder);
    if (folder == root || folder == "/" || folder == ".") break;
  }
  return folders;
}

base::Result<std::vector<InstructionFile>> find_instructions(const std::string& root,
                                                             const std::string& cwd,
                                                             const std::string& config_dir,
                                                             bool& cut) {
  cut = false;
  std::vector<InstructionFile> found;
  std::size_t used = 0;
  auto folders = folders_from(root, cwd);
  if (!config_dir.empty()) folders.insert(folders.begin(), config_dir);
  for (const auto& folder : folders) {
    for (const char* name : {"AGENTS.md", "CLAUDE.md", "GEMINI.md"}) {
      const std::string path = base::join(folder, name);
      auto text = base::read_file(path, std::size_t{1} << 20);
      if (!text && text.error().code == base::Code::not_found) continue;
      if (!text) return base::with(std::move(text).error(), "reading the project's instructions");
      if (used + text->size() > k_instructions_max) {
        text->resize(k_instructions_max - used);
        cut = true;
      }
      used += text->size();
      if (!text->empty()) found.push_back({path, *std::move(text)});
      break;
    }
  }
  return found;
}

static std::string surroundings(const Surroundings& where) {
  std::string out = "\n# Where you are\nFolder: " + where.cwd;
  if (where.root != where.cwd) out += " (project root: " + where.root + ")";
  out += "\nPlatform: " + where.platform + ". Date: " + where.date + ".";
  if (!where.git.empty()) out += "\nGit: " + where.git + ".";
  if (!where.check.empty()) out += "\nTest command: " + where.check;
  return out + "\n";
}

std::string system_prompt(const Surroundings& where, const std::vector<InstructionFile>& files) {
  std::string out(k_system);
  out += surroundings(where);
  for (const auto& file : files) {
    out += "\n# Instructions of the project (" + base::relative(file.path, where.cwd) + ")\n";
    out += file.text;
    if (!out.ends_with('\n')) out += '\n';
  }
  return out;
}

std::string ask_prompt(const Surroundings& where) {
  return std::string(k_ask) + surroundings(where);
}

}  // namespace agent
