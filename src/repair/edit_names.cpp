// Identifiers, members, and names of functions.

#include <algorithm>
#include <array>
#include <cctype>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

/// Functions that are taken for one another.
constexpr std::string_view k_groups[][8] = {
    {"any", "all"},
    {"min", "max"},
    {"floor", "ceil", "round", "int", "trunc"},
    {"sum", "max", "min", "len"},
    {"sorted", "reversed", "list"},
    {"front", "back"},
    {"regex_match", "regex_search"},
    {"copy", "deepcopy"},
    {"find_first_of", "find_first_not_of", "find_last_of", "find_last_not_of"},
    {"insert", "insert_or_assign", "emplace"},
    {"emplace", "try_emplace", "insert_or_assign"},
    {"top", "front", "back"},
    {"less", "greater"},
    {"ValueError", "KeyError", "TypeError", "IndexError", "LookupError", "RuntimeError", "AttributeError"},
    {"Error", "TypeError", "RangeError", "SyntaxError"},
    {"IllegalArgumentException", "IllegalStateException", "IndexOutOfBoundsException", "NoSuchElementException", "NullPointerException", "UnsupportedOperationException"},
    {"invalid_argument", "out_of_range", "runtime_error", "domain_error", "logic_error"},
    {"rbegin", "begin"},
    {"push_back", "emplace_back", "push_front", "pop_back"},
    {"append", "extend", "add", "insert"},
    {"appendleft", "append"},
    {"pop", "popleft", "remove", "discard"},
    {"add", "update", "remove", "discard"},
    {"strip", "lstrip", "rstrip"},
    {"startswith", "endswith"},
    {"find", "rfind", "index", "rindex", "count"},
    {"split", "rsplit", "splitlines"},
    {"partition", "rpartition"},
    {"upper", "lower", "title", "capitalize", "casefold"},
    {"isupper", "islower"},
    {"isdigit", "isalpha", "isalnum", "isspace"},
    {"keys", "values", "items"},
    {"get", "pop", "setdefault"},
    {"union", "intersection", "difference", "symmetric_difference"},
    {"issubset", "issuperset", "isdisjoint"},
    {"ljust", "rjust", "center", "zfill"},
    {"lower_bound", "upper_bound"},
    {"bisect_left", "bisect_right", "bisect"},
    {"insort_left", "insort_right"},
    {"max_element", "min_element"},
    {"heappush", "heappop", "heappushpop", "heapreplace"},
    {"combinations", "permutations", "combinations_with_replacement", "product"},
    {"size", "capacity", "length"},
    {"toupper", "tolower"},
    {"isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower"},
    {"zip", "zip_longest"},
    {"str", "repr"},
    {"int", "float", "str"},
    {"list", "set", "tuple", "sorted"},
    {"all_of", "any_of", "none_of"},
    {"some", "every"},
    {"any", "all"},
    {"push", "unshift", "concat"},
    {"pop", "shift"},
    {"slice", "splice", "substring"},
    {"indexOf", "lastIndexOf"},
    {"push", "pop"},
    {"delete", "set", "add"},
    {"find", "findIndex", "filter", "some"},
    {"map", "forEach", "flatMap", "filter"},
    {"padStart", "padEnd"},
    {"trim", "trimStart", "trimEnd"},
    {"startsWith", "endsWith", "includes"},
    {"toLowerCase", "toUpperCase"},
    {"replace", "replaceAll"},
    {"parseInt", "parseFloat", "Number"},
    {"keys", "values", "entries"},
    {"floor", "ceil", "round", "trunc"},
    {"getOrDefault", "get"},
    {"first", "last"},
    {"addFirst", "addLast", "add"},
    {"pollFirst", "pollLast", "poll", "peek"},
    {"removeFirst", "removeLast"},
    {"HasPrefix", "HasSuffix", "Contains"},
    {"ToLower", "ToUpper"},
    {"TrimSpace", "TrimLeft", "TrimRight", "Trim", "TrimPrefix", "TrimSuffix"},
    {"Index", "LastIndex"},
    {"starts_with", "ends_with"},
    {"push_back", "push_front", "push"},
    {"pop_back", "pop_front"},
    {"trim_start", "trim_end", "trim"},
    {"min_by_key", "max_by_key"},
    {"unwrap_or", "unwrap_or_default"},
    {"and_then", "map"},
    {"saturating_sub", "wrapping_sub"},
    {"Min", "Max"},
    {"memcpy", "memmove"},
    {"emplace_front", "emplace_back"},
    {"stoi", "stol", "stoll", "stoull", "stod"},
    {"DOWN", "HALF_UP", "HALF_EVEN", "FLOOR", "CEILING", "UP"},
    {"HashMap", "LinkedHashMap", "TreeMap"},
    {"HashSet", "LinkedHashSet", "TreeSet"},
    {"remove", "removeAll", "removeIf"},
    {"getOrDefault", "get"},
};

