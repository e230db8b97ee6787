// What goes together in Python and JavaScript: both sides of a comparison, the shorter of two lists, a price and its quantity,
// two values that change at the same time, a statement that belongs to the other case of the if before it.

#include <algorithm>
#include <array>

#include "block.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 80;
constexpr std::size_t k_members_max = 6;
constexpr std::size_t k_lists_max = 4;

constexpr Phrase k_python_sides[] = {{2.0, "{1}.lower()", Shape::text}, {2.0, "{1}.strip()", Shape::text}, {2.0, "sorted({0})", Shape::list}, {2.0, "set({0})", Shape::list},
                                     {1.9, "len({0})"}, {2.0, "abs({0})", Shape::number}, {2.0, "int({0})"}, {2.1, "[int(part) for part in {0}]", Shape::list}, {2.2, "str({0})"}};
constexpr Phrase k_script_sides[] = {{2.0, "{1}.toLowerCase()", Shape::text}, {2.0, "{1}.trim()", Shape::text}, {1.9, "{1}.length", Shape::list}, {2.0, "Math.abs({0})", Shape::number},
                                     {2.0, "Number({0})"}, {2.0, "String({0})"}, {2.0, "{1}.getTime()"}, {2.0, "JSON.stringify({0})"}, {2.0, "{1}.map(Number)", Shape::list}};

/// a == b -> a.lower() == b.lower(), of what is called alike.
void both_sides(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || node.end() - node.begin() > k_text_max) return;
  const Node left = parts[0].left, right = parts[0].right;
  const Kind kind = edits.kind(left);
  const bool is_plain = kind == Kind::name || kind == Kind::member || kind == Kind::subscript || kind == Kind::call;
  if (!is_plain || edits.kind(right) != kind) return;
  const Shape shape = edits.shape_of(left);
  const auto put = [&](const Phrase& phrase) {
    if (!may_be(phrase.of, shape) || !may_be(phrase.of, edits.shape_of(right))) return;
    std::vector<Splice> both;
    for (const Node side : {left, right}) both.push_back({side.begin(), side.end(), filled(phrase.text, edits.text(side), edits.tight(side))});
    edits.splice(phrase.cost, "call added", node.line(), std::move(both));
  };
  if (edits.is_python())
    for (const auto& phrase : k_python_sides) put(phrase);
  else
    for (const auto& phrase : k_script_sides) put(phrase);
}

/// (mode & WRITE) === 1 -> !== 0
void asks_for_bits(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].right) == "0") return;
  Node mask = parts[0].left;
  if (edits.kind(mask) == Kind::parenthesised && mask.named_children().size() == 1) mask = mask.named_children()[0];
  const auto bits = binaries(mask);
  const std::string op = edits.text(parts[0].op);
  if (bits.size() != 1 || edits.text(bits[0].op) != "&" || (!op.starts_with("==") && op != ">")) return;
  edits.replace(1.4, "condition", node, edits.text(parts[0].left) + (edits.is_python() ? " != 0" : " !== 0"));
  edits.replace(1.4, "condition", node, edits.text(parts[0].left) + (edits.is_python() ? " == " : " === ") + edits.text(bits[0].right));
}

/// i < a.length -> i < Math.min(a.length, b.length), where the function looks into both.
void shorter_of_two(Edits& edits, Node node, Kind kind) {
  std::string own;
  if (kind == Kind::call && edits.text(callee_of(node)) == "len" && arguments_of(node).size() == 1) own = edits.text(arguments_of(node)[0]);
  if (kind == Kind::member && edits.is_script() && edits.text(member_of(node)) == "length") own = edits.text(object_of(node));
  if (own.empty() || edits.words().least.empty()) return;
  const std::string_view text = std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
  std::size_t count = 0;
  for (const auto& value : edits.scope.values) {
    const bool is_list = !value.is_pair && (value.shape == Shape::list || value.shape == Shape::text || value.shape == Shape::unknown);
    if (!is_list || value.text == own || text.find(value.text + "[") == std::string_view::npos || count++ >= k_lists_max) continue;
    const std::string length = filled(edits.words().length, value.text);
    edits.replace(1.8, "expression extended", node, filled(edits.words().least, edits.text(node), length));
    edits.replace(1.9, "expression extended", node, filled(edits.words().most, edits.text(node), length));
  }
}

/// sum + item.price -> sum + item.price * item.quantity
void member_beside(Edits& edits, Node node) {
  const std::string object = edits.text(object_of(node)), own = edits.text(member_of(node));
  const Kind around = edits.kind(node.parent());
  if (edits.kind(object_of(node)) != Kind::name || object == "self" || around == Kind::member || around == Kind::subscript || !may_be(edits.shape_of(node), Shape::number)) return;
  std::vector<std::string> others;
  const auto add = [&](const std::string& name) {
    const bool is_there = std::find(others.begin(), others.end(), name) != others.end();
    if (name != own && name != "length" && others.size() < k_members_max && !is_there) others.push_back(name);
  };
  for (const auto& [of, name] : edits.scope.members)
    if (edits.members().defined.contains(name)) add(name);
  for (const auto& name : edits.members().data) add(name);
  const auto sum = binaries(node.parent());
  const bool is_added = around == Kind::arithmetic && sum.size() == 1 && (edits.text(sum[0].op) == "+" || edits.text(sum[0].op) == "-");
  for (const auto& name : others) {
    const std::string product = edits.text(node) + " * " + object + "." + name;
    if (is_added) edits.replace(2.1, "expression extended", node, product);
    else edits.replace_expression(2.1, "expression extended", node, product, Kind::arithmetic);
    edits.replace_expression(2.4, "expression extended", node, edits.text(node) + " + " + object + "." + name, Kind::arithmetic);
    edits.replace_expression(2.4, "expression extended", node, edits.text(node) + " - " + object + "." + name, Kind::arithmetic);
  }
}

