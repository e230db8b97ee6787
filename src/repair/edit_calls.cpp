// Calls of Python and JavaScript: in another order, on what may be missing, around what a function of the file is for;
// copies, comparisons to sort by, and what is done with a result.

#include <algorithm>
#include <array>

#include "edits.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 80;
constexpr std::size_t k_tie_breakers_max = 10;

/// Methods whose result is all that they are for.
constexpr auto k_pure = std::to_array<std::string_view>(
    {"strip", "lstrip", "rstrip", "lower", "upper", "title", "replace", "union", "intersection", "difference", "trim", "toLowerCase", "toUpperCase",
     "concat", "filter", "map", "slice", "padStart", "padEnd", "toSorted", "replaceAll", "normalize", "casefold", "zfill", "ljust", "rjust", "flat"});

/// The only argument of a call; nothing if there are more, or others.
Node argument_of(Node call) {
  const auto arguments = arguments_of(call);
  return arguments.size() == 1 && call.field("arguments").named_children().size() == 1 ? arguments[0] : Node();
}

/// f(x).m(a) -> f(x.m(a)), f(x.m(a)) -> f(x).m(a), x.m(a).n(b) -> x.n(b).m(a)
void exchange_order(Edits& edits, Node call) {
  const MethodCall outer = method_call_of(edits, call);
  const std::string arguments = edits.text(call.field("arguments"));
  if (edits.kind(outer.object) == Kind::call && !outer.name.empty()) {
    const MethodCall inner = method_call_of(edits, outer.object);
    const std::string first = edits.text(outer.object.field("arguments"));
    const bool is_chain = !inner.name.empty() && edits.kind(inner.object) != Kind::name;
    if (!inner.name.empty() && (inner.name != outer.name || first != arguments))
      edits.replace(inner.name == outer.name ? 1.5 : 1.8, "calls in another order", call, edits.text(inner.object) + "." + outer.name + arguments + "." + inner.name + first);
    const Node argument = argument_of(outer.object);
    if (argument && !is_chain) edits.replace(1.8, "calls in another order", call, edits.text(callee_of(outer.object)) + "(" + edits.tight(argument) + "." + outer.name + arguments + ")");
    return;
  }
  const Node argument = argument_of(call);
  const MethodCall inner = method_call_of(edits, argument);
  if (!argument || inner.name.empty() || edits.kind(call.parent()) == Kind::expression_statement) return;
  edits.replace(1.8, "calls in another order", call,
                edits.text(callee_of(call)) + "(" + edits.text(inner.object) + ")." + inner.name + edits.text(argument.field("arguments")));
}

/// Whether a name or member is the function's own and no module or type.
bool may_be_missing(Edits& edits, Node object) {
  const Kind kind = edits.kind(object);
  if (kind == Kind::call || kind == Kind::subscript) return true;
  const std::string text = edits.text(object);
  if (kind == Kind::member) return edits.kind(object_of(object)) != Kind::call;
  const auto& names = edits.scope.names;
  return kind == Kind::name && !(text[0] >= 'A' && text[0] <= 'Z') && std::find(names.begin(), names.end(), text) != names.end();
}

bool is_target(Node node) {
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  const bool is_left = type.find("assignment") != std::string_view::npos && node == parent.field("left");
  return is_left || type == "update_expression" || type == "new_expression" || type == "delete_statement";
}

/// JavaScript: a.b -> a?.b
void optional_chain(Edits& edits, Node node, Kind kind) {
  const Node object = kind == Kind::call ? callee_of(node) : node.field("object");
  if (!object || is_target(node) || node.end() - node.begin() > k_text_max || !may_be_missing(edits, object)) return;
  const std::string text = edits.text(node), own = edits.text(object);
  if (text.find("?.") != std::string::npos || text.size() <= own.size()) return;
  const std::string rest = text.substr(own.size());
  if (kind == Kind::call && edits.kind(object) == Kind::call) return;
  edits.replace(kind == Kind::call ? 2.2 : 1.9, "optional chain", node, own + "?." + (rest[0] == '.' ? rest.substr(1) : rest));
}

