// What is peculiar to Python and to JavaScript: closures that share a variable, generators that are used up, 0 for a place
// that was found, keys that all objects have, cents that are no whole numbers.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// Python: except KeyError -> except (KeyError, TypeError)
void more_exceptions(Edits& edits, Node clause) {
  const auto children = clause.named_children();
  if (children.size() < 2) return;
  const Node type = children[0];
  const Kind kind = edits.kind(type);
  const std::string text = edits.text(type);
  if (kind != Kind::name && type.type() != "tuple") return;
  const std::string inner = type.type() == "tuple" ? text.substr(1, text.size() - 2) : text;
  for (const char* other : {"ValueError", "KeyError", "TypeError", "IndexError", "AttributeError", "OSError"})
    if (inner.find(other) == std::string::npos) edits.replace(1.9, "types", type, "(" + inner + ", " + other + ")");
  if (text != "Exception") edits.replace(1.9, "types", type, "Exception");
}

/// Python: type(x) == int -> isinstance(x, int); if text.find(x): -> if text.find(x) >= 0:
void python_question(Edits& edits, Node node, Kind kind) {
  const auto parts = binaries(node);
  if (kind == Kind::comparison && parts.size() == 1) {
    const std::string left = edits.text(parts[0].left), op = edits.text(parts[0].op);
    if (left.starts_with("type(") && left.ends_with(")") && (op == "==" || op == "is"))
      edits.replace(1.3, "types", node, "isinstance(" + left.substr(5, left.size() - 6) + ", " + edits.text(parts[0].right) + ")");
  }
}

/// if (list.indexOf(x)) holds for all places but the first.
void place_as_truth(Edits& edits, Node call) {
  const Node callee = callee_of(call);
  if (edits.kind(callee) != Kind::member) return;
  const std::string name = edits.text(member_of(callee));
  if (name != "indexOf" && name != "findIndex" && name != "find" && name != "lastIndexOf" && name != "search") return;
  if (name == "find" && !edits.is_python()) return;
  Node parent = call.parent();
  const bool is_negated = edits.kind(parent) == Kind::negation;
  const Node place = is_negated ? parent : call;
  if (is_negated) parent = parent.parent();
  const Kind around = edits.kind(parent);
  const bool is_asked = around == Kind::logical || around == Kind::if_ || around == Kind::while_ || around == Kind::parenthesised || around == Kind::conditional;
  if (is_asked) edits.replace(1.0, "question for nothing", place, edits.text(call) + (is_negated ? " < 0" : " >= 0"));
}

/// Python: rows = (x for ...) can be gone through once.
void generator_kept(Edits& edits, Node node, Kind kind) {
  const Node parent = node.parent();
  if (edits.kind(parent) != Kind::assignment || !(node == parent.field("right"))) return;
  const std::string text = edits.text(node);
  if (node.type() == "generator_expression") edits.replace(1.2, "list", node, "[" + text.substr(1, text.size() - 2) + "]");
  if (kind != Kind::call) return;
  const std::string called = edits.text(callee_of(node));
  if (called == "map" || called == "filter" || called == "zip" || called == "reversed" || called == "enumerate") edits.replace(1.3, "call added", node, "list(" + text + ")");
}

/// Python: lambda: f(x) in a loop sees the last x only.
void closure_in_loop(Edits& edits, Node lambda) {
  Node loop = lambda.parent();
  while (loop && loop.type() != "for_statement" && loop.type() != "for_in_clause" && edits.kind(loop) != Kind::function) loop = loop.parent();
  if (loop.type() != "for_statement") return;
  const Node left = loop.field("left"), parameters = lambda.field("parameters"), body = lambda.field("body");
  if (edits.kind(left) != Kind::name || edits.text(body).find(edits.text(left)) == std::string::npos) return;
  const std::string name = edits.text(left), own = parameters ? edits.text(parameters) + ", " : "";
  edits.replace(1.2, "closure", lambda, "lambda " + own + name + "=" + name + ": " + edits.text(body));
}

/// Money: round(x, 2).
void whole_cents(Edits& edits, Node node) {
  const Node parent = value_parent(node);
  const std::string_view type = parent.type();
  const bool is_result = edits.kind(parent) == Kind::return_ || type == "assignment" || type == "variable_declarator" || type == "pair";
  if (!is_result || !may_be(edits.shape_of(node), Shape::number)) return;
  const std::string text = edits.text(node);
  if (edits.is_python()) edits.replace(2.2, "call added", node, "round(" + text + ", 2)");
  else edits.replace(2.2, "call added", node, "Math.round(" + edits.tight(node) + " * 100) / 100");
}

