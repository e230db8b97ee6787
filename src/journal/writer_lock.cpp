// One writer: flock on the log itself. It goes with its process, however that ends, and there is no
// pid file that can lie. Who holds it is asked of /proc/locks only when somebody wants to know;
// taking the lock to find out would make a session that starts just then fail.

#include "writer_lock.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>

#include "base/file.h"
#include "base/paths.h"
#include "journal/journal.h"

namespace journal {

static std::optional<pid_t> holder(const struct stat& file) {
  const auto table = base::read_file("/proc/locks", 16 << 20);
  if (!table) return std::nullopt;
  char inode[32];
  std::snprintf(inode, sizeof inode, ":%lu ", static_cast<unsigned long>(file.st_ino));
  std::size_t begin = 0;
  while (begin < table->size()) {
    const std::size_t end = std::min(table->find('\n', begin), table->size());
    const std::string line = table->substr(begin, end - begin);
    begin = end + 1;
    // "1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF"; waiting ones have "->" after the number.
    // The device is not compared: file systems with subvolumes show another one here than in stat.
    if (line.find(" FLOCK ") == std::string::npos || line.find("->") != std::string::npos ||
        line.find(inode) == std::string::npos)
      continue;
    int pid = 0;
    if (std::sscanf(line.c_str(), "%*s FLOCK %*s WRITE %d", &pid) == 1) return pid > 0 ? pid : 0;
  }
  return std::nullopt;
}

// A writer that was killed while it started a command: its child has the log open until it gets to
// exec, a few milliseconds later. Who resumes at once must not be told that somebody writes.
static constexpr int k_orphan_wait_ms = 2000;

static bool is_gone(const std::optional<pid_t>& pid) {
  return !pid || (*pid > 0 && ::kill(*pid, 0) != 0 && errno == ESRCH);
}

base::Result<> lock_log(int fd, const std::string& path) {
  std::optional<pid_t> pid;
  for (int waited = 0;; waited += 5) {
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK) return base::fail_errno("cannot lock " + path);
    struct stat st {};
    if (::fstat(fd, &st) == 0) pid = holder(st);
    if (!is_gone(pid) || waited >= k_orphan_wait_ms) break;
    const timespec pause{0, 5'000'000};
    ::nanosleep(&pause, nullptr);
  }
  return base::fail(base::Code::changed,
                    "another process" + (pid && *pid > 0 ? " (" + std::to_string(*pid) + ")" : "") +
                        " is writing this session: " + path);
}

std::optional<pid_t> writer_of(const std::string& dir) {
  struct stat st {};
  if (::stat(base::join(dir, "log.jsonl").c_str(), &st) != 0) return std::nullopt;
  return holder(st);
}

}  // namespace journal
