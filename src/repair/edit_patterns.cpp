// Texts with a meaning of their own: regular expressions, and those that say how to format.

#include <cctype>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// A string that is one, by what it is given to or by what is in it.
bool is_pattern(Edits& edits, Node node) {
  if (node.type() == "regex_pattern") return true;
  if (edits.kind(node) != Kind::string && node.type() != "raw_string_literal" && node.type() != "raw_string_literal_content") return false;
  const std::string text = edits.text(node);
  for (Node around = node.parent(); around; around = around.parent()) {
    if (is_statement(edits.kind(around)) && around.type() != "declaration") break;
    std::string_view called;
    if (edits.kind(around) == Kind::call) called = edits.source.text_of(callee_of(around));
    if (around.type() == "new_expression") called = edits.source.text_of(around.field("constructor"));
    if (around.type() == "declaration") called = edits.source.text_of(around.field("type"));
    for (const std::string_view word : {"re.", "regex", "Regex", "RegExp", "regexp", "Pattern", "matches", "replaceAll", "split"})
      if (called.starts_with(word) || (word.size() > 3 && called.find(word) != std::string_view::npos)) return true;
    if (around.type() == "declaration") break;
  }
  return text.find("\\d") != std::string::npos || text.find("\\s") != std::string::npos || text.find("\\w") != std::string::npos;
}

/// Quantifiers, anchors, classes: + for *, the shortest match, the whole text.
void edit_pattern(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  const std::size_t first = node.type() == "regex_pattern" ? 0 : text.find_first_of("\"'`(") + 1;
  const std::size_t last = node.type() == "regex_pattern" ? text.size() : text.find_last_of("\"'`)");
  if (last == std::string::npos || first > last || text.size() > 200) return;
  const auto put = [&](double cost, std::size_t at, std::size_t count, std::string_view with) {
    std::string other = text;
    other.replace(at, count, with);
    edits.replace(cost, "regular expression", node, std::move(other));
  };
  bool in_class = false;
  for (std::size_t i = first; i < last; ++i) {
    const char c = text[i];
    const char next = i + 1 < last ? text[i + 1] : '\0';
    if (c == '\\') {
      for (const std::string_view swap : {"dw", "wd", "sS", "Ss", "wW", "dD", "bB"})
        if (next == swap[0]) put(1.9, i + 1, 1, swap.substr(1));
      const char behind = i + 2 < last ? text[i + 2] : '\0';
      if (!in_class && (next == 'd' || next == 'w' || next == 's') && behind != '+' && behind != '*' && behind != '{' && behind != '?') {
        put(1.6, i + 2, 0, "+");
        put(1.8, i + 2, 0, "*");
      }
      ++i;
      continue;
    }
    if (c == '[') in_class = true;
    if (c == ']') in_class = false;
    if (in_class) continue;
    const bool is_quantifier = (c == '+' || c == '*') && i > first;
    if (is_quantifier && next != '?') put(1.2, i + 1, 0, "?");
    if (is_quantifier && next == '?') put(1.4, i + 1, 1, "");
    if (is_quantifier) {
      put(1.2, i, 1, c == '+' ? "*" : "+");
      put(1.9, i, 1, "");
      put(1.9, i, 1, "?");
    }
    if (c == '?' && i > first && text[i - 1] != '(' && text[i - 1] != '+' && text[i - 1] != '*') {
      put(1.6, i, 1, "");
      put(1.8, i, 1, "*");
    }
    if (c == '.' && next != '*' && next != '+') put(1.6, i, 0, "\\");
    if (c == ']' && next != '+' && next != '*' && next != '{' && next != '?') {
      put(1.6, i + 1, 0, "+");
      put(1.8, i + 1, 0, "*");
    }
    if (c == '^' || c == '$') put(1.8, i, 1, "");
  }
  for (std::size_t i = first; i < last; ++i)  // classes: [a-z] -> [a-zA-Z], one that is left out
    if (text[i] == ']') {
      for (const std::string_view more : {"A-Z", "0-9", "_", "-", "\\s", ".", "'", "\""})
        if (more.size() > 1 || text.find(more) == std::string::npos || std::isalnum(static_cast<unsigned char>(more[0])) == 0)
          if (more[0] != text[0]) put(2.4, i, 0, more);
    }
  if (first < last && text[first] != '^') put(1.8, first, 0, "^");
  if (first < last && text[last - 1] != '$') put(1.8, last, 0, "$");
}