/// JavaScript: key in object is true of "constructor", too.
void key_of_all_objects(Edits& edits, Node node, Kind kind) {
  const auto parts = binaries(node);
  if (kind == Kind::comparison && parts.size() == 1 && edits.text(parts[0].op) == "in")
    edits.replace(1.3, "keys of all objects", node, "Object.hasOwn(" + edits.text(parts[0].right) + ", " + edits.text(parts[0].left) + ")");
  if (node.type() == "object" && edits.text(node) == "{}" && node.parent().type() == "variable_declarator")
    edits.replace(1.7, "keys of all objects", node, "Object.create(null)");
}

/// JavaScript: for (... in list) gives places, as texts; map(parseInt) gives the place for the base.
void words_of_scripts(Edits& edits, Node node, Kind kind) {
  if (node.type() == "for_in_statement")
    for (const Node child : node.children()) {
      if (child.type() == "in") edits.replace(1.1, "loop over values", child, "of");
      if (child.type() == "of") edits.replace(1.7, "loop over values", child, "in");
    }
  if (kind == Kind::name && edits.text(node) == "parseInt" && edits.kind(node.parent().parent()) == Kind::call && !(node == callee_of(node.parent())))
    edits.replace(1.0, "name of a function", node, "Number");
  if (kind == Kind::member) {
    const std::string name = edits.text(member_of(node));
    if (name == "length") edits.replace(1.3, "member", member_of(node), "size");
    if (name == "size") edits.replace(1.3, "member", member_of(node), "length");
  }
  if (node.type() == "variable_declaration")
    for (const Node child : node.children())
      if (child.type() == "var") edits.replace(1.1, "closure", child, "let");
}

/// JavaScript: this in function () {} is another one.
void own_this(Edits& edits, Node function) {
  if (function.type() != "function_expression" && function.type() != "function") return;
  const Node body = function.field("body"), parameters = function.field("parameters");
  if (!body || !parameters || function.field("name") || edits.text(body).find("this") == std::string::npos) return;
  const std::string text = edits.text(function);
  edits.replace(1.2, "closure", function, (text.starts_with("async") ? "async " : "") + edits.text(parameters) + " => " + edits.text(body));
}

/// A case that runs on into the next one.
void missing_break(Edits& edits, Node node) {
  const auto parts = node.named_children();
  if (node.type() != "switch_case" || parts.size() < 2 || !node.next_sibling().named()) return;
  Node last = parts.back();
  if (edits.kind(last) == Kind::block && !last.named_children().empty()) last = last.named_children().back();
  const Kind kind = edits.kind(last);
  if (kind == Kind::break_ || kind == Kind::return_ || kind == Kind::continue_ || kind == Kind::raise) return;
  std::vector<Splice> one;
  one.push_back({parts.back().end(), parts.back().end(), " break;"});
  edits.splice(1.5, "missing break", node.end_line(), std::move(one));
}

// ---- loops that take away what they go through ----

/// Whether the body takes the element at `index` out of its list.
bool takes_away(Edits& edits, Node loop, const std::string& index) {
  const std::string body = edits.text(loop.field("body"));
  return body.find("splice(" + index) != std::string::npos || body.find("pop(" + index + ")") != std::string::npos || body.find("[" + index + "]\n") != std::string::npos;
}

/// JavaScript: for (let i = 0; i < n; i++) -> for (let i = n - 1; i >= 0; i--), and back.
void loop_from_end(Edits& edits, Node loop) {
  const Node start = loop.field("initializer"), step = loop.field("increment"), condition = condition_of(loop);
  const auto declared = start.named_children();
  const auto parts = binaries(condition);
  if (declared.size() != 1 || edits.kind(condition) != Kind::comparison || parts.size() != 1 || step.type() != "update_expression") return;
  const Node value = declared[0].field("value");
  const std::string name = edits.text(declared[0].field("name")), first = edits.text(value), bound = edits.text(parts[0].right), op = edits.text(parts[0].op);
  if (!value || edits.text(parts[0].left) != name || edits.text(step.field("argument")) != name) return;
  const auto put = [&](double cost, const std::string& from, const std::string& question, const std::string& next) {
    std::vector<Splice> all;
    all.push_back({value.begin(), value.end(), from});
    all.push_back({condition.begin(), condition.end(), question});
    all.push_back({step.begin(), step.end(), next});
    edits.splice(cost, "order of a loop", loop.line(), std::move(all));
  };
  if (op == "<") put(takes_away(edits, loop, name) ? 1.1 : 2.1, bound + " - 1", name + " >= " + first, name + "--");
  if (op == "<=") put(2.1, bound, name + " >= " + first, name + "--");
  if (op == ">=" && first.ends_with(" - 1")) put(2.1, bound, name + " < " + first.substr(0, first.size() - 4), name + "++");
}

