#include "declared_types.h"

#include <algorithm>
#include <array>

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_depth_max = 6;  ///< of namespaces and conditional parts
constexpr std::size_t k_links_max = 6;  ///< of a->b->c
constexpr std::size_t k_locals_max = 100;
constexpr std::size_t k_near = 32 << 10;  ///< bytes before and behind a function that are looked at

constexpr std::array<std::string_view, 7> k_silent = {"const", "struct", "enum", "volatile", "static", "typename", "class"};

std::string plain_type(std::string_view text) {
  std::string out, word;
  const auto flush = [&] {
    if (std::find(k_silent.begin(), k_silent.end(), word) == k_silent.end()) {
      const bool joins = !out.empty() && !word.empty() && out.back() != '<' && out.back() != ':' && out.back() != ',' && word[0] != ':' && word[0] != '<';
      out += (joins ? " " : "") + word;
    }
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\t') flush();
    else word += c;
  }
  flush();
  return out;
}

struct Declared {
  std::string name, marks;  ///< marks: "*", "[]"
};

/// *name, name[8], &name, name = 1.
Declared declared_by(const Source& source, Node declarator) {
  Declared out;
  for (std::size_t depth = 0; declarator && depth < 2 * k_depth_max; ++depth) {
    const std::string_view type = declarator.type();
    if (type == "identifier" || type == "field_identifier") {
      out.name = source.text_of(declarator);
      return out;
    }
    if (type == "pointer_declarator") out.marks += "*";
    else if (type == "array_declarator") out.marks += "[]";
    else if (type == "function_declarator") return {};
    Node inner = declarator.field("declarator");
    if (!inner && type == "reference_declarator" && !declarator.named_children().empty()) inner = declarator.named_children().back();
    declarator = inner;
  }
  return {};
}

void read_declaration(const Source& source, Node declaration, std::vector<Field>& out) {
  const Node type = declaration.field("type");
  if (!type || out.size() >= k_locals_max) return;
  std::string base = type.type() == "struct_specifier" || type.type() == "enum_specifier" || type.type() == "class_specifier" ? std::string(source.text_of(type.field("name"))) : plain_type(source.text_of(type));
  if (base.find("auto") != std::string::npos) base.clear();
  for (const Node child : declaration.named_children()) {
    if (child == type) continue;
    Declared one = declared_by(source, child);
    const bool is_const = source.text_of(declaration).starts_with("const ");
    if (!one.name.empty() && !base.empty()) out.push_back({std::move(one.name), base + one.marks, is_const});
  }
}

constexpr std::array<std::string_view, 6> k_around = {"namespace_definition", "declaration_list", "linkage_specification", "preproc_ifdef", "preproc_if",
                                                      "template_declaration"};

bool is_word_of_numbers(std::string_view type) {
  for (const std::string_view word : {"int", "long", "short", "double", "float", "size_t", "unsigned", "time_t", "ptrdiff_t", "signed"})
    if (type.find(word) != std::string_view::npos && type.find('<') == std::string_view::npos) return true;
  return type == "char" || type == "off_t";
}

}  // namespace

DeclaredTypes::DeclaredTypes(const Source& source, const Unit& unit) {
  if (source.language() != code::Language::c && source.language() != code::Language::cpp) return;
  read_outside(source, source.root(), 0);
  guess_fields(source, unit);
  for (code::Cursor at(unit.node); at.next();) {
    const std::string_view type = at.node().type();
    if (type == "parameter_declaration" || type == "declaration" || type == "for_range_loop") read_declaration(source, at.node(), locals_);
  }
  for (auto& [name, fields] : structs_) name_alike(fields);
  name_alike(locals_);
  for (Node node = unit.node; node && class_.empty(); node = node.parent())
    if (node.type() == "class_specifier" || node.type() == "struct_specifier") class_ = source.text_of(node.field("name"));
  if (const auto colons = unit.name.rfind("::"); class_.empty() && colons != std::string::npos) {
    const auto before = unit.name.rfind("::", colons - 1);
    class_ = unit.name.substr(before == std::string::npos || colons == 0 ? 0 : before + 2, before == std::string::npos ? colons : colons - before - 2);
  }
}

