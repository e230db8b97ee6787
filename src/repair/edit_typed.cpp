// Known traps of C, C++ and Java, each with its known way out: bounds that nobody asks for, divisions that round, copies
// where the thing itself was meant. Specific, so cheap: where the trap is not, there is no candidate.

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "edits.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

bool is_java(const Edits& edits) {
  return edits.language() == Language::java;
}

/// "size" of x.size(), whatever the grammar calls it.
std::string method_of(const Edits& edits, Node call) {
  const Node callee = callee_of(call);
  if (is_java(edits)) return call.field("object") ? edits.text(callee) : "";
  return edits.kind(callee) == Kind::member ? edits.text(member_of(callee)) : "";
}
std::string receiver_of(const Edits& edits, Node call) {
  return is_java(edits) ? edits.text(call.field("object")) : edits.text(object_of(callee_of(call)));
}

// ---- comparisons ----

/// a - b > 0 of unsigned numbers holds for a < b, too.
void difference_for_order(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].right) != "0" || edits.kind(parts[0].left) != Kind::arithmetic) return;
  const auto terms = binaries(parts[0].left);
  const std::string op = edits.text(parts[0].op);
  if (terms.size() != 1 || edits.text(terms[0].op) != "-" || op == "==" || op == "!=") return;
  edits.replace(1.0, "comparison of values", node, edits.text(terms[0].left) + " " + op + " " + edits.text(terms[0].right));
}

/// x = y + z -> x += z, and where z counts how often p went into the time: x += z * p.
void add_up(Edits& edits, Node node) {
  const Node left = node.field("left"), right = node.field("right");
  const auto parts = binaries(right);
  if (edits.kind(right) == Kind::arithmetic && parts.size() == 1 && edits.text(parts[0].op) == "+" && edits.text(parts[0].left) != edits.text(left)) {
    edits.replace(1.7, "assignment operator", node, edits.text(left) + " += " + edits.text(parts[0].right));
    edits.replace(2.0, "assignment operator", node, edits.text(left) + " += " + edits.text(parts[0].left));
  }
  if (edits.kind(right) != Kind::name) return;
  for (code::Cursor at(edits.unit.body); at.next();) {
    if (at.node().type() != "init_declarator" && at.node().type() != "variable_declarator") continue;
    const Node value = at.node().field("value");
    const auto quotient = binaries(value);
    if (edits.kind(value) != Kind::arithmetic || quotient.size() != 1 || edits.text(quotient[0].op) != "/") continue;
    const Node name = at.node().field("declarator") ? at.node().field("declarator") : at.node().field("name");
    edits.replace(1.8, "assignment operator", node, edits.text(left) + " += " + edits.text(name) + " * " + edits.text(quotient[0].right));
  }
}

/// long half = 50; of an amount that may be negative.
void sign_of_half(Edits& edits, Node declarator) {
  const Node value = declarator.field("value");
  const std::string text = edits.text(value);
  if (edits.kind(value) != Kind::number || text.size() < 2 || text.find_first_not_of("0123456789") != std::string::npos) return;
  for (const auto& name : edits.scope.values)
    if (name.shape == Shape::number && !name.is_member && declarator.begin() > 0 && edits.text(declarator).find(name.text) == std::string::npos)
      edits.replace(2.3, "sign", value, name.text + " < 0 ? -" + text + " : " + text);
}

/// if (strcmp(a, b)): it is 0 where they are the same.
void same_text(Edits& edits, Node condition) {
  if (edits.kind(condition) != Kind::call) return;
  const std::string name = edits.text(callee_of(condition));
  if (name == "strcmp" || name == "strncmp" || name == "memcmp" || name == "strcasecmp") edits.replace(0.8, "comparison of values", condition, edits.text(condition) + " == 0");
}

