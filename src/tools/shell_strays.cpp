#include "shell_strays.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "base/file.h"

namespace tools {

namespace {

constexpr std::size_t k_environ_max = std::size_t{4} << 20;

bool carries(const std::string& environment, std::string_view mark) {
  const std::string entry = "PLUMB_SHELL=" + std::string(mark);
  return environment.starts_with(entry) || environment.find('\0' + entry) != std::string::npos;
}

bool signal_if_marked(const std::string& name, std::string_view mark, int signal) {
  const auto pid = static_cast<pid_t>(std::atoi(name.c_str()));
  if (pid <= 1 || pid == ::getpid()) return false;
  // The descriptor first: then what is read and what is signalled are the same process.
  const base::Fd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process) return false;
  const auto environment = base::read_file("/proc/" + name + "/environ", k_environ_max);
  if (!environment || !carries(*environment, mark)) return false;
  return ::syscall(SYS_pidfd_send_signal, process.get(), signal, nullptr, 0) == 0;
}

}  // namespace

int signal_strays(std::string_view mark, int signal) {
  const auto names = base::list_dir("/proc");
  int found = 0;
  if (!names) return 0;
  for (const auto& name : *names)
    if (name[0] >= '1' && name[0] <= '9' && signal_if_marked(name, mark, signal)) ++found;
  return found;
}

}  // namespace tools
