// What a computation lacks at its edges: a division by nothing, the largest of nothing, a place behind the end; and the
// other half of what is there in two: left and right.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 80;

/// `value` where `question` holds, else `otherwise`.
std::string chosen(const Edits& edits, const std::string& question, const std::string& value, const std::string& otherwise) {
  return edits.is_python() ? value + " if " + question + " else " + otherwise : question + " ? " + value + " : " + otherwise;
}

/// total / count -> total / count if count else 0
void division_by_nothing(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1) return;
  const std::string op = edits.text(parts[0].op);
  const Kind of = edits.kind(parts[0].right);
  if ((op != "/" && op != "//" && op != "%") || of == Kind::number || of == Kind::string) return;
  std::string question = edits.text(parts[0].right);
  if (edits.is_python() && question.starts_with("len(") && question.ends_with(")") && question.find(')') + 1 == question.size()) question = question.substr(4, question.size() - 5);
  // The whole that is returned or kept, where it is more than this.
  Node whole = node;
  for (int up = 0; up < 4; ++up) {
    const Kind kind = edits.kind(whole.parent());
    if (kind == Kind::return_ || kind == Kind::assignment || whole.parent().type() == "variable_declarator" || whole.parent().type() == "pair" || whole.parent().type() == "arrow_function") break;
    whole = whole.parent();
  }
  for (const Node place : {node, whole}) {
    if (!is_value(place, edits.language()) || place.end() - place.begin() > k_text_max || !is_expression(edits.kind(place))) continue;
    const auto put = [&](double cost, const char* otherwise) {
      const std::string text = chosen(edits, question, edits.text(place), otherwise);
      edits.replace(cost, "nothing to divide by", place, is_open_place(place) ? text : "(" + text + ")");
    };
    put(1.5, "0");
    put(1.6, edits.is_python() ? "0.0" : "null");
    if (edits.is_python()) put(1.7, "None");
    if (place == whole) break;
  }
}

/// max(list) -> max(list, default=0); Math.max(...list) -> Math.max(0, ...list)
void extreme_of_nothing(Edits& edits, Node call) {
  const std::string called = edits.text(callee_of(call));
  const Node list = call.field("arguments");
  const std::string text = edits.text(list);
  if (edits.is_python()) {
    if ((called != "max" && called != "min") || text.find("default=") != std::string::npos) return;
    const auto arguments = arguments_of(call);
    const bool is_generator = list.type() == "generator_expression";
    if (!is_generator && arguments.size() != 1) return;
    const std::string inner = is_generator ? text : text.substr(1, text.size() - 2);
    for (const char* otherwise : {"0", "None", "\"\""}) edits.replace(otherwise[0] == '0' ? 1.6 : 1.8, "argument added", list, "(" + inner + ", default=" + otherwise + ")");
  } else if ((called == "Math.max" || called == "Math.min") && text.starts_with("(...")) {
    edits.replace(1.7, "argument added", list, "(0, " + text.substr(1));
  }
}

/// names[i] -> names[min(i, len(names) - 1)], names[i % len(names)]; and what may be empty: names[0] if names else None
void place_within(Edits& edits, Node node) {
  const auto indices = indices_of(node);
  if (indices.size() != 1 || node.end() - node.begin() > k_text_max) return;
  Node object = node.field("value");
  if (!object) object = node.field("object");
  const Kind kind = edits.kind(indices[0]);
  const std::string list = edits.text(object), index = edits.text(indices[0]), length = filled(edits.words().length, list);
  const Shape shape = edits.shape_of(object);
  if (shape == Shape::map || shape == Shape::set || edits.kind(object) == Kind::call) return;
  if (edits.is_python() && (index == "0" || index == "-1") && is_value(node, edits.language())) {
    const std::string text = chosen(edits, list, edits.text(node), "None");
    edits.replace(1.8, "nothing to look at", node, is_open_place(node) ? text : "(" + text + ")");
  }
  if ((kind != Kind::name && kind != Kind::member && kind != Kind::arithmetic) || !may_be(edits.shape_of(indices[0]), Shape::number)) return;
  if (edits.shape_of(indices[0]) == Shape::unknown && shape != Shape::list && shape != Shape::text) return;
  edits.replace(1.9, "place within", indices[0], filled(edits.words().least, index, length + " - 1"));
  edits.replace(2.0, "place within", indices[0], filled(edits.words().most, index, "0"));
  edits.replace(1.9, "place within", indices[0], edits.tight(indices[0]) + " % " + length);
  edits.replace(2.0, "index", indices[0], length + " - 1 - " + edits.tight(indices[0]));  // from the other end
}

