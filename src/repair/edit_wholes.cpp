// A part that stands for the whole, in Python and JavaScript: one member compared where several make two things equal, the
// number of rows for that of columns, all(zip()) of lists that are not as long, an object that leaves out what it was made of.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 120;
constexpr std::size_t k_others_max = 8;
constexpr std::size_t k_elements_max = 5;
constexpr std::size_t k_objects_max = 4;

std::string end_of(std::string_view text) {
  return std::string(text.substr(0, text.empty() ? 0 : text.size() - 1));
}

/// Data of the class at hand, or of objects that the file makes.
std::vector<std::string> data_beside(Edits& edits, const std::string& own) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& name) {
    if (name != own && out.size() < k_others_max && std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  for (const auto& value : edits.scope.values)
    if (value.text.starts_with("self.") || value.text.starts_with("this.")) add(value.text.substr(5));
  for (const auto& name : edits.members().list) add(name);
  return out;
}

/// a.x == b.x -> a.x == b.x and a.y == b.y
void member_too(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].left) != Kind::member || edits.kind(parts[0].right) != Kind::member) return;
  const std::string op = edits.text(parts[0].op), own = edits.text(member_of(parts[0].left));
  const std::string a = edits.text(object_of(parts[0].left)), b = edits.text(object_of(parts[0].right));
  const bool is_equal = op == "==" || op == "===";
  if (own != edits.text(member_of(parts[0].right)) || a == b || (!is_equal && op != "!=" && op != "!==")) return;
  const std::string between(is_equal ? edits.words().both : edits.words().either), text = edits.text(node);
  const std::string around = edits.text(node.parent());
  for (const auto& other : data_beside(edits, own)) {
    const std::string clause = a + "." + other + " " + op + " " + b + "." + other;
    if (around.find(a + "." + other) == std::string::npos) put_clause(edits, 1.7, "condition extended", node, between, text + between + clause);
  }
}

/// Python: hash(self.x) -> hash((self.x, self.y)), and (self.x, self.y) -> with self.z
void member_in_tuple(Edits& edits, Node node, Kind kind) {
  const auto arguments = arguments_of(node);
  if (kind == Kind::call && edits.text(callee_of(node)) == "hash" && arguments.size() == 1 && edits.kind(arguments[0]) == Kind::member) {
    const std::string object = edits.text(object_of(arguments[0])), text = edits.text(arguments[0]);
    for (const auto& other : data_beside(edits, edits.text(member_of(arguments[0])))) edits.replace(1.4, "key extended", arguments[0], "(" + text + ", " + object + "." + other + ")");
  }
  if (node.type() != "tuple" || node.end() - node.begin() > k_text_max) return;
  const auto elements = node.named_children();
  const std::string text = edits.text(node);
  if (elements.size() < 2 || elements.size() > k_elements_max || edits.kind(elements[0]) != Kind::member) return;
  const std::string object = edits.text(object_of(elements[0]));
  for (const auto& other : data_beside(edits, ""))
    if (text.find(object + "." + other) == std::string::npos) edits.replace(2.2, "key extended", node, end_of(text) + ", " + object + "." + other + ")");
}

/// Python: heappush(heap, (priority, item)) -> (priority, self.count, item): what is compared next must be comparable.
void order_in_tuple(Edits& edits, Node tuple) {
  const auto elements = tuple.named_children();
  if (tuple.parent().type() != "argument_list" || elements.size() < 2 || elements.size() > k_elements_max) return;
  std::size_t count = 0;
  for (const auto& value : edits.scope.values) {
    const bool is_known = edits.text(tuple).find(value.text) != std::string::npos;
    if (value.is_pair || is_known || !may_be(value.shape, Shape::number) || count++ >= k_others_max) continue;
    const bool counts = value.shape == Shape::number && value.is_member;
    std::vector<Splice> one;
    one.push_back({elements.back().begin(), elements.back().begin(), value.text + ", "});
    edits.splice(counts ? 1.7 : 2.4, "key extended", tuple.line(), std::move(one));
  }
}

/// len(rows) -> len(rows[0]), rows.length -> rows[0].length; and back.
void length_of_first(Edits& edits, Node node, Kind kind) {
  Node list;
  if (kind == Kind::call && edits.text(callee_of(node)) == "len" && arguments_of(node).size() == 1) list = arguments_of(node)[0];
  if (kind == Kind::member && edits.is_script() && edits.text(member_of(node)) == "length") list = object_of(node);
  const Kind of = edits.kind(list);
  if ((of == Kind::name || of == Kind::member) && may_be(edits.shape_of(list), Shape::list)) edits.replace(1.7, "index", list, edits.text(list) + "[0]");
  if (of != Kind::subscript || edits.text(indices_of(list).empty() ? Node() : indices_of(list)[0]) != "0") return;
  edits.replace(1.7, "index dropped", list, edits.text(list.field("value") ? list.field("value") : list.field("object")));
}

