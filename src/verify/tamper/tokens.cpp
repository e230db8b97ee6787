#include "tamper/tokens.h"

#include <algorithm>
#include <array>

#include "tamper/words.h"

namespace verify::tamper {
namespace {

using code::Node;

bool is_string(std::string_view type) {
  constexpr std::array k_types = std::to_array<std::string_view>(
      {"string", "template_string", "regex", "interpreted_string_literal", "raw_string_literal",
       "rune_literal", "string_literal", "char_literal", "character_literal", "text_block",
       "system_lib_string"});
  return std::find(k_types.begin(), k_types.end(), type) != k_types.end();
}

/// What is between the quotes in one way: whatever the quotes, a line feed is \\n, and of a raw
/// string the backslashes are doubled.
std::string plain_inside(std::string_view inside, bool raw) {
  std::string out;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const char c = inside[i];
    const char next = i + 1 < inside.size() ? inside[i + 1] : '\0';
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' && raw) {
      out += "\\\\";
    } else if (c == '\\' && (next == '\'' || next == '"' || next == '\n')) {
      if (next != '\n') out += next;
      ++i;
    } else if (c == '\\') {
      out += c;
      if (i + 1 < inside.size()) out += inside[++i];
    } else {
      out += c;
    }
  }
  return out;
}

/// 'a', "a", u8"a", b'a', R"(a)", `a`: what is inside, in double quotes.
std::string plain_string(std::string_view text) {
  const std::size_t open = text.find_first_of("\"'`/");
  if (open == std::string_view::npos) return "\"" + std::string(text) + "\"";
  const std::string prefix = lower(text.substr(0, open));
  std::string_view inside = text.substr(open);
  while (inside.size() >= 2 && inside.front() == inside.back() &&
         (inside.front() == '"' || inside.front() == '\'' || inside.front() == '`')) {
    inside.remove_prefix(1);
    inside.remove_suffix(1);
  }
  const bool raw = prefix.find('r') != std::string::npos;
  // An f-string and a byte string are no plain ones.
  std::string kept;
  for (const char c : prefix)
    if (c == 'f' || c == 'b') kept += c;
  return kept + "\"" + plain_inside(inside, raw) + "\"";
}

/// 1_000 is 1000.
std::string plain_number(std::string_view text) {
  std::string out = lower(text);
  std::erase(out, '_');
  return out;
}

/// Two strings side by side are one.
void add_string(Tokens& out, std::string text) {
  const bool beside = !out.empty() && out.back().kind == TokenKind::string;
  const std::size_t quote = text.find('"');
  if (beside && out.back().text.size() < 10000 &&
      out.back().text.starts_with(text.substr(0, quote + 1))) {
    out.back().text.pop_back();
    out.back().text += text.substr(quote + 1);
  } else {
    out.push_back({std::move(text), TokenKind::string});
  }
}

bool opens(const Token& token) {
  return token.kind == TokenKind::sign &&
         (token.text == "(" || token.text == "[" || token.text == "{");
}
bool closes(const Token& token) {
  return token.kind == TokenKind::sign &&
         (token.text == ")" || token.text == "]" || token.text == "}");
}

}  // namespace

Tokens tokens_of(Node node, std::string_view source) {
  Tokens out;
  code::Cursor at(node);
  for (bool more = at.next(); more && out.size() < k_tokens_max;) {
    const Node here = at.node();
    const std::string_view type = here.type();
    if (type.find("comment") != std::string_view::npos) {
      more = at.skip();
      continue;
    }
    if (is_string(type) && here.named()) {
      add_string(out, plain_string(here.text(source)));
      more = at.skip();
      continue;
    }
    if (here.child_count() == 0) {
      const std::string_view text = trim(here.text(source));
      if (!text.empty() && text != ";") {
        const bool digit = text[0] >= '0' && text[0] <= '9';
        const bool number =
            digit || (text.size() > 1 && text[0] == '.' && text[1] >= '0' && text[1] <= '9');
        const bool word = is_word_char(text[0]) || static_cast<unsigned char>(text[0]) >= 0x80;
        out.push_back({number ? plain_number(text) : std::string(text), number ? TokenKind::number
                                                                        : word ? TokenKind::word
                                                                               : TokenKind::sign});
      }
    }
    more = at.next();
  }
  // A comma at the end of a list is a matter of format.
  for (std::size_t i = 0; i + 1 < out.size(); ++i)
    if (out[i].text == "," && closes(out[i + 1])) out[i].text.clear();
  std::erase_if(out, [](const Token& token) { return token.text.empty(); });
  return out;
}

