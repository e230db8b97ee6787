// How things are handed over in Python and JavaScript: arguments that are usual and forgotten, lists for their elements
// and back, functions by their name, keys that leave out a part.

#include <algorithm>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 80;
constexpr std::size_t k_parts_max = 8;

/// A call of `name` with `count` arguments gets another one.
struct Usual {
  std::string_view name;
  std::size_t count;
  double cost;
  std::string_view argument;
};
constexpr Usual k_python_usual[] = {
    {"enumerate", 1, 1.4, "1"}, {"next", 1, 1.3, "None"}, {"getattr", 2, 1.3, "None"}, {"int", 1, 2.0, "16"}, {"int", 1, 2.1, "2"},
    {"round", 1, 1.8, "2"}, {"range", 2, 1.8, "-1"}, {"dumps", 1, 1.6, "sort_keys=True"}, {"dumps", 1, 1.8, "ensure_ascii=False"},
    {"open", 1, 1.8, "encoding=\"utf-8\""}, {"open", 2, 1.8, "encoding=\"utf-8\""}, {"open", 2, 1.9, "newline=\"\""}, {"zip", 2, 2.2, "strict=True"},
    {"mkdir", 0, 1.6, "parents=True, exist_ok=True"}, {"mkdir", 0, 1.7, "exist_ok=True"}, {"makedirs", 1, 1.5, "exist_ok=True"}, {"unlink", 0, 1.6, "missing_ok=True"},
    {"splitlines", 0, 1.7, "True"}, {"gather", 1, 1.7, "return_exceptions=True"}, {"print", 1, 2.2, "end=\"\""}, {"bisect_left", 2, 2.2, "0"}, {"popitem", 0, 1.3, "last=False"}, {"move_to_end", 1, 1.6, "last=False"},
};
constexpr Usual k_script_usual[] = {
    {"parseInt", 1, 1.5, "10"}, {"parseInt", 1, 2.0, "16"}, {"parseInt", 1, 2.1, "2"}, {"toString", 0, 2.0, "2"}, {"toString", 0, 2.0, "16"}, {"toString", 0, 2.1, "36"},
    {"toFixed", 0, 1.8, "2"}, {"splice", 1, 1.2, "1"}, {"flat", 0, 1.4, "Infinity"}, {"padStart", 1, 1.2, "'0'"}, {"slice", 1, 2.0, "-1"},
    {"localeCompare", 1, 1.9, "undefined, { numeric: true }"}, {"localeCompare", 1, 1.9, "undefined, { sensitivity: 'base' }"}, {"addEventListener", 2, 2.0, "{ once: true }"},
    {"mkdir", 1, 1.6, "{ recursive: true }"}, {"mkdirSync", 1, 1.6, "{ recursive: true }"}, {"stringify", 1, 2.0, "null, 2"},
};

std::string last_name_of(Edits& edits, Node callee) {
  return edits.text(edits.kind(callee) == Kind::member ? member_of(callee) : callee);
}

void usual_argument(Edits& edits, Node call) {
  const std::string name = last_name_of(edits, callee_of(call));
  const Node list = call.field("arguments");
  const std::string text = edits.text(list);
  if (text.size() < 2 || text[0] != '(') return;
  const std::size_t count = list.named_children().size();
  const auto add = [&](const Usual& usual) {
    if (usual.name == name && usual.count == count)
      edits.replace(usual.cost, "argument added", list, text.substr(0, text.size() - 1) + (count == 0 ? "" : ", ") + std::string(usual.argument) + ")");
  };
  if (edits.is_python())
    for (const auto& usual : k_python_usual) add(usual);
  else
    for (const auto& usual : k_script_usual) add(usual);
}

/// Python: deque() -> deque(maxlen=limit)
void length_of_deque(Edits& edits, Node call) {
  const Node list = call.field("arguments");
  const std::string text = edits.text(list);
  if (last_name_of(edits, callee_of(call)) != "deque" || text.size() < 2 || text.find("maxlen") != std::string::npos) return;
  for (const auto& value : edits.scope.values)
    if (!value.is_pair && may_be(value.shape, Shape::number))
      edits.replace(1.7, "argument added", list, text.substr(0, text.size() - 1) + (text.size() == 2 ? "" : ", ") + "maxlen=" + value.text + ")");
}

