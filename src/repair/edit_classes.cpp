// C, C++, Java: members. One that is not compared, not copied; what a lambda keeps of what is around it; what a derived class cannot
// take the place of.

#include <algorithm>

#include "declared_types.h"
#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_members_max = 8;

bool has_text(const Edits& edits, std::string_view text) {
  return std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin).find(text) != std::string_view::npos;
}

/// Fields of the class or the struct whose `member` is named.
std::vector<Field> fields_with(Edits& edits, const std::string& object, const std::string& member) {
  const auto& types = edits.types();
  const auto* fields = types.fields_of(types.type_of(object));
  if (fields == nullptr) fields = types.fields_of(types.type_of("this"));
  if (fields == nullptr || std::none_of(fields->begin(), fields->end(), [&](const Field& one) { return one.name == member; })) return {};
  return *fields;
}

/// a == o.a && b == o.b -> ... && c == o.c: the last clause, for each member that is not compared.
void another_member(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(node.parent()) == Kind::logical) return;
  const std::string op = edits.text(parts[0].op);
  const Node last = edits.kind(node) == Kind::comparison ? node : parts[0].right;
  const auto clause = binaries(last);
  const std::string relation = clause.size() == 1 ? edits.text(clause[0].op) : "";
  const bool is_of_same = (relation == "==" && op != "||") || (relation == "!=" && op != "&&");
  if (edits.kind(last) != Kind::comparison || !is_of_same) return;
  const Node left = clause[0].left, right = clause[0].right;
  if (edits.kind(right) != Kind::member) return;
  const std::string member = edits.text(member_of(right)), a = edits.text(left), b = edits.text(right);
  if (!a.ends_with(member)) return;
  const std::string first = a.substr(0, a.size() - member.size()), second = b.substr(0, b.size() - member.size());
  std::size_t count = 0;
  for (const auto& field : fields_with(edits, edits.text(object_of(right)), member)) {
    if (has_text(edits, second + field.name) || ++count > k_members_max) continue;
    const std::string other = first + field.name + " " + relation + " " + second + field.name;
    edits.replace_expression(edits.kind(node) == Kind::logical ? 1.2 : 1.7, "member compared", node, edits.text(node) + (relation == "==" ? " && " : " || ") + other, Kind::logical);
  }
}

/// x == x, x = x: the other one's, the object's own.
void with_itself(Edits& edits, Node left, Node right) {
  const std::string name = edits.text(left);
  if (edits.kind(left) != Kind::name || name != edits.text(right)) return;
  for (const auto& other : edits.scope.names)
    if (other != name) edits.replace(std::any_of(edits.scope.members.begin(), edits.scope.members.end(), [&](const auto& one) { return one.first == other; }) ? 0.8 : 1.2,
                                     "member for a name", right, other + "." + name);
}

/// x = x of a parameter.
void set_to_itself(Edits& edits, Node node) {
  const Node left = node.field("left"), right = node.field("right");
  if (edits.kind(left) == Kind::name && edits.text(left) == edits.text(right))
    edits.replace(0.8, "member for a name", left, (edits.is_native() ? "this->" : "this.") + edits.text(left));
}

/// Matrix m(rows, columns);
void swap_of_constructor(Edits& edits, Node list) {
  std::vector<Node> all;
  for (const Node child : list.named_children())
    if (!child.extra()) all.push_back(child);
  if (all.size() < 2 || all.size() > 4) return;
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (edits.text(all[i]) == edits.text(all[i + 1])) continue;
    std::vector<Splice> both;
    both.push_back({all[i].begin(), all[i].end(), edits.text(all[i + 1])});
    both.push_back({all[i + 1].begin(), all[i + 1].end(), edits.text(all[i])});
    edits.splice(1.4, "arguments swapped", list.line(), std::move(both));
  }
}

/// C++: A(const A& o) : a_(o.a_) -> , b_(o.b_); A(int a, int b) : a_(a) -> , b_(b).
void another_initialiser(Edits& edits, Node list) {
  const auto& types = edits.types();
  const auto* fields = types.fields_of(types.type_of("this"));
  if (fields == nullptr) return;
  std::string other;
  for (const auto& local : types.locals())
    if (!local.type.empty() && local.type == types.type_of("this")) other = local.name;
  const std::string text = edits.text(list);
  for (const auto& field : *fields) {
    if (text.find(" " + field.name + "(") != std::string::npos || text.find(" " + field.name + "{") != std::string::npos) continue;
    const auto with = [&](const std::string& value) {
      std::vector<Splice> one;
      one.push_back({list.end(), list.end(), ", " + field.name + "(" + value + ")"});
      edits.splice(1.5, "member initialised", list.line(), std::move(one));
    };
    if (!other.empty()) with(other + "." + field.name);
    for (const auto& local : types.locals())
      if (field.name == local.name || field.name == local.name + "_" || field.name == "m_" + local.name) with(local.name);
  }
}

/// [&] -> [=], [x] -> [&x], and back.
void other_capture(Edits& edits, Node captures) {
  const std::string text = edits.text(captures);
  if (text == "[&]") edits.replace(1.5, "capture", captures, "[=]");
  if (text == "[=]") edits.replace(1.5, "capture", captures, "[&]");
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i - 1] != '[' && text[i - 1] != ' ' && text[i - 1] != ',') continue;
    const bool is_reference = text[i] == '&';
    if (!is_reference && ((text[i] < 'a' || text[i] > 'z') || text.substr(i, 4) == "this")) continue;
    if (is_reference && text[i + 1] == ']') continue;
    std::string other = text;
    if (is_reference) other.erase(i, 1);
    else other.insert(i, "&");
    edits.replace(1.5, "capture", captures, other);
  }
}

/// ~Base() of what others are derived from.
void make_virtual(Edits& edits, Node function) {
  const Node declarator = function.field("declarator");
  const std::string text = edits.text(function);
  if (!(function == edits.unit.node) || declarator.type() != "function_declarator" || text.starts_with("virtual") || text.starts_with("static") || text.find("override") != std::string::npos) return;
  const bool is_destructor = edits.text(declarator).starts_with("~");
  if (function.parent().type() != "field_declaration_list" || (!is_destructor && !function.field("type"))) return;
  std::vector<Splice> one;
  one.push_back({function.begin(), function.begin(), "virtual "});
  edits.splice(is_destructor ? 1.4 : 2.6, "virtual", function.line(), std::move(one));
}

}  // namespace

void edit_classes(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const std::string_view type = node.type(), parent = node.parent().type();
  const bool makes = parent == "init_declarator" || parent == "object_creation_expression" || parent == "new_expression";
  if (type == "argument_list" && makes) swap_of_constructor(edits, node);
  if (kind == Kind::assignment) set_to_itself(edits, node);
  if (kind == Kind::comparison)
    for (const auto& parts : binaries(node)) with_itself(edits, parts.left, parts.right);
  if (!edits.is_native()) return;  // Java: no types are known
  if (kind == Kind::comparison || kind == Kind::logical) another_member(edits, node);
  if (edits.language() != code::Language::cpp) return;
  if (type == "parameter_list" && node.parent().parent().type() == "declaration") swap_of_constructor(edits, node);  // as C++ reads it
  if (type == "field_initializer_list") another_initialiser(edits, node);
  if (type == "lambda_capture_specifier") other_capture(edits, node);
  if (kind == Kind::function) make_virtual(edits, node);
}

}  // namespace repair
