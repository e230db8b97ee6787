// What git runs: hooks, what its configuration names, drivers that attributes switch on, and the exec
// lines of a rebase that is under way. All of it can lie in any folder that git would take for a
// repository: .git itself, .git/modules/NAME, .git/worktrees/NAME, a bare one, or one that a forged
// "gitdir:" or commondir file points to. So a folder counts if it has git's marks (HEAD, or objects
// and refs) before or after the change, and whoever makes a folder into one answers for what lies in it
// already.
//
// Deleting hooks or settings with the whole folder around them (a worktree or a submodule that goes)
// runs nothing.

#include "protected_git.h"

#include <algorithm>

#include "base/paths.h"
#include "git_config.h"
#include "protected.h"

namespace workspace {
namespace {

using base::join;
using txn::Change;
using txn::Kind;

constexpr std::size_t k_text_max = std::size_t{1} << 20;

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// The path below `root`, or "" if it lies elsewhere.
std::string below(const std::string& root, const std::string& path) {
  const std::string plain = base::normalize(path);
  if (!base::is_within(plain, root) || plain == root) return "";
  return base::relative(plain, root);
}

std::string read_or_empty(const Side& side, const std::string& path) {
  return side.read(path, k_text_max).value_or("");
}

std::vector<GitSetting> settings_of(const Side& side, const std::string& path) {
  const auto text = side.read(path, k_git_config_max);
  if (!text) return {};
  return parse_git_config(*text).value_or(std::vector<GitSetting>{});
}

bool has_exec_line(std::string_view todo) {
  while (!todo.empty()) {
    const std::size_t end = std::min(todo.find('\n'), todo.size());
    std::string_view line = todo.substr(0, end);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.starts_with("exec ") || line.starts_with("exec\t") || line.starts_with("x ") ||
        line.starts_with("x\t"))
      return true;
    todo.remove_prefix(std::min(end + 1, todo.size()));
  }
  return false;
}

std::string settings_text(const std::vector<std::string>& keys) {
  std::string out = "the setting " + keys[0];
  if (keys.size() > 1) out += " and " + std::to_string(keys.size() - 1) + " more";
  return out + " in git's configuration";
}

}  // namespace

GitGuard::GitGuard(std::string root, std::string shared, const Side& before, const Side& after)
    : root_(std::move(root)), shared_(std::move(shared)), before_(before), after_(after) {
  const std::string git_dir = below(root_, shared_);
  if (git_dir.empty()) return;
  git_dirs_[git_dir] = true;
  for (const char* file : {"config", "config.worktree"})
    for (const GitSetting& setting : settings_of(before_, join(git_dir, file))) {
      if (setting.key == "core.hookspath")
        hook_folders_.push_back(below(root_, join(root_, setting.value)));
      if (setting.key == "include.path" ||
          (setting.key.starts_with("includeif.") && setting.key.ends_with(".path")))
        included_.push_back(below(root_, join(join(root_, git_dir), setting.value)));
    }
}

bool GitGuard::is_git_dir(const std::string& folder) {
  if (small(base::file_name(folder)) == ".git") return true;
  if (const auto known = git_dirs_.find(folder); known != git_dirs_.end()) return known->second;
  const auto has = [&](const char* name) {
    const std::string path = join(folder, name);
    return before_.look(path) || after_.look(path);
  };
  const bool is = has("HEAD") || (has("objects") && has("refs"));
  git_dirs_.emplace(folder, is);
  return is;
}

bool GitGuard::is_git(std::string_view path) {
  const std::string lower = "/" + small(path) + "/";
  if (lower.find("/.git/") != std::string::npos) return true;
  for (const auto& [folder, is] : git_dirs_)
    if (is && path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/'))
      return true;
  return false;
}

std::string GitGuard::why(const Leaf& leaf) {
  const std::string& path = leaf.path;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string part = small(std::string_view(path).substr(begin, end - begin));
    const bool is_last = end == path.size();
    std::string out;
    if (part == ".git" && is_last) out = why_way(leaf);
    // Names that mean something in a repository's folder.
    if (begin > 0 && (part == "hooks" || part == "info" || part == "rebase-merge" ||
                      (is_last && (part == "config" || part == "config.worktree" ||
                                   part == "commondir" || part == "head" || part == "objects" ||
                                   part == "refs" || leaf.becomes(Kind::symlink))))) {
      const std::string folder = path.substr(0, begin - 1);
      if (is_git_dir(folder)) out = why_in(folder, std::string_view(path).substr(begin), leaf);
    }
    if (!out.empty()) return out;
    begin = end + 1;
  }
  return why_named_by_config(leaf);
}

// The .git of a working tree itself.
std::string GitGuard::why_way(const Leaf& leaf) {
  if (!leaf.after) return leaf.is_inner ? "" : "the way to a git repository is taken away";
  if (leaf.becomes(Kind::folder)) return leaf.before && !leaf.was(Kind::folder)
                                             ? "another git repository in the place of this one"
                                             : "";
  if (leaf.change == Change::attributes) return "";
  if (leaf.before || !leaf.becomes(Kind::file))
    return "another git repository in the place of this one";
  // A new worktree or submodule: fine if the repository is one of this project's.
  std::string target = trimmed(read_or_empty(after_, leaf.path));
  if (!target.starts_with("gitdir: ")) return "";  // git would refuse it
  target = base::normalize(join(join(root_, base::parent(leaf.path)), target.substr(8)));
  if (!shared_.empty() && base::is_within(target, shared_)) {
    const std::string own = below(root_, target);
    return own.empty() ? "" : why_whole(own);
  }
  const std::string own = below(root_, target);
  if (own.empty()) return "a git repository that lies outside of the project";
  return why_whole(own);
}

