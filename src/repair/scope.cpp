// What is in scope in a function, and what of the file around it may be used there.

#include <algorithm>
#include <cctype>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

constexpr std::size_t k_names_max = 60;
constexpr std::size_t k_statements_max = 200;

/// True for what is written where no variable can stand: a keyword's name, a type, a declared function.
bool is_other_name(const Source& source, Node node, std::string_view name) {
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  for (const std::string_view one : {"type", "function_declarator", "function_definition", "qualified_identifier",
                                     "template_function", "scoped_identifier", "use_declaration", "package_clause",
                                     "labeled_statement", "macro_invocation"})
    if (type == one) return true;
  if (type == "attribute" && node == parent.field("attribute")) return true;
  if (type == "field_access" && node == parent.field("field")) return true;
  if (type == "keyword_argument" && node == parent.field("name")) return true;
  const Types functions = dialect(source.language()).functions;
  if (std::find(functions.begin(), functions.end(), type) != functions.end() && node == parent.field("name")) return true;
  if (name.find("::") != std::string_view::npos) return true;
  return dialect(source.language()).has_upper_case_types && name[0] >= 'A' && name[0] <= 'Z';
}

void note_name(const Source& source, Node node, Scope& scope) {
  const Node parent = node.parent();
  const std::string name(source.text_of(node));
  if (kind_of(parent, source.language()) == Kind::call && node == callee_of(parent)) {
    add_once(scope.functions, name);
  } else if (scope.names.size() < k_names_max && !name.empty() && !is_other_name(source, node, name)) {
    add_once(scope.names, name);
  }
}

void note(const Source& source, Node node, Scope& scope) {
  const auto language = source.language();
  switch (kind_of(node, language)) {
    case Kind::name: note_name(source, node, scope); return;
    case Kind::member: {
      std::pair<std::string, std::string> entry(source.text_of(object_of(node)), source.text_of(member_of(node)));
      if (std::find(scope.members.begin(), scope.members.end(), entry) == scope.members.end() &&
          scope.members.size() < k_names_max)
        scope.members.push_back(std::move(entry));
      return;
    }
    case Kind::number:
      add_once(scope.numbers, std::string(source.text_of(node)));
      ++scope.number_counts[std::string(source.text_of(node))];
      return;
    case Kind::string:
      if (node.end() - node.begin() < 200)
        add_once(scope.strings, std::string(source.text_of(node)));
      return;
    case Kind::if_:
    case Kind::while_:
      if (const Node condition = condition_of(node)) scope.conditions.push_back(condition);
      return;
    case Kind::expression_statement:
    case Kind::return_:
    case Kind::break_:
    case Kind::continue_:
    case Kind::raise:
      if (node.parent().type() == "expression_statement") return;  // Rust: the one around it has the ";"
      if (scope.simple_statements.size() < k_statements_max && node.line() == node.end_line())
        scope.simple_statements.push_back(node);
      return;
    default:
      return;
  }
}

/// Python: attributes of self anywhere in the class that holds the unit.
void note_class(const Source& source, const Unit& unit, Scope& scope) {
  Node holder = unit.node;
  while (holder && holder.type() != "class_definition") holder = holder.parent();
  if (!holder) return;
  for (code::Cursor at(holder); at.next() && scope.attributes.size() < k_names_max;) {
    const Node node = at.node();
    if (node.type() == "attribute" && source.text_of(node.field("object")) == "self")
      add_once(scope.attributes, std::string(source.text_of(node.field("attribute"))));
  }
}

/// Constants of the file: NAME = ... at its top.
void note_file(const Source& source, Scope& scope) {
  for (const Node statement : source.root().named_children()) {
    if (statement.type() != "expression_statement") continue;
    const Node assignment = statement.child(0);
    if (assignment.type() != "assignment" || scope.outer.size() >= k_names_max) continue;
    const Node left = assignment.field("left");
    if (left.type() == "identifier") add_once(scope.outer, std::string(source.text_of(left)));
  }
}

constexpr std::size_t k_borrowed_max = 30;
constexpr std::size_t k_borrowed_text_max = 80;

/// Whether all names in `statement`, of another function, mean something in a function with this scope.
bool is_known(const Source& source, Node statement, const Scope& scope, std::string_view own_text) {
  for (code::Cursor at(statement); at.next();) {
    const Node node = at.node();
    const std::string_view type = node.type();
    if (type == "this") continue;
    if (type.find("function") != std::string_view::npos && type != "function") return false;  // it may have names of its own
    if (kind_of(node, source.language()) != Kind::name) continue;
    const std::string_view name = source.text_of(node);
    const bool is_self = name == "self" || name == "this";
    if (is_self && own_text.find(name) == std::string_view::npos) return false;
    const Node parent = node.parent();
    const bool is_called = kind_of(parent, source.language()) == Kind::call && node == callee_of(parent);
    const bool is_label = kind_of(parent, source.language()) == Kind::member && !(node == object_of(parent));
    const bool is_type = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
    const bool is_field = std::any_of(scope.values.begin(), scope.values.end(), [&](const Value& value) { return value.text == name; });
    if (is_self || is_called || is_label || is_type || is_field) continue;
    if (std::find(scope.names.begin(), scope.names.end(), name) == scope.names.end()) return false;
  }
  return true;
}

