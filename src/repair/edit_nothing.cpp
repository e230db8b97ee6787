// Values that are not there: null, undefined, None, a key that a table lacks, an index behind the end. What Python and
// JavaScript programs forget to ask before they use what they have.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 80;
constexpr std::size_t k_objects_max = 3;  ///< of one clause that are asked for

/// JavaScript: reduce() of nothing throws, and begins with the first element otherwise.
void first_of_reduce(Edits& edits, Node call, const std::string& name) {
  const auto arguments = arguments_of(call);
  if (!name.starts_with("reduce") || arguments.size() != 1) return;
  for (const auto& [cost, value] : std::initializer_list<Filled>{{1.1, "0"}, {1.5, "[]"}, {1.5, "{}"}, {1.6, "''"}, {1.6, "null"}, {1.8, "1"}})
    edits.replace(cost, "argument added", arguments[0], edits.text(arguments[0]) + ", " + value);
}

/// JavaScript: a map asked for what it has where what it has may be 0.
void has_for_get(Edits& edits, Node call, const std::string& name) {
  if (name != "get") return;
  const Kind around = edits.kind(value_parent(call));
  const Node statement = call.parent().parent();
  const bool is_asked = around == Kind::negation || around == Kind::logical || around == Kind::if_ || edits.kind(statement) == Kind::if_ || around == Kind::return_;
  if (is_asked) edits.replace(1.0, "name of a function", member_of(callee_of(call)), "has");
}

/// typeof null is 'object', and so is that of a list.
void type_of_null(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op), left = edits.text(parts[0].left), right = edits.text(parts[0].right);
  const bool is_equal = op.starts_with("==");
  if (!left.starts_with("typeof ") || right.find("object") == std::string::npos || (!is_equal && !op.starts_with("!="))) return;
  const std::string value = left.substr(7), text = edits.text(node);
  if (is_equal) {
    put_clause(edits, 1.0, "question for nothing", node, "&&", text + " && " + value + " !== null");
    put_clause(edits, 1.2, "condition extended", node, "&&", text + " && !Array.isArray(" + value + ")");
  } else {
    put_clause(edits, 1.0, "question for nothing", node, "||", text + " || " + value + " === null");
    put_clause(edits, 1.3, "condition extended", node, "||", text + " || Array.isArray(" + value + ")");
  }
}

/// x === undefined -> x == null
void both_nothings(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].right) != Kind::null) return;
  const std::string op = edits.text(parts[0].op), left = edits.text(parts[0].left);
  if (op == "===") edits.replace(1.1, "question for nothing", node, left + " == null");
  if (op == "!==") edits.replace(1.1, "question for nothing", node, left + " != null");
}

/// for (const x of e) -> e || []: what is gone through may not be there.
void nothing_to_go_through(Edits& edits, Node node) {
  const Node list = node.field("right");
  const Kind kind = edits.kind(list);
  if ((kind != Kind::subscript && kind != Kind::member && kind != Kind::call && kind != Kind::name) || list.end() - list.begin() > k_text_max) return;
  const std::string text = edits.text(list);
  const double cost = kind == Kind::name ? 2.0 : 1.6;
  if (!edits.is_python()) {
    edits.replace(cost, "nothing to go through", list, text + " || []");
    return;
  }
  if (kind == Kind::subscript && indices_of(list).size() == 1)
    edits.replace(1.4, "nothing to go through", list, edits.text(list.field("value")) + ".get(" + edits.text(indices_of(list)[0]) + ", [])");
  if (node.type() == "for_statement") edits.replace(cost + 0.1, "nothing to go through", list, text + " or []");
  else edits.replace(cost + 0.1, "nothing to go through", list, "(" + text + " or [])");
}

