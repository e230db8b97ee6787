// Any bytes on a screen of any size: it ends, stays within its bounds, and shows valid UTF-8, the same
// however the bytes are cut into pieces.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "screen.h"
#include "text/utf8.h"
#include "text/width.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 3, size - 3);
  tools::Screen whole(data[0] % 100, data[1] % 40), pieces(data[0] % 100, data[1] % 40);
  whole.feed(bytes);
  const std::size_t piece = data[2] % 7 + 1;
  for (std::size_t at = 0; at < bytes.size(); at += piece) pieces.feed(bytes.substr(at, piece));
  const auto text = whole.text();
  const bool is_fine = text == pieces.text() && text::is_valid_utf8(text) && whole.row() < whole.rows() &&
                       whole.column() < whole.columns() && whole.row() >= 0 && whole.column() >= 0;
  if (!is_fine) std::abort();
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size(); ++lines) {
    const auto end = text.find('\n', at);
    if (text::width(std::string_view(text).substr(at, end - at)) > static_cast<std::size_t>(whole.columns())) std::abort();
    at = end + 1;
  }
  if (lines > static_cast<std::size_t>(whole.rows())) std::abort();
  if (whole.take_scrolled().size() > tools::k_scrolled_max || whole.take_drawn() != pieces.take_drawn()) std::abort();
  return 0;
}
