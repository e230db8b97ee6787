// C, C++, Java: what stands beside the right thing in a declaration. Another constant of the same enum, the rest of an
// object's size, the pointer that a struct holds to its own kind, a function of the file for one argument.

#include <algorithm>
#include <cctype>

#include "declared_types.h"
#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_constants_max = 10;
constexpr std::size_t k_wrappers_max = 6;

/// "State::Idle" -> "State::"; "SLOT_FREE" -> "SLOT_": what constants of one kind begin with.
std::string family_of(std::string_view name) {
  if (const auto colons = name.rfind("::"); colons != std::string_view::npos) {
    const bool is_constant = colons > 0 && colons + 2 < name.size() && std::isupper(static_cast<unsigned char>(name[0])) != 0;
    return is_constant ? std::string(name.substr(0, colons + 2)) : "";
  }
  const bool is_loud = name.size() > 1 && std::all_of(name.begin(), name.end(), [](char c) { return std::isupper(static_cast<unsigned char>(c)) != 0 || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_'; });
  return is_loud ? "_" : "";
}

}  // namespace

std::vector<std::string> constants_like(Edits& edits, const std::string& name) {
  std::vector<std::string> out;
  const std::string family = family_of(name);
  const auto colons = name.rfind("::");
  const std::string last = colons == std::string::npos ? name : name.substr(colons + 2);
  for (code::Cursor at(edits.source.root()); at.next();) {
    const Node node = at.node();
    const std::string_view type = node.type();
    if (type != "enumerator_list" && type != "enum_body") continue;
    std::vector<std::string> all;
    for (const Node child : node.named_children())
      if (const Node one = child.field("name")) all.push_back(edits.text(one));
    if (std::find(all.begin(), all.end(), last) == all.end()) continue;
    for (const auto& one : all)
      if (one != last && out.size() < k_constants_max) out.push_back(colons == std::string::npos ? one : name.substr(0, colons + 2) + one);
    return out;
  }
  if (family.starts_with("std::")) return out;
  if (colons == std::string::npos) {  // declared in a header
    const std::string prefix = name.substr(0, name.rfind('_') + 1);
    for (code::Cursor at(edits.source.root()); at.next() && prefix.size() > 2 && out.size() < k_constants_max;) {
      if (at.node().type() != "identifier" || at.node().end() - at.node().begin() <= prefix.size()) continue;
      const std::string text = edits.text(at.node());
      if (text != name && text.starts_with(prefix) && family_of(text) == "_" && std::find(out.begin(), out.end(), text) == out.end()) out.push_back(text);
    }
    return out;
  }
  for (code::Cursor at(edits.source.root()); at.next() && out.size() < k_constants_max;) {
    if (at.node().type() != "qualified_identifier") continue;
    const std::string text = edits.text(at.node());
    if (text != name && text.starts_with(family) && family_of(text) == family && std::find(out.begin(), out.end(), text) == out.end()) out.push_back(text);
  }
  return out;
}

namespace {

void other_constant(Edits& edits, Node node, Kind kind) {
  std::string text = edits.text(node);
  const bool is_of_java = kind == Kind::member && edits.language() == code::Language::java && std::isupper(static_cast<unsigned char>(text[0])) != 0;
  if (kind != Kind::name && !is_of_java) return;
  if (is_of_java) text = edits.text(member_of(node));
  if (family_of(text).empty() || text == "NULL") return;
  const auto others = constants_like(edits, text);
  for (std::size_t i = 0; i < others.size(); ++i)
    edits.replace(1.5 + 0.04 * static_cast<double>(i), "constant", is_of_java ? member_of(node) : node, others[i]);
}

/// n > r->size -> n > r->size - r->used: what is left of it.
void rest_of(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  for (const Node side : {parts[0].left, parts[0].right}) {
    if (edits.kind(side) != Kind::member || !may_be(edits.shape_of(side), Shape::number)) continue;
    const std::string object = edits.text(object_of(side)), own = edits.text(side);
    const auto with = [&](const Value& value) {
      const bool is_beside = value.text != own && value.text.starts_with(object) && value.text.size() > object.size() && (value.text[object.size()] == '-' || value.text[object.size()] == '.') &&
                             value.text.find_first_of(".>", object.size() + 2) == std::string::npos;
      if (!is_beside || value.shape != Shape::number) return;
      edits.replace(1.9, "expression extended", side, own + " - " + value.text);
      edits.replace(2.1, "expression extended", side, own + " + " + value.text);
    };
    for (const auto& value : edits.scope.values) with(value);
    for (const auto& value : edits.scope.untouched) with(value);
    for (const auto& [of, name] : edits.scope.members) {
      const std::string other = object + edits.source.text().substr(object_of(side).end(), member_of(side).begin() - object_of(side).end()) + name;
      if (of == object && other != own && edits.value_of(other) == nullptr) edits.replace(2.2, "expression extended", side, own + " - " + other);
    }
  }
}

/// (t->used + 1) -> (t->used + t->gone + 1): what nobody counts here.
void add_untouched(Edits& edits, Node node) {
  if (edits.kind(node.parent()) != Kind::arithmetic || edits.shape_of(node) != Shape::number) return;
  const std::string own = edits.text(node), object = edits.text(object_of(node));
  for (const auto& value : edits.scope.untouched)
    if (value.shape == Shape::number && value.text.starts_with(object)) {
      edits.replace(2.2, "expression extended", node, own + " + " + value.text);
      edits.replace(2.4, "expression extended", node, own + " - " + value.text);
    }
}

/// The number of things for a bound, and the other way round: return capacity_ -> return order_.size().
void length_for_number(Edits& edits, Node node) {
  const Value* self = edits.value_of(edits.text(node));
  if (self == nullptr || self->shape != Shape::number || edits.language() == code::Language::c) return;
  for (const auto& value : edits.scope.values)
    if (value.shape == Shape::list || value.shape == Shape::map || value.shape == Shape::set) edits.replace(2.3, "length for a name", node, value.text + ".size()");
}

/// return next_; -> return next_++;
void number_and_count(Edits& edits, Node node) {
  const std::string_view parent = node.parent().type();
  if (edits.shape_of(node) != Shape::number || (parent != "return_statement" && parent != "init_declarator" && parent != "variable_declarator")) return;
  const Value* self = edits.value_of(edits.text(node));
  const auto declared = visible_in(edits.source, edits.unit);
  if (self == nullptr || std::any_of(declared.begin(), declared.end(), [&](const Visible& one) { return one.name == self->text; })) return;
  edits.replace(2.3, "increment", node, self->text + "++");
  edits.replace(2.4, "increment", node, "++" + self->text);
}

/// NULL -> y->left, n -> n->next: pointers to what this one points to.
void pointers(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::null && kind != Kind::name && kind != Kind::member && !(kind == Kind::call && edits.kind(node.parent()) == Kind::return_)) return;
  const Node parent = node.parent();
  const DeclaredTypes& types = edits.types();
  std::string type = kind == Kind::null ? "" : types.type_of(edits.text(node));
  if (kind == Kind::null) {
    const std::string target = edits.kind(parent) == Kind::assignment ? edits.text(parent.field("left")) : parent.type() == "init_declarator" ? edits.text(parent.field("declarator")) : "";
    const auto stars = target.find_first_not_of("* ");
    type = types.type_of(target.substr(stars == std::string::npos ? 0 : stars));
    for (std::size_t i = 0; edits.kind(parent) == Kind::assignment && i < stars && stars != std::string::npos && type.ends_with("*"); ++i)
      if (target[i] == '*') type.pop_back();
  }
  if (types.shape_of(type) != Shape::pointer) return;
  const std::string own = edits.text(node);
  const std::string target = edits.kind(parent) == Kind::assignment ? edits.text(parent.field("left")) : "";
  for (const auto& value : edits.scope.values) {
    if (value.text == target) continue;
    if (value.type == type && kind == Kind::null) edits.replace(1.9, "name for a constant", node, value.text);
    const auto* fields = value.type.ends_with("*") ? types.fields_of(value.type) : nullptr;
    if (fields == nullptr || value.text.find("->") != std::string::npos) continue;
    for (const auto& field : *fields)
      if (field.type == type) edits.replace(value.text == own || kind == Kind::null ? 1.7 : 2.3, "member for a name", node, value.text + "->" + field.name);
  }
}

/// k[i] -> k[i++]
void count_on(Edits& edits, Node subscript) {
  for (const Node index : indices_of(subscript)) {
    const Kind kind = edits.kind(index);
    if ((kind != Kind::name && kind != Kind::member) || !edits.is_native()) continue;
    edits.replace(2.0, "increment", index, edits.text(index) + "++");
    const Node parent = subscript.parent();
    if (edits.kind(parent) != Kind::assignment || !(subscript == parent.field("left"))) continue;
    for (const auto& value : edits.scope.values)  // kept[n++] = all[i]
      if (value.shape == Shape::number && !value.is_member && value.text != edits.text(index)) edits.replace(2.3, "increment", index, value.text + "++");
  }
}

/// A function that answers a question: return put(...) -> return true.
void plain_answer(Edits& edits, Node node) {
  if (edits.kind(node) != Kind::call || edits.kind(node.parent()) != Kind::return_) return;
  const std::string type = edits.text(edits.unit.node.field("type"));
  if (type != "bool" && type != "boolean") return;
  edits.replace(2.4, "constant", node, "true");
  edits.replace(2.4, "constant", node, "false");
}

/// It is set, and nothing in the function looks at it.
bool is_unread(Edits& edits, const std::string& name) {
  std::size_t sets = 0;
  for (code::Cursor at(edits.unit.body); at.next();) {
    if (edits.kind(at.node()) != Kind::name || edits.text(at.node()) != name) continue;
    const Node parent = at.node().parent();
    const bool is_set = parent.type() == "init_declarator" ? at.node() == parent.field("declarator") : edits.kind(parent) == Kind::assignment && at.node() == parent.field("left");
    if (!is_set) return false;
    ++sets;
  }
  return sets > 0;
}

/// A truth that somebody found out and nobody asks for: found -> found != negated.
void ask_unread(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::comparison && kind != Kind::call && kind != Kind::member) return;
  const Node parent = node.parent();
  if (edits.kind(parent) != Kind::return_ && !(edits.kind(parent) == Kind::assignment && node == parent.field("right")) && edits.kind(parent) != Kind::if_ && parent.type() != "parenthesized_expression" &&
      parent.type() != "condition_clause")
    return;
  for (const auto& value : edits.scope.values) {
    if (value.is_member || value.text == edits.text(node) || !may_be(value.shape, Shape::number) || !is_unread(edits, value.text)) continue;
    for (const char* op : {" != ", " == ", " && ", " && !", " || "}) edits.replace_expression(1.9, "condition extended", node, edits.text(node) + op + value.text, Kind::logical);
  }
}

