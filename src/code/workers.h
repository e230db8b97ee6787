#pragma once
#include <functional>

namespace code {

/// How many threads a call may use: `wanted`, or for 0 the cores there are, at most 16.
unsigned thread_count(unsigned wanted);

/// Runs `body` on `threads` threads, this one among them, and returns when all have ended. `body`
/// takes its work from a place that all of them share. With fewer threads than wanted, if the
/// system gives no more, the work is still done.
void run_on_threads(unsigned threads, const std::function<void()>& body);

}  // namespace code