/// TypeScript: a member that is declared as optional.
void optional_value(Edits& edits, Node member) {
  const std::string name = edits.text(member_of(member));
  if (edits.language() == code::Language::javascript || edits.source.text().find(name + "?:") == std::string::npos) return;
  if (edits.kind(member.parent()) == Kind::member || !is_value(member, edits.language())) return;
  const std::string text = edits.text(member);
  for (const auto& [cost, value] : std::initializer_list<Filled>{{1.2, "0"}, {1.4, "1"}, {1.4, "''"}, {1.4, "[]"}, {1.6, "{}"}, {1.6, "false"}})
    edits.replace(cost, "default for nothing", member, "(" + text + " ?" + "? " + value + ")");
}

/// table[key] != value -> key in table and table[key] != value
void ask_before(Edits& edits, Node clause) {
  const std::string text = edits.text(clause);
  const std::string both(edits.words().both), either(edits.words().either);
  for (const Look& look : looks_of(edits, clause))
    for (const auto& [cost, if_there, if_missing] : questions_of(edits, look)) {
      put_clause(edits, cost, "question for nothing", clause, both, if_there + both + text);
      put_clause(edits, cost + 0.1, "question for nothing", clause, either, if_missing + either + text);
    }
}

/// limit < now -> limit is not None and limit < now
void ask_for_operand(Edits& edits, Node clause) {
  const auto parts = binaries(clause);
  if (edits.kind(clause) != Kind::comparison || parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op), text = edits.text(clause);
  if (op[0] != '<' && op[0] != '>') return;
  for (const Node side : {parts[0].left, parts[0].right}) {
    const Kind kind = edits.kind(side);
    if (kind != Kind::member && kind != Kind::subscript && kind != Kind::name) continue;
    const std::string value = edits.text(side), both(edits.words().both), either(edits.words().either);
    const double cost = kind == Kind::name ? 2.1 : 1.9;
    put_clause(edits, cost, "question for nothing", clause, both, value + (edits.is_python() ? " is not None" : "") + both + text);
    put_clause(edits, cost + 0.2, "question for nothing", clause, either, (edits.is_python() ? value + " is None" : value + " == null") + either + text);
  }
}

/// A clause that decides: of a condition, of what is returned, of a filter.
bool is_clause(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::comparison && kind != Kind::call && kind != Kind::member && kind != Kind::subscript) return false;
  const Node parent = value_parent(node);
  const Kind around = edits.kind(parent);
  if (around == Kind::logical || around == Kind::negation) return true;
  if (around == Kind::if_ || around == Kind::while_ || around == Kind::conditional) return node == condition_of(parent);
  const Kind outer = edits.kind(parent.parent());
  if (around == Kind::parenthesised && (outer == Kind::if_ || outer == Kind::while_)) return node == condition_of(parent.parent());
  if (kind != Kind::comparison) return false;
  const std::string_view type = parent.type();
  return around == Kind::return_ || type == "if_clause" || type == "lambda" || type == "arrow_function";
}

/// while (x > 0) names[i]: i is to stay in the list that the body looks into.
void stay_within(Edits& edits, Node loop) {
  const Node condition = condition_of(loop);
  if (!condition) return;
  const std::string text = edits.text(condition);
  const std::string both(edits.words().both);
  std::size_t count = 0;
  std::vector<std::string> seen;
  for (code::Cursor at(edits.unit.body); at.next() && count < k_objects_max;) {
    const Node node = at.node();
    if (edits.kind(node) != Kind::subscript) continue;
    Node object = node.field("value");
    if (!object) object = node.field("object");
    const auto indices = indices_of(node);
    if (indices.size() != 1 || edits.kind(indices[0]) != Kind::name || edits.shape_of(object) == Shape::map) continue;
    const std::string place = edits.text(indices[0]), list = edits.text(object);
    if (std::find(seen.begin(), seen.end(), place + list) != seen.end() || edits.shape_of(indices[0]) != Shape::number) continue;
    seen.push_back(place + list);
    ++count;
    const std::string length = filled(edits.words().length, list);
    const std::string own = edits.kind(condition) == Kind::logical && text.find(edits.words().either) != std::string::npos ? "(" + text + ")" : text;
    edits.replace(1.7, "place within", condition, own + both + place + " < " + length + " - 1");
    edits.replace(1.6, "place within", condition, place + " < " + length + both + own);
  }
}

}  // namespace

