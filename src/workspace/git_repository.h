#pragma once
// What git has of a project's files: the repository that a folder belongs to, its index, its loose
// objects. Read only, and only what is needed.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/file.h"
#include "git_index.h"

namespace workspace {

/// The folders behind a .git, absolute: the folder itself, or what its "gitdir: ..." file names
/// (linked worktrees, submodules).
struct GitPlace {
  std::string own;      ///< HEAD, index
  std::string shared;   ///< objects, refs, config; another folder in linked worktrees only
};
/// Nothing if `git` is no repository (no HEAD, a broken file).
std::optional<GitPlace> find_git_place(const std::string& git);

/// A hash as git names contents: "blob SIZE\0" and the bytes. `fd` from its start; nothing if it has
/// another size or cannot be read.
std::optional<GitHash> hash_file(int fd, std::uint64_t size, std::size_t hash_size);
GitHash hash_blob(std::string_view bytes, std::size_t hash_size);

/// One working tree. Not for several threads at once.
class GitRepository {
 public:
  GitRepository(std::string work, GitPlace place) : work_(std::move(work)), place_(std::move(place)) {}

  [[nodiscard]] const std::string& work() const { return work_; }       ///< absolute, "" = /
  [[nodiscard]] const GitPlace& place() const { return place_; }

  /// Reads the index again if it is another file than last time. Without one, nothing is tracked.
  void refresh();
  /// False if the index could not be understood: then nothing is known to be saved by it.
  [[nodiscard]] bool is_readable() const { return readable_; }
  [[nodiscard]] std::size_t hash_size() const { return hash_size_; }

  /// Of a path below work().
  [[nodiscard]] bool tracks(std::string_view path) const;
  [[nodiscard]] bool tracks_below(std::string_view folder) const;
  /// True if the index says that a file that looks like this has the content that git has: same size
  /// and time of change, and not so young that a later change could have the same time.
  struct Look {
    std::uint64_t size = 0;
    std::int64_t mtime_s = 0;
    std::uint32_t mtime_ns = 0;
    bool is_link = false;
  };
  [[nodiscard]] bool looks_saved(std::string_view path, const Look& look) const;
  /// True if the index has this content at `path`.
  [[nodiscard]] bool has_at(std::string_view path, const GitHash& hash) const;
  /// Below place().shared: where a loose object of this name would lie.
  [[nodiscard]] static std::string loose(const GitHash& hash);
  [[nodiscard]] bool has_loose(const GitHash& hash) const;

 private:
  struct Stamp {
    std::uint64_t inode = 0, size = 0;
    std::int64_t mtime_s = 0, mtime_ns = 0, ctime_s = 0, ctime_ns = 0;
    bool operator==(const Stamp&) const = default;
  };
  struct Part {  // the index, and a split index' shared part
    GitIndex index;
    Stamp written;
  };
  std::optional<Part> load(const std::string& name);

  std::string work_;
  GitPlace place_;
  Stamp seen_;
  std::vector<Part> parts_;
  bool readable_ = false;
  std::size_t hash_size_ = 20;
};

}  // namespace workspace
