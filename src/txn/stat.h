#pragma once
// Looking at one name in an open folder; never follows a link.

#include <sys/stat.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "txn/txn.h"

namespace txn {

Stat to_stat(const struct stat& st);
inline std::int64_t nanoseconds(const timespec& time) {
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}
timespec to_timespec(std::int64_t ns);

/// Nothing if there is no such name (or its folder is a file).
base::Result<std::optional<struct stat>> look_raw(int folder, const std::string& name);
base::Result<std::optional<Stat>> look(int folder, const std::string& name);

/// Opens a folder for reading below another one. Does not follow a link.
base::Result<base::Fd> open_folder(int folder, const std::string& name);

/// Names in an open folder (its offset is moved), in the order of the file system.
base::Result<std::vector<std::string>> names_in(int folder);

/// "/proc/self/fd/N": for calls that take a path only, on descriptors opened with O_PATH.
std::string fd_path(int fd);
std::string fd_path(int fd, const std::string& name);

}  // namespace txn