/// Python: for i in range(len(list)), and the body takes list[i] away.
void range_from_end(Edits& edits, Node loop) {
  const Node left = loop.field("left"), list = loop.field("right");
  const std::string text = edits.text(list);
  if (!text.starts_with("range(")) return;
  edits.replace(takes_away(edits, loop, edits.text(left)) ? 1.2 : 2.0, "order of a loop", list, "reversed(" + text + ")");
}

/// JavaScript: what is taken out moves the others up: list.splice(i--, 1).
void step_back(Edits& edits, Node call) {
  const auto arguments = arguments_of(call);
  if (method_call_of(edits, call).name != "splice" || arguments.size() != 2 || edits.kind(arguments[0]) != Kind::name || edits.text(arguments[1]) != "1") return;
  edits.replace(1.2, "increment", arguments[0], edits.text(arguments[0]) + "--");
}

/// JavaScript: list.splice(list.indexOf(x), 1) takes the last one where there is no x.
void take_what_is_there(Edits& edits, Node statement) {
  const auto children = statement.named_children();
  if (children.size() != 1 || edits.kind(children[0]) != Kind::call) return;
  const Node call = children[0];
  const MethodCall method = method_call_of(edits, call);
  const auto arguments = arguments_of(call);
  if (method.name != "splice" || arguments.size() != 2 || method_call_of(edits, arguments[0]).name != "indexOf" || arguments_of(arguments[0]).size() != 1) return;
  const std::string list = edits.text(method.object), item = edits.text(arguments_of(arguments[0])[0]);
  edits.replace(1.3, "statement under a condition", statement, "if (" + list + ".includes(" + item + ")) " + edits.text(statement));
  edits.replace(1.5, "changed copy", statement, list + " = " + list + ".filter((one) => one !== " + item + ");");
}

/// { id: next } -> { id: next++ }: a number that nothing ever changes.
void count_on(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  const Value* value = edits.value_of(text);
  const bool is_stale = value != nullptr && value->is_stale && value->shape == Shape::number;
  const std::string& file = edits.source.text();
  const auto declared = file.find("let " + text + " = ");
  const bool is_set_once = edits.kind(node) == Kind::name && declared != std::string::npos && file.find(text + " = ", declared + 5) == std::string::npos;
  if (!is_stale && !is_set_once) return;
  edits.replace(is_stale ? 1.4 : 2.0, "expression extended", node, text + "++");
  edits.replace(is_stale ? 1.6 : 2.2, "expression extended", node, "++" + text);
}

// ---- texts ----

/// Python: ",".join(numbers) -> of texts; lines[-n:] is all of them for n = 0.
void texts_of_python(Edits& edits, Node node, Kind kind) {
  if (kind == Kind::call && method_call_of(edits, node).name == "join" && arguments_of(node).size() == 1) {
    const Node list = arguments_of(node)[0];
    if (is_tight(edits.kind(list)) && edits.text(list).find("str") == std::string::npos) edits.replace(1.4, "call added", list, "map(str, " + edits.text(list) + ")");
  }
  const bool is_text = kind == Kind::call && edits.shape_of(node) == Shape::text && edits.kind(node.parent()) != Kind::member;
  const std::string own = edits.text(node);
  for (const auto& one : edits.scope.strings)  // what was put in is not meant at the ends
    if (is_text && one.size() == 3 && own.find("strip(" + one) == std::string::npos) edits.replace(2.1, "call added", node, own + ".strip(" + one + ")");
  if (node.type() == "interpolation" && own.size() > 2 && own.ends_with("}") && own.find(':') == std::string::npos && own.find('!') == std::string::npos)
    for (const char* format : {":02d", ":.2f"}) edits.replace(1.9, "constant", node, own.substr(0, own.size() - 1) + format + "}");
  if (kind != Kind::slice || node.parent().type() != "subscript") return;
  const std::string text = edits.text(node), list = edits.text(node.parent().field("value"));
  if (!text.starts_with("-") || !text.ends_with(":") || text.size() < 3 || std::isdigit(static_cast<unsigned char>(text[1])) != 0) return;
  const std::string count = text.substr(1, text.size() - 2);
  edits.replace(1.4, "slice", node, "max(0, len(" + list + ") - " + count + "):");
}

/// JavaScript: word.toUpperCase() -> the first letter only; `${minutes}` -> with two digits.
void texts_of_scripts(Edits& edits, Node node, Kind kind) {
  const MethodCall method = method_call_of(edits, node);
  if (kind == Kind::call && method.name == "toUpperCase" && is_tight(edits.kind(method.object)))
    edits.replace_expression(1.8, "call", node, edits.text(method.object) + "[0].toUpperCase() + " + edits.text(method.object) + ".slice(1)", Kind::arithmetic);
  const bool is_plain = kind == Kind::name || kind == Kind::member || kind == Kind::call || kind == Kind::arithmetic;
  if (node.parent().type() == "template_substitution" && is_plain && may_be(edits.shape_of(node), Shape::number))
    edits.replace(1.7, "call added", node, "String(" + edits.text(node) + ").padStart(2, '0')");
}

