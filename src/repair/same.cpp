#include "same.h"

#include <string>

#include "ngram/lexer.h"
#include "syntax.h"

namespace repair {
namespace {

class Hash {
 public:
  void put(std::string_view text) {
    for (const char c : text) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    put(text.size());
  }
  void put(std::uint64_t number) {
    state_ = (state_ ^ number) * 0x9e3779b97f4a7c15U;
    state_ ^= state_ >> 29;
  }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325U;
};

std::string_view opposite(std::string_view op) {
  if (op == "==") return "!=";
  if (op == "!=") return "==";
  if (op == "===") return "!==";
  if (op == "!==") return "===";
  if (op == "in") return "not in";
  if (op == "not in") return "in";
  if (op == "is") return "is not";
  return op == "is not" ? "is" : "";
}

code::Node without_brackets(code::Node node, code::Language language) {
  while (kind_of(node, language) == Kind::parenthesised && node.named_children().size() == 1) node = node.named_children()[0];
  return node;
}

/// not (a == b): the comparison, whose operator counts as its opposite. Exact for these operators only: not
/// (a < b) is no a >= b where one is not a number.
code::Node negated_comparison(code::Node node, code::Language language) {
  if (kind_of(node, language) != Kind::negation) return {};
  const code::Node inner = without_brackets(operand_of(node), language);
  if (kind_of(inner, language) != Kind::comparison) return {};
  const auto parts = binaries(inner);
  return parts.size() == 1 && !opposite(parts[0].op.type()).empty() ? inner : code::Node();
}

class TreeHash {
 public:
  TreeHash(code::Language language, std::string_view text) : language_(language), text_(text) {}

  std::uint64_t of(code::Node root) {
    for (code::Cursor at(root); at.next();) {
      const code::Node node = at.node();
      if (node.extra()) continue;
      if (kind_of(node, language_) == Kind::parenthesised && node.named()) continue;
      if ((node.type() == "(" || node.type() == ")") && kind_of(node.parent(), language_) == Kind::parenthesised) continue;
      if (const auto comparison = negated_comparison(node, language_)) {
        flipped_ = binaries(comparison)[0].op;
        negation_ = operator_of(node);
        continue;
      }
      if (negation_ && node == negation_) continue;
      if (flipped_ && !(node == flipped_) && node.begin() >= flipped_.begin() && node.end() <= flipped_.end()) continue;
      put(node);
    }
    return hash_.value();
  }

 private:
  void put(code::Node node) {
    if (node.child_count() > 0 && !(flipped_ && node == flipped_)) {
      if (node.named()) {
        hash_.put(node.type());
        // Where a node ends must be in the hash too: how many leaves it has.
        std::uint64_t named = 0;
        for (const code::Node child : node.named_children()) named += child.extra() ? 0 : 1;
        hash_.put(named);
      }
      return;
    }
    std::string_view text = flipped_ && node == flipped_ ? opposite(node.type()) : node.text(text_);
    for (std::size_t blank = 0; (blank = text.find(' ')) != std::string_view::npos; text.remove_prefix(blank + 1))
      hash_.put(text.substr(0, blank));  // "not in" is two tokens elsewhere
    hash_.put(text);
  }

  code::Language language_;
  std::string_view text_;
  Hash hash_;
  code::Node flipped_, negation_;
};

/// The statement around what the candidate changes; nothing if it is long, or more than one.
code::Node changed_statement(const Source& source, const Candidate& candidate) {
  if (candidate.splices.empty()) return {};
  const std::size_t begin = candidate.splices.front().begin;
  const std::size_t end = candidate.splices.back().end;
  const code::Node inner = source.root().smallest_covering(begin, end);
  const code::Node statement = inner ? statement_of(inner, source.language()) : code::Node();
  if (!statement || statement.begin() > begin || statement.end() < end ||
      statement.end() - statement.begin() > k_same_statement_max)
    return {};
  return statement;
}

}  // namespace

std::uint64_t token_hash(code::Language language, std::string_view text) {
  Hash hash;
  for (const auto& token : ngram::lex(language, text)) {
    hash.put(text.substr(token.begin, token.end - token.begin));
    if (language == code::Language::python && token.kind == ngram::Lexical::newline)
      hash.put(text.find_first_not_of(" \t\n", token.end) - text.rfind('\n', text.find_first_not_of(" \t\n", token.end)));
  }
  return hash.value();
}

std::uint64_t tree_hash(code::Language language, std::string_view text) {
  const auto tree = code::Tree::parse(language, text);
  if (!tree || tree->has_error()) return token_hash(language, text);
  return TreeHash(language, text).of(tree->root());
}

ChangedUnits with(ChangedUnits changed, const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  changed[{candidate.source, candidate.unit}] =
      token_hash(source.language(), edited_within(source.text(), unit.begin, unit.end, candidate.splices));
  return changed;
}

bool Seen::add(const ChangedUnits& base, const Source& source, const Candidate& candidate) {
  Hash by_tokens;
  for (const auto& [place, tokens] : with(base, source, candidate)) {
    by_tokens.put(place.first);
    by_tokens.put(place.second);
    by_tokens.put(tokens);
  }
  bool is_new = seen_.insert(by_tokens.value()).second;
  if (const auto statement = changed_statement(source, candidate)) {
    Hash by_tree;
    for (const auto& [place, tokens] : base) by_tree.put(tokens);
    by_tree.put(candidate.source);
    by_tree.put(statement.begin());
    by_tree.put(tree_hash(source.language(),
                          edited_within(source.text(), statement.begin(), statement.end(), candidate.splices)));
    is_new = seen_.insert(by_tree.value()).second && is_new;
  }
  if (!is_new) ++repeated_;
  return is_new;
}

}  // namespace repair
