#include "edits.h"

#include <algorithm>
#include <cctype>
#include <functional>

#include "declared_types.h"
#include "operators.h"

namespace repair {
namespace {

using code::Node;

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

constexpr std::size_t k_names_max = 60;
constexpr std::size_t k_statements_max = 200;
constexpr std::size_t k_moduli_max = 6;
constexpr std::size_t k_functions_of_one_max = 4;
constexpr std::size_t k_unpacked_max = 20;
constexpr std::size_t k_spots_max = 40;
constexpr std::size_t k_spot_text_max = 60;
constexpr std::size_t k_ingredients_max = 300;
constexpr std::size_t k_ingredient_text_max = 80;
constexpr std::size_t k_bytes_least = 64;  ///< that a candidate counts for
constexpr std::size_t k_none = static_cast<std::size_t>(-1);

/// True for what is written where no variable can stand: a keyword's name, a type, a declared function.
bool is_other_name(const Source& source, Node node, std::string_view name) {
  const Node parent = node.parent();
  const std::string_view type = parent.type();
  for (const std::string_view one : {"type", "function_declarator", "function_definition", "qualified_identifier",
                                     "template_function", "scoped_identifier", "use_declaration", "package_clause",
                                     "labeled_statement", "macro_invocation"})
    if (type == one) return true;
  if (type == "attribute" && node == parent.field("attribute")) return true;
  if (type == "field_access" && node == parent.field("field")) return true;
  if (type == "keyword_argument" && node == parent.field("name")) return true;
  const Types functions = dialect(source.language()).functions;
  if (std::find(functions.begin(), functions.end(), type) != functions.end() && node == parent.field("name")) return true;
  if (name.find("::") != std::string_view::npos) return true;
  return dialect(source.language()).has_upper_case_types && name[0] >= 'A' && name[0] <= 'Z';
}

void note_name(const Source& source, Node node, Scope& scope) {
  const Node parent = node.parent();
  const std::string name(source.text_of(node));
  if (kind_of(parent, source.language()) == Kind::call && node == callee_of(parent)) {
    add_once(scope.functions, name);
  } else if (scope.names.size() < k_names_max && !name.empty() && !is_other_name(source, node, name)) {
    add_once(scope.names, name);
  }
}

void note(const Source& source, Node node, Scope& scope) {
  const auto language = source.language();
  switch (kind_of(node, language)) {
    case Kind::name: note_name(source, node, scope); return;
    case Kind::member: {
      std::pair<std::string, std::string> entry(source.text_of(object_of(node)), source.text_of(member_of(node)));
      if (std::find(scope.members.begin(), scope.members.end(), entry) == scope.members.end() &&
          scope.members.size() < k_names_max)
        scope.members.push_back(std::move(entry));
      return;
    }
    case Kind::number:
      add_once(scope.numbers, std::string(source.text_of(node)));
      ++scope.number_counts[std::string(source.text_of(node))];
      return;
    case Kind::string:
      if (node.end() - node.begin() < 200)
        add_once(scope.strings, std::string(source.text_of(node)));
      return;
    case Kind::if_:
    case Kind::while_:
      if (const Node condition = condition_of(node)) scope.conditions.push_back(condition);
      return;
    case Kind::expression_statement:
    case Kind::return_:
    case Kind::break_:
    case Kind::continue_:
    case Kind::raise:
      if (node.parent().type() == "expression_statement") return;  // Rust: the one around it has the ";"
      if (scope.simple_statements.size() < k_statements_max && node.line() == node.end_line())
        scope.simple_statements.push_back(node);
      return;
    default:
      return;
  }
}

/// Python: attributes of self anywhere in the class that holds the unit.
void note_class(const Source& source, const Unit& unit, Scope& scope) {
  Node holder = unit.node;
  while (holder && holder.type() != "class_definition") holder = holder.parent();
  if (!holder) return;
  for (code::Cursor at(holder); at.next() && scope.attributes.size() < k_names_max;) {
    const Node node = at.node();
    if (node.type() == "attribute" && source.text_of(node.field("object")) == "self")
      add_once(scope.attributes, std::string(source.text_of(node.field("attribute"))));
  }
}

/// Constants of the file: NAME = ... at its top.
void note_file(const Source& source, Scope& scope) {
  for (const Node statement : source.root().named_children()) {
    if (statement.type() != "expression_statement") continue;
    const Node assignment = statement.child(0);
    if (assignment.type() != "assignment" || scope.outer.size() >= k_names_max) continue;
    const Node left = assignment.field("left");
    if (left.type() == "identifier") add_once(scope.outer, std::string(source.text_of(left)));
  }
}

constexpr std::size_t k_around = 32 << 10;  ///< bytes before and behind a function that statements are borrowed from
constexpr std::size_t k_borrowed_max = 30;
constexpr std::size_t k_borrowed_text_max = 80;

/// Whether all names in `statement`, of another function, mean something in a function with this scope.
bool is_known(const Source& source, Node statement, const Scope& scope, std::string_view own_text) {
  for (code::Cursor at(statement); at.next();) {
    const Node node = at.node();
    const std::string_view type = node.type();
    if (type == "this") continue;
    if (type.find("function") != std::string_view::npos && type != "function") return false;  // it may have names of its own
    if (kind_of(node, source.language()) != Kind::name) continue;
    const std::string_view name = source.text_of(node);
    const bool is_self = name == "self" || name == "this";
    if (is_self && own_text.find(name) == std::string_view::npos) return false;
    const Node parent = node.parent();
    const bool is_called = kind_of(parent, source.language()) == Kind::call && node == callee_of(parent);
    const bool is_label = kind_of(parent, source.language()) == Kind::member && !(node == object_of(parent));
    const bool is_type = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
    const bool is_field = std::any_of(scope.values.begin(), scope.values.end(), [&](const Value& value) { return value.text == name; });
    if (is_self || is_called || is_label || is_type || is_field) continue;
    if (std::find(scope.names.begin(), scope.names.end(), name) == scope.names.end()) return false;
  }
  return true;
}

/// C, C++, Java: what takes back what a statement does, "" if it is not known: count++ and count--, m.insert(k) and m.erase(k).
std::string turned_back(code::Language language, std::string text) {
  if (language != code::Language::c && language != code::Language::cpp && language != code::Language::java) return {};
  constexpr std::pair<std::string_view, std::string_view> k_ways[] = {
      {"++", "--"}, {" += ", " -= "}, {".insert(", ".erase("}, {".add(", ".remove("}, {" = true;", " = false;"}, {".push_back(", ".pop_back("}};
  for (const auto& [there, back] : k_ways)
    for (const auto& [from, to] : {std::pair(there, back), std::pair(back, there)})
      if (const auto at = text.find(from); at != std::string::npos) {
        const bool needs_argument = from == ".pop_back(";
        if (needs_argument) return {};
        if (from == ".push_back(") return text.substr(0, at) + ".pop_back();";
        return text.replace(at, from.size(), to);
      }
  return {};
}

/// Python and JavaScript: what a lambda does, self.remove(entry) of lambda: self.remove(entry).
bool is_late_call(const Source& source, Node node) {
  const Node parent = node.parent();
  const bool is_late = parent.type() == "lambda" || parent.type() == "arrow_function";
  return is_late && node == parent.field("body") && kind_of(node, source.language()) == Kind::call;
}

/// Statements of the functions around that can stand here as they are: what one of them keeps up to date, this one may
/// have forgotten.
void borrow(const Source& source, const Unit& unit, Scope& scope) {
  const std::string_view own = std::string_view(source.text()).substr(unit.begin, unit.end - unit.begin);
  for (const auto& other : source.units()) {
    if (other.begin == unit.begin || other.is_top || other.end + k_around < unit.begin || unit.end + k_around < other.begin) continue;
    for (code::Cursor at(other.body); at.next() && scope.borrowed.size() < k_borrowed_max;) {
      const Node node = at.node();
      const bool is_late = is_late_call(source, node);
      if ((kind_of(node, source.language()) != Kind::expression_statement && !is_late) || node.line() != node.end_line()) continue;
      const std::string text = std::string(source.text_of(node)) + std::string(is_late ? dialect(source.language()).end : "");
      if (text.size() > k_borrowed_text_max || text.starts_with("return") || own.find(text) != std::string_view::npos) continue;
      if (node.child(0).type() == "string" || !is_known(source, node, scope, own)) continue;
      const bool is_there = std::any_of(scope.borrowed.begin(), scope.borrowed.end(), [&](const Filled& one) { return one.text == text; });
      if (!is_there) scope.borrowed.push_back({2.6 + 0.02 * static_cast<double>(scope.borrowed.size()), std::string(text)});
      const std::string back = turned_back(source.language(), std::string(text));
      if (!back.empty() && own.find(back) == std::string_view::npos) scope.borrowed.push_back({2.6 + 0.02 * static_cast<double>(scope.borrowed.size()), back});
    }
  }
  for (const Node statement : scope.simple_statements) {
    const std::string back = turned_back(source.language(), std::string(source.text_of(statement)));
    if (!back.empty() && own.find(back) == std::string_view::npos) scope.borrowed.push_back({2.6, back});
  }
}

/// How often the file calls a function of this name, from other functions.
std::size_t calls_of(const Source& source, const Unit& unit) {
  const std::string_view full = unit.name;
  const auto at = full.find_last_of(".:");
  const std::string name(at == std::string_view::npos ? full : full.substr(at + 1));
  std::size_t count = 0;
  const std::string_view text = source.text();
  for (std::size_t found = text.find(name + "("); found != std::string_view::npos; found = text.find(name + "(", found + 1)) {
    const bool is_whole = found == 0 || (std::isalnum(static_cast<unsigned char>(text[found - 1])) == 0 && text[found - 1] != '_');
    if (is_whole && (found < unit.begin || found >= unit.end)) ++count;
  }
  return count;
}

constexpr std::size_t k_callables_max = 40;

/// The functions and methods of the file, but for the unit itself.
void note_callables(const Source& source, const Unit& unit, Scope& scope) {
  for (const auto& other : source.units()) {
    if (other.is_top || other.begin == unit.begin || scope.callables.size() >= k_callables_max) continue;
    const auto at = other.name.find_last_of(".:");
    const std::string name = at == std::string::npos ? other.name : other.name.substr(at + 1);
    if (!name.empty() && name.find(' ') == std::string::npos && !name.starts_with("__") && name != "constructor") add_once(scope.callables, name);
  }
  const auto own = unit.name.find_last_of(".:");
  const auto language = source.language();
  const bool is_native = language == code::Language::c || language == code::Language::cpp;
  if (is_native && !unit.is_top) add_once(scope.callables, own == std::string::npos ? unit.name : unit.name.substr(own + 1));  // f calls itself
}

}  // namespace

Scope scope_of(const Source& source, const Unit& unit) {
  Scope scope;
  for (code::Cursor at(unit.node); at.next();) note(source, at.node(), scope);
  if (source.is_python()) {
    note_class(source, unit, scope);
    note_file(source, scope);
    std::erase(scope.names, "self");
    std::erase(scope.names, "cls");
    const std::string own = unit.chain.empty() ? "" : unit.chain.back();
    std::erase(scope.names, own);
  }
  scope.values = values_of(source, unit, scope.names);
  scope.untouched = untouched_of(source, unit, scope.values);
  borrow(source, unit, scope);
  note_callables(source, unit, scope);
  const bool is_script = source.language() == code::Language::javascript || source.language() == code::Language::typescript || source.language() == code::Language::tsx;
  if (source.is_python() || is_script) note_helpers(source, unit, scope);
  return scope;
}

Edits::Edits(const Source& s, std::size_t source_index, std::size_t unit_index,
             const std::function<bool(std::size_t)>& is_suspect)
    : source(s),
      unit(s.units()[unit_index]),
      scope(scope_of(s, unit)),
      source_index_(source_index),
      unit_index_(unit_index),
      is_suspect_(is_suspect),
      hash_(std::string_view(s.text()).substr(unit.begin, unit.end - unit.begin)),
      declared_(visible_in(s, s.units()[unit_index])),
      all_names_(scope.names),
      all_values_(scope.values) {
  is_shared_ = unit.name.size() > 1 && calls_of(s, unit) >= 2;
  // The original is no candidate.
  seen_.emplace(hash_.plain(), k_none);
}

void Edits::look_from(std::size_t at) {
  if (declared_.empty()) return;
  const auto is_hidden = [&](std::string_view text) {
    const auto name = text.substr(0, text.find_first_of(".-"));
    bool is_declared = false, is_visible = false;
    for (const auto& one : declared_) {
      if (one.name != name) continue;
      is_declared = true;
      is_visible = is_visible || (one.begin <= at && at < one.end);
    }
    return is_declared && !is_visible;
  };
  scope.names = all_names_;
  std::erase_if(scope.names, is_hidden);
  scope.values = all_values_;
  std::erase_if(scope.values, [&](const Value& value) { return is_hidden(value.text); });
}

MethodCall method_call_of(const Edits& edits, Node call) {
  const Node callee = callee_of(call);
  if (edits.kind(call) != Kind::call || edits.kind(callee) != Kind::member) return {};
  return {object_of(callee), edits.text(member_of(callee))};
}

const Value* Edits::value_of(std::string_view text) const {
  const auto found = std::find_if(scope.values.begin(), scope.values.end(), [&](const Value& value) { return value.text == text; });
  return found == scope.values.end() ? nullptr : &*found;
}

bool Edits::is_same_type(const Value& a, const Value& b) const {
  const bool has_types = !a.type.empty() && !b.type.empty();
  const bool converts = a.shape == Shape::number && b.shape == Shape::number;
  return !has_types || converts || a.type == b.type || !may_be(a.shape, b.shape) || a.shape == Shape::text || a.shape == Shape::list;
}

bool Edits::is_suspect(Node node) const {
  const Node statement = statement_of(node, language());
  if (!statement) return is_suspect_(node.line());
  // A compound statement's own lines end where its body begins.
  std::size_t last = statement.end_line();
  for (const Node child : statement.named_children()) {
    const Kind kind = kind_of(child, language());
    if (kind == Kind::block || (is_statement(kind) && child.line() > statement.line())) {
      last = std::min(last, std::max(statement.line(), child.line() - 1));
      break;
    }
  }
  for (std::size_t line = statement.line(); line <= last; ++line)
    if (is_suspect_(line)) return true;
  return false;
}

const std::vector<Ingredient>& Edits::ingredients() {
  if (ingredients_ != nullptr) return *ingredients_;
  auto found = std::make_unique<std::vector<Ingredient>>();
  std::unordered_set<std::string_view> seen;
  for (code::Cursor at(unit.body); at.next() && found->size() < k_ingredients_max;) {
    const Node node = at.node();
    const Kind kind = this->kind(node);
    if (kind != Kind::member && kind != Kind::call && kind != Kind::subscript && kind != Kind::arithmetic) continue;
    if (node.end() - node.begin() > k_ingredient_text_max || !seen.insert(source.text_of(node)).second) continue;
    if (is_value(node, language())) found->push_back({text(node), kind, shape_of(node)});
    else seen.erase(source.text_of(node));  // elsewhere it may be one
  }
  ingredients_ = std::move(found);
  return *ingredients_;
}

const std::vector<Spot>& Edits::numbers_of(Node statement) {
  const auto [known, is_new] = numbers_.try_emplace(statement.begin());
  auto& spots = known->second;
  if (!is_new) return spots;
  std::unordered_set<std::string_view> seen;
  for (code::Cursor at(statement); at.next() && spots.size() < k_spots_max;) {
    const Node node = at.node();
    const Kind kind = this->kind(node);
    if (kind == Kind::block) break;
    if (kind != Kind::subscript && kind != Kind::member && kind != Kind::name) continue;
    if (node.end() - node.begin() > k_spot_text_max || !seen.insert(source.text_of(node)).second) continue;
    if (is_value(node, language()) && may_be(shape_of(node), Shape::number)) spots.push_back({node.begin(), node.end(), text(node)});
  }
  return spots;
}

void Edits::note_length(Node subscript, std::vector<std::string>& found) const {
  Node list = subscript.field("value");
  if (!list) list = subscript.field("object");
  const auto indices = indices_of(subscript);
  if (indices.size() == 1 && kind(indices[0]) != Kind::number && kind(indices[0]) != Kind::string && shape_of(list) != Shape::map)
    add_once(found, filled(words().length, text(list)));
}

const std::vector<std::string>& Edits::moduli() {
  if (moduli_ != nullptr) return *moduli_;
  auto found = std::make_unique<std::vector<std::string>>();
  const auto look_at = [&](const Unit& one, bool is_own) {
    for (code::Cursor at(one.node); at.next() && found->size() < k_moduli_max;) {
      const Kind kind = this->kind(at.node());
      if (kind == Kind::subscript && is_own && !is_typed()) note_length(at.node(), *found);
      if (kind != Kind::member && kind != Kind::number) continue;
      const std::string text = this->text(at.node());
      const bool is_length = is_own && kind == Kind::member && text.ends_with(".length");
      const bool is_number = kind == Kind::number && text.size() < 5 && text[0] != '-' && text != "0" && text != "1";
      if (is_length || is_number) add_once(*found, text);
    }
  };
  look_at(unit, true);
  for (const auto& other : source.units())
    if (other.begin != unit.begin && other.end + k_around >= unit.begin && unit.end + k_around >= other.begin) look_at(other, false);
  moduli_ = std::move(found);
  return *moduli_;
}

const std::vector<std::string>& Edits::functions_of_one() {
  if (functions_of_one_ != nullptr) return *functions_of_one_;
  auto found = std::make_unique<std::vector<std::string>>();
  for (code::Cursor at(unit.body); at.next() && found->size() < k_functions_of_one_max;) {
    const Node call = at.node();
    const auto arguments = arguments_of(call);
    if (kind(call) != Kind::call || kind(callee_of(call)) != Kind::name || arguments.size() != 1 || kind(call.parent()) == Kind::expression_statement) continue;
    const Kind of = kind(arguments[0]);
    if (of == Kind::name || of == Kind::member || of == Kind::subscript) add_once(*found, text(callee_of(call)));
  }
  functions_of_one_ = std::move(found);
  return *functions_of_one_;
}

const std::vector<Unpacked>& Edits::unpacked() {
  if (unpacked_ != nullptr) return *unpacked_;
  auto found = std::make_unique<std::vector<Unpacked>>();
  for (code::Cursor at(unit.body); at.next() && found->size() < k_unpacked_max;) {
    const Node node = at.node();
    const bool declares = node.type() == "variable_declarator" && node.field("name").type() == "array_pattern";
    const bool sets = kind(node) == Kind::assignment && node.field("left").type() == "pattern_list";
    if (declares) found->push_back({node.end(), text(node.field("value")), text(node.field("name"))});
    if (sets) found->push_back({node.end(), text(node.field("right")), "(" + text(node.field("left")) + ")"});
  }
  unpacked_ = std::move(found);
  return *unpacked_;
}

const DeclaredTypes& Edits::types() {
  if (types_ == nullptr) types_ = std::make_shared<DeclaredTypes>(source, unit);
  return *types_;
}

bool Edits::is_full() const {
  return spent_ >= k_bytes_per_unit_max;
}

void Edits::thin_out() {
  if (out_.size() <= k_candidates_per_unit_max) return;
  std::vector<double> costs;
  costs.reserve(out_.size());
  for (const auto& candidate : out_) costs.push_back(candidate.cost);
  const auto last = costs.begin() + static_cast<std::ptrdiff_t>(k_candidates_per_unit_max);
  std::nth_element(costs.begin(), last, costs.end());
  ceiling_ = *last;
  // Of those that cost just as much, the first in the text.
  auto same = k_candidates_per_unit_max - static_cast<std::size_t>(std::count_if(
                                              costs.begin(), last, [&](double cost) { return cost < ceiling_; }));
  std::vector<std::size_t> moved(out_.size(), k_none);
  std::vector<Candidate> kept;
  kept.reserve(k_candidates_per_unit_max);
  for (std::size_t i = 0; i < out_.size(); ++i) {
    if (out_[i].cost > ceiling_ || (out_[i].cost == ceiling_ && same == 0)) continue;
    if (out_[i].cost == ceiling_) --same;
    moved[i] = kept.size();
    kept.push_back(std::move(out_[i]));
  }
  for (auto at = seen_.begin(); at != seen_.end();) {
    const bool is_original = at->second >= moved.size();
    if (!is_original) at->second = moved[at->second];
    at = is_original || at->second != k_none ? std::next(at) : seen_.erase(at);
  }
  out_ = std::move(kept);
}

std::vector<Candidate> Edits::take() {
  thin_out();
  return std::move(out_);
}

void Edits::splice(double cost, const char* what, std::size_t line, std::vector<Splice> splices) {
  if (is_full() || cost >= ceiling_) return;
  for (const auto& splice : splices)
    if (splice.begin < unit.begin || splice.end > unit.end || splice.begin > splice.end) return;
  std::sort(splices.begin(), splices.end(),
            [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
  for (std::size_t i = 1; i < splices.size(); ++i)
    if (splices[i].begin < splices[i - 1].end) return;
  spent_ += k_bytes_least;
  for (const auto& splice : splices) spent_ += splice.text.size();
  const auto [known, is_new] = seen_.emplace(hash_.with(splices, unit.begin), out_.size());
  if (!is_new) {
    // Two ways to the same text: the likelier one names it.
    if (known->second < out_.size() && out_[known->second].cost > cost) {
      out_[known->second].cost = cost;
      out_[known->second].what = what;
      out_[known->second].splices = std::move(splices);
      out_[known->second].line = line;
    }
    return;
  }
  Candidate candidate;
  candidate.source = source_index_;
  candidate.unit = unit_index_;
  candidate.splices = std::move(splices);
  candidate.cost = cost;
  candidate.line = line;
  candidate.what = what;
  out_.push_back(std::move(candidate));
  if (out_.size() >= 2 * k_candidates_per_unit_max) thin_out();
}

void Edits::replace(double cost, const char* what, Node node, std::string text) {
  std::vector<Splice> one;
  one.push_back({node.begin(), node.end(), std::move(text)});
  splice(cost, what, node.line(), std::move(one));
}

bool Edits::is_open(Node node) {
  if (!(node == last_place_)) {
    last_place_ = node;
    is_last_open_ = is_open_place(node);
  }
  return is_last_open_;
}

void Edits::replace_expression(double cost, const char* what, Node node, std::string text,
                               Kind kind) {
  if (is_full() || cost >= ceiling_) return;
  if (!is_tight(kind) && !is_open(node)) text = "(" + text + ")";
  replace(cost, what, node, std::move(text));
}

/// Where each node asks for its parent, a tree that is as deep as it is long takes the square of its time.
static bool is_too_deep(const Unit& unit) {
  for (code::Cursor at(unit.node); at.next();)
    if (at.depth() > k_depth_max) return true;
  return false;
}

static bool is_case(Node node) {
  return node.type() == "case_statement" || node.type() == "switch_block_statement_group";
}

std::vector<Candidate> make_candidates(const Source& source, std::size_t source_index,
                                       std::size_t unit_index,
                                       const std::function<bool(std::size_t line)>& is_suspect) {
  const Unit& unit = source.units()[unit_index];
  if (unit.end - unit.begin > k_unit_max || is_too_deep(unit)) return {};
  Edits edits(source, source_index, unit_index, is_suspect);
  // Whether the statement at hand is suspect, for each level of the tree that has one.
  struct Level {
    std::size_t depth;
    bool suspect;
  };
  std::vector<Level> levels;
  for (code::Cursor at(edits.unit.node); at.next() && !edits.is_full();) {
    const Node node = at.node();
    if (!node.named() || node.extra()) continue;
    const Kind kind = edits.kind(node);
    while (!levels.empty() && levels.back().depth >= at.depth()) levels.pop_back();
    if (is_statement(kind)) levels.push_back({at.depth(), edits.is_suspect(node)});
    if (kind == Kind::block) {
      edit_statements(edits, node);
      edit_moves(edits, node);
      edit_idioms(edits, node);
      if (edits.is_typed()) {
        edit_forgotten(edits, node);
      } else {
        edit_guards(edits, node);
        edit_leftovers(edits, node);
        edit_additions(edits, node);
        edit_together(edits, node);
        edit_twins(edits, node);
      }
      continue;
    }
    if (is_case(node)) {  // statements without brackets of their own
      edit_statements(edits, node);
      edit_moves(edits, node);
      edit_forgotten(edits, node);
    }
    if (!(levels.empty() ? edits.is_suspect(node) : levels.back().suspect)) continue;
    edits.look_from(node.begin());
    edit_operators(edits, node);
    edit_constants(edits, node);
    edit_names(edits, node);
    edit_conditions(edits, node);
    edit_expressions(edits, node);
    edit_analogies(edits, node);
    edit_idioms(edits, node);
    edit_patterns(edits, node);
    if (edits.is_native()) edit_native(edits, node);
    if (edits.is_typed()) {
      edit_typed(edits, node);
      edit_letters(edits, node);
      edit_siblings(edits, node);
    } else {
      edit_traps(edits, node);
      edit_nothing(edits, node);
      edit_calls(edits, node);
      edit_gaps(edits, node);
      edit_scripts(edits, node);
      edit_twins(edits, node);
      edit_waits(edits, node);
      edit_arguments(edits, node);
      edit_truths(edits, node);
      edit_together(edits, node);
      edit_wholes(edits, node);
    }
  }
  return edits.take();
}

}  // namespace repair
