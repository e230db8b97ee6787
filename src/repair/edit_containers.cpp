// C++: containers. From the last to the first, what overwrites for what does not.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// "v.begin()" and the like with no argument: where its name stands.
struct End {
  Node name;
  std::string object, text;
};

std::vector<End> ends_in(Edits& edits, Node node) {
  std::vector<End> out;
  for (code::Cursor at(node); at.next();) {
    const Node inner = at.node();
    if (edits.kind(inner) == Kind::block) break;
    const Node callee = callee_of(inner);
    if (edits.kind(inner) != Kind::call || edits.kind(callee) != Kind::member || !arguments_of(inner).empty()) continue;
    const std::string name = edits.text(member_of(callee));
    if (name.ends_with("begin") || name.ends_with("end")) out.push_back({member_of(callee), edits.text(object_of(callee)), name});
  }
  return out;
}

/// begin() ... end() -> rbegin() ... rend(), and back.
void turn_order(Edits& edits, Node node, double cost) {
  auto ends = ends_in(edits, node);
  if (ends.size() != 2 || ends[0].object != ends[1].object) return;
  std::vector<Splice> both;
  for (const auto& end : ends) {
    const auto at = end.text.find_first_of("cr");
    const bool is_const = at == 0 && end.text[0] == 'c';
    const std::string plain = end.text.substr(is_const ? 1 : 0);
    const std::string other = plain[0] == 'r' ? plain.substr(1) : "r" + plain;
    both.push_back({end.name.begin(), end.name.end(), (is_const ? "c" : "") + other});
  }
  edits.splice(cost, "order turned", node.line(), std::move(both));
}

/// accumulate(..., 0, ...) adds up ints.
void sum_of_wide(Edits& edits, Node call) {
  const std::string name = edits.text(callee_of(call));
  const auto arguments = arguments_of(call);
  if (!name.ends_with("accumulate") || arguments.size() < 3 || edits.text(arguments[2]) != "0") return;
  edits.replace(1.1, "wider type", arguments[2], "0LL");
  edits.replace(1.1, "wider type", arguments[2], "0.0");
}

/// m.insert({k, v}) keeps what is there, m[k] = v does not.
void overwrite(Edits& edits, Node statement) {
  const Node call = statement.child(0);
  const MethodCall made = method_call_of(edits, call);
  const auto arguments = arguments_of(call);
  if (made.name == "insert" || made.name == "insert_or_assign" || made.name == "emplace" || made.name == "try_emplace") {
    std::vector<Node> parts = arguments;
    if (parts.size() == 1 && (edits.kind(parts[0]) == Kind::sequence)) parts = parts[0].named_children();
    else if (parts.size() == 1 && edits.text(parts[0]).starts_with("std::make_pair(")) parts = arguments_of(parts[0]);
    if (parts.size() == 2) edits.replace(1.3, "element overwritten", call, edits.text(made.object) + "[" + edits.text(parts[0]) + "] = " + edits.text(parts[1]));
  }
  if (edits.kind(call) != Kind::assignment || edits.kind(call.field("left")) != Kind::subscript) return;
  const Node element = call.field("left");
  const auto indices = indices_of(element);
  const std::string object = edits.text(element).substr(0, edits.text(element).find('['));
  const Value* value = edits.value_of(object);
  if (indices.size() != 1 || value == nullptr || value->shape != Shape::map) return;
  edits.replace(1.9, "element overwritten", call, object + ".emplace(" + edits.text(indices[0]) + ", " + edits.text(call.field("right")) + ")");
}

/// a.x < b.x && a.y < b.y is no order: a.x < b.x || (a.x == b.x && a.y < b.y)
void one_after_other(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].left) != Kind::comparison || edits.kind(parts[0].right) != Kind::comparison) return;
  const auto first = binaries(parts[0].left), second = binaries(parts[0].right);
  if (first.size() != 1 || second.size() != 1 || edits.kind(first[0].left) != Kind::member || edits.text(first[0].left) == edits.text(second[0].left)) return;
  const std::string op = edits.text(first[0].op);
  if ((op[0] != '<' && op[0] != '>') || edits.text(parts[0].left).find("==") != std::string::npos) return;
  edits.replace_expression(1.1, "order of more", node, edits.text(parts[0].left) + " || (" + edits.text(first[0].left) + " == " + edits.text(first[0].right) + " && " + edits.text(parts[0].right) + ")", Kind::logical);
}