constexpr std::string_view k_halves[][2] = {{"left", "right"}, {"first", "second"}, {"width", "height"}, {"start", "end"}, {"x", "y"}, {"row", "col"},
                                            {"a", "b"},        {"next", "prev"},    {"head", "tail"},    {"before", "after"}, {"min", "max"}};

/// Where `half` stands in `text` as a word behind a point; npos: nowhere.
std::size_t half_in(std::string_view text, std::string_view half) {
  for (std::size_t at = text.find(half); at != std::string_view::npos; at = text.find(half, at + 1)) {
    const std::size_t end = at + half.size();
    const bool is_whole = end == text.size() || (std::isalnum(static_cast<unsigned char>(text[end])) == 0 && text[end] != '_');
    if (at > 0 && text[at - 1] == '.' && is_whole) return at;
  }
  return std::string_view::npos;
}

/// depth(node.left) -> depth(node.left) + depth(node.right), max of both, one or the other
void other_half(Edits& edits, Node node) {
  const std::string text = edits.text(node);
  if (text.size() > k_text_max) return;
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  const bool is_whole = edits.kind(parent) == Kind::return_ || edits.kind(parent) == Kind::arithmetic || edits.kind(parent) == Kind::logical ||
                        edits.kind(parent) == Kind::assignment || type == "variable_declarator" || type == "augmented_assignment" || edits.kind(parent) == Kind::call;
  if (!is_whole || !is_value(node, edits.language())) return;
  for (const auto& halves : k_halves)
    for (const int own : {0, 1}) {
      const auto at = half_in(text, halves[own]);
      if (at == std::string::npos) continue;
      std::string other = text;
      other.replace(at, halves[own].size(), halves[1 - own]);
      if (halves[0] != "left" && edits.source.text().find("." + std::string(halves[1 - own])) == std::string::npos) continue;
      edits.replace_expression(1.6, "other half", node, text + " + " + other, Kind::arithmetic);
      edits.replace(1.8, "other half", node, filled(edits.words().most, text, other));
      put_clause(edits, 1.8, "other half", node, edits.words().either, text + std::string(edits.words().either) + other);
      put_clause(edits, 1.9, "other half", node, edits.words().both, text + std::string(edits.words().both) + other);
    }
}

constexpr std::size_t k_places_max = 4;

/// fn(args) -> result = fn(args), where `result` is returned; likeliest if nothing sets it.
void returned_result(Edits& edits, Node statement, const std::string& text) {
  const std::string_view own = std::string_view(edits.source.text()).substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
  for (const Node other : edits.scope.simple_statements) {
    const auto returned = other.named_children();
    if (edits.kind(other) != Kind::return_ || returned.size() != 1 || edits.kind(returned[0]) != Kind::name) continue;
    const std::string name = edits.text(returned[0]);
    if (text.starts_with(name + ".")) continue;
    const bool is_set = own.find(name + " = ") != std::string_view::npos;
    edits.replace(is_set ? 2.2 : 1.2, "result kept", statement, name + " = " + text + std::string(edits.words().end));
  }
}

/// cache.delete(key) -> cache.clear(): all of it is out of date, not one entry.
void all_for_one(Edits& edits, Node statement) {
  const auto children = statement.named_children();
  if (children.size() != 1) return;
  const MethodCall method = method_call_of(edits, children[0]);
  const bool takes_one = method.name == "delete" || method.name == "pop" || method.name == "discard" || method.name == "remove";
  Node object = takes_one && !arguments_of(children[0]).empty() ? method.object : Node();
  if (statement.type() == "delete_statement" && edits.kind(children[0]) == Kind::subscript) object = children[0].field("value");
  if (object) edits.replace(1.8, "all for one", statement, edits.text(object) + ".clear()" + std::string(edits.words().end));
}

