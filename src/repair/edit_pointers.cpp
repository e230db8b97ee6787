// C and C++: what a pointer points to for the pointer itself, the step that goes with it, sizes of what is pointed to. And of all
// languages that count with ++: a value that is counted on and should not be.

#include "declared_types.h"
#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// The pointer of *pointer, as a name or a member.
Node followed(Edits& edits, Node node) {
  if (node.type() != "pointer_expression" || !edits.text(node).starts_with("*")) return {};
  const Node pointer = node.field("argument");
  const Kind kind = edits.kind(pointer);
  return kind == Kind::name || kind == Kind::member ? pointer : Node();
}

bool is_place(Kind kind) {
  return kind == Kind::member || kind == Kind::subscript || kind == Kind::name;
}

/// *link = node->next -> link = &node->next: a pointer to where the pointer stands moves on, and back.
void move_or_set(Edits& edits, Node node) {
  const Node left = node.field("left"), right = node.field("right");
  if (edits.text(operator_of(node)) != "=") return;
  const Node target = followed(edits, left), source = followed(edits, right);
  const Kind kind = edits.kind(right);
  if (target && (kind == Kind::member || kind == Kind::subscript)) edits.replace(1.6, "pointer", node, edits.text(target) + " = &" + edits.text(right));
  if (target && source) edits.replace(1.9, "pointer", node, edits.text(target) + " = " + edits.text(source));
  if (target) edits.replace(2.3, "pointer", left, edits.text(target));
  if (right.type() == "pointer_expression" && edits.text(right).starts_with("&") && is_place(edits.kind(right.field("argument")))) {
    edits.replace(1.6, "pointer", node, "*" + edits.text(left) + " = " + edits.text(right.field("argument")));
    edits.replace(2.0, "pointer", right, edits.text(right.field("argument")));
  }
  if (!is_place(edits.kind(left)) || edits.kind(left) == Kind::subscript) return;
  const std::string type = edits.types().type_of(edits.text(left));
  if (!type.ends_with("*")) return;
  const bool is_same = edits.types().type_of(edits.text(right)) == type;
  if (is_same) edits.replace(1.9, "pointer", node, "*" + edits.text(left) + " = *" + edits.text(right));
  if (!is_same || type.ends_with("**")) edits.replace(1.8, "pointer", left, "*" + edits.text(left));
}

/// *to = c; -> *to++ = c;
void step_on(Edits& edits, Node node) {
  const Node pointer = followed(edits, node);
  if (!pointer || edits.kind(pointer) != Kind::name) return;
  const Node parent = node.parent();
  const bool is_target = (edits.kind(parent) == Kind::assignment || edits.kind(parent) == Kind::augmented) && node == parent.field("left");
  const bool is_taken = edits.kind(parent) == Kind::assignment || parent.type() == "init_declarator" || parent.type() == "argument_list";
  if (!is_target && !is_taken) return;
  edits.replace(is_target ? 1.6 : 2.1, "increment", pointer, edits.text(pointer) + "++");
}

/// sizeof(p) -> sizeof(*p): the size of a pointer is hardly ever meant; a text without its end.
void size_behind(Edits& edits, Node node) {
  const Node value = node.field("value");
  const Node inner = edits.kind(value) == Kind::parenthesised && value.named_children().size() == 1 ? value.named_children()[0] : value;
  if (!inner) return;
  if (const Node pointer = followed(edits, inner)) edits.replace(1.9, "size of elements", inner, edits.text(pointer));
  if (!is_place(edits.kind(inner))) return;
  const std::string text = edits.text(inner), type = edits.types().type_of(text);
  if (type.ends_with("*") || type.empty()) edits.replace(1.2, "size of elements", inner, "*" + text);
  if (!type.ends_with("[]")) return;
  if (type != "char[]" && edits.kind(node.parent()) != Kind::arithmetic) edits.replace(1.4, "size of elements", node, "sizeof(" + text + ") / sizeof(" + text + "[0])");
  if (type == "char[]") edits.replace_expression(1.4, "by one", node, edits.text(node) + " - 1", Kind::arithmetic);
}

/// f(&x) -> f(x), f(x) -> f(&x) of a parameter that is a pointer to it.
void address_dropped(Edits& edits, Node node) {
  if (!edits.text(node).starts_with("&") || node.parent().type() != "argument_list") return;
  const Node inner = node.field("argument");
  if (is_place(edits.kind(inner))) edits.replace(edits.shape_of(inner) == Shape::pointer ? 1.6 : 2.3, "pointer", node, edits.text(inner));
}

/// return *this -> return old: another one of what the function gives back.
void another_result(Edits& edits, Node node) {
  if (edits.kind(node.parent()) != Kind::return_ || edits.text(node.field("argument")) != "this") return;
  for (const auto& value : edits.scope.values)
    if (!value.is_member && !value.is_pair && (value.shape == Shape::object || value.shape == Shape::unknown)) edits.replace(1.7, "name", node, value.text);
}

/// list[n++] -> list[n]
void not_counted(Edits& edits, Node node) {
  const Kind parent = edits.kind(node.parent());
  if (parent == Kind::expression_statement || parent == Kind::for_ || node.parent().type() == "comma_expression") return;
  for (const Node child : node.named_children()) edits.replace(1.7, "increment dropped", node, edits.text(child));
}

}  // namespace

void edit_pointers(Edits& edits, Node node) {
  const std::string_view type = node.type();
  if (type == "update_expression") not_counted(edits, node);
  if (!edits.is_native()) return;
  if (edits.kind(node) == Kind::assignment) move_or_set(edits, node);
  if (type == "sizeof_expression") size_behind(edits, node);
  if (type != "pointer_expression") return;
  step_on(edits, node);
  address_dropped(edits, node);
  another_result(edits, node);
}

}  // namespace repair
