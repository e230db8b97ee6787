#include "values.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "dialect.h"
#include "edits.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

constexpr std::size_t k_values_max = 40;
constexpr std::size_t k_text_max = 40;
constexpr std::size_t k_shape_depth_max = 8;

Shape of_maker(std::string_view name, Language language) {
  if (language == Language::cpp && (name == "find" || name == "erase" || is_in(k_make_places, name))) return Shape::place;
  if (is_in(k_make_numbers, name)) return Shape::number;
  if (is_in(k_make_texts, name)) return Shape::text;
  if (is_in(k_make_lists, name)) return Shape::list;
  if (is_in(k_make_sets, name)) return Shape::set;
  return is_in(k_make_maps, name) ? Shape::map : Shape::unknown;
}

/// "std::vector<int>", "Map<String, Integer>", "[]string", "i64".
Shape of_type(std::string_view text) {
  const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  const auto outer = text.substr(0, text.find('<'));
  const auto in_outer = [&](std::string_view word) { return outer.find(word) != std::string_view::npos; };
  if (in_outer("Set") || in_outer("set")) return Shape::set;
  if (in_outer("Map") || in_outer("map")) return Shape::map;
  if (in_outer("vector") || in_outer("deque") || in_outer("List") || in_outer("list") || in_outer("Vec") || in_outer("Deque") || in_outer("Array") ||
      outer.ends_with("[]") || outer.starts_with("[]"))
    return Shape::list;
  if (has("<")) return Shape::unknown;
  if (has("string") || has("String") || has("str")) return Shape::text;
  if (has("bool")) return Shape::truth;
  for (const std::string_view word : {"int", "long", "short", "double", "float", "size_t", "unsigned", "number", "i32", "i64", "u32", "u64", "usize", "f64"})
    if (has(word)) return Shape::number;
  return Shape::unknown;
}

/// The last name in front of the brackets.
std::string_view name_called(const Source& source, Node call) {
  std::string_view text;
  if (call.type() == "new_expression") text = source.text_of(call.field("constructor"));
  else if (call.type() == "object_creation_expression") text = source.text_of(call.field("type"));
  else text = source.text_of(callee_of(call));
  text = text.substr(0, text.find('<'));
  const auto at = text.find_last_of(".:>");
  return at == std::string_view::npos ? text : text.substr(at + 1);
}

bool is_empty_literal(std::string_view text) {
  for (const std::string_view one : {"0", "0.0", "0L", "1", "[]", "{}", "\"\"", "''", "None", "null", "false", "False", "set()", "dict()", "list()", "NULL",
                                     "nullptr", "new Map()", "new Set()", "Vec::new()", "String::new()", "0;"})
    if (text == one) return true;
  return text.starts_with("new ") && text.ends_with("()");
}

/// What the text around says of a value.
struct Traces {
  std::map<Shape, int> shapes;
  int sets = 0, empty_sets = 0, changes = 0, reads = 0, passes = 0, pushes = 0, pops = 0;

  void note(Shape shape, int weight = 1) {
    if (shape != Shape::unknown) shapes[shape] += weight;
  }
  [[nodiscard]] Shape shape() const {
    Shape best = Shape::unknown;
    int most = 0;
    for (const auto& [shape, count] : shapes)
      if (count > most) {
        best = shape;
        most = count;
      }
    return best;
  }
  [[nodiscard]] bool is_unread() const { return reads == 0 && passes == 0 && changes == 0; }
  [[nodiscard]] bool is_stale() const {
    const Shape now = shape();
    const bool is_plain = now == Shape::number || now == Shape::text || now == Shape::truth;
    return sets == 1 && empty_sets == 1 && changes == 0 && reads > 0 && (is_plain || passes == 0);
  }
};

/// Names of other functions mean other things, but for the receivers of Go, which are called alike.
bool is_object(const Source& source, Node member, const std::set<std::string, std::less<>>& names, bool is_own) {
  const auto object = source.text_of(object_of(member));
  return object == "self" || object == "this" || ((is_own || source.language() == Language::go) && names.contains(object));
}

class Reader {
 public:
  Reader(const Source& source, const std::vector<std::string>& names) : source_(source), names_(names.begin(), names.end()) {
    if (!source.is_python()) return;
    for (const Node statement : source.root().named_children())
      if (statement.type() == "import_statement" || statement.type() == "import_from_statement") note_import(statement);
  }

  /// `is_own`: the function itself, whose names mean what they mean there; of others only members count, and in C++ and
  /// Java what looks like a field.
  void read(Node root, bool is_own, bool is_of_class = true) {
    for (code::Cursor at(root); at.next();) {
      const Node node = at.node();
      const Kind kind = kind_of(node, source_.language());
      const bool is_field = node.type() == "field_identifier" && node.parent().type().ends_with("declarator");
      if (kind == Kind::member) {
        if (node.end() - node.begin() <= k_text_max && is_of_class && is_object(source_, node, names_, is_own)) note(node, true);
      } else if (kind == Kind::name || is_field) {
        if (is_own || is_field || looks_like_field(source_.text_of(node))) note(node, false);
      }
    }
  }

