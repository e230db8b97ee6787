// Known traps, each with its known way out. They are cheap because they are specific: where the trap is not, there is
// no candidate.

#include <algorithm>
#include <array>
#include <cctype>

#include "edits.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

constexpr std::array<std::string_view, 12> k_number_words = {"number", "num", "count", "digit", "total", "size", "amount", "year", "price", "cents", "port", "age"};

// ---- containers ----

/// Python: [x] * n is n times the same x.
void rows_that_are_one(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "*" || parts[0].left.type() != "list") return;
  const auto elements = parts[0].left.named_children();
  if (elements.size() != 1) return;
  const Kind kind = edits.kind(elements[0]);
  if (kind == Kind::number || kind == Kind::string || kind == Kind::null || kind == Kind::boolean) return;
  const std::string element = edits.text(elements[0]);
  const std::string row = kind == Kind::name ? "list(" + element + ")" : element;
  edits.replace(1.0, "rows that are one", node, "[" + row + " for _ in range(" + edits.text(parts[0].right) + ")]");
}

/// JavaScript: new Array(n).fill([]) is n times the same list.
void fill_that_is_one(Edits& edits, Node call) {
  const Node callee = callee_of(call);
  const auto arguments = arguments_of(call);
  if (edits.kind(callee) != Kind::member || edits.text(member_of(callee)) != "fill" || arguments.size() != 1) return;
  const Kind kind = edits.kind(arguments[0]);
  if (kind == Kind::number || kind == Kind::string || kind == Kind::null || kind == Kind::boolean) return;
  const Node array = object_of(callee);
  const Node list = array.field("arguments");
  if (list.named_children().size() != 1 || edits.text(array).find("Array") == std::string::npos) return;
  std::string value = edits.text(arguments[0]);
  if (value.starts_with("{")) value = "(" + value + ")";
  edits.replace(1.0, "rows that are one", call, "Array.from({ length: " + edits.text(list.named_children()[0]) + " }, () => " + value + ")");
}

/// JavaScript sorts as texts, unless it is told how to compare.
void sort_as_numbers(Edits& edits, Node call) {
  const Node callee = callee_of(call);
  const std::string name = edits.kind(callee) == Kind::member ? edits.text(member_of(callee)) : "";
  if ((name != "sort" && name != "toSorted") || edits.text(call.field("arguments")) != "()") return;
  edits.replace(1.2, "comparator", call.field("arguments"), "((a, b) => a - b)");
  edits.replace(1.6, "comparator", call.field("arguments"), "((a, b) => b - a)");
  edits.replace(2.0, "comparator", call.field("arguments"), "((a, b) => a.localeCompare(b))");
}

/// JavaScript: sort() and reverse() change what they are called on, which may be somebody else's.
void order_of_copy(Edits& edits, Node call) {
  const Node callee = callee_of(call);
  if (edits.kind(callee) != Kind::member) return;
  const std::string name = edits.text(member_of(callee));
  const Node list = object_of(callee);
  const Kind kind = edits.kind(list);
  if ((name != "sort" && name != "reverse" && name != "splice") || (kind != Kind::name && kind != Kind::member) || edits.kind(call.parent()) == Kind::expression_statement)
    return;
  edits.replace(1.5, "loop over a copy", list, "[..." + edits.text(list) + "]");
}

/// Python: the value that a key is looked up without.
void lookup_default(Edits& edits, Node call) {
  const Node callee = callee_of(call);
  const auto arguments = arguments_of(call);
  if (edits.kind(callee) != Kind::member) return;
  const std::string name = edits.text(member_of(callee));
  if (arguments.size() != 1 || (name != "get" && name != "pop")) return;
  for (const auto& [cost, value] : std::initializer_list<Filled>{{1.7, "0"}, {1.9, "[]"}, {1.9, "\"\""}, {1.8, "None"}, {1.9, "{}"}, {2.0, "1"}})
    if (!(name == "get" && value == "None")) edits.replace(cost, "argument added", arguments[0], edits.text(arguments[0]) + ", " + value);
}

