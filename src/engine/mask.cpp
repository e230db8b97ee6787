// The forms of a value are made once, when it is added: a search for many words then finds all of them at once. In base64 a value
// has three faces, since three bytes become four letters: for each place at which it can begin, the letters that it alone
// decides are looked for ("user:VALUE" in a header of basic authentication).

#include "mask.h"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

#include "json/json.h"
#include "text/base64.h"

namespace engine {

namespace {

constexpr std::string_view k_hex_small = "0123456789abcdef", k_hex_large = "0123456789ABCDEF";

std::string hex(std::string_view bytes, std::string_view digits, std::string_view before = "") {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.append(before).append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return out;
}

std::string url_encoded(std::string_view bytes, std::string_view digits) {
  std::string out;
  for (const char c : bytes) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : hex(std::string_view(&c, 1), digits, "%");
  }
  return out;
}

std::string replaced(const std::string& text, char from, std::string_view to) {
  std::string out;
  for (const char c : text) c == from ? out.append(to) : out.append(1, c);
  return out;
}

/// The letters of base64 that depend on `value` alone, where it begins behind `before` bytes.
std::string base64_face(std::string_view value, std::size_t before) {
  const std::string all = text::to_base64(std::string(before, 'x') + std::string(value));
  const std::size_t first = (before * 8 + 5) / 6;                  // the letter in which it begins may have bits of what is before
  const std::size_t end = (before + value.size()) * 8 / 6;         // and the last of what is behind
  return end > first ? all.substr(first, end - first) : std::string();
}

}  // namespace

void Mask::add_needle(std::string bytes, const std::string& as) {
  if (bytes.size() < k_value_min) return;
  const auto same = [&](const Needle& one) { return one.bytes == bytes; };
  if (std::any_of(needles_.begin(), needles_.end(), same)) return;
  auto& list = by_first_[static_cast<unsigned char>(bytes.front())];
  needles_.push_back({std::move(bytes), as});
  list.push_back(needles_.size() - 1);
  std::stable_sort(list.begin(), list.end(), [this](auto a, auto b) { return needles_[a].bytes.size() > needles_[b].bytes.size(); });
}

void Mask::add(std::string_view value, const std::string& as) {
  if (value.size() < k_value_min) return;
  const std::string plain(value);
  add_needle(plain, as);
  const std::string quoted = json::dump(json::Value(plain));
  add_needle(quoted.substr(1, quoted.size() - 2), as);
  add_needle(replaced(plain, '\'', "'\\''"), as);
  for (const auto digits : {k_hex_small, k_hex_large}) {
    add_needle(url_encoded(value, digits), as);
    add_needle(hex(value, digits), as);
  }
  for (std::size_t before = 0; before < 3; ++before) {
    const std::string face = base64_face(value, before);
    add_needle(face, as);
    add_needle(replaced(replaced(face, '+', "-"), '/', "_"), as);
  }
}

std::size_t Mask::run(std::string_view text, More more, std::string& out) const {
  for (std::size_t at = 0; at < text.size();) {
    const auto rest = text.substr(at);
    const Needle* found = nullptr;
    for (const auto number : by_first_[static_cast<unsigned char>(rest.front())]) {
      const auto& needle = needles_[number];
      if (more == More::may_come && rest.size() < needle.bytes.size() && std::string_view(needle.bytes).starts_with(rest)) return at;
      if (found == nullptr && rest.starts_with(needle.bytes)) found = &needle;
    }
    if (found == nullptr) {
      out += rest.front();
      ++at;
    } else {
      out += found->as;
      at += found->bytes.size();
    }
  }
  return text.size();
}

std::string Mask::in(std::string_view text) const {
  if (!any()) return std::string(text);
  std::string out;
  out.reserve(text.size());
  (void)run(text, More::no, out);
  return out;
}

std::string Mask::Stream::add(std::string_view piece) {
  if (!mask_.any()) return std::string(piece);
  kept_ += piece;
  std::string out;
  kept_.erase(0, mask_.run(kept_, More::may_come, out));
  return out;
}

std::string Mask::Stream::end() {
  const std::string left = std::exchange(kept_, {});
  return mask_.in(left);
}

}  // namespace engine