  /// Fields that are declared in the class around.
  void read_fields(Node holder) {
    for (code::Cursor at(holder); at.next();) {
      const std::string_view type = at.node().type();
      if (type != "field_declaration" && type != "public_field_definition" && type != "field_definition") continue;
      const Shape shape = of_type(source_.text_of(at.node().field("type")));
      for (const Node child : at.node().named_children()) {
        Node name = child;
        while (name.field("declarator")) name = name.field("declarator");
        if (child.type() == "variable_declarator") name = child.field("name");
        if (name.type() != "identifier" && name.type() != "field_identifier") continue;
        const std::string text(source_.text_of(name));
        if (!fields_.insert(text).second) continue;
        traces_[text].note(shape, 3);
        order_.push_back(text);
      }
    }
  }

  [[nodiscard]] std::vector<Value> values(const std::vector<std::string>& names) const {
    std::vector<Value> out;
    const auto put = [&](const std::string& text, bool is_member) {
      if (out.size() >= k_values_max) return;
      if (std::any_of(out.begin(), out.end(), [&](const Value& one) { return one.text == text; })) return;
      const auto found = traces_.find(text);
      Value value{text, Shape::unknown, is_member, false, false, false, false};
      if (found != traces_.end()) {
        value.shape = found->second.shape();
        value.is_stale = found->second.is_stale();
        value.is_unread = found->second.is_unread() && !is_member;  // members are read elsewhere
        value.only_grows = found->second.pushes > 0 && found->second.pops == 0;
      }
      out.push_back(std::move(value));
    };
    for (const auto& name : names)
      if (!is_type_or_module(name)) put(name, false);
    for (const auto& text : order_)
      if (members_.contains(text) || fields_.contains(text) || looks_like_field(text)) put(text, true);
    return out;
  }

 private:
  [[nodiscard]] bool looks_like_field(std::string_view name) const {
    return source_.language() == Language::cpp && name.size() > 1 && name.ends_with('_');
  }

  [[nodiscard]] bool is_type_or_module(std::string_view name) const {
    const bool is_type = name.size() > 1 && name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'a' && name[1] <= 'z';
    return is_type || modules_.contains(name);
  }

  Traces& traces(Node node, bool is_member) {
    std::string text(source_.text_of(node));
    if (is_member) members_.insert(text);
    const auto [at, is_new] = traces_.try_emplace(text);
    if (is_new) order_.push_back(std::move(text));
    return at->second;
  }

  void note_import(Node statement) {
    for (code::Cursor at(statement); at.next();)
      if (at.node().type() == "identifier") modules_.emplace(source_.text_of(at.node()));
  }

  void set(Traces& traces, Node value) {
    ++traces.sets;
    if (!value) return;
    const std::string_view type = value.type();
    const bool is_container = type == "set" || type == "list" || type == "array" || type == "dictionary";
    const bool is_start = is_container && value.named_children().size() == 1;  // {start}: to go on from; several are a table
    if (is_start || is_empty_literal(source_.text_of(value))) ++traces.empty_sets;
    traces.note(shape_of(source_, value, {}), 2);
  }

  void note(Node node, bool is_member) {
    const Node parent = node.parent();
    const std::string_view type = parent.type();
    const Kind kind = kind_of(parent, source_.language());
    if (kind == Kind::call && node == callee_of(parent)) return;  // a function, a method
    if (kind == Kind::member && !(node == object_of(parent))) return;
    Traces& traces = this->traces(node, is_member);
    if (type == "typed_parameter" || type == "parameter_declaration" || type == "formal_parameter" || type == "required_parameter" || type == "parameter")
      traces.note(of_type(source_.text_of(parent.field("type"))), 3);
    if (note_property(traces, node)) return;
    if (note_pointer(traces, node)) return;
    if (type == "declaration" && !(node == parent.field("type"))) {  // C and C++, without a value
      ++traces.sets;
      ++traces.empty_sets;
      return traces.note(of_type(source_.text_of(parent.field("type"))), 3);
    }
    if (kind == Kind::augmented) return note_augmented(traces, node, parent);
    if (type == "update_expression" || type == "inc_statement" || type == "dec_statement") {
      ++traces.changes;
      return traces.note(Shape::number);
    }
    if (is_set_by_part(node)) {
      ++traces.sets;
      return;
    }
    if (node == target_of(parent)) return note_set(traces, parent);
    if (kind == Kind::member && note_method(traces, parent)) return;
    if (kind == Kind::subscript && is_target(parent)) {
      ++traces.changes;
      return;
    }
    if (kind == Kind::arithmetic) {
      const auto op = source_.text_of(operator_of(parent));
      if (op == "-" || op == "*" || op == "/") traces.note(Shape::number);
    }
    if (type == "argument_list" || type == "arguments") {
      const auto called = name_called(source_, parent.parent());
      if (!is_in(k_looking, called)) ++traces.passes;
      const bool is_heap = called.starts_with("heap") || called == "insort" || called == "shuffle";
      if (is_heap) {
        ++traces.changes;
        return traces.note(Shape::list);
      }
    }
    ++traces.reads;
  }