/// name, left = task -> (name, left) for `task`, which is what it was before.
void parts_for_whole(Edits& edits, Node node) {
  for (const auto& [end, whole, parts] : edits.unpacked())
    if (end <= node.begin() && edits.source.text_of(node) == whole) edits.replace(1.7, "name", node, parts);
}

/// all(x == y for x, y in zip(a, b)) -> len(a) == len(b) and all(...)
void as_long(Edits& edits, Node call) {
  const auto ask = [&](const std::string& a, const std::string& b) {
    const std::string both(edits.words().both), text = edits.text(call);
    const std::string left = filled(edits.words().length, a), right = filled(edits.words().length, b);
    put_clause(edits, 1.4, "condition extended", call, both, left + (edits.is_python() ? " == " : " === ") + right + both + text);
    put_clause(edits, 1.6, "condition extended", call, both, left + " <= " + right + both + text);
  };
  if (edits.is_python()) {
    if (edits.text(callee_of(call)) != "all") return;
    for (code::Cursor at(call); at.next();) {
      const auto arguments = arguments_of(at.node());
      if (edits.kind(at.node()) == Kind::call && edits.text(callee_of(at.node())) == "zip" && arguments.size() == 2) return ask(edits.text(arguments[0]), edits.text(arguments[1]));
    }
    return;
  }
  const MethodCall method = method_call_of(edits, call);
  const auto arguments = arguments_of(call);
  if (method.name != "every" || arguments.size() != 1) return;
  const auto parameters = arguments[0].field("parameters").named_children();
  if (parameters.size() != 2) return;
  for (code::Cursor at(arguments[0].field("body")); at.next();)
    if (const auto indices = indices_of(at.node()); edits.kind(at.node()) == Kind::subscript && indices.size() == 1 && edits.text(indices[0]) == edits.text(parameters[1]))
      return ask(edits.text(method.object), edits.text(at.node().field("object")));
}

/// { ...given, ...defaults } -> { ...defaults, ...given }, { items: [x] } -> { ...state, items: [x] }, { ...state, items: [...state.items, x] }
void what_is_kept(Edits& edits, Node object) {
  const auto parts = object.named_children();
  const std::string mark = edits.is_python() ? "**" : "...", text = edits.text(object);
  const auto is_spread = [](Node part) { return part.type() == "spread_element" || part.type() == "dictionary_splat"; };
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (!is_spread(parts[i]) && !is_spread(parts[i + 1])) continue;
    std::vector<Splice> both;
    both.push_back({parts[i].begin(), parts[i].end(), edits.text(parts[i + 1])});
    both.push_back({parts[i + 1].begin(), parts[i + 1].end(), edits.text(parts[i])});
    edits.splice(1.3, "elements swapped", object.line(), std::move(both));
  }
  const bool spreads = std::any_of(parts.begin(), parts.end(), is_spread);
  for (const Node part : parts) {
    const Node value = part.field("value");
    if (!spreads || !is_spread(parts[0]) || part.type() != "pair" || edits.kind(value) != Kind::sequence || value.named_children().size() != 1) continue;
    const std::string kept = edits.text(parts[0]).substr(mark.size()), list = edits.text(value);
    if (edits.is_script()) edits.replace(1.3, "elements for a list", value, "[..." + kept + "." + edits.text(part.field("key")) + ", " + list.substr(1));
  }
  if (parts.empty() || spreads || edits.kind(object.parent()) == Kind::call) return;
  std::size_t count = 0;
  const std::string_view own = std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
  for (const auto& name : edits.scope.names) {
    const bool is_object = own.find(edits.is_python() ? name + "[" : name + ".") != std::string_view::npos;
    if (!is_object || name == "this" || count++ >= k_objects_max) continue;
    std::vector<Splice> one;
    one.push_back({parts[0].begin(), parts[0].begin(), mark + name + ", "});
    edits.splice(2.1, "elements for a list", object.line(), std::move(one));
  }
}