/// The same of C and C++, whose names mean nothing elsewhere.
constexpr std::string_view k_native_groups[][6] = {
    {"strchr", "strrchr"},
    {"strcpy", "strcat"},
    {"strncpy", "strncat"},
    {"strcmp", "strcasecmp"},
    {"strspn", "strcspn"},
    {"isalpha", "isalnum", "isdigit", "isxdigit", "isprint", "ispunct"},
    {"abs", "fabs", "labs"},
    {"reserve", "resize"},
    {"sort", "stable_sort"},
    {"partition", "stable_partition"},
    {"set_union", "set_intersection", "set_difference", "set_symmetric_difference"},
    {"remove_prefix", "remove_suffix"},
    {"get", "release"},
    {"htons", "ntohs"},
    {"htonl", "ntohl"},
    {"lround", "lrint", "floor", "ceil"},
};

/// Names that C and C++ have nothing of.
constexpr std::string_view k_not_native[] = {
    "sum", "len", "sorted", "reversed", "list", "set", "tuple", "setdefault", "getOrDefault", "int", "float", "str", "repr", "pop", "get", "extend", "add", "discard", "update",
    "remove", "popleft", "index", "rindex", "slice", "splice", "substring", "concat", "some", "every", "map", "forEach", "flatMap", "filter", "removeAll", "removeIf", "any", "all",
    "Min", "Max", "delete", "keys", "values", "items", "product", "int", "title", "strip", "and_then", "unwrap_or", "trim", "shift", "unshift", "findIndex"};

constexpr double k_of_same_name = 1.2;  ///< self.issued = issued is hardly ever wrong
constexpr double k_unlike = 2.0;        ///< in likeness, of which 0.4 counts
constexpr double k_alike_shape = -0.7;

/// Data that is taken for one another; only where the file has the other one.
constexpr std::string_view k_data_groups[][4] = {
    {"first", "second"},
    {"begin", "end"},
    {"year", "month", "day"},
    {"hour", "minute", "second"},
    {"width", "height"},
    {"left", "right"},
    {"start", "end", "stop"},
    {"head", "tail"},
    {"next", "prev", "previous"},
    {"row", "col", "column"},
    {"x", "y", "z"},
    {"real", "imag"},
    {"numerator", "denominator"},
};
constexpr double k_of_data = 0.2;

/// Nor does the file mention it.
bool is_foreign(const Edits& edits, std::string_view name) {
  return std::find(std::begin(k_not_native), std::end(k_not_native), name) != std::end(k_not_native) && !mentions(edits.source.text(), name);
}

/// Functions that JavaScript does not have.
bool is_of_python(std::string_view name) {
  for (const std::string_view one : {"sum", "len", "int", "sorted", "reversed", "list", "extend", "discard", "popleft", "appendleft", "insert", "setdefault", "remove"})
    if (name == one) return true;
  return false;
}

