// spawn N [--out FILE] COMMAND [ARGUMENT...]
// Runs a command N times, one after the other, and prints what each run cost, a JSON line a run.
//
// Why not Python: the kernel hands the memory peak of whoever calls exec on to the new program, so a
// child of a 15 MB interpreter never shows less than 15 MB. This program has 1 MB, and next to no
// time of its own. Times are of CLOCK_MONOTONIC, as Python's time.monotonic_ns.

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

extern char** environ;

namespace {

long long now_ns() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1'000'000'000LL + t.tv_nsec;
}

long long us(const timeval& t) { return t.tv_sec * 1'000'000LL + t.tv_usec; }

bool run_once(char** command, const char* out) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out, O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  pid_t pid = 0;
  const long long start = now_ns();
  const int error = posix_spawnp(&pid, command[0], &files, nullptr, command, environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    std::fprintf(stderr, "spawn: %s: %s\n", command[0], std::strerror(error));
    return false;
  }
  int status = 0;
  rusage cost{};
  wait4(pid, &status, 0, &cost);
  const long long end = now_ns();
  std::printf("{\"start_ns\":%lld,\"wall_ns\":%lld,\"user_us\":%lld,\"sys_us\":%lld,\"rss_kib\":%ld,"
              "\"faults\":%ld,\"code\":%d}\n",
              start, end - start, us(cost.ru_utime), us(cost.ru_stime), cost.ru_maxrss, cost.ru_minflt,
              WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  int at = 2;
  const char* out = "/dev/null";
  if (argc > 3 && std::strcmp(argv[2], "--out") == 0) {
    out = argv[3];
    at = 4;
  }
  if (argc <= at) {
    std::fputs("usage: spawn N [--out FILE] COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  for (int i = std::atoi(argv[1]); i > 0; --i)
    if (!run_once(argv + at, out)) return 1;
  return 0;
}
