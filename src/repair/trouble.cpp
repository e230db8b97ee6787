#include "trouble.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <vector>

#include "text/cut.h"
#include "text/lines.h"
#include "text/utf8.h"

namespace repair {
namespace {

constexpr std::size_t k_line_max = 300;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Without escape sequences and blanks at either end.
std::string plain(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b' && i + 1 < line.size() && line[i + 1] == '[') {
      i += 2;
      while (i < line.size() && (is_digit(line[i]) || line[i] == ';')) ++i;
      continue;
    }
    const auto byte = static_cast<unsigned char>(line[i]);
    if (byte >= 0x20 && byte != 0x7F) out += line[i];
    if (line[i] == '\t') out += ' ';
  }
  const auto begin = out.find_first_not_of(' ');
  return begin == std::string::npos ? "" : out.substr(begin, out.find_last_not_of(' ') + 1 - begin);
}

/// "a.c:12: ", "a.ts(3,5): ", "[ERROR] /x/A.java:[3,5] ".
bool has_place(std::string_view line) {
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const bool opens = line[i] == ':' || line[i] == '(' || (line[i] == '[' && line[i - 1] == ':');
    if (opens && is_digit(line[i + 1]) && (std::isalnum(static_cast<unsigned char>(line[i - 1])) != 0 || line[i] == '[')) return true;
  }
  return false;
}

bool contains_any(std::string_view line, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return line.find(word) != std::string_view::npos; });
}

/// "SyntaxError: invalid syntax", "ModuleNotFoundError: No module named 'x'".
bool is_python_error(std::string_view line) {
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos) return false;
  const auto name = line.substr(0, colon);
  if (line.substr(colon).starts_with(": Failed to import test module")) return false;   // unittest's word: the reason follows
  return name.ends_with("Error") && std::all_of(name.begin(), name.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
         });
}

}  // namespace

std::string first_error(std::string_view output) {
  std::vector<std::string> lines;
  for (const auto line : text::split_lines(output)) lines.push_back(plain(line));
  const auto shown = [&](std::size_t i) {
    std::string out = lines[i];
    // Rust names the place in the next line, Python in the last "File" line above.
    if (i + 1 < lines.size() && lines[i + 1].starts_with("--> ")) out = lines[i + 1].substr(4) + ": " + out;
    if (is_python_error(lines[i]))
      for (std::size_t back = 1; back <= std::min<std::size_t>(i, 6); ++back)
        if (lines[i - back].starts_with("File \"")) {
          out = lines[i - back] + ": " + out;
          break;
        }
    return text::to_valid_utf8(text::clip(out, k_line_max));
  };
  // The surest signs first.
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (has_place(lines[i]) && contains_any(lines[i], {"error:", "error TS", "fatal error", "ERROR", "undefined reference", "undefined:"}))
      return shown(i);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].starts_with("error[") || lines[i].starts_with("error:") || is_python_error(lines[i])) return shown(i);
  for (std::size_t i = 0; i < lines.size(); ++i)   // go: "./a.go:3:5: undefined: x"
    if (has_place(lines[i]) && contains_any(lines[i], {".go:"}) && !contains_any(lines[i], {"_test.go:"})) return shown(i);
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].find("Failed to import test module") == std::string::npos &&
        contains_any(lines[i], {"error: ", "Error: ", "ERROR: ", "*** ", ": not found", "No such file"})) return shown(i);
  return {};
}

}  // namespace repair