/// value -> normalise(value), where the file has such a function of one parameter.
void own_function(Edits& edits, Node node, Kind kind) {
  if (edits.scope.converters.empty() || node.end() - node.begin() > k_text_max) return;
  const std::string_view type = value_parent(node).type();
  const bool is_result = type == "return_statement" || type == "assignment" || type == "variable_declarator" || type == "assignment_expression" || type == "pair";
  const bool is_key = type == "subscript" || type == "subscript_expression";
  const bool is_other = type == "argument_list" || type == "arguments" || type == "comparison_operator" || type == "binary_expression";
  if (!is_result && !is_key && !is_other) return;
  const std::string text = edits.text(node);
  const bool is_made = kind == Kind::arithmetic || kind == Kind::call;
  for (const auto& function : edits.scope.converters) {
    if (text.find(function + "(") != std::string::npos) continue;
    const Node around = node.parent().parent();
    if (edits.kind(around) == Kind::call && edits.text(callee_of(around)) == function) continue;
    edits.replace(is_result ? (is_made ? 2.2 : 2.4) : is_key ? 2.3 : 2.5, "call added", node, function + "(" + text + ")");
  }
}

/// next((x for ...), 0) -> sum(x for ...)
void all_for_next(Edits& edits, Node call) {
  const auto arguments = arguments_of(call);
  if (edits.text(callee_of(call)) != "next" || arguments.size() != 2 || arguments[0].type() != "generator_expression") return;
  const std::string all = edits.text(arguments[0]), otherwise = ", default=" + edits.text(arguments[1]) + ")";
  edits.replace(1.6, "call", call, "sum" + all);
  edits.replace(1.6, "call", call, "max(" + all + otherwise);
  edits.replace(1.6, "call", call, "min(" + all + otherwise);
  edits.replace(1.9, "call", call, "any" + all);
  edits.replace(1.9, "call", call, "list" + all);
}

/// JavaScript: a promise that fails.
void catch_failure(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  if (text.find(".catch(") != std::string::npos) return;
  const Node call = node.type() == "await_expression" ? node.named_children().front() : node;
  const bool is_then = edits.kind(call) == Kind::call && text.find(".then(") != std::string::npos && edits.kind(call.parent()) != Kind::member;
  if (!is_then && (node.type() != "await_expression" || edits.kind(call) != Kind::call)) return;
  for (const char* result : {"null", "undefined", "[]", "{}"})
    edits.replace(is_then ? 2.1 : 2.5, "failure caught", call, edits.text(call) + ".catch(() => " + result + ")");
}

/// JavaScript: Object.keys(a) -> those of b as well.
void keys_of_both(Edits& edits, Node call) {
  if (edits.text(callee_of(call)) != "Object.keys" || !argument_of(call)) return;
  const std::string own = edits.text(argument_of(call));
  for (const auto& value : edits.scope.values)
    if (!value.is_pair && value.text != own && (value.shape == Shape::unknown || value.shape == Shape::map))
      edits.replace(2.3, "keys of both", argument_of(call), "{ ..." + own + ", ..." + value.text + " }");
}

/// JavaScript: what is undefined does not become a text.
void entries_with_values(Edits& edits, Node call) {
  if (edits.text(callee_of(call)) != "Object.entries") return;
  for (const char* filter : {"value !== undefined && value !== null", "value !== undefined", "value"})
    edits.replace(1.7, "call added", call, edits.text(call) + ".filter(([, value]) => " + filter + ")");
}

// ---- copies ----

