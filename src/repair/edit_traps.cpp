// More traps of Python and JavaScript, each with its known way out, in expressions. What is specific is cheap.

#include <algorithm>
#include <array>
#include <cctype>

#include "edits.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Node;

// ---- names that are taken for one another in one language ----

constexpr std::string_view k_script_groups[][4] = {
    {"getDate", "getDay", "getUTCDate", "getUTCDay"}, {"getMonth", "getUTCMonth"}, {"getHours", "getUTCHours"}, {"getFullYear", "getUTCFullYear", "getYear"},
    {"getMinutes", "getUTCMinutes"}, {"setDate", "setUTCDate"}, {"setMonth", "setUTCMonth"}, {"all", "allSettled", "race"}, {"resolve", "reject"},
    {"encodeURI", "encodeURIComponent"}, {"decodeURI", "decodeURIComponent"}, {"setInterval", "setTimeout"}, {"clearInterval", "clearTimeout"},
    {"substr", "slice", "substring"}, {"isInteger", "isFinite"}, {"charCodeAt", "codePointAt"}, {"toFixed", "toPrecision"}, {"assign", "create"}, {"call", "apply"},
};
constexpr std::string_view k_python_groups[][4] = {
    {"match", "fullmatch", "search"}, {"weekday", "isoweekday"}, {"lstrip", "removeprefix"}, {"rstrip", "removesuffix"}, {"strip", "removeprefix", "removesuffix"},
    {"nlargest", "nsmallest"}, {"encode", "decode"}, {"isdigit", "isdecimal", "isnumeric"}, {"exists", "isfile", "isdir"}, {"quote", "quote_plus"},
    {"read", "readline", "readlines"}, {"load", "loads"}, {"dump", "dumps"}, {"days", "seconds", "total_seconds()"}, {"utcnow", "now"},
    {"findall", "finditer"}, {"ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_DOWN", "ROUND_UP"},
};

template <std::size_t N>
void from_groups(Edits& edits, Node name, const std::string_view (&groups)[N][4]) {
  const std::string text = edits.text(name);
  for (const auto& group : groups)
    for (const auto& one : group) {
      if (one != text) continue;
      for (const auto& other : group)
        if (!other.empty() && other != text) edits.replace(1.1, "name of a function", name, std::string(other));
    }
}

constexpr std::string_view k_texts[][3] = {
    {"little", "big"}, {"utf-8", "latin-1"}, {"ascii", "utf-8"}, {"asc", "desc"}, {"strict", "replace", "ignore"}, {"r", "rb"}, {"w", "a"}, {"w", "wb"},
    {"left", "right"}, {"start", "end"}, {"first", "last"}, {"min", "max"}, {"up", "down"}, {"before", "after"}, {"north", "south"}, {"east", "west"},
    {"row", "col"}, {"width", "height"}, {"and", "or"}, {"read", "write"}, {"open", "close"}, {"push", "pop"}, {"utf8", "latin1"},
};

/// "little" for "big".
void text_of_a_pair(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  if (text.size() < 3) return;
  const std::string inner = text.substr(1, text.size() - 2);
  for (const auto& group : k_texts)
    for (const auto& one : group) {
      if (one.empty() || one != inner) continue;
      for (const auto& other : group)
        if (!other.empty() && other != inner) edits.replace(1.2, "constant", node, text[0] + std::string(other) + text[0]);
    }
}

// ---- texts ----

/// key, value = line.split("=") -> line.split("=", 1)
void split_once(Edits& edits, Node call, const MethodCall& method) {
  if ((method.name != "split" && method.name != "rsplit") || arguments_of(call).size() != 1) return;
  const Node argument = arguments_of(call)[0];
  const Node parent = call.parent();
  const Node left = parent.field("left");
  const bool is_unpacked = left && call == parent.field("right") && left.named_children().size() > 1;
  const std::size_t times = is_unpacked ? left.named_children().size() - 1 : 1;
  const double cost = is_unpacked ? 1.1 : edits.kind(parent) == Kind::subscript ? 1.8 : 2.4;
  edits.replace(cost, "argument added", argument, edits.text(argument) + ", " + std::to_string(times));
}

