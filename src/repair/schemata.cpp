#include "schemata.h"

#include <algorithm>
#include <map>

#include "base/paths.h"
#include "code/language.h"
#include "dialect.h"

namespace repair {
namespace {

using code::Node;

constexpr std::string_view k_prologue_c =
    "#ifndef PLUMB_VARIANT_\n"
    "#define PLUMB_VARIANT_\n"
    "extern char* getenv(const char*);\n"
    "extern int atoi(const char*);\n"
    "static __attribute__((unused)) int plumb_variant_(void) {\n"
    "  static int variant = -1;\n"
    "  if (variant < 0) variant = getenv(\"PLUMB_VARIANT\") ? atoi(getenv(\"PLUMB_VARIANT\")) : "
    "0;\n"
    "  return variant;\n"
    "}\n"
    "#endif\n";
constexpr std::string_view k_prologue_cpp =
    "#ifndef PLUMB_VARIANT_\n"
    "#define PLUMB_VARIANT_\n"
    "#include <stdlib.h>\n"
    "__attribute__((unused)) static int plumb_variant_() {\n"
    "  static int variant = -1;\n"
    "  if (variant < 0) variant = ::getenv(\"PLUMB_VARIANT\") ? "
    "::atoi(::getenv(\"PLUMB_VARIANT\")) : 0;\n"
    "  return variant;\n"
    "}\n"
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

}  // namespace

bool fits_schemata(const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  if (unit.node.type() == "constructor_declaration") return false;
  for (const auto& splice : candidate.splices)
    if (splice.begin <= unit.body.begin() || splice.end >= unit.body.end()) return false;
  const std::string_view head =
      std::string_view(source.text()).substr(unit.begin, unit.body.begin() - unit.begin);
  for (const std::string_view word : {"constexpr", "consteval", "const fn", " main(", "__attribute__((naked"})
    if (head.find(word) != std::string_view::npos) return false;
  return !contains_type(unit.body, {"labeled_statement", "co_return_statement",
                                    "co_yield_statement", "co_await_expression"});
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
  for (const std::size_t u : order) {
    const Unit& unit = source.units()[u];
    add(std::string_view(source.text()).substr(at, unit.body.begin() - at));
    const std::string_view end = ends_without_value(source, unit) ? " return;" : "";
    add("{\n");
    for (const auto& variant : by_unit[u]) {
      const std::size_t first = line;
      const std::string id = std::to_string(variant.id);
      add("if " + (words.guard.empty() ? "(plumb_variant_() == " + id + ")" : filled(words.guard, id)) +
          (is_rust ? " { return {\n" : " {\n"));
      add(edited_within(source.text(), unit.body.begin(), unit.body.end(),
                        variant.candidate->splices));
      add("\n" + (is_rust ? "}; " : std::string(end)) + "}\n");
      out.variants.push_back({variant.id, first, line - 1});
    }
    add(source.text_of(unit.body));
    add("\n}");
    at = unit.body.end();
  }
  add(std::string_view(source.text()).substr(at));
  return out;
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
    const bool is_error = rest.find(" error: ") != std::string_view::npos;
    places.push_back({base::normalize(line.substr(0, colon)), number, is_error});
  }
  return places;
}

}  // namespace repair