/// C, C++, Java: what takes back what a statement does, "" if it is not known: count++ and count--, m.insert(k) and m.erase(k).
std::string turned_back(code::Language language, std::string text) {
  if (language != code::Language::c && language != code::Language::cpp && language != code::Language::java) return {};
  constexpr std::pair<std::string_view, std::string_view> k_ways[] = {
      {"++", "--"}, {" += ", " -= "}, {".insert(", ".erase("}, {".add(", ".remove("}, {" = true;", " = false;"}, {".push_back(", ".pop_back("}};
  for (const auto& [there, back] : k_ways)
    for (const auto& [from, to] : {std::pair(there, back), std::pair(back, there)})
      if (const auto at = text.find(from); at != std::string::npos) {
        const bool needs_argument = from == ".pop_back(";
        if (needs_argument) return {};
        if (from == ".push_back(") return text.substr(0, at) + ".pop_back();";
        return text.replace(at, from.size(), to);
      }
  return {};
}

/// Python and JavaScript: what a lambda does, self.remove(entry) of lambda: self.remove(entry).
bool is_late_call(const Source& source, Node node) {
  const Node parent = node.parent();
  const bool is_late = parent.type() == "lambda" || parent.type() == "arrow_function";
  return is_late && node == parent.field("body") && kind_of(node, source.language()) == Kind::call;
}

/// Statements of the functions around that can stand here as they are: what one of them keeps up to date, this one may
/// have forgotten.
void borrow(const Source& source, const Unit& unit, Scope& scope) {
  const std::string_view own = std::string_view(source.text()).substr(unit.begin, unit.end - unit.begin);
  for (const auto& other : source.units()) {
    if (other.begin == unit.begin || other.is_top || !are_near(other, unit)) continue;
    for (code::Cursor at(other.body); at.next() && scope.borrowed.size() < k_borrowed_max;) {
      const Node node = at.node();
      const bool is_late = is_late_call(source, node);
      if ((kind_of(node, source.language()) != Kind::expression_statement && !is_late) || node.line() != node.end_line()) continue;
      const std::string text = std::string(source.text_of(node)) + std::string(is_late ? dialect(source.language()).end : "");
      if (text.size() > k_borrowed_text_max || text.starts_with("return") || own.find(text) != std::string_view::npos) continue;
      if (node.child(0).type() == "string" || !is_known(source, node, scope, own)) continue;
      const bool is_there = std::any_of(scope.borrowed.begin(), scope.borrowed.end(), [&](const Filled& one) { return one.text == text; });
      if (!is_there) scope.borrowed.push_back({2.6 + 0.02 * static_cast<double>(scope.borrowed.size()), std::string(text)});
      const std::string back = turned_back(source.language(), std::string(text));
      if (!back.empty() && own.find(back) == std::string_view::npos) scope.borrowed.push_back({2.6 + 0.02 * static_cast<double>(scope.borrowed.size()), back});
    }
  }
  for (const Node statement : scope.simple_statements) {
    const std::string back = turned_back(source.language(), std::string(source.text_of(statement)));
    if (!back.empty() && own.find(back) == std::string_view::npos) scope.borrowed.push_back({2.6, back});
  }
}

constexpr std::size_t k_callables_max = 40;

/// The functions and methods of the file, but for the unit itself.
void note_callables(const Source& source, const Unit& unit, Scope& scope) {
  for (const auto& other : source.units()) {
    if (other.is_top || other.begin == unit.begin || scope.callables.size() >= k_callables_max) continue;
    const auto at = other.name.find_last_of(".:");
    const std::string name = at == std::string::npos ? other.name : other.name.substr(at + 1);
    if (!name.empty() && name.find(' ') == std::string::npos && !name.starts_with("__") && name != "constructor") add_once(scope.callables, name);
  }
  const auto own = unit.name.find_last_of(".:");
  const auto language = source.language();
  const bool is_native = language == code::Language::c || language == code::Language::cpp;
  if (is_native && !unit.is_top) add_once(scope.callables, own == std::string::npos ? unit.name : unit.name.substr(own + 1));  // f calls itself
}

}  // namespace

Scope scope_of(const Source& source, const Unit& unit) {
  Scope scope;
  for (code::Cursor at(unit.node); at.next();) note(source, at.node(), scope);
  if (source.is_python()) {
    note_class(source, unit, scope);
    note_file(source, scope);
    std::erase(scope.names, "self");
    std::erase(scope.names, "cls");
    const std::string own = unit.chain.empty() ? "" : unit.chain.back();
    std::erase(scope.names, own);
  }
  scope.values = values_of(source, unit, scope.names);
  scope.untouched = untouched_of(source, unit, scope.values);
  borrow(source, unit, scope);
  note_callables(source, unit, scope);
  const bool is_script = source.language() == code::Language::javascript || source.language() == code::Language::typescript || source.language() == code::Language::tsx;
  if (source.is_python() || is_script) note_helpers(source, unit, scope);
  return scope;
}

}  // namespace repair