// ---- numbers of JavaScript, and of 32 bits ----

/// Math.round(x) -> Math.round(x * 100) / 100; part / whole -> in percent.
void cents_and_percents(Edits& edits, Node node, Kind kind) {
  if (kind == Kind::call && edits.is_script() && edits.text(callee_of(node)).starts_with("Math.") && arguments_of(node).size() == 1) {
    const std::string callee = edits.text(callee_of(node));
    if (callee.ends_with("round") || callee.ends_with("floor") || callee.ends_with("ceil"))
      edits.replace_expression(1.7, "rounded", node, callee + "(" + edits.tight(arguments_of(node)[0]) + " * 100) / 100", Kind::arithmetic);
  }
  const auto parts = binaries(node);
  const Kind around = edits.kind(value_parent(node));
  if (kind == Kind::arithmetic && parts.size() == 1 && edits.text(parts[0].op) == "/" && around != Kind::arithmetic && around != Kind::parenthesised && edits.kind(parts[0].right) != Kind::number)
    edits.replace_expression(2.2, "factor", node, edits.text(node) + " * 100", Kind::arithmetic);
}

/// taken++ >= n -> ++taken >= n
void count_before(Edits& edits, Node update) {
  const Node parent = update.parent();
  if (edits.kind(parent) == Kind::expression_statement || (parent.type() == "for_statement" && update == parent.field("increment"))) return;
  const std::string text = edits.text(update);
  const std::string op = text.starts_with("++") || text.ends_with("++") ? "++" : "--";
  edits.replace(1.1, "increment", update, text.starts_with(op) ? text.substr(2) + op : op + text.substr(0, text.size() - 2));
}

/// Bits are counted in 32, with a sign: (h << 5) ^ c -> ((h << 5) ^ c) >>> 0, h * 31 -> Math.imul(h, 31); Python's in any number.
void whole_word(Edits& edits, Node node) {
  const auto parts = binaries(node);
  const Node parent = node.parent();
  if (parts.size() != 1 || edits.kind(parent) == Kind::comparison) return;
  const std::string op = edits.text(parts[0].op), text = edits.text(node);
  const bool is_of_bits = op == "<<" || op == "^" || op == "|" || op == "&" || op == "~";
  const std::string_view own = std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
  const bool hashes = own.find(" << ") != std::string_view::npos || own.find(" ^ ") != std::string_view::npos || own.find(" >>> ") != std::string_view::npos || own.find(" ^= ") != std::string_view::npos;
  const bool is_open = edits.kind(parent) != Kind::arithmetic && edits.kind(parent) != Kind::parenthesised;
  if (edits.is_python()) {
    const bool grows = op == "<<" || op == "*" || op == "+";
    if (grows && hashes && is_open) edits.replace_expression(1.8, "remainder", node, "(" + text + ") & 0xFFFFFFFF", Kind::arithmetic);
    return;
  }
  if (is_of_bits && is_open) edits.replace_expression(1.6, "remainder", node, "(" + text + ") >>> 0", Kind::arithmetic);
  if (op == "*" && hashes) edits.replace(1.5, "call added", node, "Math.imul(" + edits.text(parts[0].left) + ", " + edits.text(parts[0].right) + ")");
}

}  // namespace

void edit_scripts(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::call) place_as_truth(edits, node);
  if (kind == Kind::arithmetic || kind == Kind::call) whole_cents(edits, node);
  if (kind == Kind::arithmetic) whole_word(edits, node);
  if (is_value(node, edits.language())) cents_and_percents(edits, node, kind);
  if (edits.is_python()) {
    if (node.type() == "except_clause") more_exceptions(edits, node);
    if (node.type() == "lambda") closure_in_loop(edits, node);
    python_question(edits, node, kind);
    generator_kept(edits, node, kind);
    texts_of_python(edits, node, kind);
    if (node.type() == "for_statement") range_from_end(edits, node);
    return;
  }
  missing_break(edits, node);
  key_of_all_objects(edits, node, kind);
  words_of_scripts(edits, node, kind);
  own_this(edits, node);
  texts_of_scripts(edits, node, kind);
  if ((kind == Kind::name || kind == Kind::member) && is_value(node, edits.language()) && may_be(edits.shape_of(node), Shape::number)) count_on(edits, node);
  if (kind == Kind::expression_statement) take_what_is_there(edits, node);
  if (node.type() == "for_statement") loop_from_end(edits, node);
  if (node.type() == "update_expression") count_before(edits, node);
  if (kind == Kind::call) step_back(edits, node);
}

}  // namespace repair
