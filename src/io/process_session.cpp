#include "process_session.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "base/file.h"

namespace io {

namespace {

/// The group of a process that runs in this session, else 0.
pid_t group_in(const char* pid, pid_t session) {
  const base::Fd fd(::open((std::string("/proc/") + pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 512> text{};
  if (!fd || ::read(fd.get(), text.data(), text.size() - 1) <= 0) return 0;
  // "pid (name) state ppid pgrp session ...": the name may hold anything, so the last ')' counts.
  const char* after = std::strrchr(text.data(), ')');
  char state = 'Z';
  int parent = 0, group = 0, its_session = 0;
  if (after == nullptr || std::sscanf(after, ") %c %d %d %d", &state, &parent, &group, &its_session) != 4)
    return 0;
  return its_session == session && state != 'Z' && state != 'X' ? group : 0;
}

/// Calls `each` with the name of every process that there is.
template <class F>
void for_each_process(F each) {
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) return;
  while (const dirent* entry = ::readdir(proc.get()))
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9') each(entry->d_name);
}

std::set<pid_t> groups_of(pid_t session) {
  std::set<pid_t> groups;
  for_each_process([&](const char* pid) {
    if (const pid_t group = group_in(pid, session); group > 0) groups.insert(group);
  });
  return groups;
}

/// False also where it may not be looked at: it is another user's.
bool has_open(const char* pid, const std::string& file) {
  const std::string folder = std::string("/proc/") + pid + "/fd";
  const std::unique_ptr<DIR, int (*)(DIR*)> fds(::opendir(folder.c_str()), ::closedir);
  if (!fds) return false;
  while (const dirent* entry = ::readdir(fds.get())) {
    std::array<char, 64> target{};
    const auto n = ::readlinkat(::dirfd(fds.get()), entry->d_name, target.data(), target.size());
    if (n > 0 && std::string_view(target.data(), static_cast<std::size_t>(n)) == file) return true;
  }
  return false;
}

/// True if it was sent the signal. It is looked at again when it is held: its number may be somebody else's by now.
bool kill_holder(const char* pid, const std::string& file) {
  if (std::atoi(pid) == ::getpid() || !has_open(pid, file)) return false;
  const base::Fd held(static_cast<int>(::syscall(SYS_pidfd_open, std::atoi(pid), 0)));
  if (!held || !has_open(pid, file)) return false;
  return ::syscall(SYS_pidfd_send_signal, held.get(), SIGKILL, nullptr, 0) == 0;
}

}  // namespace

bool session_is_alive(pid_t leader) { return !groups_of(leader).empty(); }

void signal_session(pid_t leader, int signal) {
  ::kill(-leader, signal);
  // Once for all; for SIGKILL again, since a group may have forked another meanwhile.
  for (int round = 0; round < 3; ++round) {
    auto groups = groups_of(leader);
    groups.erase(leader);
    if (groups.empty()) return;
    for (const pid_t group : groups) ::kill(-group, signal);
    if (signal != SIGKILL) return;
  }
}

void kill_holders(int fd) {
  struct stat status {};
  if (fd < 0 || ::fstat(fd, &status) != 0 || !S_ISFIFO(status.st_mode)) return;
  const std::string file = "pipe:[" + std::to_string(status.st_ino) + "]";
  for (int round = 0; round < 3; ++round) {   // one may have forked another meanwhile
    bool any = false;
    for_each_process([&](const char* pid) { any = kill_holder(pid, file) || any; });
    if (!any) return;
  }
}

}  // namespace io