/// split(" ") makes empty words of two blanks.
void split_at_blanks(Edits& edits, Node call, const MethodCall& method) {
  const auto arguments = arguments_of(call);
  if (method.name != "split" || arguments.size() != 1 || edits.kind(arguments[0]) != Kind::string) return;
  const std::string inner = edits.text(arguments[0]).substr(1, edits.text(arguments[0]).size() - 2);
  const Node list = call.field("arguments");
  if (edits.is_python()) {
    if (inner == " ") edits.replace(1.2, "split at blanks", list, "()");
    if (inner == "\\n") edits.replace(1.5, "split at blanks", call, edits.text(method.object) + ".splitlines()");
    return;
  }
  if (inner == "\\n") edits.replace(1.5, "split at blanks", list, "(/\\r?\\n/)");
  if (inner != " ") return;
  edits.replace(1.2, "split at blanks", list, "(/\\s+/)");
  edits.replace(1.5, "split at blanks", call, edits.text(method.object) + ".trim().split(/\\s+/)");
}

/// x.isdigit() -> (x.isdigit() or x == ".")
void letter_too(Edits& edits, Node call, const MethodCall& method) {
  const bool is_digit = method.name == "isdigit";
  if (!is_digit && method.name != "isalpha" && method.name != "isalnum") return;
  const std::string object = edits.text(method.object), text = edits.text(call);
  for (const char* one : {".", "_", "-"}) {
    if (is_digit && *one == '_') continue;
    put_clause(edits, 1.8, "condition extended", call, "or", text + " or " + object + " == \"" + one + "\"");
  }
}

/// '"' + x + '"' -> x.replace('"', '""'): quotes in what is quoted.
void quotes_within(Edits& edits, Node node) {
  const std::string& text = edits.source.text();
  std::size_t at = node.begin();
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '+')) --at;
  const std::string_view before = std::string_view(text).substr(at >= 3 ? at - 3 : 0, std::min<std::size_t>(at, 3));
  const std::string_view near = std::string_view(text).substr(node.begin() >= 3 ? node.begin() - 3 : 0, std::min<std::size_t>(node.begin(), 3));
  const bool in_sum = edits.kind(node.parent()) == Kind::arithmetic && (before.ends_with("\"'") || before.ends_with("\\\"\""));
  const bool in_template = near == "\"${" || (edits.is_python() && near.ends_with("\"{"));
  if (!in_sum && !in_template) return;
  const std::string object = edits.tight(node);
  if (edits.is_python()) {
    edits.replace(1.2, "quotes within", node, object + ".replace('\"', '\"\"')");
    edits.replace(1.4, "quotes within", node, object + ".replace('\"', '\\\\\"')");
  } else {
    edits.replace(1.2, "quotes within", node, object + ".replace(/\"/g, '\"\"')");
    edits.replace(1.4, "quotes within", node, object + ".replace(/\"/g, '\\\\\"')");
  }
}

/// isinstance(True, int) holds.
void types_of_numbers(Edits& edits, Node call) {
  const auto arguments = arguments_of(call);
  if (edits.text(callee_of(call)) != "isinstance" || arguments.size() != 2) return;
  const std::string value = edits.text(arguments[0]), type = edits.text(arguments[1]), text = edits.text(call);
  if (type.find("int") != std::string::npos || type.find("float") != std::string::npos)
    put_clause(edits, 1.3, "condition extended", call, "and", text + " and not isinstance(" + value + ", bool)");
  const auto also = [&](const char* of, const char* other) {
    if (type == of) edits.replace(1.4, "types", arguments[1], "(" + type + ", " + other + ")");
  };
  also("int", "float");
  also("list", "tuple");
  also("str", "bytes");
  also("set", "frozenset");
  also("list", "set");
}

// ---- members and indices ----

/// JavaScript: object.key -> object[key], where there is such a name.
void index_for_member(Edits& edits, Node member) {
  const std::string name = edits.text(member_of(member)), object = edits.text(object_of(member));
  const auto& names = edits.scope.names;
  if (object == name || object == "this" || std::find(names.begin(), names.end(), name) == names.end()) return;
  edits.replace(1.3, "index for a member", member, object + "[" + name + "]");
}

/// a[i + 1] -> a[++i]
void index_that_moves(Edits& edits, Node subscript) {
  for (const Node index : indices_of(subscript)) {
    const std::string text = edits.text(index);
    const auto parts = binaries(index);
    if (parts.size() == 1 && text.ends_with(" + 1") && edits.kind(parts[0].left) == Kind::name)
      edits.replace(1.7, "index", index, "++" + edits.text(parts[0].left));
    else if (edits.kind(index) == Kind::name) edits.replace(2.1, "index", index, text + "++");
  }
}

// ---- conditions ----

