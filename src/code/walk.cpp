// The tree is walked level by level, the folders of a level in parallel. That way a walk that meets
// its bound has seen the upper levels, which say most about a project, and has seen the same ones
// each time. Entries are kept with their folders, so that the sorted list falls out of one pass at
// the end: sorting 60,000 whole paths would cost as much as reading them from disk.
#include "code/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "path_filter.h"
#include "text/ignore.h"
#include "workers.h"

namespace code {
namespace {

using base::Code;

constexpr std::size_t k_ignore_file_max = std::size_t{4} << 20;
constexpr std::size_t k_depth_max = 256;
constexpr std::size_t k_batch = 1024;        // folders between two looks at the bound
constexpr std::size_t k_worth_threads = 16;  // folders

struct Folder;

struct Item {
  std::string name;
  Kind kind;
  std::unique_ptr<Folder> folder;  // one to walk
};

struct Folder {
  std::string path;  // from the root; "" for the root
  text::IgnoreRules rules;
  std::size_t depth = 0;
  std::vector<Item> items;
  std::string trouble;
  int error = 0;  // errno, if it could not be opened
};

struct DirCloser {
  void operator()(DIR* dir) const { ::closedir(dir); }
};

Kind kind_of(unsigned char type) {
  switch (type) {
    case DT_REG:
      return Kind::file;
    case DT_DIR:
      return Kind::folder;
    case DT_LNK:
      return Kind::link;
    default:
      return Kind::other;
  }
}

/// For file systems that do not tell the type with the name.
Kind kind_of(int dir, const char* name) {
  struct stat st {};
  if (::fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0) return Kind::other;
  if (S_ISREG(st.st_mode)) return Kind::file;
  if (S_ISDIR(st.st_mode)) return Kind::folder;
  return S_ISLNK(st.st_mode) ? Kind::link : Kind::other;
}

/// The text of an ignore file, "" if there is none. One that cannot be read is reported.
std::string ignore_text(const std::string& path, std::string& trouble) {
  auto text = base::read_file(path, k_ignore_file_max);
  if (text) return std::move(*text);
  if (text.error().code != Code::not_found) trouble = text.error().what;
  return {};
}

/// Where the repository of `folder` keeps info/exclude: in .git, or, for a worktree or submodule,
/// where the file .git says.
std::string exclude_path(const std::string& folder) {
  std::string git = base::join(folder, ".git");
  if (!base::is_dir(git)) {
    const auto link = base::read_file(git, 4096);
    constexpr std::string_view k_key = "gitdir: ";
    if (!link || !link->starts_with(k_key)) return {};
    const std::string target = link->substr(k_key.size(), link->find('\n') - k_key.size());
    git = base::join(folder, target);
    if (const auto common = base::read_file(base::join(git, "commondir"), 4096))
      git = base::join(git, common->substr(0, common->find('\n')));
  }
  return base::join(git, "info/exclude");
}

struct IgnoreFilesHere {
  bool gitignore = false, ignore = false, git = false;
};

text::IgnoreRules enter(const text::IgnoreRules& around, const std::string& folder,
                        const std::string& rule_path, const IgnoreFilesHere& here,
                        std::string& trouble) {
  std::string gitignore;
  std::string ignore;
  std::string exclude;
  if (here.gitignore) gitignore = ignore_text(base::join(folder, ".gitignore"), trouble);
  if (here.ignore) ignore = ignore_text(base::join(folder, ".ignore"), trouble);
  if (here.git)
    if (const std::string path = exclude_path(folder); !path.empty())
      exclude = ignore_text(path, trouble);
  return around.enter(rule_path, {gitignore, ignore, exclude, here.git});
}

class Walker {
 public:
  Walker(const std::string& root, const WalkOptions& options, std::stop_token stop)
      : root_(root), options_(options), filter_(options.globs), stop_(std::move(stop)) {}