/// A part of a condition that looks into something asks first whether there is something.
void ask_before_look(Edits& edits, Node part, double cost) {
  const std::string text = edits.text(part);
  const std::string safe = edits.kind(part) == Kind::logical ? "(" + text + ")" : text;
  std::set<std::string> asked;
  for (code::Cursor at(part); at.next();) {
    const Node node = at.node();
    const Kind kind = edits.kind(node);
    const auto ask = [&](const std::string& question) { edits.replace(cost, "bound asked for", part, question + edits.words().both.data() + safe); };
    if (kind == Kind::subscript) {
      const auto indices = indices_of(node);
      if (indices.size() != 1) continue;
      const std::string index = edits.text(indices[0]);
      const std::string whole = edits.text(node);
      const std::string object = whole.substr(0, whole.find('['));
      if (index.ends_with(" - 1")) ask(index.substr(0, index.size() - 4) + " > 0");
      else if (edits.kind(indices[0]) == Kind::number) continue;
      else if (is_java(edits)) ask(index + " < " + object + ".length");
      else if (edits.language() == Language::cpp) ask(index + " < " + object + ".size()");
      else ask(whole);
    } else if (kind == Kind::arithmetic) {
      const auto parts = binaries(node);
      const auto is_length = [](const std::string& one) { return one.ends_with(".size()") || one.ends_with(".length()") || one.starts_with("strlen("); };
      const bool is_rest = parts.size() == 1 && edits.text(parts[0].op) == "-" && is_length(edits.text(parts[0].left)) && is_length(edits.text(parts[0].right));
      if (is_rest) ask(edits.text(parts[0].left) + " >= " + edits.text(parts[0].right));
    } else if (node.type() == "field_expression" && edits.kind(object_of(node)) == Kind::name && edits.text(node).find("->") != std::string::npos) {
      const std::string pointer = edits.text(object_of(node));
      const bool is_asked = text.find(pointer + " &&") != std::string::npos || text.find("!" + pointer + " ||") != std::string::npos || text.find(pointer + " != ") != std::string::npos || text.find(pointer + " == ") != std::string::npos;
      if (is_asked || pointer == "this" || !asked.insert(pointer).second) continue;
      const std::string null = edits.language() == Language::c ? "NULL" : "nullptr";
      const bool compares = edits.source.text().find("!= " + null) != std::string::npos || edits.source.text().find("== " + null) != std::string::npos;
      ask(compares ? pointer + " != " + null : pointer);
      edits.replace(cost + 0.4, "bound asked for", part, (compares ? pointer + " == " + null : "!" + pointer) + edits.words().either.data() + text);
    } else if (node.type() == "pointer_expression" && edits.text(node).starts_with("*") && edits.language() == Language::c) {
      ask(edits.text(node));
    } else if (kind == Kind::call) {
      const std::string method = method_of(edits, node);
      const auto arguments = arguments_of(node);
      if (arguments.empty() && edits.language() == Language::cpp && (method == "back" || method == "front" || method == "top")) ask("!" + receiver_of(edits, node) + ".empty()");
      if (arguments.size() == 1 && is_java(edits) && (method == "charAt" || method == "get"))
        ask(edits.text(arguments[0]) + " < " + receiver_of(edits, node) + (method == "get" ? ".size()" : ".length()"));
    }
  }
}

void ask_before_looks(Edits& edits, Node condition, double cost) {
  ask_before_look(edits, condition, cost);
  if (edits.kind(condition) != Kind::logical) return;
  for (const auto& binary : binaries(condition)) ask_before_look(edits, binary.right, cost + 0.1);
}

// ---- numbers ----

/// What is computed here is kept or given back as a number with a fraction.
bool goes_real(const Edits& edits, Node node) {
  for (Node around = node.parent(); around; around = around.parent()) {
    const std::string_view type = around.type();
    const bool is_kept = type == "declaration" || type == "local_variable_declaration";
    if (!is_kept && edits.kind(around) != Kind::return_ && edits.kind(around) != Kind::function) continue;
    const std::string of = edits.text(is_kept ? around.field("type") : edits.unit.node.field("type"));
    return of.find("double") != std::string::npos || of.find("float") != std::string::npos;
  }
  return false;
}

bool is_literal(const Edits& edits, Node node) {
  const std::string text = edits.text(node);
  return edits.kind(node) == Kind::number && text.find_first_not_of("0123456789") == std::string::npos;
}