/// JavaScript: new Array(n) has nothing in it.
void fill_array(Edits& edits, Node creation) {
  if (edits.text(creation.field("constructor")) != "Array" || creation.field("arguments").named_children().size() != 1 || edits.kind(creation.parent()) == Kind::member) return;
  edits.replace(1.4, "call added", creation, edits.text(creation) + ".fill(0)");
  edits.replace(1.8, "call added", creation, edits.text(creation) + ".fill(null)");
  edits.replace(1.8, "call added", creation, edits.text(creation) + ".fill(false)");
}

// ---- a list, or what is in it ----

/// The function around has a parameter ...name, *name.
bool is_rest(const Edits& edits, Node node, const std::string& name) {
  const std::string mark = edits.is_python() ? "*" : "...";
  for (Node around = node.parent(); around; around = around.parent()) {
    const Node parameters = around.field("parameters");
    if (!parameters) continue;
    const auto text = edits.source.text_of(parameters);
    const auto at = text.find(mark + name);
    if (at == std::string_view::npos) continue;
    const std::size_t end = at + mark.size() + name.size();
    if (end < text.size() && (text[end] == ',' || text[end] == ')' || text[end] == ':')) return true;
  }
  return false;
}

/// out.push(rows) -> out.push(...rows), fn(args) -> fn(*args)
void spread(Edits& edits, Node call) {
  const std::string mark = edits.is_python() ? "*" : "...", name = last_name_of(edits, callee_of(call));
  const bool takes_many = name == "push" || name == "unshift" || name.ends_with("max") || name.ends_with("min") || name == "fromCharCode" || name == "concat" || name == "join";
  for (const Node argument : arguments_of(call)) {
    const Kind kind = edits.kind(argument);
    const Shape shape = edits.shape_of(argument);
    const bool is_many = kind == Kind::call || kind == Kind::name || kind == Kind::member || kind == Kind::subscript;
    if (!is_many || !may_be(shape, Shape::list)) continue;
    const std::string text = edits.text(argument);
    const bool is_whole = kind == Kind::name && is_rest(edits, argument, text);
    const double cost = is_whole ? 1.0 : takes_many && !edits.is_python() ? 1.6 : shape == Shape::list ? 2.1 : 2.6;
    edits.replace(cost, "elements for a list", argument, mark + text);
  }
  if (edits.is_python()) {
    const Node list = call.field("arguments");
    const std::string text = edits.text(list);
    const bool hands_on = text.find("*args") != std::string::npos && text.find("**") == std::string::npos;
    if (hands_on && is_rest(edits, call, "*kwargs")) edits.replace(1.0, "argument added", list, text.substr(0, text.size() - 1) + ", **kwargs)");
  }
}

/// f(...rows) -> f(rows)
void list_whole(Edits& edits, Node splat) {
  const auto children = splat.named_children();
  const std::string_view around = splat.parent().type();
  if (children.size() == 1 && around != "object" && around != "dictionary") edits.replace(1.9, "list for its elements", splat, edits.text(children[0]));
}

/// [rows] -> [...rows]
void spread_in_list(Edits& edits, Node list) {
  const std::string mark = edits.is_python() ? "*" : "...";
  const auto elements = list.named_children();
  if (elements.size() > 4) return;
  for (const Node element : elements) {
    const Kind kind = edits.kind(element);
    if ((kind == Kind::name || kind == Kind::member || kind == Kind::call) && may_be(edits.shape_of(element), Shape::list))
      edits.replace(edits.shape_of(element) == Shape::list ? 1.9 : 2.4, "elements for a list", element, mark + edits.text(element));
  }
}

/// JavaScript: (first) => key(first) -> (...first) => key(first)
void all_parameters(Edits& edits, Node function) {
  const Node parameters = function.field("parameters");
  const auto list = parameters.named_children();
  if (list.size() != 1 || edits.language() != code::Language::javascript || edits.kind(list[0]) != Kind::name) return;
  edits.replace(2.1, "elements for a list", parameters, "(..." + edits.text(list[0]) + ")");
}

// ---- functions by name ----

constexpr std::string_view k_callers[] = {"map", "forEach", "filter", "some", "every", "flatMap", "from", "find", "then"};

