#include "candidate.h"

#include <string_view>

namespace repair {

std::string edited(std::string_view text, const std::vector<Splice>& splices) {
  return edited_within(text, 0, text.size(), splices);
}

std::string edited_within(std::string_view text, std::size_t begin, std::size_t end,
                          const std::vector<Splice>& splices) {
  std::string out;
  std::size_t at = begin;
  for (const auto& splice : splices) {
    if (splice.begin < at || splice.end > end) continue;
    out.append(text.substr(at, splice.begin - at)).append(splice.text);
    at = splice.end;
  }
  out.append(text.substr(at, end - at));
  return out;
}

}  // namespace repair