bool is_self(const Edits& edits, Node node) {
  const auto text = edits.source.text_of(node);
  return text == "self" || text == "this";
}

/// n > self.seats -> n > self.free(): what a method of the class makes of it.
void made_by_method(Edits& edits, Node member) {
  if (!is_self(edits, object_of(member))) return;
  const Kind around = edits.kind(member.parent());
  if (around == Kind::member || around == Kind::subscript) return;
  for (const auto& call : edits.scope.doers) edits.replace(2.4, "call", member, call);
}

/// out[key] = value -> out[key] = merge(out[key], value), in merge(a, b): what is inside is like the whole.
void goes_on_within(Edits& edits, Node node, Kind kind) {
  if (kind != Kind::name && kind != Kind::member && kind != Kind::subscript && kind != Kind::call) return;
  const auto at = edits.unit.name.find_last_of('.');
  const bool is_method = at != std::string::npos;
  const std::string name = is_method ? edits.unit.name.substr(at + 1) : edits.unit.name;
  if (name.empty() || name.starts_with("__") || name.find_first_of(" (<") != std::string::npos || name == "constructor" || edits.unit.is_top) return;
  std::vector<std::string> parameters;
  for (const Node one : edits.unit.node.field("parameters").named_children()) {
    const std::string text = edits.text(one);
    if (text != "self" && !one.extra()) parameters.push_back(text.substr(0, text.find_first_of(" :=?")));
  }
  const std::string callee = (is_method ? edits.is_python() ? "self." : "this." : "") + name, text = edits.text(node);
  if (parameters.size() == 1 && kind == Kind::member && edits.kind(object_of(node)) == Kind::name && !is_self(edits, object_of(node)))
    edits.replace(1.9, "call added", node, callee + "(" + edits.text(object_of(node)) + ")");
  if (kind == Kind::call) {
    const bool is_other = edits.text(callee_of(node)) != callee && arguments_of(node).size() == parameters.size();
    if (is_other) edits.replace(2.0, "name of a function", callee_of(node), callee);
    return;
  }
  const Node parent = node.parent();
  const bool is_set = edits.kind(parent) == Kind::assignment && node == parent.field("right");
  const bool is_given = is_set || edits.kind(parent) == Kind::return_ || edits.kind(parent.parent()) == Kind::call;
  if (!is_given || parameters.empty() || parameters.size() > 3) return;
  if (parameters.size() == 2 && is_set) edits.replace(1.8, "call added", node, callee + "(" + edits.text(parent.field("left")) + ", " + text + ")");
  std::string others;
  for (std::size_t i = 1; i < parameters.size(); ++i) others += ", " + parameters[i];
  if (text != parameters[0]) edits.replace(2.3, "call added", node, callee + "(" + text + others + ")");
}

class Neighbours : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i + 1 < statements_.size(); ++i) {
      const auto first = lines_of(statements_[i]), second = lines_of(statements_[i + 1]);
      if (!first || !second || first->end != second->begin) continue;
      if (!edits_.is_suspect(statements_[i]) && !edits_.is_suspect(statements_[i + 1])) continue;
      at_once(i, *first, *second);
      if (edits_.kind(statements_[i]) == Kind::if_) other_case_only(i, *second);
    }
  }

 private:
  [[nodiscard]] Node assignment_in(Node statement) const {
    const auto children = statement.named_children();
    if (edits_.kind(statement) != Kind::expression_statement || children.size() != 1) return {};
    return edits_.kind(children[0]) == Kind::assignment ? children[0] : Node();
  }

  /// a = b; b = a % b -> a, b = b, a % b
  void at_once(std::size_t i, const Lines& first, const Lines& second) {
    const Node one = assignment_in(statements_[i]), other = assignment_in(statements_[i + 1]);
    if (!one || !other) return;
    const std::string a = edits_.text(one.field("left")), b = edits_.text(other.field("left")), x = edits_.text(one.field("right")), y = edits_.text(other.field("right"));
    if (a == b || y.find(a) == std::string::npos || x.find(b) == std::string::npos) return;
    const std::string text = edits_.is_python() ? a + ", " + b + " = " + x + ", " + y : "[" + a + ", " + b + "] = [" + x + ", " + y + "];";
    std::vector<Splice> both;
    both.push_back({first.begin, second.end, first.indent + text + "\n"});
    splice(1.3, "statements swapped", statements_[i].line(), std::move(both));
  }

  /// if (next) next(); this.free++; -> else this.free++;
  void other_case_only(std::size_t i, const Lines& lines) {
    const Node branch = statements_[i], step = statements_[i + 1];
    if (branch.field("alternative") || edits_.kind(step) != Kind::expression_statement || step.line() != step.end_line()) return;
    const std::string text = edits_.text(step);
    std::vector<Splice> one;
    one.push_back({lines.begin, lines.end, lines.indent + (edits_.is_python() ? "else:\n" + lines.indent + "    " + text : "else " + text) + "\n"});
    splice(1.9, "else inserted", step.line(), std::move(one));
  }
};

}  // namespace

void edit_together(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::block) return Neighbours(edits, node).edit();
  if (kind == Kind::call && edits.kind(node.parent()) == Kind::expression_statement) goes_on_within(edits, node, kind);
  if (!is_expression(kind) || !is_value(node, edits.language())) return;
  if (kind == Kind::comparison) {
    both_sides(edits, node);
    asks_for_bits(edits, node);
  }
  shorter_of_two(edits, node, kind);
  if (kind == Kind::member) {
    member_beside(edits, node);
    made_by_method(edits, node);
  }
  goes_on_within(edits, node, kind);
}

}  // namespace repair
