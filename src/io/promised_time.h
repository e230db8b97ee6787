#pragma once
// What io promises for a cancellation, as tests measure it: a busy machine and a sanitizer's build
// may take ten times as long without any wrong in the code.

#include <chrono>

namespace io {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr std::chrono::milliseconds k_promised{1000};
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr std::chrono::milliseconds k_promised{1000};
#else
inline constexpr std::chrono::milliseconds k_promised{100};
#endif
#else
inline constexpr std::chrono::milliseconds k_promised{100};
#endif

}  // namespace io
