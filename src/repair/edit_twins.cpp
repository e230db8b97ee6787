// What is done to one of two is done to the other one as well, in Python and JavaScript: both tails of a merge, both ends of
// a list, both sides of a box. Which two belong together is told by conditions, i < len(a) and j < len(b), and by names,
// left and right. And what mixes the two up: cells[x][y], sizes[a] += 1 for sizes[a] += sizes[b].

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "block.h"

namespace repair {
namespace {

using code::Node;

constexpr std::size_t k_text_max = 300;
constexpr std::size_t k_strings_max = 4;
constexpr std::size_t k_owners_max = 6;

constexpr std::string_view k_halves[][2] = {
    {"left", "right"}, {"first", "last"}, {"first", "second"}, {"min", "max"}, {"low", "high"}, {"lo", "hi"}, {"lower", "upper"}, {"start", "end"}, {"head", "tail"},
    {"next", "prev"}, {"next", "previous"}, {"row", "col"}, {"row", "column"}, {"rows", "cols"}, {"rows", "columns"}, {"x", "y"}, {"dx", "dy"}, {"width", "height"},
    {"before", "after"}, {"source", "target"}, {"src", "dst"}, {"from", "to"}, {"input", "output"}, {"old", "new"}, {"top", "bottom"}, {"front", "back"}, {"a", "b"},
    {"i", "j"}, {"added", "removed"}, {"incoming", "outgoing"}, {"successors", "predecessors"}, {"inner", "outer"}, {"hits", "misses"}, {"forward", "backward"},
    {"keys", "values"}, {"parent", "child"}, {"read", "write"},
};

using Renames = std::map<std::string, std::string, std::less<>>;

bool is_part(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

struct Word {
  std::size_t begin = 0, end = 0;
};
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_part(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_part(text[end])) ++end;
    if (std::isdigit(static_cast<unsigned char>(text[at])) == 0) out.push_back({at, end});
    at = end;
  }
  return out;
}

std::string renamed(std::string_view text, const Renames& names) {
  std::string out;
  std::size_t done = 0;
  for (const Word& word : words_of(text)) {
    const auto found = names.find(text.substr(word.begin, word.end - word.begin));
    if (found == names.end()) continue;
    out += text.substr(done, word.begin - done);
    out += found->second;
    done = word.end;
  }
  return out + std::string(text.substr(done));
}

/// What differs between two clauses that are alike but for their names; empty: they are not.
Renames difference(std::string_view a, std::string_view b) {
  const auto left = words_of(a), right = words_of(b);
  Renames out;
  if (left.size() != right.size()) return out;
  std::size_t of_a = 0, of_b = 0;
  for (std::size_t i = 0; i <= left.size(); ++i) {
    const std::size_t end_a = i < left.size() ? left[i].begin : a.size(), end_b = i < right.size() ? right[i].begin : b.size();
    if (a.substr(of_a, end_a - of_a) != b.substr(of_b, end_b - of_b)) return {};
    if (i == left.size()) break;
    const std::string one(a.substr(left[i].begin, left[i].end - left[i].begin)), other(b.substr(right[i].begin, right[i].end - right[i].begin));
    of_a = left[i].end;
    of_b = right[i].end;
    if (one == other) continue;
    out[one] = other;
    out[other] = one;
  }
  return out;
}

/// min_x -> max_x, where min and max are the halves; "" = the name has neither.
std::string other_name(const std::string& name, const std::string_view (&halves)[2]) {
  if (name == "new" || name == "from") return {};  // words of the languages
  for (const int own : {0, 1}) {
    const std::string_view half = halves[own], other = halves[1 - own];
    for (std::size_t at = 0; at + half.size() <= name.size(); ++at) {
      const std::size_t end = at + half.size();
      const bool is_upper = std::isupper(static_cast<unsigned char>(name[at])) != 0;
      const bool is_same = std::tolower(static_cast<unsigned char>(name[at])) == half[0] && name.compare(at + 1, half.size() - 1, half.substr(1)) == 0;
      const bool begins = at == 0 || name[at - 1] == '_' || is_upper;
      const bool ends = end == name.size() || name[end] == '_' || std::isupper(static_cast<unsigned char>(name[end])) != 0 || std::isdigit(static_cast<unsigned char>(name[end])) != 0;
      if (!is_same || !begins || !ends) continue;
      std::string out(other);
      if (is_upper) out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
      return name.substr(0, at) + out + name.substr(end);
    }
  }
  return {};
}

class Twins : Block {
 public:
  using Block::Block;

  void edit() {
    const auto pairs = pairs_of_conditions();
    for (const Node statement : statements_) {
      const Kind kind = edits_.kind(statement);
      const bool is_compound = kind == Kind::if_ || kind == Kind::while_ || kind == Kind::for_;
      const auto lines = lines_of(statement);
      if (!lines || (kind != Kind::expression_statement && !is_compound) || statement.end() - statement.begin() > k_text_max || !edits_.is_suspect(statement)) continue;
      for (const auto& names : pairs) add_twins(statement, *lines, names, 1.6);
      for (const auto& halves : k_halves) add_twins(statement, *lines, names_of_halves(statement, halves), is_compound ? 2.2 : 1.9);
    }
  }

