#include "commonjs.h"

#include <algorithm>
#include <vector>

#include "base/try.h"
#include "candidate.h"
#include "code/parse.h"

namespace repair {
namespace {

using code::Node;

Node token_of(Node node, std::string_view type) {
  for (const Node child : node.children())
    if (child.type() == type) return child;
  return {};
}

bool is_function(Node node) {
  return node.type() == "function_declaration" || node.type() == "generator_function_declaration";
}

class Converter {
 public:
  explicit Converter(std::string_view text) : text_(text) {}

  base::Result<std::string> run(Node root) {
    for (const Node statement : root.named_children()) {
      if (statement.type() == "import_statement") take_import(statement);
      if (statement.type() == "export_statement") take_export(statement);
      if (!error_.empty()) return base::fail(base::Code::unsupported, error_);
    }
    const std::string head = "'use strict'; Object.defineProperty(exports, '__esModule', { value: true }); " + head_;
    return head + edited(text_, splices_) + (tail_.empty() ? "" : "\n" + tail_);
  }

 private:
  [[nodiscard]] std::string text_of(Node node) const { return std::string(node.text(text_)); }

  void replace(Node node, std::string with) {
    const auto old = node.text(text_);
    with += std::string(static_cast<std::size_t>(std::count(old.begin(), old.end(), '\n')), '\n');
    splices_.push_back({node.begin(), node.end(), std::move(with)});
  }

  /// { a, b as c } -> { a, b: c }
  [[nodiscard]] std::string pattern_of(Node names) const {
    std::string out;
    for (const Node one : names.named_children()) {
      if (one.extra()) continue;
      const Node alias = one.field("alias");
      out += (out.empty() ? "" : ", ") + text_of(one.field("name")) + (alias ? ": " + text_of(alias) : "");
    }
    return "{ " + out + " }";
  }

  void take_import(Node node) {
    const std::string required = "require(" + text_of(node.field("source")) + ")";
    const Node clause = token_of(node, "import_clause");
    if (!clause) return replace(node, required + ";");
    std::string out;
    for (const Node part : clause.named_children()) {
      if (part.type() == "named_imports") out += "const " + pattern_of(part) + " = " + required + "; ";
      if (part.type() == "namespace_import") out += "const " + text_of(part.named_children().back()) + " = " + required + "; ";
      if (part.type() == "identifier") out += "const " + text_of(part) + " = (m => m && m.__esModule ? m.default : m)(" + required + "); ";
    }
    replace(node, out);
  }

  void take_export(Node node) {
    const Node source = node.field("source");
    if (const Node clause = token_of(node, "export_clause")) return take_names(node, clause, source);
    if (source) {  // export * from
      const std::string all = "Object.assign(exports, (({ default: d, ...m }) => m)(require(" + text_of(source) + ")));";
      return replace(node, token_of(node, "namespace_export") ? refuse(node) : all);
    }
    const bool is_default = static_cast<bool>(token_of(node, "default"));
    const Node declaration = node.field("declaration") ? node.field("declaration") : node.field("value");
    if (!declaration) return;
    const Node name = declaration.field("name");
    const bool is_named = name && (is_function(declaration) || declaration.type() == "class_declaration" || declaration.type() == "class");
    if (is_default && !is_named) {
      splices_.push_back({node.begin(), declaration.begin(), "exports.default = "});
      return;
    }
    const std::string keywords(text_.substr(node.begin(), declaration.begin() - node.begin()));
    splices_.push_back({node.begin(), declaration.begin(), std::string(keywords.size(), ' ')});
    if (is_function(declaration)) head_ += set(is_default ? "default" : text_of(name), text_of(name));  // known before it is written
    else if (is_named) after(node, set(is_default ? "default" : text_of(name), text_of(name)));
    else take_variables(node, declaration);
  }

  void take_variables(Node node, Node declaration) {
    std::string sets;
    for (const Node one : declaration.named_children()) {
      if (one.type() != "variable_declarator") continue;
      const Node name = one.field("name");
      if (name.type() != "identifier") static_cast<void>(refuse(node));
      sets += set(text_of(name), text_of(name));
    }
    after(node, sets);
  }

  void take_names(Node node, Node clause, Node source) {
    std::string sets;
    for (const Node one : clause.named_children()) {
      if (one.extra()) continue;
      const std::string name = text_of(one.field("name"));
      const Node alias = one.field("alias");
      sets += set(alias ? text_of(alias) : name, source ? "require(" + text_of(source) + ")." + name : name);
    }
    if (source) return replace(node, sets);
    tail_ += sets;
    replace(node, ";");
  }

  static std::string set(const std::string& name, const std::string& value) { return "exports." + name + " = " + value + "; "; }
  void after(Node node, const std::string& text) { splices_.push_back({node.end(), node.end(), "; " + text}); }
  std::string refuse(Node node) {
    error_ = "line " + std::to_string(node.line()) + ": this export is not known";
    return {};
  }

  std::string_view text_;
  std::vector<Splice> splices_;
  std::string head_, tail_, error_;
};

}  // namespace

base::Result<std::string> to_commonjs(std::string_view module) {
  TRY(const auto tree, code::Tree::parse(code::Language::javascript, module));
  if (tree.has_error()) return base::fail(base::Code::unsupported, "it does not parse as JavaScript");
  return Converter(module).run(tree.root());
}

}  // namespace repair