struct Helper {
  std::string name;
  std::vector<std::string> parameters, types;
  std::string result;
};

/// Functions of the file with one to three parameters that give something back.
std::vector<Helper> helpers_of(Edits& edits) {
  std::vector<Helper> out;
  for (const auto& unit : edits.source.units()) {
    if (unit.begin == edits.unit.begin || unit.is_top || out.size() >= k_wrappers_max) continue;
    Node declarator = unit.node.field("declarator");
    Helper helper;
    helper.result = edits.text(unit.node.field("type"));
    while (declarator && declarator.type() != "function_declarator") {
      helper.result += declarator.type() == "pointer_declarator" ? "*" : "";
      declarator = declarator.field("declarator");
    }
    const Node name = edits.is_native() ? declarator.field("declarator") : unit.node.field("name");
    const Node parameters = edits.is_native() ? declarator.field("parameters") : unit.node.field("parameters");
    helper.name = edits.text(name);
    if (!name || helper.result == "void" || helper.name.find_first_of(":( ~") != std::string::npos) continue;
    for (const Node parameter : parameters.named_children()) {
      Node inner = edits.is_native() ? parameter.field("declarator") : parameter.field("name");
      std::string type = edits.text(parameter.field("type"));
      for (; inner.type() == "pointer_declarator"; inner = inner.field("declarator")) type += "*";
      helper.parameters.push_back(edits.text(inner));
      helper.types.push_back(type);
    }
    if (!helper.parameters.empty() && helper.parameters.size() < 4) out.push_back(std::move(helper));
  }
  return out;
}

