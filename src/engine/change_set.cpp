#include "change_set.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "text/ignore.h"
#include "verify/mutation.h"
#include "verify/roles.h"

namespace engine {

namespace {

using workspace::Effect;
using workspace::Kind;
using workspace::Workspace;

constexpr std::size_t k_ignore_file_max = std::size_t{1} << 20;

/// git's view of the tree: which paths the project's own ignore files name. Folders are looked at once.
class Ignored {
 public:
  explicit Ignored(std::string root) : root_(std::move(root)) { rules_.emplace("", enter({}, "")); }

  bool holds(const std::string& path, bool is_folder) {
    return rules_for(parent_of(path)).ignores_below(path, is_folder ? text::Entry::folder : text::Entry::file);
  }

 private:
  static std::string parent_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
  }

  const text::IgnoreRules& rules_for(const std::string& folder) {
    if (const auto known = rules_.find(folder); known != rules_.end()) return known->second;
    const text::IgnoreRules around = rules_for(parent_of(folder));
    return rules_.emplace(folder, enter(around, folder)).first->second;
  }

  text::IgnoreRules enter(const text::IgnoreRules& around, const std::string& folder) const {
    const auto read = [&](const char* name) {
      const std::string path = base::join(base::join(root_, folder), name);
      struct stat st {};
      // A link could lead anywhere; git does not follow one here either.
      if (::lstat(path.c_str(), &st) != 0 || !S_ISREG(st.st_mode)) return std::string();
      return base::read_file(path, k_ignore_file_max).value_or(std::string());
    };
    const std::string gitignore = read(".gitignore");
    const std::string exclude = folder.empty() ? read(".git/info/exclude") : std::string();
    text::IgnoreRules::Texts texts;
    texts.gitignore = gitignore;
    texts.exclude = exclude;
    texts.is_repository = folder.empty();
    return around.enter(folder, texts);
  }

