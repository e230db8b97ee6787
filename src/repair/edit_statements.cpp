// Statements of a block: insert, delete, wrap.

#include <algorithm>

#include "block.h"

namespace repair {
namespace {

using code::Node;

constexpr double k_shared = -0.45;

class BlockEditor : Block {
 public:
  using Block::Block;

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
      if (beside) insert(lines->begin, lines->indent, statement);
    }
    const auto last = lines_of(statements_.back());
    if (last && edits_.is_suspect(statements_.back())) {
      edits_.look_from(statements_.back().end() - 1);
      insert(last->end, last->indent, statements_.back());
    }
  }

 private:

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
    if (kind == Kind::return_ && edits_.is_typed() && in_loop()) {
      edits_.replace(2.2, "jump", statement, "break" + end);
      edits_.replace(2.3, "jump", statement, "continue" + end);
    }
    if (kind == Kind::pass) {
      edits_.replace(1.6, "jump", statement, "continue");
      edits_.replace(1.6, "jump", statement, "break");
      edits_.replace(1.8, "jump", statement, "return");
      for (const Node other : edits_.scope.simple_statements)
        edits_.replace(2.4, "statement of another place", statement, edits_.text(other));
    }
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

  /// if (missing) return ...; in front of `near`. Likeliest where a function or the body of a loop begins.
  template <class Put>
  void guard(const std::string& indent, bool is_first, const Put& put) {
    const auto all = jumps();
    const double place = is_first ? 0 : 0.25;
    const auto with = [&](double cost, const std::string& question) {
      for (const auto& [more, jump] : all) {
        if (cost + more + place + k_shared >= edits_.ceiling()) continue;
        put(cost + more + place, "guard inserted",
            edits_.is_python() ? "if " + question + ":\n" + indent + "    " + jump : filled(edits_.words().under_condition, question, jump));
      }
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
      // At the end of a case in a loop, where more is done behind it.
      const bool ends_case = at >= near.end() && !edits_.is_typed() && edits_.kind(block_.parent()) == Kind::if_ && block_.parent().next_sibling();
      put(ends_case ? 2.1 : 2.8, "statement inserted", "continue" + end);
    }
    for (const auto& [cost, text] : fill_each(edits_.words().statements, edits_.scope.values, edits_.is_typed())) put(cost, "statement inserted", text);
    for (const auto& [cost, text] : fill_pairs(edits_.words().pairs, edits_)) put(cost, "statement inserted", text);
    for (const auto& [cost, text] : edits_.scope.borrowed) put(cost, "statement copied", text);
    if (at >= near.end() || (edits_.is_typed() && follows_loop(near))) copies_under_question(indent, put);
    if (near == statements_.front() || near == statements_.back() || in_loop()) guard(indent, near == statements_.front(), put);
    copies_with_one_name_changed(put);
    for (const auto& phrase : edits_.words().returns)
      if (fits_type(phrase.text)) put(phrase.cost, "statement inserted", std::string(phrase.text));
  }

  [[nodiscard]] bool follows_loop(Node statement) const {
    const auto at = std::find(statements_.begin(), statements_.end(), statement);
    if (at == statements_.begin() || at == statements_.end()) return false;
    const Kind before = edits_.kind(*std::prev(at));
    return before == Kind::for_ || before == Kind::while_;
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
};

}  // namespace

void edit_statements(Edits& edits, Node block) {
  BlockEditor(edits, block).edit();
}

}  // namespace repair
