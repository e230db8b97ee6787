#include "instruments.h"

#include <string>

namespace repair {
namespace {

constexpr const char* k_sanitizers = "-fsanitize=address,undefined";
// Faults end the program, and memory that was not written holds no zeros.
constexpr const char* k_flags = " -fno-sanitize-recover=all -ftrivial-auto-var-init=pattern -g1";

void add(base::Env& env, const char* name, const std::string& flags) {
  const auto own = env.get(name);
  env.set(name, own ? *own + " " + flags : flags);
}

}  // namespace

base::Env instrumented(const base::Env& env, Iterators iterators) {
  const std::string flags = std::string(k_sanitizers) + k_flags + (iterators == Iterators::checked ? " -D_GLIBCXX_DEBUG" : " -D_GLIBCXX_ASSERTIONS");
  base::Env out = env;
  add(out, "CFLAGS", flags);
  add(out, "CXXFLAGS", flags);
  add(out, "LDFLAGS", k_sanitizers);
  out.set("ASAN_OPTIONS", "detect_leaks=0:max_malloc_fill_size=1048576:allocator_may_return_null=1");
  out.set("UBSAN_OPTIONS", "halt_on_error=1");
  return out;
}

bool reports_fault(std::string_view output) {
  // The last two are those of libstdc++.
  for (const std::string_view words : {"ERROR: AddressSanitizer: ", ": runtime error: ", "Error: attempt to ", ": Assertion '"})
    if (output.find(words) != std::string_view::npos) return true;
  return false;
}

}  // namespace repair
