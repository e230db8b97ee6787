#include "probe.h"

#include <algorithm>
#include <boost/json.hpp>

#include "candidate.h"
#include "json/json.h"
#include "source.h"
#include "text/utf8.h"

namespace repair {
namespace {

constexpr std::string_view k_python =
#include "embed/probe.py.inc"
    ;
constexpr std::string_view k_node =
#include "embed/node_probe.js.txt.inc"
    ;

constexpr int k_calls_max = 400;      ///< of one version
constexpr int k_call_ms = 100;        ///< CPU time of one call
constexpr int k_seen_max = 30;        ///< calls of tests that are varied, for a function
constexpr int k_test_ms = 5000;
constexpr int k_shown_max = 200;      ///< bytes of a call or a result; longer ones are no help to anybody

json::Array names_of(const std::vector<std::string>& names) {
  json::Array out;
  for (const auto& name : names) out.emplace_back(name);
  return out;
}

json::Object request_for(const ObserveOrder& order, std::string_view code) {
  json::Object request;
  request["op"] = "probe";
  request["code"] = code;
  request["tests"] = names_of(order.tests);
  request["test_files"] = names_of(order.test_files);
  request["numbers"] = names_of(order.numbers);
  request["calls_max"] = k_calls_max;
  request["seen_max"] = k_seen_max;
  request["shown_max"] = k_shown_max;
  request["call_ms"] = k_call_ms;
  request["test_ms"] = k_test_ms;
  request["ms"] = k_test_ms;
  request["budget_ms"] = order.budget.count();
  request["wall_ms"] = 10 * order.budget.count() + k_test_ms;
  json::Array units;
  for (const auto& unit : order.units) {
    json::Object one;
    one["file"] = unit.file;
    one["line"] = unit.line;
    one["name"] = unit.name.substr(unit.name.rfind('.') == std::string::npos ? 0 : unit.name.rfind('.') + 1);
    one["changed"] = unit.changed;
    units.emplace_back(std::move(one));
  }
  request["units"] = std::move(units);
  return request;
}

bool is_plain_name(std::string_view text) {
  return !text.empty() && !(text[0] >= '0' && text[0] <= '9') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '.';
         });
}

bool has_child(code::Node node, std::string_view type) {
  const auto children = node.children();
  return std::any_of(children.begin(), children.end(), [&](code::Node child) { return child.type() == type; });
}

/// How the function can be called again from inside of it: "f.apply(t, a)", "t.f(...a)"; "" = not at all.
std::string call_of(const Source& source, code::Node node) {
  const std::string_view type = node.type();
  if (type.find("generator") != std::string_view::npos || has_child(node, "*") || has_child(node, "get") || has_child(node, "set")) return {};
  std::string name(source.text_of(node.field("name")));
  if (type == "method_definition")
    return is_plain_name(name) && name != "constructor" ? "t." + name + "(...a)" : "";
  const code::Node parent = node.parent();
  if (name.empty() && parent.type() == "pair") {
    const std::string key(source.text_of(parent.field("key")));
    return is_plain_name(key) && type != "arrow_function" ? "t." + key + "(...a)" : "";
  }
  if (name.empty() && parent.type() == "variable_declarator") name = source.text_of(parent.field("name"));
  if (name.empty() && parent.type() == "assignment_expression") name = source.text_of(parent.field("left"));
  if (!is_plain_name(name)) return {};
  return type == "arrow_function" ? name + "(...a)" : name + ".apply(t, a)";
}

/// The arguments as an array, seen from inside; "" = they cannot be named.
std::string arguments_of_arrow(const Source& source, code::Node node) {
  if (const code::Node one = node.field("parameter")) return "[" + std::string(source.text_of(one)) + "]";
  std::string out;
  for (const code::Node parameter : node.field("parameters").named_children()) {
    if (parameter.extra()) continue;
    code::Node name = parameter;
    if (parameter.type() == "assignment_pattern") name = parameter.field("left");
    const bool rest = parameter.type() == "rest_pattern";
    if (rest) name = parameter.named_children().empty() ? parameter : parameter.named_children()[0];
    if (name.type() != "identifier") return {};
    out += (out.empty() ? "" : ", ") + std::string(rest ? "..." : "") + std::string(source.text_of(name));
  }
  return "[" + out + "]";
}

/// Behind "use strict".
std::size_t first_of(code::Node body) {
  std::size_t at = body.begin() + 1;
  for (const code::Node statement : body.named_children()) {
    if (statement.extra()) continue;
    if (statement.type() != "expression_statement" || statement.child(0).type() != "string") break;
    at = statement.end();
  }
  return at;
}

}  // namespace

json::Object python_probe(const ObserveOrder& order) {
  return request_for(order, k_python);
}

json::Object node_probe(const ObserveOrder& order) {
  return request_for(order, k_node);
}

base::Result<std::string> with_spies(const std::string& path, const std::string& text, const ObserveOrder& order) {
  TRY(const auto source, Source::parse(path, text));
  std::vector<Splice> splices;
  for (std::size_t i = 0; i < order.units.size(); ++i) {
    if (order.units[i].file != path || source.language() != code::Language::javascript) continue;
    const auto unit = std::find_if(source.units().begin(), source.units().end(), [&](const Unit& one) {
      return one.line == order.units[i].line && one.name == order.units[i].name;
    });
    if (unit == source.units().end()) continue;
    const std::string call = call_of(source, unit->node);
    const bool arrow = unit->node.type() == "arrow_function";
    const std::string arguments = arrow ? arguments_of_arrow(source, unit->node) : "[...arguments]";
    if (call.empty() || arguments.empty()) continue;
    const std::string spy = "globalThis.__plumb_spy && globalThis.__plumb_spy(" + std::to_string(i) + ", " +
                            (arrow ? "undefined" : "this") + ", " + arguments + ", (t, a) => " + call + ")";
    if (unit->body.type() == "statement_block") {
      const std::size_t at = first_of(unit->body);
      splices.push_back({at, at, " " + spy + ";"});
    } else {
      splices.push_back({unit->body.begin(), unit->body.begin(), "(" + spy + ", ("});
      splices.push_back({unit->body.end(), unit->body.end(), "))"});
    }
  }
  std::stable_sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
  return edited(source.text(), splices);
}

Observations observations_of(const std::vector<json::Value>& answers) {
  Observations out;
  for (const auto& answer : answers) {
    const auto* call = json::find(answer, "call");
    if (call == nullptr || out.size() >= static_cast<std::size_t>(k_calls_max)) continue;
    Observation one;
    // What a project's own code says of its values is shown to people.
    one.call = text::to_valid_utf8(json::string_or(call));
    one.result = text::to_valid_utf8(json::string_or(json::find(answer, "result")));
    one.made = json::bool_or(json::find(answer, "made"));
    one.threw = json::bool_or(json::find(answer, "threw"));
    if (one.call.size() <= 4U * k_shown_max && one.result.size() <= 8U * k_shown_max) out.push_back(std::move(one));
  }
  return out;
}

}  // namespace repair
