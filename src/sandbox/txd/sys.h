#pragma once
// System calls that the C library does not know, or whose constants its headers lack.

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <string>

#include "base/file.h"

namespace sandbox::txd {

/// fork() with flags of clone(2). Unlike fork it runs no handlers: for a process of one thread.
inline pid_t fork_with(unsigned long flags) {
  return static_cast<pid_t>(::syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0));
}

/// Opens `path` (absolute) as seen in the tree of `root`, links included.
inline base::Fd open_in(int root, const std::string& path, std::uint64_t flags) {
  open_how how{};
  how.flags = flags | O_CLOEXEC;
  how.resolve = RESOLVE_IN_ROOT;
  return base::Fd(static_cast<int>(::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how)));
}

inline base::Fd clone_tree(const std::string& path, unsigned recursive = 0x8000 /* AT_RECURSIVE */) {
  return base::Fd(::open_tree(AT_FDCWD, path.c_str(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | recursive));
}

inline int attach(int tree, const std::string& path) {
  return ::move_mount(tree, "", AT_FDCWD, path.c_str(), MOVE_MOUNT_F_EMPTY_PATH);
}

/// Sets and clears MOUNT_ATTR_ bits; of all mounts below too with AT_RECURSIVE.
inline int set_attributes(const std::string& path, std::uint64_t set, std::uint64_t clear, unsigned flags = 0) {
  mount_attr attributes{};
  attributes.attr_set = set;
  attributes.attr_clr = clear;
  return ::mount_setattr(AT_FDCWD, path.c_str(), flags, &attributes, sizeof attributes);
}

/// Writes a small file at once. False with errno.
inline bool write_whole(int folder, const char* path, std::string_view text) {
  const base::Fd fd(::openat(folder, path, O_WRONLY | O_CLOEXEC));
  if (!fd) return false;
  return ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

}  // namespace sandbox::txd