void round_division(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "/") return;
  const Node left = parts[0].left, right = parts[0].right;
  if (goes_real(edits, node)) {
    const std::string text = edits.text(left);
    const std::string tight = is_tight(edits.kind(left)) ? text : "(" + text + ")";
    edits.replace(1.0, "cast", left, edits.language() == Language::cpp ? "static_cast<double>(" + text + ")" : "(double) " + tight);
    if (is_literal(edits, right)) edits.replace(1.0, "cast", right, edits.text(right) + ".0");
    Node first = left;
    while (edits.kind(first) == Kind::arithmetic) first = first.field("left");
    if (is_literal(edits, first)) edits.replace(1.1, "cast", first, edits.text(first) + ".0");
  }
  // (a + 50) / 100: to the nearest.
  if (!is_literal(edits, right) || edits.text(right).size() > 9) return;
  const long long divisor = std::stoll(edits.text(right));
  Node dividend = left;
  if (edits.kind(left) == Kind::parenthesised && left.named_children().size() == 1) dividend = left.named_children()[0];
  if (divisor < 4 || divisor % 2 != 0 || edits.shape_of(left) == Shape::text) return;
  edits.replace(1.9, "rounded", left, "(" + edits.text(dividend) + " + " + std::to_string(divisor / 2) + ")");
}

/// (int) x cuts off what is behind the point.
void round_cast(Edits& edits, Node type, Node value, Node whole) {
  const std::string to = edits.text(type);
  const bool is_whole = to.find("int") != std::string::npos || to.find("long") != std::string::npos;
  const std::string text = edits.text(value);
  const bool may_be_real = text.find('*') != std::string::npos || text.find('/') != std::string::npos || text.find('.') != std::string::npos || edits.kind(value) == Kind::name;
  if (!is_whole || !may_be_real || edits.kind(value) == Kind::string) return;
  if (edits.language() == Language::cpp) edits.replace(1.6, "rounded", whole, "std::llround(" + text + ")");
  else if (is_java(edits)) edits.replace(1.6, "rounded", whole, "(" + to + ") Math.round(" + text + ")");
  else edits.replace(1.6, "rounded", whole, "lround(" + text + ")");
}

/// Java: 1 << n and a * b are ints, whatever they are kept in.
void java_wide(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op);
  if (op == "<<" && is_literal(edits, parts[0].left)) edits.replace(1.1, "wider type", parts[0].left, edits.text(parts[0].left) + "L");
  if (op != "*") return;
  const std::string left = edits.text(parts[0].left);
  edits.replace(1.8, "cast", parts[0].left, "(long) " + (is_tight(edits.kind(parts[0].left)) ? left : "(" + left + ")"));
}

/// Java: (int) (a - b) of a comparison runs over.
void java_compare(Edits& edits, Node node) {
  Node inner = node.type() == "cast_expression" ? node.field("value") : node;
  if (edits.kind(inner) == Kind::parenthesised && inner.named_children().size() == 1) inner = inner.named_children()[0];
  const auto parts = binaries(inner);
  if (edits.kind(inner) != Kind::arithmetic || parts.size() != 1 || edits.text(parts[0].op) != "-" || edits.kind(node.parent()) != Kind::return_) return;
  const std::string arguments = ".compare(" + edits.text(parts[0].left) + ", " + edits.text(parts[0].right) + ")";
  for (const char* type : {"Long", "Integer", "Double"}) edits.replace(node.type() == "cast_expression" ? 1.2 : 1.6, "comparison of values", node, type + arguments);
}

// ---- C++ containers ----

/// c.erase(it) makes `it` mean nothing; c.erase(remove(...)) takes one only.
void erase_rightly(Edits& edits, Node call) {
  const auto arguments = arguments_of(call);
  if (method_of(edits, call) != "erase" || arguments.size() != 1) return;
  const std::string argument = edits.text(arguments[0]);
  const std::string object = receiver_of(edits, call);
  if (edits.kind(arguments[0]) == Kind::name && edits.kind(call.parent()) == Kind::expression_statement) edits.replace(0.9, "place kept", call, argument + " = " + edits.text(call));
  if (argument.find("remove") != std::string::npos || argument.find("unique") != std::string::npos)
    edits.replace(0.9, "argument added", arguments[0], argument + ", " + object + ".end()");
}

/// begin() + n for n that may be too large; s.substr(n).
void not_behind_end(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "+" || edits.kind(parts[0].left) != Kind::call || method_of(edits, parts[0].left) != "begin") return;
  const std::string size = receiver_of(edits, parts[0].left) + ".size()";
  edits.replace(1.5, "expression extended", parts[0].right, "std::min(" + edits.text(parts[0].right) + ", " + size + ")");
}

