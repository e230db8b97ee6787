// C++: containers. From the last to the first, what overwrites for what does not.

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

}  // namespace

void edit_containers(Edits& edits, Node node) {
  if (edits.language() != code::Language::cpp) return;
  const Kind kind = edits.kind(node);
  if (kind == Kind::for_) turn_order(edits, node, 1.6);
  if (kind == Kind::call || (kind == Kind::declaration && ends_in(edits, node).size() == 2)) turn_order(edits, node, 1.9);
  if (kind == Kind::expression_statement) overwrite(edits, node);
}

}  // namespace repair
