// Known traps with letters and texts of C, C++ and Java: char that may be negative, sets of letters that lack one, numbers
// that are read from a text, texts that belong to somebody else.

#include <algorithm>
#include <array>
#include <string>

#include "edits.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

/// char may be signed: isspace(*p), h ^= *p, table[*p].
void unsigned_letter(Edits& edits, Node node, Kind kind) {
  const std::string text = edits.text(node);
  const bool is_letter = (node.type() == "pointer_expression" && text.starts_with("*")) || kind == Kind::subscript || kind == Kind::name;
  if (!is_letter) return;
  const Node parent = node.parent();
  const bool is_index = edits.kind(parent) == Kind::subscript || parent.type() == "subscript_argument_list";
  const bool is_mixed = edits.kind(parent) == Kind::augmented && node == parent.field("right") && edits.text(operator_of(parent)) != "=";
  const bool is_asked = parent.type() == "argument_list" && edits.text(callee_of(parent.parent())).find("is") != std::string::npos;
  if (!(is_index && kind != Kind::name) && !(is_mixed && kind != Kind::name) && !is_asked) return;
  edits.replace(is_asked ? 1.8 : 1.3, "cast", node, edits.language() == Language::cpp ? "static_cast<unsigned char>(" + text + ")" : "(unsigned char) " + text);
}

constexpr auto k_of_charsets = std::to_array<std::string_view>(
    {"strchr", "strspn", "strcspn", "strpbrk", "find_first_of", "find_first_not_of", "find_last_of", "find_last_not_of", "strtok", "strsep", "indexOf"});
constexpr auto k_usual_letters = std::to_array<std::string_view>(
    {"\\n", "\\r", "\\t", " ", "/", "?", "#", ":", ";", ",", ".", "-", "_", "=", "!", "+", "&", "'"});

/// strcspn(s, "/") of letters that the function handles elsewhere too: "/?".
void more_letters(Edits& edits, Node call) {
  const std::string whole = edits.text(callee_of(call));
  const std::string name = whole.substr(whole.find_last_of(".>:") == std::string::npos ? 0 : whole.find_last_of(".>:") + 1);
  if (!is_in(k_of_charsets, name)) return;
  for (const Node argument : arguments_of(call)) {
    const std::string text = edits.text(argument);
    if (edits.kind(argument) != Kind::string || text.size() < 3 || text[0] != '"') continue;
    std::vector<std::pair<double, std::string>> letters;
    for (const auto& one : edits.scope.strings)
      if (one.size() > 2 && one.size() < 5 && one != "'\"'") letters.emplace_back(1.6, one.substr(1, one.size() - 2));
    for (const std::string_view one : k_usual_letters) letters.emplace_back(1.9, one);
    const std::string set = text.substr(1, text.size() - 2);
    for (const auto& [cost, letter] : letters)
      if (set.find(letter) == std::string::npos) edits.replace(cost, "letter added", argument, "\"" + set + letter + "\"");
  }
}

/// isdigit(c) -> isdigit(c) || c == '.'
void one_more_letter(Edits& edits, Node call) {
  const std::string whole = edits.text(callee_of(call));
  const std::string name = whole.substr(whole.find_last_of(".>:") == std::string::npos ? 0 : whole.find_last_of(".>:") + 1);
  const auto arguments = arguments_of(call);
  if (arguments.size() != 1 || (!name.starts_with("is") && !name.starts_with("Is")) || edits.text(call.parent()).find('!' + whole) != std::string::npos) return;
  Node letter = arguments[0];
  if (letter.type() == "cast_expression") letter = letter.field("value");
  if (edits.kind(letter) == Kind::call && edits.text(letter).starts_with("static_cast") && arguments_of(letter).size() == 1) letter = arguments_of(letter)[0];
  const bool asks_for_letter = name.find("digit") != std::string::npos || name.find("Digit") != std::string::npos || name.find("al") == 2 || name.find("Letter") != std::string::npos || name.find("space") != std::string::npos;
  if (!asks_for_letter) return;
  for (const char* one : {"'_'", "'.'", "'-'", "'+'", "'e'"}) edits.replace_expression(2.0, "condition extended", call, edits.text(call) + " || " + edits.text(letter) + " == " + one, Kind::logical);
}