/// list(rows) -> [list(row) for row in rows]: the rows are shared.
void deep_copy(Edits& edits, Node node, Kind kind) {
  std::string of;
  const MethodCall method = method_call_of(edits, node);
  const std::string text = edits.text(node);
  const bool is_copy = kind == Kind::call && (method.name == "copy" || method.name == "slice") && arguments_of(node).empty();
  if (is_copy) of = edits.text(method.object);
  if (edits.is_python()) {
    const std::string called = kind == Kind::call ? edits.text(callee_of(node)) : "";
    if ((called == "list" || called == "dict") && argument_of(node)) of = edits.text(argument_of(node));
    if (kind == Kind::subscript && text.ends_with("[:]")) of = text.substr(0, text.size() - 3);
    if (of.empty()) return;
    if (called != "dict") {
      edits.replace(1.4, "deep copy", node, "[list(row) for row in " + of + "]");
      edits.replace(1.6, "deep copy", node, "[dict(row) for row in " + of + "]");
    }
    if (called == "list") return;
    edits.replace(1.5, "deep copy", node, "{key: list(value) for key, value in " + of + ".items()}");
    edits.replace(1.5, "deep copy", node, "{key: dict(value) for key, value in " + of + ".items()}");
    return;
  }
  const auto children = node.named_children();
  const bool spreads = (node.type() == "array" || node.type() == "object") && children.size() == 1 && children[0].type() == "spread_element";
  if (spreads) of = edits.text(children[0].named_children().front());
  if (of.empty()) return;
  edits.replace(1.6, "deep copy", node, "structuredClone(" + of + ")");
  if (node.type() == "object") return;
  edits.replace(1.4, "deep copy", node, of + ".map((row) => [...row])");
  edits.replace(1.4, "deep copy", node, of + ".map((row) => ({ ...row }))");
}

/// Whether the function changes what `name` stands for: name.append(x), name[i] = x.
bool is_changed(Edits& edits, const std::string& name) {
  for (code::Cursor at(edits.unit.body); at.next();) {
    const Node node = at.node();
    if (!node.named() || edits.source.text_of(node) != name) continue;
    const Node parent = node.parent();
    if (edits.kind(parent) == Kind::augmented && node == parent.field("left")) return true;
    if (edits.kind(parent) == Kind::member && node == object_of(parent)) {
      const bool is_called = edits.kind(parent.parent()) == Kind::call && parent == callee_of(parent.parent());
      if (is_called ? is_in(k_changing, edits.source.text_of(member_of(parent))) : is_target(parent)) return true;
    }
    if (edits.kind(parent) == Kind::subscript && !(node == parent.field("subscript")) && !(node == parent.field("index")) && is_target(parent)) return true;
  }
  return false;
}

/// merged = defaults, and then merged[key] = value: it is the defaults that change.
void copy_of_alias(Edits& edits, Node node) {
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  const bool is_declared = type == "variable_declarator" && node == parent.field("value");
  if (!is_declared && !(edits.kind(parent) == Kind::assignment && node == parent.field("right"))) return;
  const Node target = is_declared ? parent.field("name") : parent.field("left");
  if (edits.kind(target) != Kind::name || !is_changed(edits, edits.text(target))) return;
  const std::string text = edits.text(node);
  for (const char* copy : {"list({0})", "dict({0})", "[...{0}]", "{ ...{0} }"})
    if ((copy[0] == 'l' || copy[0] == 'd') == edits.is_python()) edits.replace(1.3, "copy", node, filled(copy, text));
  if (edits.is_python()) edits.replace(1.4, "copy", node, edits.tight(node) + ".copy()");
}

/// clone.args = self.args, self.items = items: two objects have one list. Likely where it is one, and changes.
void copy_of_kept(Edits& edits, Node node, Kind kind) {
  const Node parent = node.parent(), target = parent.field("left");
  if (edits.kind(parent) != Kind::assignment || !(node == parent.field("right")) || edits.kind(target) != Kind::member) return;
  const std::string name = edits.text(member_of(target)), text = edits.text(node);
  const bool is_same = kind == Kind::member ? edits.text(member_of(node)) == name : kind == Kind::name && (text == name || "_" + text == name || "#" + text == name);
  if (!is_same) return;
  const Value* value = edits.value_of(edits.text(target));
  const Shape shape = value == nullptr || value->shape == Shape::unknown ? edits.shape_of(node) : value->shape;
  const auto put = [&](Shape of, const char* copy) {
    if (may_be(shape, of)) edits.replace(shape == of ? 1.3 : 2.0, "copy", node, filled(copy, text));
  };
  if (edits.is_python()) {
    put(Shape::list, "list({0})");
    put(Shape::map, "dict({0})");
    put(Shape::set, "set({0})");
    return;
  }
  put(Shape::list, "[...{0}]");
  put(Shape::map, "new Map({0})");
  put(Shape::map, "{ ...{0} }");
  put(Shape::set, "new Set({0})");
}