/// a && b || c -> a && (b || c), a || b && c -> (a || b) && c
void brackets_of_clauses(Edits& edits, Node node) {
  const auto outer = binaries(node);
  if (outer.size() != 1) return;
  const auto is_and = [](const std::string& op) { return op == "and" || op == "&&"; };
  const std::string op = edits.text(outer[0].op);
  const std::string left = edits.text(outer[0].left), right = edits.text(outer[0].right);
  const auto put = [&](const std::string& text) { put_clause(edits, 1.3, "brackets moved", node, "&&and", text); };
  if (op == "or" || op == "||") {
    for (const Node side : {outer[0].left, outer[0].right}) {
      const auto inner = binaries(side);
      if (edits.kind(side) != Kind::logical || inner.size() != 1 || !is_and(edits.text(inner[0].op))) continue;
      const std::string a = edits.text(inner[0].left), b = edits.text(inner[0].right), between = " " + edits.text(inner[0].op) + " ";
      if (side == outer[0].left) put(a + between + "(" + b + " " + op + " " + right + ")");
      else put("(" + left + " " + op + " " + a + ")" + between + b);
    }
    return;
  }
  if (!is_and(op)) return;
  for (const Node side : {outer[0].left, outer[0].right}) {
    if (edits.kind(side) != Kind::parenthesised || side.named_children().size() != 1 || edits.kind(side.named_children()[0]) != Kind::logical) continue;
    const std::string inner = edits.text(side.named_children()[0]);
    const std::string text = side == outer[0].left ? inner + " " + op + " " + right : left + " " + op + " " + inner;
    edits.replace(1.6, "brackets moved", node, is_open_place(node) ? text : "(" + text + ")");
  }
}

bool is_parameter(const Edits& edits, std::string_view name) {
  for (const Node parameter : edits.unit.node.field("parameters").named_children()) {
    const std::string_view text = edits.source.text_of(parameter);
    if (text.substr(0, text.find_first_of(" :=?")) == name) return true;
  }
  return false;
}

/// a.frozen -> a.frozen || b.frozen: what is asked of one is to be asked of the other, too.
void clause_of_another(Edits& edits, Node clause) {
  std::string name;
  std::vector<Splice> places;
  for (code::Cursor at(clause); at.next();) {
    const Node node = at.node();
    if (edits.kind(node) != Kind::name) continue;
    const std::string text = edits.text(node);
    const Node parent = node.parent();
    if (!is_parameter(edits, text) || (edits.kind(parent) == Kind::call && node == callee_of(parent))) continue;
    if (!name.empty() && name != text) return;
    name = text;
    places.push_back({node.begin(), node.end(), ""});
  }
  if (name.empty()) return;
  const std::string own = edits.text(clause);
  for (const auto& other : edits.scope.names) {
    if (other == name || !is_parameter(edits, other) || !may_be(edits.shape_of(clause), Shape::truth)) continue;
    for (auto& place : places) place.text = other;
    const std::string theirs = edited_within(edits.source.text(), clause.begin(), clause.end(), places);
    put_clause(edits, 1.8, "condition extended", clause, edits.words().either, own + std::string(edits.words().either) + theirs);
    put_clause(edits, 1.9, "condition extended", clause, edits.words().both, own + std::string(edits.words().both) + theirs);
  }
}

/// A call of the function itself, or of another one of the file, with fewer arguments than it has parameters.
void forgotten_argument(Edits& edits, Node call) {
  std::string called = edits.text(callee_of(call));
  called = called.substr(called.rfind('.') == std::string::npos ? 0 : called.rfind('.') + 1);
  const auto arguments = call.field("arguments").named_children();
  if (arguments.empty() || called.empty()) return;
  for (const auto& unit : edits.source.units()) {
    const auto at = unit.name.find_last_of('.');
    if (unit.is_top || (at == std::string::npos ? unit.name : unit.name.substr(at + 1)) != called) continue;
    std::size_t count = 0;
    for (const Node parameter : unit.node.field("parameters").named_children()) count += edits.text(parameter) != "self" && !parameter.extra() ? 1 : 0;
    if (count <= arguments.size()) return;
    for (const auto& name : edits.scope.names)
      edits.replace(1.8, "argument added", arguments.back(), edits.text(arguments.back()) + ", " + name);
    return;
  }
}

// ---- numbers ----

