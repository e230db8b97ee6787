// What a file says of the members of its objects, where no types do.

#include <algorithm>
#include <array>
#include <cctype>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_file_max = 256 << 10;  ///< bytes; larger files are not read for this
constexpr std::size_t k_list_max = 40;
constexpr std::size_t k_flags_max = 6;
constexpr std::size_t k_data_max = 12;
constexpr std::size_t k_helpers_max = 6;

constexpr auto k_definitions = std::to_array<std::string_view>(
    {"pair", "dictionary", "function_definition", "method_definition", "class_definition", "typed_parameter", "parameters", "identifier",
     "public_field_definition", "field_definition", "property_signature", "keyword_argument", "default_parameter"});

bool is_defining(Node node) {
  if (node.type() == "shorthand_property_identifier") return true;
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  if (std::find(k_definitions.begin(), k_definitions.end(), type) != k_definitions.end()) return true;
  if (type == "assignment") return node == parent.field("left");
  if (type != "member_expression" && type != "attribute") return false;
  const Node outer = parent.parent();
  const bool assigns = outer.type().find("assignment") != std::string_view::npos && parent == outer.field("left");
  return assigns || outer.type() == "pattern_list";
}

bool is_name(std::string_view text) {
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '$'; });
}

bool is_truth(const Source& source, Node value, Node type) {
  const Kind kind = kind_of(value, source.language());
  if (kind == Kind::boolean || kind == Kind::comparison || kind == Kind::negation) return true;
  const auto text = source.text_of(type);
  return text == "bool" || text.find("boolean") != std::string_view::npos;
}

/// What is set to true or false, or declared so: x.y = true, y: boolean.
std::string_view flag_in(const Source& source, Node node) {
  const std::string_view type = node.type();
  if (type == "pair" && is_truth(source, node.field("value"), {})) return source.text_of(node.field("key"));
  if (type == "property_signature" || type == "public_field_definition" || type == "field_definition") {
    const Node name = node.field("name") ? node.field("name") : node.field("property");
    return is_truth(source, node.field("value"), node.field("type")) ? source.text_of(name) : std::string_view();
  }
  if ((type != "assignment" && type != "assignment_expression") || !is_truth(source, node.field("right"), node.field("type"))) return {};
  const Node left = node.field("left");
  const bool is_field = left.type() == "identifier" && node.parent().parent().parent().type() == "class_definition";  // of a dataclass
  if (is_field) return source.text_of(left);
  return left.type() == "member_expression" || left.type() == "attribute" ? source.text_of(member_of(left)) : std::string_view();
}

/// y of x.y that is neither called nor set.
std::string_view read_in(const Source& source, Node node) {
  if (kind_of(node, source.language()) != Kind::member || kind_of(object_of(node), source.language()) != Kind::name) return {};
  const Node parent = node.parent();
  const auto object = source.text_of(object_of(node));
  const bool is_called = kind_of(parent, source.language()) == Kind::call && node == callee_of(parent);
  const bool is_type = object[0] >= 'A' && object[0] <= 'Z';
  return is_called || is_type || object == "self" || node == parent.field("left") ? std::string_view() : source.text_of(member_of(node));
}

/// The key of a pair, the member of x.y = z.
std::string_view listed(const Source& source, Node node) {
  const std::string_view type = node.type();
  if (type == "pair") return source.text_of(node.field("key"));
  if (type == "shorthand_property_identifier") return source.text_of(node);
  if (type != "assignment" && type != "assignment_expression") return {};
  const Node left = node.field("left");
  return left.type() == "member_expression" || left.type() == "attribute" ? source.text_of(member_of(left)) : std::string_view();
}

}  // namespace

Members members_of(const Source& source) {
  Members out;
  if (source.text().size() > k_file_max) return out;
  out.is_whole = true;
  for (code::Cursor at(source.root()); at.next();) {
    const Node node = at.node();
    if (!node.named()) continue;
    if (const auto name = listed(source, node);
        is_name(name) && out.list.size() < k_list_max && std::find(out.list.begin(), out.list.end(), name) == out.list.end())
      out.list.emplace_back(name);
    if (const auto flag = flag_in(source, node);
        is_name(flag) && out.flags.size() < k_flags_max && std::find(out.flags.begin(), out.flags.end(), flag) == out.flags.end())
      out.flags.emplace_back(flag);
    if (const auto name = read_in(source, node);
        is_name(name) && out.data.size() < k_data_max && std::find(out.data.begin(), out.data.end(), name) == out.data.end())
      out.data.emplace_back(name);
    auto text = source.text_of(node);
    const bool is_quoted = text.size() > 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
    if (is_quoted) text = text.substr(1, text.size() - 2);
    if (is_name(text) && is_defining(node)) out.defined.emplace(text);
  }
  return out;
}

void note_helpers(const Source& source, const Unit& unit, Scope& scope) {
  const auto class_of = [](std::string_view name) { return name.substr(0, name.find_last_of('.') == std::string_view::npos ? 0 : name.find_last_of('.')); };
  const std::string object = source.is_python() ? "self" : "this";
  for (const auto& other : source.units()) {
    if (other.is_top || other.begin == unit.begin) continue;
    const auto list = other.node.field("parameters");
    std::vector<Node> parameters;
    for (const Node one : list.named_children())
      if (!one.extra() && source.text_of(one) != "self") parameters.push_back(one);
    const bool is_method = other.name.find('.') != std::string::npos;
    const std::string own = other.name.substr(is_method ? other.name.find_last_of('.') + 1 : 0);
    if (!list || own.empty() || own.starts_with("__") || own == "constructor" || own.find_first_of(" (<") != std::string::npos) continue;
    if (is_method && class_of(other.name) != class_of(unit.name)) continue;
    const std::string called = is_method ? object + "." + own : own;
    if (parameters.size() == 1 && scope.converters.size() < k_helpers_max) scope.converters.push_back(called);
    if (parameters.empty() && is_method && scope.doers.size() < k_helpers_max) scope.doers.push_back(called + "()");
  }
}

}  // namespace repair