void DeclaredTypes::read_outside(const Source& source, Node holder, std::size_t depth) {
  if (depth > k_depth_max) return;
  for (const Node child : holder.named_children()) {
    const std::string_view type = child.type();
    if (std::find(k_around.begin(), k_around.end(), type) != k_around.end()) {
      read_outside(source, child, depth + 1);
    } else if (type == "type_definition") {
      note_struct(source, child.field("type"), source.text_of(child.field("declarator")));
    } else if (type == "declaration") {
      note_struct(source, child.field("type"), "");
    } else {
      note_struct(source, child, "");
    }
  }
}

void DeclaredTypes::note_struct(const Source& source, Node specifier, std::string_view name) {
  const std::string_view type = specifier.type();
  const std::string_view own = source.text_of(specifier.field("name"));
  if (type == "enum_specifier") {
    for (const std::string_view one : {own, name})
      if (!one.empty()) enums_.emplace_back(one);
    return;
  }
  const Node body = specifier.field("body");
  if ((type != "struct_specifier" && type != "class_specifier") || !body) return;
  std::vector<Field> fields;
  for (const Node child : body.named_children()) {
    if (child.type() == "field_declaration") read_declaration(source, child, fields);
    note_struct(source, child.type() == "field_declaration" ? child.field("type") : child, "");
  }
  for (const std::string_view one : {own, name})
    if (!one.empty()) structs_.emplace(one, fields);
  if (!own.empty() && !name.empty() && own != name) aliases_.emplace(own, name);
}

/// typedef struct node {...} node_t: "struct node*" is "node_t*".
void DeclaredTypes::name_alike(std::vector<Field>& fields) const {
  for (auto& field : fields) {
    const auto end = std::min(field.type.find_first_of("*["), field.type.size());
    const auto alias = aliases_.find(std::string_view(field.type).substr(0, end));
    if (alias != aliases_.end()) field.type.replace(0, end, alias->second);
  }
}

const std::vector<Field>* DeclaredTypes::fields_of(std::string_view type) const {
  if (type.ends_with("*")) type.remove_suffix(1);
  const auto found = structs_.find(type);
  return found == structs_.end() ? nullptr : &found->second;
}

/// Of structs that a header defines: what the functions around ask their objects for.
void DeclaredTypes::guess_fields(const Source& source, const Unit& unit) {
  constexpr std::array<std::string_view, 8> k_own = {"next", "prev", "previous", "left", "right", "parent", "child", "sibling"};
  std::map<std::string, std::vector<Field>, std::less<>> guessed;
  for (const auto& other : source.units()) {
    if (other.end + k_near < unit.begin || unit.end + k_near < other.begin) continue;
    std::vector<Field> locals;
    for (code::Cursor at(other.node); at.next();) {
      const Node node = at.node();
      const std::string_view type = node.type();
      if (type == "parameter_declaration" || type == "declaration") read_declaration(source, node, locals);
      if (type != "field_expression" || node.parent().type() == "call_expression") continue;
      const auto object = source.text_of(node.field("argument"));
      const auto local = std::find_if(locals.begin(), locals.end(), [&](const Field& one) { return one.name == object; });
      if (local == locals.end() || fields_of(local->type) != nullptr) continue;
      std::string_view of = local->type;
      if (of.ends_with("*")) of.remove_suffix(1);
      if (of.empty() || of.find_first_of("*[<:") != std::string_view::npos) continue;
      const std::string name(source.text_of(node.field("field")));
      auto& fields = guessed[std::string(of)];
      auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name == name; });
      if (field == fields.end()) field = fields.insert(fields.end(), {name, std::find(k_own.begin(), k_own.end(), name) != k_own.end() ? std::string(of) + "*" : ""});
      const Node parent = node.parent();
      const auto op = source.text_of(parent.field("operator"));
      const bool counts = parent.type() == "update_expression" || op == "-" || op == "*" || op == "/" || op == "%" || op == "<" || op == ">" || op == "<=" || op == ">=";
      if (counts && field->type.empty()) field->type = "long";
    }
  }
  structs_.merge(guessed);
}

std::vector<std::string> DeclaredTypes::beside(std::string_view field) const {
  std::vector<std::string> out;
  for (const auto& [name, fields] : structs_) {
    const auto own = std::find_if(fields.begin(), fields.end(), [&](const Field& one) { return one.name == field; });
    if (own == fields.end()) continue;
    for (const auto& one : fields)
      if (one.name != field && one.type == own->type && std::find(out.begin(), out.end(), one.name) == out.end()) out.push_back(one.name);
  }
  return out;
}