void swap_in_groups(Edits& edits, Node name, double cost) {
  const std::string whole = edits.text(name);
  const auto colons = whole.rfind("::");
  const std::string prefix = colons == std::string::npos ? "" : whole.substr(0, colons + 2);
  const std::string text = whole.substr(prefix.size());
  for (const auto& group : k_groups) {
    if (std::find(std::begin(group), std::end(group), text) == std::end(group)) continue;
    for (const auto& other : group)
      if (!other.empty() && other != text && !(edits.is_native() && is_foreign(edits, other)) && !(edits.is_script() && is_of_python(other)))
        edits.replace(cost, "name of a function", name, prefix + std::string(other));
  }
  for (const auto& group : k_native_groups) {
    if (!edits.is_native() || std::find(std::begin(group), std::end(group), text) == std::end(group)) continue;
    for (const auto& other : group)
      if (!other.empty() && other != text) edits.replace(cost, "name of a function", name, prefix + std::string(other));
  }
  const bool is_of_pair = edits.language() == code::Language::cpp && (text == "first" || text == "second");
  for (const auto& group : k_data_groups) {
    if (std::find(std::begin(group), std::end(group), text) == std::end(group)) continue;
    for (const auto& other : group)
      if (!other.empty() && other != text && (mentions(edits.source.text(), other) || text == "begin" || is_of_pair))
        edits.replace(cost + (text == "begin" || text == "end" ? 3 * k_of_data : k_of_data), "member", name, prefix + std::string(other));
  }
}