/// 't' that follows a backslash is a tab.
void letter_for_escape(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  if (text.size() == 3 && text[0] == '\'' && std::string_view("ntrbf0v").find(text[1]) != std::string_view::npos && edits.kind(node.parent()) != Kind::comparison)
    edits.replace(1.5, "constant", node, std::string("'\\") + text[1] + "'");
}

/// *end looks at what is behind the last.
void letter_before(Edits& edits, Node node) {
  const Node pointer = node.field("argument");
  if (edits.kind(pointer) != Kind::name || !edits.text(node).starts_with("*") || !is_value(node, edits.language())) return;
  edits.replace(1.8, "index", node, edits.text(pointer) + "[-1]");
  edits.replace(2.0, "index", node, edits.text(pointer) + "[1]");
}

/// strtol(text, &end, 0) takes 010 for 8; end == text where there is no number.
void read_number(Edits& edits, Node call) {
  const std::string name = edits.text(callee_of(call));
  const auto arguments = arguments_of(call);
  if (arguments.size() != 3 || (name.find("strto") == std::string::npos && name.find("sto") == std::string::npos)) return;
  for (const char* base : {"10", "16", "0", "8"})
    if (edits.text(arguments[2]) != base) edits.replace(1.3, "constant", arguments[2], base);
}
void ask_for_number(Edits& edits, Node condition) {
  for (code::Cursor at(edits.unit.body); at.next();) {
    if (edits.kind(at.node()) != Kind::call || edits.text(callee_of(at.node())).find("strto") == std::string::npos) continue;
    const auto arguments = arguments_of(at.node());
    if (arguments.size() < 2 || !edits.text(arguments[1]).starts_with("&")) continue;
    const std::string end = edits.text(arguments[1]).substr(1);
    if (edits.text(condition).find(end) == std::string::npos) continue;
    edits.replace(1.3, "condition extended", condition, end + " == " + edits.text(arguments[0]) + " || " + edits.text(condition));
    edits.replace(1.5, "condition extended", condition, edits.text(condition) + " || *" + end);
    edits.replace(1.5, "condition extended", condition, "*" + end + " || " + edits.text(condition));
  }
}

/// What keeps a text that belongs to somebody else.
void keep_copy(Edits& edits, Node node) {
  const Node left = node.field("left");
  Node right = node.field("right");
  if (edits.kind(left) != Kind::member || edits.shape_of(left) != Shape::text) return;
  if (right.type() == "cast_expression") right = right.field("value");
  if (edits.kind(right) == Kind::name) edits.replace(1.9, "copy", node.field("right"), "strdup(" + edits.text(right) + ")");
}

/// while (*p) -> while (*p && *p != '#'): one more letter that ends it or counts, of those that the function knows or that are usual.
void ask_letter(Edits& edits, Node condition) {
  std::vector<std::string> letters, literals;
  for (code::Cursor at(condition); at.next() && letters.size() < 2;) {
    const std::string text = edits.text(at.node());
    const bool follows = at.node().type() == "pointer_expression" && text.starts_with("*");
    const Value* value = edits.value_of(text);
    const bool is_char = edits.kind(at.node()) == Kind::name && value != nullptr && value->type == "char";
    if ((follows || is_char || edits.kind(at.node()) == Kind::subscript) && may_be(edits.shape_of(at.node()), Shape::number) && std::find(letters.begin(), letters.end(), text) == letters.end()) letters.push_back(text);
  }
  for (const auto& one : edits.scope.strings)
    if (one[0] == '\'' && literals.size() < 6) literals.push_back(one);
  for (const char* one : {"'\\0'", "' '", "'\\n'", "'#'", "'-'", "'/'"})
    if (std::find(literals.begin(), literals.end(), one) == literals.end()) literals.emplace_back(one);
  const bool is_or = edits.kind(condition) == Kind::logical && edits.text(binaries(condition)[0].op) == "||";
  const std::string first = is_or ? "(" + edits.text(condition) + ")" : edits.text(condition);
  for (const auto& letter : letters)
    for (const auto& literal : literals) {
      if (edits.text(condition).find(letter + " != " + literal) != std::string::npos || edits.text(condition).find(letter + " == " + literal) != std::string::npos) continue;
      edits.replace(2.3, "condition extended", condition, first + " && " + letter + " != " + literal);
      edits.replace(2.4, "condition extended", condition, edits.text(condition) + " || " + letter + " == " + literal);
    }
}

