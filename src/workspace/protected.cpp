// The table holds the last parts of a path: ".github/workflows/**" fits "x/.github/workflows/ci.yml". A
// part may begin or end with '*'. It is a list of names known to be run or obeyed without anybody
// asking: on entering a folder, opening an editor, a shell, a debugger or an agent, on a commit, on a
// push. What people start themselves (Makefile, build.rs, package.json) is ordinary source text.

#include "protected.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace workspace {
namespace {

using Parts = std::vector<std::string_view>;

struct Named {
  std::string_view pattern;
  Guard guard;
  std::string_view what;
};

constexpr std::string_view k_editor = "an editor's settings and tasks";
constexpr std::string_view k_agent = "an agent's settings";
constexpr std::string_view k_shell = "a shell's start file";
constexpr std::string_view k_ci = "continuous integration";
constexpr std::string_view k_hooks = "git hooks";
constexpr std::string_view k_desktop = "a program that starts with the session";
constexpr std::string_view k_debugger = "a debugger's or interpreter's start file";
constexpr std::string_view k_programs = "a program in a folder that stands in the PATH";

constexpr Named k_named[] = {
    {".envrc", Guard::always, "direnv"},
    {".vscode/settings.json", Guard::always, k_editor},
    {".vscode/tasks.json", Guard::always, k_editor},
    {".vscode/launch.json", Guard::always, k_editor},
    {".vscode/mcp.json", Guard::always, k_editor},
    {"*.code-workspace", Guard::always, k_editor},
    {".idea/**", Guard::always, k_editor},
    {".fleet/**", Guard::always, k_editor},
    {".zed/**", Guard::always, k_editor},
    {".devcontainer/**", Guard::always, k_editor},
    {".devcontainer.json", Guard::always, k_editor},
    {".vimrc", Guard::always, k_editor},
    {".exrc", Guard::always, k_editor},
    {".nvimrc", Guard::always, k_editor},
    {".nvim.lua", Guard::always, k_editor},
    {".lvimrc", Guard::always, k_editor},
    {".dir-locals.el", Guard::always, k_editor},
    {".mcp.json", Guard::always, k_agent},
    {".claude/**", Guard::always, k_agent},
    {".codex/**", Guard::always, k_agent},
    {".cursor/**", Guard::always, k_agent},
    {".agent/**", Guard::always, k_agent},
    {".agents/**", Guard::always, k_agent},
    {".gemini/**", Guard::always, k_agent},
    {".plumb/**", Guard::always, k_agent},
    {".husky/**", Guard::always, k_hooks},
    {".githooks/**", Guard::always, k_hooks},
    {".pre-commit-config.yaml", Guard::always, k_hooks},
    {"lefthook.yml", Guard::always, k_hooks},
    {".lefthook.yml", Guard::always, k_hooks},
    {".overcommit.yml", Guard::always, k_hooks},
    {".bashrc", Guard::always, k_shell},
    {".bash_profile", Guard::always, k_shell},
    {".bash_login", Guard::always, k_shell},
    {".bash_logout", Guard::always, k_shell},
    {".bash_aliases", Guard::always, k_shell},
    {".profile", Guard::always, k_shell},
    {".zshrc", Guard::always, k_shell},
    {".zshenv", Guard::always, k_shell},
    {".zprofile", Guard::always, k_shell},
    {".zlogin", Guard::always, k_shell},
    {".zlogout", Guard::always, k_shell},
    {".kshrc", Guard::always, k_shell},
    {".mkshrc", Guard::always, k_shell},
    {".cshrc", Guard::always, k_shell},
    {".tcshrc", Guard::always, k_shell},
    {".login", Guard::always, k_shell},
    {".config/fish/**", Guard::always, k_shell},
    {".xprofile", Guard::always, k_desktop},
    {".xinitrc", Guard::always, k_desktop},
    {".xsession", Guard::always, k_desktop},
    {".xsessionrc", Guard::always, k_desktop},
    {".pam_environment", Guard::always, k_desktop},
    {".config/autostart/**", Guard::always, k_desktop},
    {".config/systemd/**", Guard::always, k_desktop},
    {".ssh/**", Guard::always, "keys and settings of ssh"},
    {".gitconfig", Guard::always, "git's configuration"},
    {".config/git/**", Guard::always, "git's configuration"},
    {".gdbinit", Guard::always, k_debugger},
    {".lldbinit", Guard::always, k_debugger},
    {".pythonrc", Guard::always, k_debugger},
    {".irbrc", Guard::always, k_debugger},
    {".pryrc", Guard::always, k_debugger},
    {".rprofile", Guard::always, k_debugger},
    {".github/workflows/**", Guard::ci, k_ci},
    {".github/actions/**", Guard::ci, k_ci},
    {".forgejo/workflows/**", Guard::ci, k_ci},
    {".gitea/workflows/**", Guard::ci, k_ci},
    {".gitlab-ci.yml", Guard::ci, k_ci},
    {".gitlab/ci/**", Guard::ci, k_ci},
    {".circleci/**", Guard::ci, k_ci},
    {".buildkite/**", Guard::ci, k_ci},
    {".woodpecker/**", Guard::ci, k_ci},
    {".woodpecker.yml", Guard::ci, k_ci},
    {".teamcity/**", Guard::ci, k_ci},
    {".travis.yml", Guard::ci, k_ci},
    {".cirrus.yml", Guard::ci, k_ci},
    {".drone.yml", Guard::ci, k_ci},
    {".appveyor.yml", Guard::ci, k_ci},
    {"appveyor.yml", Guard::ci, k_ci},
    {"azure-pipelines.yml", Guard::ci, k_ci},
    {"bitbucket-pipelines.yml", Guard::ci, k_ci},
    {"jenkinsfile", Guard::ci, k_ci},
    {".gitattributes", Guard::attributes, "git's attributes, which name programs to run on files"},
    {".gitmodules", Guard::modules, "where git fetches submodules from"},
    {".env", Guard::environment, "a variable that makes programs load code"},
    {".env.*", Guard::environment, "a variable that makes programs load code"},
    {"*.pth", Guard::start_file, "a line that Python runs at each start"},
    {".venv/bin/*", Guard::program, k_programs},
    {"node_modules/.bin/*", Guard::program, k_programs},
};

Parts split(std::string_view path) {
  Parts out;
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    out.push_back(path.substr(0, slash));
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return out;
}

struct Pattern {
  Parts parts;
  bool is_folder = false;  // ends with /**
  const Named* named = nullptr;
};

struct Patterns {
  std::vector<Pattern> all;
  // By the first part; those that begin with '*' are of one part.
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_first;
  std::vector<std::size_t> wild;
};

const Patterns& patterns() {
  static const Patterns made = [] {
    Patterns out;
    for (const Named& named : k_named) {
      Pattern pattern{split(named.pattern), false, &named};
      if (pattern.parts.back() == "**") {
        pattern.parts.pop_back();
        pattern.is_folder = true;
      }
      const std::string_view first = pattern.parts[0];
      if (first.find('*') == std::string_view::npos)
        out.by_first[first].push_back(out.all.size());
      else
        out.wild.push_back(out.all.size());
      out.all.push_back(std::move(pattern));
    }
    return out;
  }();
  return made;
}

bool part_fits(std::string_view pattern, std::string_view part) {
  if (pattern == "*") return true;
  if (pattern.starts_with('*')) return part.ends_with(pattern.substr(1));
  if (pattern.ends_with('*')) return part.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == part;
}

// `at`: where in the path the pattern begins.
bool fits_at(const Pattern& pattern, const Parts& path, std::size_t at, bool is_link) {
  const std::size_t size = pattern.parts.size();
  const std::size_t left = path.size() - at;
  const std::size_t count = std::min(size, left);
  for (std::size_t i = 0; i < count; ++i)
    if (!part_fits(pattern.parts[i], path[at + i])) return false;
  if (pattern.is_folder ? left > size : left == size) return true;
  // A link in the place of the folder that such files lie in, or of one around it.
  return is_link && left <= size;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

Parts words(std::string_view line) {
  Parts out;
  constexpr std::string_view k_blank = " \t\r";
  for (std::size_t at = line.find_first_not_of(k_blank); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(k_blank, at), line.size());
    out.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(k_blank, end);
  }
  return out;
}

template <class Each>
void each_line(std::string_view text, Each each) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    each(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// Drivers that git itself has: they run nothing.
constexpr std::array<std::string_view, 33> k_built_in = {
    "ada",    "bash",  "bibtex", "cpp",    "csharp", "css",   "dts",    "elixir", "fortran",
    "fountain", "golang", "html", "java",  "kotlin", "markdown", "matlab", "objc", "pascal",
    "perl",   "php",   "python", "ruby",   "rust",   "scheme", "tex",   "text",   "binary",
    "union",  "ours",  "true",   "false",  "set",    "unset"};

bool is_in_package(const Parts& parts) {
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (parts[i] == "node_modules" || parts[i] == "site-packages" || parts[i] == "dist-packages")
      return true;
  return false;
}

std::set<std::string> drivers(std::string_view attributes) {
  std::set<std::string> out;
  each_line(attributes, [&](std::string_view line) {
    const Parts parts = words(line);
    if (parts.empty() || parts[0].starts_with('#')) return;
    for (std::size_t i = 1; i < parts.size(); ++i)
      for (const std::string_view kind : {"filter=", "diff=", "merge="}) {
        if (!parts[i].starts_with(kind)) continue;
        const std::string_view value = parts[i].substr(kind.size());
        const bool is_built_in = kind != "filter=" && std::find(k_built_in.begin(), k_built_in.end(),
                                                               value) != k_built_in.end();
        // With the pattern: the same driver on other files is another thing.
        if (!is_built_in) out.insert(std::string(parts[0]) + " " + std::string(parts[i]));
      }
  });
  return out;
}

bool is_loader(std::string_view name) {
  constexpr std::array<std::string_view, 22> k_names = {
      "PATH",          "BASH_ENV",       "ENV",             "PROMPT_COMMAND",    "SHELL",
      "NODE_OPTIONS",  "NODE_PATH",      "PYTHONSTARTUP",   "PYTHONHOME",        "PERL5OPT",
      "PERL5LIB",      "RUBYOPT",        "RUBYLIB",         "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS",
      "JDK_JAVA_OPTIONS", "EDITOR",      "VISUAL",          "PAGER",             "BROWSER",
      "RUSTC_WRAPPER", "PS1"};
  return name.starts_with("LD_") || name.starts_with("DYLD_") || name.starts_with("GIT_") ||
         std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

// "NAME=value" lines whose name is a loader, without blanks and "export".
std::set<std::string> loaders(std::string_view text) {
  std::set<std::string> out;
  each_line(text, [&](std::string_view line) {
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) return;
    line.remove_prefix(start);
    if (line.starts_with("export ")) line.remove_prefix(7);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return;
    const Parts name = words(line.substr(0, equals));
    if (name.size() == 1 && is_loader(name[0]))
      out.insert(std::string(name[0]) + std::string(line.substr(equals)));
  });
  return out;
}

}  // namespace

Protection protection(std::string_view path, bool is_link) {
  const std::string small = lower(path);
  const Parts parts = split(small);
  const Patterns& table = patterns();
  const bool is_package = is_in_package(parts);
  const Named* found = nullptr;
  const auto look = [&](const std::vector<std::size_t>& among, std::size_t at) {
    for (const std::size_t number : among) {
      const Pattern& pattern = table.all[number];
      const Guard guard = pattern.named->guard;
      if (is_package && guard != Guard::program && guard != Guard::start_file) continue;
      if (found == nullptr && fits_at(pattern, parts, at, is_link && guard != Guard::program))
        found = pattern.named;
    }
  };
  for (std::size_t at = 0; at < parts.size(); ++at)
    if (const auto named = table.by_first.find(parts[at]); named != table.by_first.end())
      look(named->second, at);
  if (!parts.empty()) look(table.wild, parts.size() - 1);
  if (found == nullptr) return {};
  // What a link leads to is not known to be harmless.
  const bool is_plain = is_link && found->guard != Guard::program && found->guard != Guard::ci;
  return {is_plain ? Guard::always : found->guard, found->what};
}

bool adds_drivers(std::string_view before, std::string_view after) {
  const auto old_ones = drivers(before);
  const auto new_ones = drivers(after);
  return !std::includes(old_ones.begin(), old_ones.end(), new_ones.begin(), new_ones.end());
}

std::string added_loader(std::string_view before, std::string_view after) {
  const auto old_ones = loaders(before);
  for (const std::string& line : loaders(after))
    if (!old_ones.contains(line)) return line.substr(0, line.find('='));
  return "";
}

bool runs_code(std::string_view start_file) {
  bool runs = false;
  each_line(start_file, [&](std::string_view line) {
    // As Python's site does it: a line that begins so is given to exec().
    if (line.starts_with("import ") || line.starts_with("import\t")) runs = true;
  });
  return runs;
}

bool is_secret(std::string_view path) {
  const std::string small = lower(path);
  const Parts parts = split(small);
  if (parts.empty()) return false;
  const std::string_view name = parts.back();
  for (const std::string_view harmless : {".example", ".sample", ".template", ".dist", ".pub"})
    if (name.ends_with(harmless)) return false;
  if (name == ".env" || name.starts_with(".env.")) return true;
  for (const std::string_view exact :
       {".netrc", ".pgpass", ".pypirc", ".htpasswd", ".npmrc", ".git-credentials", "credentials",
        "credentials.json", "credentials.toml", "secrets.json", "secrets.yml", "secrets.yaml",
        "secrets.toml", "master.key", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "kubeconfig"})
    if (name == exact) return true;
  for (const std::string_view ending :
       {".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".kdbx", ".ppk", ".gpg"})
    if (name.ends_with(ending) && name != ending) return true;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (parts[i] == ".ssh" || parts[i] == ".gnupg" || parts[i] == ".aws") return true;
  return false;
}

}  // namespace workspace