/// MAX_ENTRIES
bool is_loud(const std::string& name) {
  return name.size() > 1 && std::none_of(name.begin(), name.end(), [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
}

void by_likeness(Edits& edits, Node node, const std::vector<std::string>& names, double cost,
                 const char* what) {
  const std::string text = edits.text(node);
  const Shape shape = edits.shape_of(node);
  const auto shape_of_name = [&](const std::string& name) {
    for (const auto& value : edits.scope.values)
      if (value.text == name) return value.shape;
    return Shape::unknown;
  };
  std::vector<std::pair<double, const std::string*>> ranked;
  for (const auto& name : names) {
    if (name == text) continue;
    const Shape other = shape_of_name(name);
    const Value* self = edits.is_native() ? edits.value_of(text) : nullptr;
    const Value* of_name = edits.is_native() ? edits.value_of(name) : nullptr;
    if (self != nullptr && of_name != nullptr && (!may_be(self->shape, of_name->shape) || !edits.is_same_type(*self, *of_name))) continue;
    const bool is_container = shape == Shape::list || shape == Shape::set || shape == Shape::map;  // numbers are everywhere
    const double by_shape = !may_be(shape, other) ? k_unlike : is_container && shape == other ? k_alike_shape : 0;
    ranked.emplace_back(1 - likeness(text, name) + by_shape, &name);
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::size_t i = 0; i < ranked.size(); ++i)
    edits.replace(cost + 0.4 * ranked[i].first + 0.03 * static_cast<double>(i), what, node,
                  *ranked[i].second);
}

/// A member that nothing in the file ever sets, where others are: a slip of the pen. At all its places in the function.
void unknown_member(Edits& edits, Node member) {
  const std::string name = edits.text(member);
  if (edits.is_typed() || name.size() < 2 || !edits.members().is_whole || edits.members().defined.contains(name)) return;
  std::vector<Node> places;
  for (code::Cursor at(edits.unit.node); at.next();)
    if (edits.kind(at.node()) == Kind::member && edits.text(member_of(at.node())) == name) places.push_back(member_of(at.node()));
  for (const auto& other : edits.members().list) {
    if (other == name) continue;
    std::vector<Splice> splices;
    for (const Node place : places) splices.push_back({place.begin(), place.end(), other});
    edits.splice(1.1 + 0.3 * (1 - likeness(name, other)), "member", member.line(), std::move(splices));
  }
}

void edit_member(Edits& edits, Node node) {
  const Node member = member_of(node);
  const std::string object = edits.text(object_of(node));
  const Node parent = node.parent();
  const bool is_called = parent && node == callee_of(parent);
  swap_in_groups(edits, member, 1.0);
  std::vector<std::string> others;
  for (const auto& [of, name] : edits.scope.members)
    if (of == object) others.push_back(name);
  if (object == "self" || object == "this")
    for (const auto& name : edits.scope.attributes)
      if (std::find(others.begin(), others.end(), name) == others.end()) others.push_back(name);
  by_likeness(edits, member, others, is_called ? 1.7 : 1.4, "member");
  if (is_called && (object == "self" || object == "this")) by_likeness(edits, member, edits.scope.callables, 1.5, "name of a function");
  if (is_called || !is_value(node, edits.language())) return;
  unknown_member(edits, member);
  if (object != "self" && object != "this" && !edits.is_typed()) by_likeness(edits, member, edits.members().list, 1.8, "member");
  const std::string own = edits.text(member);
  const Value* self = edits.value_of(edits.text(node));
  for (const auto& name : edits.scope.names) {
    const Value* value = edits.is_typed() ? edits.value_of(name) : nullptr;
    if (self != nullptr && value != nullptr && (!may_be(self->shape, value->shape) || !edits.is_same_type(*self, *value))) continue;
    edits.replace(name == own || own.substr(1) == name ? 1.1 : 2.3, "name for a member", node, name);
  }
  edits.replace(2.6, "member dropped", node, object);
}

/// count += 1 -> self.count += 1
void member_as_target(Edits& edits, Node node, const std::string& text) {
  for (const auto& value : edits.scope.values) {
    if (!value.is_member) continue;
    const bool is_same = value.text == "self." + text || value.text == "this." + text || value.text == "self._" + text;
    edits.replace(is_same ? 1.0 : 2.6, "target of an assignment", node, value.text);
  }
}

}  // namespace

double likeness(std::string_view a, std::string_view b) {
  std::size_t front = 0;
  while (front < std::min(a.size(), b.size()) && a[front] == b[front]) ++front;
  std::size_t back = 0;
  while (back < std::min(a.size(), b.size()) - front &&
         a[a.size() - 1 - back] == b[b.size() - 1 - back])
    ++back;
  return static_cast<double>(front + back) / static_cast<double>(std::max(a.size(), b.size()));
}

void edit_names(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::member) {
    edit_member(edits, node);
    return;
  }
  if (kind == Kind::call) {
    const Node callee = callee_of(node);
    if (edits.kind(callee) == Kind::name) {
      swap_in_groups(edits, callee, 1.0);
      by_likeness(edits, callee, edits.scope.functions, 1.7, "name of a function");
      by_likeness(edits, callee, edits.scope.callables, 1.5, "name of a function");
    }
    return;
  }
  if (kind != Kind::name) return;
  const std::string text = edits.text(node);
  if (edits.is_native() && node.parent().type() == "case_statement" && node == node.parent().field("value")) return;  // the others are there already
  if (is_value(node, edits.language())) {
    const double of_same_name = target_name(edits, node) == text ? k_of_same_name : 0;
    by_likeness(edits, node, edits.scope.names, 1.3 + of_same_name, "name");
    by_likeness(edits, node, edits.scope.outer, 1.9, "name");
    if (edits.is_python()) {
      for (const auto& [object, name] : edits.scope.members)
        if (object == "self" || object == "this")
          edits.replace(name == text ? 1.3 : 2.3, "member for a name", node, "self." + name);
    }
    const Shape shape = edits.shape_of(node);
    const Value* self = edits.value_of(text);
    for (const auto& value : edits.scope.values)
      if (value.is_member && may_be(value.shape, shape) && (self == nullptr || edits.is_same_type(*self, value))) edits.replace(value.text.ends_with("." + text) ? 1.3 : 2.5, "member for a name", node, value.text);
    for (const auto& [object, name] : edits.scope.members)
      if (object == text && edits.is_python())
        edits.replace(2.3, "member of a name", node, text + "." + name);
  } else {
    // A target: x = ... where y was meant.
    const Node parent = node.parent();
    const std::string_view type = parent.type();
    const bool is_target =
        (type == "assignment" || type == "augmented_assignment" ||
         type == "assignment_expression" || type == "pattern_list" || type == "update_expression" ||
         type == "augmented_assignment_expression" || type == "compound_assignment_expr" ||
         type == "inc_statement" || type == "dec_statement" ||
         (type == "expression_list" && parent.parent().type() == "assignment_statement"));
    if (!is_target) return;
    std::vector<std::string> names = edits.scope.names;
    if (edits.is_native()) std::erase_if(names, is_loud);  // enumerators, macros
    by_likeness(edits, node, names, 1.9, "target of an assignment");
    if (edits.is_python() || edits.is_script()) member_as_target(edits, node, text);
  }
}

}  // namespace repair