/// value -> decode(value), where the function does so with another one: decode(key).
void as_with_another(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::member && kind != Kind::subscript) return;
  const Node around = node.parent().parent();
  if (edits.kind(around) == Kind::call && arguments_of(around).size() == 1) return;
  const std::string text = edits.text(node);
  for (const auto& function : edits.functions_of_one())
    if (!is_in(k_looking, function)) edits.replace(2.1, "call added", node, function + "(" + text + ")");
}

// ---- to sort by ----

/// Members and indices of elements that the function or the file knows.
std::vector<std::string> parts_of(Edits& edits, const std::string& body) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& part) {
    if (out.size() < k_tie_breakers_max && body.find(part) == std::string::npos && std::find(out.begin(), out.end(), part) == out.end()) out.push_back(part);
  };
  if (body.find("[0]") != std::string::npos || body.find("[1]") != std::string::npos) {
    add("[0]");
    add("[1]");
    return out;
  }
  if (body.find("[\"") != std::string::npos || body.find("['") != std::string::npos) {
    const char quote = body[body.find('[') + 1];
    for (const auto& name : edits.members().list) add("[" + std::string(1, quote) + name + quote + "]");
    for (const auto& text : edits.scope.strings)
      if (text[0] == quote && text.find(' ') == std::string::npos) add("[" + text + "]");
    return out;
  }
  for (const auto& [object, name] : edits.scope.members) {
    static_cast<void>(object);
    const bool is_data = edits.members().defined.contains(name) || edits.is_python();
    if (object != "self" && object != "this" && is_data) add("." + name);
  }
  for (const auto& name : edits.members().list) add("." + name);
  return out;
}

/// key=lambda item: -item.count -> (-item.count, item.name)
void break_ties(Edits& edits, Node lambda) {
  const Node argument = lambda.parent();
  if (argument.type() != "keyword_argument" || edits.text(argument.field("name")) != "key") return;
  const Node body = lambda.field("body");
  const std::string name = edits.text(lambda.field("parameters")), text = edits.text(body);
  if (name.empty() || name.find_first_of(" ,") != std::string::npos || body.type() == "tuple") return;
  const bool is_turned = edits.text(argument.parent()).find("reverse=True") != std::string::npos;
  for (const auto& part : parts_of(edits, text)) {
    edits.replace(1.9, "order of equals", body, "(" + text + ", " + name + part + ")");
    if (is_turned) {
      const std::string list = edits.text(argument.parent());
      std::string other = list;
      if (const auto at = other.find(", reverse=True"); at != std::string::npos) other.erase(at, 14);
      if (const auto at = other.find(text); at != std::string::npos) other.replace(at, text.size(), "(-" + text + ", " + name + part + ")");
      edits.replace(1.9, "order of equals", argument.parent(), other);
    }
  }
  if (edits.kind(body) != Kind::minus)
    for (const auto& part : parts_of(edits, text)) edits.replace(2.1, "order of equals", body, "(-" + edits.tight(body) + ", " + name + part + ")");
  edits.replace(2.1, "order of equals", body, "(" + text + ", " + name + ")");
  if (edits.kind(body) != Kind::minus) edits.replace(1.7, "sign", body, "-" + edits.tight(body));
  if (!is_turned) {
    const Node list = argument.parent();
    const std::string all = edits.text(list);
    if (all.ends_with(")")) edits.replace(1.6, "argument added", list, all.substr(0, all.size() - 1) + ", reverse=True)");
  }
}

/// (a, b) => b.count - a.count -> ... || a.name.localeCompare(b.name)
void break_ties_of_comparison(Edits& edits, Node function) {
  const Node call = function.parent().parent();
  const std::string name = method_call_of(edits, call).name;
  const Node body = function.field("body");
  const auto parameters = function.field("parameters").named_children();
  if ((name != "sort" && name != "toSorted") || parameters.size() != 2 || edits.kind(body) == Kind::block) return;
  const std::string a = edits.text(parameters[0]), b = edits.text(parameters[1]), text = edits.text(body);
  const std::string first = a.substr(0, a.find(':')), second = b.substr(0, b.find(':'));
  for (const auto& part : parts_of(edits, text)) {
    edits.replace(1.9, "order of equals", body, text + " || " + first + part + ".localeCompare(" + second + part + ")");
    edits.replace(1.9, "order of equals", body, text + " || " + first + part + " - " + second + part);
  }
}

