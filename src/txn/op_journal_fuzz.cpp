// Any bytes as a journal: parsed or cut, never trusted further than its checksums.

#include <cstdint>
#include <cstdlib>

#include "op_journal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const txn::JournalText parsed = txn::parse_journal(text);
  if (parsed.good_bytes > size) std::abort();
  // Lines with the right checksums, so that the words are reached, too.
  std::string lines;
  for (std::size_t at = 0; at < size;) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = size;
    lines += txn::format_word(text.substr(at, end - at));
    at = end + 1;
  }
  if (txn::parse_journal(lines).good_bytes > lines.size()) std::abort();
  return 0;
}
