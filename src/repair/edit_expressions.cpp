// Whole expressions: by one, swapped, wrapped, unwrapped, extended, replaced by others of the
// function.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr double k_of_counted = -0.9;
constexpr double k_unread = -0.8;  ///< of what nothing looks at
constexpr double k_unlike = 0.8;  ///< of what goes together with a value of another shape

/// Where being off by one is common: bounds, indices, arguments, results.
double by_one_cost(Edits& edits, Node node) {
  const Node parent = value_parent(node);
  const std::string_view type = parent.type();
  if (type == "conditional_expression" && edits.is_native()) return 1.8;
  // Of a comparison the bound, which is written second most of the time.
  if (edits.kind(parent) == Kind::comparison && !edits.is_python()) return node == parent.field("left") ? 1.8 : 1.5;
  if (type == "slice_expression" || type == "index_expression" || type == "array_access" ||
      type == "range_expression" || type == "slice" || type == "subscript" || type == "subscript_argument_list" ||
      type == "subscript_expression")
    return 1.2;
  if (type == "argument_list" || type == "arguments" || type == "comparison_operator" || type == "return_statement" ||
      type == "return_expression")
    return 1.6;
  if (type == "assignment" || type == "init_declarator" || type == "augmented_assignment" ||
      type == "assignment_expression" || type == "variable_declarator" || type == "short_var_declaration" ||
      type == "let_declaration" || type == "assignment_statement")
    return 1.7;
  return 2.1;
}

/// i % n + 1 leaves the range that the remainder was taken for.
bool is_remainder(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::arithmetic) return false;
  const auto parts = binaries(node);
  return parts.size() == 1 && edits.text(parts[0].op) == "%";
}

/// C and C++: it is followed somewhere in the function. The object behind it is hardly ever meant.
bool is_pointer(Edits& edits, const std::string& text) {
  if (!edits.is_native()) return false;
  const std::string_view own = std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
  return own.find(text + "->") != std::string_view::npos || own.find(text + " == NULL") != std::string_view::npos ||
         own.find(text + " == nullptr") != std::string_view::npos;
}

void by_one(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::member && kind != Kind::call &&
      kind != Kind::arithmetic && kind != Kind::subscript)
    return;
  const std::string text = edits.text(node);
  const Shape shape = edits.shape_of(node);
  const bool moves = shape == Shape::place || shape == Shape::pointer || (edits.language() == code::Language::c && (shape == Shape::text || shape == Shape::list));
  if (edits.is_native() && edits.is_refused(shape, Shape::number) && !moves) return;
  if (kind == Kind::arithmetic && (text.ends_with("+ 1") || text.ends_with("- 1")))
    return;  // the constant's business
  if (!edits.is_typed() && !may_be(edits.shape_of(node), Shape::number)) return;
  const double cost = by_one_cost(edits, node) + (is_pointer(edits, text) ? 1.0 : 0) + (kind == Kind::arithmetic ? 0.2 : 0) +
                      (kind == Kind::subscript ? 0.3 : 0) + (is_remainder(edits, node, kind) ? 0.4 : 0);
  // All of our languages add before they compare.
  const bool is_open = is_tight(kind) && edits.kind(node.parent()) == Kind::comparison;
  for (const char* one : {" + 1", " - 1"}) {
    if (is_open)
      edits.replace(cost, "by one", node, text + one);
    else
      edits.replace_expression(cost, "by one", node, text + one, Kind::arithmetic);
  }
}

