#include "schemata.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "base/paths.h"
#include "code/language.h"
#include "dialect.h"

namespace repair {
namespace {

using code::Node;

/// Read before anything of the file runs; a version's question is then the comparison of a number.
constexpr std::string_view k_prologue_c =
    "#ifndef PLUMB_VARIANT_\n"
    "#define PLUMB_VARIANT_\n"
    "extern char* getenv(const char*);\n"
    "extern int atoi(const char*);\n"
    "static int plumb_now_;\n"
    "__attribute__((constructor(101), unused)) static void plumb_read_(void) {\n"
    "  plumb_now_ = getenv(\"PLUMB_VARIANT\") ? atoi(getenv(\"PLUMB_VARIANT\")) : 0;\n"
    "}\n"
    "#define plumb_variant_() plumb_now_\n"
    "#endif\n";
constexpr std::string_view k_prologue_cpp =
    "#ifndef PLUMB_VARIANT_\n"
    "#define PLUMB_VARIANT_\n"
    "#include <stdlib.h>\n"
    "static int plumb_now_;\n"
    "__attribute__((constructor(101), unused)) static void plumb_read_() {\n"
    "  plumb_now_ = ::getenv(\"PLUMB_VARIANT\") ? ::atoi(::getenv(\"PLUMB_VARIANT\")) : 0;\n"
    "}\n"
    "#define plumb_variant_() plumb_now_\n"
    "#endif\n";

bool contains_type(Node root, std::initializer_list<std::string_view> types) {
  for (code::Cursor at(root); at.next();)
    if (std::find(types.begin(), types.end(), at.node().type()) != types.end()) return true;
  return false;
}

/// True if the function ends without a value: void, constructor, destructor.
bool ends_without_value(const Source& source, const Unit& unit) {
  for (code::Cursor at(unit.body); at.next();) {
    const Node node = at.node();
    if (node.type() == "lambda_expression") continue;
    if (node.type() != "return_statement" || node.named_children().empty()) continue;
    // Not a return of a lambda inside?
    Node holder = node.parent();
    while (holder && holder.type() != "lambda_expression" && !(holder == unit.body))
      holder = holder.parent();
    if (holder == unit.body) return false;
  }
  Node type = unit.node.field("type");
  if (source.language() == code::Language::go) type = unit.node.field("result");
  if (!type) return true;
  return source.text_of(type) == "void" || source.text_of(type) == "auto";
}

std::size_t count_lines(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// ---- versions of one statement or condition, for edits that change no more ----

bool is_one_of(std::string_view type, std::initializer_list<std::string_view> set) {
  return std::find(set.begin(), set.end(), type) != set.end();
}

/// SOMETHING(x); may be anything.
bool is_macro_call(const Source& source, Node statement) {
  const auto children = statement.named_children();
  if (children.empty() || children.front().type() != "call_expression") return false;
  const std::string_view name = source.text_of(children.front().field("function"));
  return std::none_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_narrow_statement(const Source& source, Node node) {
  switch (source.language()) {
    case code::Language::c:
    case code::Language::cpp: {
      if (node.type() == "return_statement") return true;
      if (node.type() != "expression_statement" || is_macro_call(source, node)) return false;
      const auto children = node.named_children();
      return !children.empty() && is_one_of(children.front().type(), {"assignment_expression", "update_expression", "call_expression"});
    }
    case code::Language::java: return is_one_of(node.type(), {"return_statement", "expression_statement", "throw_statement"});
    case code::Language::go:
      return is_one_of(node.type(), {"return_statement", "assignment_statement", "inc_statement", "dec_statement"}) &&
             node.parent().type() == "block";
    default: return false;
  }
}

/// The condition of if, while and for, where a choice between conditions may stand.
Node narrow_condition(const Source& source, Node node) {
  const auto language = source.language();
  if (language == code::Language::go || language == code::Language::rust) return {};
  if (!is_one_of(node.type(), {"if_statement", "while_statement", "for_statement", "do_statement"})) return {};
  Node condition = node.field("condition");
  if (condition.type() == "condition_clause") condition = condition.field("value");
  if (condition.type() == "parenthesized_expression") {
    const auto inner = condition.named_children();
    condition = inner.size() == 1 ? inner.front() : Node();
  }
  if (source.text_of(node).starts_with("if constexpr") || contains_type(condition, {"instanceof_expression"})) return {};
  // Without one, or always true, means more than its value.
  if (!condition || is_one_of(condition.type(), {"true", "false", "number_literal", "declaration", "comma_expression"})) return {};
  return condition;
}

/// What is put in at a border is beside the node.
bool is_inside(Node node, std::size_t begin, std::size_t end) {
  return node.begin() <= begin && end <= node.end() && !(begin == end && (begin == node.begin() || end == node.end()));
}

bool is_in_lambda(const Unit& unit, Node node) {
  for (; node && !(node == unit.body); node = node.parent())
    if (node.type() == "lambda_expression") return true;
  return false;
}

struct Narrow {
  std::size_t begin = 0, end = 0;
  bool is_condition = false;
};

/// The smallest part that the candidate is an edit of; begin = end = 0: the whole body.
Narrow narrow_of(const Source& source, const Unit& unit, const Candidate& candidate) {
  if (candidate.splices.empty()) return {};
  const std::size_t begin = candidate.splices.front().begin;
  const std::size_t end = candidate.splices.back().end;
  for (Node node = source.root().smallest_covering(begin, std::max(end, begin + 1)); node && !(node == unit.body); node = node.parent()) {
    if (is_one_of(node.type(), {"lambda_expression", "func_literal", "class_body"})) return {};
    if (is_narrow_statement(source, node) && is_inside(node, begin, end) && !(node.begin() == begin && node.end() == end)) {
      if (node.type() == "return_statement" && is_in_lambda(unit, node)) return {};  // its type would be deduced twice
      return {node.begin(), node.end(), false};
    }
    const Node condition = narrow_condition(source, node);
    if (condition && is_inside(condition, begin, end)) return {condition.begin(), condition.end(), true};
  }
  return {};
}

}  // namespace

bool fits_schemata(const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  if (unit.is_top) return false;
  if (unit.node.type() == "constructor_declaration" && contains_type(unit.body, {"explicit_constructor_invocation"})) return false;
  for (const auto& splice : candidate.splices)
    if (splice.begin <= unit.body.begin() || splice.end >= unit.body.end()) return false;
  const std::string_view head =
      std::string_view(source.text()).substr(unit.begin, unit.body.begin() - unit.begin);
  for (const std::string_view word : {"constexpr", "consteval", "const fn", " main(", "__attribute__((naked"})
    if (head.find(word) != std::string_view::npos) return false;
  return !contains_type(unit.body, {"labeled_statement", "co_return_statement",
                                    "co_yield_statement", "co_await_expression"});
}

std::vector<std::vector<Variant>> builds_of(const std::vector<Source>& sources, const std::vector<Candidate>& batch,
                                            std::size_t bytes_max) {
  std::vector<std::vector<Variant>> builds;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const Source& source = sources[batch[i].source];
    if (!fits_schemata(source, batch[i])) continue;
    const Unit& unit = source.units()[batch[i].unit];
    const Narrow part = narrow_of(source, unit, batch[i]);
    const std::size_t copied = part.end == 0 ? unit.body.end() - unit.body.begin() : part.end - part.begin;
    if (builds.empty() || bytes + copied > bytes_max) {
      builds.emplace_back();
      bytes = 0;
    }
    bytes += copied;
    builds.back().push_back({i + 1, &batch[i]});
  }
  return builds;
}

Schemata make_schemata(const Source& source, const std::vector<Variant>& variants) {
  std::map<std::size_t, std::vector<Variant>> by_unit;
  for (const auto& variant : variants) by_unit[variant.candidate->unit].push_back(variant);
  // Units in the order of the text.
  std::vector<std::size_t> order;
  for (const auto& [unit, list] : by_unit) order.push_back(unit);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return source.units()[a].begin < source.units()[b].begin;
  });

