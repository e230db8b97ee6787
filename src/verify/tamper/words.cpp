#include "tamper/words.h"

#include <algorithm>
#include <charconv>

#include "text/cut.h"
#include "text/utf8.h"

namespace verify::tamper {
namespace {

bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// The offset after the string that begins at `at`, or `at` if it does not end on its line.
std::size_t end_of_string(std::string_view line, std::size_t at) {
  for (std::size_t i = at + 1; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == line[at]) {
      return i + 1;
    }
  }
  return at;
}

std::size_t end_of_number(std::string_view line, std::size_t at) {
  std::size_t i = at;
  const bool hex = line.substr(at).starts_with("0x") || line.substr(at).starts_with("0X");
  while (i < line.size() && (is_word_char(line[i]) ||
                             (!hex && i > at && (line[i] == '-' || line[i] == '+') &&
                              (line[i - 1] == 'e' || line[i - 1] == 'E') && i + 1 < line.size() &&
                              is_digit(line[i + 1])) ||
                             (line[i] == '.' && i + 1 < line.size() && is_digit(line[i + 1]))))
    ++i;
  return i;
}

bool begins_number(std::string_view line, std::size_t at) {
  return is_digit(line[at]) && (at == 0 || !is_word_char(line[at - 1]));
}

}  // namespace

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string squeeze(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text)
    if (!is_space(c)) out += c;
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    if (!is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  if (word.empty()) return std::string_view::npos;
  const bool front = is_word_char(word.front()), back = is_word_char(word.back());
  for (std::size_t at = text.find(word, from); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (front && at > 0 && is_word_char(text[at - 1])) continue;
    if (back && end < text.size() && is_word_char(text[end])) continue;
    return at;
  }
  return std::string_view::npos;
}

bool has_word(std::string_view text, std::string_view word) {
  return find_word(text, word) != std::string_view::npos;
}

std::size_t count_word(std::string_view text, std::string_view word) {
  std::size_t n = 0;
  for (std::size_t at = find_word(text, word); at != std::string_view::npos;
       at = find_word(text, word, at + 1))
    ++n;
  return n;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_space(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_space(text[at])) ++at;
    if (at > begin) out.push_back(text.substr(begin, at - begin));
  }
  return out;
}

std::string shown(std::string_view text, std::size_t limit) {
  // One line of ten times the limit is more than enough to cut from.
  std::string line = text::to_valid_utf8(one_line(text.substr(0, limit * 10)));
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  if (line.size() <= limit) return line;
  return std::string(text::clip(line, limit - 3)) + "...";
}

std::string skeleton(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    const bool quote = c == '"' || c == '\'' || c == '`';
    const std::size_t string_end = quote ? end_of_string(line, i) : i;
    if (string_end > i) {
      out += '#';
      i = string_end;
    } else if (begins_number(line, i)) {
      out += '#';
      i = end_of_number(line, i);
    } else {
      if (!is_space(c)) out += c;
      ++i;
    }
  }
  return out;
}

std::vector<double> numbers(std::string_view line) {
  std::vector<double> out;
  for (std::size_t i = 0; i < line.size();) {
    if (!begins_number(line, i)) {
      ++i;
      continue;
    }
    const std::size_t end = end_of_number(line, i);
    std::string digits(line.substr(i, end - i));
    std::erase(digits, '_');
    double value = 0;
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc()) out.push_back(value);
    i = end;
  }
  return out;
}

}  // namespace verify::tamper
