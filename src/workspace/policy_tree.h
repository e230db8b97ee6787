#pragma once
// One side of a change as a tree to look into: the project as it is, or a transaction's upper. Names
// come from effects and from hostile folders: no link is followed anywhere.

#include <sys/stat.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "rooted.h"

namespace workspace {

class Side {
 public:
  /// A folder that cannot be opened is an empty side.
  explicit Side(const std::string& folder);

  /// What lies at `path`; nothing if nothing does, or if overlayfs has hidden it there.
  [[nodiscard]] std::optional<struct stat> look(const std::string& path) const;
  [[nodiscard]] bool has_folder(const std::string& path) const;
  /// The bytes of a file or the target of a link. Fails with not_found, too_big, invalid (a folder or a
  /// device), denied, io.
  [[nodiscard]] base::Result<std::string> read(const std::string& path, std::size_t limit) const;
  /// A file for reading, -1 if it is none.
  [[nodiscard]] base::Fd open(const std::string& path) const;

  /// Shows everything below `folder` ("" = all), a folder before what is in it, names in order. `visit`
  /// returns what to do next.
  enum class Next { into, over, stop };
  using Visit = std::function<Next(const std::string& path, const struct stat& st)>;
  /// False if it was stopped, or a folder could not be read or lies too deep: something was not seen.
  bool walk(const std::string& folder, const Visit& visit) const;

 private:
  std::unique_ptr<Rooted> root_;
};

}  // namespace workspace