  base::Result<Walk> run() {
    auto top = std::make_unique<Folder>();
    if (options_.ignored == Ignored::skip) top->rules = rules_around();
    read(*top);
    // The root is what was asked for: if it cannot be read, that is an error, not a remark.
    if (top->error != 0) return base::fail_errno("cannot list " + root_, top->error);
    take(*top);
    std::vector<Folder*> level = children({top.get()});
    while (!level.empty() && !result_.cut) {
      TRY_DO(read_level(level));
      level = children(level);
    }
    emit(*top);
    return std::move(result_);
  }

 private:
  /// The rules of the repository around the root, from its top down to the root's parent.
  text::IgnoreRules rules_around() {
    text::IgnoreRules rules;
    const std::unique_ptr<char, decltype(&::free)> real(::realpath(root_.c_str(), nullptr), ::free);
    if (!real) return rules;
    const std::string root = real.get();
    std::string top = root;
    while (!base::exists(base::join(top, ".git"))) {
      if (top == "/") return rules;
      top = base::parent(top);
    }
    if (top == root) return rules;
    prefix_ = base::relative(root, top) + "/";
    std::string trouble;
    for (std::size_t slash = 0;; slash = prefix_.find('/', slash) + 1) {
      const std::string inner = slash == 0 ? "" : prefix_.substr(0, slash - 1);
      if (slash == prefix_.size()) break;
      const std::string folder = base::join(top, inner);
      const auto has = [&folder](const char* name) {
        return base::exists(base::join(folder, name));
      };
      const IgnoreFilesHere here{has(".gitignore"), has(".ignore"), has(".git")};
      rules = enter(rules, folder, inner, here, trouble);
    }
    report(trouble);
    return rules;
  }

  [[nodiscard]] std::string full_path(const Folder& folder) const {
    return base::join(root_, folder.path);
  }

  /// Reads one folder: what it holds, sorted, without what is not wanted. Runs on any thread.
  void read(Folder& folder) {
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (folder.depth == 0 ? 0 : O_NOFOLLOW);
    const std::string path = full_path(folder);
    const int fd = ::open(path.c_str(), flags);
    const std::unique_ptr<DIR, DirCloser> dir(fd < 0 ? nullptr : ::fdopendir(fd));
    if (!dir) {
      folder.error = errno;
      folder.trouble = base::fail_errno("cannot read " + path, folder.error).value().what;
      if (fd >= 0) base::Fd(fd).reset();
      return;
    }
    IgnoreFilesHere here;
    errno = 0;
    while (const dirent* entry = ::readdir(dir.get())) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      if (name == ".git") {
        here.git = true;
        continue;
      }
      const Kind kind =
          entry->d_type == DT_UNKNOWN ? kind_of(fd, entry->d_name) : kind_of(entry->d_type);
      if (kind == Kind::file && name == ".gitignore") here.gitignore = true;
      if (kind == Kind::file && name == ".ignore") here.ignore = true;
      if (options_.hidden == Hidden::skip && name.starts_with('.')) continue;
      folder.items.push_back({std::string(name), kind, nullptr});
    }
    if (errno != 0) folder.trouble = base::fail_errno("cannot read all of " + path).value().what;
    choose(folder, path, here);
  }

  void choose(Folder& folder, const std::string& path, const IgnoreFilesHere& here) {
    std::string rule_path = prefix_ + folder.path;
    while (rule_path.ends_with('/')) rule_path.pop_back();
    if (options_.ignored == Ignored::skip)
      folder.rules = enter(folder.rules, path, rule_path, here, folder.trouble);
    if (!rule_path.empty()) rule_path.push_back('/');
    const std::size_t stem = rule_path.size();
    std::erase_if(folder.items, [&](const Item& item) {
      rule_path.resize(stem);
      rule_path += item.name;
      return !wanted(folder, rule_path, item.kind);
    });
    std::sort(folder.items.begin(), folder.items.end(),
              [](const Item& a, const Item& b) { return a.name < b.name; });
    if (folder.depth + 1 >= std::min(options_.depth_max, k_depth_max)) return;
    for (Item& item : folder.items) {
      if (item.kind != Kind::folder) continue;
      item.folder = std::make_unique<Folder>();
      item.folder->path = base::join(folder.path, item.name);
      item.folder->rules = folder.rules;
      item.folder->depth = folder.depth + 1;
    }
  }

