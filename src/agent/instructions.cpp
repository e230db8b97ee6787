// Where instruction files are looked for. They become part of the prompt, and the repository they lie in may be anybody's.

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <memory>

#include "agent/prompt.h"
#include "base/file.h"
#include "base/paths.h"

namespace agent {

namespace {

constexpr std::array k_names = {"AGENTS.md", "CLAUDE.md", "GEMINI.md"};
constexpr std::size_t k_file_max = std::size_t{1} << 20;
constexpr std::size_t k_folders_max = 3000;
constexpr int k_depth_max = 6;

std::vector<std::string> folders_from(const std::string& root, const std::string& cwd) {
  std::vector<std::string> folders;
  for (std::string folder = cwd;; folder = base::parent(folder)) {
    folders.insert(folders.begin(), folder);
    if (folder == root || folder == "/" || folder == ".") break;
  }
  return folders;
}

std::string real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
  return real ? std::string(real.get()) : std::string();
}

/// The first of the names that a folder has and that can be read. `within` "" = wherever it leads.
void read_one(const std::string& folder, const std::string& within, std::vector<InstructionFile>& into,
                        std::vector<std::string>& problems) {
  for (const char* name : k_names) {
    const std::string path = base::join(folder, name);
    if (!within.empty()) {
      const std::string real = real_path(path);
      if (real.empty()) continue;
      if (!base::is_within(real, within)) {
        problems.push_back(path + " is a link out of the project: it was not read");
        continue;
      }
    }
    auto text = base::read_file(path, k_file_max);
    if (!text && text.error().code == base::Code::not_found) continue;
    if (!text) {
      // Anybody can put a folder or a pipe there: no reason not to work at all.
      problems.push_back("instructions were left out: " + text.error().what);
      continue;
    }
    if (!text->empty()) into.push_back({path, *std::move(text), 0});
    return;
  }
}

bool may_hold_instructions(std::string_view name) {
  static constexpr std::array<std::string_view, 11> k_not = {"node_modules", "vendor", "third_party", "target", "build", "dist",
                                                             "out", "venv", "env", "__pycache__", "site-packages"};
  return !name.starts_with('.') && std::find(k_not.begin(), k_not.end(), name) == k_not.end();
}

/// Folders with a file of that name below one, nearest first. Links are not followed.
class Below {
 public:
  std::vector<std::string> find(const std::string& folder) {
    std::vector<std::string> level = {folder};
    for (int depth = 0; depth < k_depth_max && !level.empty(); ++depth) {
      std::vector<std::string> next;
      for (const auto& one : level) look(one, depth > 0, next);
      std::sort(next.begin(), next.end());
      level = std::move(next);
    }
    return std::move(found_);
  }

 private:
  void look(const std::string& folder, bool is_below, std::vector<std::string>& next) {
    if (found_.size() >= k_nested_max || looked_++ >= k_folders_max) return;
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), &::closedir);
    if (!open) return;   // not ours to read
    bool has = false;
    while (const dirent* entry = ::readdir(open.get())) {
      const std::string_view name = entry->d_name;
      has = has || std::find(k_names.begin(), k_names.end(), name) != k_names.end();
      if (!may_hold_instructions(name)) continue;
      bool is_folder = entry->d_type == DT_DIR;
      if (entry->d_type == DT_UNKNOWN) {
        struct stat st {};
        is_folder = ::lstat(base::join(folder, name).c_str(), &st) == 0 && S_ISDIR(st.st_mode);
      }
      if (is_folder) next.push_back(base::join(folder, name));
    }
    if (has && is_below) found_.push_back(folder);
  }

  std::vector<std::string> found_;
  std::size_t looked_ = 0;
};

}  // namespace

Instructions find_instructions(const std::string& root, const std::string& cwd, const std::string& config_dir) {
  Instructions out;
  if (!config_dir.empty()) read_one(config_dir, "", out.files, out.problems);
  const std::string within = real_path(root);
  for (const auto& folder : folders_from(root, cwd)) read_one(folder, within, out.files, out.problems);
  for (const auto& folder : Below().find(cwd)) read_one(folder, within, out.nested, out.problems);
  std::size_t used = 0;
  for (auto& file : out.files) {
    file.shown = std::min(file.text.size(), k_instructions_max - used);
    used += file.shown;
  }
  if (!out.files.empty() && out.files.back().shown < out.files.back().text.size())
    out.problems.emplace_back("the project's instruction files are larger than 32 KiB: the rest was left out");
  return out;
}

}  // namespace agent
