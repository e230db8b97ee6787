#include "stat.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace txn {

static Kind kind_of(mode_t mode) {
  if (S_ISREG(mode)) return Kind::file;
  if (S_ISDIR(mode)) return Kind::folder;
  return S_ISLNK(mode) ? Kind::symlink : Kind::other;
}

timespec to_timespec(std::int64_t ns) {
  timespec out{};
  out.tv_sec = ns / 1'000'000'000;
  out.tv_nsec = ns % 1'000'000'000;
  if (out.tv_nsec < 0) {   // before 1970
    out.tv_nsec += 1'000'000'000;
    --out.tv_sec;
  }
  return out;
}

Stat to_stat(const struct stat& st) {
  Stat out;
  out.kind = kind_of(st.st_mode);
  out.size = static_cast<std::uint64_t>(st.st_size);
  out.mode = st.st_mode & 07777U;
  out.inode = st.st_ino;
  out.links = st.st_nlink;
  out.mtime_ns = nanoseconds(st.st_mtim);
  out.ctime_ns = nanoseconds(st.st_ctim);
  return out;
}

base::Result<std::optional<struct stat>> look_raw(int folder, const std::string& name) {
  struct stat st {};
  if (::fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) == 0) return st;
  if (errno == ENOENT || errno == ENOTDIR) return std::optional<struct stat>();
  return base::fail_errno("cannot look at " + name);
}

base::Result<std::optional<Stat>> look(int folder, const std::string& name) {
  auto found = look_raw(folder, name);
  if (!found) return base::fail(std::move(found).error());
  if (!*found) return std::optional<Stat>();
  return std::optional<Stat>(to_stat(**found));
}

base::Result<base::Fd> open_folder(int folder, const std::string& name) {
  base::Fd fd(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd) return base::fail_errno("cannot open the folder " + name);
  return fd;
}

base::Result<std::vector<std::string>> names_in(int folder) {
  // The system call itself: a DIR would take the descriptor, and its buffer is allocated each time.
  struct Entry {
    std::uint64_t inode;
    std::int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[1];
  };
  alignas(8) char buffer[32768];
  std::vector<std::string> names;
  for (;;) {
    const long got = ::syscall(SYS_getdents64, folder, buffer, sizeof buffer);
    if (got < 0) return base::fail_errno("cannot list a folder");
    if (got == 0) return names;
    for (long at = 0; at < got;) {
      const char* raw = buffer + at;
      unsigned short length = 0;
      std::memcpy(&length, raw + offsetof(Entry, length), sizeof length);
      const char* name = raw + offsetof(Entry, name);
      at += length;
      if (name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0))) continue;
      names.emplace_back(name);
    }
  }
}

std::string fd_path(int fd) { return "/proc/self/fd/" + std::to_string(fd); }
std::string fd_path(int fd, const std::string& name) { return fd_path(fd) + "/" + name; }

}  // namespace txn