/// Python: d[k] -> d.get(k, 0), and a copy of a list or a dictionary that is kept or given away.
void python_subscript(Edits& edits, Node node) {
  const auto indices = indices_of(node);
  if (indices.size() != 1 || !is_value(node, Language::python)) return;
  const std::string object = edits.text(node.field("value"));
  for (const char* value : {"0", "None", "\"\"", "[]", "{}", "set()"})
    edits.replace(2.5, "call added", node, object + ".get(" + edits.text(indices[0]) + ", " + value + ")");
  if (edits.kind(node.parent()) == Kind::arithmetic) edits.replace(2.4, "call added", node, object + ".get(" + edits.text(indices[0]) + ", 1)");
}

/// Python: what is read and should be taken: d[k] -> d.pop(k).
void take_from(Edits& edits, Node node) {
  const auto indices = indices_of(node);
  const Node parent = node.parent();
  if (indices.size() != 1 || parent.type() == "delete_statement" || node == parent.field("left") || !is_value(node, Language::python)) return;
  edits.replace(2.3, "call added", node, edits.text(node.field("value")) + ".pop(" + edits.text(indices[0]) + ")");
}

/// Python: a parameter that is gone through twice may be something that can be gone through once only.
void list_of_parameter(Edits& edits, Node block) {
  if (!(block == edits.unit.body) || statements_of(block, Language::python).empty()) return;
  const Node first = statements_of(block, Language::python).front();
  for (const Node parameter : edits.unit.node.field("parameters").named_children()) {
    if (parameter.type() != "identifier") continue;
    const std::string name = edits.text(parameter);
    int times = 0;
    for (code::Cursor at(block); at.next();) {
      const Node node = at.node();
      if (edits.kind(node) != Kind::name || edits.text(node) != name) continue;
      const Node parent = node.parent();
      const bool is_gone_through = node == parent.field("right") && (parent.type() == "for_statement" || parent.type() == "for_in_clause");
      if (is_gone_through || parent.type() == "argument_list") ++times;
    }
    if (times < 2 || first.line() == edits.unit.node.line()) continue;
    const std::size_t at = edits.source.lines().start_of(first.line());
    std::vector<Splice> one;
    one.push_back({at, at, edits.source.text().substr(at, first.begin() - at) + name + " = list(" + name + ")\n"});
    edits.splice(1.9, "loop over a copy", first.line(), std::move(one));
  }
}

/// Python: sorted(x) -> sorted(x, key=...), and the order turned.
void python_sort(Edits& edits, Node call) {
  const auto arguments = arguments_of(call);
  const std::string name = edits.text(callee_of(call));
  const bool is_method = name.ends_with(".sort");
  const bool picks = name == "min" || name == "max";
  if (name != "sorted" && !is_method && !picks) return;
  const Node list = call.field("arguments");
  const std::string text = edits.text(list);
  if (text.size() < 2 || text.find("key=") != std::string::npos) return;
  const std::string inner = text.substr(1, text.size() - 2);
  const std::string comma = inner.empty() ? "" : ", ";
  for (const auto& [cost, key] : std::initializer_list<Filled>{
           {2.3, "key=len"}, {2.3, "key=str.lower"}, {2.4, "key=lambda item: item[1]"}, {2.4, "key=lambda item: item[0]"}, {2.5, "key=lambda item: (-item[1], item[0])"}})
    edits.replace(cost, "argument added", list, "(" + inner + comma + key + ")");
  if (!picks && text.find("reverse=") == std::string::npos) edits.replace(1.9, "argument added", list, "(" + inner + comma + "reverse=True)");
}

/// What is called in a loop over a list may change the list: for (const f of list) -> of [...list].
void loop_over_copy(Edits& edits, Node loop) {
  const Node list = loop.field("right");
  const Kind kind = edits.kind(list);
  if (kind != Kind::name && kind != Kind::member && kind != Kind::subscript) return;
  const Node body = loop.field("body");
  bool calls = false;
  for (code::Cursor at(body); at.next() && !calls;) calls = edits.kind(at.node()) == Kind::call || at.node().type() == "delete_statement";
  if (!calls) return;
  const std::string text = edits.text(list);
  edits.replace(1.6, "loop over a copy", list, edits.is_python() ? "list(" + text + ")" : "[..." + text + "]");
}