/// Of "x[i][j]" the name, and how many indices it has.
struct Indexed {
  std::string_view name;
  std::size_t indices = 0;
};

static Indexed indexed(std::string_view link) {
  Indexed out{link.substr(0, link.find('[')), 0};
  std::size_t depth = 0;
  for (const char c : link) {
    if (c == '[' && depth++ == 0) ++out.indices;
    if (c == ']' && depth > 0) --depth;
  }
  return out;
}

/// "node*" -> "node", "std::vector<slot>" -> "slot".
static std::string element_of(std::string_view type) {
  if (type.ends_with("[]")) return std::string(type.substr(0, type.size() - 2));
  if (type.ends_with("*")) return std::string(type.substr(0, type.size() - 1));
  for (const std::string_view list : {"vector<", "deque<", "span<", "array<"})
    if (const auto at = type.find(list); at != std::string_view::npos && type.ends_with(">")) {
      const auto inner = type.substr(at + list.size(), type.size() - at - list.size() - 1);
      return std::string(inner.substr(0, list == "array<" ? inner.find(',') : inner.size()));
    }
  return {};
}

/// Where the first link of "x[a.b]->y" ends.
static std::size_t end_of_link(std::string_view expression) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    if (expression[i] == '[') ++depth;
    if (expression[i] == ']' && depth > 0) --depth;
    if (depth == 0 && (expression[i] == '.' || expression.substr(i, 2) == "->")) return i;
  }
  return std::string_view::npos;
}

std::string DeclaredTypes::type_of(std::string_view expression) const {
  std::string type;
  for (std::size_t link = 0; link < k_links_max; ++link) {
    const auto end = end_of_link(expression);
    const auto [name, indices] = indexed(expression.substr(0, end));
    const std::vector<Field>* fields = link > 0 ? fields_of(type) : nullptr;
    if (link > 0 && fields == nullptr) return {};
    const auto named = [&, name = name](const Field& field) { return field.name == name; };
    if (link == 0) {
      if (const auto local = std::find_if(locals_.begin(), locals_.end(), named); local != locals_.end()) {
        type = local->type;
      } else if (name == "this") {
        type = class_;
      } else {
        fields = class_.empty() ? nullptr : fields_of(class_);
        if (fields == nullptr) return {};
      }
    }
    if (fields != nullptr) {
      const auto field = std::find_if(fields->begin(), fields->end(), named);
      if (field == fields->end()) return {};
      type = field->type;
    }
    for (std::size_t i = 0; i < indices; ++i) type = element_of(type);
    if (end == std::string_view::npos) return type;
    expression.remove_prefix(end + (expression[end] == '.' ? 1 : 2));
  }
  return {};
}

/// Of the standard library, by its name in front of the "<".
static Shape shape_of_container(std::string_view type) {
  const std::string_view name = type.substr(0, type.find('<'));
  constexpr std::array<std::pair<std::string_view, Shape>, 12> k_containers = {{{"std::vector", Shape::list}, {"std::deque", Shape::list}, {"std::list", Shape::list}, {"std::array", Shape::list}, {"std::span", Shape::list},
                                                                               {"std::map", Shape::map}, {"std::unordered_map", Shape::map}, {"std::multimap", Shape::map}, {"std::set", Shape::set},
                                                                               {"std::unordered_set", Shape::set}, {"std::string", Shape::text}, {"std::string_view", Shape::text}}};
  if (type.ends_with("iterator")) return Shape::place;
  for (const auto& [container, shape] : k_containers)
    if (name == container && (name.size() == type.size() || type.ends_with(">"))) return shape;
  return Shape::unknown;
}

Shape DeclaredTypes::shape_of(std::string_view type) const {
  if (type.empty()) return Shape::unknown;
  if (type == "char*" || type == "char[]") return Shape::text;
  if (type.ends_with("[]")) return Shape::list;
  if (type.ends_with("*")) return Shape::pointer;
  if (type == "bool" || type == "_Bool") return Shape::truth;
  if (std::find(enums_.begin(), enums_.end(), type) != enums_.end() || structs_.contains(type)) return Shape::object;
  return is_word_of_numbers(type) ? Shape::number : shape_of_container(type);
}

}  // namespace repair
