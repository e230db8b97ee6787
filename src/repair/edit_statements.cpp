// Statements of a block: insert, delete, move, wrap. Texts are whole lines; a statement that shares
// its line with another is left alone.

#include <algorithm>
#include <optional>

#include "edits.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_jumps_max = 8;
constexpr std::size_t k_far_max = 5;  ///< statements that one is moved over
constexpr double k_shared = -0.45;

struct Lines {
  std::size_t begin = 0, end = 0;  ///< whole lines, with the line feed
  std::string indent;
};

class BlockEditor {
 public:
  BlockEditor(Edits& edits, Node block)
      : edits_(edits), block_(block), statements_(statements_of(block, edits.language())) {}

  void edit() {
    if (statements_.empty()) return;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines) continue;
      edits_.look_from(statement.begin());
      const bool suspect = edits_.is_suspect(statement);
      // What is missing is missing beside what runs.
      const bool beside = suspect || (i > 0 && edits_.is_suspect(statements_[i - 1]));
      if (suspect) {
        remove(statement, *lines);
        exchange_jump(statement);
        wrap_in_if(statement, *lines);
      }
      if (suspect && i + 1 < statements_.size()) swap_with_next(i, *lines);
      if (suspect) move_far(i, *lines);
      if (i + 1 < statements_.size()) join_with_else(i);
      if (suspect) part_from_else(statement);
      if (beside) insert(lines->begin, lines->indent, statement);
    }
    const auto last = lines_of(statements_.back());
    if (last && edits_.is_suspect(statements_.back())) {
      edits_.look_from(statements_.back().end() - 1);
      insert(last->end, last->indent, statements_.back());
      if (edits_.is_python()) dedent_last(*last);
      else move_out(*last);
    }
    if (edits_.is_python()) indent_following();
    else move_in();
  }

 private:
  std::optional<Lines> lines_of(Node statement) const {
    const auto& source = edits_.source;
    Lines lines;
    lines.begin = source.lines().start_of(statement.line());
    lines.end = source.lines().start_of(statement.end_line() + 1);
    const std::string_view text = source.text();
    lines.indent = std::string(text.substr(lines.begin, statement.begin() - lines.begin));
    if (lines.indent.find_first_not_of(" \t") != std::string::npos) return std::nullopt;
    std::string_view rest = text.substr(statement.end(), lines.end - statement.end());
    rest = rest.substr(0, rest.find(edits_.words().comment));
    if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
    if (lines.end > edits_.unit.end && lines.end != edits_.unit.end + 1) return std::nullopt;
    return lines;
  }

  std::string whole(const Lines& lines) const {
    std::string text = edits_.source.text().substr(lines.begin, lines.end - lines.begin);
    if (!text.ends_with('\n')) text += '\n';
    return text;
  }

  /// The unit ends before the line feed of its last line.
  void splice(double cost, const char* what, std::size_t line, std::vector<Splice> splices) {
    for (auto& splice : splices) {
      if (splice.end <= edits_.unit.end) continue;
      if (splice.begin > edits_.unit.end) {  // an insertion after the last line
        splice.begin = edits_.unit.end;
        splice.text = "\n" + splice.text;
      }
      splice.end = edits_.unit.end;
      if (splice.text.ends_with('\n')) splice.text.pop_back();
    }
    edits_.splice(cost, what, line, std::move(splices));
  }

  void remove(Node statement, const Lines& lines) {
    const Kind kind = edits_.kind(statement);
    const bool big = statement.end_line() - statement.line() > 3;
    if (edits_.is_python() && statements_.size() == 1) {
      std::vector<Splice> one;
      one.push_back({statement.begin(), statement.end(), "pass"});
      splice(big ? 4.0 : 2.9, "statement removed", statement.line(), std::move(one));
      return;
    }
    if (kind == Kind::declaration) return;
    std::vector<Splice> one;
    one.push_back({lines.begin, lines.end, ""});
    splice(big ? 4.0 : 2.8, "statement removed", statement.line(), std::move(one));
  }

  void exchange_jump(Node statement) {
    const Kind kind = edits_.kind(statement);
    const std::string end(edits_.kind(statement.parent()) == Kind::expression_statement ? "" : edits_.words().end);
    if (kind == Kind::break_) edits_.replace(1.2, "jump", statement, "continue" + end);
    if (kind == Kind::continue_) edits_.replace(1.2, "jump", statement, "break" + end);
    if (kind == Kind::pass) {
      edits_.replace(1.6, "jump", statement, "continue");
      edits_.replace(1.6, "jump", statement, "break");
      edits_.replace(1.8, "jump", statement, "return");
      for (const Node other : edits_.scope.simple_statements)
        edits_.replace(2.4, "statement of another place", statement, edits_.text(other));
    }
  }

  void swap_with_next(std::size_t i, const Lines& lines) {
    const auto next = lines_of(statements_[i + 1]);
    if (!next || next->begin < lines.end) return;
    std::vector<Splice> both;
    both.push_back({lines.begin, lines.end, whole(*next)});
    both.push_back({next->begin, next->end, whole(lines)});
    splice(depends(statements_[i], statements_[i + 1]) ? 1.5 : 2.0, "statements swapped", statements_[i].line(), std::move(both));
  }

  /// One of the two sets what the other one reads.
  bool depends(Node first, Node second) const {
    const auto target = [&](Node statement) {
      Node inner = statement.child(0);
      if (edits_.kind(inner) != Kind::assignment && edits_.kind(inner) != Kind::augmented) inner = statement;
      return edits_.kind(inner) == Kind::assignment || edits_.kind(inner) == Kind::augmented ? edits_.text(inner.field("left")) : std::string();
    };
    const std::string a = target(first), b = target(second);
    return (a.size() > 1 && edits_.text(second).find(a) != std::string::npos) || (b.size() > 1 && edits_.text(first).find(b) != std::string::npos);
  }

  /// Python: the last statement of a block leaves it.
  void dedent_last(const Lines& last) {
    if (statements_.size() < 2 || last.indent.size() < 2) return;
    const Node owner = statement_of(block_.parent(), edits_.language());
    if (!owner) return;
    const auto outer = lines_of_indent(owner);
    if (outer.size() >= last.indent.size()) return;
    std::vector<Splice> one;
    one.push_back({last.begin, last.end, reindent(whole(last), last.indent, outer)});
    splice(1.9, "statement out of its block", statements_.back().line(), std::move(one));
  }

  /// Python: the statement after a block goes into it.
  void indent_following() {
    for (std::size_t i = 0; i + 1 < statements_.size(); ++i) {
      const Node owner = statements_[i];
      const Kind kind = edits_.kind(owner);
      if (kind != Kind::for_ && kind != Kind::while_ && kind != Kind::if_) continue;
      const auto next = lines_of(statements_[i + 1]);
      if (!next || !edits_.is_suspect(statements_[i + 1])) continue;
      Node body = owner.field("body");
      if (!body) body = owner.field("consequence");
      const auto inner = statements_of(body, edits_.language());
      if (inner.empty()) continue;
      const auto indent = lines_of_indent(inner.front());
      if (indent.size() <= next->indent.size()) continue;
      std::vector<Splice> one;
      one.push_back({next->begin, next->end, reindent(whole(*next), next->indent, indent)});
      splice(1.9, "statement into the block before", statements_[i + 1].line(), std::move(one));
      const auto first = lines_of(inner.front());
      if (!first) continue;
      std::vector<Splice> both;
      both.push_back({first->begin, first->begin, reindent(whole(*next), next->indent, first->indent)});
      both.push_back({next->begin, next->end, ""});
      splice(2.1, "statement into the block before", statements_[i + 1].line(), std::move(both));
    }
  }

  /// The last statement of a block goes behind the statement that the block belongs to.
  void move_out(const Lines& last) {
    if (statements_.size() < 2) return;
    const Node owner = statement_of(block_.parent(), edits_.language());
    if (!owner || owner.begin() <= edits_.unit.node.begin() || edits_.kind(owner) == Kind::function) return;
    const std::size_t behind = edits_.source.lines().start_of(owner.end_line() + 1);
    if (behind > edits_.unit.end || behind <= last.end || !stands_alone(owner)) return;
    std::vector<Splice> both;
    both.push_back({last.begin, last.end, ""});
    both.push_back({behind, behind, reindent(whole(last), last.indent, lines_of_indent(owner))});
    splice(1.9, "statement out of its block", statements_.back().line(), std::move(both));
  }

  /// A statement behind a block goes to the end of it.
  void move_in() {
    for (std::size_t i = 0; i + 1 < statements_.size(); ++i) {
      const Kind kind = edits_.kind(statements_[i]);
      if (kind != Kind::for_ && kind != Kind::while_ && kind != Kind::if_) continue;
      const auto next = lines_of(statements_[i + 1]);
      if (!next || !edits_.is_suspect(statements_[i + 1])) continue;
      Node body = statements_[i].field("body");
      if (!body) body = statements_[i].field("consequence");
      const auto inner = statements_of(body, edits_.language());
      if (inner.empty() || edits_.kind(body) != Kind::block) continue;
      const auto last = lines_of(inner.back());
      if (!last || last->end > next->begin) continue;
      std::vector<Splice> both;
      both.push_back({last->end, last->end, reindent(whole(*next), next->indent, last->indent)});
      both.push_back({next->begin, next->end, ""});
      splice(1.9, "statement into the block before", statements_[i + 1].line(), std::move(both));
      const auto first = lines_of(inner.front());
      if (!first) continue;
      std::vector<Splice> other;
      other.push_back({first->begin, first->begin, reindent(whole(*next), next->indent, first->indent)});
      other.push_back({next->begin, next->end, ""});
      splice(2.1, "statement into the block before", statements_[i + 1].line(), std::move(other));
    }
  }

  /// Nothing else stands on its last line.
  bool stands_alone(Node statement) const {
    const auto& lines = edits_.source.lines();
    const std::size_t end = lines.start_of(statement.end_line() + 1);
    return edits_.source.text().substr(statement.end(), end - statement.end()).find_first_not_of(" \t\r\n") == std::string::npos;
  }

  /// Over more than one other statement.
  void move_far(std::size_t i, const Lines& lines) {
    if (edits_.kind(statements_[i]) == Kind::return_) return;
    for (std::size_t to = 0; to <= statements_.size(); ++to) {
      const bool is_near = to + 1 >= i && to <= i + 2;  // where it is, and its neighbours
      if (is_near || (to > i ? to - i : i - to) > k_far_max) continue;
      const auto before = to < statements_.size() ? lines_of(statements_[to]) : lines_of(statements_.back());
      if (!before) continue;
      const std::size_t at = to < statements_.size() ? before->begin : before->end;
      std::vector<Splice> both;
      both.push_back({lines.begin, lines.end, ""});
      both.push_back({at, at, whole(lines)});
      splice(2.4, "statement moved", statements_[i].line(), std::move(both));
    }
  }

  /// if (a) ...  if (b) ... -> else if (b)
  void join_with_else(std::size_t i) {
    const Node first = statements_[i], second = statements_[i + 1];
    if (edits_.kind(first) != Kind::if_ || edits_.kind(second) != Kind::if_ || first.field("alternative")) return;
    if (!edits_.is_suspect(first) && !edits_.is_suspect(second)) return;
    std::vector<Splice> one;
    const bool is_go = edits_.language() == code::Language::go;
    if (edits_.is_python()) {
      one.push_back({second.begin(), second.begin() + 2, "elif"});
    } else if (is_go || edits_.language() == code::Language::rust) {
      one.push_back({first.end(), second.begin(), " else "});  // on the line of the bracket
    } else {
      one.push_back({second.begin(), second.begin(), "else "});
    }
    splice(1.8, "else inserted", second.line(), std::move(one));
  }

  /// else if (b) -> if (b)
  void part_from_else(Node statement) {
    if (edits_.kind(statement) != Kind::if_ || edits_.is_python()) return;
    const Node alternative = statement.field("alternative");
    Node inner = alternative;
    if (inner.type() == "else_clause" && !inner.named_children().empty()) inner = inner.named_children().front();
    if (!alternative || edits_.kind(inner) != Kind::if_ || edits_.language() == code::Language::go || edits_.language() == code::Language::rust) return;
    std::size_t begin = alternative.begin();
    if (inner == alternative) begin = edits_.source.text().rfind("else", inner.begin());
    if (begin == std::string::npos || begin < statement.begin()) return;
    std::vector<Splice> one;
    one.push_back({begin, inner.begin(), ""});
    splice(2.0, "else removed", inner.line(), std::move(one));
  }

  std::string lines_of_indent(Node statement) const {
    const std::size_t start = edits_.source.lines().start_of(statement.line());
    const std::string text = edits_.source.text().substr(start, statement.begin() - start);
    return text.find_first_not_of(" \t") == std::string::npos ? text : std::string();
  }

  static std::string reindent(const std::string& text, const std::string& from,
                              const std::string& to) {
    std::string out;
    for (const auto line : text::split_lines(text)) {
      if (line.starts_with(from)) {
        out += to;
        out += line.substr(from.size());
      } else {
        out += line;
      }
    }
    return out;
  }

  void wrap_in_if(Node statement, const Lines& lines) {
    if (statement.line() != statement.end_line()) return;
    const Kind kind = edits_.kind(statement);
    if (kind == Kind::declaration) return;
    const std::string body = edits_.text(statement);
    for (const auto& [cost, predicate] : conditions()) {
      std::vector<Splice> one;
      if (edits_.is_python())
        one.push_back({statement.begin(), statement.end(),
                       "if " + predicate + ":\n" + lines.indent + "    " + body});
      else
        one.push_back({statement.begin(), statement.end(), filled(edits_.words().under_condition, predicate, body)});
      edits_.splice(cost, "statement under a condition", statement.line(), std::move(one));
    }
  }

  /// Conditions that a statement may need.
  std::vector<Filled> conditions() const {
    std::vector<Filled> out;
    for (const Node condition : edits_.scope.conditions) {
      const std::string text = edits_.text(condition);
      out.push_back({3.2, text});
      out.push_back({3.4, std::string(edits_.words().negate) + "(" + text + ")"});
    }
    for (auto& [cost, question] : questions(edits_)) out.push_back({cost + 0.5, std::move(question)});
    return out;
  }

  /// C and C++: whether the function can return this, by its type. Each that cannot costs a build.
  bool fits_type(std::string_view jump) const {
    if (!is_native_) return true;
    const auto head = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.body.begin() - edits_.unit.begin);
    const auto type = head.substr(0, head.find('('));
    const auto has = [&](std::string_view word) { return type.find(word) != std::string_view::npos; };
    if (jump == "return;") return has("void");
    if (has("void")) return false;
    if (jump == "return std::nullopt;") return has("optional");
    if (has("optional") || has("auto")) return false;
    if (jump == "return nullptr;" || jump == "return NULL;") return has("*");
    if (jump == "return true;" || jump == "return false;") return has("bool");
    if (jump == "return {};") return has("string") || has("vector") || has("map") || has("set");
    return !has("bool") && !has("*") && !has("string") && !has("vector") && !has("map") && !has("set");  // a number
  }

  /// What a guard does: a return, a continue, a raise as the function has it, or one of the usual ones.
  std::vector<Filled> jumps() const {
    std::vector<Filled> out;
    const std::string end(edits_.words().end);
    if (in_loop()) {
      out.push_back({0, "continue" + end});
      out.push_back({0.2, "break" + end});
    }
    bool has_value = false;
    for (const Node statement : edits_.scope.simple_statements) {
      const Kind kind = edits_.kind(statement);
      if (kind != Kind::return_ && kind != Kind::raise) continue;
      const std::string text = edits_.text(statement);
      has_value = has_value || (kind == Kind::return_ && text.find(' ') != std::string::npos);
      if (std::none_of(out.begin(), out.end(), [&](const Filled& one) { return one.text == text; })) out.push_back({kind == Kind::return_ ? 0.1 : 0.2, text});
    }
    for (const auto& phrase : edits_.words().returns) {
      const std::string text(phrase.text);
      const bool is_bare = text.find(' ') == std::string::npos;
      if ((!edits_.is_python() && is_bare == has_value) || !fits_type(text)) continue;
      if (std::none_of(out.begin(), out.end(), [&](const Filled& one) { return one.text == text; })) out.push_back({is_bare || is_native_ ? 0.2 : 0.4, text});
    }
    if (out.size() > k_jumps_max) out.resize(k_jumps_max);
    return out;
  }

  /// if (missing) return ...; in front of `near`. Likeliest where a function or the body of a loop begins.
  template <class Put>
  void guard(const std::string& indent, bool is_first, const Put& put) {
    const auto all = jumps();
    const double place = is_first ? 0 : 0.25;
    const auto with = [&](double cost, const std::string& question) {
      for (const auto& [more, jump] : all)
        put(cost + more + place, "guard inserted",
            edits_.is_python() ? "if " + question + ":\n" + indent + "    " + jump : filled(edits_.words().under_condition, question, jump));
    };
    for (const auto& [cost, question] : questions(edits_)) with(cost + 0.1, question);
    for (const Node condition : edits_.scope.conditions) with(3.4, edits_.text(condition));
  }

  void insert(std::size_t at, const std::string& indent, Node near) {
    const std::string end(edits_.words().end);
    // What several functions have to do is done in the one that they all call.
    const double place = edits_.is_shared() ? k_shared : 0;
    const auto put = [&](double cost, const char* what, const std::string& statement) {
      std::vector<Splice> one;
      one.push_back({at, at, indent + statement + "\n"});
      splice(cost + place, what, near.line(), std::move(one));
    };
    for (const Node other : edits_.scope.simple_statements)
      put(3.0, "statement copied", edits_.text(other));
    if (in_loop()) {
      put(2.8, "statement inserted", "break" + end);
      put(2.8, "statement inserted", "continue" + end);
    }
    for (const auto& [cost, text] : fill_each(edits_.words().statements, edits_.scope.values, edits_.is_typed())) put(cost, "statement inserted", text);
    for (const auto& [cost, text] : fill_pairs(edits_.words().pairs, edits_)) put(cost, "statement inserted", text);
    for (const auto& [cost, text] : edits_.scope.borrowed) put(cost, "statement copied", text);
    if (at >= near.end()) copies_under_question(indent, put);
    if (near == statements_.front() || near == statements_.back() || in_loop()) guard(indent, near == statements_.front(), put);
    copies_with_one_name_changed(put);
    for (const auto& phrase : edits_.words().returns)
      if (fits_type(phrase.text)) put(phrase.cost, "statement inserted", std::string(phrase.text));
  }

  /// What a loop does with each full part is missing for the last one: if (rest.length > 0) out.push(rest).
  template <class Put>
  void copies_under_question(const std::string& indent, const Put& put) {
    for (const Node statement : edits_.scope.simple_statements) {
      if (edits_.kind(statement) != Kind::expression_statement) continue;
      const std::string text = edits_.text(statement);
      std::vector<Value> named;
      for (const auto& value : edits_.scope.values)
        if (!value.is_pair && text.find(value.text) != std::string::npos) named.push_back(value);
      for (const auto& [cost, question] : fill_each(edits_.words().questions, named, edits_.is_typed()))
        put(cost - 0.3, "statement copied",
            edits_.is_python() ? "if " + question + ":\n" + indent + "    " + text : filled(edits_.words().under_condition, question, text));
    }
  }

  /// "left.append(x)" -> "right.append(x)".
  template <class Put>
  void copies_with_one_name_changed(const Put& put) {
    const auto& scope = edits_.scope;
    for (std::size_t s = 0; s < std::min<std::size_t>(scope.simple_statements.size(), 12); ++s) {
      const Node statement = scope.simple_statements[s];
      if (edits_.kind(statement) != Kind::expression_statement) continue;
      for (code::Cursor at(statement); at.next();) {
        const Node name = at.node();
        if (edits_.kind(name) != Kind::name) continue;
        for (const auto& other : scope.names) {
          if (edits_.source.text_of(name) == other) continue;
          std::vector<Splice> one;
          one.push_back({name.begin(), name.end(), other});
          put(3.5, "statement copied, a name changed",
              edited_within(edits_.source.text(), statement.begin(), statement.end(), one));
        }
      }
    }
  }

  bool in_loop() const {
    for (Node node = block_; node && edits_.kind(node) != Kind::function; node = node.parent()) {
      const Kind kind = edits_.kind(node);
      if (kind == Kind::for_ || kind == Kind::while_) return true;
    }
    return false;
  }

  Edits& edits_;
  const bool is_native_ = edits_.is_native();
  Node block_;
  std::vector<Node> statements_;
};

}  // namespace

void edit_statements(Edits& edits, Node block) {
  BlockEditor(edits, block).edit();
}

}  // namespace repair
