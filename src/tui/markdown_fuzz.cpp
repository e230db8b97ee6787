// A model's words in pieces of any size, and diffs of any form: nothing in them becomes a sequence for the terminal.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "diff_view.h"
#include "markdown.h"

static void check(const tui::Lines& lines) {
  for (const auto& line : lines)
    for (const auto& row : tui::wrap(line, 11))
      for (const char c : row.text())
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tui::Markdown markdown;
  for (std::size_t at = 0; at < bytes.size(); at += 13) {
    markdown.feed(bytes.substr(at, 13));
    check(markdown.take());
    check(markdown.tail());
  }
  markdown.finish();
  check(markdown.take());
  check(tui::diff_lines(bytes, 50));
  return 0;
}