/// x -> trim(x), where the file has a trim() for one and gives back the same.
void call_helper(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::member && kind != Kind::call && kind != Kind::arithmetic && kind != Kind::subscript) return;
  const std::string_view parent = value_parent(node).type();
  if (parent != "init_declarator" && parent != "variable_declarator" && parent != "return_statement" && parent != "argument_list" && parent != "assignment_expression" && parent != "subscript_argument_list" && parent != "subscript_expression") return;
  if (parent == "subscript_expression" && node == node.parent().field("argument")) return;
  for (const auto& helper : helpers_of(edits)) {
    if (helper.parameters.size() == 1 && helper.types[0] == helper.result) edits.replace(2.2, "call added", node, helper.name + "(" + edits.text(node) + ")");
    else if (helper.parameters.size() == 2 && helper.types[1] == helper.result && helper.types[0] != helper.result && std::find(edits.scope.names.begin(), edits.scope.names.end(), helper.parameters[0]) != edits.scope.names.end())
      edits.replace(2.2, "call added", node, helper.name + "(" + helper.parameters[0] + ", " + edits.text(node) + ")");
  }
}

/// if (month == 2) -> if (month == 2 && is_leap(year)): a question that the file has a function for, of what is called alike here.
void ask_helper(Edits& edits, Node condition) {
  const std::string text = edits.kind(condition) == Kind::logical ? "(" + edits.text(condition) + ")" : edits.text(condition);
  for (const auto& helper : helpers_of(edits)) {
    const bool is_question = helper.result == "bool" || helper.result == "boolean" || helper.name.starts_with("is");
    const bool is_at_hand = std::all_of(helper.parameters.begin(), helper.parameters.end(), [&](const std::string& one) {
      return std::find(edits.scope.names.begin(), edits.scope.names.end(), one) != edits.scope.names.end();
    });
    if (!is_question || !is_at_hand || edits.text(condition).find(helper.name + "(") != std::string::npos) continue;
    std::string call = helper.name + "(";
    for (const auto& one : helper.parameters) call += (call.back() == '(' ? "" : ", ") + one;
    call += ")";
    edits.replace(2.2, "condition extended", condition, text + " && " + call);
    edits.replace(2.2, "condition extended", condition, text + " && !" + call);
    edits.replace(2.4, "condition extended", condition, text + " || " + call);
    edits.replace(2.4, "condition extended", condition, text + " || !" + call);
  }
}

