#include "project.h"

#include <sys/utsname.h>

#include <boost/json.hpp>

#include <cctype>
#include <cstdlib>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"

namespace engine {

std::string session_dir(const Settings& settings, const std::string& id) {
  return base::join(base::join(settings.places.state, "sessions"), id);
}

/// A folder name for a path: readable, and different for different paths (the whole path is in it).
static std::string flat(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-') {
      out += c;
    } else if (c == '/') {
      out += "_";
    } else {
      static constexpr char k_hex[] = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      out += {'~', k_hex[byte >> 4], k_hex[byte & 15]};
    }
  }
  // File names end at 255 bytes: the end of a path says more than its start.
  return out.size() > 200 ? std::to_string(std::hash<std::string>{}(path)) + out.substr(out.size() - 180)
                          : out;
}

/// Without links: what is mounted over it must be what the workspace opens.
static std::string canonical(const std::string& path) {
  char* const resolved = ::realpath(path.c_str(), nullptr);
  if (resolved == nullptr) return path;   // whoever opens it says why not
  std::string out(resolved);
  ::free(resolved);
  return out;
}

workspace::Options workspace_options(const Settings& settings, const std::string& root,
                                     const std::string& session_dir, const std::string& project) {
  workspace::Options options;
  options.root = canonical(root);
  options.policy = settings.policy;
  options.session_dir = session_dir;
  options.store_dir = base::join(base::join(settings.places.state, "projects"), flat(project.empty() ? root : project));
  return options;
}

static std::string git_branch(const std::string& root) {
  std::string git = base::join(root, ".git");
  if (!base::exists(git)) return {};
  if (!base::is_dir(git)) {   // a linked worktree or a submodule: the file says where
    const auto link = base::read_file(git, 4096);
    if (!link || !link->starts_with("gitdir: ")) return "a git repository";
    std::string target = link->substr(8);
    while (target.ends_with('\n')) target.pop_back();
    git = base::join(root, target);
  }
  auto head = base::read_file(base::join(git, "HEAD"), 4096);
  if (!head) return "a git repository";
  while (head->ends_with('\n')) head->pop_back();
  constexpr std::string_view k_ref = "ref: refs/heads/";
  if (head->starts_with(k_ref)) return "branch " + head->substr(k_ref.size());
  return "detached at " + head->substr(0, 12);
}

std::string git_outside(const std::string& root) {
  const std::string top = agent::project_root(root);
  const std::string git = base::join(top, ".git");
  if (!base::exists(git)) return {};
  if (top != root) return "this folder is a part of the repository " + top + ": commands cannot commit from here; start plumb there";
  if (base::is_dir(git)) return {};
  const auto link = base::read_file(git, 4096);
  if (!link || !link->starts_with("gitdir: ")) return {};
  std::string target = link->substr(8);
  while (target.ends_with('\n')) target.pop_back();
  const std::string real = canonical(base::join(top, target));
  if (base::is_within(real, top)) return {};
  return "this is a linked worktree: its repository, " + real + ", lies outside of the project and is read-only for commands";
}

agent::Surroundings look_around(const std::string& cwd) {
  agent::Surroundings where;
  where.cwd = cwd;
  where.root = agent::project_root(cwd);
  utsname system{};
  where.platform = ::uname(&system) == 0 ? std::string(system.sysname) + " " + system.machine : "Linux";
  where.date = base::iso_time(base::now_ms()).substr(0, 10);
  where.git = git_branch(where.root);
  return where;
}

agent::Surroundings look_around(const std::string& cwd, const std::optional<AttemptOf>& attempt) {
  if (!attempt) return look_around(cwd);
  agent::Surroundings where = look_around(attempt->project);
  where.cwd = cwd;
  // The copy of a part of a repository has no repository around it: then the root stays the original's.
  if (where.root == attempt->project) where.root = cwd;
  return where;
}

std::optional<AttemptOf> attempt_in(const json::Value& started) {
  const auto* const attempt = json::find(started, "attempt");
  if (attempt == nullptr) return std::nullopt;
  AttemptOf out;
  out.parent = json::string_or(json::find(*attempt, "parent"));
  out.project = json::string_or(json::find(*attempt, "project"));
  out.n = static_cast<int>(json::int_or(json::find(*attempt, "n")));
  out.role = json::string_or(json::find(*attempt, "role"));
  if (out.parent.empty() || out.project.empty()) return std::nullopt;
  return out;
}

json::Value to_json(const AttemptOf& attempt) {
  json::Object out = {{"parent", attempt.parent}, {"n", attempt.n}, {"project", attempt.project}};
  if (attempt.is_agent()) out["role"] = attempt.role;
  return out;
}

}  // namespace engine