std::string joined(const Tokens& tokens) {
  std::string out;
  for (const Token& token : tokens) {
    const bool touch = !out.empty() && is_word_char(out.back()) && is_word_char(token.text[0]);
    if (touch) out += ' ';
    out += token.text;
  }
  return out;
}

bool is_literal(const Token& token) {
  if (token.kind == TokenKind::number || token.kind == TokenKind::string) return true;
  constexpr std::array k_words =
      std::to_array<std::string_view>({"True", "False", "None", "true", "false", "null", "nil",
                                       "nullptr", "undefined", "NULL", "NaN", "Infinity"});
  return std::find(k_words.begin(), k_words.end(), token.text) != k_words.end();
}

std::string skeleton_of(const Tokens& tokens) {
  std::string out;
  for (const Token& token : tokens) {
    const std::string_view text = is_literal(token) ? std::string_view("#") : token.text;
    if (!out.empty() && is_word_char(out.back()) && is_word_char(text[0])) out += ' ';
    out += text;
  }
  return out;
}

std::vector<std::string> literals_of(const Tokens& tokens) {
  std::vector<std::string> out;
  for (const Token& token : tokens)
    if (is_literal(token)) out.push_back(token.text);
  return out;
}

bool is_constant(const Tokens& tokens) {
  bool some = false;
  for (const Token& token : tokens) {
    if (is_literal(token)) some = true;
    if (!is_literal(token) && token.kind == TokenKind::word) return false;
    if (token.text == "(" && !some && &token != &tokens.front()) return false;
  }
  return some || (!tokens.empty() && opens(tokens[0]));
}

std::size_t closing(const Tokens& tokens, std::size_t open) {
  std::size_t depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (opens(tokens[i])) ++depth;
    if (closes(tokens[i]) && (depth == 0 || --depth == 0)) return i;
  }
  return tokens.size();
}

Tokens slice(const Tokens& tokens, std::size_t begin, std::size_t end) {
  end = std::min(end, tokens.size());
  if (begin >= end) return {};
  return {tokens.begin() + static_cast<std::ptrdiff_t>(begin),
          tokens.begin() + static_cast<std::ptrdiff_t>(end)};
}

Tokens without_brackets(Tokens tokens) {
  // How many pairs stand around the whole, one in the other.
  std::vector<std::size_t> open;
  std::vector<std::size_t> close_of(tokens.size(), tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (opens(tokens[i])) open.push_back(i);
    if (closes(tokens[i]) && !open.empty()) {
      close_of[open.back()] = i;
      open.pop_back();
    }
  }
  std::size_t pairs = 0;
  while (pairs * 2 < tokens.size() && tokens[pairs].text == "(" &&
         close_of[pairs] == tokens.size() - 1 - pairs)
    ++pairs;
  if (pairs == 0) return tokens;
  const Tokens inside = slice(tokens, pairs, tokens.size() - pairs);
  // The innermost belongs to a tuple.
  if (find_sign(inside, {","}) < inside.size() || inside.empty()) --pairs;
  return slice(tokens, pairs, tokens.size() - pairs);
}

std::size_t find_sign(const Tokens& tokens, const std::vector<std::string_view>& signs,
                      std::size_t from) {
  for (std::size_t i = from; i < tokens.size(); ++i) {
    if (opens(tokens[i])) {
      i = closing(tokens, i);
      continue;
    }
    if (tokens[i].kind != TokenKind::string &&
        std::find(signs.begin(), signs.end(), tokens[i].text) != signs.end())
      return i;
  }
  return tokens.size();
}

std::vector<Tokens> split(const Tokens& tokens, std::string_view sign) {
  std::vector<Tokens> out;
  if (tokens.empty()) return out;
  std::size_t begin = 0;
  for (std::size_t at = find_sign(tokens, {sign});; at = find_sign(tokens, {sign}, at + 1)) {
    out.push_back(slice(tokens, begin, at));
    if (at >= tokens.size()) break;
    begin = at + 1;
  }
  return out;
}

bool is_part_of(std::vector<std::string> part, std::vector<std::string> whole) {
  std::sort(part.begin(), part.end());
  std::sort(whole.begin(), whole.end());
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

}  // namespace verify::tamper