void edit_call(Edits& edits, Node node) {
  const auto arguments = arguments_of(node);
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i)
    for (std::size_t j = i + 1; j < arguments.size(); ++j) {
      if (edits.text(arguments[i]) == edits.text(arguments[j])) continue;
      if (edits.is_native() && edits.is_refused(edits.shape_of(arguments[i]), edits.shape_of(arguments[j]))) continue;
      std::vector<Splice> splices;
      splices.push_back({arguments[i].begin(), arguments[i].end(), edits.text(arguments[j])});
      splices.push_back({arguments[j].begin(), arguments[j].end(), edits.text(arguments[i])});
      edits.splice(1.3 + 0.2 * static_cast<double>(j - i - 1), "arguments swapped", node.line(),
                   std::move(splices));
    }
  const bool is_fixed = edits.language() == code::Language::c;  // neither defaults nor overloads
  if (arguments.size() >= 2 && !is_fixed)
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      // With the comma on one side.
      const std::size_t begin = i == 0 ? arguments[0].begin() : arguments[i - 1].end();
      const std::size_t end = i == 0 ? arguments[1].begin() : arguments[i].end();
      std::vector<Splice> splices;
      splices.push_back({begin, end, ""});
      edits.splice(1.8, "argument dropped", node.line(), std::move(splices));
    }
  if (arguments.size() == 1) {
    edits.replace_expression(1.9, "call unwrapped", node, edits.text(arguments[0]),
                             edits.kind(arguments[0]));
    if (edits.is_python() && edits.text(callee_of(node)) == "range") {
      const std::string bound = edits.text(arguments[0]);
      edits.replace(1.7, "range", arguments[0], "1, " + bound);
      edits.replace(1.9, "range", arguments[0], "1, " + bound + " + 1");
    }
  }
  const Node callee = callee_of(node);
  if (edits.kind(callee) == Kind::member && arguments.empty())
    edits.replace(1.9, "call unwrapped", node, edits.text(object_of(callee)));
  if (arguments.empty() && node.field("object"))  // Java
    edits.replace(1.9, "call unwrapped", node, edits.text(node.field("object")));
  if (edits.is_python() && arguments.size() == 1) {
    const std::string name = edits.text(callee);
    if (name == "sorted" || name.ends_with(".sort"))
      edits.replace(2.2, "argument added", arguments[0],
                    edits.text(arguments[0]) + ", reverse=True");
  }
  if (arguments.empty() && !is_fixed) {
    const Node list = node.field("arguments");
    if (edits.text(list) == "()") {
      edits.replace(2.1, "argument added", list, "(0)");
      edits.replace(2.6, "argument added", list, "(1)");
      for (const auto& name : edits.scope.names) edits.replace(3.0, "argument added", list, "(" + name + ")");
    }
  }
  if ((arguments.size() == 1 || arguments.size() == 2) && !is_fixed)
    for (const auto& name : edits.scope.names)
      edits.replace(3.0, "argument added", arguments.back(),
                    edits.text(arguments.back()) + ", " + name);
}

void edit_subscript(Edits& edits, Node node) {
  for (const Node index : indices_of(node)) {
    if (!edits.is_python()) break;
    const std::string text = edits.text(index);
    if (text != "-1") edits.replace(1.6, "index", index, "-1");
    if (text != "0") edits.replace(1.8, "index", index, "0");
    edits.replace(2.2, "slice for an index", index, ":" + text);
    edits.replace(2.2, "slice for an index", index, text + ":");
  }
  if (edits.is_python()) edits.replace(2.8, "index dropped", node, edits.text(node.field("value")));
}

void edit_slice(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  const auto colon = text.find(':');
  if (colon == std::string::npos || node.named_children().size() > 2) return;
  const std::string from = text.substr(0, colon);
  const std::string to = text.substr(colon + 1);
  if (to.find(':') != std::string::npos) return;
  if (!from.empty()) edits.replace(1.6, "slice", node, ":" + to);
  if (!to.empty()) edits.replace(1.6, "slice", node, from + ":");
  if (from.empty()) edits.replace(1.6, "slice", node, "1:" + to);
  if (to.empty()) edits.replace(1.6, "slice", node, from + ":-1");
  if (!from.empty() && to.empty()) edits.replace(1.7, "slice", node, ":" + from);
  if (from.empty() && !to.empty()) edits.replace(1.7, "slice", node, to + ":");
  for (const auto& name : edits.scope.names) {
    if (from.empty()) edits.replace(2.3, "slice", node, name + ":" + to);
    if (to.empty()) edits.replace(2.3, "slice", node, from + ":" + name);
  }
  edits.replace(2.4, "slice", node, text + ":-1");
}

void edit_sequence(Edits& edits, Node node) {
  std::vector<Node> elements;
  for (const Node child : node.named_children())
    if (!child.extra()) elements.push_back(child);
  if (node.type() == "dictionary" || elements.size() < 2 || elements.size() > 6) return;
  for (std::size_t i = 0; i + 1 < elements.size(); ++i) {
    std::vector<Splice> splices;
    splices.push_back({elements[i].begin(), elements[i].end(), edits.text(elements[i + 1])});
    splices.push_back({elements[i + 1].begin(), elements[i + 1].end(), edits.text(elements[i])});
    edits.splice(1.5, "elements swapped", node.line(), std::move(splices));
  }
}

/// Rust: 0..n and 0..=n.
void edit_range(Edits& edits, Node node) {
  for (const Node child : node.children())
    for (const auto& swap : edits.words().ranges)
      if (!child.named() && child.type() == swap.from)
        edits.replace(swap.cost, "range", child, std::string(swap.to));
}

