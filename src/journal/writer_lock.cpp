// One writer: flock on the log itself. It goes with its process, however that ends, and there is no
// pid file that can lie. Who holds it is asked of /proc/locks only when somebody wants to know;
// taking the lock to find out would make a session that starts just then fail.

#include "writer_lock.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <string_view>

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

// Who holds a log for a moment only: the child of a writer that was killed while it started a command, until it gets to
// exec; and a writer that has written the end of its session, which everybody sees, and has not closed the log yet. Who
// goes on at once must not be told that somebody writes.
static constexpr int k_leaving_wait_ms = 2000;
static constexpr std::size_t k_last_line_max = 256 << 10;
static constexpr std::string_view k_last_event = "\"type\":\"session.ended\"";
static constexpr std::size_t k_head_max = 100;  ///< bytes of a line in front of its type, and that

/// By the last line of the log. Fails to see it in a line that is longer than any that ends a session.
static bool has_ended(int fd, off_t size) {
  std::string tail(std::min(static_cast<std::size_t>(size), k_last_line_max), '\0');
  const ssize_t got = ::pread(fd, tail.data(), tail.size(), size - static_cast<off_t>(tail.size()));
  if (got != static_cast<ssize_t>(tail.size()) || tail.size() < 2 || tail.back() != '\n') return false;
  const auto feed = tail.rfind('\n', tail.size() - 2);
  if (feed == std::string::npos && tail.size() == k_last_line_max) return false;
  return std::string_view(tail).substr(feed == std::string::npos ? 0 : feed + 1, k_head_max).find(k_last_event) != std::string_view::npos;
}

static bool is_gone(const std::optional<pid_t>& pid) {
  return !pid || (*pid > 0 && ::kill(*pid, 0) != 0 && errno == ESRCH);
}

base::Result<> lock_log(int fd, const std::string& path) {
  std::optional<pid_t> pid;
  for (int waited = 0;; waited += 5) {
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK) return base::fail_errno("cannot lock " + path);
    struct stat st {};
    const bool is_known = ::fstat(fd, &st) == 0;
    if (is_known) pid = holder(st);
    const bool is_leaving = is_gone(pid) || (is_known && has_ended(fd, st.st_size));
    if (!is_leaving || waited >= k_leaving_wait_ms) break;
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