bool may_be_letter(Edits& edits, Node node, Kind kind) {
  if (kind == Kind::name) {
    const Value* value = edits.value_of(edits.text(node));
    return value != nullptr && value->type.find("char") != std::string::npos && value->shape == Shape::number;
  }
  return kind == Kind::subscript || (node.type() == "pointer_expression" && edits.text(node).starts_with("*")) || (kind == Kind::call && edits.text(node).find("charAt(") != std::string::npos);
}

/// n = n * 10 + *p -> *p - '0', counts[c] -> counts[c - 'a']; text[i] = n % 10 -> n % 10 + '0'.
void number_of_letter(Edits& edits, Node node, Kind kind) {
  const Node parent = node.parent();
  const Kind around = edits.kind(parent);
  const bool is_index = around == Kind::subscript || parent.type() == "subscript_argument_list";
  const bool is_digit = around == Kind::arithmetic && (edits.text(parent).find("10") != std::string::npos || edits.text(parent).find("base") != std::string::npos);
  const bool is_value_of = is_digit || (around == Kind::augmented && node == parent.field("right")) || ((around == Kind::assignment || parent.type() == "init_declarator") && edits.text(parent).find("dig") != std::string::npos);
  if (may_be_letter(edits, node, kind) && (is_index || is_value_of))
    for (const char* first : {"'0'", "'a'", "'A'"}) edits.replace_expression(first[1] == '0' && is_digit ? 1.4 : 1.9, "letter counted", node, edits.text(node) + " - " + first, Kind::arithmetic);
  const bool is_last_digit = kind == Kind::arithmetic && edits.text(operator_of(node)) == "%" && !is_index && around != Kind::arithmetic && around != Kind::comparison;
  if (is_last_digit)
    for (const char* first : {"'0'", "'a'", "'A'"}) edits.replace_expression(first[1] == '0' ? 1.9 : 2.2, "letter counted", node, edits.text(node) + " + " + first, Kind::arithmetic);
}

/// a == b of two texts asks whether they stand at the same place.
void compare_texts(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.language() != Language::c) return;
  const auto is_text = [&](Node one) { return edits.shape_of(one) == Shape::text && (edits.kind(one) != Kind::string || edits.text(one).starts_with("\"")); };
  if (!is_text(parts[0].left) || !is_text(parts[0].right)) return;
  edits.replace(0.9, "comparison of values", node, "strcmp(" + edits.text(parts[0].left) + ", " + edits.text(parts[0].right) + ") " + edits.text(parts[0].op) + " 0");
}

}  // namespace

void edit_letters(Edits& edits, Node node) {
  if (!edits.is_native() && edits.language() != Language::java) return;
  const Kind kind = edits.kind(node);
  if (kind == Kind::string) letter_for_escape(edits, node);
  if (kind == Kind::call) {
    more_letters(edits, node);
    one_more_letter(edits, node);
  }
  if (is_value(node, edits.language())) number_of_letter(edits, node, kind);
  if (!edits.is_native()) return;
  if (kind == Kind::comparison) compare_texts(edits, node);
  if (kind == Kind::call) read_number(edits, node);
  if (kind == Kind::if_ || kind == Kind::while_)
    if (const Node condition = condition_of(node)) {
      ask_for_number(edits, condition);
      ask_letter(edits, condition);
    }
  if (node.type() == "pointer_expression") letter_before(edits, node);
  if (kind == Kind::assignment && edits.language() == Language::c) keep_copy(edits, node);
  if (is_value(node, edits.language())) unsigned_letter(edits, node, kind);
}

}  // namespace repair
