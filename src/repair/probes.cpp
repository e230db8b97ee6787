#include "probes.h"

#include <algorithm>

#include "candidate.h"
#include "dialect.h"
#include "syntax.h"

namespace repair {
namespace {

using code::Node;

bool is_one_of(std::string_view type, std::initializer_list<std::string_view> set) {
  return std::find(set.begin(), set.end(), type) != set.end();
}

/// What a block holds, but a call in front would not be allowed or would never run.
bool is_apart(Node node) {
  return node.extra() || node.type().ends_with("_item") || node.type().ends_with("_label") ||
         is_one_of(node.type(), {"explicit_constructor_invocation", "class_declaration", "macro_definition", "empty_statement",
                                 "switch_label", "label"});
}

bool is_block(Node node) {
  return is_one_of(node.type(), {"block", "constructor_body", "switch_block_statement_group"});
}

/// A statement without brackets behind if, else, while, for.
bool is_lone(Node node, Node parent) {
  if (!is_one_of(parent.type(), {"if_statement", "while_statement", "for_statement", "enhanced_for_statement", "do_statement"}))
    return false;
  for (const char* field : {"consequence", "alternative", "body"})
    if (parent.field(field) == node) return node.type() != "block";
  return false;
}

}  // namespace

Probed with_probes(const Source& source, std::size_t first, std::string_view call) {
  Probed out;
  std::vector<Splice> splices;
  const auto text_of_probe = [&](Node node) {
    out.lines.push_back(node.line());
    return filled(call, std::to_string(first + out.lines.size() - 1)) + " ";
  };
  for (const Unit& unit : source.units()) {
    if (unit.is_top) continue;
    const std::string_view head = std::string_view(source.text()).substr(unit.begin, unit.body.begin() - unit.begin);
    if (head.find("const fn") != std::string_view::npos) continue;
    for (code::Cursor at(unit.body); at.next();) {
      const Node node = at.node();
      const Node parent = node.parent();
      if (!node.named() || node == unit.body || is_apart(node)) continue;
      if (is_block(parent) && !(parent.type() == "block" && is_one_of(parent.parent().type(), {"const_item", "static_item", "const_block"}))) {
        if (node.previous_sibling().type() != "attribute_item") splices.push_back({node.begin(), node.begin(), text_of_probe(node)});
      } else if (source.language() == code::Language::java && is_lone(node, parent)) {
        splices.push_back({node.begin(), node.begin(), "{ " + text_of_probe(node)});
        splices.push_back({node.end(), node.end(), " }"});
      }
    }
  }
  std::stable_sort(splices.begin(), splices.end(), [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
  out.text = edited(source.text(), splices);
  return out;
}

}  // namespace repair
