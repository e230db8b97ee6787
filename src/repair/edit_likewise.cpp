// Steps that look like one beside them: the other branch of an if, the guard of another element, the next key of an order, the other
// end of a range, one more label of a switch. Each is made from what stands there already, so there are few of them.

#include <algorithm>
#include <array>

#include "block.h"
#include "declared_types.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_places_max = 6;
constexpr std::size_t k_keys_max = 6;
constexpr auto k_usual_labels = std::to_array<std::string_view>({"'\\\\'", "'\"'", "'\\n'", "'\\t'", "'\\r'", "' '", "'-'", "'+'", "'_'", "'\\''", "','", "'.'", "'/'"});

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  if (from.empty()) return text;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

class Likewise : Block {
 public:
  using Block::Block;

  void edit() {
    labels();
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines || !edits_.is_suspect(statement)) continue;
      edits_.look_from(statement.begin());
      const Kind kind = edits_.kind(statement);
      if (kind == Kind::if_) {
        else_for_twin(statement, *lines);
        other_bound(statement, *lines);
        next_key(statement, *lines);
      }
      if (kind == Kind::while_) from_other_side(statement, *lines);
      if (kind == Kind::while_ || kind == Kind::for_) {
        last_round(statement, *lines);
        rest_of_two(statement, *lines);
        push_rest(statement, *lines);
      }
      if (kind == Kind::if_) up_to_end(statement);
      if (kind == Kind::return_) last_key(statement, *lines);
      guard_of_another(statement, *lines);
    }
  }

 private:
  void put(double cost, const char* what, std::size_t at, const std::string& indent, const std::string& statement, std::size_t line) {
    std::vector<Splice> one;
    one.push_back({at, at, indent + statement + "\n"});
    splice(cost, what, line, std::move(one));
  }

  /// The only statement that an if is for.
  [[nodiscard]] Node only_statement(Node if_statement) const {
    const Node inside = if_statement.field("consequence");
    if (edits_.kind(inside) != Kind::block) return inside;
    const auto inner = statements_of(inside, edits_.language());
    return inner.size() == 1 ? inner[0] : Node();
  }

  /// Members and names of a type, but for `but`.
  [[nodiscard]] std::vector<std::string> others_of(const std::string& type, const std::string& but) const {
    std::vector<std::string> out;
    for (const auto* list : {&edits_.scope.values, &edits_.scope.untouched})
      for (const auto& value : *list)
        if (value.type == type && value.is_member && value.text != but && std::find(out.begin(), out.end(), value.text) == out.end()) out.push_back(value.text);
    return out;
  }

  /// if (n->next) n->next->prev = n->prev; else list->tail = n->prev;
  void else_for_twin(Node statement, const Lines& lines) {
    const Node inner = only_statement(statement).child(0);
    if (statement.field("alternative") || edits_.kind(inner) != Kind::assignment || !edits_.is_native()) return;
    const std::string target = edits_.text(inner.field("left")), value = edits_.text(inner.field("right"));
    const std::string type = edits_.types().type_of(target);
    if (!type.ends_with("*")) return;
    for (const auto& other : others_of(type, target)) {
      if (other == value || own().find(other + " = " + value) != std::string_view::npos) continue;
      std::vector<Splice> one;
      const bool has_block = edits_.kind(statement.field("consequence")) == Kind::block;
      one.push_back({statement.end(), statement.end(), has_block ? " else {\n" + lines.indent + "    " + other + " = " + value + ";\n" + lines.indent + "}" : "\n" + lines.indent + "else\n" + lines.indent + "    " + other + " = " + value + ";"});
      splice(other.find("->next->") == std::string::npos && other.find("->prev->") == std::string::npos ? 1.8 : 2.4, "else inserted", statement.line(), std::move(one));
    }
  }

  /// if (x > high) x = high; and nobody asks for x < 0.
  void other_bound(Node statement, const Lines& lines) {
    const Node condition = condition_of(statement), inner = only_statement(statement).child(0);
    const auto parts = binaries(condition);
    if (edits_.kind(condition) != Kind::comparison || parts.size() != 1 || edits_.kind(inner) != Kind::assignment || statement.field("alternative")) return;
    const std::string name = edits_.text(parts[0].left), op = edits_.text(parts[0].op);
    if (edits_.text(inner.field("left")) != name || (op[0] != '<' && op[0] != '>')) return;
    const std::string other_op = op[0] == '<' ? " > " : " < ";
    std::vector<Filled> bounds;
    if (op[0] == '>') bounds = {{1.9, "0"}, {2.3, "1"}};
    for (const auto& value : edits_.scope.values)
      if (value.shape == Shape::number && value.text != name && !edits_.text(inner).ends_with(value.text)) bounds.push_back({2.5, value.text});
    for (const auto& [cost, bound] : bounds)
      if (own().find(name + other_op + bound) == std::string_view::npos) put(cost, "other bound", lines.end, lines.indent, "if (" + name + other_op + bound + ") " + name + " = " + bound + ";", statement.line());
  }

  // ---- orders ----

  /// What two things may be compared by: pairs of texts for `left` and `right`.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> keys_beside(Node left, Node right) const {
    std::vector<std::pair<std::string, std::string>> out;
    const std::string a = edits_.text(left), b = edits_.text(right);
    if (edits_.kind(left) == Kind::member && edits_.kind(right) == Kind::member) {
      const std::string first = a.substr(0, member_of(left).begin() - left.begin()), second = b.substr(0, member_of(right).begin() - right.begin());
      for (const auto& key : fields_beside(edits_.text(object_of(left)))) out.emplace_back(first + key, second + key);
    }
    const Shape shape = edits_.shape_of(left);
    if (edits_.language() == code::Language::cpp && is_tight(edits_.kind(left)) && shape != Shape::number && shape != Shape::pointer) out.emplace_back(a + ".size()", b + ".size()");
    if (edits_.language() == code::Language::java && shape == Shape::text) out.emplace_back(a + ".length()", b + ".length()");
    std::erase_if(out, [&](const auto& one) { return one.first == a || own().find(one.first) != std::string_view::npos; });
    return out;
  }

  [[nodiscard]] std::vector<std::string> fields_beside(const std::string& object) const {
    std::vector<std::string> out;
    const auto* fields = edits_.types().fields_of(edits_.types().type_of(object));
    if (fields == nullptr) return out;
    for (const auto& field : *fields)
      if (out.size() < k_keys_max && edits_.types().shape_of(field.type) == Shape::number) out.push_back(field.name);
    return out;
  }

  /// if (a.x != b.x) return a.x < b.x; and the same of another member, or of the lengths.
  void next_key(Node statement, const Lines& lines) {
    const Node condition = condition_of(statement), inner = only_statement(statement);
    const auto parts = binaries(condition);
    if (edits_.kind(condition) != Kind::comparison || parts.size() != 1 || edits_.kind(inner) != Kind::return_ || edits_.text(parts[0].op) != "!=") return;
    const std::string a = edits_.text(parts[0].left), b = edits_.text(parts[0].right), result = edits_.text(inner);
    if (result.find(a) == std::string::npos || result.find(b) == std::string::npos) return;
    for (const auto& [x, y] : keys_beside(parts[0].left, parts[0].right)) {
      const std::string text = "if (" + x + " != " + y + ")\n" + lines.indent + "    ";
      put(1.9, "key inserted", lines.begin, lines.indent, text + replaced(replaced(result, a, x), b, y), statement.line());
      put(2.0, "key inserted", lines.end, lines.indent, text + replaced(replaced(result, a, x), b, y), statement.line());
      put(2.2, "key inserted", lines.begin, lines.indent, text + replaced(replaced(replaced(result, a, "\1"), b, x), "\1", y), statement.line());
      put(2.3, "key inserted", lines.end, lines.indent, text + replaced(replaced(replaced(result, a, "\1"), b, x), "\1", y), statement.line());
    }
  }

  /// return a->x - b->x; of what has more to be compared by.
  void last_key(Node statement, const Lines& lines) {
    const auto& locals = edits_.types().locals();
    if (!edits_.is_native() || statement.named_children().empty()) return;
    std::vector<Node> members;
    for (code::Cursor at(statement); at.next();)
      if (edits_.kind(at.node()) == Kind::member) members.push_back(at.node());
    const auto is_local = [&](const std::string& name) { return std::any_of(locals.begin(), locals.end(), [&](const Field& one) { return one.name == name; }); };
    if (members.size() < 2) return;
    const std::string first = edits_.text(object_of(members[0])), second = edits_.text(object_of(members[1]));
    if (first == second || edits_.text(member_of(members[0])) != edits_.text(member_of(members[1])) || !is_local(first) || !is_local(second)) return;
    const bool answers = edits_.text(edits_.unit.node.field("type")) == "bool";
    for (const auto& [x, y] : keys_beside(members[0], members[1]))
      for (const char* op : {" < ", " > "}) {
        const std::string order = x + op + y;
        put(2.3, "key inserted", lines.begin, lines.indent, "if (" + x + " != " + y + ")\n" + lines.indent + "    return " + order + (answers ? ";" : " ? -1 : 1;"), statement.line());
      }
  }

  // ---- guards ----

  /// if (d[i][k] == NONE) continue; and d[k][j] is not asked.
  void guard_of_another(Node statement, const Lines& lines) {
    for (const Node condition : edits_.scope.conditions) {
      Node guard = condition.parent();
      while (guard && edits_.kind(guard) == Kind::parenthesised) guard = guard.parent();
      if (guard.type() == "condition_clause") guard = guard.parent();
      if (edits_.kind(guard) != Kind::if_ || guard.field("alternative") || guard.begin() >= statement.begin() || guard.end() - guard.begin() > 160) continue;
      const Node jump = only_statement(guard);
      const Kind kind = edits_.kind(jump);
      const bool is_jump = kind == Kind::return_ || kind == Kind::break_ || kind == Kind::continue_ || kind == Kind::raise;
      if (!is_jump || ((kind == Kind::break_ || kind == Kind::continue_) && !in_loop())) continue;
      Node asked = condition;
      if (edits_.kind(asked) == Kind::comparison && binaries(asked).size() == 1) asked = binaries(asked)[0].left;
      if (edits_.kind(asked) == Kind::negation) asked = operand_of(asked);
      for (const auto& other : places_like(asked, statement)) {
        std::vector<Splice> one;
        one.push_back({asked.begin(), asked.end(), other});
        const std::string question = edited_within(edits_.source.text(), condition.begin(), condition.end(), one);
        if (own().find("(" + question + ")") == std::string_view::npos) put(1.9, "guard inserted", lines.begin, lines.indent, "if (" + question + ")\n" + lines.indent + "    " + edits_.text(jump), statement.line());
      }
    }
  }

  /// Other elements of the same list, the same member of other things, that a statement looks at.
  [[nodiscard]] std::vector<std::string> places_like(Node asked, Node statement) const {
    const Kind kind = edits_.kind(asked);
    std::vector<std::string> out;
    if (kind != Kind::subscript && kind != Kind::member && kind != Kind::call) return out;
    const std::string text = edits_.text(asked), list = text.substr(0, text.find('['));
    for (code::Cursor at(statement); at.next() && out.size() < k_places_max;) {
      const Node node = at.node();
      if (edits_.kind(node) == Kind::block) break;
      if (edits_.kind(node) != kind) continue;
      const std::string other = edits_.text(node);
      const bool is_like = kind == Kind::subscript ? other.starts_with(list + "[") : kind == Kind::member ? edits_.text(member_of(node)) == edits_.text(member_of(asked)) : edits_.text(callee_of(node)) == edits_.text(callee_of(asked));
      if (is_like && other != text && std::find(out.begin(), out.end(), other) == out.end()) out.push_back(other);
    }
    return out;
  }

  // ---- ranges ----

  /// while (begin < end && isspace(*begin)) begin++; and the same from the end; and back.
  void from_other_side(Node statement, const Lines& lines) {
    const Node condition = condition_of(statement);
    const auto parts = binaries(condition);
    if (edits_.kind(condition) != Kind::logical || parts.size() != 1 || statement.end() - statement.begin() > 200) return;
    const std::string text = edits_.text(statement);
    for (const auto& words : {std::array<std::string_view, 6>{"front()", "back()", "remove_prefix", "remove_suffix", "pop_front", "pop_back"}, std::array<std::string_view, 6>{"back()", "front()", "remove_suffix", "remove_prefix", "pop_back", "pop_front"}})
      if (text.find(words[0]) != std::string::npos && own().find(words[3]) == std::string_view::npos && own().find(words[5]) == std::string_view::npos)
        put(1.7, "other side", lines.end, lines.indent, replaced(replaced(replaced(text, words[0], words[1]), words[2], words[3]), words[4], words[5]), statement.line());
    const auto ends = binaries(parts[0].left);
    if (edits_.kind(parts[0].left) != Kind::comparison || ends.size() != 1 || edits_.kind(ends[0].left) != Kind::name || edits_.kind(ends[0].right) != Kind::name) return;
    const std::string moved = edits_.text(ends[0].left), still = edits_.text(ends[0].right), op = edits_.text(ends[0].op), asked = edits_.text(parts[0].right);
    const auto moves = [&](const char* step) { return text.find(moved + step) != std::string::npos || text.find(step + moved) != std::string::npos; };
    std::string other;
    if ((op == "<" || op == "!=") && moves("++")) {
      other = replaced(replaced(asked, "*" + moved, still + "[-1]"), "[" + moved + "]", "[" + still + " - 1]");
      if (other != asked) other = "while (" + still + " > " + moved + " && " + other + ")\n" + lines.indent + "    " + still + "--;";
    } else if ((op == ">" || op == "!=") && moves("--")) {
      other = replaced(replaced(replaced(asked, moved + "[-1]", "*" + still), "*(" + moved + " - 1)", "*" + still), "[" + moved + " - 1]", "[" + still + "]");
      if (other != asked) other = "while (" + still + " < " + moved + " && " + other + ")\n" + lines.indent + "    " + still + "++;";
    }
    if (!other.starts_with("while")) return;
    put(1.5, "other side", lines.end, lines.indent, other, statement.line());
    put(1.6, "other side", lines.begin, lines.indent, other, statement.line());
  }

  /// What each round does with a full part is to be done with the last one, too: its if stands behind the loop as well.
  void last_round(Node loop, const Lines& lines) {
    for (const Node inner : statements_of(loop.field("body"), edits_.language())) {
      const auto part = lines_of(inner);
      const std::string text = edits_.text(inner);
      const bool jumps_in_loop = text.find("continue;") != std::string::npos || text.find("break;") != std::string::npos;
      if (edits_.kind(inner) != Kind::if_ || !part || jumps_in_loop || text.size() > 300 || inner.field("alternative")) continue;
      const auto declared = visible_in(edits_.source, edits_.unit);
      const bool is_own = std::any_of(declared.begin(), declared.end(), [&](const Visible& one) {
        return one.begin >= loop.begin() && one.end <= loop.end() && !(one.begin >= inner.begin() && one.end <= inner.end()) && names(inner, one.name);
      });
      if (is_own) continue;
      std::vector<Splice> one;
      one.push_back({lines.end, lines.end, reindent(whole(*part), part->indent, lines.indent)});
      splice(1.9, "last round", loop.line(), std::move(one));
    }
  }

  /// for (...) { out.push_back(sum % 10); carry = sum / 10; } if (carry > 0) out.push_back(carry);
  void push_rest(Node loop, const Lines& lines) {
    if (edits_.language() == code::Language::c) return;
    const std::string_view body = edits_.source.text_of(loop.field("body"));
    for (code::Cursor at(loop.field("body")); at.next();) {
      const Node call = at.node(), callee = callee_of(call);
      if (edits_.kind(call) != Kind::call || arguments_of(call).size() != 1) continue;
      const std::string object = call.field("object") ? edits_.text(call.field("object")) : edits_.text(object_of(callee));
      const std::string name = edits_.kind(callee) == Kind::member ? edits_.text(member_of(callee)) : edits_.text(callee);
      if (object.empty() || (name != "push_back" && name != "add" && name != "append")) continue;
      for (const auto& value : edits_.scope.values) {
        const bool is_carried = !value.is_member && !value.is_pair && value.text != object && body.find(value.text + " = ") != std::string_view::npos;
        if (!is_carried || (value.shape != Shape::number && value.shape != Shape::text && value.shape != Shape::list)) continue;
        const std::string question = value.shape == Shape::number ? value.text + " > 0" : edits_.is_native() ? "!" + value.text + ".empty()" : "!" + value.text + ".isEmpty()";
        put(2.0, "last round", lines.end, lines.indent, "if (" + question + ") " + object + "." + name + "(" + value.text + ");", loop.line());
        put(2.4, "last round", lines.end, lines.indent, object + "." + name + "(" + value.text + ");", loop.line());
      }
      return;
    }
  }

  /// while (i < n) out[k++] = a[i++]; and the same of j, m and b: what a loop over two leaves of each.
  void rest_of_two(Node loop, const Lines& lines) {
    const Node condition = condition_of(loop);
    if (edits_.kind(condition) != Kind::comparison || loop.end() - loop.begin() > 200) return;
    for (const Node both : edits_.scope.conditions) {
      const auto sides = edits_.kind(both) == Kind::logical ? binaries(both) : std::vector<Binary>();
      if (sides.size() != 1) continue;
      const std::string first = edits_.text(sides[0].left), second = edits_.text(sides[0].right), here = edits_.text(condition);
      if (here != first && here != second) continue;
      std::vector<std::pair<std::string, std::string>> twins;
      note_twins(here == first ? sides[0].left : sides[0].right, here == first ? sides[0].right : sides[0].left, twins);
      Node around = both;
      while (around && edits_.kind(around) != Kind::while_ && edits_.kind(around) != Kind::for_) around = around.parent();
      for (code::Cursor at(around); at.next();) {
        const Node branch = at.node();
        if (edits_.kind(branch) != Kind::if_ || !branch.field("alternative")) continue;
        Node other = branch.field("alternative");
        if (other.type() == "else_clause" && !other.named_children().empty()) other = other.named_children()[0];
        const bool is_first = edits_.text(branch.field("consequence")).find(twins.empty() ? "" : twins[0].first) != std::string::npos && edits_.text(other).find(twins.empty() ? "" : twins[0].first) == std::string::npos;
        note_twins(is_first ? branch.field("consequence") : other, is_first ? other : branch.field("consequence"), twins);
        break;
      }
      if (twins.empty()) continue;
      std::vector<Splice> all;
      for (code::Cursor at(loop); at.next();) {
        if (edits_.kind(at.node()) != Kind::name) continue;
        for (const auto& [from, to] : twins)
          if (edits_.text(at.node()) == from) all.push_back({at.node().begin(), at.node().end(), to});
      }
      const std::string text = edited_within(edits_.source.text(), loop.begin(), loop.end(), all);
      if (own().find(text) == std::string_view::npos) put(1.7, "rest of the other", lines.end, lines.indent, text, loop.line());
      return;
    }
  }

  /// Names that stand in the same places of both.
  void note_twins(Node a, Node b, std::vector<std::pair<std::string, std::string>>& twins) const {
    std::vector<std::string> first, second;
    for (code::Cursor at(a); at.next();)
      if (edits_.kind(at.node()) == Kind::name) first.push_back(edits_.text(at.node()));
    for (code::Cursor at(b); at.next();)
      if (edits_.kind(at.node()) == Kind::name) second.push_back(edits_.text(at.node()));
    if (first.size() != second.size()) return;
    for (std::size_t i = 0; i < first.size(); ++i)
      if (first[i] != second[i] && std::none_of(twins.begin(), twins.end(), [&](const auto& one) { return one.first == first[i]; })) twins.emplace_back(first[i], second[i]);
  }

  /// end = strchr(s, c); if (!end) return 0; -> end = s + strlen(s): what ends with the text.
  void up_to_end(Node statement) {
    const Node inner = only_statement(statement);
    if (edits_.language() != code::Language::c || edits_.kind(inner) != Kind::return_) return;
    const std::string condition = edits_.text(condition_of(statement));
    for (code::Cursor at(edits_.unit.body); at.next();) {
      const Node call = at.node();
      if (edits_.kind(call) != Kind::call || !edits_.text(callee_of(call)).starts_with("str") || !edits_.text(callee_of(call)).ends_with("chr") || arguments_of(call).empty()) continue;
      Node target = call.parent().field("declarator") ? call.parent().field("declarator") : call.parent().field("left");
      while (target.type() == "pointer_declarator") target = target.field("declarator");
      const std::string name = edits_.text(target), text = edits_.tight(arguments_of(call)[0]);
      if (name.empty() || (condition != "!" + name && condition != name + " == NULL")) continue;
      edits_.replace(1.7, "up to the end", inner, name + " = " + text + " + strlen(" + text + ");");
      return;
    }
  }

  [[nodiscard]] bool names(Node statement, const std::string& name) const {
    for (code::Cursor at(statement); at.next();)
      if (edits_.kind(at.node()) == Kind::name && edits_.source.text_of(at.node()) == name) return true;
    return false;
  }

  // ---- labels ----

  /// case 'a': -> case 'a': case 'b':, another one in its place, or none.
  void labels() {
    if (block_.type() != "case_statement" && block_.type() != "switch_block_statement_group") return;
    const Node label = block_.type() == "case_statement" ? block_ : block_.named_children()[0];
    const Node value = block_.type() == "case_statement" ? block_.field("value") : label.named_children().empty() ? Node() : label.named_children()[0];
    if (!value || !edits_.is_suspect(block_)) return;
    const std::string_view whole = edits_.source.text_of(block_.parent());
    const std::string text = edits_.text(value);
    std::vector<std::string> others;
    if (edits_.kind(value) == Kind::string) {
      for (const auto& one : edits_.scope.strings)
        if (one[0] == text[0]) others.push_back(one);
      if (text[0] == '\'') others.insert(others.end(), k_usual_labels.begin(), k_usual_labels.end());
    } else {
      others = constants_like(edits_, text);
    }
    const std::string indent = indent_of(block_);
    for (const auto& other : others) {
      if (whole.find("case " + other + ":") != std::string_view::npos) continue;
      std::vector<Splice> one;
      one.push_back({value.end(), value.end(), ":\n" + indent + "case " + other});
      splice(2.1, "label inserted", block_.line(), std::move(one));
      edits_.replace(2.2, "constant", value, other);
    }
  }
};

}  // namespace

void edit_likewise(Edits& edits, Node block) {
  Likewise(edits, block).edit();
}

}  // namespace repair
