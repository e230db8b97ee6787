#include "change_set.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "text/ignore.h"
#include "text/sha256.h"
#include "verify/mutation.h"
#include "verify/roles.h"

namespace engine {

namespace {

using workspace::Effect;
using workspace::Kind;
using workspace::Workspace;

constexpr std::size_t k_ignore_file_max = std::size_t{1} << 20;
constexpr std::size_t k_hashed_max = std::size_t{64} << 20;
constexpr std::size_t k_inside_max = 20'000;   ///< entries of a folder that came or went whole

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
/// build folders, and whatever follows the standard of CACHEDIR.TAG (cargo, pytest, many others). Asked of the
/// tree, since large folders are not listed.
std::set<std::string> product_folders(const std::vector<Effect>& effects, const std::string& root) {
  std::set<std::string> out;
  for (const Effect& effect : effects) {
    if (effect.before || !effect.after || effect.after->kind != Kind::folder || in_git(effect.path)) continue;
    for (const char* sign : {"CMakeCache.txt", "CACHEDIR.TAG", "meson-private"})
      if (base::exists(base::join(base::join(root, effect.path), sign))) out.insert(effect.path);
  }
  return out;
}

bool is_folder(const std::optional<workspace::Version>& version) { return version && version->kind == Kind::folder; }

/// What of a change is work, and what only its products.
class Sorter {
 public:
  Sorter(const Workspace& workspace, const std::vector<Effect>& effects)
      : ignored_(workspace.root()), products_(product_folders(effects, workspace.root())) {}

  bool is_product(const Effect& effect) {
    const bool folder = is_folder(effect.after) || (!effect.after && is_folder(effect.before));
    return ignored_.holds(effect.path, folder) || is_cache(effect.path) ||
           std::any_of(products_.begin(), products_.end(), [&](const auto& one) { return base::is_within(effect.path, one); });
  }

 private:
  Ignored ignored_;
  std::set<std::string> products_;
};

class Reader {
 public:
  explicit Reader(const Workspace& workspace) : workspace_(workspace), effects_(workspace.total()), sorter_(workspace, effects_) {}

  ChangeSet read() {
    find_gone();
    for (const Effect& effect : effects_) {
      const bool is_git = in_git(effect.path);
      out_.only_products = out_.only_products && !is_git;
      if (is_git) continue;
      if (sorter_.is_product(effect)) {
        leave_out(effect, kind_of(effect) == Kind::folder);
        continue;
      }
      out_.only_products = false;
      if (is_folder(effect.before) || is_folder(effect.after)) expand(effect);
      take(effect);
    }
    return std::move(out_);
  }

 private:
  static Kind kind_of(const Effect& effect) { return effect.after ? effect.after->kind : effect.before ? effect.before->kind : Kind::other; }

  /// Folders that are not there any more, and what steps before their end did in them.
  void find_gone() {
    for (const Effect& effect : effects_) {
      own_.insert(effect.path);
      if (is_folder(effect.before) && !is_folder(effect.after)) gone_.insert(effect.path);
    }
  }
  [[nodiscard]] bool is_gone(const std::string& path) const {
    return std::any_of(gone_.begin(), gone_.end(), [&](const auto& folder) { return path != folder && base::is_within(path, folder); });
  }

  /// A folder that came or went whole, file by file.
  void expand(const Effect& folder) {
    const auto inner = workspace_.inside(folder, k_inside_max);
    if (!inner) {
      const bool came = is_folder(folder.after);
      out_.others.push_back({folder.path, "", came ? ChangeSet::Other::What::folder : ChangeSet::Other::What::gone});
      if (is_folder(folder.before) && is_of_tests(folder.path + "/x")) out_.lost.push_back(folder.path);
      return;
    }
    for (const Effect& effect : *inner)
      if (!own_.contains(effect.path) && !sorter_.is_product(effect)) take(effect);
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

  void take(Effect effect) {
    if (is_gone(effect.path)) effect.after.reset();
    if (is_folder(effect.before)) effect.before.reset();   // expanded
    if (is_folder(effect.after)) effect.after.reset();
    if (!effect.before && !effect.after) return;
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
      const auto what = effect.after ? ChangeSet::Other::What::file : ChangeSet::Other::What::gone;
      out_.others.push_back({effect.path, hash_of(effect), what});
      if (effect.before && is_of_tests(effect.path)) keep_before(effect);
      return;
    }
    // No product from before the session can have been made of a file that is new.
    if (file.before && file.after) out_.fresh.push_back({file.path, file.after, Kind::file, file.mode_after, 0});
    out_.files.push_back(std::move(file));
  }

  /// "" for what is no file, or too large to be worth it.
  [[nodiscard]] std::string hash_of(const Effect& effect) const {
    if (!effect.after || effect.after->kind != Kind::file || effect.after->size > k_hashed_max) return {};
    const auto bytes = workspace_.content(effect, Workspace::Side::after, k_hashed_max);
    return bytes ? text::sha256_hex(*bytes) : std::string();
  }

  const Workspace& workspace_;
  std::vector<Effect> effects_;
  Sorter sorter_;
  std::set<std::string> own_, gone_;
  ChangeSet out_;
  std::size_t before_left_ = k_compared_max, after_left_ = k_compared_max;
};

}  // namespace

base::Result<ChangeSet> change_set(const Workspace& workspace) { return Reader(workspace).read(); }

bool changes_anything(const Workspace& workspace) {
  const auto effects = workspace.total();
  Sorter sorter(workspace, effects);
  return std::any_of(effects.begin(), effects.end(), [&](const Effect& effect) { return in_git(effect.path) || !sorter.is_product(effect); });
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
  for (const auto& file : changes.others) only.push_back(file.path);
  if (changes.files.empty() && only.empty()) only.emplace_back("git's own files");
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