/// What is called a number is a text: numbers: match.slice(1), count: words[1].
void number_by_name(Edits& edits, Node node) {
  const Node parent = node.parent();
  Node name = parent.type() == "pair" ? parent.field("key") : parent.type() == "variable_declarator" ? parent.field("name") : Node();
  if (parent.type() == "assignment" || parent.type() == "assignment_expression") name = parent.field("left");
  if (!name || node == name) return;
  const std::string called = edits.text(name);
  const bool is_number = std::any_of(k_number_words.begin(), k_number_words.end(), [&](std::string_view word) { return called.find(word) != std::string::npos; });
  const Shape shape = edits.shape_of(node);
  if (!is_number || shape == Shape::number) return;
  const std::string text = edits.text(node);
  if (edits.is_python()) {
    edits.replace(1.5, "call added", node, "int(" + text + ")");
    edits.replace(1.6, "call added", node, "float(" + text + ")");
    edits.replace(1.6, "call added", node, "[int(part) for part in " + text + "]");
  } else if (edits.is_script()) {
    edits.replace(1.5, "call added", node, "Number(" + text + ")");
    if (is_tight(edits.kind(node))) edits.replace(1.5, "call added", node, text + ".map(Number)");
  }
}

// ---- numbers ----

/// A maximum that begins with 0 is wrong where all numbers are below it.
void first_of_extreme(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  if ((text != "0" && text != "1" && text != "-1") || edits.words().lowest.empty()) return;
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  const bool is_start = node == parent.field("value") || node == parent.field("right") || type == "arguments" || type == "argument_list";
  const std::string_view around = std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
  const bool compares = around.find("max") != std::string_view::npos || around.find("min") != std::string_view::npos ||
                        around.find(" > ") != std::string_view::npos || around.find(" < ") != std::string_view::npos ||
                        around.find(" >= ") != std::string_view::npos || around.find(" <= ") != std::string_view::npos;
  const bool is_unknown = edits.language() == Language::c && edits.source.text().find("limits.h") == std::string::npos;
  if (!is_start || !compares || is_unknown) return;
  edits.replace(1.9, "initial value", node, std::string(edits.words().lowest));
  edits.replace(1.9, "initial value", node, std::string(edits.words().highest));
}

/// Seconds for milliseconds, bytes for kilobytes.
void unit_factor(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::member && kind != Kind::call) return;
  std::string text = edits.text(node);
  if (edits.is_native() && edits.is_refused(edits.shape_of(node), Shape::number)) return;
  const auto named = [&](std::string_view word) { return text.find(word) != std::string::npos; };
  const bool is_time = named("time") || named("Time") || named("sec") || named("Sec") || named("ttl") || named("Ttl") || named("TTL") || named("delay") ||
                       named("age") || named("Age") || named("wait") || named("minutes") || named("Minutes") || named("hours") || named("now") || named("ms");
  const bool is_size = named("size") || named("Size") || named("bytes") || named("Bytes") || named("kib") || named("limit");
  if (!is_tight(kind)) text = "(" + text + ")";
  const auto put = [&](const char* factor) {
    edits.replace_expression(2.3, "factor", node, text + " * " + factor, Kind::arithmetic);
    edits.replace_expression(2.5, "factor", node, text + " / " + factor, Kind::arithmetic);
  };
  if (is_time) {
    put("1000");
    put("60");
  }
  if (is_size) put("1024");
}

