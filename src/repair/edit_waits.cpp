// What happens later, in Python and JavaScript: calls that nobody waits for, loops that do not wait, generators within
// generators. A promise that is forgotten makes no noise; the file tells which functions make one.

#include <algorithm>

#include "edits.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 200;

bool has_child(Node node, std::string_view type) {
  const auto children = node.children();
  return std::any_of(children.begin(), children.end(), [&](Node child) { return child.type() == type; });
}

bool is_function(Node node) {
  const std::string_view type = node.type();
  return type.find("function") != std::string_view::npos || type == "method_definition" || type == "lambda";
}

/// Whether one can wait here.
bool is_in_async(Node node) {
  for (Node around = node.parent(); around; around = around.parent())
    if (is_function(around) && around.named()) return has_child(around, "async");
  return false;
}

/// Whether the file has such a function, and what it makes has to be waited for.
bool is_async_here(const Edits& edits, std::string_view name) {
  const std::string& text = edits.source.text();
  const std::string after = edits.is_python() ? "async def " : "async ";
  return text.find(after + std::string(name) + "(") != std::string::npos || text.find(std::string(name) + " = async ") != std::string::npos;
}

std::string last_name_of(Edits& edits, Node callee) {
  return edits.text(edits.kind(callee) == Kind::member ? member_of(callee) : callee);
}

/// store.save(x) -> await store.save(x)
void wait_for_call(Edits& edits, Node call) {
  const Node parent = call.parent();
  const std::string_view around = parent.type();
  const std::string name = last_name_of(edits, callee_of(call));
  if (around == "await_expression" || around == "await" || around == "decorator" || (edits.is_python() && is_in(k_looking, name))) return;
  const Kind kind = edits.kind(parent);
  const bool is_looked_into = kind == Kind::member || kind == Kind::call || (kind == Kind::subscript && !is_open_place(call));
  const std::string text = "await " + edits.text(call);
  edits.replace(is_async_here(edits, name) ? 0.9 : is_in(k_changing, name) ? 1.9 : 1.3, "call added", call, is_looked_into ? "(" + text + ")" : text);
}

/// cache.set(key, await load(key)): it is the promise that is kept.
void hand_over_promise(Edits& edits, Node waiting) {
  const auto children = waiting.named_children();
  const std::string_view around = waiting.parent().type();
  if (children.size() != 1) return;
  const bool is_kept = around == "arguments" || around == "argument_list" || around == "assignment_expression" || around == "variable_declarator" || around == "assignment";
  edits.replace(is_kept ? 1.9 : 2.3, "call unwrapped", waiting, edits.text(children[0]));
}

/// list.forEach(f) and list.map(f) make promises, or drop them: await Promise.all(list.map(f)).
void wait_for_all(Edits& edits, Node call, const MethodCall& method) {
  const auto arguments = arguments_of(call);
  if ((method.name != "forEach" && method.name != "map") || arguments.size() != 1 || call.end() - call.begin() > k_text_max) return;
  const Node outer = call.parent().parent();
  if (edits.kind(outer) == Kind::call && edits.text(callee_of(outer)).starts_with("Promise.")) return;
  const Node function = arguments[0];
  const std::string list = edits.text(method.object), text = edits.text(function);
  const bool is_async = has_child(function, "async") || is_async_here(edits, text);
  const bool is_dropped = edits.kind(call.parent()) == Kind::expression_statement;
  edits.replace(is_async ? 1.0 : is_dropped ? 1.5 : 2.2, "call added", call, "await Promise.all(" + list + ".map(" + text + "))");
  if (is_dropped && edits.kind(function) == Kind::name) edits.replace(1.9, "call added", call.parent(), "for (const item of " + list + ") await " + text + "(item);");
}

/// yield x -> yield from x, yield* x; and back.
void all_of_generator(Edits& edits, Node node) {
  const auto children = node.named_children();
  if (children.size() != 1) return;
  const bool gives_all = has_child(node, "from") || has_child(node, "*");
  const std::string all = edits.is_python() ? "yield from " : "yield* ";
  const Shape shape = edits.shape_of(children[0]);
  const bool is_single = shape == Shape::number || shape == Shape::truth || shape == Shape::text;
  edits.replace(gives_all ? 1.5 : is_single ? 2.5 : edits.kind(children[0]) == Kind::call ? 1.3 : 1.6, "generator within", node, (gives_all ? "yield " : all) + edits.text(children[0]));
}

}  // namespace

void edit_waits(Edits& edits, Node node) {
  const std::string_view type = node.type();
  if (type == "yield" || type == "yield_expression") all_of_generator(edits, node);
  if (type == "await_expression" || (type == "await" && node.named())) hand_over_promise(edits, node);
  if (edits.kind(node) != Kind::call || !is_in_async(node)) return;
  wait_for_call(edits, node);
  if (edits.is_script()) wait_for_all(edits, node, method_call_of(edits, node));
}

}  // namespace repair
