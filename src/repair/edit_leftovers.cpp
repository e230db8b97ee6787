// Statements of Python and JavaScript that belong behind, before or around others: what is left when a loop ends, the end of
// a list that became empty, the state that is put back whatever happens, the method of the base class.

#include <algorithm>
#include <array>

#include "block.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 100;
constexpr std::size_t k_changed_max = 6;
constexpr std::size_t k_additions_max = 4;
constexpr std::size_t k_members_max = 4;
constexpr std::size_t k_calls_max = 12;
constexpr std::size_t k_again_max = 6;
constexpr std::size_t k_steps_max = 3;

constexpr auto k_putting_back = std::to_array<std::string_view>(
    {"release", "close", "pop", "unlock", "remove", "discard", "delete", "clear", "exit", "disconnect", "stop", "end", "restore", "reset", "leave", "done", "set", "shutdown", "abort"});

class Leftovers : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines) continue;
      edits_.look_from(statement.begin());
      const bool suspect = edits_.is_suspect(statement);
      if (suspect || (i > 0 && edits_.is_suspect(statements_[i - 1]))) {
        call_where_asked(lines->begin, lines->indent, statement);
        keep_what_is_there(lines->begin, lines->indent, statement);
      }
      if (!suspect) continue;
      end_of_empty(statement, *lines);
      const Kind kind = edits_.kind(statement);
      if (kind == Kind::for_ || kind == Kind::while_) {
        rest_of_loop(statement, *lines);
        copies_behind(statement, *lines);
        loop_again(statement, *lines);
      }
      if (i > 0) put_back_always(i, *lines);
    }
    if (statements_.empty()) return;
    const auto last = lines_of(statements_.back());
    if (last && edits_.is_suspect(statements_.back()) && edits_.kind(statements_.back()) != Kind::return_) call_where_asked(last->end, last->indent, statements_.back());
    names_of_outside();
    if (block_ == edits_.unit.body) method_of_base();
  }

 private:
  [[nodiscard]] std::string with_end(const std::string& statement) const { return statement + std::string(edits_.words().end); }

  /// The assignment that a statement is, if it is one.
  [[nodiscard]] Node assignment_in(Node statement) const {
    const auto children = statement.named_children();
    if (edits_.kind(statement) != Kind::expression_statement || children.empty()) return {};
    return edits_.kind(children.front()) == Kind::assignment ? children.front() : Node();
  }

  // ---- what became empty ----

  /// self.head = node.next -> and if that is None, self.tail = None, which is so elsewhere.
  void end_of_empty(Node statement, const Lines& lines) {
    const Node assignment = assignment_in(statement);
    const Node target = assignment.field("left"), value = assignment.field("right");
    const Kind kind = edits_.kind(target), of = edits_.kind(value);
    if ((kind != Kind::member && kind != Kind::name) || (of != Kind::member && of != Kind::call && of != Kind::subscript)) return;
    const std::string own = edits_.text(target);
    std::size_t count = 0;
    for (const auto& other : edits_.scope.values) {
      if (!other.is_member || other.text == own || count >= k_members_max) continue;
      for (const std::string nothing : {"None", "null", "undefined"}) {
        if (edits_.is_python() != (nothing == "None") || edits_.source.text().find(other.text + " = " + nothing) == std::string::npos) continue;
        ++count;
        const std::string reset = with_end(other.text + " = " + nothing);
        put(1.9, "statement inserted", lines.end, lines.indent, under(edits_.is_python() ? own + " is None" : own + " === " + nothing, lines.indent, reset), statement);
        if (!edits_.is_python()) put(2.0, "statement inserted", lines.end, lines.indent, under("!" + own, lines.indent, reset), statement);
      }
    }
    back_link(own, statement, lines);
  }

  /// self.head = node.next -> if self.head is not None: self.head.prev = None
  void back_link(const std::string& own, Node statement, const Lines& lines) {
    for (const std::string_view link : {"prev", "previous", "parent", "next"}) {
      const std::string member = "." + std::string(link), nothing = edits_.is_python() ? "None" : "null";
      const bool is_set = edits_.source.text().find(member + " = " + nothing) != std::string::npos;
      if (is_set) put(2.2, "statement inserted", lines.end, lines.indent, under(edits_.is_python() ? own + " is not None" : own, lines.indent, with_end(own + member + " = " + nothing)), statement);
    }
  }

  // ---- behind a loop ----

  /// out.append(part) in a loop: what it appends to, and a text with a place for the value.
  struct Addition {
    std::string before, after;
  };
  [[nodiscard]] std::vector<Addition> additions_in(Node loop) const {
    std::vector<Addition> out;
    for (code::Cursor at(loop); at.next() && out.size() < k_additions_max;) {
      const Node node = at.node();
      Node value;
      if (node.type() == "yield" || node.type() == "yield_expression") value = node.named_children().empty() ? Node() : node.named_children()[0];
      const MethodCall method = method_call_of(edits_, node);
      const bool adds = method.name == "append" || method.name == "push" || method.name == "add" || method.name == "extend";
      if (adds && arguments_of(node).size() == 1) value = arguments_of(node)[0];
      if (!value || edits_.kind(node.parent()) != Kind::expression_statement || node.end() - node.begin() > k_text_max) continue;
      const std::string& text = edits_.source.text();
      Addition one{text.substr(node.begin(), value.begin() - node.begin()), text.substr(value.end(), node.end() - value.end())};
      const bool is_new = std::none_of(out.begin(), out.end(), [&](const Addition& known) { return known.before == one.before; });
      if (is_new) out.push_back(std::move(one));
    }
    return out;
  }

  /// Names that the loop sets or changes and that mean something behind it.
  [[nodiscard]] std::vector<const Value*> changed_in(Node loop) const {
    std::vector<const Value*> out;
    const Node body = loop.field("body");
    for (const auto& value : edits_.scope.values) {
      if (value.is_pair || out.size() >= k_changed_max) continue;
      bool is_changed = false;
      for (code::Cursor at(body); at.next() && !is_changed;) {
        const Node node = at.node();
        if (!node.named() || edits_.source.text_of(node) != value.text) continue;
        const Node parent = node.parent();
        const std::string_view type = parent.type();
        const bool is_target = type.find("assignment") != std::string_view::npos && node == parent.field("left");
        const bool is_method = edits_.kind(parent) == Kind::member && node == object_of(parent) && is_in(k_changing, edits_.source.text_of(member_of(parent)));
        is_changed = is_target || is_method || type == "pattern_list" || type == "update_expression";
      }
      if (is_changed) out.push_back(&value);
    }
    return out;
  }

  /// for ...: carry, digit = ...; out.append(digit) -> and behind it: if carry: out.append(carry)
  void rest_of_loop(Node loop, const Lines& lines) {
    const auto additions = additions_in(loop);
    if (additions.empty()) return;
    for (const Value* value : changed_in(loop)) {
      std::vector<Filled> questions{{1.9, value->text}};
      if (edits_.is_python()) questions.push_back({2.1, value->text + " is not None"});
      else if (value->shape == Shape::list || value->shape == Shape::text) questions.push_back({1.8, value->text + ".length > 0"});
      else if (value->shape == Shape::number) questions.push_back({1.9, value->text + " > 0"});
      else questions.push_back({2.1, value->text + " !== undefined"});
      for (const auto& [before, after] : additions) {
        if (before.starts_with(value->text + ".")) continue;
        const std::string addition = with_end(before + value->text + after);
        put(2.3, "statement copied", lines.end, lines.indent, addition, loop);
        for (const auto& [cost, question] : questions) put(cost, "statement copied", lines.end, lines.indent, under(question, lines.indent, addition), loop);
      }
    }
  }

  /// What a loop does when a part is full is to be done for the last part, too; and what it takes from a stack until
  /// something else comes is taken to the end.
  void copies_behind(Node loop, const Lines& lines) {
    std::size_t count = 0;
    for (code::Cursor at(loop.field("body")); at.next() && count < k_again_max;) {
      const Node node = at.node();
      const auto own = lines_of(node);
      if (!own || node.end() - node.begin() > 2 * k_text_max) continue;
      if (edits_.kind(node) == Kind::if_ && node.type() == "if_statement") {
        ++count;
        std::vector<Splice> one;
        one.push_back({lines.end, lines.end, reindent(whole(*own), own->indent, lines.indent)});
        splice(2.0, "statement copied", loop.line(), std::move(one));
      }
    }
    for (code::Cursor at(loop.field("body")); at.next();) {
      const MethodCall method = method_call_of(edits_, at.node());
      if ((method.name != "pop" && method.name != "shift" && method.name != "popleft") || !at.node().field("arguments").named_children().empty()) continue;
      const Node statement = statement_of(at.node(), edits_.language());
      const std::string stack = edits_.text(method.object), text = edits_.text(statement);
      if (edits_.kind(statement) != Kind::expression_statement || text.size() > k_text_max) continue;
      put(2.0, "statement copied", lines.end, lines.indent, edits_.is_python() ? "while " + stack + ":\n" + lines.indent + "    " + text : "while (" + stack + ".length > 0) " + text, loop);
    }
  }

  /// while ...: if C: i += 1 ... -> and behind it: while C: i += 1
  void loop_again(Node loop, const Lines& lines) {
    std::size_t count = 0;
    for (code::Cursor at(loop.field("body")); at.next() && count < k_again_max;) {
      const Node branch = at.node();
      if (edits_.kind(branch) != Kind::if_) continue;
      const std::string question = edits_.text(condition_of(branch));
      for (const Node step : statements_of(branch.field("consequence"), edits_.language())) {
        const auto children = step.named_children();
        const bool moves = edits_.kind(step) == Kind::expression_statement && !children.empty() && (edits_.kind(children[0]) == Kind::augmented || children[0].type() == "update_expression");
        if (!moves || question.find(edits_.text(children[0].named_children()[0])) == std::string::npos) continue;
        ++count;
        const std::string text = edits_.text(step);
        put(2.3, "statement copied", lines.end, lines.indent, edits_.is_python() ? "while " + question + ":\n" + lines.indent + "    " + text : "while (" + question + ") " + text, loop);
      }
    }
  }

  // ---- what is asked for ----

  /// if (holder !== undefined) free.push(holder): what the function asks for is kept somewhere, where there is one.
  void keep_what_is_there(std::size_t at, const std::string& indent, Node near) {
    const std::string_view own = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.end - edits_.unit.begin);
    const auto asks = [&](const std::string& question) { return own.find(question) != std::string_view::npos; };
    const std::string there = edits_.is_python() ? " is not None" : " !== undefined", missing = edits_.is_python() ? " is None" : " === undefined";
    for (const auto& name : edits_.scope.names) {
      if (!asks(name + there) && !asks(name + missing)) continue;
      if (additions_ == std::nullopt) additions_ = additions_in(edits_.unit.body);
      for (const auto& [before, after] : *additions_)
        if (!before.starts_with(name + ".")) put(2.4, "statement inserted", at, indent, under(name + there, indent, with_end(before + name + after)), near);
    }
  }

  /// callback, once = entry, and nothing looks at `once`: if once: self.remove(entry), as a function around does.
  void call_where_asked(std::size_t at, const std::string& indent, Node near) {
    for (const auto& value : edits_.scope.values) {
      if (!value.is_unread || value.is_pair || value.text[0] == '_' || !may_be(value.shape, Shape::truth)) continue;
      std::size_t count = 0;
      for (const auto& [cost, call] : edits_.scope.borrowed)
        if (count++ < k_calls_max) put(cost - 0.3, "statement copied", at, indent, under(value.text, indent, call), near);
      for (const auto& call : edits_.scope.doers) put(2.3, "statement inserted", at, indent, under(value.text, indent, with_end(call)), near);
    }
  }

  // ---- around ----

  /// The last step of a statement and of what failed before it is the same: self.depth -= 1, lock.release().
  [[nodiscard]] bool puts_back(Node statement) const {
    const auto children = statement.named_children();
    if (edits_.kind(statement) != Kind::expression_statement || children.size() != 1) return false;
    const Node inner = children[0];
    const Kind kind = edits_.kind(inner);
    if (kind == Kind::augmented || inner.type() == "update_expression") return true;
    if (kind == Kind::assignment) return edits_.kind(inner.field("left")) == Kind::member || edits_.kind(inner.field("left")) == Kind::name;
    const std::string name = kind == Kind::call ? edits_.text(edits_.kind(callee_of(inner)) == Kind::member ? member_of(callee_of(inner)) : callee_of(inner)) : "";
    return is_in(k_putting_back, name);
  }

  [[nodiscard]] bool calls(Node statement) const {
    for (code::Cursor at(statement); at.next();)
      if (edits_.kind(at.node()) == Kind::call) return true;
    return false;
  }

  /// work(); depth -= 1; -> try { work(); } finally { depth -= 1; }
  void put_back_always(std::size_t i, const Lines& lines) {
    const Node step = statements_[i], work = statements_[i - 1];
    const auto before = lines_of(work);
    if (!before || !puts_back(step) || !calls(work) || before->end != lines.begin || edits_.kind(work) == Kind::return_) return;
    const bool declares = edits_.kind(work) == Kind::declaration;
    if (!declares) {
      std::vector<Splice> one;
      one.push_back({before->begin, lines.end, within_try(lines.indent, whole(*before), whole(lines))});
      splice(2.0, "put back always", step.line(), std::move(one));
    }
    for (std::size_t last = i; last < i + k_steps_max && last + 1 < statements_.size() && edits_.kind(statements_[last]) == Kind::expression_statement; ++last)
      return_from_try(i, last, *before);
  }

  /// result = work(); depth -= 1; return result -> try { return work(); } finally { depth -= 1; }
  void return_from_try(std::size_t i, std::size_t last_step, const Lines& before) {
    if (edits_.kind(statements_[last_step + 1]) != Kind::return_) return;
    Node set = assignment_in(statements_[i - 1]);
    if (edits_.kind(statements_[i - 1]) == Kind::declaration && !statements_[i - 1].named_children().empty()) set = statements_[i - 1].named_children()[0];
    const Node target = set.field("left") ? set.field("left") : set.field("name"), value = set.field("right") ? set.field("right") : set.field("value");
    const auto last = lines_of(statements_[last_step + 1]);
    const auto returned = statements_[last_step + 1].named_children();
    if (!target || !value || !last || returned.size() != 1 || edits_.text(returned[0]) != edits_.text(target)) return;
    const std::string steps = edits_.source.text().substr(before.end, last->begin - before.end);
    std::vector<Splice> one;
    one.push_back({before.begin, last->end, within_try(before.indent, before.indent + with_end("return " + edits_.text(value)) + "\n", steps)});
    splice(1.9, "put back always", statements_[i].line(), std::move(one));
  }

  [[nodiscard]] std::string within_try(const std::string& indent, const std::string& work, const std::string& step) const {
    const std::string inner = indent + (edits_.is_python() ? "    " : "  ");
    const std::string first = reindent(work, indent, inner), second = reindent(step, indent, inner);
    if (edits_.is_python()) return indent + "try:\n" + first + indent + "finally:\n" + second;
    return indent + "try {\n" + first + indent + "} finally {\n" + second + indent + "}\n";
  }

  // ---- outside of the function ----

  /// Python: a function within a function that sets a name of the outer one makes its own: nonlocal, global.
  void names_of_outside() {
    const Node function = block_.parent();
    if (!edits_.is_python() || function.type() != "function_definition") return;
    const auto lines = lines_of(statements_.front());
    const bool is_inner = !(block_ == edits_.unit.body);
    if (!lines || !edits_.is_suspect(statements_.front())) return;
    for (const auto& name : names_set_in(block_)) {
      if (edits_.text(function.field("parameters")).find(name) != std::string::npos) continue;
      const auto& outer = edits_.scope.outer;
      if (is_inner && is_set_outside(name)) put(1.0, "statement inserted", lines->begin, lines->indent, "nonlocal " + name, statements_.front());
      else if (std::find(outer.begin(), outer.end(), name) != outer.end()) put(1.2, "statement inserted", lines->begin, lines->indent, "global " + name, statements_.front());
    }
  }

  [[nodiscard]] std::vector<std::string> names_set_in(Node block) const {
    std::vector<std::string> out;
    for (code::Cursor at(block); at.next();) {
      const Node left = at.node().field("left");
      const bool sets = edits_.kind(at.node()) == Kind::assignment || edits_.kind(at.node()) == Kind::augmented;
      if (!sets || edits_.kind(left) != Kind::name) continue;
      std::string name = edits_.text(left);
      if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(std::move(name));
    }
    return out;
  }

  /// By the function around this one.
  [[nodiscard]] bool is_set_outside(const std::string& name) const {
    for (code::Cursor at(edits_.unit.body); at.next();) {
      const Node node = at.node();
      const bool is_inside = node.begin() >= block_.begin() && node.end() <= block_.end();
      const bool sets = edits_.kind(node) == Kind::assignment && edits_.source.text_of(node.field("left")) == name;
      if (!is_inside && sets) return true;
    }
    return false;
  }

  /// def close(self): ... of a class with a base -> super().close()
  void method_of_base() {
    Node holder = edits_.unit.node;
    while (holder && holder.type() != "class_definition" && holder.type() != "class_declaration" && holder.type() != "class") holder = holder.parent();
    Node base = holder.field("superclasses");
    for (const Node child : holder.children())
      if (child.type() == "class_heritage") base = child;
    const std::string name = edits_.text(edits_.unit.node.field("name"));
    const bool has_it = edits_.text(edits_.unit.node).find("super") != std::string::npos;
    const auto first = lines_of(statements_.front()), last = lines_of(statements_.back());
    if (!base || name.empty() || has_it || !first || !last) return;
    std::string given;
    for (const Node parameter : edits_.unit.node.field("parameters").named_children()) {
      std::string text = edits_.text(parameter);
      text = text.substr(0, text.find_first_of(" :=?"));
      if (text != "self" && !text.empty() && text != "*" && text != "/") given += (given.empty() ? "" : ", ") + text;
    }
    const std::string callee = edits_.is_python() ? "super()." + name : name == "constructor" ? "super" : "super." + name;
    for (const auto& arguments : {given, std::string()}) {
      const std::string call = with_end(callee + "(" + arguments + ")");
      const double more = arguments == given ? 0 : 0.2;
      if (edits_.is_suspect(statements_.front())) put(1.7 + more, "statement inserted", first->begin, first->indent, call, statements_.front());
      if (edits_.is_suspect(statements_.back()) && edits_.kind(statements_.back()) != Kind::return_) put(1.8 + more, "statement inserted", last->end, last->indent, call, statements_.back());
    }
  }

  std::optional<std::vector<Addition>> additions_;  ///< of the whole function
};

}  // namespace

void edit_leftovers(Edits& edits, Node block) {
  Leftovers(edits, block).edit();
}

}  // namespace repair