  /// A parameter; in TypeScript constructor(private limit: number) makes this.limit.
  bool note_property(Traces& traces, Node node) {
    const Node parent = node.parent();
    const std::string_view type = parent.type();
    const bool is_script = type == "required_parameter" || type == "optional_parameter";
    const bool is_named = is_script || type == "typed_parameter" || ((type == "default_parameter" || type == "typed_default_parameter") && node == parent.field("name"));
    if (!is_named && type != "parameters" && type != "formal_parameters") return false;
    static_cast<void>(traces);
    const auto children = parent.named_children();
    if (!is_script || children.empty() || children[0].type() != "accessibility_modifier") return true;
    const std::string text = "this." + std::string(source_.text_of(node));
    members_.insert(text);
    const auto [at, is_new] = traces_.try_emplace(text);
    if (is_new) order_.push_back(text);
    ++at->second.sets;
    at->second.note(of_type(source_.text_of(parent.field("type"))), 3);
    return true;
  }

  /// C: char *text, int items[8].
  bool note_pointer(Traces& traces, Node node) {
    Node outer = node.parent();
    const bool is_array = outer.type() == "array_declarator" && node == outer.field("declarator");
    if (!is_array && outer.type() != "pointer_declarator") return false;
    while (outer.type().ends_with("declarator")) outer = outer.parent();
    const auto type = source_.text_of(outer.field("type"));
    if (type == "char") traces.note(Shape::text, 3);
    else if (is_array) traces.note(Shape::list, 3);
    return true;
  }

  /// Python and JavaScript: a, b = pair; for (const [a, b] of pairs); for a in list.
  static bool is_set_by_part(Node node) {
    const Node parent = node.parent();
    const std::string_view type = parent.type();
    if (type == "pattern_list" || type == "tuple_pattern" || type == "array_pattern") return true;
    return (type == "for_statement" || type == "for_in_clause" || type == "for_in_statement") && node == parent.field("left");
  }

  static Node target_of(Node parent) {
    const std::string_view type = parent.type();
    for (const std::string_view one : {"assignment", "assignment_expression", "assignment_statement", "short_var_declaration"})
      if (type == one) return parent.field("left");
    if (type == "variable_declarator") return parent.field("name");
    if (type == "let_declaration") return parent.field("pattern");
    if (type == "init_declarator" || type == "field_declaration") return parent.field("declarator");
    if (type == "expression_list") return {};
    return {};
  }

  void note_set(Traces& traces, Node parent) {
    Node value = parent.field("right");
    if (!value) value = parent.field("value");
    if (!value) value = parent.field("default_value");
    set(traces, value);
    Node declaration = parent;
    if (!declaration.field("type")) declaration = parent.parent();
    traces.note(of_type(source_.text_of(declaration.field("type"))), 3);
  }

  void note_augmented(Traces& traces, Node node, Node parent) {
    if (!(node == parent.field("left"))) {
      ++traces.reads;
      return;
    }
    ++traces.changes;
    traces.note(shape_of(source_, parent.field("right"), {}));
  }

  /// x.append(...): True if that is all that happens to x here.
  bool note_method(Traces& traces, Node member) {
    const Node call = member.parent();
    if (kind_of(call, source_.language()) != Kind::call || !(member == callee_of(call))) return false;
    const auto method = source_.text_of(member_of(member));
    if (is_in(k_of_lists, method)) traces.note(Shape::list);
    if (is_in(k_of_sets, method)) traces.note(Shape::set);
    if (is_in(k_of_maps, method)) traces.note(Shape::map);
    if (is_in(k_of_texts, method)) traces.note(Shape::text);
    if (method == "push" || method == "append" || method == "push_back") ++traces.pushes;
    if (method.starts_with("pop") || method == "shift" || method == "splice" || method == "clear" || method == "erase" || method == "remove") ++traces.pops;
    if (method == "add" && source_.language() != Language::java) traces.note(Shape::set);
    if (!is_in(k_changing, method)) return false;
    ++traces.changes;
    return true;
  }

  /// a[i] = x, del a[i]
  static bool is_target(Node subscript) {
    const Node parent = subscript.parent();
    const std::string_view type = parent.type();
    if (type == "delete_statement" || type == "update_expression") return true;
    const bool assigns = type == "assignment" || type == "augmented_assignment" || type == "assignment_expression" ||
                         type == "augmented_assignment_expression" || type == "compound_assignment_expr";
    return assigns && subscript == parent.field("left");
  }