/// a / b rounds down: (a + b - 1) / b; a % b is negative where a is: (a % b + b) % b.
void round_and_wrap(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op);
  const std::string left = edits.text(parts[0].left);
  const std::string right = edits.text(parts[0].right);
  const std::string divisor = is_tight(edits.kind(parts[0].right)) ? right : "(" + right + ")";
  const std::string dividend = is_tight(edits.kind(parts[0].left)) ? left : "(" + left + ")";
  const bool divides = op == (edits.is_python() ? "//" : "/") && !edits.is_script();
  const bool is_known = edits.kind(parts[0].right) == Kind::number && right.size() < 10 && right.find_first_not_of("0123456789") == std::string::npos;
  const std::string rest = is_known ? std::to_string(std::stoll(right) - 1) : divisor + " - 1";
  if (divides) edits.replace_expression(1.9, "rounded up", node, "(" + left + " + " + rest + ") " + op + " " + divisor, Kind::arithmetic);
  if (op == "%" && !edits.is_python())
    edits.replace_expression(1.7, "remainder", node, "(" + dividend + " % " + divisor + " + " + divisor + ") % " + divisor, Kind::arithmetic);
}

/// i + 1 -> (i + 1) % n; i - 1 -> (i - 1 + n) % n: what goes round.
void wrap_around(Edits& edits, Node node) {
  const auto parts = binaries(node);
  const Node parent = node.parent();
  if (parts.size() != 1 || edits.kind(parent) == Kind::arithmetic) return;
  const std::string op = edits.text(parts[0].op);
  if (op != "+" && op != "-") return;
  const std::vector<std::string>& moduli = edits.moduli();
  const std::string text = edits.text(node);
  for (const auto& n : moduli) {
    edits.replace_expression(2.4, "remainder", node, "(" + text + ") % " + n, Kind::arithmetic);
    if (op == "-" && !edits.is_python()) edits.replace_expression(2.4, "remainder", node, "(" + text + " + " + n + ") % " + n, Kind::arithmetic);
  }
}

// ---- what counts as nothing ----

/// if x: -> if x is not None: where 0 and "" are values, too.
void truth_of_nothing(Edits& edits, Node condition) {
  const Kind kind = edits.kind(condition);
  const bool is_negated = kind == Kind::negation;
  Node operand = is_negated ? operand_of(condition) : condition;
  if (edits.kind(operand) == Kind::parenthesised && operand.named_children().size() == 1) operand = operand.named_children()[0];
  const Kind of = edits.kind(operand);
  if (of != Kind::name && of != Kind::member && of != Kind::call && of != Kind::subscript) return;
  const std::string text = edits.text(operand);
  if (edits.is_python()) {
    edits.replace(1.2, "question for nothing", condition, text + (is_negated ? " is None" : " is not None"));
  } else if (edits.is_script()) {
    edits.replace(1.3, "question for nothing", condition, text + (is_negated ? " === undefined" : " !== undefined"));
    edits.replace(1.4, "question for nothing", condition, text + (is_negated ? " == null" : " != null"));
    edits.replace(1.6, "question for nothing", condition, text + (is_negated ? " === null" : " !== null"));
  }
}

/// Python: x or y -> x if x is not None else y.
void default_for_nothing(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (!edits.is_python() || parts.size() != 1 || edits.text(parts[0].op) != "or" || !is_tight(edits.kind(parts[0].left))) return;
  const std::string left = edits.text(parts[0].left);
  const std::string text = left + " if " + left + " is not None else " + edits.text(parts[0].right);
  edits.replace(1.4, "question for nothing", node, is_open_place(node) ? text : "(" + text + ")");
}

