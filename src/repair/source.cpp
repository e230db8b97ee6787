#include "source.h"

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "dialect.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

bool is_native(Language language) {
  return language == Language::c || language == Language::cpp;
}

// ---- Python ----

std::string name_of(const Source& source, Node definition) {
  return std::string(source.text_of(definition.field("name")));
}

std::size_t line_start(const Source& source, Node node) {
  return source.lines().start_of(node.line());
}

std::string blanks_before(const Source& source, Node node) {
  const std::size_t start = line_start(source, node);
  return source.text().substr(start, node.begin() - start);
}

void set_place(Unit& unit, Node node, std::size_t begin) {
  unit.begin = begin;
  unit.end = node.end();
  unit.line = node.line();
  unit.end_line = node.end_line();
}

/// A statement outside of functions that computes something.
void python_top(const Source& source, Node statement, const Unit& around, std::vector<Unit>& tops) {
  const Node inner = statement.child(0);
  if (inner.type() == "string" || blanks_before(source, statement).find_first_not_of(" \t") != std::string::npos) return;
  Unit unit = around;
  unit.is_top = true;
  unit.node = statement;
  unit.body = statement;
  const Node left = inner.field("left");
  unit.chain.emplace_back(left.type() == "identifier" ? source.text_of(left) : std::string_view());
  if (unit.chain.back().starts_with("__")) return;
  for (const auto& name : unit.chain) unit.name += (unit.name.empty() ? "" : ".") + (name.empty() ? "line " + std::to_string(statement.line()) : name);
  set_place(unit, statement, line_start(source, statement));
  tops.push_back(std::move(unit));
}

/// The outermost functions below `node`; `around` are the enclosing statements.
void python_units(const Source& source, Node node, Unit around, std::vector<Unit>& units, std::vector<Unit>& tops) {
  for (const Node child : node.named_children()) {
    const std::string_view type = child.type();
    Node definition = child;
    if (type == "decorated_definition") definition = child.field("definition");
    if (definition.type() == "function_definition") {
      Unit unit = around;
      unit.node = definition;
      unit.body = definition.field("body");
      unit.chain.push_back(name_of(source, definition));
      for (const auto& name : unit.chain) unit.name += (unit.name.empty() ? "" : ".") + name;
      set_place(unit, child, line_start(source, child));
      // Two statements on a line cannot be told apart by lines.
      if (blanks_before(source, child).find_first_not_of(" \t") == std::string::npos)
        units.push_back(std::move(unit));
    } else if (definition.type() == "class_definition") {
      Unit inner = around;
      inner.chain.push_back(name_of(source, definition));
      inner.headers.push_back(blanks_before(source, child) + "class " + inner.chain.back() + ":");
      python_units(source, definition.field("body"), inner, units, tops);
    } else if (type == "if_statement" || type == "try_statement" || type == "with_statement" ||
               type == "else_clause" || type == "except_clause" || type == "finally_clause" ||
               type == "elif_clause" || type == "block") {
      Unit inner = around;
      if (type.ends_with("_statement"))
        inner.headers.push_back(blanks_before(source, child) + "if 1:");
      python_units(source, child, inner, units, tops);
    } else if (type == "expression_statement" || type == "for_statement" || type == "while_statement") {
      python_top(source, child, around, tops);
    }
  }
}

// ---- C and C++ ----

/// The innermost function declarator: "a::f" of "T* a::f(int)".
Node function_declarator(Node declarator) {
  for (int depth = 0; declarator && depth < 20; ++depth) {
    if (declarator.type() == "function_declarator") return declarator;
    Node inner = declarator.field("declarator");
    if (!inner) {
      // reference_declarator has no field
      const auto children = declarator.named_children();
      inner = children.empty() ? Node() : children.back();
    }
    declarator = inner;
  }
  return {};
}