  const Source& source_;
  std::set<std::string, std::less<>> names_, modules_;
  std::map<std::string, Traces, std::less<>> traces_;
  std::set<std::string, std::less<>> members_, fields_;
  std::vector<std::string> order_;
};

constexpr std::size_t k_pairs_max = 4;

/// Python: tuples of names that the function makes.
void add_pairs(const Source& source, const Unit& unit, std::vector<Value>& values) {
  std::size_t count = 0;
  for (code::Cursor at(unit.body); at.next() && count < k_pairs_max;) {
    const Node node = at.node();
    if (node.type() != "tuple" || node.end() - node.begin() > k_text_max) continue;
    const auto elements = node.named_children();
    const bool plain = std::all_of(elements.begin(), elements.end(), [&](Node one) { return kind_of(one, source.language()) == Kind::name; });
    std::string text(source.text_of(node));
    if (!plain || elements.size() < 2 || std::any_of(values.begin(), values.end(), [&](const Value& one) { return one.text == text; })) continue;
    values.push_back({std::move(text), Shape::unknown, false, true, false, false, false});
    ++count;
  }
}

/// Python and JavaScript: the class that holds a function.
Node holder_of(Node node) {
  for (; node; node = node.parent()) {
    const std::string_view type = node.type();
    if (type == "class_definition" || type == "class_declaration" || type == "class") return node;
  }
  return {};
}

bool has_base(Node holder) {
  if (holder.field("superclasses")) return true;
  const auto children = holder.children();
  return std::any_of(children.begin(), children.end(), [](Node child) { return child.type() == "class_heritage"; });
}

/// Whether `self` of both is of one class, as far as is known.
bool shares_self(const Source& source, const Unit& unit, const Unit& other) {
  const bool is_script = source.is_python() || source.language() == Language::javascript || source.language() == Language::typescript || source.language() == Language::tsx;
  const Node own = holder_of(unit.node), theirs = holder_of(other.node);
  return !is_script || !own || !theirs || own == theirs || has_base(own) || has_base(theirs);
}

Node class_around(Node node) {
  for (; node; node = node.parent()) {
    const std::string_view type = node.type();
    if (type == "class_specifier" || type == "struct_specifier" || type == "class_declaration" || type == "class") return node.field("body");
  }
  return {};
}

}  // namespace

Shape shape_of(const Source& source, Node node, const std::vector<Value>& values, std::size_t depth) {
  if (depth > k_shape_depth_max) return Shape::unknown;
  const std::string_view type = node.type();
  if (type == "new_expression" || type == "object_creation_expression") return of_maker(name_called(source, node), source.language());
  if (type == "dictionary" || type == "dictionary_comprehension") return Shape::map;
  if (type == "set" || type == "set_comprehension") return Shape::set;
  if (type == "template_string") return Shape::text;
  switch (kind_of(node, source.language())) {
    case Kind::number: return Shape::number;
    case Kind::string: return Shape::text;
    case Kind::boolean:
    case Kind::comparison:
    case Kind::negation: return Shape::truth;
    case Kind::minus: return Shape::number;
    case Kind::sequence:
    case Kind::comprehension: return Shape::list;
    case Kind::call: return of_maker(name_called(source, node), source.language());
    case Kind::parenthesised: {
      const auto inner = node.named_children();
      return inner.size() == 1 ? shape_of(source, inner[0], values, depth + 1) : Shape::unknown;
    }
    case Kind::arithmetic: {
      const auto parts = binaries(node);
      if (parts.size() != 1) return Shape::unknown;
      const Shape left = shape_of(source, parts[0].left, values, depth + 1);
      return left != Shape::unknown ? left : shape_of(source, parts[0].right, values, depth + 1);
    }
    case Kind::name:
    case Kind::member: {
      const auto text = source.text_of(node);
      for (const auto& value : values)
        if (value.text == text) return value.shape;
      return text.ends_with(".length") || text.ends_with(".size") ? Shape::number : Shape::unknown;
    }
    default: return Shape::unknown;
  }
}

std::vector<Value> values_of(const Source& source, const Unit& unit, const std::vector<std::string>& names) {
  Reader reader(source, names);
  reader.read(unit.node, true);
  for (const auto& other : source.units()) {
    if (other.begin == unit.begin || !are_near(other, unit)) continue;
    reader.read(other.node, false, shares_self(source, unit, other));
  }
  if (const Node holder = class_around(unit.node)) reader.read_fields(holder);
  auto values = reader.values(names);
  if (source.is_python()) add_pairs(source, unit, values);
  note_declared(source, unit, values);
  return values;
}

}  // namespace repair
