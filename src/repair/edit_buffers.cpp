// C and C++: buffers and the widths of numbers. The size of the buffer at hand for another one, numbers that are shifted out of their
// width, a capacity that is doubled from 0, what is given back through a pointer.

#include <algorithm>
#include <array>

#include "declared_types.h"
#include "edits.h"

namespace repair {
namespace {

using code::Language;
using code::Node;

constexpr auto k_of_buffers = std::to_array<std::string_view>({"fgets", "snprintf", "vsnprintf", "strncpy", "strncat", "strncmp", "memset", "memcpy", "memmove", "memcmp", "read", "recv", "write", "fread", "fwrite", "strftime", "getline", "qsort"});

bool is_size_name(std::string_view name) {
  for (const std::string_view word : {"len", "size", "cap", "max", "count", "bytes"})
    if (name.find(word) != std::string_view::npos) return true;
  return name == "n";
}

/// fgets(line, 1000, file) -> fgets(line, sizeof(line), file); memcpy(to, from, sizeof(to)) -> len
void size_at_hand(Edits& edits, Node call) {
  if (std::find(k_of_buffers.begin(), k_of_buffers.end(), edits.text(callee_of(call))) == k_of_buffers.end()) return;
  for (const Node argument : arguments_of(call)) {
    const Kind kind = edits.kind(argument);
    const bool is_size = argument.type() == "sizeof_expression";
    if (!is_size && kind != Kind::number && !(kind == Kind::name && edits.shape_of(argument) == Shape::number)) continue;
    for (const auto& local : edits.types().locals())
      if (local.type.ends_with("[]")) edits.replace(1.6, "size at hand", argument, "sizeof(" + local.name + ")");
    if (!is_size) continue;
    for (const auto& value : edits.scope.values)
      if (value.shape == Shape::number && !value.is_pair) edits.replace(is_size_name(value.text) ? 1.6 : 2.3, "size at hand", argument, value.text);
  }
}

/// p[0] << 24: what is shifted is an int, and may be less than what is wanted.
void widen_shifted(Edits& edits, Node node) {
  for (const auto& parts : binaries(node)) {
    if (edits.text(parts.op) != "<<" || edits.kind(parts.left) == Kind::number || !may_be(edits.shape_of(parts.left), Shape::number)) continue;
    const std::string value = edits.tight(parts.left);
    const std::string around = edits.source.text().substr(edits.unit.begin, edits.unit.end - edits.unit.begin);
    const bool is_64 = around.find("64") != std::string::npos || around.find("long") != std::string::npos;
    const bool has_widths = edits.language() == Language::cpp || edits.source.text().find("int32_t") != std::string::npos || edits.source.text().find("int64_t") != std::string::npos || edits.source.text().find("stdint.h") != std::string::npos;
    const std::string wide = !has_widths ? (is_64 ? "unsigned long long" : "unsigned") : is_64 ? "uint64_t" : "uint32_t";
    if (value.find(wide) != std::string::npos) continue;
    edits.replace(1.3, "cast", parts.left, edits.language() == Language::c ? "(" + wide + ") " + value : "static_cast<std::" + wide + ">(" + edits.text(parts.left) + ")");
  }
}

/// uint32_t sum -> uint64_t sum, and the like.
constexpr std::pair<std::string_view, std::string_view> k_widths[] = {{"int8_t", "int16_t"}, {"int8_t", "int"}, {"int16_t", "int32_t"}, {"int32_t", "int64_t"}, {"uint32_t", "uint64_t"}, {"uint8_t", "uint16_t"}, {"uint8_t", "uint32_t"},
                                                                    {"uint16_t", "uint32_t"}, {"uint8_t", "int"}, {"uint16_t", "int"}, {"unsigned int", "unsigned long long"}, {"unsigned int", "int"}, {"short", "int"}, {"uint32_t", "int64_t"}};

void wider(Edits& edits, Node declaration) {
  const Node type = declaration.field("type");
  const std::string text = edits.text(type);
  const std::string prefix = text.starts_with("std::") ? "std::" : "";
  for (const auto& [from, to] : k_widths)
    if (text == prefix + std::string(from)) edits.replace(1.8, "wider type", type, (to.ends_with("_t") ? prefix : "") + std::string(to));
}

/// int count[26]; struct state s; begin with whatever was there.
void begins_empty(Edits& edits, Node declaration) {
  if (declaration.begin() < edits.unit.body.begin()) return;
  for (const Node child : declaration.named_children()) {
    const bool is_array = child.type() == "array_declarator";
    const bool is_object = edits.language() == Language::c && child.type() == "identifier" && edits.types().shape_of(edits.types().type_of(edits.text(child))) == Shape::object;
    if (is_array || is_object) edits.replace(is_array ? 1.4 : 1.8, "initialiser", child, edits.text(child) + (edits.language() == Language::c ? " = {0}" : "{}"));
    // return name; of what ends with the function
    if (is_array && edits.text(edits.unit.body).find("return " + edits.text(child.field("declarator")) + ";") != std::string::npos) {
      std::vector<Splice> one;
      one.push_back({declaration.begin(), declaration.begin(), "static "});
      edits.splice(1.2, "static", declaration.line(), std::move(one));
    }
  }
}

/// capacity * 2 of a capacity that is 0 at first.
void from_nothing(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || edits.text(parts[0].op) != "*" || edits.text(parts[0].right) != "2") return;
  const Kind kind = edits.kind(parts[0].left);
  const std::string text = edits.text(parts[0].left);
  if ((kind != Kind::name && kind != Kind::member) || !is_size_name(text)) return;
  edits.replace(1.5, "from nothing", node, "(" + text + " ? " + edits.text(node) + " : 8)");
}

/// a / b -> (b == 0 ? 0 : a / b)
void by_nothing(Edits& edits, Node node) {
  const auto parts = binaries(node);
  if (parts.size() != 1 || (edits.text(parts[0].op) != "/" && edits.text(parts[0].op) != "%")) return;
  const Kind kind = edits.kind(parts[0].right);
  if (kind == Kind::name || kind == Kind::member) edits.replace(2.4, "by nothing", node, "(" + edits.text(parts[0].right) + " == 0 ? 0 : " + edits.text(node) + ")");
}

/// int *out that nothing is written to: *out = n; in front of what is returned.
void give_back(Edits& edits, Node statement) {
  const std::size_t start = edits.source.lines().start_of(statement.line());
  const std::string indent = edits.source.text().substr(start, statement.begin() - start);
  if (indent.find_first_not_of(" \t") != std::string::npos) return;
  const std::string body = edits.text(edits.unit.body);
  for (const auto& local : edits.types().locals()) {
    const std::string name = local.name, behind = local.type.substr(0, local.type.size() - (local.type.ends_with("*") ? 1 : 0));
    const bool is_result = local.type.ends_with("*") && !local.is_const && edits.types().shape_of(behind) == Shape::number;
    if (!is_result || body.find("*" + name + " =") != std::string::npos || body.find(name + "[") != std::string::npos) continue;
    for (const auto& value : edits.scope.values) {
      if (value.is_member || value.is_pair || value.shape != Shape::number || value.text == name) continue;
      std::vector<Splice> one;
      one.push_back({start, start, indent + "*" + name + " = " + value.text + ";\n"});
      edits.splice(value.type == behind ? 1.8 : 2.3, "result given back", statement.line(), std::move(one));
    }
  }
}

}  // namespace

void edit_buffers(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::call) size_at_hand(edits, node);
  if (kind == Kind::declaration) {
    wider(edits, node);
    begins_empty(edits, node);
  }
  if (kind == Kind::return_) give_back(edits, node);
  if (kind != Kind::arithmetic || !is_value(node, edits.language())) return;
  widen_shifted(edits, node);
  from_nothing(edits, node);
  by_nothing(edits, node);
}

}  // namespace repair
