#include "txd/processes.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/file.h"

namespace sandbox::txd {

namespace {

/// 0 if it is gone or a zombie.
pid_t parent_of(pid_t pid) {
  const auto text = base::read_file("/proc/" + std::to_string(pid) + "/stat", 4096);
  const char* after = text ? std::strrchr(text->c_str(), ')') : nullptr;
  char state = 'Z';
  int parent = 0;
  if (after == nullptr || std::sscanf(after, ") %c %d", &state, &parent) != 2 || state == 'Z') return 0;
  return parent;
}

std::set<pid_t> descendants_of(pid_t ancestor) {
  std::map<pid_t, pid_t> parents;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) return {};
  while (const dirent* entry = ::readdir(proc.get())) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    const pid_t pid = static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10));
    if (const pid_t parent = parent_of(pid); parent > 0) parents[pid] = parent;
  }
  std::set<pid_t> found;
  for (const auto& [pid, direct] : parents) {
    pid_t up = pid;
    for (int steps = 0; steps < 4096 && up > 1 && up != ancestor; ++steps) {
      const auto next = parents.find(up);
      up = next == parents.end() ? 0 : next->second;
    }
    if (up == ancestor && pid != ancestor) found.insert(pid);
  }
  return found;
}

}  // namespace

void signal_all(bool has_pids, int signal) {
  if (has_pids && ::getpid() == 1) {   // anywhere else this would reach the whole machine
    ::kill(-1, signal);
    return;
  }
  std::set<pid_t> told;
  for (int round = 0; round < 16; ++round) {
    const auto all = descendants_of(::getpid());
    const auto before = told.size();
    for (const pid_t pid : all)
      if (told.insert(pid).second || signal == SIGKILL) ::kill(pid, signal);
    if (told.size() == before) return;
  }
}

}  // namespace sandbox::txd
