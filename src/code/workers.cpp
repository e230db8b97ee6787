#include "workers.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <vector>

namespace code {

unsigned thread_count(unsigned wanted) {
  constexpr unsigned k_threads_max = 16;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return std::min(wanted == 0 ? cores : wanted, k_threads_max);
}

void run_on_threads(unsigned threads, const std::function<void()>& body) {
  std::vector<std::jthread> others;
  try {
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(body);
  } catch (const std::system_error&) {  // no more threads to be had: those that run do the work
  }
  body();
}

}  // namespace code
