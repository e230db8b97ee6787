#include "terminal.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "base/file.h"

namespace sandbox {

namespace {

constexpr unsigned k_pty_major_first = 136, k_pty_major_last = 143, k_tty_major = 5;

bool is_in_group(const std::string& process, pid_t group) {
  const auto text = base::read_file(process + "/stat", 4096);
  const char* after = text ? std::strrchr(text->c_str(), ')') : nullptr;
  char state = 'Z';
  int parent = 0, its_group = 0;
  return after != nullptr && std::sscanf(after, ") %c %d %d", &state, &parent, &its_group) == 3 && its_group == group &&
         state == 'S';
}

/// "0 0x0 0x7ffd... ..." : the number of the call, then its arguments. "running", "-1": not in one.
bool reads_terminal(const std::string& process) {
  const auto text = base::read_file(process + "/syscall", 4096);
  long call = -1;
  unsigned long fd = 0;
  if (!text || std::sscanf(text->c_str(), "%ld 0x%lx", &call, &fd) != 2) return false;
  if (call != SYS_read && call != SYS_readv) return false;
  struct stat info{};
  if (::stat((process + "/fd/" + std::to_string(fd)).c_str(), &info) != 0 || !S_ISCHR(info.st_mode)) return false;
  const unsigned number = major(info.st_rdev);
  return (number >= k_pty_major_first && number <= k_pty_major_last) || number == k_tty_major;
}

}  // namespace

bool terminal_waits(int master) {
  termios state{};
  if (::tcgetattr(master, &state) == 0 && (state.c_lflag & ICANON) == 0) return true;
  pid_t group = 0;
  if (::ioctl(master, TIOCGPGRP, &group) != 0 || group <= 0) return false;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  if (!proc) return false;
  while (const dirent* entry = ::readdir(proc.get())) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    const std::string process = std::string("/proc/") + entry->d_name;
    if (is_in_group(process, group) && reads_terminal(process)) return true;
  }
  return false;
}

}  // namespace sandbox
