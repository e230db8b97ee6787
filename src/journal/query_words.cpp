#include "query_words.h"

#include <cctype>

namespace journal {

static constexpr std::size_t k_query_words_max = 8;

std::vector<std::string> terms(std::string_view query) {
  std::vector<std::string> out;
  std::string term;
  bool has_letter = false;
  const auto finish = [&] {
    if (has_letter && out.size() < k_query_words_max) out.push_back('"' + term + "\"*");
    term.clear();
    has_letter = false;
  };
  for (const char c : query) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ') {
      finish();
      continue;
    }
    if (c == '"') term += '"';
    term += c;
    has_letter = has_letter || byte >= 0x80 || std::isalnum(byte) != 0;
  }
  finish();
  return out;
}

}  // namespace journal