/// batch.clear() empties what was given away: batch = []. A list of JavaScript's is emptied by length = 0.
void new_for_emptied(Edits& edits, Node statement) {
  const auto children = statement.named_children();
  if (children.size() != 1) return;
  const Node inner = children[0];
  const std::string end(edits.words().end);
  const MethodCall method = method_call_of(edits, inner);
  Node object = method.name == "clear" ? method.object : Node();
  const bool sets_length = edits.is_script() && edits.kind(inner) == Kind::assignment && edits.kind(inner.field("left")) == Kind::member && edits.text(member_of(inner.field("left"))) == "length";
  if (sets_length && edits.text(inner.field("right")) == "0") object = object_of(inner.field("left"));
  if (!object) return;
  const Shape shape = edits.shape_of(object);
  const auto put = [&](Shape of, const char* value) {
    if (may_be(shape, of)) edits.replace(1.3, "copy", statement, edits.text(object) + " = " + value + end);
  };
  if (edits.is_python() || sets_length) put(Shape::list, "[]");
  if (edits.is_python()) {
    put(Shape::map, "{}");
    put(Shape::set, "set()");
  } else if (!sets_length) {
    put(Shape::map, "new Map()");
    put(Shape::set, "new Set()");
  }
}

/// counts.set(key, n) -> counts.set(key, (counts.get(key) ?? 0) + n); groups[key] = [x] -> groups.setdefault(key, []).append(x)
void added_to_entry(Edits& edits, Node statement) {
  const auto children = statement.named_children();
  if (children.size() != 1) return;
  const std::string end(edits.words().end);
  const std::string_view nothing = " ?" "? ";
  const MethodCall method = method_call_of(edits, children[0]);
  const auto arguments = arguments_of(children[0]);
  std::string object, key, entry;
  Node value;
  if (edits.is_script() && method.name == "set" && arguments.size() == 2) {
    object = edits.text(method.object);
    key = edits.text(arguments[0]);
    value = arguments[1];
    entry = object + ".get(" + key + ")";
  } else if (edits.kind(children[0]) == Kind::assignment && edits.kind(children[0].field("left")) == Kind::subscript) {
    const Node left = children[0].field("left");
    value = children[0].field("right");
    entry = edits.text(left);
    if (indices_of(left).size() != 1) return;
    key = edits.text(indices_of(left)[0]);
    object = edits.text(left.field("value") ? left.field("value") : left.field("object"));
  }
  if (!value || edits.text(value).find(entry) != std::string::npos) return;
  const std::string text = edits.text(value);
  const Shape shape = edits.shape_of(value);
  if (edits.kind(value) == Kind::sequence && value.named_children().size() == 1) {
    const std::string inner = edits.text(value.named_children()[0]);
    if (edits.is_python()) edits.replace(1.7, "result kept", statement, object + ".setdefault(" + key + ", []).append(" + inner + ")");
    else edits.replace(1.7, "target in its value", value, "[...(" + entry + std::string(nothing) + "[]), " + inner + "]");
  } else if (may_be(shape, Shape::number) && edits.kind(value) != Kind::sequence) {
    const bool is_item = edits.kind(value) == Kind::name || edits.kind(value) == Kind::member || edits.kind(value) == Kind::subscript;
    if (is_item && edits.is_python()) edits.replace(2.1, "result kept", statement, object + ".setdefault(" + key + ", []).append(" + text + ")");
    if (edits.is_python()) {
      edits.replace(1.9, "target in its value", value, object + ".get(" + key + ", 0) + " + text);
    } else {
      edits.replace(1.8, "target in its value", value, "(" + entry + std::string(nothing) + "0) + " + text);
      edits.replace(1.9, "target in its value", value, entry + " + " + text);
    }
  }
}