/// self.state = patch -> { ...self.state, ...patch }: what is not in the patch stays.
void patch_for_whole(Edits& edits, Node assignment) {
  const Node left = assignment.field("left"), right = assignment.field("right");
  const Kind kind = edits.kind(right);
  const bool is_object = may_be(edits.shape_of(right), Shape::map) && may_be(edits.shape_of(left), Shape::map);
  if (edits.kind(left) != Kind::member || (kind != Kind::name && kind != Kind::member) || !is_object) return;
  const std::string own = edits.text(left), patch = edits.text(right);
  edits.replace(1.9, "elements for a list", right, edits.is_python() ? "{**" + own + ", **" + patch + "}" : "{ ..." + own + ", ..." + patch + " }");
}

/// return x + y -> memo[n] = x + y, where the function returns memo[n] otherwise.
void kept_for_returned(Edits& edits, Node statement) {
  const auto value = statement.named_children();
  if (value.size() != 1 || edits.kind(value[0]) == Kind::boolean || edits.kind(value[0]) == Kind::null || statement.line() != statement.end_line()) return;
  for (const Node other : edits.scope.simple_statements) {
    const auto returned = other.named_children();
    if (edits.kind(other) != Kind::return_ || other == statement || returned.size() != 1 || other.begin() < statement.end()) continue;
    const Kind kind = edits.kind(returned[0]);
    if (kind == Kind::subscript || kind == Kind::name || kind == Kind::member) edits.replace(2.0, "result kept", statement, edits.text(returned[0]) + " = " + edits.text(value[0]) + std::string(edits.words().end));
  }
}

/// return True, at the end of a function: what is left decides. stack -> not stack, node -> node.last
void answer_of_what_is_left(Edits& edits, Node literal) {
  const Node statement = literal.parent();
  const auto siblings = statements_of(statement.parent(), edits.language());
  if (edits.kind(statement) != Kind::return_ || siblings.size() < 2 || !(siblings.back() == statement)) return;
  const std::string no(edits.words().negate);
  for (const auto& value : edits.scope.values) {
    if (value.is_pair) continue;
    const std::string& name = value.text;
    const bool holds = value.shape == Shape::list || value.shape == Shape::map || value.shape == Shape::set || value.shape == Shape::text;
    if (holds) edits.replace(1.8, "condition for a constant", literal, edits.is_python() ? no + name : name + (value.shape == Shape::map || value.shape == Shape::set ? ".size === 0" : ".length === 0"));
    if (value.shape == Shape::number) edits.replace(2.0, "condition for a constant", literal, name + (edits.is_python() ? " == 0" : " === 0"));
    if (may_be(value.shape, Shape::truth) && !holds) edits.replace(2.5, "condition for a constant", literal, name);
    if (value.shape == Shape::unknown && !value.is_member) edits.replace(2.4, "condition for a constant", literal, edits.is_python() ? no + name : "Object.keys(" + name + ").length === 0");
    if (value.is_member || holds) continue;
    for (const auto& flag : edits.members().flags) edits.replace(2.0, "condition for a constant", literal, name + "." + flag);
  }
}

/// Python: "$" in node, where the file sets node["$"].
void answer_of_key(Edits& edits, Node literal) {
  if (edits.kind(literal.parent()) != Kind::return_) return;
  std::vector<std::string> keys;
  for (code::Cursor at(edits.source.root()); at.next() && keys.size() < 2;) {
    const Node left = at.node().field("left");
    if (edits.kind(at.node()) != Kind::assignment || edits.kind(left) != Kind::subscript || indices_of(left).size() != 1) continue;
    const std::string key = edits.text(indices_of(left)[0]);
    if (edits.kind(indices_of(left)[0]) == Kind::string && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  std::size_t count = 0;
  for (const auto& value : edits.scope.values)
    if (!value.is_pair && !value.is_member && may_be(value.shape, Shape::map) && count++ < k_others_max)
      for (const auto& key : keys) edits.replace(2.1, "condition for a constant", literal, key + " in " + value.text);
}

}  // namespace

void edit_wholes(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const std::string_view type = node.type();
  const bool is_used = is_value(node, edits.language());
  if (kind == Kind::comparison) member_too(edits, node);
  if (edits.is_python()) member_in_tuple(edits, node, kind);
  if (type == "tuple") order_in_tuple(edits, node);
  if (is_used && (kind == Kind::call || kind == Kind::member)) length_of_first(edits, node, kind);
  if (is_used && kind == Kind::name) parts_for_whole(edits, node);
  if (kind == Kind::call) as_long(edits, node);
  if (kind == Kind::assignment) patch_for_whole(edits, node);
  if (kind == Kind::return_) kept_for_returned(edits, node);
  if (type == "object" || type == "dictionary") what_is_kept(edits, node);
  if (kind == Kind::boolean) {
    answer_of_what_is_left(edits, node);
    answer_of_key(edits, node);
  }
}

}  // namespace repair
