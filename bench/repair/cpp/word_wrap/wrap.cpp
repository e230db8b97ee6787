#include "wrap.h"

#include <algorithm>
#include <sstream>

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  std::string word;
  while (in >> word) all.push_back(word);
  return all;
}

static bool fits(const std::string& line, const std::string& word, std::size_t width) {
  if (line.empty()) return true;
  return line.size() + word.size() <= width;
}

std::vector<std::string> wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  for (const auto& word : words(text)) {
    if (!fits(line, word, width)) {
      lines.push_back(line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) lines.push_back(line);
  return lines;
}

std::string paragraph(const std::string& text, std::size_t width, const std::string& first, const std::string& other) {
  const std::size_t before = std::max(first.size(), other.size());
  const std::size_t room = width > before ? width - before : 1;
  std::string all;
  for (const auto& line : wrap(text, room)) {
    all += all.empty() ? first : other;
    all += line + "\n";
  }
  return all;
}

std::string alignRight(const std::string& text, std::size_t width) {
  std::string all;
  for (const auto& line : wrap(text, width)) {
    if (line.size() < width) all.append(width - line.size(), ' ');
    all += line + "\n";
  }
  return all;
}