 private:
  /// i < len(a) and j < len(b): i and j, a and b.
  [[nodiscard]] std::vector<Renames> pairs_of_conditions() const {
    std::vector<Renames> out;
    for (const Node condition : edits_.scope.conditions) {
      const auto parts = binaries(condition);
      if (edits_.kind(condition) != Kind::logical || parts.size() != 1) continue;
      auto names = difference(edits_.source.text_of(parts[0].left), edits_.source.text_of(parts[0].right));
      if (!names.empty() && std::find(out.begin(), out.end(), names) == out.end()) out.push_back(std::move(names));
    }
    return out;
  }

  /// The names in a statement that have one of the halves, where the file has the other name, too.
  [[nodiscard]] Renames names_of_halves(Node statement, const std::string_view (&halves)[2]) const {
    Renames out;
    const std::string_view text = edits_.source.text_of(statement);
    for (const Word& word : words_of(text)) {
      const std::string name(text.substr(word.begin, word.end - word.begin));
      const std::string other = other_name(name, halves);
      if (!other.empty() && is_known(other)) out[name] = other;
    }
    return out;
  }

  [[nodiscard]] bool is_known(const std::string& name) const { return mentions(edits_.source.text(), name); }

  /// The statement with the other names, beside it; with another text in it, where it has one.
  void add_twins(Node statement, const Lines& lines, const Renames& names, double cost) {
    if (names.empty()) return;
    const std::string text = edits_.text(statement);
    const std::string twin = renamed(text, names);
    if (twin == text) return;
    insert(statement, lines, twin, cost);
    std::size_t count = 0;
    for (const auto& own : edits_.scope.strings) {
      const auto at = twin.find(own);
      if (own.size() < 3 || at == std::string::npos) continue;
      for (const auto& other : edits_.scope.strings)
        if (other != own && other[0] == own[0] && count++ < k_strings_max) insert(statement, lines, std::string(twin).replace(at, own.size(), other), cost + 0.2);
      return;
    }
  }

  void insert(Node statement, const Lines& lines, const std::string& twin, double cost) {
    const std::string_view own = std::string_view(edits_.source.text()).substr(edits_.unit.begin, edits_.unit.end - edits_.unit.begin);
    if (own.find(twin) != std::string_view::npos) return;  // it is there
    for (const auto& [at, more] : {std::pair(lines.end, 0.0), std::pair(lines.begin, 0.3)}) {
      std::vector<Splice> one;
      one.push_back({at, at, lines.indent + twin + "\n"});
      splice(cost + more, "statement copied", statement.line(), std::move(one));
    }
  }
};

/// cells[x][y] -> cells[y][x]
void exchange_indices(Edits& edits, Node outer) {
  Node inner = outer.field("value");
  if (!inner) inner = outer.field("object");
  auto first = indices_of(inner), second = indices_of(outer);
  if (second.size() == 2) {  // Python: cells[x, y]
    first = {second[0]};
    second = {second[1]};
  } else if (edits.kind(inner) != Kind::subscript) {
    return;
  }
  if (first.size() != 1 || second.size() != 1) return;
  const std::string a = edits.text(first[0]), b = edits.text(second[0]);
  if (a == b || edits.kind(first[0]) == Kind::string || edits.kind(second[0]) == Kind::string) return;
  std::vector<Splice> both;
  both.push_back({first[0].begin(), first[0].end(), b});
  both.push_back({second[0].begin(), second[0].end(), a});
  const bool has_number = edits.kind(first[0]) == Kind::number || edits.kind(second[0]) == Kind::number;
  edits.splice(has_number ? 1.7 : 1.1, "indices exchanged", outer.line(), std::move(both));
}

/// sizes[a] += 1 -> sizes[a] += sizes[b]
void amount_of_other(Edits& edits, Node statement) {
  const Node left = statement.field("left"), right = statement.field("right");
  const Kind kind = edits.kind(left);
  if (edits.kind(right) != Kind::number) return;
  Node own;
  if (kind == Kind::subscript && indices_of(left).size() == 1) own = indices_of(left)[0];
  if (kind == Kind::member) own = object_of(left);
  if (edits.kind(own) != Kind::name || edits.text(own) == "self") return;
  std::size_t count = 0;
  for (const auto& name : edits.scope.names) {
    if (name == edits.text(own)) continue;
    const Value* value = edits.value_of(name);
    const bool is_container = value != nullptr && (value->shape == Shape::list || value->shape == Shape::map || value->shape == Shape::set);
    if (is_container || count++ >= k_owners_max) continue;
    std::vector<Splice> one;
    one.push_back({own.begin(), own.end(), name});
    edits.replace(1.9, "name for a constant", right, edited_within(edits.source.text(), left.begin(), left.end(), one));
  }
}

}  // namespace

void edit_twins(Edits& edits, Node node) {
  const Kind kind = edits.kind(node);
  if (kind == Kind::block) Twins(edits, node).edit();
  if (kind == Kind::subscript) exchange_indices(edits, node);
  if (kind == Kind::augmented) amount_of_other(edits, node);
}

}  // namespace repair