/// a.x < b.x leaves the order of those with the same x open.
void order_of_same(Edits& edits, Node node) {
  const auto parts = binaries(node);
  const Kind kind = edits.kind(node.parent());
  if (parts.size() != 1 || kind != Kind::return_ || edits.kind(parts[0].left) != Kind::member || edits.kind(parts[0].right) != Kind::member) return;
  const std::string member = edits.text(member_of(parts[0].left)), a = edits.text(object_of(parts[0].left)), b = edits.text(object_of(parts[0].right));
  if (a == b || member != edits.text(member_of(parts[0].right))) return;
  std::vector<std::string> others;
  for (const auto& [object, name] : edits.scope.members)
    if (name != member && std::find(others.begin(), others.end(), name) == others.end()) others.push_back(name);
  for (const auto& other : others) {
    const std::string same = edits.text(node) + " || (" + a + "." + member + " == " + b + "." + member + " && ";
    edits.replace(2.2, "condition extended", node, same + a + "." + other + " < " + b + "." + other + ")");
    edits.replace(2.5, "condition extended", node, same + a + "." + other + " > " + b + "." + other + ")");
  }
}

/// s.find(x) > 0 -> s.find(x) != npos: it may stand at the beginning, and is never less than 0.
void compare_to_npos(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string text = edits.text(parts[0].left), op = edits.text(parts[0].op), number = edits.text(parts[0].right);
  const bool finds = edits.kind(parts[0].left) == Kind::call && method_call_of(edits, parts[0].left).name.find("find") != std::string::npos;
  if (number != "0" && number != "-1") return;
  const double cost = finds ? 1.0 : 2.4;
  if (op == ">" || op == ">=" || op == "!=") edits.replace(cost, "comparison of values", node, text + " != std::string::npos");
  if (op == "<" || op == "<=" || op == "==") edits.replace(cost, "comparison of values", node, text + " == std::string::npos");
}

/// m[k], asked for, puts it in: m.count(k)
void ask_map(Edits& edits, Node node) {
  const auto indices = indices_of(node);
  const std::string object = edits.text(node).substr(0, edits.text(node).find('['));
  const Value* value = edits.value_of(object);
  if (indices.size() != 1 || value == nullptr || value->shape != Shape::map) return;
  Node around = node.parent();
  const Kind kind = edits.kind(around);
  const bool asks = kind == Kind::negation || kind == Kind::logical || kind == Kind::if_ || around.type() == "condition_clause" || kind == Kind::return_;
  if (asks) edits.replace(1.4, "element asked for", node, object + ".count(" + edits.text(indices[0]) + ")");
  else if (kind != Kind::augmented) edits.replace(2.3, "element asked for", node, object + ".at(" + edits.text(indices[0]) + ")");
}

/// it != v.end() of a lower_bound() says that something is not less, and not that it is the same.
void found_itself(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].left) != Kind::name || edits.text(parts[0].op) != "!=") return;
  const std::string place = edits.text(parts[0].left);
  for (code::Cursor at(edits.unit.body); at.next();) {
    const Node call = at.node();
    const auto arguments = arguments_of(call);
    if (edits.kind(call) != Kind::call || !edits.text(callee_of(call)).ends_with("_bound") || arguments.empty() || edits.text(call.parent()).find(place) != 0) continue;
    const Node key = arguments.size() > 2 ? arguments[2] : arguments.back();
    edits.replace_expression(1.4, "condition extended", node, edits.text(node) + " && *" + place + " == " + edits.text(key), Kind::logical);
    edits.replace_expression(1.6, "condition extended", node, edits.text(node) + " && " + place + "->first == " + edits.text(key), Kind::logical);
  }
}

/// out += std::toupper(c): it is an int.
void letter_again(Edits& edits, Node call) {
  const std::string name = edits.text(callee_of(call));
  if (name.ends_with("toupper") || name.ends_with("tolower")) edits.replace(1.6, "cast", call, "static_cast<char>(" + edits.text(call) + ")");
}

constexpr std::pair<std::string_view, std::string_view> k_types[] = {{"unordered_map", "map"}, {"map", "unordered_map"}, {"unordered_set", "set"}, {"set", "unordered_set"}, {"set", "multiset"},
                                                                     {"map", "multimap"}, {"vector", "set"}, {"queue", "stack"}, {"stack", "queue"}, {"queue", "priority_queue"}};

void other_type(Edits& edits, Node type) {
  const Node name = type.field("name");
  for (const auto& [from, to] : k_types)
    if (edits.text(name) == from) edits.replace(2.0, "container", name, std::string(to));
}

}  // namespace

void edit_containers(Edits& edits, Node node) {
  if (edits.language() != code::Language::cpp) return;
  const Kind kind = edits.kind(node);
  if (kind == Kind::for_) turn_order(edits, node, 1.6);
  if (kind == Kind::call || (kind == Kind::declaration && ends_in(edits, node).size() == 2)) turn_order(edits, node, 1.9);
  if (kind == Kind::expression_statement) overwrite(edits, node);
  if (kind == Kind::call) {
    letter_again(edits, node);
    sum_of_wide(edits, node);
  }
  if (kind == Kind::logical) one_after_other(edits, node);
  if (kind == Kind::subscript && is_value(node, edits.language())) ask_map(edits, node);
  if (node.type() == "template_type") other_type(edits, node);
  if (kind != Kind::comparison) return;
  order_of_same(edits, node);
  compare_to_npos(edits, node);
  found_itself(edits, node);
}

}  // namespace repair