void edit_conditional(Edits& edits, Node node) {
  auto parts = node.named_children();
  if (parts.size() != 3) return;
  const Node yes = edits.is_python() ? parts[0] : parts[1];
  const Node no = parts[2];
  std::vector<Splice> splices;
  splices.push_back({yes.begin(), yes.end(), edits.text(no)});
  splices.push_back({no.begin(), no.end(), edits.text(yes)});
  edits.splice(1.4, "branches swapped", node.line(), std::move(splices));
}

bool is_result(Edits& edits, Node node) {
  return edits.kind(value_parent(node)) == Kind::return_;
}

/// (-a, -b, c)
bool has_negative_sibling(Edits& edits, Node node) {
  if (edits.kind(node.parent()) != Kind::sequence) return false;
  const auto siblings = node.parent().named_children();
  return std::any_of(siblings.begin(), siblings.end(), [&](Node one) { return edits.kind(one) == Kind::minus; });
}

bool is_looked_into(Edits& edits, Node node);

void wrap(Edits& edits, Node node, Kind kind) {
  const std::string text = edits.text(node);
  if (kind == Kind::string || kind == Kind::number || kind == Kind::boolean || kind == Kind::null)
    return;
  const std::string tight = is_tight(kind) ? text : "(" + text + ")";
  const Shape shape = edits.shape_of(node);
  for (const auto& phrase : edits.words().wraps) {
    if (edits.is_refused(phrase.of, shape)) continue;
    const double unlike = may_be(phrase.of, shape) ? 0 : k_unlike;
    std::string wrapped = filled(phrase.text, text, tight);
    // x || 0 binds less than what stands around it.
    const bool is_default = edits.is_script() && phrase.text.starts_with("{1} ") && !is_open_place(node);
    if (is_default) wrapped = "(" + wrapped + ")";
    const bool is_counted = is_default && kind == Kind::subscript && phrase.text.ends_with(" 0");  // counts[key] + 1
    edits.replace(phrase.cost + unlike + (is_counted ? k_of_counted : 0), "call added", node, std::move(wrapped));
  }
  if (is_result(edits, node)) edits.replace(2.4, "negation", node, std::string(edits.words().negate) + tight);
  const bool is_number = edits.is_typed() ? !edits.is_refused(shape, Shape::number) : may_be(shape, Shape::number) && !is_looked_into(edits, node);
  if (kind != Kind::minus && is_number) edits.replace_expression(has_negative_sibling(edits, node) ? 0.9 : 1.9, "sign", node, "-" + tight, Kind::minus);
}

/// Python and JavaScript have more than numbers to add.
bool adds(Shape shape) {
  return shape == Shape::number || shape == Shape::text || shape == Shape::list || shape == Shape::unknown || shape == Shape::pointer;
}

void extend(Edits& edits, Node node, Kind kind) {
  const bool is_list = edits.is_python() && kind == Kind::sequence;
  if (kind != Kind::name && kind != Kind::member && kind != Kind::call &&
      kind != Kind::arithmetic && kind != Kind::subscript && !is_list)
    return;
  const std::string text = edits.text(node);
  const Shape shape = edits.shape_of(node);
  const bool at_value = is_result(edits, node) ||
                        node == node.parent().field("right") ||
                        node == node.parent().field("value");
  const double basic = at_value ? 2.9 : 3.3;
  for (const auto& value : edits.scope.values) {
    if (value.text == text || value.is_pair || !adds(value.shape) || !adds(shape)) continue;
    const bool moves_on = (shape == Shape::text || shape == Shape::pointer) && value.shape == Shape::number;
    if (edits.is_refused(shape, value.shape) && !moves_on) continue;
    const std::string& name = value.text;
    const double cost = basic + (may_be(shape, value.shape) ? 0 : k_unlike) + (value.is_member ? 0.1 : 0) + (value.is_unread && !edits.is_typed() ? k_unread : 0);
    edits.replace_expression(cost, "expression extended", node, text + " + " + name, Kind::arithmetic);
    if (is_list) edits.replace_expression(cost, "expression extended", node, name + " + " + text, Kind::arithmetic);
    if (!may_be(shape, Shape::number) || !may_be(value.shape, Shape::number)) continue;
    for (const char* op : {" - ", " * "})
      edits.replace_expression(cost, "expression extended", node, text + op + name,
                               Kind::arithmetic);
    if (edits.is_python()) {
      edits.replace_expression(cost + 0.2, "expression extended", node, text + " // " + name,
                               Kind::arithmetic);
      edits.replace_expression(cost + 0.2, "expression extended", node, text + " % " + name,
                               Kind::arithmetic);
    }
    for (const std::string_view bound : {edits.words().most, edits.words().least})
      if (!bound.empty())
        edits.replace(cost + 0.1, "expression extended", node, filled(bound, text, name));
  }
  if (!may_be(shape, Shape::number)) return;
  for (const auto& number : edits.scope.numbers) {
    edits.replace_expression(basic + 0.1, "expression extended", node, text + " + " + number,
                             Kind::arithmetic);
    edits.replace_expression(basic + 0.1, "expression extended", node, text + " - " + number,
                             Kind::arithmetic);
    edits.replace_expression(basic + 0.2, "expression extended", node, text + " * " + number,
                             Kind::arithmetic);
    edits.replace_expression(basic + 0.3, "expression extended", node, text + " % " + number,
                             Kind::arithmetic);
  }
}

