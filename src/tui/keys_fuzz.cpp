// Bytes as a terminal, or whoever feeds it, may send them: in pieces, with the wait for an escape running out in between.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "clean.h"
#include "editor.h"
#include "keys.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  tui::KeyDecoder decoder;
  tui::Editor editor;
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    decoder.feed(bytes.substr(at, 7));
    if (at % 3 == 0) decoder.settle();
    while (const auto key = decoder.next())
      if (!editor.key(*key)) editor.move_row(key->what == tui::Key::What::up ? -1 : 1);
    (void)editor.layout(20, 5);
  }
  (void)editor.text();
  (void)tui::clean_output(bytes);
  return 0;
}