/// Entry e = entries[i] is a copy; auto& e of what may go away is none.
void copy_or_not(Edits& edits, Node declarator) {
  const Node name = declarator.field("declarator");
  const Node value = declarator.field("value");
  const std::string type = edits.text(declarator.parent().field("type"));
  if (name.type() == "reference_declarator") {
    const std::string text = edits.text(name);
    edits.replace(2.0, "copy", name, text.substr(text.find_first_not_of("& ")));
    return;
  }
  if (name.type() != "identifier") return;
  const Kind kind = edits.kind(value);
  const std::string method = kind == Kind::call ? method_of(edits, value) : "";
  const bool is_place = kind == Kind::subscript || kind == Kind::member || method == "at" || method == "front" || method == "back" || value.type() == "pointer_expression";
  const bool is_number = type.find("int") != std::string::npos || type == "bool" || type == "char" || type == "double" || type.find("size") != std::string::npos;
  if (is_place && !is_number) edits.replace(1.3, "reference", name, "&" + edits.text(name));
}

/// s.find(x) != npos for "begins with".
void find_at_start(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].left) != Kind::call || !edits.text(parts[0].right).ends_with("npos") || method_of(edits, parts[0].left) != "find") return;
  edits.replace(1.7, "comparison of values", node, edits.text(parts[0].left) + " == 0");
}

/// left[x]-- == 0 -> --left[x] == 0
void count_before(Edits& edits, Node node) {
  if (edits.kind(node.parent()) == Kind::expression_statement || node.parent().type() == "for_statement") return;
  const std::string text = edits.text(node);
  const auto op = text.starts_with("++") || text.ends_with("++") ? "++" : "--";
  if (text.starts_with(op)) edits.replace(1.1, "increment", node, text.substr(2) + op);
  else edits.replace(1.1, "increment", node, op + text.substr(0, text.size() - 2));
}

/// What is taken out of a list moves the others up: v.erase(v.begin() + i--), list.remove(i--).
void step_back(Edits& edits, Node call) {
  const std::string method = method_of(edits, call);
  const auto arguments = arguments_of(call);
  if ((method != "erase" && method != "remove") || arguments.size() != 1) return;
  Node index = arguments[0];
  if (edits.kind(index) == Kind::arithmetic) index = index.field("right");
  const bool is_index = is_java(edits) || !(index == arguments[0]);
  if (is_index && edits.kind(index) == Kind::name && edits.shape_of(index) == Shape::number) edits.replace(1.2, "increment", index, edits.text(index) + "--");
}

constexpr auto k_of_values = std::to_array<std::string_view>({"add", "subtract", "multiply", "divide", "negate", "replace", "trim", "concat", "toUpperCase", "toLowerCase", "plusDays",
                                                              "minusDays", "plus", "minus", "setScale", "strip", "substring", "plusMonths", "plusYears", "plusSeconds", "plusMinutes"});

/// Java: x.add(y) of what never changes.
void keep_result(Edits& edits, Node statement) {
  const Node call = statement.child(0);
  if (edits.kind(call) != Kind::call || edits.kind(call.field("object")) != Kind::name || !is_in(k_of_values, edits.text(callee_of(call)))) return;
  const Shape shape = edits.shape_of(call.field("object"));
  if (shape == Shape::list || shape == Shape::set || shape == Shape::map) return;
  edits.replace(0.9, "result kept", call, edits.text(call.field("object")) + " = " + edits.text(call));
}

/// Java: numbers of another scale are not equal.
void equal_by_order(Edits& edits, Node call) {
  if (method_of(edits, call) != "equals" || arguments_of(call).size() != 1) return;
  const std::string other = receiver_of(edits, call) + ".compareTo(" + edits.text(arguments_of(call)[0]) + ") == 0";
  edits.replace(2.2, "comparison of values", call, edits.kind(call.parent()) == Kind::negation ? "(" + other + ")" : other);
  edits.replace(2.2, "comparison of values", call, receiver_of(edits, call) + ".equalsIgnoreCase(" + edits.text(arguments_of(call)[0]) + ")");
}

