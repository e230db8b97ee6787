#pragma once
// System calls below one folder that no link and no ".." can lead out of.

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/file.h"

namespace workspace {

/// Safe from any thread.
class Rooted {
 public:
  static base::Result<std::unique_ptr<Rooted>> open(const std::string& root);

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }

  /// Opens what lies at `relative` ("" = the root), following no link on the way nor at its end.
  /// Returns -1 with errno as open(2) does; a link gives ELOOP, a file as a folder ENOTDIR.
  [[nodiscard]] int open_at(const std::string& relative, int flags) const;

  /// The folder that `relative` lies in, to be used with the last part of its name.
  [[nodiscard]] base::Result<base::Fd> folder_of(const std::string& relative) const;

 private:
  Rooted(std::string path, base::Fd fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  std::string path_;
  base::Fd fd_;
};

/// The relative path that `path` means below `root` (both absolute, `root` without links): "" is the
/// root itself. Links inside the root are followed, the last one only if asked; parts that do not
/// exist are taken as they are. Fails with denied if it leads out, invalid (empty, NUL, too long,
/// links in a circle).
enum class LastLink : std::uint8_t { follow, keep };
base::Result<std::string> place_below(const std::string& root, const std::string& path,
                                      LastLink last);

}  // namespace workspace