bool is_one_of(Types types, std::string_view type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

/// A value outside of functions, unless it holds one.
bool add_top(const Source& source, Node node, std::vector<Unit>& tops, std::string spaces) {
  const Dialect& words = dialect(source.language());
  if (!is_one_of(words.tops, node.type())) return false;
  Unit unit;
  unit.is_top = true;
  unit.node = node;
  unit.body = node.field("value");
  if (!unit.body) unit.body = node.field("default_value");
  if (!unit.body && node.type() == "static_initializer" && !node.named_children().empty()) unit.body = node.named_children().back();
  if (!unit.body || source.text_of(unit.body).find("require(") != std::string_view::npos) return false;
  for (code::Cursor at(unit.body); at.next();)
    if (is_one_of(words.functions, at.node().type())) return false;
  Node name = node.field("name");
  if (!name) name = node.field("declarator");
  while (name && name.field("declarator")) name = name.field("declarator");
  if (!name) name = node.field("property");
  unit.name = std::move(spaces) + (name ? std::string(source.text_of(name)) : "line " + std::to_string(node.line()));
  set_place(unit, node, node.begin());
  tops.push_back(std::move(unit));
  return true;
}

void native_units(const Source& source, std::vector<Unit>& units, std::vector<Unit>& tops) {
  std::vector<std::pair<std::size_t, std::string>> spaces;  // end offset, name
  code::Cursor at(source.root());
  bool go_on = at.next();
  while (go_on) {
    const Node node = at.node();
    const std::string_view type = node.type();
    while (!spaces.empty() && spaces.back().first <= node.begin()) spaces.pop_back();
    if (type == "namespace_definition" || type == "class_specifier" || type == "struct_specifier") {
      if (const Node name = node.field("name"); name && node.field("body"))
        spaces.emplace_back(node.end(), std::string(source.text_of(name)));
    }
    if (node.named() && is_one_of(dialect(source.language()).tops, type)) {
      std::string prefix;
      for (const auto& [end, name] : spaces) prefix += name + "::";
      if (add_top(source, node, tops, prefix)) {
        go_on = at.skip();
        continue;
      }
    }
    if (type == "function_definition" && node.field("body").type() == "compound_statement") {
      const Node declarator = function_declarator(node.field("declarator"));
      Unit unit;
      unit.node = node;
      unit.body = node.field("body");
      for (const auto& [end, name] : spaces) unit.name += name + "::";
      unit.name += declarator ? std::string(source.text_of(declarator.field("declarator"))) : "?";
      unit.begin = node.begin();
      unit.end = node.end();
      unit.line = node.line();
      unit.end_line = node.end_line();
      units.push_back(std::move(unit));
      go_on = at.skip();
      continue;
    }
    go_on = at.next();
  }
}

// ---- all others ----

constexpr std::size_t k_holder_min = 6000;  ///< bytes of a function that is looked into instead

/// JavaScript: what is called where it stands, and what is long and full of others.
bool is_mere_holder(Node node, const Dialect& words) {
  if (node.type() != "arrow_function" && node.type() != "function_expression" && node.type() != "function" &&
      node.type() != "function_declaration")
    return false;
  Node parent = node.parent();
  if (parent.type() == "parenthesized_expression") parent = parent.parent();
  if (parent.type() == "call_expression" && parent.field("function").begin() <= node.begin() &&
      parent.field("function").end() >= node.end())
    return true;
  if (node.end() - node.begin() < k_holder_min) return false;
  for (code::Cursor at(node.field("body")); at.next();)
    if (is_one_of(words.functions, at.node().type()) && at.node().end() - at.node().begin() > 200) return true;
  return false;
}

std::string name_of_function(const Source& source, Node node) {
  if (const Node name = node.field("name")) return std::string(source.text_of(name));
  const Node parent = node.parent();
  for (const char* field : {"name", "key", "left", "property"})
    if (const Node name = parent.field(field); name && !(name == node)) return std::string(source.text_of(name));
  return "function at line " + std::to_string(node.line());
}

/// A module or function behind #[test] or #[cfg(test)].
bool is_rust_test(const Source& source, Node node) {
  if (node.type() != "mod_item" && node.type() != "function_item") return false;
  for (Node before = node.previous_sibling(); before.type() == "attribute_item"; before = before.previous_sibling())
    if (source.text_of(before).find("test") != std::string_view::npos) return true;
  return false;
}

void plain_units(const Source& source, std::vector<Unit>& units, std::vector<Unit>& tops) {
  const Dialect& words = dialect(source.language());
  std::vector<std::pair<std::size_t, std::string>> spaces;  // end offset, name
  code::Cursor at(source.root());
  bool go_on = at.next();
  while (go_on) {
    const Node node = at.node();
    while (!spaces.empty() && spaces.back().first <= node.begin()) spaces.pop_back();
    if (is_rust_test(source, node)) {
      go_on = at.skip();
      continue;
    }
    if (is_one_of(words.spaces, node.type())) {
      Node name = node.field("name");
      if (!name) name = node.field("type");
      if (name) spaces.emplace_back(node.end(), std::string(source.text_of(name)));
    }
    std::string prefix;
    if (node.named() && is_one_of(words.tops, node.type()))
      for (const auto& [end, name] : spaces) prefix += name + ".";
    if (node.named() && add_top(source, node, tops, std::move(prefix))) {
      go_on = at.skip();
      continue;
    }
    if (!node.named() || !is_one_of(words.functions, node.type()) || !node.field("body") ||
        is_mere_holder(node, words)) {
      go_on = at.next();
      continue;
    }
    Unit unit;
    unit.node = node;
    unit.body = node.field("body");
    for (const auto& [end, name] : spaces) unit.name += name + ".";
    unit.name += name_of_function(source, node);
    unit.begin = node.begin();
    unit.end = node.end();
    unit.line = node.line();
    unit.end_line = node.end_line();
    units.push_back(std::move(unit));
    go_on = at.skip();
  }
}

bool has_word(std::string_view name, std::string_view word) {
  for (std::size_t at = 0; (at = name.find(word, at)) != std::string_view::npos; ++at) {
    const std::size_t end = at + word.size();
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    if ((at == 0 || !is_letter(name[at - 1])) && (end == name.size() || !is_letter(name[end])))
      return true;
  }
  return false;
}

}  // namespace