/// Java: new HashMap -> new TreeMap, of another order.
void other_container(Edits& edits, Node creation) {
  Node type = creation.field("type");
  if (type.type() == "generic_type" && !type.named_children().empty()) type = type.named_children()[0];
  const std::string text = edits.text(type);
  for (const std::string_view suffix : {"Map", "Set"})
    for (const std::string_view kind : {"Hash", "LinkedHash", "Tree"})
      if (text == std::string("Hash") + suffix.data() || text == std::string("LinkedHash") + suffix.data() || text == std::string("Tree") + suffix.data())
        if (text.ends_with(suffix) && text != std::string(kind) + suffix.data()) edits.replace(1.4, "container", type, std::string(kind) + suffix.data());
}

/// int sum = 0; of what gives back more.
void type_of_result(Edits& edits, Node declaration) {
  const Node type = declaration.field("type");
  const std::string text = edits.text(type), result = edits.text(edits.unit.node.field("type"));
  if (text != "int" && text != "long" && text != "unsigned" && text != "float") return;
  for (const std::string_view wider : {"int64_t", "uint64_t", "size_t", "double", "long"})
    if (result.find(wider) != std::string::npos && result != text) return edits.replace(1.3, "wider type", type, result);
}

void in_case_of_java(Edits& edits, Node group) {
  const auto parts = group.named_children();
  if (parts.empty()) return;
  const Kind last = edits.kind(parts.back());
  if (last == Kind::break_ || last == Kind::return_ || last == Kind::raise || last == Kind::continue_ || parts.back().type() == "switch_label") return;
  std::vector<Splice> one;
  one.push_back({group.end(), group.end(), " break;"});
  edits.splice(1.5, "missing break", group.end_line(), std::move(one));
}

}  // namespace

void edit_typed(Edits& edits, Node node) {
  if (!edits.is_native() && !is_java(edits)) return;
  const Kind kind = edits.kind(node);
  const std::string_view type = node.type();
  if (kind == Kind::if_ || kind == Kind::while_ || (kind == Kind::for_ && type == "for_statement"))
    if (const Node condition = condition_of(node)) {
      same_text(edits, condition);
      ask_before_looks(edits, condition, kind == Kind::if_ ? 1.6 : 1.3);
    }
  if (kind == Kind::comparison) {
    difference_for_order(edits, node);
    if (edits.language() == Language::cpp) find_at_start(edits, node);
    if (edits.kind(node.parent()) == Kind::return_) ask_before_look(edits, node, 1.7);
  }
  if (kind == Kind::assignment) {
    add_up(edits, node);
  }
  if (type == "init_declarator" || type == "variable_declarator") sign_of_half(edits, node);
  if (type == "update_expression") count_before(edits, node);
  if (type == "cast_expression" && node.parent().type() == "argument_list") {
    edits.replace(1.9, "by one", node, edits.text(node) + " + 1");
    edits.replace(1.9, "by one", node, edits.text(node) + " - 1");
  }
  if (type == "declaration" || type == "local_variable_declaration") type_of_result(edits, node);
  if (is_java(edits)) {
    if (kind == Kind::expression_statement) keep_result(edits, node);
    if (kind == Kind::call) equal_by_order(edits, node);
    if (type == "object_creation_expression") other_container(edits, node);
  }
  if (kind == Kind::logical)
    for (const auto& binary : binaries(node))
      for (const Node side : {binary.left, binary.right}) same_text(edits, side);
  if (kind == Kind::arithmetic) {
    round_division(edits, node);
    if (is_java(edits)) java_wide(edits, node);
    if (edits.language() == Language::cpp) not_behind_end(edits, node);
  }
  if (is_java(edits) && (kind == Kind::arithmetic || type == "cast_expression")) java_compare(edits, node);
  if (type == "cast_expression") round_cast(edits, node.field("type"), node.field("value"), node);
  if (type == "switch_block_statement_group") in_case_of_java(edits, node);
  if (kind == Kind::call) {
    step_back(edits, node);
    if (edits.language() == Language::cpp) erase_rightly(edits, node);
    const Node callee = callee_of(node);
    const auto arguments = arguments_of(node);
    if (callee.type() == "template_function" && edits.text(callee.field("name")) == "static_cast" && arguments.size() == 1)
      round_cast(edits, callee.field("arguments"), arguments[0], node);
  }
  if (type == "init_declarator" && edits.language() == Language::cpp) copy_or_not(edits, node);
}

}  // namespace repair
