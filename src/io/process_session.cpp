#include "process_session.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>
#include <string>

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

std::set<pid_t> groups_of(pid_t session) {
  std::set<pid_t> groups;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) return groups;
  while (const dirent* entry = ::readdir(proc.get())) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    if (const pid_t group = group_in(entry->d_name, session); group > 0) groups.insert(group);
  }
  return groups;
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

}  // namespace io
