// Statements that stand in the wrong place: swapped, moved, in the wrong block, with or without an else.

#include <algorithm>

#include "block.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_far_max = 5;  ///< statements that one is moved over

class Mover : Block {
 public:
  using Block::Block;

  void edit() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      const Node statement = statements_[i];
      const auto lines = lines_of(statement);
      if (!lines) continue;
      const bool suspect = edits_.is_suspect(statement);
      if (suspect && i + 1 < statements_.size()) swap_with_next(i, *lines);
      if (suspect) move_far(i, *lines);
      if (i + 1 < statements_.size()) join_with_else(i);
      if (suspect) part_from_else(statement);
    }
    if (statements_.empty()) return;
    const auto last = lines_of(statements_.back());
    if (last && edits_.is_suspect(statements_.back())) {
      if (edits_.is_python()) dedent_last(*last);
      else move_out(*last);
    }
    move_in();
  }

 private:
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
    const auto outer = indent_of(owner);
    if (outer.size() >= last.indent.size()) return;
    std::vector<Splice> one;
    one.push_back({last.begin, last.end, reindent(whole(last), last.indent, outer)});
    splice(1.9, "statement out of its block", statements_.back().line(), std::move(one));
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
    both.push_back({behind, behind, reindent(whole(last), last.indent, indent_of(owner))});
    splice(1.9, "statement out of its block", statements_.back().line(), std::move(both));
  }

  /// A statement behind a block goes to the end of it, or to its beginning.
  void move_in() {
    for (std::size_t i = 0; i + 1 < statements_.size(); ++i) {
      const Kind kind = edits_.kind(statements_[i]);
      const bool is_try = statements_[i].type() == "try_statement";
      if (kind != Kind::for_ && kind != Kind::while_ && kind != Kind::if_ && !is_try) continue;
      const auto next = lines_of(statements_[i + 1]);
      if (!next || !edits_.is_suspect(statements_[i + 1])) continue;
      Node body = statements_[i].field("body");
      if (!body) body = statements_[i].field("consequence");
      const auto inner = statements_of(body, edits_.language());
      if (inner.empty() || edits_.kind(body) != Kind::block) continue;
      const auto last = lines_of(inner.back());
      if (!last || last->end > next->begin) continue;
      std::vector<Splice> both;
      std::string inside = reindent(whole(*next), next->indent, last->indent);
      if (last->end == next->begin) {  // Python: it is there already
        both.push_back({next->begin, next->end, std::move(inside)});
      } else {
        both.push_back({last->end, last->end, std::move(inside)});
        both.push_back({next->begin, next->end, ""});
      }
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
};

}  // namespace

void edit_moves(Edits& edits, Node block) {
  Mover(edits, block).edit();
}

}  // namespace repair
