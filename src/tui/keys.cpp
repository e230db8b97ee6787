// xterm's sequences, what older terminals send, xterm's modifyOtherKeys, and the kitty keyboard protocol's first level, in which
// Esc and Alt are told apart from the beginning of a sequence.

#include "keys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "text/utf8.h"

namespace tui {

namespace {

using What = Key::What;
constexpr std::size_t k_sequence_max = 128;
constexpr std::size_t k_string_max = 4096;
constexpr std::string_view k_paste_end = "\033[201~";

Key key_of(What what) {
  Key key;
  key.what = what;
  return key;
}

std::optional<Key> with_modifiers(std::optional<Key> key, int number) {
  const int bits = number > 0 ? number - 1 : 0;
  if (key) {
    key->shift = key->shift || (bits & 1) != 0;
    key->alt = key->alt || (bits & 2) != 0;
    key->ctrl = key->ctrl || (bits & 4) != 0;
  }
  return key;
}

std::optional<Key> of_letter(char final) {
  switch (final) {
    case 'A': return key_of(What::up);
    case 'B': return key_of(What::down);
    case 'C': return key_of(What::right);
    case 'D': return key_of(What::left);
    case 'H': return key_of(What::home);
    case 'F': return key_of(What::end);
    case 'M': return key_of(What::enter);   // of the keypad, SS3
    case 'I': return key_of(What::focus_in);
    case 'O': return key_of(What::focus_out);
    case 'Z': {
      auto key = key_of(What::tab);
      key.shift = true;
      return key;
    }
    case 'P': case 'Q': case 'R': case 'S': {
      auto key = key_of(What::function);
      key.number = final - 'P' + 1;
      return key;
    }
    default: return std::nullopt;
  }
}

std::optional<Key> of_number(int number) {
  switch (number) {
    case 1: case 7: return key_of(What::home);
    case 2: return key_of(What::insert);
    case 3: return key_of(What::del);
    case 4: case 8: return key_of(What::end);
    case 5: return key_of(What::page_up);
    case 6: return key_of(What::page_down);
    default: break;
  }
  constexpr std::array k_functions = {11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24};
  const auto* const found = std::find(k_functions.begin(), k_functions.end(), number);
  if (found == k_functions.end()) return std::nullopt;
  auto key = key_of(What::function);
  key.number = static_cast<int>(found - k_functions.begin()) + 1;
  return key;
}

/// A key by its Unicode number.
std::optional<Key> of_code(int code) {
  switch (code) {
    case 9: return key_of(What::tab);
    case 13: case 57414: return key_of(What::enter);
    case 27: return key_of(What::escape);
    case 8: case 127: return key_of(What::backspace);
    default: break;
  }
  if (code >= 57399 && code <= 57408) code = '0' + code - 57399;   // the keypad
  if (code < 32 || (code >= 57344 && code <= 63743)) return std::nullopt;
  Key key;
  text::append_utf8(key.text, static_cast<char32_t>(code));
  return key;
}

/// "1;5:1;97" -> {1, 5, 97}: what stands behind a colon is left out, but for an event's kind.
struct Parameters {
  std::vector<int> numbers;
  bool is_release = false;
};
Parameters parameters_of(std::string_view text) {
  Parameters out;
  while (true) {
    const auto end = text.find(';');
    const auto part = text.substr(0, end);
    int number = 0;
    std::from_chars(part.data(), part.data() + part.size(), number);
    if (out.numbers.size() == 1)
      if (const auto colon = part.find(':'); colon != std::string_view::npos) out.is_release = part.substr(colon + 1, 1) == "3";
    out.numbers.push_back(number);
    if (end == std::string_view::npos || out.numbers.size() > 8) return out;
    text.remove_prefix(end + 1);
  }
}

int at(const std::vector<int>& numbers, std::size_t i) { return i < numbers.size() ? numbers[i] : 0; }

}  // namespace

std::optional<Key> KeyDecoder::next() {
  while (!buffer_.empty() || pasting_) {
    if (pasting_) return paste();
    bool wait = false;
    auto key = buffer_.front() == '\033' ? escape(wait) : plain(wait);
    if (wait) return std::nullopt;
    if (key) return key;
  }
  settled_ = false;
  return std::nullopt;
}

std::optional<Key> KeyDecoder::paste() {
  const auto end = buffer_.find(k_paste_end);
  // What may be the beginning of the end is held back.
  const std::size_t sure = end != std::string::npos ? end : buffer_.size() - std::min(buffer_.size(), k_paste_end.size() - 1);
  pasted_ += buffer_.substr(0, std::min(sure, k_paste_max - std::min(k_paste_max, pasted_.size())));
  buffer_.erase(0, sure);
  if (end == std::string::npos) return std::nullopt;
  buffer_.erase(0, k_paste_end.size());
  pasting_ = false;
  auto key = key_of(What::paste);
  key.text = std::exchange(pasted_, {});
  return key;
}

std::optional<Key> KeyDecoder::escape(bool& wait) {
  const bool settled = std::exchange(settled_, false);
  if (buffer_.size() == 1) {
    if (!settled) {
      wait = true;
      return std::nullopt;
    }
    buffer_.clear();
    return key_of(What::escape);
  }
  const char kind = buffer_[1];
  if (kind == '\033') {
    buffer_.erase(0, 1);
    return key_of(What::escape);
  }
  if (kind == '[' && !(settled && buffer_.size() == 2)) return csi(wait, settled);
  if (kind == 'O' && !(settled && buffer_.size() == 2)) {
    if (buffer_.size() < 3) {
      wait = true;
      return std::nullopt;
    }
    auto key = of_letter(buffer_[2]);
    buffer_.erase(0, 3);
    return key;
  }
  if ((kind == ']' || kind == 'P' || kind == '_' || kind == '^' || kind == 'X') && !(settled && buffer_.size() == 2)) {
    // A terminal's answer in a string: nothing that was asked for.
    const auto bell = buffer_.find('\a'), ended = buffer_.find("\033\\", 1);
    if (bell == std::string::npos && ended == std::string::npos) {
      wait = buffer_.size() < k_string_max && !settled;
      if (!wait) buffer_.erase(0, 2);
      return std::nullopt;
    }
    buffer_.erase(0, std::min(bell == std::string::npos ? bell : bell + 1, ended == std::string::npos ? ended : ended + 2));
    return std::nullopt;
  }
  // Alt with a key. Of an unfinished character the rest is waited for.
  const auto step = text::decode(buffer_, 1);
  if (step.kind == text::Decoded::Kind::cut && !settled) {
    wait = true;
    return std::nullopt;
  }
  buffer_.erase(0, 1);
  bool never = false;
  const auto whole = std::exchange(buffer_, buffer_.substr(0, std::max<std::size_t>(step.size, 1)));
  auto key = plain(never);
  buffer_ = whole.substr(std::max<std::size_t>(step.size, 1));
  if (key) key->alt = true;
  return key;
}

std::optional<Key> KeyDecoder::csi(bool& wait, bool settled) {
  std::size_t i = 2;
  while (i < buffer_.size() && buffer_[i] >= 0x20 && buffer_[i] <= 0x3F) ++i;
  if (i >= buffer_.size() && i < k_sequence_max && !settled) {
    wait = true;
    return std::nullopt;
  }
  if (i >= buffer_.size() || buffer_[i] < 0x40 || buffer_[i] > 0x7E) {   // too long, or something else begins here
    buffer_.erase(0, i);
    return std::nullopt;
  }
  const char final = buffer_[i];
  const std::string text = buffer_.substr(2, i - 2);
  buffer_.erase(0, i + 1);
  if (text.starts_with('?')) {
    if (final == 'u') return key_of(What::kitty);
    if (final == 'c') return key_of(What::attributes);
    return std::nullopt;
  }
  if (!text.empty() && (text.front() < '0' || text.front() > ';')) return std::nullopt;
  const auto parameters = parameters_of(text);
  const auto& numbers = parameters.numbers;
  if (parameters.is_release) return std::nullopt;
  if (final == 'u') return with_modifiers(of_code(at(numbers, 0)), at(numbers, 1));
  if (final != '~') return final == 'R' && numbers.size() > 1 && numbers[0] > 1 ? std::nullopt : with_modifiers(of_letter(final), at(numbers, 1));
  if (at(numbers, 0) == 27) return with_modifiers(of_code(at(numbers, 2)), at(numbers, 1));
  if (at(numbers, 0) == 200) {
    pasting_ = true;
    pasted_.clear();
    return std::nullopt;
  }
  return with_modifiers(of_number(at(numbers, 0)), at(numbers, 1));
}

std::optional<Key> KeyDecoder::plain(bool& wait) {
  const auto c = static_cast<unsigned char>(buffer_.front());
  if (c < 0x20 || c == 0x7F) {
    buffer_.erase(0, 1);
    if (c == '\r') return key_of(What::enter);
    if (c == '\t') return key_of(What::tab);
    if (c == 0x7F || c == 0x08) return key_of(What::backspace);
    Key key;
    if (c == '\n') {   // what Shift-Enter is taught to send where the terminal has nothing better
      key = key_of(What::enter);
      key.shift = true;
      return key;
    }
    key.ctrl = true;
    key.text = c == 0 ? " " : std::string(1, static_cast<char>(c <= 26 ? c + 0x60 : c + 0x40));
    return key;
  }
  Key key;
  std::size_t i = 0;
  while (i < buffer_.size()) {
    const auto b = static_cast<unsigned char>(buffer_[i]);
    if (b < 0x20 || b == 0x7F) break;
    const auto step = text::decode(buffer_, i);
    if (step.kind == text::Decoded::Kind::cut) break;
    if (step.kind == text::Decoded::Kind::character) key.text += buffer_.substr(i, step.size);
    i += step.size;
  }
  wait = i == 0;
  if (wait && buffer_.size() > 8) {   // cannot be: no character is as long
    buffer_.clear();
    wait = false;
  }
  buffer_.erase(0, i);
  return key.text.empty() ? std::nullopt : std::optional(key);
}

}  // namespace tui
