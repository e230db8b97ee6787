#pragma once
// Whole files, folders and descriptors. Paths are byte strings, as Linux has them: a name that is
// not UTF-8 stays what it is. Every function is safe from any thread; errors name the path.

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace base {

/// Owns a file descriptor; closes it at the end. -1 = none.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  ~Fd() { reset(); }
  [[nodiscard]] int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1);

 private:
  int fd_ = -1;
};

inline constexpr std::size_t k_file_max = std::size_t{256} << 20;

/// The bytes of a regular file. Fails with not_found, denied, too_big (more than `limit` bytes),
/// invalid (a folder, a device), io.
Result<std::string> read_file(const std::string& path, std::size_t limit = k_file_max);

enum class Durable { no, yes };

/// Replaces or makes `path` at once: readers see the old bytes or the new ones, never a part. The
/// bytes go to a temporary file beside it, which is removed on failure. `mode` is that of a new
/// file; an existing file keeps its own. A symlink is followed: its target is replaced. With
/// Durable::yes the bytes and the name survive a power cut.
Result<> write_file(const std::string& path, std::string_view bytes, mode_t mode = 0644,
                    Durable durable = Durable::no);

/// Writes all of `bytes` to a descriptor, going on after short writes and EINTR.
Result<> write_all(int fd, std::string_view bytes);

/// Makes a folder and its parents; not an error if it is there.
Result<> make_dirs(const std::string& path, mode_t mode = 0777);

/// Removes a file or a whole folder, without following symlinks; not an error if it is not there.
/// Folders in it that are read-only or closed to their owner are opened up first; the folder that
/// holds `path` is left as it is.
Result<> remove_all(const std::string& path);

/// Names in a folder without "." and "..", sorted by bytes.
Result<std::vector<std::string>> list_dir(const std::string& path);

bool exists(const std::string& path);
bool is_dir(const std::string& path);

/// A new private folder below `folder` ("" = $TMPDIR or /tmp): `make_temp_dir("plumb-")`. The caller
/// removes it.
Result<std::string> make_temp_dir(std::string_view prefix, const std::string& folder = {});

/// Owns a temporary folder and removes it at the end.
class TempDir {
 public:
  static Result<TempDir> make(std::string_view prefix = "plumb-", const std::string& folder = {});
  TempDir(TempDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TempDir& operator=(TempDir&&) = delete;
  ~TempDir();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit TempDir(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace base
