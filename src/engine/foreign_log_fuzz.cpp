// Logs of other agents are anybody's bytes.

#include <cstddef>
#include <cstdint>

#include "foreign_log.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)engine::read_foreign_log(text);
  (void)engine::read_codex_log(text);
  (void)engine::read_claude_log(text);
  return 0;
}