/// min(a, max(b, x)) -> max(a, min(b, x))
void exchange_bounds(Edits& edits, Node call) {
  const std::string outer = edits.text(callee_of(call));
  const auto other = [](const std::string& name) -> std::string {
    if (name.ends_with("min")) return name.substr(0, name.size() - 3) + "max";
    return name.ends_with("max") ? name.substr(0, name.size() - 3) + "min" : "";
  };
  if (other(outer).empty()) return;
  for (const Node argument : arguments_of(call)) {
    if (edits.kind(argument) != Kind::call || edits.text(callee_of(argument)) != other(outer)) continue;
    const Node first = callee_of(call), second = callee_of(argument);
    std::vector<Splice> both;
    both.push_back({first.begin(), first.end(), other(outer)});
    both.push_back({second.begin(), second.end(), outer});
    edits.splice(1.2, "bounds exchanged", call.line(), std::move(both));
  }
}

/// for (...; i++) -> i += step
void step_of_loop(Edits& edits, Node node) {
  const Node loop = node.parent();
  if (loop.type() != "for_statement" || !(node == loop.field("increment"))) return;
  const std::string text = edits.text(node);
  const bool grows = text.find("++") != std::string::npos;
  const std::string name = edits.text(node.field("argument"));
  for (const auto& value : edits.scope.values)
    if (value.text != name && !value.is_pair && may_be(value.shape, Shape::number)) edits.replace(2.0, "step", node, name + (grows ? " += " : " -= ") + value.text);
  edits.replace(2.1, "step", node, name + (grows ? " += 2" : " -= 2"));
}

/// x = y + z -> x = x + z
void target_in_its_value(Edits& edits, Node node) {
  const auto parts = binaries(node);
  const Node parent = node.parent();
  if (parts.size() != 1 || edits.kind(parent) != Kind::assignment || !(node == parent.field("right"))) return;
  const std::string target = edits.text(parent.field("left"));
  if (edits.text(node).find(target) != std::string::npos) return;
  edits.replace(1.6, "target in its value", parts[0].left, target);
  edits.replace(1.8, "target in its value", parts[0].right, target);
  const std::string op = edits.text(parts[0].op);
  if (op == "+") edits.replace(2.0, "target in its value", node, target + " + " + edits.text(node));
}

/// "" -> a name
void name_for_text(Edits& edits, Node node) {
  if (edits.text(node).size() != 2 || node.begin() + 2 != node.end()) return;
  for (const auto& value : edits.scope.values)
    if (!value.is_pair && !value.is_member && may_be(value.shape, Shape::text)) edits.replace(2.3, "name for a constant", node, value.text);
}

}  // namespace

void edit_traps(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const bool is_python = edits.is_python();
  switch (kind) {
    case Kind::call: {
      const MethodCall method = method_call_of(edits, node);
      exchange_bounds(edits, node);
      forgotten_argument(edits, node);
      split_at_blanks(edits, node, method);
      if (is_python) {
        split_once(edits, node, method);
        letter_too(edits, node, method);
        types_of_numbers(edits, node);
      }
      break;
    }
    case Kind::logical: brackets_of_clauses(edits, node); break;
    case Kind::member:
      if (is_python) {
        from_groups(edits, member_of(node), k_python_groups);
      } else {
        from_groups(edits, member_of(node), k_script_groups);
        index_for_member(edits, node);
      }
      break;
    case Kind::name:
      if (is_python) from_groups(edits, node, k_python_groups);
      else if (edits.kind(node.parent()) == Kind::call) from_groups(edits, node, k_script_groups);
      break;
    case Kind::subscript:
      if (!is_python) index_that_moves(edits, node);
      break;
    case Kind::string:
      text_of_a_pair(edits, node);
      if (is_value(node, edits.language())) name_for_text(edits, node);
      break;
    case Kind::arithmetic: target_in_its_value(edits, node); break;
    default: break;
  }
  if (node.type() == "update_expression" && !is_python) step_of_loop(edits, node);
  const bool is_plain = kind == Kind::name || kind == Kind::member || kind == Kind::call;
  if (is_plain) quotes_within(edits, node);
  const Kind around = edits.kind(node.parent());
  const bool is_asked = around == Kind::logical || (edits.kind(node.parent()) == Kind::if_ && node == condition_of(node.parent())) ||
                        (around == Kind::parenthesised && edits.kind(node.parent().parent()) == Kind::if_);
  if (is_asked && (is_plain || kind == Kind::comparison || kind == Kind::negation)) clause_of_another(edits, node);
}

}  // namespace repair
