// Any two texts: the changes turn one into the other.
#include <cstdint>
#include <cstdlib>

#include "text/diff.h"
#include "text/lines.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t border = input.find('|');
  const auto a = text::split_lines(input.substr(0, border));
  const auto b =
      text::split_lines(border == std::string_view::npos ? "" : input.substr(border + 1));
  std::vector<std::string_view> out;
  std::size_t at = 0;
  for (const text::Change& change : text::diff_lines(a, b)) {
    while (at < change.old_begin) out.push_back(a[at++]);
    for (std::size_t i = change.new_begin; i < change.new_end; ++i) out.push_back(b[i]);
    at = change.old_end;
  }
  while (at < a.size()) out.push_back(a[at++]);
  if (out != b) std::abort();
  (void)text::unified_diff("x", input.substr(0, border), input);
  return 0;
}