// ---- results ----

bool has_result(Edits& edits) {
  return std::any_of(edits.scope.simple_statements.begin(), edits.scope.simple_statements.end(), [&](Node one) {
    return edits.kind(one) == Kind::return_ && !one.named_children().empty();
  });
}

/// x; -> return x;  and  name.strip() -> name = name.strip()
void use_of_result(Edits& edits, Node statement) {
  const auto children = statement.named_children();
  if (children.empty() || statement.line() != statement.end_line()) return;
  const Node value = children.front();
  const Kind kind = edits.kind(value);
  if (!is_expression(kind) || kind == Kind::string) return;
  const std::string text = edits.text(value), end(edits.words().end);
  const bool does_nothing = kind != Kind::call && value.type() != "await_expression";
  const auto siblings = statements_of(statement.parent(), edits.language());
  const bool is_last = !siblings.empty() && siblings.back() == statement;
  if (does_nothing || is_last || has_result(edits)) edits.replace(does_nothing ? 0.7 : is_last ? 1.8 : 2.6, "return added", statement, "return " + text + end);
  const MethodCall method = method_call_of(edits, value);
  const Kind of = edits.kind(method.object);
  if (is_in(k_pure, method.name) && (of == Kind::name || of == Kind::member)) edits.replace(0.8, "result kept", statement, edits.text(method.object) + " = " + text + end);
  if (edits.is_python() && (text.starts_with("sorted(") || text.starts_with("reversed(")) && argument_of(value)) {
    const std::string list = edits.text(argument_of(value));
    edits.replace(0.8, "result kept", statement, list + " = " + (text[0] == 'r' ? "list(" + text + ")" : text) + end);
  }
}

/// x = y -> y = x
void exchange_sides(Edits& edits, Node assignment) {
  const Node left = assignment.field("left"), right = assignment.field("right");
  const auto is_place = [&](Node node) {
    const Kind kind = edits.kind(node);
    return kind == Kind::name || kind == Kind::member || kind == Kind::subscript;
  };
  if (!is_place(left) || !is_place(right) || edits.kind(assignment.parent()) != Kind::expression_statement) return;
  const bool is_plain = edits.kind(left) == Kind::name && edits.kind(right) == Kind::name;
  edits.replace(is_plain ? 1.5 : 2.2, "sides exchanged", assignment, edits.text(right) + " = " + edits.text(left));
}

}  // namespace

void edit_calls(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const bool is_python = edits.is_python();
  if (kind == Kind::call) {
    exchange_order(edits, node);
    if (is_python) {
      all_for_next(edits, node);
    } else {
      catch_failure(edits, node);
      keys_of_both(edits, node);
      entries_with_values(edits, node);
    }
  }
  if (node.type() == "await_expression" && !node.named_children().empty()) catch_failure(edits, node);
  if (!is_python && (kind == Kind::member || kind == Kind::subscript || kind == Kind::call)) optional_chain(edits, node, kind);
  if (node.type() == "lambda") break_ties(edits, node);
  if (node.type() == "arrow_function") break_ties_of_comparison(edits, node);
  if (kind == Kind::expression_statement) use_of_result(edits, node);
  if (kind == Kind::assignment) exchange_sides(edits, node);
  const bool is_plain = kind == Kind::name || kind == Kind::member || kind == Kind::call || kind == Kind::subscript;
  if (kind == Kind::call || kind == Kind::subscript || node.type() == "array" || node.type() == "object") deep_copy(edits, node, kind);
  if (!is_plain && kind != Kind::arithmetic) return;
  if (!is_value(node, edits.language())) return;
  own_function(edits, node, kind);
  as_with_another(edits, node, kind);
  copy_of_kept(edits, node, kind);
  if (is_plain && kind != Kind::call) copy_of_alias(edits, node);
}

}  // namespace repair