/// /x/ -> /x/g, ...
void edit_flags(Edits& edits, Node regex) {
  const Node flags = regex.field("flags");
  const std::string now = edits.text(flags);
  for (const char flag : {'g', 'i', 'm', 's'}) {
    const auto at = now.find(flag);
    if (at == std::string::npos) {
      std::vector<Splice> one;
      one.push_back({regex.end(), regex.end(), std::string(1, flag)});
      edits.splice(flag == 'g' ? 1.2 : 1.5, "regular expression", regex.line(), std::move(one));
    } else {
      std::string other = now;
      other.erase(at, 1);
      edits.replace(1.5, "regular expression", flags, other);
    }
  }
}

/// %5d -> %05d, %-5d; %d -> %u, %x -> %X: flags and kinds of what printf() writes.
void edit_printed(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  const auto put = [&](double cost, std::size_t at, std::size_t count, std::string_view with) {
    std::string other = text;
    other.replace(at, count, with);
    edits.replace(cost, "format", node, std::move(other));
  };
  constexpr std::string_view k_kinds[][2] = {{"d", "u"}, {"u", "d"}, {"d", "x"}, {"x", "d"}, {"x", "X"}, {"X", "x"}, {"x", "o"}, {"o", "x"}, {"d", "c"}, {"c", "d"}, {"f", "g"}, {"g", "f"}, {"f", "e"}, {"e", "f"}, {"i", "d"}};
  for (std::size_t i = text.find('%'); i != std::string::npos && i + 1 < text.size(); i = text.find('%', i)) {
    std::size_t at = ++i;
    if (text[at] == '%') {
      ++i;
      continue;
    }
    const bool has_flag = text[at] == '0' || text[at] == '-' || text[at] == '+' || text[at] == ' ' || text[at] == '#';
    if (has_flag) put(1.5, at, 1, "");
    const bool is_wide = std::isdigit(static_cast<unsigned char>(text[has_flag ? at + 1 : at])) != 0 || text[has_flag ? at + 1 : at] == '*';
    for (const char* flag : {"0", "-"})
      if (is_wide && text[at] != flag[0]) put(1.3, at, has_flag ? 1 : 0, flag);
    if (!has_flag) put(2.2, at, 0, "+");
    while (at < text.size() && std::string_view("0123456789-+ #.*lhzjtL").find(text[at]) != std::string_view::npos) ++at;
    for (const auto& [from, to] : k_kinds)
      if (at < text.size() && text[at] == from[0]) put(2.0, at, 1, to);
    if (at < text.size() && std::string_view("feg").find(text[at]) != std::string_view::npos && text[at - 1] == '%')
      for (const char* precision : {".2", ".1", ".0", ".3"}) put(2.1, at, 0, precision);
    if (at < text.size() && std::string_view("dxu").find(text[at]) != std::string_view::npos && !is_wide)
      for (const char* width : {"02", "2", "04", "03"}) put(2.2, at, 0, width);
  }
}

/// "%02d", "{:>8.2f}", "0.00": each number in it by one.
void edit_format(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  if (text.size() > 80 || (text.find('%') == std::string::npos && text.find('{') == std::string::npos)) return;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0 || text[i] == '0') continue;
    if (text[i - 1] != '%' && text[i - 1] != '.' && text[i - 1] != '0' && text[i - 1] != ':' && text[i - 1] != '>' && text[i - 1] != '<') continue;
    for (const int by : {1, -1}) {
      std::string other = text;
      other[i] = static_cast<char>(other[i] + by);
      if (other[i] >= '0' && other[i] <= '9') edits.replace(1.9, "constant", node, std::move(other));
    }
  }
}

}  // namespace

void edit_patterns(Edits& edits, Node node) {
  if (node.type() == "regex") edit_flags(edits, node);
  if (is_pattern(edits, node)) edit_pattern(edits, node);
  else if (edits.kind(node) == Kind::string || node.type() == "template_string") {
    edit_format(edits, node);
    if ((edits.is_native() || edits.language() == code::Language::java) && edits.text(node).find('%') != std::string::npos && edits.text(node).size() < 80) edit_printed(edits, node);
  }
}

}  // namespace repair
