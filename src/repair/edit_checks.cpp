// What a call says and nobody looks at: nothing found, no memory, no success; an answer that is given too early. Guards in front of
// what follows a pointer or a place.

#include <algorithm>

#include "block.h"
#include "declared_types.h"

namespace repair {
namespace {

using code::Node;

class Checker : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines || !edits_.is_suspect(statement)) continue;
      edits_.look_from(statement.begin());
      if (i == 0 && block_ == edits_.unit.body) {
        parameters(statement, *lines);
        itself(statement, *lines);
      }
      before_look(statement, *lines);
      after_call(statement, *lines);
      result_of_call(statement);
      early_answer(statement, *lines);
    }
  }

 private:
  void guard(double cost, std::size_t at, const std::string& indent, const std::string& question, std::size_t line) {
    for (const auto& [more, jump] : jumps()) {
      std::vector<Splice> one;
      one.push_back({at, at, indent + "if (" + question + ")\n" + indent + "    " + jump + "\n"});
      splice(cost + more, "guard inserted", line, std::move(one));
    }
  }

  [[nodiscard]] bool is_asked(const std::string& name) const {
    const auto own = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.end - edits_.unit.begin);
    for (const std::string& question : {"!" + name + ")", name + " == NULL", name + " == nullptr", name + " == null", "(" + name + ")", name + " != NULL", name + " != nullptr", "!" + name + " "})
      if (own.find(question) != std::string_view::npos) return true;
    return false;
  }

  /// Pointers that are passed in.
  void parameters(Node first, const Lines& lines) {
    const auto& types = edits_.types();
    for (const auto& local : types.locals()) {
      const bool is_pointer = local.type.ends_with("*");
      const std::string_view head = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.body.begin() - edits_.unit.begin);
      if (is_pointer && head.find(local.name) != std::string_view::npos && !is_asked(local.name)) guard(2.2, lines.begin, lines.indent, is_nothing(local.name), first.line());
    }
  }

  /// a = a; of what lets go first of what it has.
  void itself(Node first, const Lines& lines) {
    const Node declarator = edits_.unit.node.field("declarator");
    const std::string head = edits_.text(declarator);
    const auto at = head.find("operator=(");
    if (at == std::string::npos || edits_.text(edits_.unit.body).find("this ==") != std::string::npos) return;
    const auto name = head.find_last_of("& ", head.rfind(')'));
    const std::string other = name == std::string::npos ? "" : head.substr(name + 1, head.rfind(')') - name - 1);
    std::vector<Splice> one;
    one.push_back({lines.begin, lines.begin, lines.indent + "if (this == &" + other + ")\n" + lines.indent + "    return *this;\n"});
    if (!other.empty()) splice(1.0, "guard inserted", first.line(), std::move(one));
  }

  /// x / n, v.back(): of nothing.
  void before_look(Node statement, const Lines& lines) {
    std::vector<std::string> questions;
    for (code::Cursor at(statement); at.next();) {
      const Node node = at.node();
      if (edits_.kind(node) == Kind::block) break;
      if (edits_.kind(node) == Kind::arithmetic && (edits_.text(operator_of(node)) == "/" || edits_.text(operator_of(node)) == "%")) {
        const std::string divisor = edits_.text(binaries(node)[0].right);
        const bool is_length = divisor.ends_with(".size()") || divisor.ends_with(".length()");
        if (edits_.kind(binaries(node)[0].right) == Kind::name || edits_.kind(binaries(node)[0].right) == Kind::member) questions.push_back(divisor + " == 0");
        else if (is_length) questions.push_back(divisor.substr(0, divisor.rfind('.')) + (edits_.is_native() ? ".empty()" : ".isEmpty()"));
      }
      if (edits_.language() != code::Language::cpp) continue;
      const MethodCall call = method_call_of(edits_, node);
      const bool looks = call.name == "back" || call.name == "front" || call.name == "top" || call.name == "pop" || call.name == "pop_back" || call.name == "pop_front";
      const std::string text = edits_.text(node);
      if (looks && arguments_of(node).empty()) questions.push_back(edits_.text(call.object) + ".empty()");
      if (edits_.kind(node) == Kind::subscript && text.ends_with("[0]")) questions.push_back(text.substr(0, text.size() - 3) + ".empty()");
      if (node.type() == "pointer_expression" && text.starts_with("*") && text.find("element(") != std::string::npos && text.find(".begin()") != std::string::npos) {
        const auto begin = text.find('(') + 1;
        questions.push_back(text.substr(begin, text.find(".begin()") - begin) + ".empty()");
      }
    }
    const auto own = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.end - edits_.unit.begin);
    for (const auto& question : questions)
      if (own.find(question) == std::string_view::npos) guard(1.9, lines.begin, lines.indent, question, statement.line());
  }

  struct Kept {
    std::string name;
    Node call;
  };
  /// x = f(...)
  [[nodiscard]] Kept kept_call(Node statement) const {
    Node inner = statement.child(0);
    if (edits_.kind(statement) == Kind::declaration)
      for (const Node child : statement.named_children())
        if (child.type() == "init_declarator" || child.type() == "variable_declarator") inner = child;
    Node target = inner.field("left"), value = inner.field("right");
    if (inner.type() == "init_declarator" || inner.type() == "variable_declarator") {
      target = inner.field("declarator") ? inner.field("declarator") : inner.field("name");
      value = inner.field("value");
    } else if (edits_.kind(inner) != Kind::assignment) {
      return {};
    }
    while (target.type() == "pointer_declarator") target = target.field("declarator");
    if (value.type() == "cast_expression") value = value.field("value");
    return edits_.kind(value) == Kind::call ? Kept{edits_.text(target), value} : Kept{};
  }

  /// at = text.find(x); if (at == npos) return ...;
  void after_call(Node statement, const Lines& lines) {
    const Kept kept = kept_call(statement);
    if (kept.name.empty()) return;
    const std::size_t line = statement.line();
    const MethodCall method = method_call_of(edits_, kept.call);
    if (edits_.language() == code::Language::cpp && (method.name.starts_with("find") || method.name == "rfind")) {
      const std::string object = edits_.text(method.object);
      const Value* value = edits_.value_of(object);
      const bool is_container = value != nullptr && (value->shape == Shape::map || value->shape == Shape::set);
      const std::string question = is_container ? kept.name + " == " + object + ".end()" : kept.name + " == " + npos();
      if (!is_compared(kept.name)) guard(1.7, lines.end, lines.indent, question, line);
      return;
    }
    if (edits_.language() == code::Language::java) {
      const std::string name = edits_.text(callee_of(kept.call));
      if (name.starts_with("indexOf") || name == "lastIndexOf") guard(1.9, lines.end, lines.indent, kept.name + " < 0", line);
      else if ((name == "get" || name.starts_with("find") || name == "poll" || name == "peek") && !is_asked(kept.name)) guard(2.0, lines.end, lines.indent, kept.name + " == null", line);
      return;
    }
    const std::string type = edits_.types().type_of(kept.name);
    if (type.ends_with("*") && !is_asked(kept.name)) guard(1.8, lines.end, lines.indent, is_nothing(kept.name), line);
    const Shape shape = edits_.types().shape_of(type);
    if (shape == Shape::number && type.find("size_t") == std::string::npos && !is_compared(kept.name)) guard(2.3, lines.end, lines.indent, kept.name + " < 0", line);
  }

  [[nodiscard]] bool is_compared(const std::string& name) const {
    for (const Node condition : edits_.scope.conditions)
      if (edits_.text(condition).starts_with(name + " ")) return true;
    return false;
  }

  [[nodiscard]] std::string npos() const {
    const auto own = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.end - edits_.unit.begin);
    return own.find("string_view") != std::string_view::npos ? "std::string_view::npos" : "std::string::npos";
  }

  /// save(x); return 0; -> return save(x), if (!save(x)) return false;
  void result_of_call(Node statement) {
    const Node call = statement.child(0);
    if (edits_.kind(statement) != Kind::expression_statement || edits_.kind(call) != Kind::call) return;
    const std::string result = edits_.text(edits_.unit.node.field("type")), text = edits_.text(call);
    const std::string name = edits_.text(callee_of(call));
    const bool is_of_file = std::find(edits_.scope.callables.begin(), edits_.scope.callables.end(), name) != edits_.scope.callables.end();
    if (!is_of_file || result == "void" || result.empty()) return;
    const bool answers = result == "bool" || result == "boolean";
    const std::string other = result_of(name);
    if (other != result) return;
    edits_.replace(1.9, "result kept", statement, "return " + text + ";");
    if (answers) {
      edits_.replace(1.7, "result kept", statement, "if (!" + text + ") return false;");
      edits_.replace(1.8, "result kept", statement, "if (" + text + ") return true;");
    } else if (result == "int") {
      edits_.replace(1.9, "result kept", statement, "if (" + text + " < 0) return -1;");
      edits_.replace(1.9, "result kept", statement, "if (" + text + ") return 1;");
    }
  }

  /// What a function of the file gives back.
  [[nodiscard]] std::string result_of(const std::string& name) const {
    for (const auto& unit : edits_.source.units()) {
      const std::string& full = unit.name;
      const auto at = full.find_last_of(".:");
      const Node declarator = unit.node.field("declarator");
      if (!unit.is_top && declarator.type() != "pointer_declarator" && full.substr(at == std::string::npos ? 0 : at + 1) == name) return edits_.text(unit.node.field("type"));
    }
    return {};
  }

  /// for (...) { ... return try_next(); } gives the first answer for all: if (try_next()) return true;
  void early_answer(Node statement, const Lines&) {
    if (edits_.kind(statement) != Kind::return_ || !in_loop() || statement.named_children().empty()) return;
    const Node value = statement.named_children()[0];
    const Kind kind = edits_.kind(value);
    if (kind != Kind::call && kind != Kind::comparison && kind != Kind::logical && kind != Kind::negation) return;
    const std::string result = edits_.text(edits_.unit.node.field("type")), text = edits_.text(value);
    if (result == "bool" || result == "boolean") {
      edits_.replace(1.4, "answer given later", statement, "if (" + text + ") return true;");
      edits_.replace(1.4, "answer given later", statement, "if (" + (is_tight(kind) ? "!" + text : "!(" + text + ")") + ") return false;");
    } else if (kind == Kind::call && result == "int") {
      edits_.replace(1.8, "answer given later", statement, "if (" + text + ") return 1;");
      edits_.replace(1.9, "answer given later", statement, "if (" + text + " < 0) return -1;");
    }
  }
};

}  // namespace

void edit_checks(Edits& edits, Node block) {
  Checker(edits, block).edit();
}

}  // namespace repair
