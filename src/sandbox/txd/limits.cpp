#include <sys/resource.h>

#include <algorithm>

#include "txd/confine.h"

namespace sandbox::txd {

namespace {

constexpr rlim_t k_files_max = 1 << 19;

/// Lowers a limit; one that is lower already stays.
bool lower(int what, rlim_t value) {
  rlimit limit{};
  if (::getrlimit(static_cast<__rlimit_resource>(what), &limit) != 0) return false;
  limit.rlim_max = std::min(limit.rlim_max, value);
  limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
  return ::setrlimit(static_cast<__rlimit_resource>(what), &limit) == 0;
}

}  // namespace

bool set_limits(const Limits& limits) {
  bool good = lower(RLIMIT_CORE, 0) && lower(RLIMIT_NOFILE, k_files_max);
  if (limits.processes > 0) good = good && lower(RLIMIT_NPROC, limits.processes);
  if (limits.file_size > 0) good = good && lower(RLIMIT_FSIZE, limits.file_size);
  if (limits.cpu_s > 0) good = good && lower(RLIMIT_CPU, limits.cpu_s);
  return good;
}

bool set_memory_limit(const Limits& limits) { return limits.memory == 0 || lower(RLIMIT_AS, limits.memory); }

}  // namespace sandbox::txd
