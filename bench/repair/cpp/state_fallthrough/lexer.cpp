#include "lexer.h"

char kind(char c) {
  if (c >= '0' && c <= '9') return 'n';
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 'w';
  return c == ' ' ? 's' : 'p';
}

std::string runs(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (out.empty() || out.back() != kind(c)) out += kind(c);
  return out;
}

int weight(char kind) {
  int result = 0;
  switch (kind) {
    case 'n':
      result = 3;
    case 'w':
      result = 2;
      break;
    case 's':
      result = 0;
      break;
    default:
      result = 1;
  }
  return result;
}