/// state = reducer(state, x) for a mere call; list[i] = x for list.append(x)
void kept_result(Edits& edits, Node statement) {
  const auto children = statement.named_children();
  if (children.empty()) return;
  Node call = children.front();
  const std::string text = edits.text(call), end(edits.words().end);
  if (call.type() == "await_expression" && !call.named_children().empty()) call = call.named_children().front();
  const auto arguments = arguments_of(call);
  if (edits.kind(call) != Kind::call || statement.line() != statement.end_line()) return;
  const Node callee = callee_of(call);
  const bool is_name = edits.kind(callee) == Kind::name;
  returned_result(edits, statement, text);
  for (const Node argument : arguments)
    if (is_name && edits.kind(argument) == Kind::name) edits.replace(argument == arguments[0] ? 1.5 : 1.9, "result kept", statement, edits.text(argument) + " = " + text + end);
  if (edits.kind(callee) != Kind::member || arguments.size() != 1) return;
  const std::string method = edits.text(member_of(callee)), list = edits.text(object_of(callee));
  if (method != "append" && method != "push") return;
  std::size_t count = 0;
  for (const auto& value : edits.scope.values)
    if (!value.is_pair && !value.is_member && may_be(value.shape, Shape::number) && value.text != edits.text(arguments[0]) && count++ < k_places_max)
      for (const std::string& place : {list + "[" + value.text + "] = " + edits.text(arguments[0]),
                                       edits.is_python() ? list + ".insert(" + value.text + ", " + edits.text(arguments[0]) + ")" : list + ".splice(" + value.text + ", 0, " + edits.text(arguments[0]) + ")"})
        edits.replace(2.1, "place for the end", statement, place + end);
}

/// c == ' ' -> c == ' ' || c == '\t'
void usual_literal_too(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.kind(parts[0].right) != Kind::string) return;
  const std::string op = edits.text(parts[0].op), literal = edits.text(parts[0].right);
  const bool is_equal = op == "==" || op == "===";
  if (literal.size() < 3 || (!is_equal && op != "!=" && op != "!==")) return;
  const std::string inner = literal.substr(1, literal.size() - 2), quote(1, literal[0]);
  constexpr std::string_view usual[][2] = {{" ", "\\t"}, {" ", "\\n"}, {"\\n", "\\r"}, {"+", "-"}, {"*", "/"}, {".", ","}, {",", ";"}, {"#", ";"}, {"_", "-"}, {"-", "_"}, {"-", "+"}, {"'", "\\\""}, {"/", "\\\\"}};
  for (const auto& [one, other] : usual)
    if (one == inner)
      put_clause(edits, 2.0, "condition extended", node, is_equal ? edits.words().either : edits.words().both,
                 edits.text(node) + std::string(is_equal ? edits.words().either : edits.words().both) + edits.text(parts[0].left) + " " + op + " " + quote + std::string(other) + quote);
}

/// line.startswith("#") -> line.startswith(("#", ";")); text.replace(",", "") -> ... .replace(" ", "")
void usual_argument_too(Edits& edits, Node call) {
  const Node callee = callee_of(call);
  const auto arguments = arguments_of(call);
  if (edits.kind(callee) != Kind::member || arguments.empty() || edits.kind(arguments[0]) != Kind::string) return;
  const std::string method = edits.text(member_of(callee)), literal = edits.text(arguments[0]), text = edits.text(call);
  if (literal.size() < 3) return;
  const std::string inner = literal.substr(1, literal.size() - 2), quote(1, literal[0]);
  if (arguments.size() == 2 && method.starts_with("replace")) {
    for (const char* other : {",", " ", "-", "_", ".", "\\n"})
      if (other != inner) edits.replace(2.2, "call added", call, text + "." + method + "(" + quote + other + quote + ", " + edits.text(arguments[1]) + ")");
    return;
  }
  const bool is_start = method == "startswith" || method == "startsWith";
  if (arguments.size() != 1 || (!is_start && method != "endswith" && method != "endsWith")) return;
  constexpr std::string_view usual[][2] = {{"#", ";"}, {"#", "//"}, {"//", "#"}, {";", "#"}, {"http://", "https://"}, {"+", "-"}, {"-", "+"}, {"\\n", "\\r"}, {".", "_"}, {"\"", "'"}, {"'", "\""}};
  std::vector<std::string> others;
  for (const auto& [one, other] : usual)
    if (one == inner) others.push_back(quote + std::string(other) + quote);
  for (const auto& other : edits.scope.strings)
    if (other != literal && other.size() < 8 && other[0] == quote[0]) others.push_back(other);
  for (const auto& other : others) {
    if (edits.is_python()) edits.replace(2.0, "condition extended", arguments[0], "(" + literal + ", " + other + ")");
    else put_clause(edits, 2.0, "condition extended", call, "||", text + " || " + edits.text(callee) + "(" + other + ")");
  }
}

