// The outline is read off the syntax tree by tables: per language, which node is which kind of
// symbol and where its name stands. Only a few things need code of their own: C's declarators, in
// which the name lies under pointers and parameter lists; Go's type declarations; functions that
// JavaScript assigns to a constant. Bodies of functions are not entered: what is declared there is
// of no interest from outside. Data members are left out for the same reason.
#include "code/outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/try.h"
#include "code/parse.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace code {
namespace {

using base::Code;
using enum SymbolKind;

constexpr std::size_t k_depth_max = 16;  // of symbols; deeper ones are left out

enum class Inside : std::uint8_t { skip, enter };

struct Rule {
  std::string_view node;
  SymbolKind kind;
  Inside inside;
};

constexpr Rule k_c[] = {
    {"function_definition", function, Inside::skip},
    {"struct_specifier", struct_, Inside::enter},
    {"union_specifier", union_, Inside::enter},
    {"enum_specifier", enum_, Inside::skip},
    {"class_specifier", class_, Inside::enter},
    {"namespace_definition", namespace_, Inside::enter},
    {"concept_definition", type, Inside::skip},
    {"alias_declaration", type, Inside::skip},
    {"type_definition", type, Inside::enter},
    {"declaration", variable, Inside::enter},
    {"field_declaration", method, Inside::enter},
    {"preproc_def", macro, Inside::skip},
    {"preproc_function_def", macro, Inside::skip},
};
constexpr Rule k_python[] = {
    {"function_definition", function, Inside::skip},
    {"class_definition", class_, Inside::enter},
};
constexpr Rule k_javascript[] = {
    {"function_declaration", function, Inside::skip},
    {"generator_function_declaration", function, Inside::skip},
    {"function_signature", function, Inside::skip},
    {"class_declaration", class_, Inside::enter},
    {"abstract_class_declaration", class_, Inside::enter},
    {"method_definition", method, Inside::skip},
    {"method_signature", method, Inside::skip},
    {"abstract_method_signature", method, Inside::skip},
    {"interface_declaration", interface, Inside::enter},
    {"enum_declaration", enum_, Inside::skip},
    {"type_alias_declaration", type, Inside::skip},
    {"internal_module", namespace_, Inside::enter},
    {"module", namespace_, Inside::enter},
    {"variable_declarator", constant, Inside::skip},
    {"public_field_definition", method, Inside::skip},
    {"field_definition", method, Inside::skip},
};
constexpr Rule k_go[] = {
    {"function_declaration", function, Inside::skip},
    {"method_declaration", method, Inside::skip},
    {"type_spec", type, Inside::skip},
    {"type_alias", type, Inside::skip},
    {"const_spec", constant, Inside::skip},
    {"var_spec", variable, Inside::skip},
};
constexpr Rule k_rust[] = {
    {"function_item", function, Inside::skip}, {"function_signature_item", function, Inside::skip},
    {"struct_item", struct_, Inside::skip},    {"union_item", union_, Inside::skip},
    {"enum_item", enum_, Inside::skip},        {"trait_item", trait, Inside::enter},
    {"impl_item", impl, Inside::enter},        {"mod_item", namespace_, Inside::enter},
    {"type_item", type, Inside::skip},         {"const_item", constant, Inside::skip},
    {"static_item", variable, Inside::skip},   {"macro_definition", macro, Inside::skip},
};
constexpr Rule k_java[] = {
    {"class_declaration", class_, Inside::enter},
    {"record_declaration", class_, Inside::enter},
    {"interface_declaration", interface, Inside::enter},
    {"annotation_type_declaration", interface, Inside::enter},
    {"enum_declaration", enum_, Inside::enter},
    {"method_declaration", method, Inside::skip},
    {"constructor_declaration", constructor, Inside::skip},
    {"compact_constructor_declaration", constructor, Inside::skip},
    {"annotation_type_element_declaration", method, Inside::skip},
};

std::span<const Rule> rules(Language language) {
  switch (language) {
    case Language::c:
    case Language::cpp:
      return k_c;
    case Language::go:
      return k_go;
    case Language::java:
      return k_java;
    case Language::javascript:
    case Language::tsx:
    case Language::typescript:
      return k_javascript;
    case Language::python:
      return k_python;
    case Language::rust:
      return k_rust;
  }
  return {};
}

/// Nodes in which nothing is looked for. Functions within them belong to nobody outside.
bool is_code(std::string_view type) {
  constexpr std::array k_code = std::to_array<std::string_view>({"compound_statement",
                                                                 "lambda_expression",
                                                                 "arrow_function",
                                                                 "function_expression",
                                                                 "call_expression",
                                                                 "call",
                                                                 "initializer_list",
                                                                 "lambda",
                                                                 "object",
                                                                 "array",
                                                                 "func_literal",
                                                                 "composite_literal",
                                                                 "closure_expression",
                                                                 "macro_invocation",
                                                                 "argument_list",
                                                                 "arguments",
                                                                 "template_argument_list",
                                                                 "parameter_list",
                                                                 "parameters",
                                                                 "formal_parameters",
                                                                 "string",
                                                                 "comment"});
  return std::find(k_code.begin(), k_code.end(), type) != k_code.end();
}

/// The part of a C declarator that names what is declared: int *(*f[3])(void) -> f.
Node declared_name(Node declarator) {
  constexpr int k_nesting_max = 64;
  for (int i = 0; i < k_nesting_max && declarator; ++i) {
    const std::string_view type = declarator.type();
    if (type == "identifier" || type == "field_identifier" || type == "type_identifier" ||
        type == "qualified_identifier" || type == "destructor_name" || type == "operator_name" ||
        type == "operator_cast" || type == "template_function")
      return declarator;
    Node inner = declarator.field("declarator");
    if (!inner) {  // references and parentheses have no field for it
      for (const Node& child : declarator.named_children())
        if (child.type().ends_with("declarator") || child.type().ends_with("identifier"))
          inner = child;
    }
    declarator = inner;
  }
  return {};
}

/// True if the declarator is one of a function (and not of a pointer to one).
bool declares_function(Node declarator) {
  for (int i = 0; i < 64 && declarator; ++i) {
    if (declarator.type() == "function_declarator") {
      const Node inner = declarator.field("declarator");
      return inner.type() != "parenthesized_declarator";
    }
    if (declarator.type() != "pointer_declarator" && declarator.type() != "reference_declarator")
      return false;
    const Node inner = declarator.field("declarator");
    declarator = inner ? inner : declarator.child(declarator.child_count() - 1);
  }
  return false;
}

bool is_function_value(std::string_view type) {
  return type == "arrow_function" || type == "function_expression" ||
         type == "generator_function" || type == "function";
}

/// The text on one line, without runs of blanks.
std::string one_line(std::string_view bytes) {
  std::string out;
  for (const char c : text::to_valid_utf8(text::clip(bytes, 8 * k_signature_max))) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
    if (!blank)
      out.push_back(c);
    else if (!out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  while (out.ends_with(' ')) out.pop_back();
  if (out.size() > k_signature_max) {
    constexpr std::string_view k_more = "...";
    out.resize(text::clip(out, k_signature_max - k_more.size()).size());
    out += k_more;
  }
  return out;
}

class Reader {
 public:
  Reader(Language language, std::string_view source, Outline& out)
      : language_(language), source_(source), out_(out), rules_(rules(language)) {}

  void run(Node root) {
    for (Cursor at(root); advance(at);) {
      path_.resize(at.depth());
      path_.push_back(at.node());
      while (!open_.empty() && at.depth() <= open_.back().tree_depth) open_.pop_back();
      enter_ = visit(at.node(), at.depth());
      if (out_.symbols.size() >= k_symbols_max) {
        out_.cut = true;
        return;
      }
    }
  }

 private:
  struct Open {
    std::size_t tree_depth;
    SymbolKind kind;
  };

  bool advance(Cursor& at) const { return enter_ ? at.next() : at.skip(); }

  /// Notes a symbol, if the node is one; says whether to look inside.
  bool visit(const Node& node, std::size_t depth) {
    const std::string_view type = node.type();
    if (!node.named() || node.is_missing()) return false;
    const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                   [type](const Rule& row) { return row.node == type; });
    if (rule == rules_.end()) return !is_code(type);
    if (open_.size() >= k_depth_max) return false;
    Symbol symbol;
    symbol.kind = rule->kind;
    Node name;
    if (!identify(node, symbol, name)) return rule->inside == Inside::enter;
    if (symbol.name.empty()) symbol.name = one_line(name.text(source_));
    const Node whole = with_wrapping();
    symbol.line = whole.line();
    symbol.end_line = node.end_line();
    symbol.depth = open_.size();
    symbol.signature = signature(whole, node);
    const bool enter = rule->inside == Inside::enter;
    if (enter) open_.push_back({depth, symbol.kind});
    out_.symbols.push_back(std::move(symbol));
    return enter;
  }

  /// Finds the name and settles the kind. False if the node is no symbol after all.
  bool identify(const Node& node, Symbol& symbol, Node& name) const {
    switch (language_) {
      case Language::c:
      case Language::cpp:
        return identify_c(node, symbol, name);
      case Language::go:
        return identify_go(node, symbol, name);
      case Language::java:
        return identify_java(node, name);
      case Language::python:
        return identify_python(node, symbol, name);
      case Language::rust:
        return identify_rust(node, symbol, name);
      default:
        return identify_javascript(node, symbol, name);
    }
  }

  [[nodiscard]] bool in_type() const {
    if (open_.empty()) return false;
    const SymbolKind kind = open_.back().kind;
    return kind == class_ || kind == struct_ || kind == union_ || kind == interface ||
           kind == trait || kind == impl || kind == enum_;
  }

  bool identify_c(const Node& node, Symbol& symbol, Node& name) const {
    const std::string_view type = node.type();
    if (type == "namespace_definition") {
      name = node.field("name");
      if (!name) symbol.name = "(anonymous)";
      return true;
    }
    if (type.ends_with("_specifier")) {
      name = node.field("name");
      return name && node.field("body");  // else it is only mentioned
    }
    if (type == "type_definition" || type == "declaration" || type == "field_declaration" ||
        type == "function_definition") {
      const Node declarator = node.field("declarator");
      name = declared_name(declarator);
      if (!name) return false;
      if (type == "type_definition") return true;
      if (type == "function_definition" || declares_function(declarator)) {
        symbol.kind = function_kind(name);
        return true;
      }
      // A type that is defined here is a symbol of its own; the variable is not told as well.
      return type == "declaration" && !node.field("type").field("body");
    }
    name = node.field("name");
    // "#define GUARD_H" says nothing.
    return name && (type != "preproc_def" || node.field("value"));
  }

  [[nodiscard]] SymbolKind function_kind(const Node& name) const {
    const std::string_view text = name.text(source_);
    const bool member = in_type() || name.type() == "qualified_identifier";
    return member && text.find("operator") == std::string_view::npos && is_constructor(text)
               ? constructor
           : member ? method
                    : function;
  }

  /// "Loop" inside of Loop, "Loop::Loop" outside.
  [[nodiscard]] bool is_constructor(std::string_view name) const {
    const std::size_t colons = name.rfind("::");
    const std::string_view last = colons == std::string_view::npos ? name : name.substr(colons + 2);
    if (colons == std::string_view::npos) {
      for (auto it = out_.symbols.rbegin(); it != out_.symbols.rend(); ++it)
        if (it->depth + 1 == open_.size()) return it->name == last;
      return false;
    }
    const std::string_view before = name.substr(0, colons);
    const std::size_t earlier = before.rfind("::");
    return (earlier == std::string_view::npos ? before : before.substr(earlier + 2)) == last;
  }

  bool identify_go(const Node& node, Symbol& symbol, Node& name) const {
    name = node.field("name");
    const std::string_view of = node.field("type").type();
    if (node.type() == "type_spec" && of == "struct_type") symbol.kind = struct_;
    if (node.type() == "type_spec" && of == "interface_type") symbol.kind = interface;
    if (name && node.type() == "method_declaration") {
      const std::string receiver = one_line(node.field("receiver").text(source_));
      const std::size_t star = receiver.find_last_of(" *(");
      if (star != std::string::npos && receiver.ends_with(')'))
        symbol.name = receiver.substr(star + 1, receiver.size() - star - 2) + "." +
                      std::string(name.text(source_));
    }
    return static_cast<bool>(name);
  }

  static bool identify_java(const Node& node, Node& name) {
    name = node.field("name");
    return static_cast<bool>(name);
  }

  bool identify_python(const Node& node, Symbol& symbol, Node& name) const {
    name = node.field("name");
    if (symbol.kind == function && in_type())
      symbol.kind = name.text(source_) == "__init__" ? constructor : method;
    return static_cast<bool>(name);
  }

  bool identify_rust(const Node& node, Symbol& symbol, Node& name) const {
    if (node.type() == "impl_item") {
      name = node.field("type");
      if (const Node of = node.field("trait"); of && name)
        symbol.name = one_line(fmt::format("{} for {}", of.text(source_), name.text(source_)));
      return static_cast<bool>(name);
    }
    name = node.field("name");
    if (symbol.kind == function && in_type()) symbol.kind = method;
    return static_cast<bool>(name);
  }

  bool identify_javascript(const Node& node, Symbol& symbol, Node& name) const {
    const std::string_view type = node.type();
    name = node.field("name");
    if (!name) name = node.field("property");
    if (!name) return false;
    const std::string_view value = node.field("value").type();
    if (type == "variable_declarator") {
      if (name.type() != "identifier") return false;  // destructuring
      if (is_function_value(value))
        symbol.kind = function;
      else if (value == "class")
        symbol.kind = class_;
      else if (around(1).field("kind").type() != "const")
        symbol.kind = variable;
    } else if (type.ends_with("field_definition")) {
      return is_function_value(value);
    } else if (symbol.kind == method && name.text(source_) == "constructor") {
      symbol.kind = constructor;
    }
    return true;
  }

  /// The node that many levels above the present one.
  [[nodiscard]] Node around(std::size_t levels) const {
    return levels < path_.size() ? path_[path_.size() - 1 - levels] : Node();
  }

  /// A declaration begins with what stands around it: "template <...>", "export", decorators. Of
  /// several in one declaration only the first does.
  [[nodiscard]] Node with_wrapping() const {
    constexpr std::array k_wrapping = std::to_array<std::string_view>(
        {"template_declaration", "export_statement", "decorated_definition", "lexical_declaration",
         "variable_declaration", "ambient_declaration", "type_declaration", "const_declaration",
         "var_declaration"});
    for (std::size_t levels = 0;; ++levels) {
      const Node outer = around(levels + 1);
      if (std::find(k_wrapping.begin(), k_wrapping.end(), outer.type()) == k_wrapping.end())
        return around(levels);
      // A list in parentheses, as Go has it, is no wrapping of its first entry.
      if (outer.child(1).type() == "(") return around(levels);
      const std::vector<Node> parts = outer.named_children();
      const auto first = std::find_if(parts.begin(), parts.end(), [&](const Node& part) {
        return part.type() == around(levels).type();
      });
      if (first == parts.end() || *first != around(levels)) return around(levels);
    }
  }

  /// The first of the parts that are no part of a signature, or nothing.
  static Node body_of(const Node& node) {
    for (const Node& child : node.children())
      if (child.type() == "field_initializer_list") return child;  // of a C++ constructor
    if (const Node body = node.field("body")) return body;
    if (const Node body = node.field("value").field("body")) return body;
    if (node.type().starts_with("preproc_")) return node.field("value");
    if (node.type() == "macro_definition") return node.field("name").next_sibling();
    const Node type = node.field("type");
    if (type.type() == "struct_type") return type.child(1);  // Go
    if (type.type() == "interface_type") return type.child(1);
    return {};
  }

  [[nodiscard]] std::string signature(const Node& whole, const Node& node) const {
    const std::size_t begin = whole.type() == "decorated_definition" ? node.begin() : whole.begin();
    const std::size_t end = std::min(node.end(), source_.size());
    const auto part = [this](std::size_t from, std::size_t to) {
      return from < to ? source_.substr(from, to - from) : std::string_view();
    };
    // "typedef struct x { ... } y;"
    if (const Node inner = node.field("type").field("body");
        inner && (language_ == Language::c || language_ == Language::cpp))
      return trimmed(
          fmt::format("{}{{...}}{}", part(begin, inner.begin()), part(inner.end(), end)));
    const Node body = body_of(node);
    return trimmed(part(begin, body ? std::min(end, body.begin()) : end));
  }

  [[nodiscard]] std::string trimmed(std::string_view bytes) const {
    std::string out = one_line(bytes);
    if (out.ends_with(" =>")) out.resize(out.size() - 3);
    while (out.ends_with(' ') || out.ends_with(';') || out.ends_with('\\') || out.ends_with('{') ||
           (out.ends_with(':') && language_ != Language::rust))
      out.pop_back();
    return out;
  }

  Language language_;
  std::string_view source_;
  Outline& out_;
  std::span<const Rule> rules_;
  std::vector<Node> path_;  // from the root to the present node; Node::parent() would search for it
  std::vector<Open> open_;  // the symbols around the present node
  bool enter_ = true;
};

}  // namespace

