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

constexpr std::size_t k_moduli_max = 6;
constexpr std::size_t k_functions_of_one_max = 4;
constexpr std::size_t k_unpacked_max = 20;
constexpr std::size_t k_spots_max = 40;
constexpr std::size_t k_spot_text_max = 60;
constexpr std::size_t k_ingredients_max = 300;
constexpr std::size_t k_ingredient_text_max = 80;
constexpr std::size_t k_bytes_least = 64;  ///< that a candidate counts for
constexpr std::size_t k_none = static_cast<std::size_t>(-1);

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

}  // namespace

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
    if (other.begin != unit.begin && are_near(other, unit)) look_at(other, false);
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

}  // namespace repair