std::string GitGuard::why_in(const std::string& git_dir, std::string_view rest, const Leaf& leaf) {
  const std::string name = small(rest);
  const bool is_gone = !leaf.after;
  if (is_gone && leaf.is_inner) return "";
  if (leaf.becomes(Kind::symlink)) return "a link inside git's own folder";
  if (name == "hooks" || name.starts_with("hooks/")) {
    if (name.ends_with(".sample") || leaf.becomes(Kind::folder)) return "";
    if (is_gone && leaf.was(Kind::folder)) return "";  // what was in it is judged by itself
    if (leaf.change == Change::attributes && !leaf.gains_execution()) return "";
    return "a git hook";
  }
  if (name == "config" || name == "config.worktree") return why_settings(git_dir, leaf);
  if (leaf.change == Change::attributes || is_gone) return "";
  if (name == "info/attributes")
    return adds_drivers(read_or_empty(before_, leaf.path), read_or_empty(after_, leaf.path))
               ? "git's attributes, which name programs to run on files"
               : "";
  if (name == "commondir") {
    const std::string target = base::normalize(join(git_dir, trimmed(read_or_empty(after_, leaf.path))));
    return target == base::normalize(join(git_dir, "../.."))
               ? ""
               : "the place from which git takes its configuration";
  }
  if (name == "rebase-merge/git-rebase-todo")
    return has_exec_line(read_or_empty(after_, leaf.path)) ? "a command in a rebase that goes on later"
                                                           : "";
  if (!leaf.before && (name == "head" || name == "objects" || name == "refs")) return why_whole(git_dir);
  return "";
}

std::string GitGuard::why_settings(const std::string& git_dir, const Leaf& leaf) {
  if (leaf.change == Change::attributes || leaf.becomes(Kind::folder)) return "";
  std::vector<GitSetting> old_ones;
  // A file that git itself cannot read has no settings to compare with.
  if (leaf.was(Kind::file)) old_ones = settings_of(before_, leaf.path);
  std::vector<GitSetting> new_ones;
  if (leaf.after) {
    const auto text = after_.read(leaf.path, k_git_config_max);
    auto parsed = text ? parse_git_config(*text) : base::fail(text.error());
    if (!leaf.becomes(Kind::file) || !parsed) return "git configuration that plumb cannot read";
    new_ones = *std::move(parsed);
  }
  const auto changed = dangerous_changes(old_ones, new_ones, git_dir);
  return changed.empty() ? "" : settings_text(changed);
}

std::vector<std::string> GitGuard::why_modules(const Leaf& leaf) const {
  const auto pick = [&](const Side& side) {
    std::vector<GitSetting> out;
    for (GitSetting& setting : settings_of(side, leaf.path))
      if (setting.key.ends_with(".url") || setting.key.ends_with(".path") ||
          setting.key.ends_with(".update"))
        out.push_back(std::move(setting));
    std::sort(out.begin(), out.end(),
              [](const GitSetting& a, const GitSetting& b) { return a.key < b.key; });
    return out;
  };
  const auto old_ones = leaf.before ? pick(before_) : std::vector<GitSetting>{};
  std::vector<std::string> out;
  for (const GitSetting& setting : pick(after_))
    if (std::find(old_ones.begin(), old_ones.end(), setting) == old_ones.end())
      out.push_back(setting.key);
  return out;
}

// What lay in a folder already that now becomes a repository; what is put there now is judged by itself.
std::string GitGuard::why_whole(const std::string& git_dir) {
  if (!shared_.empty() && join(root_, git_dir) == shared_) return "";
  for (const char* file : {"config", "config.worktree"}) {
    const auto text = before_.read(join(git_dir, file), k_git_config_max);
    if (!text && text.error().code == base::Code::not_found) continue;
    auto parsed = text ? parse_git_config(*text) : base::fail(text.error());
    if (!parsed) return "git configuration that plumb cannot read";
    const auto dangerous = dangerous_changes({}, *parsed, git_dir);
    if (!dangerous.empty()) return settings_text(dangerous);
  }
  std::string out;
  const std::string hooks = join(git_dir, "hooks");
  if (before_.look(hooks) && !before_.has_folder(hooks)) return "a link inside git's own folder";
  if (before_.has_folder(hooks))
    (void)before_.walk(hooks, [&](const std::string& path, const struct stat&) {
      if (path.ends_with(".sample")) return Side::Next::over;
      out = "a git hook";
      return Side::Next::stop;
    });
  return out;
}

std::string GitGuard::why_named_by_config(const Leaf& leaf) {
  if (leaf.becomes(Kind::folder)) return "";
  for (const std::string& folder : hook_folders_)
    if (!folder.empty() && base::is_within(leaf.path, folder) &&
        (leaf.change != Change::attributes || leaf.gains_execution()) && leaf.after)
      return "a git hook";
  for (const std::string& file : included_)
    if (!file.empty() && leaf.path == file) return why_settings(base::parent(file), leaf);
  return "";
}

}  // namespace workspace