std::string_view name(SymbolKind kind) {
  switch (kind) {
    case function:
      return "function";
    case method:
      return "method";
    case constructor:
      return "constructor";
    case class_:
      return "class";
    case struct_:
      return "struct";
    case union_:
      return "union";
    case enum_:
      return "enum";
    case interface:
      return "interface";
    case trait:
      return "trait";
    case impl:
      return "impl";
    case namespace_:
      return "namespace";
    case type:
      return "type";
    case constant:
      return "constant";
    case variable:
      return "variable";
    case macro:
      return "macro";
  }
  return "";
}

base::Result<Outline> outline(std::string_view path, std::string_view text) {
  if (text::looks_binary(text))
    return base::fail(Code::invalid, std::string(path) + " has no outline: it is a binary file");
  const auto language = language_of(path, text);
  if (!language)
    return base::fail(Code::unsupported, std::string(path) +
                                             " has no outline: only C, C++, Go, Java, JavaScript, "
                                             "Python, Rust and TypeScript have one");
  TRY(const Tree tree, Tree::parse(*language, text));
  Outline out;
  out.language = *language;
  out.has_error = tree.has_error();
  Reader(*language, text, out).run(tree.root());
  return out;
}

std::string to_text(const Outline& outline, std::size_t bytes_max) {
  std::string out;
  for (std::size_t i = 0; i < outline.symbols.size(); ++i) {
    const Symbol& symbol = outline.symbols[i];
    const std::string line =
        fmt::format("{}{} {}{}\n", symbol.line,
                    symbol.end_line == symbol.line ? "" : fmt::format("-{}", symbol.end_line),
                    std::string(2 * symbol.depth, ' '), symbol.signature);
    const std::string rest = fmt::format("... {} more\n", outline.symbols.size() - i);
    if (out.size() + line.size() + (i + 1 == outline.symbols.size() ? 0 : rest.size()) >
        bytes_max) {
      if (out.size() + rest.size() <= bytes_max) out += rest;
      return out;
    }
    out += line;
  }
  return out;
}

}  // namespace code