  Schemata out;
  const Dialect& words = dialect(source.language());
  const bool is_rust = source.language() == code::Language::rust;
  if (words.guard.empty()) out.text = source.language() == code::Language::c ? k_prologue_c : k_prologue_cpp;
  std::size_t line = 1 + count_lines(out.text);
  const auto add = [&](std::string_view text) {
    out.text += text;
    line += count_lines(text);
  };
  std::size_t at = 0;
  const auto guard_of = [&](const Variant& variant) {
    const std::string id = std::to_string(variant.id);
    return words.guard.empty() ? "(plumb_variant_() == " + id + ")" : filled(words.guard, id);
  };
  const auto add_version = [&](const Variant& variant, std::size_t begin, std::size_t end, std::string_view before, std::string_view after) {
    const std::size_t first = line;
    add(before);
    add(edited_within(source.text(), begin, end, variant.candidate->splices));
    add(after);
    out.variants.push_back({variant.id, first, line - 1});
  };
  // In Java nothing may stand where nothing can come, and fields may be final: one is run, or another.
  const bool is_java = source.language() == code::Language::java;
  for (const std::size_t u : order) {
    const Unit& unit = source.units()[u];
    std::vector<Variant> whole;
    std::map<std::size_t, std::pair<Narrow, std::vector<Variant>>> narrow;
    for (const auto& variant : by_unit[u]) {
      const Narrow part = narrow_of(source, unit, *variant.candidate);
      if (part.end == 0) {
        whole.push_back(variant);
        continue;
      }
      const bool overlaps = std::any_of(narrow.begin(), narrow.end(), [&](const auto& other) {
        const Narrow& place = other.second.first;
        return (place.begin != part.begin || place.end != part.end) && place.begin < part.end && part.begin < place.end;
      });
      if (overlaps) {
        whole.push_back(variant);
        continue;
      }
      auto& group = narrow[part.begin];
      group.first = part;
      group.second.push_back(variant);
    }
    add(std::string_view(source.text()).substr(at, unit.body.begin() - at));
    const std::string end = !is_java && ends_without_value(source, unit) ? " return;" : "";
    add("{\n");
    for (const auto& variant : whole) {
      const std::string start = (is_java && variant.id != whole.front().id ? "else if " : "if ") + guard_of(variant);
      add_version(variant, unit.body.begin(), unit.body.end(), start + (is_rust ? " { return {\n" : " {\n"),
                  "\n" + (is_rust ? "}; " : end) + "}\n");
    }
    if (is_java && !whole.empty()) add("else ");
    at = unit.body.begin();
    for (const auto& [begin, group] : narrow) {
      const auto& [part, list] = group;
      add(std::string_view(source.text()).substr(at, part.begin - at));
      add(part.is_condition ? "(\n" : "{\n");
      for (const auto& variant : list) {
        if (part.is_condition) {
          add_version(variant, part.begin, part.end, guard_of(variant) + " ? !!(", ") :\n");
        } else {
          add_version(variant, part.begin, part.end, "if " + guard_of(variant) + " {\n", "\n} else \n");
        }
      }
      const std::string_view original = std::string_view(source.text()).substr(part.begin, part.end - part.begin);
      add(part.is_condition ? "!!(" : "{ ");
      add(original);
      add(part.is_condition ? "))" : " }}");
      at = part.end;
    }
    add(std::string_view(source.text()).substr(at, unit.body.end() - at));
    add("\n}");
    at = unit.body.end();
  }
  add(std::string_view(source.text()).substr(at));
  return out;
}