/// a.has(',') || a.has('"') -> ... || a.has('\n'): a clause like the others with another literal.
void clause_for_another(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  for (const Node part : {parts[0].left, parts[0].right}) {
    if (edits.kind(part) == Kind::logical || part.end() - part.begin() > 100) continue;
    Node literal;
    int count = 0;
    for (code::Cursor at(part); at.next();)
      if (edits.kind(at.node()) == Kind::string) {
        literal = at.node();
        ++count;
      }
    if (count != 1) continue;
    const std::string text = edits.text(literal);
    const char quote = text.back();
    if (text.size() < 2 || text.size() > 8 || text.front() != quote) continue;
    std::vector<std::string> others = edits.scope.strings;
    for (const char* one : {"\\n", " ", "\\t", ",", "\\r", "-", "_", ".", "/", "#"}) others.push_back(quote + std::string(one) + quote);
    for (const auto& other : others) {
      if (other == text || other.empty() || other.front() != quote || edits.text(node).find(other) != std::string::npos) continue;
      std::vector<Splice> one;
      one.push_back({literal.begin(), literal.end(), other});
      const std::string clause = edited_within(edits.source.text(), part.begin(), part.end(), one);
      edits.replace(2.2, "condition extended", part, edits.text(part) + " " + edits.text(parts[0].op) + " " + clause);
    }
  }
}

// ---- C++ ----

/// 1 << n is an int.
void wide_shift(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "<<" || edits.kind(parts[0].left) != Kind::number) return;
  const std::string number = edits.text(parts[0].left);
  if (number.find_first_not_of("0123456789") != std::string::npos) return;
  edits.replace(1.1, "wider type", parts[0].left, number + "ULL");
  edits.replace(1.5, "wider type", parts[0].left, number + "U");
}

/// if (...) return false; in a loop, where only this one was to be left out; and the like of statements without a block.
void jump_in_loop(Edits& edits, Node jump, Kind kind) {
  bool is_in_loop = false;
  for (Node around = jump.parent(); around && !is_in_loop && edits.kind(around) != Kind::function; around = around.parent()) {
    const Kind of = edits.kind(around);
    is_in_loop = of == Kind::for_ || of == Kind::while_;
    if (around.type().find("function") != std::string_view::npos || around.type() == "lambda") return;
  }
  if (!is_in_loop) return;
  const std::string end(edits.words().end);
  if (kind != Kind::continue_) edits.replace(kind == Kind::return_ ? 1.9 : 1.2, "jump", jump, "continue" + end);
  if (kind != Kind::break_) edits.replace(kind == Kind::return_ ? 2.1 : 1.2, "jump", jump, "break" + end);
}

}  // namespace

void edit_idioms(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::block) {
    if (edits.is_python()) list_of_parameter(edits, node);
    return;
  }
  const bool has_statement = edits.kind(node.parent()) == Kind::expression_statement;  // Rust: the ";" is there
  if ((kind == Kind::return_ || kind == Kind::break_ || kind == Kind::continue_) && !has_statement) jump_in_loop(edits, node, kind);
  if (kind == Kind::arithmetic && edits.is_python()) rows_that_are_one(edits, node);
  if (kind == Kind::arithmetic && edits.is_native()) wide_shift(edits, node);
  if (kind == Kind::call && edits.is_script()) {
    fill_that_is_one(edits, node);
    sort_as_numbers(edits, node);
    order_of_copy(edits, node);
  }
  if (kind == Kind::call && edits.is_python()) {
    lookup_default(edits, node);
    python_sort(edits, node);
  }
  if (kind == Kind::subscript && edits.is_python()) {
    python_subscript(edits, node);
    take_from(edits, node);
  }
  if (kind == Kind::for_ && (node.type() == "for_in_statement" || edits.is_python())) loop_over_copy(edits, node);
  if (kind == Kind::call || kind == Kind::subscript || kind == Kind::name) number_by_name(edits, node);
  if (kind == Kind::number || kind == Kind::minus) first_of_extreme(edits, node);
  if (kind == Kind::arithmetic) {
    wrap_around(edits, node);
    round_and_wrap(edits, node);
  }
  if (is_value(node, edits.language())) unit_factor(edits, node, kind);
  if (kind == Kind::if_ || kind == Kind::while_ || kind == Kind::conditional)
    if (const Node condition = condition_of(node)) truth_of_nothing(edits, condition);
  if (kind == Kind::logical) {
    for (const auto& binary : binaries(node))
      for (const Node part : {binary.left, binary.right}) truth_of_nothing(edits, part);
    default_for_nothing(edits, node);
    clause_for_another(edits, node);
  }
}

}  // namespace repair
