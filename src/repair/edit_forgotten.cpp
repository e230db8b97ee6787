// The step that goes with another one and is not there: what is taken is not taken off, what is counted here is not counted
// there, the best is found and not kept. Each looks for the one and puts in the other beside it, so there are few of them.

#include <algorithm>
#include <array>

#include "block.h"
#include "declared_types.h"

namespace repair {
namespace {

using code::Node;

constexpr std::pair<std::string_view, std::string_view> k_twins[] = {{"left", "right"}, {"first", "last"}, {"begin", "end"}, {"head", "tail"}, {"next", "prev"},
                                                                     {"x", "y"}, {"width", "height"}, {"row", "col"}, {"min", "max"}, {"key", "value"}};

bool is_container(Shape shape) {
  return shape == Shape::list || shape == Shape::set || shape == Shape::map;
}

/// "x.pop()" for what x.top() looks at, "" if there is none.
std::string_view taking(std::string_view looking, bool is_java) {
  if (is_java) return looking == "peek" ? "poll" : looking == "peekFirst" ? "pollFirst" : looking == "peekLast" ? "pollLast" : "";
  return looking == "top" ? "pop" : looking == "front" ? "pop" : "";
}

class Forgotten : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const auto lines = lines_of(statements_[i]);
      if (!lines || !edits_.is_suspect(statements_[i])) continue;
      edits_.look_from(statements_[i].begin());
      after_copy(statements_[i], *lines);
      after_look(statements_[i], *lines);
      before_free(statements_[i], *lines);
      before_pop(statements_[i], *lines);
      after_loop(statements_[i], *lines);
      for (Node inner = statements_[i]; inner; inner = unbraced_body(inner))
        if (const auto own_lines = lines_of(inner)) after_question(inner, *own_lines);
      same_for_sibling(statements_[i], *lines);
      untouched(statements_[i], *lines, i == 0);
      mark(statements_[i], *lines);
      set_by_name(statements_[i], *lines);
      next_field(statements_[i], *lines);
    }
    if (statements_.empty()) return;
    const auto first = lines_of(statements_.front());
    const auto last = lines_of(statements_.back());
    if (!first || !last || !edits_.is_suspect(statements_.back())) return;
    edits_.look_from(statements_.back().end() - 1);
    keep_best(*first, *last);
    go_on(*last);
    leave(*last);
  }

 private:
  void put(double cost, std::size_t at, const std::string& indent, const std::string& statement, std::size_t line) {
    std::vector<Splice> one;
    one.push_back({at, at, indent + statement + "\n"});
    splice(cost, "step inserted", line, std::move(one));
  }

  Node call_in(Node statement) const {
    Node inner = statement;
    if (edits_.kind(statement) == Kind::expression_statement) inner = statement.child(0);
    return edits_.kind(inner) == Kind::call ? inner : Node();
  }

  [[nodiscard]] std::string type_of(std::string_view text) const {
    for (const auto& value : edits_.scope.values)
      if (value.text == text) return value.type;
    return {};
  }

  /// memcpy(to, from, n); to[n] = '\0';
  void after_copy(Node statement, const Lines& lines) {
    const Node call = call_in(statement);
    if (!call || !edits_.is_native()) return;
    const std::string name = edits_.text(callee_of(call));
    const auto arguments = arguments_of(call);
    if ((name != "memcpy" && name != "strncpy" && name != "memmove") || arguments.size() != 3 || !is_tight(edits_.kind(arguments[0]))) return;
    put(1.5, lines.end, lines.indent, edits_.text(arguments[0]) + "[" + edits_.text(arguments[2]) + "] = '\\0';", statement.line());
    const std::string size = edits_.tight(arguments[2]);
    if (name == "strncpy" && !size.ends_with("- 1)")) put(1.5, lines.end, lines.indent, edits_.text(arguments[0]) + "[" + size + " - 1] = '\\0';", statement.line());
  }

  /// x = queue.front(); queue.pop();
  void after_look(Node statement, const Lines& lines) {
    if (edits_.kind(statement) != Kind::declaration && edits_.kind(statement) != Kind::expression_statement) return;
    for (code::Cursor at(statement); at.next();) {
      const Node call = at.node();
      if (edits_.kind(call) != Kind::call || !arguments_of(call).empty()) continue;
      const bool is_java = edits_.language() == code::Language::java;
      const Node callee = callee_of(call);
      const std::string object = is_java ? edits_.text(call.field("object")) : edits_.text(object_of(callee));
      const std::string_view take = taking(is_java ? edits_.text(callee) : edits_.text(member_of(callee)), is_java);
      if (take.empty() || object.empty() || own().find(object + "." + std::string(take) + "(") != std::string_view::npos) continue;
      put(1.3, lines.end, lines.indent, object + "." + std::string(take) + "();", statement.line());
      if (take == "pop") put(1.5, lines.end, lines.indent, object + ".pop_front();", statement.line());
    }
  }

  /// free(n) leaves what its members point to.
  void before_free(Node statement, const Lines& lines) {
    const Node call = call_in(statement);
    if (!call || edits_.text(callee_of(call)) != "free" || arguments_of(call).size() != 1) return;
    const std::string object = edits_.text(arguments_of(call)[0]);
    const DeclaredTypes& types = edits_.types();
    const std::string type = types.type_of(object);
    const auto let_go = [&](const Value& holder) {  // if (list->last == n) list->last = before;
      if (holder.text == object || !holder.is_member || holder.text.starts_with(object + "->") || (holder.type != type && !(holder.type.empty() && holder.shape == Shape::unknown))) return;
      for (const auto& other : edits_.scope.values)
        if (!other.is_member && other.type == type && other.text != object)
          put(2.1, lines.begin, lines.indent, "if (" + holder.text + " == " + object + ") " + holder.text + " = " + other.text + ";", statement.line());
    };
    if (type.ends_with("*")) {
      for (const auto& value : edits_.scope.values) let_go(value);
      for (const auto& value : edits_.scope.untouched) let_go(value);
    }
    const auto* fields = types.fields_of(type);
    if (fields == nullptr) return;
    for (const auto& field : *fields)
      if (field.type.ends_with("*") && field.type != type) put(1.8, lines.begin, lines.indent, "free(" + object + "->" + field.name + ");", statement.line());
  }

  /// A sum that is kept beside a container: sum -= c.front(); c.pop_front();
  void before_pop(Node statement, const Lines& lines) {
    const Node call = call_in(statement);
    if (!call || edits_.language() != code::Language::cpp || edits_.kind(callee_of(call)) != Kind::member) return;
    const std::string name = edits_.text(member_of(callee_of(call)));
    const std::string object = edits_.text(object_of(callee_of(call)));
    if (name == "erase" && arguments_of(call).size() == 1) {
      const std::string second = edits_.text(arguments_of(call)[0]) + "->second";
      for (const auto& value : edits_.scope.values)
        if (value.text != object && is_container(value.shape)) put(2.1, lines.begin, lines.indent, value.text + ".erase(" + second + ");", statement.line());
    }
    if (name == "resize" && arguments_of(call).size() == 1) {
      const std::string text = edits_.text(statement);
      edits_.replace(1.5, "statement under a condition", statement, "if (" + object + ".size() > " + edits_.text(arguments_of(call)[0]) + ") " + text);
    }
    if (name != "pop_front" && name != "pop_back" && name != "pop") return;
    const std::string element = object + (name == "pop_back" ? ".back()" : ".front()");
    for (const auto& value : edits_.scope.values) {
      if (value.shape == Shape::number && value.text != object) put(2.3, lines.begin, lines.indent, value.text + " -= " + element + ";", statement.line());
      if ((value.shape == Shape::map || value.shape == Shape::set) && value.text != object) {
        put(2.2, lines.begin, lines.indent, value.text + ".erase(" + element + ");", statement.line());
        put(2.2, lines.begin, lines.indent, value.text + ".erase(" + element + ".first);", statement.line());
      }
    }
  }

  /// for (... : pending) ...  pending.clear();
  void after_loop(Node statement, const Lines& lines) {
    if (statement.type() != "for_range_loop" && statement.type() != "enhanced_for_statement") return;
    Node over = statement.field("right");
    if (!over) over = statement.field("value");
    const Kind kind = edits_.kind(over);
    if (kind != Kind::name && kind != Kind::member) return;
    const std::string text = edits_.text(over);
    if (own().find(text + ".clear()") == std::string_view::npos) put(2.0, lines.end, lines.indent, text + ".clear();", statement.line());
  }

  /// The statement that a loop is for, where it has no brackets: it is in no block.
  [[nodiscard]] Node unbraced_body(Node statement) const {
    const Kind kind = edits_.kind(statement);
    const Node body = kind == Kind::for_ || kind == Kind::while_ ? statement.field("body") : Node();
    return is_statement(edits_.kind(body)) ? body : Node();
  }

  /// if (seen[i]) continue;  seen[i] = true;
  void after_question(Node statement, const Lines& lines) {
    if (edits_.kind(statement) != Kind::if_) return;
    Node condition = condition_of(statement);
    const bool is_negated = edits_.kind(condition) == Kind::negation;
    if (is_negated) condition = operand_of(condition);
    const Node inside = statement.field("consequence");
    const auto inner = statements_of(inside, edits_.language());
    const auto begin = is_negated && !inner.empty() ? lines_of(inner.front()) : std::nullopt;
    if (is_negated && !begin) return;
    const std::size_t at = is_negated ? begin->begin : lines.end;
    const std::string& indent = is_negated ? begin->indent : lines.indent;
    if (edits_.kind(condition) == Kind::subscript) {
      const auto indices = indices_of(condition);
      if (indices.size() != 1) return;
      const std::string whole = edits_.text(condition);
      const std::string array = whole.substr(0, whole.find('['));
      put(1.6, at, indent, whole + " = true;", statement.line());
      for (const auto& value : edits_.scope.values)
        if (value.shape == Shape::number && !value.is_member && value.text != edits_.text(indices[0]))
          put(2.4, at, indent, array + "[" + value.text + "] = true;", statement.line());
    }
    if (edits_.kind(condition) != Kind::call || arguments_of(condition).size() != 1) return;
    const bool is_java = edits_.language() == code::Language::java;
    const Node callee = callee_of(condition);
    const std::string object = is_java ? edits_.text(condition.field("object")) : edits_.text(object_of(callee));
    const std::string name = is_java ? edits_.text(callee) : edits_.text(member_of(callee));
    if (object.empty() || (name != "count" && name != "contains")) return;
    put(1.5, at, indent, object + (is_java ? ".add(" : ".insert(") + edits_.text(arguments_of(condition)[0]) + ");", statement.line());
  }

  /// bool done[N]: done[u] = true.
  void mark(Node statement, const Lines& lines) {
    for (const auto& array : edits_.scope.values) {
      if (array.type != "bool[]") continue;
      for (const auto& value : edits_.scope.values)
        if (value.shape == Shape::number && !value.is_member) put(2.5, lines.end, lines.indent, array.text + "[" + value.text + "] = true;", statement.line());
    }
  }

  /// b->size = size; where there is such a local; errno = 0; before a call that sets it.
  void set_by_name(Node statement, const Lines& lines) {
    for (const auto& value : edits_.scope.values)
      for (const auto& local : edits_.scope.values) {
        const std::string& member = value.text;
        const bool is_called_so = member == local.text + "_" || (member.ends_with(local.text) && member.size() > local.text.size() + 1 && (member[member.size() - local.text.size() - 1] == '>' || member[member.size() - local.text.size() - 1] == '.'));
        const std::string text = member + " = " + local.text + ";";
        if (is_called_so && !local.is_member && own().find(text) == std::string_view::npos) put(1.8, lines.end, lines.indent, text, statement.line());
      }
    const std::string text = edits_.text(statement);
    const bool reads = edits_.is_native() && text.find("= strto") != std::string::npos && own().find("errno") != std::string_view::npos;
    if (reads && own().find("errno = 0") == std::string_view::npos) put(1.2, lines.begin, lines.indent, "errno = 0;", statement.line());
  }

  /// a.count += b.count; and the same for the next member of both.
  void next_field(Node statement, const Lines& lines) {
    if (edits_.kind(statement) != Kind::expression_statement) return;
    std::vector<Node> members;
    for (code::Cursor at(statement); at.next();)
      if (edits_.kind(at.node()) == Kind::member) members.push_back(member_of(at.node()));
    if (members.size() == 1)
      for (code::Cursor at(statement); at.next();)
        if (edits_.kind(at.node()) == Kind::name && edits_.text(at.node()) == edits_.text(members[0])) members.push_back(at.node());
    if (members.size() < 2) return;
    const std::string name = edits_.text(members[0]);
    if (!std::all_of(members.begin(), members.end(), [&](Node one) { return edits_.text(one) == name; })) return;
    const DeclaredTypes& types = edits_.types();
    auto others = types.beside(name);
    for (const auto& value : edits_.scope.values)
      if (value.text != name && value.text.ends_with('_') && name.ends_with('_') && std::find(others.begin(), others.end(), value.text) == others.end()) others.push_back(value.text);
    for (const auto& [a, b] : k_twins)
      for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)})
        if (name == from) others.emplace_back(to);
    for (const auto& other : others) {
      std::vector<Splice> all;
      for (const Node one : members) all.push_back({one.begin(), one.end(), other});
      const std::string text = edited_within(edits_.source.text(), statement.begin(), statement.end(), all);
      if (own().find(text) == std::string_view::npos) put(2.0, lines.end, lines.indent, text, statement.line());
    }
  }

  /// What is done to one container or number is forgotten for the one that is kept beside it.
  void same_for_sibling(Node statement, const Lines& lines) {
    if (edits_.kind(statement) != Kind::expression_statement || statement.line() != statement.end_line()) return;
    const Node inner = statement.child(0);
    Node object;
    const Kind kind = edits_.kind(inner);
    if (kind == Kind::call) object = edits_.language() == code::Language::java ? inner.field("object") : object_of(callee_of(inner));
    else if (kind == Kind::assignment || kind == Kind::augmented) object = inner.field("left");
    else if (inner.type() == "update_expression") object = inner.field("argument") ? inner.field("argument") : Node();
    if (!object) return;
    const std::string name = edits_.text(object);
    const auto known = std::find_if(edits_.scope.values.begin(), edits_.scope.values.end(), [&](const Value& value) { return value.text == name; });
    if (known == edits_.scope.values.end() || known->shape == Shape::unknown || known->shape == Shape::text) return;
    const Value self = *known;
    const auto with = [&](const Value& other) {
      if (other.text == name || other.shape != self.shape || (!other.type.empty() && !self.type.empty() && other.type != self.type)) return;
      if (kind == Kind::assignment && edits_.text(inner.field("right")) == other.text) return;
      std::vector<Splice> one;
      one.push_back({object.begin(), object.end(), other.text});
      const std::string text = edited_within(edits_.source.text(), statement.begin(), statement.end(), one);
      if (own().find(text) != std::string_view::npos) return;
      const double cost = (is_container(self.shape) ? 2.2 : 2.7) + (other.is_member == self.is_member ? 0 : 0.4);
      put(cost, lines.end, lines.indent, text, statement.line());
    };
    for (const auto& value : edits_.scope.values) with(value);
    for (const auto& value : edits_.scope.untouched) with(value);
  }

  void untouched(Node statement, const Lines& lines, bool is_first) {
    for (const auto& field : edits_.scope.untouched) {
      const auto& locals = edits_.types().locals();
      const auto object = std::string_view(field.text).substr(0, field.text.find_first_of("-."));
      if (std::any_of(locals.begin(), locals.end(), [&](const Field& one) { return one.is_const && one.name == object; })) continue;
      const auto with = [&](double cost, const std::string& text) {
        put(cost, lines.end, lines.indent, text, statement.line());
        if (is_first) put(cost + 0.1, lines.begin, lines.indent, text, statement.line());
      };
      if (field.shape == Shape::number) {
        with(2.5, field.text + "++;");
        with(2.9, field.text + "--;");
      }
      if (field.shape == Shape::number || field.shape == Shape::truth) with(2.6, field.text + " = 0;");
      if (field.shape == Shape::truth) with(2.6, field.text + " = true;");
      if (field.shape == Shape::pointer || field.shape == Shape::text) with(2.7, field.text + (edits_.language() == code::Language::cpp ? " = nullptr;" : " = NULL;"));
      for (const auto& value : edits_.scope.values)
        if (!value.is_member && !field.type.empty() && value.type == field.type) with(2.7, field.text + " = " + value.text + ";");
    }
  }

  /// if (value < best) ...  best = value;
  void keep_best(const Lines& first, const Lines& last) {
    Node owner = block_.parent();
    if (edits_.kind(owner) != Kind::if_ || !(block_ == owner.field("consequence"))) return;
    const Node condition = condition_of(owner);
    if (edits_.kind(condition) != Kind::comparison) return;
    const auto parts = binaries(condition);
    const std::string op = parts.size() == 1 ? edits_.text(parts[0].op) : "";
    if (!op.starts_with("<") && !op.starts_with(">")) return;
    for (const auto& [target, value, cost] : {std::tuple(parts[0].right, parts[0].left, 1.5), std::tuple(parts[0].left, parts[0].right, 1.9)}) {
      const Kind kind = edits_.kind(target);
      if (kind != Kind::name && kind != Kind::member && kind != Kind::subscript) continue;
      const std::string text = edits_.text(target) + " = " + edits_.text(value) + ";";
      if (edits_.text(block_).find(edits_.text(target) + " = ") != std::string::npos) continue;
      put(cost, first.begin, first.indent, text, condition.line());
      put(cost + 0.1, last.end, last.indent, text, condition.line());
    }
  }

  /// while (n > 0) ... and nothing in it changes n.
  void go_on(const Lines& last) {
    const Node owner = block_.parent();
    if (edits_.kind(owner) != Kind::while_) return;
    const Node condition = condition_of(owner);
    const std::string body = edits_.text(block_);
    for (code::Cursor at(condition); at.next();) {
      const Node node = at.node();
      const Kind kind = edits_.kind(node);
      if (kind != Kind::name && kind != Kind::member) continue;
      const std::string name = edits_.text(node);
      if (!is_value(node, edits_.language()) || body.find(name + " =") != std::string::npos || body.find(name + "++") != std::string::npos ||
          body.find("++" + name) != std::string::npos || body.find(name + "--") != std::string::npos || body.find("--" + name) != std::string::npos)
        continue;
      const auto with = [&](double cost, const std::string& text) { put(cost, last.end, last.indent, text, owner.line()); };
      const Shape shape = edits_.shape_of(node);
      if (shape == Shape::number || shape == Shape::text) {
        with(1.5, name + "++;");
        with(1.7, name + "--;");
        for (const Node part : remainders_of(name)) with(1.4, name + " /= " + edits_.text(part) + ";");
      }
      if (shape == Shape::pointer || shape == Shape::unknown) with(1.5, name + " = " + name + (edits_.is_native() ? "->next;" : ".next;"));
    }
  }

  /// n of name % n.
  std::vector<Node> remainders_of(const std::string& name) const {
    std::vector<Node> out;
    for (code::Cursor at(block_); at.next();) {
      if (edits_.kind(at.node()) != Kind::arithmetic) continue;
      for (const auto& part : binaries(at.node()))
        if (edits_.text(part.op) == "%" && edits_.text(part.left) == name) out.push_back(part.right);
    }
    return out;
  }

  /// A case that is done with, and runs into what follows.
  void leave(const Lines& last) {
    const Node owner = block_.parent();
    if (edits_.kind(owner) != Kind::if_ || owner.field("alternative")) return;
    const Kind end = edits_.kind(statements_.back());
    if (end == Kind::return_ || end == Kind::break_ || end == Kind::continue_ || end == Kind::raise) return;
    const auto with = [&](double cost, const std::string& text) { put(cost, last.end, last.indent, text, statements_.back().line()); };
    if (in_loop()) {
      with(2.3, "continue;");
      with(2.4, "break;");
    }
    const auto head = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.body.begin() - edits_.unit.begin);
    if (head.substr(0, head.find('(')).find("void") != std::string_view::npos) with(2.2, "return;");
    for (const Node statement : edits_.scope.simple_statements)
      if (edits_.kind(statement) == Kind::return_ && edits_.text(statement).size() > 7) with(2.5, edits_.text(statement));
  }
};

}  // namespace

void edit_forgotten(Edits& edits, Node block) {
  if (edits.is_native() || edits.language() == code::Language::java) Forgotten(edits, block).edit();
}

}  // namespace repair