/// dist[i] = INT_MAX stands for nothing: a question that looks at dist[u] asks for that, too.
void ask_for_nothing(Edits& edits, Node condition) {
  const std::string text = edits.kind(condition) == Kind::logical ? "(" + edits.text(condition) + ")" : edits.text(condition);
  std::vector<std::pair<std::string, std::string>> marks;
  for (code::Cursor at(edits.unit.body); at.next() && marks.size() < 4;) {
    const Node node = at.node();
    if (edits.kind(node) != Kind::assignment && node.type() != "init_declarator") continue;
    const Node left = node.field("left") ? node.field("left") : node.field("declarator");
    const Node right = node.field("right") ? node.field("right") : node.field("value");
    const std::string value = edits.text(right);
    const bool is_mark = value == "-1" || (edits.kind(right) == Kind::name && family_of(value) == "_");
    if (is_mark && (edits.kind(left) == Kind::name || edits.kind(left) == Kind::subscript)) marks.emplace_back(edits.text(left), value);
  }
  for (const auto& [left, mark] : marks) {
    std::vector<std::string> places = {left};
    const auto bracket = left.find('[');
    if (bracket != std::string::npos) {
      places.clear();
      for (const auto& value : edits.scope.values)
        if (value.shape == Shape::number && !value.is_member) places.push_back(left.substr(0, bracket) + "[" + value.text + "]");
    }
    for (const auto& place : places) {
      edits.replace(2.5, "condition extended", condition, text + " || " + place + " == " + mark);
      edits.replace(2.5, "condition extended", condition, text + " && " + place + " != " + mark);
    }
  }
}

/// if (a) -> if (a || e->voided): members of what is looked at here that others ask for.
void ask_untouched(Edits& edits, Node condition) {
  const std::string text = edits.kind(condition) == Kind::logical ? "(" + edits.text(condition) + ")" : edits.text(condition);
  for (const auto& field : edits.scope.untouched) {
    if (field.shape != Shape::number && field.shape != Shape::truth && field.shape != Shape::pointer) continue;
    edits.replace(2.4, "condition extended", condition, text + " || " + field.text);
    edits.replace(2.4, "condition extended", condition, text + " && " + field.text);
    edits.replace(2.5, "condition extended", condition, text + " && !" + field.text);
    edits.replace(2.5, "condition extended", condition, text + " || !" + field.text);
    if (field.shape == Shape::number) edits.replace(2.5, "condition extended", condition, text + " || " + field.text + " > 0");
  }
}

}  // namespace

void edit_siblings(Edits& edits, Node node) {
  if (!edits.is_native() && edits.language() != code::Language::java) return;
  const Kind kind = edits.kind(node);
  if (kind == Kind::comparison) rest_of(edits, node);
  if (kind == Kind::subscript) count_on(edits, node);
  const bool is_answer = edits.kind(node.parent()) == Kind::return_ && (kind == Kind::comparison || kind == Kind::logical || kind == Kind::negation);
  if (kind == Kind::if_ || kind == Kind::while_ || is_answer)
    if (const Node condition = is_answer ? node : condition_of(node)) {
      ask_helper(edits, condition);
      ask_untouched(edits, condition);
      ask_for_nothing(edits, condition);
    }
  if (!is_value(node, edits.language()) || node.parent().type() == "case_statement") return;
  other_constant(edits, node, kind);
  if (edits.is_native()) pointers(edits, node, kind);
  call_helper(edits, node, kind);
  plain_answer(edits, node);
  if (edits.is_native()) ask_unread(edits, node, kind);
  if (kind == Kind::member) add_untouched(edits, node);
  if (kind == Kind::name || kind == Kind::member) {
    length_for_number(edits, node);
    number_and_count(edits, node);
  }
}

}  // namespace repair
