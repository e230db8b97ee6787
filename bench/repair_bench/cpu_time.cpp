#include "cpu_time.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cctype>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace bench {
namespace {

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double of_usage(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

struct Entry {
  int parent = 0;
  double seconds = 0;  ///< its own, and of the children that it has waited for
};

/// The name, in parentheses, may hold anything: what counts begins behind the last one.
Entry read_entry(const std::string& stat) {
  Entry entry;
  const auto end = stat.rfind(')');
  if (end == std::string::npos) return entry;
  char state = 0;
  unsigned long long user = 0, system = 0;
  long long waited_user = 0, waited_system = 0;
  const int read = std::sscanf(stat.c_str() + end + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %lld %lld", &state,
                               &entry.parent, &user, &system, &waited_user, &waited_system);
  if (read != 6) return Entry{};
  const auto ticks = static_cast<double>(user + system) + static_cast<double>(waited_user + waited_system);
  entry.seconds = ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return entry;
}

double of_descendants() {
  std::map<int, Entry> all;
  std::error_code ignored;  // a process that ends meanwhile is no error
  for (const auto& item : std::filesystem::directory_iterator("/proc", ignored)) {
    const std::string name = item.path().filename().string();
    if (std::isdigit(static_cast<unsigned char>(name[0])) == 0) continue;
    std::ifstream file(item.path() / "stat");
    std::string stat;
    if (std::getline(file, stat)) all[std::stoi(name)] = read_entry(stat);
  }
  double sum = 0;
  std::vector<int> todo{::getpid()};
  while (!todo.empty()) {
    const int parent = todo.back();
    todo.pop_back();
    for (const auto& [pid, entry] : all) {
      if (entry.parent != parent) continue;
      sum += entry.seconds;
      todo.push_back(pid);
    }
  }
  return sum;
}

}  // namespace

void adopt_orphans() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

double cpu_seconds() {
  return of_usage(RUSAGE_SELF) + of_usage(RUSAGE_CHILDREN) + of_descendants();
}

void reap_orphans() {
  while (::waitpid(-1, nullptr, WNOHANG) > 0) {
  }
}

}  // namespace bench