std::set<std::string> undeclared_names(std::string_view output) {
  std::set<std::string> names;
  // GCC quotes with ‘’ or, in the language C, with ''.
  const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (const std::string_view words : {"undeclared (first", "was not declared in this scope", "undeclared here", "undeclared;"}) {
    for (std::size_t at = output.find(words); at != std::string_view::npos; at = output.find(words, at + 1)) {
      std::size_t end = at;
      while (end > 0 && !is_letter(output[end - 1]) && at - end < 8) --end;
      std::size_t begin = end;
      while (begin > 0 && is_letter(output[begin - 1])) --begin;
      if (begin < end) names.emplace(output.substr(begin, end - begin));
    }
  }
  return names;
}

bool brings_in(const Source& source, const Candidate& candidate, const std::set<std::string>& names) {
  const auto has_word = [](std::string_view text, std::string_view word) {
    const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
    }
    return false;
  };
  const Unit& unit = source.units()[candidate.unit];
  const std::string_view own = std::string_view(source.text()).substr(unit.begin, unit.end - unit.begin);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return !has_word(own, name) && std::any_of(candidate.splices.begin(), candidate.splices.end(),
                                               [&](const Splice& splice) { return has_word(splice.text, name); });
  });
}

std::vector<ErrorPlace> error_places(std::string_view output) {
  std::vector<ErrorPlace> places;
  for (std::size_t from = 0; from < output.size();) {
    const std::size_t to = std::min(output.find('\n', from), output.size());
    std::string_view line = output.substr(from, to - from);
    from = to + 1;
    for (const std::string_view start : {"In file included from ", "                 from "})
      if (line.starts_with(start)) line.remove_prefix(start.size());
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 ||
        line.substr(0, colon).find(' ') != std::string_view::npos)
      continue;
    std::size_t number = 0;
    std::size_t i = colon + 1;
    for (; i < line.size() && line[i] >= '0' && line[i] <= '9' && number < 100000000; ++i)
      number = number * 10 + static_cast<std::size_t>(line[i] - '0');
    if (i == colon + 1 || number == 0) continue;
    const std::string_view rest = line.substr(i);
    const bool is_error = rest.find(" error: ") != std::string_view::npos || rest.find("required from here") != std::string_view::npos ||
                          rest.find("in instantiation of") != std::string_view::npos;
    places.push_back({base::normalize(line.substr(0, colon)), number, is_error});
  }
  return places;
}

}  // namespace repair