/// list.map(parseInt) -> list.map((text) => parseInt(text, 10)): what else map() hands over is no base. And a method that is
/// handed over leaves its object behind.
void function_by_name(Edits& edits, Node call) {
  const std::string name = last_name_of(edits, callee_of(call));
  const bool calls = std::find(std::begin(k_callers), std::end(k_callers), name) != std::end(k_callers);
  for (const Node argument : arguments_of(call)) {
    const Kind kind = edits.kind(argument);
    const std::string text = edits.text(argument);
    if (kind == Kind::name && calls) {
      const bool takes_base = text == "parseInt";
      edits.replace(takes_base ? 1.0 : 2.0, "closure", argument, takes_base ? "(text) => parseInt(text, 10)" : "(item) => " + text + "(item)");
    }
    if (kind != Kind::member) continue;
    const std::string method = edits.text(member_of(argument));
    const auto& callables = edits.scope.callables;
    const bool is_method = std::find(callables.begin(), callables.end(), method) != callables.end();
    if (is_method) edits.replace(1.2, "closure", argument, text + ".bind(" + edits.text(object_of(argument)) + ")");
  }
}

// ---- keys ----

/// Two parts as one key.
std::string joined(const Edits& edits, const std::string& first, const std::string& second) {
  return edits.is_python() ? "(" + first + ", " + second + ")" : "JSON.stringify([" + first + ", " + second + "])";
}

/// key = name -> key = (name, kind), where `kind` is a parameter that the key leaves out.
void key_of_all(Edits& edits, Node value) {
  const std::string target = target_name(edits, value), text = edits.text(value);
  if (!target.ends_with("key") && !target.ends_with("Key")) return;
  Node function = value.parent();
  while (function && !function.field("parameters")) function = function.parent();
  for (const Node parameter : function.field("parameters").named_children()) {
    std::string name = edits.text(parameter);
    if (edits.is_script() && name.starts_with("...") && text.find(name.substr(3, name.find(':') - 3) + "[") != std::string::npos)
      edits.replace(1.6, "key extended", value, "JSON.stringify(" + name.substr(3, name.find(':') - 3) + ")");
    name = name.substr(0, name.find_first_of(" :=?"));
    if (name == "self" || name.empty() || text.find(name.substr(name.find_first_not_of("*."))) != std::string::npos) continue;
    if (edits.is_python() && name.starts_with("**")) edits.replace(1.5, "key extended", value, joined(edits, text, "tuple(sorted(" + name.substr(2) + ".items()))"));
    else if (name.find_first_of("*.{[") == std::string::npos) edits.replace(1.6, "key extended", value, joined(edits, text, name));
  }
}

/// groupBy(orders, (order) => order.customer) -> by customer and product
void key_of_function(Edits& edits, Node function) {
  const Node body = function.field("body"), holder = function.parent();
  const std::string parameter = edits.text(function.field("parameters"));
  const bool is_argument = holder.type() == "arguments" || (holder.type() == "argument_list" && edits.is_python());
  if (!is_argument || edits.kind(body) != Kind::member) return;
  const std::string object = edits.text(object_of(body)), own = edits.text(member_of(body));
  const bool is_of_parameter = parameter == object || parameter.starts_with("(" + object);
  const auto arguments = arguments_of(holder.parent());
  if (!is_of_parameter || arguments.size() < 2) return;  // list.map(x => x.y) makes no keys
  std::vector<std::string> others;
  const auto add = [&](const std::string& name) {
    if (name != own && others.size() < k_parts_max && std::find(others.begin(), others.end(), name) == others.end()) others.push_back(name);
  };
  for (const auto& [of, name] : edits.scope.members)
    if (edits.members().defined.contains(name)) add(name);
  for (const auto& name : edits.members().list) add(name);
  for (const auto& name : others) edits.replace(2.0, "key extended", body, joined(edits, edits.text(body), object + "." + name));
}

}  // namespace

void edit_arguments(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  const std::string_view type = node.type();
  if (type == "spread_element" || type == "list_splat") list_whole(edits, node);
  if (type == "array" || type == "list") spread_in_list(edits, node);
  if (type == "lambda" || type == "arrow_function") {
    key_of_function(edits, node);
    if (edits.is_script()) all_parameters(edits, node);
  }
  if (type == "new_expression") fill_array(edits, node);
  if (kind == Kind::call) {
    usual_argument(edits, node);
    if (edits.is_python()) length_of_deque(edits, node);
    spread(edits, node);
    if (edits.is_script()) function_by_name(edits, node);
  }
  if (is_expression(kind) && node.end() - node.begin() <= k_text_max && is_value(node, edits.language())) key_of_all(edits, node);
}

}  // namespace repair
