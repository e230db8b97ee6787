// Statements that Python and JavaScript programs forget: the question whether what was looked up is there, the way back of
// what another function does, a parameter that is changed although it is somebody else's.

#include <algorithm>
#include <array>

#include "block.h"
#include "value_words.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_jumps_max = 10;
constexpr std::size_t k_text_max = 80;
constexpr std::size_t k_inverses_max = 10;
constexpr std::size_t k_compound_max = 12;  ///< lines of a statement that is put under a condition

constexpr auto k_places_found = std::to_array<std::string_view>({"find", "rfind", "indexOf", "lastIndexOf", "findIndex", "search"});
constexpr auto k_never_nothing = std::to_array<std::string_view>(
    {"len", "str", "list", "dict", "set", "sorted", "tuple", "range", "enumerate", "zip", "sum", "abs", "round", "lower", "upper", "strip", "join", "String",
     "keys", "values", "entries", "items", "toLowerCase", "toUpperCase", "trim", "floor", "ceil", "min", "max", "copy", "slice", "map", "isinstance"});

/// The target and the value of a statement that sets a name.
struct Set {
  Node target, value;
};

class Guards : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines) continue;
      edits_.look_from(statement.begin());
      const bool suspect = edits_.is_suspect(statement);
      const bool beside = suspect || (i > 0 && edits_.is_suspect(statements_[i - 1]));
      if (beside) insert_known(lines->begin, lines->indent, statement);
      if (!suspect) continue;
      if (i + 1 < statements_.size()) ask_for_found(i, *lines);
      before(statement, *lines);
      whole_under_condition(statement, *lines);
      changed_copy(statement);
      Node step = edits_.kind(statement) == Kind::if_ ? statement.field("consequence") : statement;
      if (edits_.kind(step) == Kind::expression_statement)
        if (const auto other = inverse_of(step); !other.empty()) edits_.replace(2.1, "call", step, other + std::string(edits_.words().end));
      remove_what_is_empty(statement, *lines);
      ask_for_looks(statement, *lines);
    }
    if (statements_.empty()) return;
    const auto last = lines_of(statements_.back());
    if (last && edits_.is_suspect(statements_.back()) && edits_.kind(statements_.back()) != Kind::return_) insert_known(last->end, last->indent, statements_.back());
    result_of_reduce();
    if (block_ == edits_.unit.body) {
      default_that_is_kept();
      copy_of_parameter();
    }
  }

 private:
  [[nodiscard]] Set set_of(Node statement) const {
    Node inner = statement;
    if (edits_.kind(statement) == Kind::expression_statement && !statement.named_children().empty()) inner = statement.named_children().front();
    if (edits_.kind(statement) == Kind::declaration && !statement.named_children().empty()) inner = statement.named_children().front();
    if (inner.type() == "variable_declarator") return {inner.field("name"), inner.field("value")};
    if (edits_.kind(inner) == Kind::assignment) return {inner.field("left"), inner.field("right")};
    return {};
  }

  /// What is done where nothing was found.
  [[nodiscard]] std::vector<Filled> jumps() const {
    std::vector<Filled> out;
    const std::string end(edits_.words().end);
    const auto add = [&](double cost, std::string text) {
      if (out.size() < k_jumps_max && std::none_of(out.begin(), out.end(), [&](const Filled& one) { return one.text == text; })) out.push_back({cost, std::move(text)});
    };
    if (in_loop()) add(0, "continue" + end);
    bool has_value = false;
    for (const Node statement : edits_.scope.simple_statements) {
      const Kind kind = edits_.kind(statement);
      if ((kind != Kind::return_ && kind != Kind::raise) || statement.end() - statement.begin() > k_text_max) continue;
      has_value = has_value || (kind == Kind::return_ && !statement.named_children().empty());
      if (out.size() < 4) add(kind == Kind::return_ ? 0.1 : 0.2, edits_.text(statement));
    }
    if (!has_value) add(0.1, "return" + end);
    for (const char* value : {"null", "false", "undefined"}) add(0.3, "return " + std::string(edits_.is_python() ? (value[0] == 'f' ? "False" : "None") : value) + end);
    for (const Node parameter : edits_.unit.node.field("parameters").named_children())
      if (edits_.kind(parameter) == Kind::name && edits_.text(parameter) != "self") {
        add(0.5, "return " + edits_.text(parameter) + end);
        break;
      }
    add(0.5, "return 0" + end);
    add(0.5, edits_.is_python() ? "raise ValueError(\"not found\")" : "throw new Error('not found');");
    return out;
  }

  /// x = table.get(key): and if there is none?
  /// `is_followed`: the next statement looks into it.
  [[nodiscard]] std::vector<Filled> questions_of(const std::string& name, Node value, bool is_followed) const {
    Node call = value;
    if (call.type() == "await_expression" && !call.named_children().empty()) call = call.named_children().front();
    const Kind kind = edits_.kind(call);
    if (kind == Kind::subscript)
      return edits_.is_python() ? std::vector<Filled>{{2.0, "not " + name}, {2.1, name + " is None"}} : std::vector<Filled>{{1.7, "!" + name}, {1.8, name + " === undefined"}};
    if (kind == Kind::member && is_followed) return edits_.is_python() ? std::vector<Filled>{{1.9, name + " is None"}, {2.1, "not " + name}} : std::vector<Filled>{{1.9, "!" + name}, {2.0, name + " === null"}};
    if (kind != Kind::call) return {};
    std::string called = edits_.text(callee_of(call));
    called = called.substr(called.rfind('.') == std::string::npos ? 0 : called.rfind('.') + 1);
    if (is_in(k_never_nothing, called)) return {};
    if (is_in(k_places_found, called)) {
      if (edits_.is_python()) return {{1.3, name + " < 0"}};
      return {{1.3, name + " === -1"}};
    }
    if (called == "parseInt" || called == "parseFloat" || called == "Number") return {{1.4, "Number.isNaN(" + name + ")"}};
    if (called == "split" || called == "filter") return edits_.is_python() ? std::vector<Filled>{{2.0, "not " + name}} : std::vector<Filled>{{2.0, name + ".length === 0"}};
    if (edits_.is_python()) return {{1.6, name + " is None"}, {1.7, "not " + name}};
    return {{1.6, "!" + name}, {1.7, name + " === undefined"}, {1.8, name + " === null"}};
  }

  void ask_for_found(std::size_t i, const Lines& lines) {
    const Set set = set_of(statements_[i]);
    if (edits_.kind(set.target) != Kind::name) return;
    const std::string name = edits_.text(set.target);
    const Node next = statements_[i + 1];
    const Node condition = edits_.kind(next) == Kind::if_ ? condition_of(next) : Node();
    const double asked = condition && edits_.text(condition).find(name) != std::string::npos ? 0.8 : 0;
    const auto all = jumps();
    const bool is_followed = edits_.text(next).find(name + ".") != std::string::npos;
    for (const auto& [cost, question] : questions_of(name, set.value, is_followed))
      for (const auto& [more, jump] : all) put(cost + more + asked, "guard inserted", lines.end, lines.indent, under(question, lines.indent, jump), next);
  }

  /// In front of a statement what belongs there: items.pop(key, None) before items[key] = value, to make it the last one.
  void before(Node statement, const Lines& lines) {
    const Set set = set_of(statement);
    const auto children = statement.named_children();
    if (edits_.is_python() && edits_.kind(set.target) == Kind::subscript && indices_of(set.target).size() == 1)
      put(1.9, "statement inserted", lines.begin, lines.indent, edits_.text(set.target.field("value")) + ".pop(" + edits_.text(indices_of(set.target)[0]) + ", None)", statement);
    if (edits_.is_python() || children.empty()) return;
    const Node call = children.front();
    const auto arguments = arguments_of(call);
    const std::string called = edits_.kind(call) == Kind::call ? edits_.text(callee_of(call)) : "";
    if (called.ends_with(".set") && arguments.size() == 2)
      put(1.9, "statement inserted", lines.begin, lines.indent, called.substr(0, called.size() - 3) + "delete(" + edits_.text(arguments[0]) + ");", statement);
    // A timer that is set anew.
    if (!set.target || edits_.kind(set.value) != Kind::call || edits_.kind(statement) == Kind::declaration) return;
    const std::string timer = edits_.text(callee_of(set.value)), name = edits_.text(set.target);
    for (const std::string kind : {"Timeout", "Interval"}) {
      if (!timer.ends_with("set" + kind)) continue;
      const std::string clear = timer.substr(0, timer.size() - 3 - kind.size()) + "clear" + kind + "(" + name + ");";
      put(1.2, "statement inserted", lines.begin, lines.indent, clear, statement);
      put(1.4, "statement inserted", lines.begin, lines.indent, under(name, lines.indent, clear), statement);
    }
  }

  /// groups[key].remove(x), and groups[key] may be empty now; counts[key] -= 1, and it may be 0.
  void remove_what_is_empty(Node statement, const Lines& lines) {
    const auto children = statement.named_children();
    if (edits_.kind(statement) != Kind::expression_statement || children.empty()) return;
    const Node inner = children.front();
    Node entry;
    if (edits_.kind(inner) == Kind::assignment || edits_.kind(inner) == Kind::augmented) entry = inner.field("left");
    if (edits_.kind(inner) == Kind::call && edits_.kind(callee_of(inner)) == Kind::member) entry = object_of(callee_of(inner));
    if (edits_.kind(entry) != Kind::subscript || indices_of(entry).size() != 1) return;
    const std::string text = edits_.text(entry);
    const bool is_list = edits_.kind(inner) == Kind::call;
    const std::string remove = (edits_.is_python() ? "del " : "delete ") + text + std::string(edits_.words().end);
    const auto ask = [&](double cost, const std::string& question) { put(cost, "statement inserted", lines.end, lines.indent, under(question, lines.indent, remove), statement); };
    if (is_list) {
      ask(2.0, edits_.is_python() ? "not " + text : text + ".length === 0");
    } else {
      ask(2.2, text + (edits_.is_python() ? " == 0" : " === 0"));
      ask(2.3, text + " <= 0");
    }
  }

  /// A loop or a block of an if, under a question.
  void whole_under_condition(Node statement, const Lines& lines) {
    const std::size_t count = statement.end_line() - statement.line() + 1;
    if (count < 2 || count > k_compound_max || edits_.kind(statement) == Kind::function || edits_.kind(statement) == Kind::declaration) return;
    const std::string inner = lines.indent + (edits_.is_python() ? "    " : "  ");
    const std::string body = reindent(whole(lines), lines.indent, inner);
    for (const auto& [cost, question] : fill_each(edits_.words().questions, edits_.scope.values, false)) {
      std::vector<Splice> one;
      const std::string text = edits_.is_python() ? lines.indent + "if " + question + ":\n" + body : lines.indent + "if (" + question + ") {\n" + body + lines.indent + "}\n";
      one.push_back({lines.begin, lines.end, text});
      splice(cost + 0.5, "statement under a condition", statement.line(), std::move(one));
    }
  }

  /// out.append(names[i]) -> if i < len(names): out.append(names[i])
  void ask_for_looks(Node statement, const Lines& lines) {
    const Kind kind = edits_.kind(statement);
    if (statement.line() != statement.end_line() || (kind != Kind::expression_statement && kind != Kind::return_)) return;
    const Node target = set_of(statement).target;
    const auto all = jumps();
    for (const Look& look : looks_of(edits_, statement)) {
      if (target && look.object == edits_.text(target)) continue;
      for (const auto& [cost, if_there, if_missing] : repair::questions_of(edits_, look)) {
        if (kind == Kind::expression_statement) edits_.replace(cost + 0.3, "statement under a condition", statement, under(if_there, lines.indent, edits_.text(statement)));
        for (const auto& [more, jump] : all) put(cost + more + 0.9, "guard inserted", lines.begin, lines.indent, under(if_missing, lines.indent, jump), statement);
      }
    }
  }

  [[nodiscard]] bool is_parameter(std::string_view name) const {
    for (const Node parameter : edits_.unit.node.field("parameters").named_children()) {
      const std::string_view text = edits_.source.text_of(parameter);
      if (text != "self" && text.substr(0, text.find_first_of(" :=?")) == name) return true;
    }
    return false;
  }

  /// items.append(x) -> items = items + [x], where items is a parameter.
  void changed_copy(Node statement) {
    const auto children = statement.named_children();
    if (edits_.kind(statement) != Kind::expression_statement || children.empty()) return;
    const Node value = children.front();
    const std::string end(edits_.words().end);
    const auto change = [&](const std::string& text) { edits_.replace(1.7, "changed copy", statement, text + end); };
    const Set set = set_of(statement);
    if (edits_.kind(set.target) == Kind::subscript && indices_of(set.target).size() == 1) {
      const Node object = edits_.is_python() ? set.target.field("value") : set.target.field("object");
      const std::string name = edits_.text(object), pair = edits_.text(indices_of(set.target)[0]);
      if (!is_parameter(name)) return;
      if (edits_.is_python()) change(name + " = {**" + name + ", " + pair + ": " + edits_.text(set.value) + "}");
      else change(name + " = { ..." + name + ", [" + pair + "]: " + edits_.text(set.value) + " }");
      return;
    }
    const Node callee = callee_of(value);
    const auto arguments = arguments_of(value);
    if (edits_.kind(value) != Kind::call || edits_.kind(callee) != Kind::member || !is_parameter(edits_.text(object_of(callee)))) return;
    const std::string name = edits_.text(object_of(callee)), method = edits_.text(member_of(callee));
    const std::string first = arguments.size() == 1 ? edits_.text(arguments[0]) : "";
    if (edits_.is_python()) {
      if (method == "append" && !first.empty()) change(name + " = " + name + " + [" + first + "]");
      if (method == "extend" && !first.empty()) change(name + " = " + name + " + list(" + first + ")");
      if (method == "add" && !first.empty()) change(name + " = " + name + " | {" + first + "}");
      if (method == "update" && !first.empty()) change(name + " = {**" + name + ", **" + first + "}");
      if (method == "sort") change(name + " = sorted(" + name + (edits_.text(value.field("arguments")) == "()" ? "" : ", " + edits_.text(value.field("arguments")).substr(1, edits_.text(value.field("arguments")).size() - 2)) + ")");
      if (method == "reverse") change(name + " = list(reversed(" + name + "))");
    } else {
      if (method == "push" && !first.empty()) change(name + " = [..." + name + ", " + first + "]");
      if (method == "unshift" && !first.empty()) change(name + " = [" + first + ", ..." + name + "]");
      if (method == "sort" || method == "reverse") change(name + " = [..." + name + "]." + method + edits_.text(value.field("arguments")));
    }
  }

  /// JavaScript: what is not returned is undefined for the next one.
  void result_of_reduce() {
    const Node function = block_.parent(), call = function.parent().parent();
    if (function.type() != "arrow_function" || edits_.kind(call) != Kind::call || edits_.kind(statements_.back()) == Kind::return_) return;
    const std::string called = edits_.text(callee_of(call));
    const auto parameters = function.field("parameters").named_children();
    const auto lines = lines_of(statements_.back());
    if (!lines || parameters.empty()) return;
    const std::string first = edits_.text(parameters[0]);
    if (called.ends_with(".reduce")) put(1.2, "return added", lines->end, lines->indent, "return " + first.substr(0, first.find(':')) + ";", statements_.back());
    if (called.ends_with(".filter") || called.ends_with(".every")) put(1.3, "return added", lines->end, lines->indent, "return true;", statements_.back());
    if (called.ends_with(".filter") || called.ends_with(".some")) put(1.3, "return added", lines->end, lines->indent, "return false;", statements_.back());
  }

  /// def f(items=[]) -> items=None, and a new list at the beginning.
  void default_that_is_kept() {
    if (!edits_.is_python()) return;
    std::size_t first = 0;
    if (statements_.size() > 1 && edits_.text(statements_[0]).starts_with("\"\"\"")) first = 1;
    const auto lines = statements_.empty() ? std::nullopt : lines_of(statements_[first]);
    if (!lines) return;
    for (const Node parameter : edits_.unit.node.field("parameters").named_children()) {
      const Node value = parameter.field("value"), name = parameter.field("name");
      const std::string text = edits_.text(value);
      if (text != "[]" && text != "{}" && text != "set()" && text != "list()" && text != "dict()") continue;
      const std::string called = edits_.text(name);
      std::vector<Splice> both;
      both.push_back({value.begin(), value.end(), "None"});
      both.push_back({lines->begin, lines->begin, lines->indent + under(called + " is None", lines->indent, called + " = " + text) + "\n"});
      splice(0.9, "default that is kept", parameter.line(), std::move(both));
    }
  }

  /// What happens to a parameter, happens to a copy: items = list(items).
  void copy_of_parameter() {
    std::size_t first = 0;
    if (statements_.size() > 1 && edits_.text(statements_[0]).starts_with("\"\"\"")) first = 1;
    const auto lines = statements_.empty() ? std::nullopt : lines_of(statements_[first]);
    if (!lines || (!edits_.is_suspect(statements_[first]) && !edits_.is_suspect(statements_.back()))) return;
    for (const auto& name : edits_.scope.names) {
      if (!is_parameter(name) || !is_changed(name)) continue;
      const auto copy = [&](const std::string& text) { put(1.6, "copy", lines->begin, lines->indent, name + " = " + text + std::string(edits_.words().end), statements_[first]); };
      if (edits_.is_python()) {
        copy("list(" + name + ")");
        copy("dict(" + name + ")");
      } else {
        copy("[..." + name + "]");
        copy("{ ..." + name + " }");
      }
    }
  }

  [[nodiscard]] bool is_changed(const std::string& name) const {
    for (code::Cursor at(edits_.unit.body); at.next();) {
      const Node node = at.node();
      if (edits_.kind(node) != Kind::name || edits_.source.text_of(node) != name) continue;
      const Node parent = node.parent();
      const bool is_method = edits_.kind(parent) == Kind::member && node == object_of(parent) && edits_.kind(parent.parent()) == Kind::call;
      if (is_method && is_in(k_changing, edits_.source.text_of(member_of(parent)))) return true;
      const bool is_part = edits_.kind(parent) == Kind::subscript || edits_.kind(parent) == Kind::member;
      const Node outer = parent.parent();
      const bool is_set = outer.type().find("assignment") != std::string_view::npos && parent == outer.field("left");
      if (is_part && (outer.type() == "delete_statement" || is_set)) return true;
    }
    return false;
  }

  // ---- statements that are known ----

  /// What takes a statement back: x += 1 -> x -= 1; "" = nothing.
  [[nodiscard]] std::string inverse_of(Node statement) const {
    const auto children = statement.named_children();
    if (children.empty() || statement.end() - statement.begin() > k_text_max) return {};
    const Node inner = children.front();
    std::string text = edits_.text(inner);
    if (edits_.kind(inner) == Kind::augmented || inner.type() == "update_expression") {
      for (const auto& [from, to] : std::initializer_list<std::pair<const char*, const char*>>{{" += ", " -= "}, {" -= ", " += "}, {"++", "--"}, {"--", "++"}})
        if (const auto at = text.find(from); at != std::string::npos) return text.replace(at, std::string_view(from).size(), to);
      return {};
    }
    const Set set = set_of(statement);
    if (set.target) {
      const std::string value = edits_.text(set.value), target = edits_.text(set.target);
      if (edits_.kind(set.target) == Kind::subscript && indices_of(set.target).size() == 1)
        return edits_.is_python() ? edits_.text(set.target.field("value")) + ".pop(" + edits_.text(indices_of(set.target)[0]) + ", None)" : "delete " + target;
      if (value == "True" || value == "true") return target + (value == "True" ? " = False" : " = false");
      if (value == "False" || value == "false") return target + (value == "False" ? " = True" : " = true");
      return {};
    }
    const Node callee = callee_of(inner);
    const auto arguments = arguments_of(inner);
    if (edits_.kind(inner) != Kind::call || edits_.kind(callee) != Kind::member || arguments.empty()) return {};
    const std::string object = edits_.text(object_of(callee)), method = edits_.text(member_of(callee)), first = edits_.text(arguments[0]);
    if (method == "add" || method == "set") return object + (edits_.is_python() ? ".discard(" : ".delete(") + first + ")";
    if (method == "append" || method == "push") return object + ".pop()";
    if (method == "discard" || (method == "delete" && !edits_.is_python())) return object + ".add(" + first + ")";
    return {};
  }

  /// "(" -> ")" in a call that stands in the function: what is opened is closed.
  [[nodiscard]] std::string closing_of(Node statement) const {
    const std::string text = edits_.text(statement);
    for (const std::string_view pair : {"()", "[]", "{}", "<>"})
      for (const char quote : {'"', '\''}) {
        const std::string open{quote, pair[0], quote}, close{quote, pair[1], quote};
        if (const auto at = text.find(open); at != std::string::npos) return std::string(text).replace(at, 3, close);
      }
    return {};
  }

  [[nodiscard]] bool is_known(Node statement, bool is_own) const {
    if (is_own) return true;
    for (code::Cursor at(statement); at.next();) {
      const Node node = at.node();
      if (edits_.kind(node) != Kind::name) continue;
      const std::string name = edits_.text(node);
      if (name == "self" || name == "this" || (edits_.kind(node.parent()) == Kind::member && !(node == object_of(node.parent())))) continue;
      if (std::find(edits_.scope.names.begin(), edits_.scope.names.end(), name) == edits_.scope.names.end()) return false;
    }
    const std::string text = edits_.text(statement);
    const bool is_member = text.find("self.") != std::string::npos || text.find("this.") != std::string::npos;
    const std::string_view own = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.end - edits_.unit.begin);
    return is_member && (own.find("self") != std::string_view::npos || own.find("this") != std::string_view::npos);
  }

  /// Statements that may be missing anywhere in the function: found once for all of its blocks.
  void insert_known(std::size_t at, const std::string& indent, Node near) {
    if (edits_.known_statements == nullptr) {
      std::vector<Filled> all;
      const auto add = [&](double cost, const std::string& text) {
        if (text.empty() || all.size() >= k_inverses_max) return;
        if (std::none_of(all.begin(), all.end(), [&](const Filled& one) { return one.text == text; })) all.push_back({cost, text});
      };
      const std::string end(edits_.words().end);
      for (const auto& call : edits_.scope.doers) add(2.5, call + end);
      for (const Node statement : edits_.scope.simple_statements) {
        if (edits_.kind(statement) != Kind::expression_statement) continue;
        add(2.2, closing_of(statement));
        if (const auto text = inverse_of(statement); !text.empty()) add(2.5, text + end);
      }
      for (const auto& other : edits_.source.units()) {
        if (other.is_top || other.begin == edits_.unit.begin || !are_near(other, edits_.unit)) continue;
        for (code::Cursor inside(other.body); inside.next() && all.size() < k_inverses_max;) {
          const Node statement = inside.node();
          if (edits_.kind(statement) != Kind::expression_statement || !is_known(statement, false)) continue;
          if (const auto text = inverse_of(statement); !text.empty()) add(2.4, text + end);
        }
      }
      edits_.known_statements = std::make_unique<std::vector<Filled>>(std::move(all));
    }
    for (const auto& [cost, text] : *edits_.known_statements) put(cost, "statement inserted", at, indent, text, near);
  }
};

}  // namespace

void edit_guards(Edits& edits, Node block) {
  Guards(edits, block).edit();
}

}  // namespace repair
