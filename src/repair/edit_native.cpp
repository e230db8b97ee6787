// What only C and C++ have: types that are too small, missing initialisers, = for ==, missing
// breaks.

#include "edits.h"

namespace repair {
namespace {

using code::Node;

void widen(Edits& edits, Node declaration) {
  const Node type = declaration.field("type");
  const std::string text = edits.text(type);
  if (text == "int" || text == "unsigned" || text == "long")
    edits.replace(1.9, "wider type", type, "long long");
  if (text == "float" || text == "int") edits.replace(2.1, "wider type", type, "double");
  if (text == "std::size_t" || text == "size_t" || text == "unsigned")
    edits.replace(2.0, "signed type", type, "long");
  if (text == "char") edits.replace(2.2, "wider type", type, "int");
  const Node declarator = declaration.field("declarator");
  const bool is_plain = declarator.type() == "init_declarator" && declarator.field("declarator").type() == "identifier";
  if (text == "char" && is_plain) edits.replace(1.4, "unsigned type", type, "unsigned char");
  for (const Node child : declaration.named_children())
    if (child.type() == "identifier" && !(child == type))
      edits.replace(1.4, "initialiser", child, edits.text(child) + " = 0");
}

std::string cast(Edits& edits, const std::string& type, Node node) {
  const std::string text = edits.text(node);
  if (edits.language() == code::Language::cpp) return "static_cast<" + type + ">(" + text + ")";
  return "(" + type + ") " + (is_tight(edits.kind(node)) ? text : "(" + text + ")");
}

void reference(Edits& edits, Node node) {
  // auto x -> auto& x, in loops and parameters
  const Node declarator = node.field("declarator");
  if (declarator.type() == "identifier")
    edits.replace(1.4, "reference", declarator, "&" + edits.text(declarator));
}

/// Of a function that is declared elsewhere too, a parameter cannot be changed here alone.
bool is_declared_here(Edits& edits, Node parameter) {
  if (parameter.begin() > edits.unit.body.begin()) return true;  // of a lambda
  const std::string_view path = edits.source.path();
  const std::string_view head = std::string_view(edits.source.text()).substr(edits.unit.begin);
  return path.ends_with(".h") || path.ends_with(".hpp") || path.ends_with(".hh") || head.starts_with("static") || head.starts_with("template");
}

/// What is computed as int is kept as something wider: long long x = a * b.
bool goes_wide(Edits& edits, Node product) {
  for (Node around = product.parent(); around; around = around.parent()) {
    const std::string_view type = around.type();
    if (type == "declaration" || edits.kind(around) == Kind::return_ || edits.kind(around) == Kind::function) {
      const Node of = type == "declaration" ? around.field("type") : edits.unit.node.field("type");
      const std::string text = edits.text(of);
      for (const std::string_view wide : {"long", "int64_t", "uint64_t", "size_t"})
        if (text.find(wide) != std::string::npos) return true;
      return false;
    }
  }
  return false;
}

/// memmove(a, b, n) of n elements, malloc(n): n * sizeof *a.
void size_of_elements(Edits& edits, Node call) {
  const std::string name = edits.text(callee_of(call));
  const auto arguments = arguments_of(call);
  const bool copies = name == "memmove" || name == "memcpy" || name == "memset" || name == "memcmp" || name == "realloc";
  const bool makes = name == "malloc" || name == "alloca";
  if ((!copies && !makes) || arguments.empty()) return;
  const Node size = arguments.back();
  const std::string text = edits.text(size);
  Node target = arguments.front();
  if (makes || name == "realloc") {
    const Node parent = call.parent();
    target = parent.type() == "init_declarator" ? parent.field("declarator") : parent.field("left");
    if (target.type() == "pointer_declarator") target = target.field("declarator");
  }
  // Of to + n, &to[n] and (char *) to, what the elements stand in.
  for (Node inner = target; inner; inner = inner.type() == "pointer_expression" || inner.type() == "subscript_expression" ? inner.field("argument") : inner.type() == "cast_expression" ? inner.field("value") : inner.field("left")) {
    target = inner;
    const bool holds_more = edits.kind(inner) == Kind::arithmetic || inner.type() == "cast_expression" || edits.text(inner).starts_with("&") ||
                            (inner.type() == "subscript_expression" && inner.parent().type() == "pointer_expression");
    if (!holds_more) break;
  }
  if (!target) return;
  const std::string base = edits.text(target);
  if (text.find("sizeof") == std::string::npos) {
    if (makes) edits.replace(1.7, "size of elements", size, "sizeof *" + base + " + " + text);
    edits.replace(1.2, "size of elements", size, (is_tight(edits.kind(size)) ? text : "(" + text + ")") + " * sizeof *" + base);
  } else {
    edits.replace(1.3, "size of elements", size, "sizeof *" + base);
  }
}

/// *p++; -> (*p)++;
void count_behind_pointer(Edits& edits, Node statement) {
  const Node pointer = statement.child(0);
  if (pointer.type() != "pointer_expression") return;
  const Node update = pointer.field("argument");
  if (update.type() != "update_expression" || !edits.text(pointer).starts_with("*")) return;
  const std::string text = edits.text(update);
  const std::string op = edits.text(update.field("operator"));
  if (text.ends_with(op)) edits.replace(1.0, "brackets moved", pointer, "(*" + edits.text(update.field("argument")) + ")" + op);
}

/// strncmp(a, b, n) == 0 holds for what is longer, too.
void whole_name(Edits& edits, Node comparison) {
  const auto parts = binaries(comparison);
  if (parts.size() != 1 || edits.kind(parts[0].left) != Kind::call || edits.text(parts[0].right) != "0") return;
  const std::string name = edits.text(callee_of(parts[0].left));
  const auto arguments = arguments_of(parts[0].left);
  const std::string op = edits.text(parts[0].op);
  if ((name != "strncmp" && name != "memcmp" && name != "strncasecmp") || arguments.size() != 3 || (op != "==" && op != "!=")) return;
  for (const std::size_t of : {0, 1}) {
    if (!is_tight(edits.kind(arguments[of])) || edits.kind(arguments[of]) == Kind::string) continue;
    const std::string end = edits.text(arguments[of]) + "[" + edits.text(arguments[2]) + "] " + op + " '\\0'";
    edits.replace_expression(1.5, "condition extended", comparison, edits.text(comparison) + (op == "==" ? " && " : " || ") + end, Kind::logical);
    for (const char* letter : {"'='", "' '", "':'"})  // a name that ends there
      edits.replace_expression(1.9, "condition extended", comparison, edits.text(comparison) + (op == "==" ? " && " : " || ") + end.substr(0, end.rfind(' ') + 1) + letter, Kind::logical);
  }
}

/// s.substr(from, to): the second is a length.
void part_by_end(Edits& edits, Node call) {
  const Node callee = callee_of(call);
  const auto arguments = arguments_of(call);
  if (edits.kind(callee) != Kind::member || edits.text(member_of(callee)) != "substr" || arguments.size() != 2) return;
  const std::string from = edits.text(arguments[0]);
  if (from == "0") return;
  edits.replace(1.2, "expression extended", arguments[1], edits.text(arguments[1]) + " - " + (is_tight(edits.kind(arguments[0])) ? from : "(" + from + ")"));
}

}  // namespace

void edit_native(Edits& edits, Node node) {
  const std::string_view type = node.type();
  if (type == "type_identifier" || type == "template_type") {  // std::greater<>
    const std::string text = edits.text(node);
    if (text.starts_with("greater")) edits.replace(1.1, "comparator", node, "less" + text.substr(7));
    else if (text.starts_with("less")) edits.replace(1.1, "comparator", node, "greater" + text.substr(4));
  }
  if (edits.kind(node) == Kind::call) part_by_end(edits, node);
  if (type == "declaration") widen(edits, node);
  if (type == "for_range_loop" || (type == "parameter_declaration" && is_declared_here(edits, node))) reference(edits, node);
  if (type == "assignment_expression" && node.field("operator").type() == "=") {
    const std::string_view parent = node.parent().type();
    if (parent == "condition_clause" || parent == "parenthesized_expression")
      edits.replace(0.8, "= for ==", node.field("operator"), "==");
  }
  if (edits.kind(node) == Kind::arithmetic && node.field("operator").type() == "/") {
    const Node left = node.field("left");
    edits.replace(1.9, "cast", left, cast(edits, "double", left));
  }
  if (edits.kind(node) == Kind::arithmetic && node.field("operator").type() == "*") {
    const Node left = node.field("left");
    edits.replace(goes_wide(edits, node) ? 1.1 : 2.1, "cast", left, cast(edits, "long long", left));
  }
  if (edits.kind(node) == Kind::call) size_of_elements(edits, node);
  if (edits.kind(node) == Kind::expression_statement) count_behind_pointer(edits, node);
  if (edits.kind(node) == Kind::comparison) whole_name(edits, node);
  if (type == "case_statement" && node.parent().type() == "compound_statement") {
    const auto parts = node.named_children();
    if (!parts.empty() && edits.kind(parts.back()) != Kind::break_ &&
        edits.kind(parts.back()) != Kind::return_) {
      std::vector<Splice> one;
      one.push_back({node.end(), node.end(), " break;"});
      edits.splice(1.5, "missing break", node.end_line(), std::move(one));
    }
  }
}

}  // namespace repair