Source::Source(std::string path, std::string text, code::Tree tree)
    : path_(std::move(path)), text_(std::move(text)), tree_(std::move(tree)), lines_(text_) {}

bool mentions(std::string_view text, std::string_view word) {
  const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  if (word.empty()) return false;
  for (std::size_t at = 0; (at = text.find(word, at)) != std::string_view::npos; at += word.size()) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

base::Result<Source> Source::parse(std::string path, std::string text) {
  const auto language = code::language_of(path, text);
  if (!language)
    return base::fail(base::Code::unsupported, "not a language that is repaired: " + path);
  if (text.size() > k_source_max)
    return base::fail(base::Code::too_big, "too big to repair: " + path);
  TRY(auto tree, code::Tree::parse(*language, text));
  Source source(std::move(path), std::move(text), std::move(tree));
  std::vector<Unit> tops;
  if (source.is_python()) {
    python_units(source, source.root(), {}, source.units_, tops);
  } else if (is_native(source.language())) {
    native_units(source, source.units_, tops);
  } else {
    plain_units(source, source.units_, tops);
  }
  for (auto& unit : tops) source.units_.push_back(std::move(unit));
  return source;
}

base::Result<Source> Source::load(const std::string& root, std::string path) {
  TRY(auto text, base::read_file(base::join(root, path), k_source_max));
  return parse(std::move(path), std::move(text));
}

const Unit* Source::unit_at(std::size_t line) const {
  for (const auto& unit : units_)
    if (unit.line <= line && line <= unit.end_line) return &unit;
  return nullptr;
}

bool is_repairable(std::string_view path) {
  return code::language_of(path).has_value() && !path.ends_with(".d.ts");
}

bool is_protected(std::string_view path) {
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    const bool is_file = end == path.size();
    at = end + 1;
    if (is_file) {
      const std::string_view stem = part.substr(0, part.rfind('.'));
      if (part == "conftest.py" || part == "setup.py" || part == "noxfile.py" ||
          part == "CMakeLists.txt" || part == "build.rs" || part == "setupTests.js")
        return true;
      if (stem.ends_with(".config") || stem.ends_with(".spec") || stem.ends_with(".min"))
        return true;
      return has_word(stem, "test") || has_word(stem, "tests") || stem.ends_with("Test") ||
             stem.ends_with("Tests") || has_word(stem, "mock") || has_word(stem, "fixture") ||
             stem.ends_with("_pb2") || has_word(stem, "generated");
    }
    for (const std::string_view folder :
         {"test", "tests", "testing", "testdata", "fixtures", "fixture", "mocks", "third_party",
          "__tests__", "__mocks__", "spec", "vendor", "node_modules", "target", "site-packages", "external", "generated", "build", "dist",
          ".git"})
      if (part == folder) return true;
    if (part.starts_with(".") || part.starts_with("cmake-build") || part.ends_with("_test") ||
        part.ends_with("_tests"))
      return true;
  }
  return false;
}

}  // namespace repair