  std::string root_;
  std::map<std::string, text::IgnoreRules> rules_;
};

bool in_git(const std::string& path) {
  return path.starts_with("../") || ("/" + path + "/").find("/.git/") != std::string::npos;
}

bool is_of_tests(const std::string& path) {
  using verify::Role;
  const Role role = verify::role_of(path);
  return role == Role::test || role == Role::test_data || role == Role::test_config;
}

/// What interpreters and test runners leave, whatever they run. No project keeps it, and a prepared one can
/// stand in for the source that it is named after.
bool is_cache(std::string_view path) {
  static constexpr std::string_view k_folders[] = {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"};
  if (path.ends_with(".pyc") || path.ends_with(".pyo")) return true;
  const std::string whole = "/" + std::string(path) + "/";
  return std::any_of(std::begin(k_folders), std::end(k_folders), [&](std::string_view folder) {
    return whole.find("/" + std::string(folder) + "/") != std::string::npos;
  });
}

bool is_text(const std::string& bytes) { return bytes.find('\0') == std::string::npos; }

/// Folders that the session made and that say of themselves that they hold products: CMake's and meson's
/// build folders, and whatever follows the standard of CACHEDIR.TAG (cargo, pytest, many others).
std::set<std::string> product_folders(const std::vector<Effect>& effects) {
  std::set<std::string> out, made;
  for (const Effect& effect : effects) {
    if (effect.before) continue;
    made.insert(effect.path);
    for (const std::string_view sign : {"/CMakeCache.txt", "/CACHEDIR.TAG", "/meson-private"})
      if (effect.path.ends_with(sign)) out.insert(effect.path.substr(0, effect.path.size() - sign.size()));
  }
  std::erase_if(out, [&](const std::string& folder) { return !made.contains(folder); });
  return out;
}

class Reader {
 public:
  explicit Reader(const Workspace& workspace) : workspace_(workspace), ignored_(workspace.root()) {}

  ChangeSet read() {
    const auto effects = workspace_.total();
    products_ = product_folders(effects);
    for (const Effect& effect : effects) {
      const bool is_git = in_git(effect.path);
      out_.only_products = out_.only_products && !is_git;
      if (is_git) continue;
      const bool is_folder = kind_of(effect) == Kind::folder;
      if (ignored_.holds(effect.path, is_folder) || is_cache(effect.path) || is_product(effect.path)) {
        leave_out(effect, is_folder);
        continue;
      }
      out_.only_products = false;
      if (!is_folder) {
        take(effect);
      } else if (effect.entries > 1 && (!effect.before || !effect.after)) {
        out_.others.push_back(effect.path);
      }
    }
    return std::move(out_);
  }

 private:
  static Kind kind_of(const Effect& effect) { return effect.after ? effect.after->kind : effect.before ? effect.before->kind : Kind::other; }

  [[nodiscard]] bool is_product(const std::string& path) const {
    return std::any_of(products_.begin(), products_.end(), [&](const auto& folder) { return base::is_within(path, folder); });
  }

  /// As it was before, with its own time: what was made of later sources is older than they are then.
  void leave_out(const Effect& effect, bool is_folder) {
    workspace::Shown shown{effect.path, std::nullopt, Kind::file, 0644, 0};
    if (is_folder && effect.before && effect.after) return;
    if (!is_folder && effect.before && (effect.before->kind == Kind::file || effect.before->kind == Kind::symlink)) {
      auto bytes = workspace_.content(effect, Workspace::Side::before);
      if (bytes) {
        shown.bytes = *std::move(bytes);
        shown.kind = effect.before->kind;
        shown.mode = effect.before->mode;
        shown.mtime_ns = effect.before->mtime_ns;
      }
    }
    // A folder that went is not brought back: its old content is a product as well.
    if (!effect.before || shown.bytes) out_.leftovers.push_back(std::move(shown));
  }

  void keep_before(const Effect& effect) {
    if (effect.before->kind != Kind::file && effect.before->kind != Kind::symlink) return;
    auto bytes = workspace_.content(effect, Workspace::Side::before);
    if (!bytes) {   // beyond the store's budget
      out_.lost.push_back(effect.path);
      return;
    }
    out_.others_before.push_back({effect.path, *std::move(bytes), effect.before->kind, effect.before->mode, 0});
  }

  std::optional<std::string> text_of(const Effect& effect, Workspace::Side side, std::size_t& budget) const {
    const auto& version = side == Workspace::Side::before ? effect.before : effect.after;
    if (version->kind != Kind::file || version->size > k_compared_file_max || version->size > budget) return std::nullopt;
    auto bytes = workspace_.content(effect, side, k_compared_file_max);
    if (!bytes || (!is_text(*bytes) && !is_of_tests(effect.path))) return std::nullopt;
    budget -= std::min(budget, bytes->size());
    return *std::move(bytes);
  }

  void take(const Effect& effect) {
    verify::ChangedFile file;
    file.path = effect.path;
    if (effect.before) {
      file.before = text_of(effect, Workspace::Side::before, before_left_);
      file.mode_before = effect.before->mode;
    }
    if (effect.after) {
      file.after = text_of(effect, Workspace::Side::after, after_left_);
      file.mode_after = effect.after->mode;
    }
    if (effect.before.has_value() != file.before.has_value() || effect.after.has_value() != file.after.has_value()) {
      out_.others.push_back(effect.path);
      if (effect.before && is_of_tests(effect.path)) keep_before(effect);
      return;
    }
    if (file.after) out_.fresh.push_back({file.path, file.after, Kind::file, file.mode_after, 0});
    out_.files.push_back(std::move(file));
  }

  const Workspace& workspace_;
  Ignored ignored_;
  std::set<std::string> products_;
  ChangeSet out_;
  std::size_t before_left_ = k_compared_max, after_left_ = k_compared_max;
};

}  // namespace

base::Result<ChangeSet> change_set(const Workspace& workspace) { return Reader(workspace).read(); }

bool changes_anything(const Workspace& workspace) {
  if (workspace.total().empty()) return false;
  const auto changes = change_set(workspace);
  return !changes || !changes->only_products;
}

verify::Touches touches(const ChangeSet& changes, std::vector<std::string>& only) {
  using verify::Role;
  bool tests = false, formatting = false;
  for (const auto& file : changes.files) {
    const Role role = verify::role_of(file.path, file.after ? *file.after : *file.before);
    switch (role) {
      case Role::code:
        if (!verify::only_formatting(file)) return verify::Touches::code;
        formatting = true;
        break;
      case Role::test:
      case Role::test_data: tests = true; break;
      case Role::build:
      case Role::test_config: return verify::Touches::code;
      case Role::docs:
      case Role::other: only.push_back(file.path); break;
    }
  }
  only.insert(only.end(), changes.others.begin(), changes.others.end());
  if (formatting) return verify::Touches::formatting;
  if (tests) return verify::Touches::tests;
  return verify::Touches::other;
}

std::vector<workspace::Shown> versions(const ChangeSet& changes, const std::vector<std::string>& paths, Side side) {
  const std::set<std::string, std::less<>> chosen(paths.begin(), paths.end());
  std::vector<workspace::Shown> out;
  for (const auto& file : changes.files) {
    if (!chosen.contains(file.path)) continue;
    const auto& bytes = side == Side::before ? file.before : file.after;
    const auto mode = side == Side::before ? file.mode_before : file.mode_after;
    out.push_back({file.path, bytes, Kind::file, mode == 0 ? 0644U : mode, 0});
  }
  return out;
}

}  // namespace engine
