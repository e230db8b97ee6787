// For each needle, the two of its bytes that are rarest in source text are compared with 16
// positions of the text at once; only where both fit is the needle compared as a whole. On code
// that leaves a handful of false candidates a megabyte and runs at the speed of memory, where
// libc's memmem, which knows nothing of source text, reaches a fraction of it. The vectors are the
// compiler's own, so that no instruction set is named but for the one step it has no word for.
#include "needles.h"

#include <algorithm>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace code {
namespace {

using Block = unsigned char __attribute__((vector_size(16)));
constexpr std::size_t k_block = sizeof(Block);

Block load(const char* from) {
  Block block;
  std::memcpy(&block, from, k_block);
  return block;
}

/// One bit per byte of a comparison's result.
unsigned bits(Block hits) {
#ifdef __SSE2__
  __m128i raw;
  std::memcpy(&raw, &hits, sizeof raw);
  return static_cast<unsigned>(_mm_movemask_epi8(raw));
#else
  std::uint64_t half[2];
  std::memcpy(half, &hits, sizeof half);
  if ((half[0] | half[1]) == 0) return 0;
  unsigned out = 0;
  for (unsigned i = 0; i < k_block; ++i) out |= (hits[i] & 1U) << i;
  return out;
#endif
}

bool is_letter(char byte) {
  return byte >= 'a' && byte <= 'z';
}
char folded(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

}  // namespace

unsigned rarity(char byte) {
  // Bytes of C, C++, Python and documentation, commonest first.
  constexpr std::string_view k_common =
      " etaionrs\nlcdupm_fhg.,-b()*0;/"
      "=\"y1vw:>x#k<'ESTATRICNOIL2DPMUj'&F{}BG[]3z4VqH865\\WXY7K9+%Q|!?@$J^Z`~";
  const std::size_t at = k_common.find(byte);
  if (at == std::string_view::npos) return byte == '\0' || byte == '\t' ? 60 : 255;
  return static_cast<unsigned>(std::min<std::size_t>(at * 2, 254));
}

std::optional<Needles> Needles::make(std::vector<std::string> needles, Letters letters) {
  if (needles.empty() || needles.size() > k_most) return std::nullopt;
  Needles out;
  out.letters_ = letters;
  for (const std::string& needle : needles) {
    if (needle.empty()) return std::nullopt;
    const auto rarest = [&needle](std::size_t but) {
      std::size_t best = but == 0 ? needle.size() - 1 : 0;
      for (std::size_t i = 0; i < std::min<std::size_t>(needle.size(), 250); ++i)
        if (i != but && rarity(needle[i]) > rarity(needle[best])) best = i;
      return best;
    };
    Pair pair{};
    pair.at[0] = rarest(std::string::npos);
    pair.at[1] = rarest(pair.at[0]);
    for (int i = 0; i < 2; ++i) {
      const char byte = needle[pair.at[i]];
      pair.byte[i] = static_cast<unsigned char>(byte);
      pair.fold[i] = letters == Letters::ascii_folded && is_letter(byte) ? 0x20 : 0;
      out.reach_ = std::max(out.reach_, pair.at[i]);
    }
    out.pairs_.push_back(pair);
  }
  out.needles_ = std::move(needles);
  return out;
}

bool Needles::equal_at(std::string_view text, std::size_t at, std::string_view needle) const {
  if (needle.size() > text.size() - at) return false;
  if (letters_ == Letters::exact)
    return std::memcmp(text.data() + at, needle.data(), needle.size()) == 0;
  for (std::size_t i = 0; i < needle.size(); ++i)
    if (folded(text[at + i]) != needle[i]) return false;
  return true;
}

bool Needles::begins_at(std::string_view text, std::size_t at) const {
  return std::any_of(needles_.begin(), needles_.end(),
                     [&](const std::string& needle) { return equal_at(text, at, needle); });
}

template <std::size_t count>
std::size_t Needles::scan(std::string_view text, std::size_t from) const {
  const std::size_t number = count == 0 ? pairs_.size() : count;
  const Pair* const pairs = pairs_.data();
  std::size_t at = from;
  for (; at + reach_ + k_block <= text.size(); at += k_block) {
    Block hits{};
    for (std::size_t i = 0; i < number; ++i) {
      const Pair& pair = pairs[i];
      const Block first = (load(text.data() + at + pair.at[0]) | pair.fold[0]) == pair.byte[0];
      const Block second = (load(text.data() + at + pair.at[1]) | pair.fold[1]) == pair.byte[1];
      hits |= first & second;
    }
    for (unsigned left = bits(hits); left != 0; left &= left - 1) {
      const std::size_t candidate = at + static_cast<std::size_t>(__builtin_ctz(left));
      if (begins_at(text, candidate)) return candidate;
    }
  }
  for (; at < text.size(); ++at)
    if (begins_at(text, at)) return at;
  return std::string_view::npos;
}

std::size_t Needles::find(std::string_view text, std::size_t from) const {
  if (from >= text.size()) return std::string_view::npos;
  if (needles_.size() != 1) return scan<0>(text, from);
  const bool plain = letters_ == Letters::exact && needles_[0].size() == 1;
  return plain ? text.find(needles_[0][0], from) : scan<1>(text, from);
}

}  // namespace code