std::vector<Look> looks_of(Edits& edits, Node clause) {
  std::vector<Look> out;
  for (code::Cursor at(clause); at.next() && out.size() < k_objects_max;) {
    const Node node = at.node();
    const Kind kind = edits.kind(node);
    if (kind != Kind::member && kind != Kind::subscript) continue;
    Node object = kind == Kind::member ? object_of(node) : node.field("value");
    if (!object) object = node.field("object");
    const Kind of = edits.kind(object);
    const std::string text = edits.text(object);
    if ((of != Kind::name && of != Kind::member) || text == "self" || text == "this" || text.size() > k_text_max) continue;
    const auto& names = edits.scope.names;
    if (of == Kind::name && std::find(names.begin(), names.end(), text) == names.end()) continue;
    Look look{text, "", false};
    if (kind == Kind::subscript) {
      const auto indices = indices_of(node);
      if (indices.size() != 1) continue;
      look.key = edits.text(indices[0]);
      const Kind key = edits.kind(indices[0]);
      look.is_place = key == Kind::number || key == Kind::minus || edits.shape_of(indices[0]) == Shape::number;
    }
    if (std::none_of(out.begin(), out.end(), [&](const Look& one) { return one.object == look.object && one.key == look.key; })) out.push_back(std::move(look));
  }
  return out;
}

std::vector<Question> questions_of(const Edits& edits, const Look& look) {
  const std::string& object = look.object;
  const std::string& key = look.key;
  const std::string length = filled(edits.words().length, object), no(edits.words().negate);
  if (key.empty()) {
    if (edits.is_python()) return {{1.8, object, no + object}, {1.9, object + " is not None", object + " is None"}};
    return {{1.8, object, no + object}};
  }
  if (key == "0" || key == "-1") {
    if (edits.is_python()) return {{1.6, object, no + object}};
    return {{1.6, length + " > 0", length + " === 0"}};
  }
  if (look.is_place) return {{1.7, key + " < " + length, key + " >= " + length}};
  if (edits.is_python()) {
    std::vector<Question> out{{1.6, key + " in " + object, key + " not in " + object}};
    if (key.find('"') == std::string::npos) out.push_back({1.8, key + " < " + length, key + " >= " + length});
    return out;
  }
  return {{1.7, key + " in " + object, "!(" + key + " in " + object + ")"}, {1.8, key + " < " + length, key + " >= " + length}};
}

void put_clause(Edits& edits, double cost, const char* what, Node node, std::string_view op, std::string text) {
  const Node parent = node.parent();
  const auto parts = binaries(parent);
  const bool is_same = edits.kind(parent) == Kind::logical && parts.size() == 1 && op.find(edits.text(parts[0].op)) != std::string_view::npos;
  const bool is_open = is_same || is_open_place(node) || parent.type() == "if_clause" || parent.type() == "lambda";
  if (is_open) edits.replace(cost, what, node, std::move(text));
  else edits.replace(cost, what, node, "(" + text + ")");
}

void edit_nothing(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const bool is_python = edits.is_python();
  if (kind == Kind::call && !is_python) {
    const Node callee = callee_of(node);
    const std::string name = edits.kind(callee) == Kind::member ? edits.text(member_of(callee)) : "";
    first_of_reduce(edits, node, name);
    has_for_get(edits, node, name);
  }
  if (kind == Kind::comparison && !is_python) {
    type_of_null(edits, node);
    both_nothings(edits, node);
  }
  if (kind == Kind::member && !is_python) optional_value(edits, node);
  if (kind == Kind::for_ || node.type() == "for_in_clause") nothing_to_go_through(edits, node);
  if (kind == Kind::while_) stay_within(edits, node);
  if (!is_clause(edits, node, kind)) return;
  ask_before(edits, node);
  ask_for_operand(edits, node);
}

}  // namespace repair