  [[nodiscard]] bool wanted(const Folder& folder, const std::string& rule_path, Kind kind) const {
    const std::string_view path = std::string_view(rule_path).substr(prefix_.size());
    if (kind == Kind::folder) {
      if (!filter_.empty() && !filter_.enters(path)) return false;
      return !folder.rules.ignores(rule_path, text::Entry::folder);
    }
    if (!filter_.empty() && !filter_.lets_through(path)) return false;
    return !folder.rules.ignores(rule_path, text::Entry::file);
  }

  /// Reads the folders of one level, in batches, and counts what they hold.
  base::Result<> read_level(const std::vector<Folder*>& level) {
    for (std::size_t begin = 0; begin < level.size() && !result_.cut; begin += k_batch) {
      const std::size_t end = std::min(begin + k_batch, level.size());
      std::atomic<std::size_t> next = begin;
      run_on_threads(end - begin < k_worth_threads ? 1 : thread_count(0), [&] {
        for (std::size_t i = 0; (i = next.fetch_add(1)) < end && !stop_.stop_requested();)
          read(*level[i]);
      });
      if (stop_.stop_requested())
        return base::fail(Code::cancelled, "walking " + root_ + " was cancelled");
      for (std::size_t i = begin; i < end; ++i) take(*level[i]);
    }
    return {};
  }

  /// Counts a folder's entries in; beyond the bound they are dropped.
  void take(Folder& folder) {
    const std::size_t room = options_.entries_max - std::min(options_.entries_max, taken_);
    if (folder.items.size() > room) {
      folder.items.erase(folder.items.begin() + static_cast<std::ptrdiff_t>(room),
                         folder.items.end());
      result_.cut = true;
    }
    taken_ += folder.items.size();
    report(folder.trouble);
  }

  void report(const std::string& trouble) {
    if (!trouble.empty() && result_.unreadable.size() < options_.unreadable_max)
      result_.unreadable.push_back(trouble);
  }

  static std::vector<Folder*> children(const std::vector<Folder*>& level) {
    std::vector<Folder*> out;
    for (const Folder* folder : level)
      for (const Item& item : folder->items)
        if (item.folder) out.push_back(item.folder.get());
    return out;
  }

  /// As deep as the tree, so at most k_depth_max calls.
  void emit(Folder& folder) {
    for (Item& item : folder.items) {
      std::string path = base::join(folder.path, item.name);
      const bool listed = item.kind != Kind::folder ||
                          (options_.folders && (filter_.empty() || filter_.lets_through(path)));
      if (listed) result_.entries.push_back({std::move(path), item.kind});
      if (!item.folder) continue;
      emit(*item.folder);
      item.folder.reset();
    }
  }

  const std::string& root_;
  const WalkOptions& options_;
  PathFilter filter_;
  std::stop_token stop_;
  std::string prefix_;  // from the top of the repository to the root: "" or "a/b/"
  std::size_t taken_ = 0;
  Walk result_;
};

}  // namespace

bool path_less(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return x == a.end() && y != b.end();
  // A slash ends a part, and a part that ends is less than one that goes on.
  if (*x == '/' || *y == '/') return *x == '/';
  return static_cast<unsigned char>(*x) < static_cast<unsigned char>(*y);
}

base::Result<Walk> walk(const std::string& root, const WalkOptions& options, std::stop_token stop) {
  return Walker(root, options, std::move(stop)).run();
}

}  // namespace code
