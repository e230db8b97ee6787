// What hooks print: whatever the bytes and the exit code, an answer that is printable and bounded, and where it is not understood
// nothing of it counts.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "hook_answer.h"
#include "text/utf8.h"

namespace {

using engine::HookEvent;

void check(const std::string& text, std::size_t limit) {
  // Invalid bytes become characters of three.
  if (!text::is_valid_utf8(text) || text.find('\x1b') != std::string::npos || text.size() > 3 * limit + 200) std::abort();
}

void check(const engine::HookAnswer& answer) {
  check(answer.reason, engine::k_hook_reason_max);
  check(answer.stop_reason, engine::k_hook_reason_max);
  check(answer.message, engine::k_hook_reason_max);
  check(answer.context, engine::k_hook_context_max);
  check(answer.problem, engine::k_hook_reason_max);
  const bool counts = answer.is_blocking || answer.ends || answer.permission != engine::Permission::none || !answer.context.empty();
  if (!answer.problem.empty() && counts) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto event = static_cast<HookEvent>(data[0] % (static_cast<int>(HookEvent::stop) + 1));
  io::Finished ran;
  ran.status.code = data[1] % 4;
  ran.out.assign(reinterpret_cast<const char*>(data) + 2, size - 2);
  ran.err = ran.out;
  check(engine::read_answer(event, ran));
  ran.out = R"({"hookSpecificOutput":)" + ran.out + "}";
  check(engine::read_answer(event, ran));
  return 0;
}
