// More statements of Python and JavaScript that are forgotten, each with the one that it goes with: the entry whose list became
// empty, the other case of an if, the object that a method gives back, another method of the class, what a decorator keeps.

#include <algorithm>
#include <array>

#include "block.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_targets_max = 8;
constexpr std::size_t k_methods_max = 6;

constexpr std::string_view k_taking[] = {"discard", "remove", "pop", "delete", "splice", "shift", "popleft"};

struct Entry {
  std::string table, key;
};

class Additions : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines || !edits_.is_suspect(statement)) continue;
      edits_.look_from(statement.begin());
      drop_empty_entry(statement, *lines);
      if (edits_.kind(statement) == Kind::if_) other_case(statement, *lines);
      if (edits_.kind(statement) != Kind::declaration) call_sibling(lines->begin, lines->indent, statement);
    }
    if (statements_.empty()) return;
    const auto last = lines_of(statements_.back());
    if (last && edits_.is_suspect(statements_.back()) && edits_.kind(statements_.back()) != Kind::return_) {
      call_sibling(last->end, last->indent, statements_.back());
      if (block_ == edits_.unit.body) give_back_self(*last);
    }
    decorate();
  }

 private:
  /// docs = words.get(word), words[word]: what `name` is an entry of.
  [[nodiscard]] Entry entry_of(std::string_view name) const {
    for (code::Cursor at(edits_.unit.body); at.next();) {
      const Node node = at.node();
      const bool declares = node.type() == "variable_declarator";
      if (!declares && edits_.kind(node) != Kind::assignment) continue;
      const Node target = node.field(declares ? "name" : "left"), value = node.field(declares ? "value" : "right");
      if (edits_.source.text_of(target) != name) continue;
      const MethodCall method = method_call_of(edits_, value);
      if ((method.name == "get" || method.name == "setdefault") && !arguments_of(value).empty()) return {edits_.text(method.object), edits_.text(arguments_of(value)[0])};
      if (edits_.kind(value) == Kind::subscript && indices_of(value).size() == 1)
        return {edits_.text(value.field("value") ? value.field("value") : value.field("object")), edits_.text(indices_of(value)[0])};
    }
    return {};
  }

  /// docs.discard(doc) -> and if there are none left: del words[word]
  void drop_empty_entry(Node statement, const Lines& lines) {
    const auto children = statement.named_children();
    if (edits_.kind(statement) != Kind::expression_statement || children.size() != 1) return;
    const MethodCall method = method_call_of(edits_, children[0]);
    if (std::find(std::begin(k_taking), std::end(k_taking), method.name) == std::end(k_taking) || edits_.kind(method.object) != Kind::name) return;
    const std::string name = edits_.text(method.object);
    const Entry entry = entry_of(name);
    if (entry.table.empty()) return;
    const auto drop = [&](double cost, const std::string& question, const std::string& text) { put(cost, "statement inserted", lines.end, lines.indent, under(question, lines.indent, text), statement); };
    if (edits_.is_python()) return drop(1.6, "not " + name, "del " + entry.table + "[" + entry.key + "]");
    const std::string question = name + (method.name == "delete" ? ".size === 0" : ".length === 0");
    drop(1.6, question, entry.table + ".delete(" + entry.key + ");");
    drop(1.8, question, "delete " + entry.table + "[" + entry.key + "];");
  }

  /// if (prev) prev.next = node.next; -> else this.head = node.next;
  void other_case(Node branch, const Lines& lines) {
    if (branch.field("alternative")) return;
    Node body = branch.field("consequence");
    if (edits_.kind(body) == Kind::block) {
      const auto inner = statements_of(body, edits_.language());
      if (inner.size() != 1) return;
      body = inner[0];
    }
    const auto children = body.named_children();
    if (edits_.kind(body) != Kind::expression_statement || children.size() != 1 || edits_.kind(children[0]) != Kind::assignment) return;
    const std::string own = edits_.text(children[0].field("left")), value = edits_.text(children[0].field("right"));
    std::size_t count = 0;
    for (const auto& other : edits_.scope.values) {
      if (other.is_pair || other.text == own || own.starts_with(other.text + ".") || count >= k_targets_max) continue;
      if (!other.is_member && edits_.kind(children[0].field("left")) != Kind::name) continue;
      ++count;
      const std::string step = other.text + " = " + value;
      put(2.1, "statement inserted", lines.end, lines.indent, edits_.is_python() ? "else:\n" + lines.indent + "    " + step : "else " + step + ";", branch);
    }
  }

  /// Python: __enter__ gives back self, and so do methods that are called in a chain.
  void give_back_self(const Lines& last) {
    const std::string name = edits_.text(edits_.unit.node.field("name")), self = edits_.is_python() ? "self" : "this";
    const bool is_method = edits_.unit.name.find('.') != std::string::npos && edits_.text(edits_.unit.node.field("body")).find(self) != std::string::npos;
    const bool gives_back = name == "__enter__" || name == "__iter__" || name.starts_with("__i");
    if (is_method && name != "__init__" && name != "constructor") put(gives_back ? 0.9 : 2.0, "return added", last.end, last.indent, "return " + self + std::string(edits_.words().end), statements_.back());
  }

  /// this.off(name, wrapper): another method of the class, with what is at hand of the same names.
  void call_sibling(std::size_t at, const std::string& indent, Node near) {
    for (const auto& [cost, call] : siblings()) put(cost, "statement inserted", at, indent, call, near);
  }

  [[nodiscard]] std::vector<Filled> siblings() const {
    std::vector<Filled> out;
    const auto dot = edits_.unit.name.find_last_of('.');
    if (dot == std::string::npos) return out;
    const std::string space = edits_.unit.name.substr(0, dot + 1), self = edits_.is_python() ? "self." : "this.";
    std::size_t count = 0;
    for (const auto& other : edits_.source.units()) {
      const std::string name = other.name.starts_with(space) ? other.name.substr(space.size()) : "";
      if (other.begin == edits_.unit.begin || name.empty() || name.starts_with("__") || name == "constructor" || name.find('.') != std::string::npos || count >= k_methods_max) continue;
      std::vector<std::string> given;
      for (const Node parameter : other.node.field("parameters").named_children()) {
        const std::string text = edits_.text(parameter);
        if (text != "self" && !parameter.extra()) given.push_back(text.substr(0, text.find_first_of(" :=?")));
      }
      if (given.empty() || given.size() > 3) continue;  // those without any are called elsewhere
      ++count;
      add_calls(self + name, given, out);
    }
    return out;
  }

  void add_calls(const std::string& callee, const std::vector<std::string>& given, std::vector<Filled>& out) const {
    const auto& names = edits_.scope.names;
    const auto is_known = [&](const std::string& name) { return std::find(names.begin(), names.end(), name) != names.end(); };
    const auto call = [&](std::size_t changed, const std::string& by) {
      std::string list;
      for (std::size_t i = 0; i < given.size(); ++i) list += (i == 0 ? "" : ", ") + (i == changed ? by : given[i]);
      return callee + "(" + list + ")" + std::string(edits_.words().end);
    };
    const auto unknown = std::count_if(given.begin(), given.end(), [&](const std::string& name) { return !is_known(name); });
    if (unknown == 0) out.push_back({2.4, call(given.size(), "")});
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (unknown > (is_known(given[i]) ? 0 : 1)) continue;
      for (const auto& name : names)
        if (std::find(given.begin(), given.end(), name) == given.end()) out.push_back({2.8, call(i, name)});
    }
  }

  /// Python: @functools.wraps(fn) on what a decorator makes.
  void decorate() {
    const Node function = block_.parent();
    const bool is_inner = !(block_ == edits_.unit.body) && function.type() == "function_definition" && function.parent().type() != "decorated_definition";
    if (!edits_.is_python() || !is_inner || !edits_.is_suspect(statements_.front())) return;
    const std::size_t at = edits_.source.lines().start_of(function.line());
    const std::string indent = edits_.source.text().substr(at, function.begin() - at);
    const bool has_module = edits_.source.text().find("import functools") != std::string::npos, has_name = edits_.source.text().find("import wraps") != std::string::npos;
    for (const Node parameter : edits_.unit.node.field("parameters").named_children())
      if (edits_.kind(parameter) == Kind::name && (has_module || has_name))
        put(1.6, "statement inserted", at, indent, (has_module ? "@functools.wraps(" : "@wraps(") + edits_.text(parameter) + ")", function);
  }
};

}  // namespace

void edit_additions(Edits& edits, Node block) {
  Additions(edits, block).edit();
}

}  // namespace repair