/// The condition of the nearest if or while around, where there is one.
Node condition_around(Edits& edits, Node node) {
  for (; node && edits.kind(node) != Kind::function; node = node.parent()) {
    const Kind kind = edits.kind(node);
    if (kind == Kind::if_ || kind == Kind::while_) return condition_of(node);
  }
  return {};
}

/// x = e -> x = max(x, e); and of other values the larger or smaller of this one and of one that the statement or the
/// condition around it looks at: [low, high] -> [low, max(last[1], high)].
void bound_by(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::member && kind != Kind::call && kind != Kind::subscript && kind != Kind::arithmetic) return;
  if (edits.words().most.empty() || !may_be(edits.shape_of(node), Shape::number)) return;
  const std::string text = edits.text(node);
  const auto put = [&](double cost, const std::string& other) {
    edits.replace(cost, "expression extended", node, filled(edits.words().most, other, text));
    edits.replace(cost + 0.1, "expression extended", node, filled(edits.words().least, other, text));
  };
  const Node parent = node.parent();
  const bool is_assigned = edits.kind(parent) == Kind::assignment && node == parent.field("right");
  if (is_assigned) put(2.0, edits.text(parent.field("left")));
  for (const Node around : {statement_of(node, edits.language()), condition_around(edits, node)}) {
    if (!around) continue;
    for (const auto& other : edits.numbers_of(around)) {
      const bool holds_it = other.begin <= node.begin() && node.end() <= other.end;
      if (!holds_it && other.text != text) put(is_assigned ? 2.6 : 2.7, other.text);
    }
  }
}

/// Python and JavaScript: x of x.y and x[y], which is no number.
bool is_looked_into(Edits& edits, Node node) {
  if (edits.is_typed()) return false;
  const Node parent = node.parent();
  const Kind kind = edits.kind(parent);
  if (kind == Kind::member) return node == object_of(parent);
  return kind == Kind::subscript && (node == parent.field("value") || node == parent.field("object"));
}

/// Another expression of the function in this one's place.
void ingredients(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::member && kind != Kind::call && kind != Kind::subscript &&
      kind != Kind::arithmetic)
    return;
  const std::string text = edits.text(node);
  const Shape shape = edits.shape_of(node);
  for (const auto& other : edits.ingredients())
    if (other.text != text && !edits.is_refused(other.shape, shape)) edits.replace_expression(other.kind == kind ? 2.8 : 3.2, "expression of another place", node, other.text, other.kind);
}

}  // namespace

void edit_expressions(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (node.type() == "range_expression") edit_range(edits, node);
  switch (kind) {
    case Kind::call:
      edit_call(edits, node);
      break;
    case Kind::subscript:
      edit_subscript(edits, node);
      break;
    case Kind::slice:
      edit_slice(edits, node);
      return;
    case Kind::sequence:
      edit_sequence(edits, node);
      break;
    case Kind::conditional:
      edit_conditional(edits, node);
      break;
    default:
      break;
  }
  if (!is_expression(kind) || !is_value(node, edits.language())) return;
  if (node.type() == "expression_list" || edits.kind(node.parent()) == Kind::expression_statement)
    return;
  const bool is_object = is_looked_into(edits, node);
  if (!is_object) by_one(edits, node, kind);
  wrap(edits, node, kind);
  if (!is_object) extend(edits, node, kind);
  if (!is_object) bound_by(edits, node, kind);
  ingredients(edits, node, kind);
}

}  // namespace repair