/// if not line.strip(): -> ... or line.startswith("#"): what is left out when it is empty is left out as a comment, too.
void comments_too(Edits& edits, Node branch) {
  const Node condition = condition_of(branch);
  if (edits.kind(condition) != Kind::negation) return;
  Node value = operand_of(condition);
  if (edits.kind(value) == Kind::call && edits.kind(callee_of(value)) == Kind::member) value = object_of(callee_of(value));
  const Node body = branch.field("consequence");
  const std::string text = edits.text(condition), name = edits.text(value), jump = edits.text(body);
  const bool leaves_out = jump.find("continue") != std::string::npos || jump.find("return") != std::string::npos;
  if (edits.kind(value) != Kind::name || !leaves_out || edits.source.text().find(name + ".") == std::string::npos) return;
  const char* start = edits.is_python() ? ".startswith(" : ".startsWith(";
  const char quote = edits.is_python() ? '"' : '\'';
  for (const char* mark : {"#", "//", ";"}) edits.replace(1.9, "condition extended", condition, text + std::string(edits.words().either) + name + start + quote + mark + quote + ")");
}

/// for x in list: from the end, sorted
void other_order(Edits& edits, Node loop) {
  const Node list = loop.field("right");
  const Kind kind = edits.kind(list);
  if (kind != Kind::name && kind != Kind::member && kind != Kind::subscript) return;
  const std::string text = edits.text(list);
  if (edits.is_python()) {
    edits.replace(2.1, "order of a loop", list, "sorted(" + text + ", reverse=True)");
    edits.replace(2.0, "order of a loop", list, "sorted(" + text + ")");
    edits.replace(2.0, "order of a loop", list, "reversed(" + text + ")");
  } else {
    edits.replace(2.0, "order of a loop", list, "[..." + text + "].reverse()");
    edits.replace(2.2, "order of a loop", list, "[..." + text + "].sort()");
    edits.replace(2.2, "order of a loop", list, "[..." + text + "].sort((a, b) => a - b)");
  }
}

/// items -> items[:limit], where nothing looks at limit.
void first_of_many(Edits& edits, Node node) {
  const Node parent = value_parent(node);
  const bool is_result = edits.kind(parent) == Kind::return_ || node == parent.field("right") || node == parent.field("value");
  const Shape shape = edits.shape_of(node);
  if (!is_result || (shape != Shape::list && shape != Shape::text && shape != Shape::unknown)) return;
  for (const auto& value : edits.scope.values) {
    if (!value.is_unread || value.is_pair || !may_be(value.shape, Shape::number)) continue;
    edits.replace(1.9, "slice", node, edits.is_python() ? edits.text(node) + "[:" + value.text + "]" : edits.text(node) + ".slice(0, " + value.text + ")");
  }
}

}  // namespace

void edit_gaps(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::arithmetic) division_by_nothing(edits, node);
  if (kind == Kind::call) extreme_of_nothing(edits, node);
  const bool is_many = kind == Kind::call || kind == Kind::name || kind == Kind::comprehension || kind == Kind::member;
  if (is_many && is_value(node, edits.language())) first_of_many(edits, node);
  if (kind == Kind::call) usual_argument_too(edits, node);
  if (kind == Kind::subscript) place_within(edits, node);
  if (kind == Kind::comparison) usual_literal_too(edits, node);
  if (kind == Kind::for_) other_order(edits, node);
  if (kind == Kind::if_) comments_too(edits, node);
  if (kind == Kind::expression_statement) {
    kept_result(edits, node);
    added_to_entry(edits, node);
    new_for_emptied(edits, node);
  }
  if (kind == Kind::expression_statement || node.type() == "delete_statement") all_for_one(edits, node);
  if (kind == Kind::call || kind == Kind::member) other_half(edits, node);
}

}  // namespace repair
