#include "type_eraser.h"

#include <algorithm>
#include <set>
#include <vector>

#include "base/try.h"
#include "candidate.h"
#include "code/parse.h"

namespace repair {
namespace {

using code::Node;

bool is_one_of(std::string_view type, std::initializer_list<std::string_view> set) {
  return std::find(set.begin(), set.end(), type) != set.end();
}

Node token_of(Node node, std::string_view type) {
  for (const Node child : node.children())
    if (child.type() == type) return child;
  return {};
}

class Eraser {
 public:
  Eraser(std::string_view text, EraseOptions options) : text_(text), options_(options) {}

  base::Result<Erased> run(Node root) {
    code::Cursor at(root);
    bool more = at.next();
    while (more) {
      const bool all = visit(at.node());
      if (!error_.empty()) return base::fail(base::Code::unsupported, error_);
      more = all ? at.skip() : at.next();
    }
    for (const Node node : imports_) visit_import(node);
    for (const Node node : exports_) visit_export(node);
    std::stable_sort(splices_.begin(), splices_.end(), [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
    return Erased{edited(text_, splices_), is_module_};
  }

 private:
  std::string_view text_of(Node node) const { return node.text(text_); }

  void blank(std::size_t begin, std::size_t end, char first = ' ') {
    std::string blanks(text_.substr(begin, end - begin));
    for (char& c : blanks)
      if (c != '\n' && c != '\r') c = ' ';
    if (!blanks.empty() && first != ' ') blanks[0] = first;
    splices_.push_back({begin, end, std::move(blanks)});
  }
  bool blank(Node node) {
    blank(node.begin(), node.end());
    return true;
  }
  /// A whole statement or member: a ";" keeps its neighbours apart.
  bool remove(Node node) {
    blank(node.begin(), node.end(), ';');
    return true;
  }
  bool refuse(std::string what, Node node) {
    error_ = "line " + std::to_string(node.line()) + ": " + what + " are more than types";
    return true;
  }

  /// True: what is below is dealt with.
  bool visit(Node node) {
    const std::string_view type = node.type();
    if (!node.named()) return false;
    if (is_one_of(type, {"type_annotation", "asserts_annotation", "type_predicate_annotation", "type_parameters",
                         "type_arguments", "implements_clause", "accessibility_modifier", "override_modifier"}))
      return blank(node);
    if (is_one_of(type, {"interface_declaration", "type_alias_declaration", "ambient_declaration", "function_signature",
                         "abstract_method_signature", "method_signature", "index_signature"})) {
      note_type(node);
      return remove(node);
    }
    if (is_one_of(type, {"internal_module", "module"})) return refuse("namespaces", node);
    if (type == "import_alias") return refuse("import aliases", node);
    if (type == "decorator") return refuse("decorators", node);
    if (type.starts_with("jsx_")) return refuse("elements of JSX", node);
    if (type == "as_expression" || type == "satisfies_expression" || type == "non_null_expression")
      blank(node.child(0).end(), node.end());  // the value is visited next, the type is skipped below
    if (type == "identifier" || type == "shorthand_property_identifier") note_use(node);
    if (type == "import_statement") return take_import(node);
    if (type == "export_statement") return take_export(node);
    if (type == "enum_declaration") return lower_enum(node);
    visit_modifiers(node);
    return is_dropped_;
  }

  /// What is no node of its own: "?", "!", "readonly", "abstract".
  void visit_modifiers(Node node) {
    const std::string_view type = node.type();
    is_dropped_ = false;
    if (type == "public_field_definition") {
      const bool is_mere_type = token_of(node, "declare") || token_of(node, "abstract");
      if (is_mere_type || (!options_.defines_fields && !node.field("value") && !token_of(node, "static"))) {
        is_dropped_ = remove(node);
        return;
      }
    }
    if (is_one_of(type, {"public_field_definition", "method_definition", "optional_parameter", "required_parameter",
                         "variable_declarator", "abstract_class_declaration", "class_declaration"}))
      for (const Node child : node.children())
        if (is_one_of(child.type(), {"?", "!", "readonly", "abstract", "declare"})) blank(child);
    if (type == "required_parameter" && node.field("pattern").type() == "this") {
      const Node next = node.next_sibling();
      blank(node.begin(), next.type() == "," ? next.end() : node.end());
      is_dropped_ = true;
    }
    if (type == "method_definition" && text_of(node.field("name")) == "constructor") declare_fields(node);
  }

  /// constructor(private a: T) {}
  void declare_fields(Node constructor) {
    std::string assignments;
    for (const Node parameter : constructor.field("parameters").named_children()) {
      const auto children = parameter.children();
      const bool declares = std::any_of(children.begin(), children.end(), [](Node child) {
        return is_one_of(child.type(), {"accessibility_modifier", "readonly", "override_modifier"});
      });
      const Node name = parameter.field("pattern");
      if (declares && name) assignments += " this." + std::string(text_of(name)) + " = " + std::string(text_of(name)) + ";";
    }
    const Node body = constructor.field("body");
    if (assignments.empty() || !body) return;
    std::size_t at = body.begin() + 1;
    for (const Node statement : body.named_children())
      if (statement.type() == "expression_statement" && text_of(statement).starts_with("super(")) {
        at = statement.end();
        if (text_[at - 1] != ';') assignments.insert(0, ";");
        break;
      }
    splices_.push_back({at, at, assignments});
  }

  /// var E; (function (E) { const A = 0; E[E["A"] = A] = "A"; })(E || (E = {}));
  bool lower_enum(Node node) {
    const std::string name(text_of(node.field("name")));
    const Node body = node.field("body");
    std::string previous;
    blank(node.begin(), node.field("name").begin());
    splices_.push_back({node.field("name").begin(), body.begin() + 1,
                        "var " + name + "; (function (" + name + ") {"});
    values_.insert(name);
    for (const Node member : body.children()) {
      if (member.type() == ",") blank(member);
      if (!member.named() || member.extra()) continue;
      Node key = member;
      Node value;
      if (member.type() == "enum_assignment") {
        key = member.field("name");
        value = member.field("value");
      }
      if (key.type() == "computed_property_name") return refuse("computed members of enumerations", member);
      std::string plain(text_of(key));
      if (key.type() == "string") plain = plain.substr(1, plain.size() - 2);
      const std::string quoted = "\"" + plain + "\"";
      const bool is_text = value && is_one_of(value.type(), {"string", "template_string"});
      std::string text = value ? std::string(text_of(value)) : previous.empty() ? "0" : name + "[" + previous + "] + 1";
      const std::string member_text = name + "[" + quoted + "]";
      std::string out = is_text ? member_text + " = " + text + ";" : name + "[" + member_text + " = " + text + "] = " + quoted + ";";
      if (key.type() != "string") out += " const " + plain + " = " + member_text + ";";
      splices_.push_back({member.begin(), member.end(), out + newlines_in(member)});
      previous = quoted;
    }
    const std::size_t end = body.end() - 1;
    splices_.push_back({end, end + 1, "})(" + name + " || (" + name + " = {}));"});
    return true;
  }
  std::string newlines_in(Node node) const {
    const auto text = text_of(node);
    return std::string(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), '\n');
  }

  // ---- names: what is used as a value ----

  void note_use(Node node) { used_.insert(std::string(text_of(node))); }
  void note_type(Node node) {
    if (const Node name = node.field("name"); name && node.type() != "function_signature") types_.insert(std::string(text_of(name)));
  }

  bool take_import(Node node) {
    if (token_of(node, "import_require_clause")) return refuse("imports by require", node);
    if (!options_.is_part) imports_.push_back(node);
    return true;
  }
  bool take_export(Node node) {
    if (token_of(node, "=")) return refuse("exports by assignment", node);
    if (token_of(node, "as") && token_of(node, "namespace")) return remove(node);
    const Node declaration = node.field("declaration");
    if (declaration && is_one_of(declaration.type(), {"interface_declaration", "type_alias_declaration", "ambient_declaration",
                                                      "function_signature"})) {
      note_type(declaration);
      return remove(node);
    }
    if (declaration.type() == "enum_declaration") {
      // "export" in front of "var" is right as it is.
      is_module_ = true;
      return lower_exported_enum(node, declaration);
    }
    if (token_of(node, "type")) return remove(node);
    is_module_ = true;
    if (const Node clause = token_of(node, "export_clause")) {
      exports_.push_back(node);
      if (!node.field("source"))
        for (const Node one : clause.named_children()) note_use(one.field("name"));
      return true;
    }
    return false;
  }
  bool lower_exported_enum(Node node, Node declaration) {
    blank(node.begin(), declaration.begin());
    if (lower_enum(declaration) && !error_.empty()) return true;
    const std::string name(text_of(declaration.field("name")));
    for (auto& splice : splices_)
      if (splice.begin == declaration.field("name").begin()) splice.text.insert(0, "export ");
    return true;
  }

  void visit_import(Node node) {
    const Node clause = token_of(node, "import_clause");
    if (token_of(node, "type") || token_of(node, "typeof")) {
      remove(node);
      return;
    }
    is_module_ = true;
    if (!clause) return;
    std::size_t names = 0;
    std::size_t kept = 0;
    std::vector<Node> dropped;
    for (const Node part : clause.named_children()) {
      if (part.type() == "named_imports") {
        for (const Node one : part.named_children()) count(one, one.field("alias") ? one.field("alias") : one.field("name"), names, kept, dropped);
      } else {
        const auto below = part.named_children();
        count(part, part.type() == "namespace_import" && !below.empty() ? below.front() : part, names, kept, dropped);
      }
    }
    if (names > 0 && kept == 0) {
      remove(node);
      return;
    }
    for (const Node one : dropped) {
      const Node next = one.next_sibling();
      blank(one.begin(), next.type() == "," ? next.end() : one.end());
    }
  }
  void count(Node part, Node name, std::size_t& names, std::size_t& kept, std::vector<Node>& dropped) const {
    if (part.extra()) return;
    ++names;
    const bool is_type = token_of(part, "type") || token_of(part, "typeof");
    if (!is_type && used_.contains(std::string(text_of(name)))) {
      ++kept;
    } else {
      dropped.push_back(part);
    }
  }

  void visit_export(Node node) {
    for (const Node one : token_of(node, "export_clause").named_children()) {
      const std::string name(text_of(one.field("name")));
      const bool is_local_type = !node.field("source") && types_.contains(name) && !values_.contains(name);
      if (!token_of(one, "type") && !is_local_type) continue;
      const Node next = one.next_sibling();
      blank(one.begin(), next.type() == "," ? next.end() : one.end());
    }
  }

  std::string_view text_;
  EraseOptions options_;
  std::vector<Splice> splices_;
  std::vector<Node> imports_, exports_;
  std::set<std::string> used_, types_, values_;
  std::string error_;
  bool is_module_ = false, is_dropped_ = false;
};

}  // namespace

base::Result<Erased> erase_types(code::Language language, std::string_view text, EraseOptions options) {
  if (language != code::Language::typescript && language != code::Language::tsx) return Erased{std::string(text), false};
  TRY(const auto tree, code::Tree::parse(language, text));
  if (tree.has_error()) return base::fail(base::Code::unsupported, "it does not parse as TypeScript");
  return Eraser(text, options).run(tree.root());
}

}  // namespace repair
