// Any text as any language: no crash, all lines within the file, all text valid UTF-8.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "code/outline.h"
#include "text/lines.h"
#include "text/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr const char* k_names[] = {"a.c",  "a.cpp", "a.go",  "a.java", "a.js",
                                            "a.py", "a.rs",  "a.tsx", "a.ts"};
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto out = code::outline(k_names[data[0] % std::size(k_names)], text);
  if (!out) return 0;
  const std::size_t lines = text::count_lines(text) + 1;
  for (const code::Symbol& symbol : out->symbols) {
    if (symbol.line == 0 || symbol.line > symbol.end_line || symbol.end_line > lines) std::abort();
    if (!text::is_valid_utf8(symbol.name) || !text::is_valid_utf8(symbol.signature)) std::abort();
    if (symbol.signature.size() > code::k_signature_max) std::abort();
  }
  (void)code::to_text(*out, 2000);
  return 0;
}
